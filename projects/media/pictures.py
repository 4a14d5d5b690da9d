"""Pictures written anew, in the sizes that pages use: nothing that came with them survives, but for what is seen."""

import io
from contextlib import suppress
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from projects.media.contents import NotAPictureError, open_picture

FORMATS = ("JPEG", "PNG", "WEBP")
MEDIA_TYPE = "image/jpeg"
# Widths in pixels; and a height, for what was taken of a tower.
LARGEST, SMALL = 1280, 480
TALLEST = 2560
QUALITY = 82


@dataclass
class Picture:
    """A picture as it is kept: the width and height of its largest size, and each size as JPEG by its width."""

    width: int
    height: int
    files: dict = field(default_factory=dict)


def sizes(width, height):
    """The sizes in which a picture of this largest size is kept, as pairs of width and height, the smallest first."""
    small = [(SMALL, max(round(height * SMALL / width), 1))] if width > SMALL else []
    return [*small, (width, height)]


def rewritten(file):
    """The picture in a file, turned upright, without place, camera or whatever else was hidden in it.

    Raises `ValidationError` where it is none, is broken or has too many pixels.
    """
    try:
        with open_picture(file, *FORMATS) as opened:
            # Of a JPEG only as much is read as the largest size needs.
            opened.draft("RGB", (LARGEST * 2, LARGEST * 2))
            factor = opened.width // (LARGEST * 2) if opened.mode in {"RGB", "RGBA", "L", "LA"} else 0
            image = _in_common_colours(ImageOps.exif_transpose(_reduced(opened, factor) if factor > 1 else opened))
    except ValidationError:
        raise
    # Pillow raises whatever the part of it that stumbles raises.
    except Exception as error:
        if isinstance(error, NotAPictureError):
            raise ValidationError(_("This is not a picture. Send a JPEG, PNG or WebP file.")) from error
        raise ValidationError(_("This picture is broken. Save it anew with another program and send that.")) from error
    scale = min(1, LARGEST / image.width, TALLEST / image.height)
    picture = Picture(*(max(round(side * scale), 1) for side in image.size))
    for size in sizes(picture.width, picture.height):
        picture.files[size[0]] = _as_jpeg(image.resize(size, Image.Resampling.LANCZOS))
    return picture


def _reduced(image, factor):
    """The picture so many times smaller either way, before anything costs memory by its pixels."""
    reduced = image.reduce(factor)
    reduced.info = image.info
    return reduced


def _in_common_colours(image):
    """The picture in sRGB, on white where it was transparent."""
    profile = image.info.get("icc_profile")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    elif profile and image.mode in {"RGB", "CMYK"}:
        # A profile that is nonsense leaves the colours as they are.
        with suppress(ImageCms.PyCMSError, OSError):
            own, common = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            image = ImageCms.profileToProfile(image, own, common, outputMode="RGB") or image
    return image.convert("RGB")


def _as_jpeg(image):
    # What was read beside the pixels would be written again.
    image.info = {}
    written = io.BytesIO()
    image.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    written.seek(0)
    return written
