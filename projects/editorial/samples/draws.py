"""What a seed decides: choices as uneven as life is, amounts, and dates as offices write them."""

import math
from bisect import bisect
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate
from random import Random

from projects.choices import Precision
from projects.dates import MONTHS_IN, PartialDate, format_date

FIRST_DAY, LAST_DAY = date(2012, 1, 1), date(2026, 12, 31)


class Weights:
    """Values, each with how often it comes."""

    def __init__(self, weights):
        """Take value -> weight, in any unit."""
        self.values = tuple(weights)
        self.ends = tuple(accumulate(weights.values()))

    def at(self, share):
        """The value at this share of the whole, from 0 to 1."""
        return self.values[bisect(self.ends, share * self.ends[-1])]


PRECISIONS = Weights(
    {Precision.DAY: 30, Precision.MONTH: 32, Precision.QUARTER: 12, Precision.HALF: 8, Precision.YEAR: 18}
)
# How a date was entered: in one of the languages, there perhaps as a limit, or in digits that nothing was kept of.
WORDINGS = Weights({("", False): 60, ("zh", False): 18, ("zh", True): 10, ("en", False): 7, ("en", True): 5})


class Draw(Random):
    """Chances, all taken from `random()`, whose row of numbers no version of Python has changed."""

    def chance(self, share):
        """Whether something comes true that does so in this share of all cases."""
        return self.random() < share

    def of(self, weights):
        """One value of the `weights`."""
        return weights.at(self.random())

    def below(self, number):
        """A whole number from 0 up to, but not, `number`, all alike."""
        return int(self.random() * number)

    def skewed(self, number):
        """The same by Zipf's law: 0 comes twice as often as 1, and three times as often as 2."""
        return int((number + 1) ** self.random()) - 1

    def one(self, entries):
        """One of the entries, the first ones more often."""
        return entries[self.skewed(len(entries))]

    def bell(self, middle, spread):
        """A number around the `middle`, by the normal distribution."""
        around = math.sqrt(-2 * math.log(1 - self.random())) * math.cos(math.tau * self.random())
        return middle + spread * around

    def amount(self, middle, spread, step):
        """A log-normal amount, in whole steps and at least one: half of all lie below the `middle`."""
        steps = round(middle * math.exp(self.bell(0, spread)) / step)
        return Decimal(max(1, steps) * step).quantize(Decimal("0.01"))

    def day(self, first, last):
        """A day from `first` to `last`."""
        return first + timedelta(days=self.below((last - first).days + 1))

    def period(self, day, *, is_past=False):
        """The `day` as exactly as an office knows it, a PartialDate; a limit only for what is to come."""
        precision, (language, is_limit) = self.of(PRECISIONS), self.of(WORDINGS)
        is_limit = is_limit and not is_past
        if precision == Precision.DAY:
            return _period(precision, day.year, day.month, day.day, language, is_limit)
        months = MONTHS_IN[precision]
        return _period(precision, day.year, (day.month - 1) // months * months + 1, 1, language, is_limit)


@lru_cache(8192)
def _period(precision, year, month, day, language, is_limit):
    stated = PartialDate.of(precision, year, month, day, is_limit=is_limit)
    text = format_date(stated, language) if language else ""
    return PartialDate(stated.first, stated.last, precision, text, is_limit)


def dated(name, period):
    """The four columns of a partial date `name`; none of them where there is no period."""
    if period is None:
        return {}
    return {
        f"{name}_first": period.first,
        f"{name}_last": period.last,
        f"{name}_precision": period.precision.value,
        f"{name}_text": period.text,
    }


def years_after(day, years):
    """The day so many years, not whole ones only, after another."""
    return day + timedelta(days=round(365.25 * years))
