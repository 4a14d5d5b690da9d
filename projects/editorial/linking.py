"""What a record may point to, and which parts are its own."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from projects.models import Record


def refuse_links_to_deleted(record, parts):
    """Refuse a record that points, itself or through one of the `parts`, to a deleted one."""
    wanted = {}
    for holder in (record, *parts):
        owners = getattr(holder, "owners", ())
        for field in holder._meta.concrete_fields:
            if field.is_relation and field.name not in owners and issubclass(field.related_model, Record):
                wanted.setdefault(field.related_model, set()).add(getattr(holder, field.attname))
    gone = [target for model, keys in wanted.items() for target in model.objects.deleted().filter(pk__in=keys - {None})]
    if gone:
        raise ValidationError(
            _("Deleted in the meantime: %(names)s. Restore it, or choose another.")
            % {"names": ", ".join(map(str, gone[:10]))}
        )


def refuse_parts_of_others(record, parts):
    """Refuse parts of another record, which it would lose without a version of its own, and a part given twice."""
    given = {}
    for part in parts:
        given.setdefault(type(part), []).append(part)
    for model, rows in given.items():
        keys = [row.pk for row in rows if not row._state.adding]
        own = model.objects.filter(pk__in=keys, **{owner_field(model, record): record.pk}) if record.pk else ()
        if len(own) < len(keys) or len({id(row) for row in rows}) < len(rows):
            raise ValidationError(
                _("A %(part)s is given twice or belongs to another record. Open the record again.")
                % {"part": model._meta.verbose_name}
            )


def owner_field(part_model, record):
    """The name of the foreign key by which such parts belong to `record`; raises `TypeError` where none does."""
    for name in part_model.owners:
        if isinstance(record, part_model._meta.get_field(name).related_model):
            return name
    raise TypeError(f"{part_model.__name__} does not belong to {type(record).__name__}")
