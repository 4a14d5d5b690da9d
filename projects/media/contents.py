"""What an uploaded file is, told by its bytes: neither its name nor what the browser says of it is believed."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from PIL import Image

MEGABYTE = 1024 * 1024
# A picture of 7,000 by 7,000; many more would fill the memory of a small server.
MOST_PIXELS = 50_000_000
LONGEST_NAME = 100


@dataclass(frozen=True)
class FileType:
    """A kind of file that may be sent: its name, its suffix, its media type, and the test of its bytes."""

    name: str
    suffix: str
    media_type: str
    is_like: Callable


def _is_pdf(file):
    head = file.read(8)
    file.seek(max(file.size - 2048, 0))
    return re.match(rb"%PDF-[12]\.\d", head) is not None and b"%%EOF" in file.read()


def _is_office(main_part):
    def is_like(file):
        if file.read(4) != b"PK\x03\x04":
            return False
        try:
            with zipfile.ZipFile(file) as archive:
                names = set(archive.namelist())
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
            return False
        has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
        return {"[Content_Types].xml", main_part} <= names and not has_macros

    return is_like


def _is_picture(pillow_format):
    def is_like(file):
        try:
            with open_picture(file, pillow_format) as image:
                image.verify()
        except NotAPictureError:
            return False
        # Pillow raises whatever the part of it that stumbles raises.
        except Exception as error:
            if isinstance(error, ValidationError):
                raise
            return False
        return True

    return is_like


class NotAPictureError(Exception):
    """The bytes are no picture of the format asked for."""


def open_picture(file, *formats):
    """Open a picture in one of Pillow's `formats`, of which only the head is read.

    Raises `NotAPictureError`, and `ValidationError` where it has more pixels than we take.
    """
    file.seek(0)
    try:
        image = Image.open(file, formats=formats)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except Exception as error:
        raise NotAPictureError from error
    if image.width * image.height > MOST_PIXELS:
        raise _too_many_pixels()
    return image


def _too_many_pixels():
    words = _("This picture has too many pixels. Send one of at most %(number)s million.")
    return ValidationError(words % {"number": MOST_PIXELS // 1_000_000})


PDF = FileType("PDF", "pdf", "application/pdf", _is_pdf)
JPEG = FileType("JPEG", "jpg", "image/jpeg", _is_picture("JPEG"))
PNG = FileType("PNG", "png", "image/png", _is_picture("PNG"))


DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = FileType("DOCX", "docx", DOCX_TYPE, _is_office("word/document.xml"))
XLSX = FileType("XLSX", "xlsx", XLSX_TYPE, _is_office("xl/workbook.xml"))


def check_size(file, most_bytes):
    """Refuse a file that is larger."""
    if file.size > most_bytes:
        raise too_large(most_bytes)


def too_large(most_bytes):
    """The error that says how large a file may be."""
    return ValidationError(
        _("This file is too large. Send one of at most %(number)s MB.") % {"number": most_bytes // MEGABYTE}
    )


def type_of(file, accepted):
    """Which of the `accepted` types a file is; raises `ValidationError` where it is none of them."""
    for file_type in accepted:
        file.seek(0)
        is_like = file_type.is_like(file)
        file.seek(0)
        if is_like:
            return file_type
    names = pgettext("between words in a list", ", ").join(file_type.name for file_type in accepted)
    raise ValidationError(_("What is in this file cannot be taken. Send one of these: %(names)s.") % {"names": names})


def tidy_name(name, file_type):
    """The name under which a file is given back: without folders and odd characters, with the suffix of its type."""
    stem = name.replace("\\", "/").rpartition("/")[2]
    stem = stem.rpartition(".")[0] or stem
    stem = re.sub(r"[^\w.\-]+", "-", stem).strip("-._")[:LONGEST_NAME]
    return f"{stem or 'document'}.{file_type.suffix}"
