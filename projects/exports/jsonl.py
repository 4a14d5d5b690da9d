"""JSON lines: the facts of one record a line, for programs that read as they go."""

import orjson

from projects.exports.downloads import download, in_chunks


def respond(extract):
    """Return the records of the extract, one a line, streamed."""
    lines = (orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE) for record in extract.records())
    return download(in_chunks(lines), extract.name, "jsonl", "application/jsonl; charset=utf-8")
