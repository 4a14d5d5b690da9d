"""Dates as offices know them: a day, a month, a quarter, a half-year or a year, sometimes only as a limit."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from projects.choices import Precision
from projects.plain import plain, visible

FIRST_YEAR, LAST_YEAR = 1900, 2100
MAX_LENGTH = 60

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MONTHS_IN = {
    Precision.MONTH: 1,
    Precision.QUARTER: 3,
    Precision.HALF: 6,
    Precision.YEAR: 12,
}


@dataclass(frozen=True)
class PartialDate:
    """The days from `first` to `last`, as exactly as they are known; `is_limit` where they say "by the end of"."""

    first: date
    last: date
    precision: Precision
    text: str = ""
    is_limit: bool = False

    def __str__(self):
        """Return the date in the active language."""
        return format_date(self, get_language() or "zh-hans")

    @classmethod
    def of(cls, precision, year, month=1, day=1, *, text="", is_limit=False):
        """Return the day, or the period of that precision which begins with `month`; ValueError where there is none."""
        first = date(year, month, day)
        if precision == Precision.DAY:
            return cls(first, first, precision, text, is_limit)
        end = month + MONTHS_IN[precision] - 1
        return cls(first, date(year, end, calendar.monthrange(year, end)[1]), precision, text, is_limit)

    @classmethod
    def from_data(cls, data):
        """Return the date that `as_data` wrote."""
        return cls(
            date.fromisoformat(data["first"]),
            date.fromisoformat(data["last"]),
            Precision(data["precision"]),
            data["text"],
            data["is_limit"],
        )

    def as_data(self):
        """Return plain data for JSON, with ISO days."""
        return {
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "precision": Precision(self.precision).value,
            "text": self.text,
            "is_limit": self.is_limit,
        }


_DIGITS = {"零": 0, "○": 0} | {numeral: value for value, numeral in enumerate("〇一二三四五六七八九")}
_ONES = ("", *"一二三四五六七八九")
_NUMERALS = {
    (_ONES[tens] if tens > 1 else "") + ("十" if tens else "") + _ONES[ones]: 10 * tens + ones
    for tens in range(4)
    for ones in range(10)
}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_NAMES = {name: number for number, full in enumerate(MONTHS, 1) for name in (full.lower(), full[:3].lower())}
_NAMES["sept"] = 9

_CJK = re.compile("[\u3007\u25cb\u3400-\u9fff]")
_ISO = [
    r"(?P<year>[0-9]{4})([-/.])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})",
    r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
    r"(?P<year>[0-9]{4})[-/](?P<month>[0-9]{1,2})",
    # Not 2021.1, which is what a spreadsheet makes of 2021.10.
    r"(?P<year>[0-9]{4})\.(?!1$)(?P<month>[0-9]{1,2})",
    r"(?P<year>[0-9]{4})",
]
_ZH_YEAR = "(?P<year>[0-9]{4}|[〇零○一二三四五六七八九]{4})"
_ZH_MONTH = "年(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,2})月"
_ZH = [
    _ZH_YEAR + _ZH_MONTH + "(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号]",
    _ZH_YEAR + _ZH_MONTH + "份?",
    _ZH_YEAR + "(?:年第?|第)(?P<quarter>[1-4一二三四])季度?",
    _ZH_YEAR + "年q(?P<quarter>[1-4])",
    _ZH_YEAR + "年?(?P<half>[上下])半年",
    _ZH_YEAR + "年度?",
]
_EN_MONTH = f"(?P<month>{'|'.join(_NAMES)})"
_EN_DAY = "(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_EN_YEAR = "(?P<year>[0-9]{4})"
_EN = [
    f"{_EN_DAY} {_EN_MONTH} {_EN_YEAR}",
    f"{_EN_MONTH} {_EN_DAY} {_EN_YEAR}",
    f"{_EN_MONTH} {_EN_YEAR}",
    f"{_EN_YEAR} ?q(?P<quarter>[1-4])",
    f"q(?P<quarter>[1-4]) ?{_EN_YEAR}",
    f"{_EN_YEAR} ?h(?P<half>[12])",
    f"h(?P<half>[12]) ?{_EN_YEAR}",
    f"(?:the )?(?P<quarter>first|second|third|fourth|1st|2nd|3rd|4th) quarter (?:of )?{_EN_YEAR}",
    f"(?:the )?(?P<half>first|second|1st|2nd) half (?:of )?{_EN_YEAR}",
]
_ISO, _ZH, _EN = ([re.compile(form) for form in forms] for forms in (_ISO, _ZH, _EN))

# A limit is certain only as "by" a day or "the end of" anything longer: "2025年前" and "by 2025" leave a year open.
_ZH_LIMITS = {
    "end": re.compile("(?P<rest>.+?)(?:(?<=年)年)?[底末](?:[之以]?前)?"),
    "by": re.compile("(?P<rest>.+?)[之以]?前"),
}
_EN_LIMITS = {
    "end": re.compile("(?:by )?(?:the )?end(?: of |[ -])(?P<rest>.+)"),
    "by": re.compile("by (?P<rest>.+)"),
}

_FORMS = _(
    "Enter a date such as 2021-06-01, 1 June 2021, June 2021, Q3 2021, first half of 2021, 2021 or "
    "by the end of 2021; in Chinese 2021年6月1日, 2021年6月, 2021年三季度, 2021年上半年, 2021年 or 2021年底前."
)


def parse_date(text):
    """Return what a person typed as a PartialDate, or None where it is blank.

    ValidationError (`invalid_date`) where it is not certain which days are meant.
    """
    entered = visible(text)
    if not entered:
        return None
    if len(entered) > MAX_LENGTH:
        raise ValidationError(_FORMS, code="invalid_date")
    parts, limit = _read(plain(entered).casefold())
    if parts is None:
        raise ValidationError(_FORMS, code="invalid_date")
    return _period(parts, limit, entered)


def _read(text):
    """Return the named parts of the text, None where it has no known form, and its limit: "", "by" or "end"."""
    is_chinese = _CJK.search(text)
    if is_chinese:
        text = re.sub(f" ?({_CJK.pattern}) ?", r"\1", text)
    text = re.sub(" ?([-/.,]) ?", r"\1", text)
    limit = ""
    for kind, form in (_ZH_LIMITS if is_chinese else _EN_LIMITS).items():
        if found := form.fullmatch(text):
            limit, text = kind, found["rest"]
            break
    found = _first_match(_ISO, text)
    if not found:
        found = _first_match(_ZH, text) if is_chinese else _first_match(_EN, re.sub("[-/., ]+", " ", text).strip())
    return found and found.groupdict(), limit


def _first_match(forms, text):
    return next(filter(None, (form.fullmatch(text) for form in forms)), None)


def _number(text):
    """Return the number a part stands for, in digits, numerals or a name; 0, which no part may be, for none."""
    if text.isdecimal():
        return int(text)
    if len(text) == 4 and all(numeral in _DIGITS for numeral in text):
        return int("".join(str(_DIGITS[numeral]) for numeral in text))
    return _NUMERALS.get(text) or _NAMES.get(text) or _ORDINALS.get(text) or {"上": 1, "下": 2}.get(text, 0)


def _period(parts, limit, entered):
    """Return the PartialDate that the parts name; ValidationError where the calendar has none or the limit is open."""
    numbers = {name: _number(value) for name, value in parts.items()}
    year = numbers["year"]
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError(_("Enter a year from 1900 to 2100."), code="invalid_date")
    if "day" in numbers:
        precision, month = Precision.DAY, numbers["month"]
    elif "month" in numbers:
        precision, month = Precision.MONTH, numbers["month"]
    elif "quarter" in numbers:
        precision, month = Precision.QUARTER, 3 * numbers["quarter"] - 2
    elif "half" in numbers:
        precision, month = Precision.HALF, 6 * numbers["half"] - 5
    else:
        precision, month = Precision.YEAR, 1
    if limit and (limit == "by") != (precision == Precision.DAY):
        raise ValidationError(
            _(
                "Say by which day, or by the end of what: by 30 June 2025, by the end of 2025; "
                "in Chinese 2025年6月30日前, 2025年底前."
            ),
            code="invalid_date",
        )
    try:
        return PartialDate.of(precision, year, month, numbers.get("day", 1), text=entered, is_limit=bool(limit))
    except ValueError:
        raise ValidationError(_("The calendar has no such date."), code="invalid_date") from None


def format_date(partial_date, language):
    """Return the date as entered where that is in the reader's language, else written out in it."""
    is_chinese = language.startswith("zh")
    if _language_of(partial_date.text) == ("zh" if is_chinese else "en"):
        return partial_date.text
    return _format_zh(partial_date) if is_chinese else _format_en(partial_date)


