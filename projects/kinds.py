"""What a column can hold, and how each kind of it is said in the reader's language."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache
from operator import itemgetter

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from projects.choices import Precision
from projects.dates import PartialDate, format_date
from projects.localized import LANGUAGES, reading_language


class Kind(Enum):
    """What a column holds, and so how it is written."""

    TEXT = auto()  # a string, or the same in both languages
    CHOICE = auto()  # a coded value
    NUMBER = auto()
    MONEY = auto()  # in the unit of the record's currency
    DAY = auto()  # in ISO 8601
    PERIOD = auto()  # a date as exactly as it is known; with `is_planned` where it is only planned
    FLAG = auto()
    ENTRY = auto()  # another record, as facts name it

    @property
    def is_figure(self):
        """Whether its values are figures, to be aligned by their digits."""
        return self in {Kind.NUMBER, Kind.MONEY}


@dataclass(frozen=True)
class Column:
    """One thing said of each record of a noun.

    `get` takes the facts and returns the value as facts hold it; `label` and `unit` are lazy texts; `group` is the
    heading it stands under where columns are chosen; `is_listed` tells whether the list page shows it, which has room
    for the main ones only.
    """

    key: str
    label: Promise
    kind: Kind
    get: Callable
    group: Promise
    unit: Promise | None = None
    choices: dict = field(default_factory=dict, compare=False)
    is_listed: bool = False

    @property
    def heading(self):
        """The label with its unit."""
        if not self.unit:
            return str(self.label)
        return _("%(label)s (%(unit)s)") % {"label": self.label, "unit": self.unit}

    def reader(self):
        """Return two functions: from facts to the value as facts hold it, and from that to the reader's language.

        The second gives text, a Decimal, an int, a date, or None where nothing is recorded. Bound once, for both are
        called for each of very many rows.
        """
        return self.get, WORDS[self.kind](self)


def read_row(facts, readers):
    """The values of one record under the columns that the `readers` came from."""
    return [say(get(facts)) for get, say in readers]


def _text(_column):
    language = reading_language()
    other = next(code for code in LANGUAGES if code != language)

    def say(value):
        if type(value) is dict:
            return value[language] or value[other] or None
        return value or None

    return say


class _Labels(dict):
    """Labels by their codes; a code without one is its own."""

    def __missing__(self, code):
        return code


def _choice(column):
    return _Labels({"": None} | {code: str(label) for code, label in column.choices.items()}).__getitem__


def _entry(column):
    language = reading_language()
    other = next(code for code in LANGUAGES if code != language)
    return lambda value: value["name"][language] or value["name"][other] if value else None


def _number(_column):
    return lambda value: Decimal(value) if type(value) is str else value


def _flag(_column):
    yes, no = pgettext("is it so", "yes"), pgettext("is it so", "no")
    return lambda value: None if value is None else yes if value else no


_read_day = lru_cache(maxsize=10_000)(date.fromisoformat)
_known_of_day = itemgetter("first", "last", "precision", "text", "is_limit")


def _day(_column):
    return lambda value: _read_day(value) if value else None


def _period(_column):
    language, planned = get_language(), _("%(day)s (planned)")

    @lru_cache(maxsize=10_000)
    def write(known):
        first, last, precision, text, is_limit = known
        if precision == Precision.DAY and not is_limit:
            return _read_day(first)
        data = {"first": first, "last": last, "precision": precision, "text": text, "is_limit": is_limit}
        return format_date(PartialDate.from_data(data), language)

    def say(value):
        if not value:
            return None
        written = write(_known_of_day(value))
        return planned % {"day": written} if "is_planned" in value else written

    return say


WORDS = {
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.DAY: _day,
    Kind.PERIOD: _period,
    Kind.FLAG: _flag,
    Kind.ENTRY: _entry,
}
