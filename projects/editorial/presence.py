"""Who has a record open at the desk: a word to the others, never a lock."""

from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from projects.models import OpenRecord
from projects.querysets.records import writing

# Longer than a page in the background waits before it says that it is still open.
FORGOTTEN_AFTER = timedelta(minutes=3)
# A word is not worth waiting for, so nobody waits longer for the database than this many milliseconds.
PATIENCE = 200


def look_at(record, by, opening=None):
    """Note that the account has the record open; `opening` names the page that was just opened.

    Raises `OperationalError` where the database is busy.
    """
    now = timezone.now()
    row = OpenRecord(account=by, noun=record._meta.model_name, key=record.pk, since=now, seen_at=now)
    row.opening = opening or ""
    seen = ["seen_at", "opening"] if opening else ["seen_at"]
    with _soon():
        OpenRecord.objects.filter(seen_at__lt=now - FORGOTTEN_AFTER).delete()
        OpenRecord.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["account", "noun", "key"], update_fields=seen
        )


def look_away(record, by, opening):
    """Forget that the account has the record open, unless it has opened it anew since."""
    with _soon():
        OpenRecord.objects.filter(account=by, noun=record._meta.model_name, key=record.pk, opening=opening).delete()


def others_at(record, by):
    """Who else has the record open, and since when: the first comer first."""
    return (
        OpenRecord.objects.filter(
            noun=record._meta.model_name, key=record.pk, seen_at__gte=timezone.now() - FORGOTTEN_AFTER
        )
        .exclude(account=by)
        .select_related("account")
        .order_by("since", "pk")
    )


@contextmanager
def _soon():
    """A transaction that is begun at once or not at all."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        try:
            with writing(), transaction.atomic():
                yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA busy_timeout = {usual}")
        return
    with writing(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE}")
        yield
