"""Going back: a record as an earlier version had it, written as its next version."""

from copy import copy
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint
from django.utils.translation import gettext as _

from projects.editorial.linking import owner_field
from projects.editorial.saving import write_version
from projects.models import Record

# What names a record in public stays, whichever version comes back.
KEPT = ("reference", "slug")


@dataclass(frozen=True)
class Contents:
    """A record as one version had it, and its parts then: model -> number -> part; neither is to be saved."""

    record: Record
    parts: dict[type, dict]


def contents_at(record, number):
    """What `record` and its parts said in the version `number`, or None where the log knows no such version."""
    line = record.history.filter(version=number).order_by("-history_id").first()
    if line is None:
        return None
    parts = {}
    for model in type(record).part_models().values():
        last = {}
        own = {owner_field(model, record): record.pk, "record_version__lte": number}
        for part_line in model.history.model.objects.filter(**own).order_by("history_id"):
            last[part_line.number] = part_line
        parts[model] = {
            key: _row_of(model, part_line) for key, part_line in last.items() if part_line.history_type != "-"
        }
    return Contents(_row_of(type(record), line), parts)


def _row_of(model, line):
    """The row that a line of the log tells of."""
    columns = [field.attname for field in model._meta.concrete_fields if not field.generated]
    row = model(**{name: getattr(line, name) for name in columns if hasattr(line, name)})
    row._state.adding = False
    return row


def revert(record, to, *, by=None, reason="", version=None):
    """Write what the version `to` of `record` said, parts included, as its next version.

    Parts that were removed since come back as new rows under their old numbers. Raises `ValidationError` where there is
    no such version, where the record was deleted in it, or where it says nothing else than now.
    """
    then = contents_at(record, to)
    if then is None:
        raise ValidationError(_("This record has no version %(number)s.") % {"number": to})
    if then.record.is_deleted:
        raise ValidationError(_("In version %(number)s this record was deleted.") % {"number": to})
    becoming = copy(record)
    parts, removed = _parts_to_write(record, then)
    if not (_take_over(becoming, then.record, KEPT) or parts or removed):
        raise ValidationError(_("The record says what it said in version %(number)s.") % {"number": to})
    _validate(becoming, parts)
    write_version(becoming, by, reason, version, parts, removed, "revert")
    record.refresh_from_db()
    return record


def _parts_to_write(record, then):
    """The parts to be written and those to be removed, so that the record has those of `then`."""
    changed, removed = [], []
    for model, parts in then.parts.items():
        present = {part.number: part for part in model.objects.filter(**{owner_field(model, record): record.pk})}
        removed += [part for number, part in present.items() if number not in parts]
        for number, part in parts.items():
            if number not in present:
                part.pk, part._state.adding = None, True
                changed.append(part)
            elif _take_over(present[number], part):
                changed.append(present[number])
    return changed, removed


def _take_over(row, other, kept=()):
    """Let the row say what the other says, but for what is `kept`; whether that changes it."""
    is_changed = False
    for field in row._meta.concrete_fields:
        if not field.editable or field.primary_key or field.name in kept or field.name in getattr(row, "owners", ()):
            continue
        value = getattr(other, field.attname)
        if getattr(row, field.attname) != value:
            setattr(row, field.attname, value)
            is_changed = True
    return is_changed


def _validate(record, parts):
    """Refuse what `save` would refuse; that parts do not collide the database sees, once those to go are gone."""
    record.full_clean()
    for part in parts:
        setattr(part, owner_field(type(part), record), record)
        part.full_clean(exclude=["number"], validate_unique=False, validate_constraints=False)
        for constraint in part._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                constraint.validate(type(part), part)
