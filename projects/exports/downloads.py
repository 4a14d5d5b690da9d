"""A file on its way to a reader: named in their language, sent while it is written."""

import re

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

CHUNK = 256 * 1024
_NOT_IN_FILE_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff"*/:<>?\\|]+')
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def writable(text):
    """Return the text with U+FFFD for each character that no text file can hold."""
    return _UNWRITABLE.sub("\ufffd", text)


def download(chunks, name, suffix, content_type, length=None):
    """Return the chunks of bytes as a download called `name` (in any language) with this suffix (RFC 6266)."""
    name = f"{_NOT_IN_FILE_NAMES.sub('-', name)}.{suffix}"
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    if length is not None:
        headers["Content-Length"] = str(length)
    return StreamingHttpResponse(chunks, content_type=content_type, headers=headers)


def in_chunks(pieces):
    """Yield the pieces of bytes joined to chunks of about 256 kB, the first piece at once."""
    waiting, size = [], CHUNK
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= CHUNK:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)
