"""Values that take several columns, and the rules the database keeps for them."""

from datetime import date
from functools import lru_cache, partial

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from projects.choices import Precision
from projects.dates import PartialDate, parse_date

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)


class PartialDateColumns:
    """Four columns read and set as one `PartialDate`: its first and last day, its precision, the text as entered."""

    def __init__(self, verbose_name):
        """Declare the columns; every one of them may stay empty, but all together only."""
        self.verbose_name = verbose_name
        label = partial(format_lazy, "{}: {}", verbose_name)
        text = {"blank": True, "default": ""}
        self.columns = {
            "first": models.DateField(label(_("first day")), null=True, blank=True),
            "last": models.DateField(label(_("last day")), null=True, blank=True),
            "precision": models.CharField(label(_("precision")), max_length=10, choices=Precision, **text),
            "text": models.CharField(label(_("as entered")), max_length=60, **text),
        }

    def contribute_to_class(self, model, name):
        self.name = name
        for suffix, column in self.columns.items():
            model.add_to_class(f"{name}_{suffix}", column)
        setattr(model, name, self)
        model.partial_dates = (*getattr(model, "partial_dates", ()), name)

    def __get__(self, record, model=None):
        if record is None:
            return self
        first, last = getattr(record, f"{self.name}_first"), getattr(record, f"{self.name}_last")
        if first is None:
            return None
        text = getattr(record, f"{self.name}_text")
        return PartialDate(
            first=first,
            last=last,
            precision=Precision(getattr(record, f"{self.name}_precision")),
            text=text,
            is_limit=bool(text) and _is_limit(text),
        )

    def __set__(self, record, value):
        for suffix, empty in (("first", None), ("last", None), ("precision", ""), ("text", "")):
            setattr(record, f"{self.name}_{suffix}", getattr(value, suffix) if value else empty)


@lru_cache(4096)
def _is_limit(text):
    return parse_date(text).is_limit


def date_constraint(model, name):
    """Refuse a date that is half there, runs backwards or lies outside 1900-2100."""
    first, last, precision, text = (f"{name}_{suffix}" for suffix in ("first", "last", "precision", "text"))
    absent = Q(**{f"{first}__isnull": True, f"{last}__isnull": True, precision: "", text: ""})
    present = Q(
        **{
            f"{first}__isnull": False,
            f"{last}__isnull": False,
            f"{first}__gte": EARLIEST,
            f"{last}__lte": LATEST,
            f"{last}__gte": models.F(first),
            f"{precision}__in": Precision.values,
        }
    )
    return models.CheckConstraint(
        name=f"{model}_{name}_is_a_date",
        condition=absent | present,
        violation_error_message=_("Give a date between 1900 and 2100, or leave it empty."),
    )


def either_language(model, name):
    """Refuse a record that says `name` in neither language."""
    return models.CheckConstraint(
        name=f"{model}_has_a_{name}",
        condition=~Q(**{f"{name}_zh": "", f"{name}_en": ""}),
        violation_error_message=format_lazy(
            _("Give the {field} in Chinese or in English."), field=FIELD_WORDS.get(name, name)
        ),
    )


FIELD_WORDS = {"name": _("name"), "title": _("title"), "place": _("place"), "text": _("text"), "alt": _("description")}


def exactly_one(*names):
    """The condition that one of the foreign keys `names` is set and the others are not."""
    condition = Q()
    for chosen in names:
        condition |= Q(**{f"{name}__isnull": name != chosen for name in names})
    return condition


def both_or_neither_coordinates(model):
    """Refuse half a pair of WGS-84 coordinates, or one that lies nowhere on earth."""
    return models.CheckConstraint(
        name=f"{model}_has_both_coordinates_or_neither",
        # Spelled out, because a CHECK that comes to NULL lets the row in.
        condition=Q(longitude__isnull=True, latitude__isnull=True)
        | Q(
            longitude__isnull=False,
            latitude__isnull=False,
            longitude__range=(-180, 180),
            latitude__range=(-90, 90),
        ),
        violation_error_message=_("Give both coordinates (WGS-84, in degrees), or neither."),
    )


def amount(verbose_name, **options):
    """A column of yuan, or of another currency's unit, to the hundredth."""
    return models.DecimalField(
        verbose_name,
        max_digits=20,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        **options,
    )


def not_negative(model, *names):
    """Refuse amounts and counts below zero; empty is allowed, and is not zero."""
    condition = Q()
    for name in names:
        condition &= Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0})
    return models.CheckConstraint(
        name=f"{model}_is_not_negative",
        condition=condition,
        violation_error_message=_("Give a figure of zero or more, or leave it empty."),
    )
