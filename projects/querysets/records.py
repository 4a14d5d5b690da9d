"""Questions asked of working records, and the lock on the doors that lead past `editorial`."""

from contextlib import contextmanager
from contextvars import ContextVar
from itertools import pairwise

from django.db import models

_is_open = ContextVar("editorial_is_open", default=False)


class WritePastEditorialError(RuntimeError):
    """A record was about to be written without version, history and reason."""


@contextmanager
def writing():
    """Let `editorial`, and nothing else, write records."""
    token = _is_open.set(True)
    try:
        yield
    finally:
        _is_open.reset(token)


def refuse_outside_editorial(record_name):
    """Raise `WritePastEditorialError` unless `editorial` is at work."""
    if not _is_open.get():
        raise WritePastEditorialError(f"{record_name} may only be written by projects.editorial")


def _guarded(name):
    """The queryset method `name`, refused outside `editorial`."""
    method = getattr(models.QuerySet, name)

    def guarded(self, *args, **kwargs):
        refuse_outside_editorial(self.model._meta.label)
        return method(self, *args, **kwargs)

    guarded.__name__ = name
    guarded.__doc__ = method.__doc__
    for marker in ("alters_data", "queryset_only"):
        if hasattr(method, marker):
            setattr(guarded, marker, getattr(method, marker))
    return guarded


class GuardedQuerySet(models.QuerySet):
    """A queryset whose bulk writes are refused outside `editorial`."""

    update = _guarded("update")
    delete = _guarded("delete")
    bulk_create = _guarded("bulk_create")
    bulk_update = _guarded("bulk_update")


class RecordQuerySet(GuardedQuerySet):
    """Questions every working record answers."""

    def live(self):
        """Those not deleted."""
        return self.filter(deleted_at=None)

    def deleted(self):
        """Those deleted, which can still be restored."""
        return self.exclude(deleted_at=None)

    def get_by_natural_key(self, key):
        """The record with this natural key; raises `DoesNotExist`."""
        return self.get(**{self.model.natural_key_field: key})


# The letters of sort keys, each with the one that sorts after it.
NEXT = dict(pairwise(" 0123456789abcdefghijklmnopqrstuvwxyz"))


def beginning_with(column, key):
    """The conditions for a sort key that begins with `key`: as a range, which an index can find."""
    # What comes after every key that begins so; nothing does after the last letter.
    kept = key.rstrip("z")
    after = {f"{column}__lt": kept[:-1] + NEXT[kept[-1]]} if kept else {}
    return {f"{column}__gte": key, f"{column}__startswith": key} | after


class NounQuerySet(RecordQuerySet):
    """Questions about what can be published."""

    def sounding_from(self, key):
        """Those whose name begins, in pinyin, with these syllables."""
        return self.filter(**beginning_with("sort_zh", key))

    def public(self):
        """Those of which the public reads some version."""
        return self.filter(published_version__isnull=False)

    def changed_since_publication(self):
        """Those whose working row says something newer than what the public reads."""
        return self.public().exclude(version=models.F("published_version"))

    def never_public(self):
        """Those the public reads nothing of."""
        return self.filter(published_version=None)

    def kept_by(self, department):
        """Those that the accounts of the department write; all of them where it is None."""
        return self if department is None else self.filter(kept_by=department)


class PartQuerySet(GuardedQuerySet):
    """Questions about what belongs to a record."""

    def get_by_natural_key(self, owner, *key):
        """The part `number` (last of `key`) of the record that the foreign key `owner` points to."""
        *owner_key, number = key
        field = self.model._meta.get_field(owner).related_model.natural_key_field
        return self.get(**{f"{owner}__{field}": owner_key[0], "number": number})
