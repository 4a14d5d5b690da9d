from contextlib import suppress
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from projects.money import exact_amount, format_amount, parse_amount

LANGUAGES = ["zh-hans", "en"]
amounts = st.decimals(0, 10**15, places=2) | st.integers(0, 10**9).map(lambda number: Decimal(number) * 10**6)

ENTERED = {
    "320000000": [
        *(
            "3.2亿",
            "3.2亿元",
            "3.2 亿元",
            "32000万",
            "32,000万元",
            "32000万元人民币",
            "人民币3.2亿元",
            "３．２亿元",
            "3.2億圓",
        ),
        *("3亿2000万", "3亿2000万元", "3亿2千万元", "3.2亿元整", "32千万", "320百万"),
        *(
            "320000000",
            "320,000,000",
            "320,000,000.00",
            "¥320000000",
            "￥３２０，０００，０００",
            "¥ 320,000,000元",
            "CNY320000000",
        ),
        *(
            "CNY 320 million",
            "320 million yuan",
            "RMB 320 million",
            "320 Million RMB",
            "0.32 billion",
            "320,000 thousand",
        ),
    ],
    "1200000000": ["1.2 billion", "CNY 1.2 billion", "12亿", "1.2十亿"],
    "120500000": ["1亿2050万", "1亿2,050万元"],
    "1000000000000000": ["1000万亿", "1,000,000,000,000,000", "1,000 trillion"],
    "0": ["0", "0.00", "0元"],
    "0.01": ["0.01", "0.000001万"],
    "5000": ["5000", "5千", "5,000.00元"],
}

REFUSED = [
    *("-5", "−5", "+5", "NaN", "Infinity", "inf", "3.2e8", "1e3", "0x10", "1_000"),
    *("3,2", "32,00", "3,2000", "1,00,000", ",100", "100,", "3.", ".5", "3..2", "320 000 000", "3.200.000,00"),
    *(
        "RMB 5m",
        "5k",
        "5bn",
        "$5",
        "USD 5",
        "5美元",
        "EUR 3.2 million",
        "五亿",
        "3万5",
        "1亿2000",
        "1.5亿2000万",
        "1亿20000万",
        "1亿10000万",
        "1亿1亿",
    ),
    *(
        "约3.2亿",
        "3-5亿",
        "3.2亿以上",
        "元",
        "亿",
        "CNY",
        "million",
        "1000000000000000.01",
        "1001万亿",
        "9" * 60,
        "9" * 5000,
        "1\x00",
    ),
    *("0.001", "1.00000000000000000000000000000000001亿", "1.005", "3.20000000001亿", "0.1234567万", "٣"),
]


@pytest.mark.parametrize(("text", "meant"), [(text, meant) for meant, texts in ENTERED.items() for text in texts])
def test_amounts_are_understood_as_people_write_them(text, meant):
    understood = parse_amount(text)
    assert understood == Decimal(meant)
    assert understood.as_tuple().exponent == -2


@pytest.mark.parametrize("text", ["", "  ", "\u3000\n"])
def test_blank_is_no_amount_and_never_zero(text):
    assert parse_amount(text) is None


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_certain_is_refused(text):
    with pytest.raises(ValidationError) as refusal:
        parse_amount(text)
    assert refusal.value.code == "invalid_amount"


def test_a_refusal_says_which_forms_are_understood():
    with translation.override("en"), pytest.raises(ValidationError, match=r"CNY 320 million.*1亿2000万"):
        parse_amount("a lot")


@given(st.text() | st.text("0123456789,.亿万千百元¥ cnymillion-eE"))
def test_no_text_breaks_the_reader(text):
    with suppress(ValidationError):
        assert (understood := parse_amount(text)) is None or 0 <= understood <= 10**15


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        ("320000000.00", "3.2亿元", "CNY 320 million"),
        ("32000000", "3200万元", "CNY 32 million"),
        ("1200000000", "12亿元", "CNY 1.2 billion"),
        ("123456700", "12345.67万元", "CNY 123,456,700"),
        ("123450000", "12345万元", "CNY 123.45 million"),
        ("1234500000", "123450万元", "CNY 1,234.5 million"),
        ("123456789", "123,456,789元", "CNY 123,456,789"),
        ("123456789.10", "123,456,789.10元", "CNY 123,456,789.10"),
        ("50000", "5万元", "CNY 50,000"),
        ("5000", "5000元", "CNY 5,000"),
        ("5000.50", "5000.50元", "CNY 5,000.50"),
        ("100000000", "1亿元", "CNY 100 million"),
        ("99999999.99", "99,999,999.99元", "CNY 99,999,999.99"),
        ("0", "0元", "CNY 0"),
        ("-3200000", "-320万元", "CNY -3.2 million"),
    ],
)
def test_an_amount_is_shown_in_the_largest_unit_that_does_not_round_it(amount, zh, en):
    assert format_amount(Decimal(amount), "CNY", "zh-hans") == zh
    assert format_amount(Decimal(amount), "CNY", "en") == en


@pytest.mark.parametrize(
    ("currency", "zh", "en"),
    [
        ("USD", "320万美元", "USD 3.2 million"),
        ("HKD", "320万港元", "HKD 3.2 million"),
        ("AUD", "AUD 320万", "AUD 3.2 million"),
    ],
)
def test_other_currencies_are_named(currency, zh, en):
    assert format_amount(Decimal(3200000), currency, "zh-hans") == zh
    assert format_amount(Decimal(3200000), currency, "en") == en


def test_the_exact_amount_has_decimals_only_where_it_is_not_whole():
    assert exact_amount(Decimal("320000000.00"), "CNY", "zh-hans") == "320,000,000元"
    assert exact_amount(Decimal("320000000.00"), "CNY", "en") == "CNY 320,000,000"
    assert exact_amount(Decimal("320000000.5"), "USD", "zh-hans") == "320,000,000.50美元"
    assert exact_amount(Decimal("320000000.5"), "CNY", "en") == "CNY 320,000,000.50"


def test_an_amount_from_plain_data_is_shown_alike():
    assert format_amount("320000000.00", "CNY", "en") == format_amount(Decimal(320000000), "CNY", "en")


def test_a_fraction_of_a_fen_is_not_rounded_away():
    assert format_amount(Decimal("1000000.123"), "CNY", "en") == "CNY 1,000,000.123"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shown", [format_amount, exact_amount])
@given(amount=amounts)
def test_every_amount_is_understood_as_it_is_shown(language, shown, amount):
    assert parse_amount(shown(amount, "CNY", language)) == amount


@given(amount=amounts)
def test_the_exact_amount_is_understood_without_its_currency(amount):
    assert parse_amount(exact_amount(amount, "CNY", "en").removeprefix("CNY ")) == amount
