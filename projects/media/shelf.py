"""Where uploaded files are kept: in the folder of the setting MEDIA_ROOT, to which no address leads."""

import secrets

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


def take(name):
    """The file that is kept under this name, opened; raises `FileNotFoundError`."""
    return default_storage.open(name, "rb")


def discard(name):
    """Remove a file; one that is not there is no error."""
    default_storage.delete(name)
