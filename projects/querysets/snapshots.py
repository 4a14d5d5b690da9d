"""Several questions asked of one state of the database."""

from contextlib import contextmanager

from django.db import connection

BEGIN = {"sqlite": "BEGIN DEFERRED", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}


@contextmanager
def snapshot():
    """Let every query within see what the first of them saw; nothing is locked, and nobody else waits.

    Django's `atomic` will not do: it takes the one write lock of SQLite. Within a transaction that is under way
    already, that one decides what is seen.
    """
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute(BEGIN[connection.vendor])
        try:
            yield
        finally:
            # Only to end it: within, nothing is written.
            cursor.execute("ROLLBACK")
