"""Records whose every field says something that must not be seen in public."""

import re
from datetime import date
from decimal import Decimal

from django.db import models
from stdnum.cn import uscc

from projects import editorial
from projects.dates import parse_date
from projects.models import LISTS, NOUNS, Noun, Part

MARK = re.compile(rb"zzmarker|1987|98,?765|9\.8765|12\.345678", re.IGNORECASE)
SPECIAL = {
    "reference": "ZZMARKER-{n}",
    "slug": "zzmarker-{n}",
    "national_code": "8706-140300-89-01-1987{n:02}",
    "paragraph": "1987",
    "page": "1987",
    "url": "https://example.org/zzmarker",
    "website": "https://example.org/zzmarker",
    "email": "zzmarker@example.org",
    "field": "name",
    "kind": "organisation",
    "relation": "reaches",
    "percent": Decimal("98.77"),
    "longitude": Decimal("12.345678"),
    "latitude": Decimal("12.345678"),
}


def mark(row, n=1, targets=()):
    """Fill every editable field of a record or part with a marker; nouns among the `targets` are pointed to."""
    columns = {f"{name}_{end}" for name in getattr(row, "partial_dates", ()) for end in ENDS}
    for name in getattr(row, "partial_dates", ()):
        setattr(row, name, parse_date("1987-06-05"))
    for field in row._meta.concrete_fields:
        if field.editable and not field.primary_key and field.name not in {*columns, *getattr(row, "owners", ())}:
            value = _value(field, row, n, targets)
            if value is not KEEP:
                setattr(row, field.name, value)
    return row


ENDS = ("first", "last", "precision", "text")
KEEP = object()


def _value(field, row, n, targets):
    if field.is_relation:
        fitting = [target for target in targets if type(target) is field.related_model and target.pk != row.pk]
        return fitting[0] if fitting else KEEP
    if field.name == "kind" and not isinstance(row, Noun):
        return field.choices[-1][0]
    if field.name == "organisation_code":
        code = f"9114030019871987{n % 10}"
        return code + uscc.calc_check_digit(code)
    if field.name in SPECIAL:
        value = SPECIAL[field.name]
        return value.format(n=n) if isinstance(value, str) else value
    if field.choices:
        return field.choices[-1][0]
    kinds = [
        (models.DecimalField, Decimal("98765.43")),
        (models.BooleanField, True),
        (models.DateField, date(1987, 6, 5)),
        (models.IntegerField, 1987),
        (models.CharField, "zzmarker"),
        (models.TextField, "zzmarker"),
    ]
    return next(value for kind, value in kinds if isinstance(field, kind))


def marked_parts(record, targets):
    """One part of each kind that `record` can have, every field of it marked."""
    return [part for model in type(record).part_models().values() if _can_point(part := mark(model(), targets=targets))]


def _can_point(part):
    """Whether everything that the part has to point to is there."""
    return all(
        getattr(part, f"{field.name}_id")
        for field in part._meta.concrete_fields
        if field.is_relation and not field.null and field.name not in part.owners
    )


def hidden_records(targets):
    """One unpublished record of every noun, with one part of each kind, every field marked."""
    hidden = []
    for noun in NOUNS:
        record = mark(noun(), targets=[*hidden, *targets])
        hidden.append(editorial.save(record, parts=marked_parts(record, [*hidden, *targets])))
    return hidden


def mark_published(record, n, targets):
    """Change every field of a public record, and give it marked parts, without publishing the change."""
    reference = record.reference
    mark(record, n, targets)
    record.reference = reference
    return editorial.save(record, parts=marked_parts(record, targets))


def every_part_model():
    """All kinds of parts, of nouns and lists."""
    return {part for model in (*NOUNS, *LISTS) for part in model.part_models().values() if issubclass(part, Part)}
