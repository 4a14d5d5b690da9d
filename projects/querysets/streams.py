"""Very many publications, read in memory that does not grow with them."""

from array import array

import orjson
from django.db.models import Func, TextField

CHUNK = 1_000


class WrittenFacts(Func):
    """Facts as the text of JSON, some of their keys taken off by the database: less to send and to read."""

    output_field = TextField()

    def __init__(self, expression, keys):
        """Leave the `keys`, plain words, out of the objects that the expression gives."""
        super().__init__(expression)
        self.keys = keys

    def as_sqlite(self, compiler, connection, **context):
        """Name the keys as paths."""
        sql, params = compiler.compile(self.source_expressions[0])
        paths = [f"$.{key}" for key in self.keys]
        return f"JSON_REMOVE({', '.join([sql, *['%s'] * len(paths)])})", [*params, *paths]

    def as_postgresql(self, compiler, connection, **context):
        """Name the keys in an array."""
        sql, params = compiler.compile(self.source_expressions[0])
        return f"({sql} - %s::text[])::text", [*params, list(self.keys)]


def facts_of_each(rows, without=()):
    """Yield the facts of each publication, or paper, in order, as they were public when the first was asked for.

    `without` names keys of the facts that the caller does not need. A publication never changes but to be retracted,
    so that their keys, read in one query, are a snapshot of them all; no transaction and no cursor stays open while
    a slow reader takes the rest.
    """
    keys = array("q", rows.values_list("pk", flat=True).iterator(chunk_size=10 * CHUNK))
    for start in range(0, len(keys), CHUNK):
        wanted = keys[start : start + CHUNK]
        found = rows.model.objects.facts_by_key(wanted, without)
        for facts in (found.pop(key) for key in wanted if key in found):
            # One at a time: what lives long, Python looks through again and again.
            yield orjson.loads(facts) if isinstance(facts, str) else facts
