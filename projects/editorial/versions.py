"""Who was first: one version of a record leads to one next version."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import F, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.models import PublicRevision
from projects.querysets.records import writing


class StaleVersionError(Exception):
    """Somebody changed the record after its editor had opened it; `current` is what it says now."""

    def __init__(self, current, seen):
        """Name the record as the database has it, and the version that the editor saw."""
        self.current, self.seen = current, seen
        super().__init__(f"{current.natural_key()[0]} is at version {current.version}, not {seen}")


@contextmanager
def act(record, *others):
    """One transaction in which a record and what goes with it may be written; broken rules come as `ValidationError`.

    Where nothing is written the objects are as they came, so that they can be saved again.
    """
    before = [(row, vars(row).copy(), row._state.adding) for row in (record, *others)]
    try:
        with writing(), transaction.atomic():
            yield
    except Exception as error:
        for row, attributes, adding in before:
            vars(row).clear()
            vars(row).update(attributes)
            row._state.adding = adding
        if isinstance(error, IntegrityError | DataError):
            raise ValidationError(explain(error, type(record))) from error
        raise


def explain(error, model):
    """What a person can do about a rule that the database refused to break."""
    text = str(error)
    for owner in (model, *model.part_models().values()):
        for constraint in owner._meta.constraints:
            if constraint.name in text or _sqlite_columns(constraint, owner) == text:
                return constraint.get_violation_error_message()
    if "unique" in text.lower():
        return _("Another record has the same reference, address or code. Change it and save again.")
    return _("The database refused this change: another record still depends on what was changed.")


def _sqlite_columns(constraint, model):
    """What SQLite says of a broken unique constraint: its columns, never its name."""
    if not isinstance(constraint, UniqueConstraint):
        return None
    columns = (model._meta.get_field(name).column for name in constraint.fields)
    return "UNIQUE constraint failed: " + ", ".join(f"{model._meta.db_table}.{column}" for column in columns)


def claim(record, version):
    """Raise the record's version from the one its editor saw; exactly one of several claims succeeds.

    The update locks the row on PostgreSQL until the transaction ends; SQLite has one writer at a time anyway.
    """
    model = type(record)
    seen = record.version if version is None else version
    now = timezone.now()
    claimed = model.objects.filter(pk=record.pk, version=seen).update(version=F("version") + 1, changed_at=now)
    if not claimed:
        raise StaleVersionError(model.objects.get(pk=record.pk), seen)
    record.version, record.changed_at = seen + 1, now


def take(record, version):
    """Claim the record and read it anew, as the acts do that change its state and nothing else."""
    claim(record, version)
    record.refresh_from_db()


def write(row, by, reason, record_version=None, done="save"):
    """Save a record or part together with its history row, which names what was `done`."""
    sign(row, by, reason, record_version, done)
    row.save()


def remove(part, by, reason, record_version):
    """Delete a part, leaving its last history row."""
    sign(part, by, reason, record_version)
    part.delete()


def sign(row, by, reason, record_version=None, done="save"):
    """Say who changes the row and why, for the history row that the change will leave."""
    row._history_user = by if by is not None and by.is_authenticated else None
    row._change_reason = reason
    row._record_version = record_version
    row._done = done


def raise_public_revision():
    """Tell caches, in the same transaction, that what the public reads has changed.

    Each act that changes it begins with this: the row's lock lets one such act follow the other, so that none publishes
    what the other takes away.
    """
    row = PublicRevision.objects.filter(pk=1)
    if not row.update(number=F("number") + 1):
        # Two first publications may meet here: one of them makes the row, both count.
        PublicRevision.objects.bulk_create([PublicRevision(pk=1)], ignore_conflicts=True)
        row.update(number=F("number") + 1)
