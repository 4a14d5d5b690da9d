"""Saving a record together with its parts."""

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from projects.editorial.naming import name_record
from projects.editorial.republishing import republish_where_named
from projects.editorial.versions import act, claim, raise_public_revision, remove, write
from projects.models import Citation, Noun, Record
from projects.search import sort_key


def save(record: Record, *, by=None, reason="", version=None, parts=(), removed=()):
    """Save `record`, the new and changed `parts` that belong to it, and delete those `removed`: one version.

    A record without a key is created. Raises `ValidationError` and `StaleVersionError`; nothing is written then.
    """
    if record.is_deleted:
        raise ValidationError(_("This record was deleted. Restore it before you change it."))
    validate(record, parts)
    model = type(record)
    with act(model):
        was = None if record._state.adding or isinstance(record, Noun) else model.objects.get(pk=record.pk)
        if not record._state.adding:
            claim(record, version)
        if isinstance(record, Noun):
            name_record(record)
            record.sort_zh = sort_key(record.name_zh, record.name_en)
        write(record, by, reason)
        save_parts(record, parts, removed, by, reason)
        if not isinstance(record, Noun):
            raise_public_revision()
            if was is not None:
                republish_where_named(was, record, by)
    return record


def validate(record, parts):
    """Refuse, outside any transaction, what the rules would refuse inside."""
    record.full_clean(exclude=["reference", "slug"] if isinstance(record, Noun) and record._state.adding else None)
    for part in parts:
        part.full_clean(exclude=["number", *part.owners] if record._state.adding else ["number"])


def save_parts(record, parts, removed, by, reason):
    """Write the parts of a record under the version it has just been given, numbering the new ones."""
    for part in removed:
        for citation in _citations_of(record, part):
            remove(citation, by, reason, record.version)
        remove(part, by, reason, record.version)
    gone = {(type(part), part.number) for part in removed}
    for part in parts:
        if isinstance(part, Citation) and not part._state.adding and (Citation, part.number) in gone:
            continue
        setattr(part, _owner_field(part, record), record)
        if part.number is None:
            last = _siblings(part).aggregate(last=Max("number"))["last"]
            part.number = (last or 0) + 1
        write(part, by, reason, record.version)


def _owner_field(part, record):
    for name in part.owners:
        if isinstance(record, part._meta.get_field(name).related_model):
            return name
    raise TypeError(f"{type(part).__name__} does not belong to {type(record).__name__}")


def _siblings(part):
    return type(part).objects.filter(**{part.owner_field: part.owner})


def _citations_of(record, part):
    """The citations that support a part, which have nothing to support once it is gone."""
    if isinstance(part, Citation) or not hasattr(record, "citations"):
        return []
    return list(record.citations.filter(field=part.collection, part_number=part.number))