def _language_of(text):
    """Return "zh" or "en" by the script the text is written in, and None where it is digits only."""
    if _CJK.search(plain(text)):
        return "zh"
    return "en" if re.search("[A-Za-z]", plain(text)) else None


def _format_zh(partial_date):
    first, precision = partial_date.first, partial_date.precision
    if precision == Precision.DAY:
        return f"{first.year}年{first.month}月{first.day}日" + ("前" if partial_date.is_limit else "")
    if precision == Precision.MONTH:
        period = f"{first.year}年{first.month}月"
    elif precision == Precision.QUARTER:
        period = f"{first.year}年第{'一二三四'[first.month // 3]}季度"
    elif precision == Precision.HALF:
        period = f"{first.year}年{'下' if first.month > 6 else '上'}半年"
    else:
        period = f"{first.year}年"
    return period + ("底前" if partial_date.is_limit else "")


def _format_en(partial_date):
    first, precision = partial_date.first, partial_date.precision
    if precision == Precision.DAY:
        return ("by " if partial_date.is_limit else "") + f"{first.day} {MONTHS[first.month - 1]} {first.year}"
    if precision == Precision.MONTH:
        period = f"{MONTHS[first.month - 1]} {first.year}"
    elif precision == Precision.QUARTER:
        period = f"Q{first.month // 3 + 1} {first.year}"
    elif precision == Precision.HALF:
        period = f"{'second' if first.month > 6 else 'first'} half of {first.year}"
        return f"by the end of the {period}" if partial_date.is_limit else period
    else:
        period = f"{first.year}"
    return ("by the end of " if partial_date.is_limit else "") + period
