"""Filters by days and amounts, written as people write them."""

from dataclasses import dataclass, replace

from django import forms
from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_filters import Filter

from projects.choices import Currency, Precision
from projects.dates import format_date, parse_date
from projects.filters.vocabularies import NONE, NOT_RECORDED
from projects.money import format_amount, parse_amount


@dataclass(frozen=True, eq=False)
class Matter:
    """What a range is about: the column and condition by which it is not recorded, and what is said of those."""

    column: str
    lacking: Q
    left_out: Promise

    @property
    def unrecorded(self):
        """The condition by which the column holds nothing, which a filter can be asked for."""
        return Q(**{f"{self.column}__isnull": True})


START = Matter(
    "start_first", Q(start_first__isnull=True), _("Left out for want of a start, actual or planned: %(number)s")
)
FINISH = Matter(
    "finish_first", Q(finish_first__isnull=True), _("Left out for want of a finish, actual or planned: %(number)s")
)
INVESTMENT = Matter(
    "investment",
    Q(investment__isnull=True) | ~Q(investment_currency=Currency.CNY),
    _("Left out for want of an amount in yuan: %(number)s"),
)
CONFIRMED = Matter(
    "confirmed_on", Q(confirmed_on__isnull=True), _("Left out for want of a day of confirmation: %(number)s")
)


class Written(forms.CharField):
    """A value as people write it, or the word for what is not recorded."""

    def to_python(self, value):
        """Return what is meant, `NONE`, or None where nothing is asked."""
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        return NONE if text == NONE else self.read(text)

    def link_value(self, value):
        """The value as links write it."""
        return NONE if value == NONE else self.write(value)

    def chip_value(self, value):
        """The value as it was understood, in the reader's words."""
        return NOT_RECORDED if value == NONE else self.say(value)


class Day(Written):
    """A day, month, quarter, half-year or year."""

    def read(self, text):
        """Return the PartialDate."""
        return parse_date(text)

    def write(self, value):
        """The date in the shortest form that is read the same in every language."""
        year, month = value.first.year, value.first.month
        return {
            Precision.DAY: value.first.isoformat(),
            Precision.MONTH: f"{year}-{month:02}",
            Precision.QUARTER: f"{year}Q{month // 3 + 1}",
            Precision.HALF: f"{year}H{month // 6 + 1}",
            Precision.YEAR: f"{year}",
        }[value.precision]

    def say(self, value):
        """The date in words."""
        return format_date(replace(value, text="", is_limit=False), get_language() or "zh-hans")


class Amount(Written):
    """An amount of yuan."""

    def read(self, text):
        """Return the Decimal."""
        return parse_amount(text)

    def write(self, value):
        """The amount in digits alone."""
        return f"{value:f}".removesuffix(".00")

    def say(self, value):
        """The amount in the unit that suits it."""
        return format_amount(value, Currency.CNY, get_language() or "zh-hans")


class RangeFilter(Filter):
    """Those whose column lies on one side of a value."""

    def __init__(self, matter, lookup, **options):
        """Compare by `lookup`, such as `start_first__gte`."""
        super().__init__(**options)
        self.matter, self.lookup = matter, lookup

    def condition(self, value):
        """What rows must satisfy."""
        if value == NONE:
            return self.matter.unrecorded
        return Q(**{self.lookup: self.bound(value)})

    def filter(self, rows, value):
        """Narrow `rows` to those that satisfy it."""
        return rows if value is None else rows.filter(self.condition(value))


class AfterFilter(RangeFilter):
    """Those on or after the first day of a date."""

    field_class = Day

    def bound(self, value):
        """The first day."""
        return value.first


class BeforeFilter(RangeFilter):
    """Those on or before the last day of a date."""

    field_class = Day

    def bound(self, value):
        """The last day."""
        return value.last


class AmountFilter(RangeFilter):
    """Those with an amount in yuan on one side of another."""

    field_class = Amount

    def condition(self, value):
        """What rows must satisfy: other currencies cannot be compared."""
        within = super().condition(value)
        return within if value == NONE else within & Q(investment_currency=Currency.CNY)

    def bound(self, value):
        """The amount."""
        return value


def tally(rows, asked):
    """Count the `rows` that satisfy what is `asked`, pairs of a filter and its value, in one pass.

    Returns the count, and by matter the number of those dropped for want of what they would be judged by.
    """
    if not asked:
        return rows.count(), {}
    within = {}
    for narrowing, value in asked:
        within[narrowing.matter] = within.get(narrowing.matter, Q()) & narrowing.condition(value)
    counts = {"matching": Count("pk", filter=Q(*within.values()))}
    judged = dict.fromkeys(narrowing.matter for narrowing, value in asked if value != NONE)
    for matter in judged:
        others = [condition | other.lacking for other, condition in within.items() if other is not matter]
        counts[f"without_{matter.column}"] = Count("pk", filter=Q(matter.lacking, *others))
    matching, *numbers = rows.order_by().aggregate(**counts).values()
    return matching, {matter: number for matter, number in zip(judged, numbers, strict=True) if number}
