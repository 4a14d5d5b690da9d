"""Comma-separated values that office programs open in the right encoding and never run as formulas."""

import csv
import io
import re
from decimal import Decimal

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
CHUNK = 64 * 1024

# What office programs may run: the signs in any width, also after characters that nobody sees; and breaks, which
# some skip. An apostrophe is guarded too, so that taking one away always gives the text back.
_UNSEEN = r"\s\x00-\x1f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_GUARDED = re.compile(rf"[{_UNSEEN}]*[=+\-@＝＋－＠﹦﹢﹣﹫−]|['\t\r\n]")
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_NOT_IN_FILE_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff"*/:<>?\\|]+')


def guard(text):
    """Return the text with one apostrophe before it where an office program might run it as a formula."""
    return f"'{text}" if _GUARDED.match(text) else text


def unguard(text):
    """Return the text that `guard` was given."""
    return text.removeprefix("'")


def write(rows):
    """Yield the rows as the bytes of a CSV file (RFC 4180, UTF-8 with byte order mark) in chunks of about 64 kB.

    Numbers are written plainly, None as an empty field and all else as guarded text, in which characters that no
    text file can hold become U+FFFD.
    """
    yield BYTE_ORDER_MARK
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_field(value) for value in row])
        if buffer.tell() >= CHUNK:
            yield _encoded(buffer.getvalue())
            buffer.seek(0)
            buffer.truncate()
    if buffer.tell():
        yield _encoded(buffer.getvalue())


def _field(value):
    if isinstance(value, str):
        return guard(value)
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int | float):
        return str(value)
    return guard(str(value))


def _encoded(text):
    return _UNWRITABLE.sub("\ufffd", text).encode()


def respond(rows, name):
    """Return the rows as a streamed download called `name` (in the reader's language, without a suffix)."""
    name = _NOT_IN_FILE_NAMES.sub("-", name)
    return StreamingHttpResponse(
        write(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(as_attachment=True, filename=f"{name}.csv")},
    )
