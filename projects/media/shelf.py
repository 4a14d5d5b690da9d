"""Where uploaded files are kept: in the folder of the setting MEDIA_ROOT, to which no address leads."""

import secrets

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import File
from django.core.files.storage import default_storage


def put_apart(file, folder):
    """Keep a file under a name that nobody can guess and nothing else has; returns that name."""
    return put(file, f"{folder}/{secrets.token_hex(20)}")


def put(file, name):
    """Keep a file under this name, unless it is there already; returns the name."""
    if not default_storage.exists(name):
        file.seek(0)
        return default_storage.save(name, File(file))
    return name


def document_path(token):
    """Where a document of staff is kept."""
    return f"documents/{token}"


def picture_path(token, size):
    """Where one size of a picture is kept, as the last part of its address says it: `480.jpg`."""
    return f"pictures/{token}/{size}"


def picture_name(width):
    """The last part of the address of a picture of this width."""
    return f"{width}.jpg"


def take(name):
    """The file that is kept under this name, opened; raises `FileNotFoundError`."""
    try:
        return default_storage.open(name, "rb")
    # A name that leads out of the folder, or to a folder.
    except (SuspiciousFileOperation, IsADirectoryError, NotADirectoryError) as error:
        raise FileNotFoundError(name) from error


def discard(name):
    """Remove a file; one that is not there is no error."""
    default_storage.delete(name)
