"""Comma-separated values that office programs open in the right encoding and never run as formulas."""

import csv
import io
import re
from datetime import date
from decimal import Decimal
from itertools import chain

from projects.exports.downloads import CHUNK, download, writable

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

# What office programs may run: the signs in any width, also after characters that nobody sees; and breaks, which
# some skip. An apostrophe is guarded too, so that taking one away always gives the text back.
_UNSEEN = r"\s\x00-\x1f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_GUARDED = re.compile(rf"[{_UNSEEN}]*[=+\-@＝＋－＠﹦﹢﹣﹫−]|['\t\r\n]")


def guard(text):
    """Return the text with one apostrophe before it where an office program might run it as a formula."""
    return f"'{text}" if _GUARDED.match(text) else text


def unguard(text):
    """Return the text that `guard` was given."""
    return text.removeprefix("'")


def write(rows):
    """Yield the rows as the bytes of a CSV file (RFC 4180, UTF-8 with byte order mark) in chunks of about 256 kB.

    Numbers are written plainly, None as an empty field and all else as guarded text, in which characters that no
    text file can hold become U+FFFD.
    """
    yield BYTE_ORDER_MARK
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in rows:
        # Most is empty, or text that begins with a letter or digit, and there is very much of it: no call for each.
        writer.writerow([v if v is None or (type(v) is str and v[:1].isalnum()) else _field(v) for v in row])
        if buffer.tell() >= CHUNK:
            yield _encoded(buffer.getvalue())
            buffer.seek(0)
            buffer.truncate()
    if buffer.tell():
        yield _encoded(buffer.getvalue())


def _field(value):
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int | float):
        return str(value)
    return guard(str(value))


def _encoded(text):
    return writable(text).encode()


def respond(extract):
    """Return the rows of the extract under their headings as a streamed download."""
    chunks = write(chain([extract.headings], extract.rows()))
    return download(chunks, extract.name, "csv", "text/csv; charset=utf-8")
