"""Keeping what staff upload: checked by its content, under a name that nobody can guess."""

from django.db import transaction
from django.utils.crypto import salted_hmac

from projects.media import pictures, shelf
from projects.media.contents import DOCX, MEGABYTE, PDF, XLSX, check_size, tidy_name, type_of
from projects.models import MediaFile
from projects.querysets.records import writing

LARGEST_PICTURE = 25 * MEGABYTE
LARGEST_DOCUMENT = 50 * MEGABYTE
DOCUMENTS = (PDF, DOCX, XLSX)


def keep_picture(upload):
    """Keep an uploaded picture in the sizes that pages use; returns the file. Raises `ValidationError`.

    The same upload is one file, however often it comes.
    """
    check_size(upload, LARGEST_PICTURE)
    token = _token(upload)
    if known := MediaFile.objects.filter(token=token).first():
        return known
    picture = pictures.rewritten(upload)
    for width, file in picture.files.items():
        shelf.put(file, shelf.picture_path(token, shelf.picture_name(width)))
    return _keep(
        token,
        name="picture.jpg",
        media_type=pictures.MEDIA_TYPE,
        bytes=picture.files[picture.width].getbuffer().nbytes,
        width=picture.width,
        height=picture.height,
    )


def keep_document(upload):
    """Keep an uploaded document as it is; returns the file. Raises `ValidationError` where it is of another kind."""
    check_size(upload, LARGEST_DOCUMENT)
    file_type = type_of(upload, DOCUMENTS)
    token = _token(upload)
    shelf.put(upload, shelf.document_path(token))
    return _keep(token, name=tidy_name(upload.name, file_type), media_type=file_type.media_type, bytes=upload.size)


def _token(upload):
    upload.seek(0)
    return salted_hmac("projects.media", upload.read(), algorithm="sha256").hexdigest()[:40]


def _keep(token, **columns):
    with writing(), transaction.atomic():
        MediaFile.objects.bulk_create([MediaFile(token=token, **columns)], ignore_conflicts=True)
    return MediaFile.objects.get(token=token)
