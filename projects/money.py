"""Amounts of money: read as people write them, and shown by the one formatter of the project."""

import re
from decimal import Decimal, localcontext

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from projects.plain import plain

LARGEST = Decimal(10) ** 15
MAX_LENGTH = 60

_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_MULTIPLES = {
    "": 1,
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_VARIANTS = str.maketrans("萬億圆圓", "万亿元元")
_TYPED = re.compile(
    "(?:人民币|rmb|cny)? ?¥? ?"
    f"(?:(?P<yi>[0-9]+) ?亿 ?(?P<wan>{_NUMBER}) ?(?P<wan_unit>万|百万|千万)"
    f"|(?P<number>{_NUMBER}) ?(?P<unit>{'|'.join(_MULTIPLES)}))"
    " ?(?:(?:元整?|yuan) ?(?:人民币|rmb|cny)?|人民币|rmb|cny)?"
)

_ZH_SIZES = ((10**8, "亿"), (10**4, "万"))
_EN_SIZES = ((10**9, " billion"), (10**6, " million"))

# What follows an amount in Chinese; any other currency goes before it as its code.
_ZH_CURRENCIES = {"CNY": "元", "USD": "美元", "EUR": "欧元", "GBP": "英镑", "HKD": "港元", "JPY": "日元"}


def parse_amount(text):
    """Return what a person typed as a Decimal of yuan with two decimals, or None where it is blank.

    ValidationError (`invalid_amount`) where it is not certain which amount is meant.
    """
    typed = plain(text).casefold().translate(_VARIANTS)
    if not typed:
        return None
    found = _TYPED.fullmatch(typed) if len(typed) <= MAX_LENGTH else None
    if not found:
        raise _not_understood()
    # Enough digits for the longest text, so that nothing is rounded before it has been looked at.
    with localcontext(prec=2 * MAX_LENGTH):
        if found["yi"]:
            rest = _decimal(found["wan"]) * _MULTIPLES[found["wan_unit"]]
            if rest >= _MULTIPLES["亿"]:
                raise _not_understood()
            amount = int(found["yi"]) * _MULTIPLES["亿"] + rest
        else:
            amount = _decimal(found["number"]) * _MULTIPLES[found["unit"]]
        if amount > LARGEST:
            raise ValidationError(_("An amount may be at most 10^15 yuan."), code="invalid_amount")
        rounded = amount.quantize(Decimal("0.01"))
        if rounded != amount:
            raise ValidationError(_("An amount may have at most two decimals of a yuan."), code="invalid_amount")
    return rounded


def _decimal(number):
    return Decimal(number.replace(",", ""))


def _not_understood():
    return ValidationError(
        _(
            "Enter an amount in yuan such as 320,000,000.00, CNY 320 million or 1.2 billion; "
            "in Chinese 3.2亿, 32000万元 or 1亿2000万."
        ),
        code="invalid_amount",
    )


def format_amount(amount, currency, language):
    """Return the amount in the largest unit that shows it exactly with at most two decimals, so never rounded.

    3.2亿元, 3200万元, 5000元, 320万美元; CNY 320 million, CNY 1.2 billion, CNY 50,000.
    """
    amount = Decimal(amount)
    is_chinese = language.startswith("zh")
    with localcontext(prec=2 * MAX_LENGTH):
        for size, unit in _ZH_SIZES if is_chinese else _EN_SIZES:
            number = amount / size
            if abs(number) >= 1 and number == number.quantize(Decimal("0.01")):
                written = f"{number:,.2f}".rstrip("0").rstrip(".")
                return _with_currency(written.replace(",", "") if is_chinese else written, unit, currency, language)
    if is_chinese and abs(amount) < _ZH_SIZES[-1][0]:
        return _with_currency(_to_the_fen(amount).replace(",", ""), "", currency, language)
    return exact_amount(amount, currency, language)


def exact_amount(amount, currency, language):
    """Return the amount to the last digit with grouped thousands: 320,000,000元, CNY 320,000,000.50."""
    return _with_currency(_to_the_fen(Decimal(amount)), "", currency, language)


def _to_the_fen(amount):
    """Return the amount with grouped thousands, and where it is not whole with decimals, two at least."""
    whole, _point, decimals = f"{amount:,f}".partition(".")
    decimals = decimals.rstrip("0")
    return f"{whole}.{decimals:0<2}" if decimals else whole


def _with_currency(number, unit, currency, language):
    if language.startswith("zh") and currency in _ZH_CURRENCIES:
        return f"{number}{unit}{_ZH_CURRENCIES[currency]}"
    return f"{currency} {number}{unit}"
