"""Very many publications, read in memory that does not grow with them."""

from array import array
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import orjson
from django.db import connection, connections
from django.db.models import Func, TextField

# As measured: more do not fit the processor's cache, fewer cost more questions, which PostgreSQL answers meanwhile.
CHUNK = {"sqlite": 250, "postgresql": 100}


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
    keys = array("q", rows.values_list("pk", flat=True).iterator(chunk_size=10_000))
    size = CHUNK[connection.vendor]
    batches = (keys[start : start + size] for start in range(0, len(keys), size))
    for wanted, found in _read_ahead(partial(rows.model.objects.facts_by_key, without=without), batches):
        for facts in (found.pop(key) for key in wanted if key in found):
            # One at a time: what lives long, Python looks through again and again.
            yield orjson.loads(facts) if isinstance(facts, str) else facts


def _read_ahead(read, batches):
    """Yield each batch with what `read` returns for it, the next being read meanwhile where another process does it.

    The thread that waits for PostgreSQL borrows this one's connection, which lets one of them through at a time.
    """
    if connection.vendor != "postgresql":
        yield from ((batch, read(batch)) for batch in batches)
        return
    lent = connections[connection.alias]
    lent.inc_thread_sharing()
    try:
        with ThreadPoolExecutor(1, initializer=connections.__setitem__, initargs=(lent.alias, lent)) as helper:
            coming = None
            for batch in batches:
                come, coming = coming, (batch, helper.submit(read, batch))
                if come:
                    yield come[0], come[1].result()
            if coming:
                yield coming[0], coming[1].result()
    finally:
        lent.dec_thread_sharing()
