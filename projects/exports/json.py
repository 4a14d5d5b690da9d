"""JSON: what was asked for, the licence, and the records as they were published, in one document."""

import orjson

from projects.exports.downloads import download, in_chunks


def write(extract):
    """Yield the document in pieces of bytes: a record at a time, the number of records last."""
    yield orjson.dumps(extract.about())[:-1] + b',"' + extract.key.encode() + b'":['
    number = 0
    for record in extract.records():
        yield (b",\n" if number else b"\n") + orjson.dumps(record, default=plain)
        number += 1
    yield b'\n],"count":%d}\n' % number


def plain(value):
    """Return a value that JSON has no form for as one that it has: an exact amount as text, as facts hold it."""
    return str(value)


def respond(extract):
    """Return the extract as one JSON document, streamed."""
    return download(in_chunks(write(extract)), extract.name, "json", "application/json")
