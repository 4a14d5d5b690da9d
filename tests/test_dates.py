from contextlib import suppress
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from projects.choices import Precision
from projects.dates import FIRST_YEAR, LAST_YEAR, PartialDate, format_date, parse_date

LANGUAGES = ["zh-hans", "en"]

ENTERED = {
    (Precision.DAY, "2021-06-01", "2021-06-01", False): [
        *("2021-06-01", "2021-6-1", "2021/6/1", "2021.6.1", "20210601", "2021 - 06 - 01", "２０２１－０６－０１"),
        *(
            "2021年6月1日",
            "2021年06月01日",
            "2021年6月1号",
            " 2021 年 6 月 1 日 ",
            "２０２１年６月１日",
            "二〇二一年六月一日",
        ),
        *("1 June 2021", "June 1, 2021", "june 1 2021", "1st June 2021", "June 1st, 2021", "1 Jun. 2021", "1-Jun-2021"),
    ],
    (Precision.MONTH, "2021-06-01", "2021-06-30", False): [
        *(
            "2021-06",
            "2021/6",
            "2021.6",
            "2021.06",
            "2021年6月",
            "2021年6月份",
            "2021年六月",
            "二○二一年六月",
            "2021年㋅",
        ),
        *("June 2021", "Jun 2021", "Jun. 2021", "june, 2021"),
    ],
    (Precision.MONTH, "2021-10-01", "2021-10-31", False): ["2021.10", "2021年十月", "October 2021"],
    (Precision.MONTH, "2021-12-01", "2021-12-31", False): ["2021年十二月", "2021年12月", "Dec 2021"],
    (Precision.MONTH, "2021-09-01", "2021-09-30", False): ["Sept 2021", "Sep. 2021"],
    (Precision.MONTH, "2024-02-01", "2024-02-29", False): ["2024-02", "February 2024"],
    (Precision.QUARTER, "2021-07-01", "2021-09-30", False): [
        *(
            "2021-Q3",
            "2021Q3",
            "2021 q3",
            "2021/Q3",
            "Q3 2021",
            "Q3-2021",
            "third quarter of 2021",
            "the 3rd quarter 2021",
        ),
        *(
            "2021年第三季度",
            "2021年三季度",
            "2021年3季度",
            "2021年第3季度",
            "2021第三季度",
            "2021年 Q3",
            "二〇二一年三季度",
        ),
    ],
    (Precision.QUARTER, "2021-01-01", "2021-03-31", False): ["2021年一季度", "Q1 2021"],
    (Precision.QUARTER, "2021-10-01", "2021-12-31", False): ["2021年四季度", "2021-Q4"],
    (Precision.HALF, "2021-01-01", "2021-06-30", False): [
        *("2021-H1", "2021H1", "H1 2021", "2021年上半年", "2021上半年", "first half of 2021", "the 1st half of 2021"),
    ],
    (Precision.HALF, "2021-07-01", "2021-12-31", False): ["2021年下半年", "H2 2021", "second half of 2021"],
    (Precision.YEAR, "2021-01-01", "2021-12-31", False): [
        "2021",
        "2021年",
        "2021年度",
        "二〇二一年",
        "二零二一年",
        "２０２１",
    ],
    (Precision.YEAR, "2025-01-01", "2025-12-31", True): [
        *(
            "2025年底",
            "2025年底前",
            "2025年年底前",
            "2025年末",
            "2025年末前",
            "2025年底之前",
            "2025年底以前",
            "二〇二五年底前",
        ),
        *("by the end of 2025", "by end of 2025", "by end 2025", "by end-2025", "end of 2025", "By the End of 2025"),
    ],
    (Precision.HALF, "2025-01-01", "2025-06-30", True): ["2025年上半年底前", "by the end of the first half of 2025"],
    (Precision.QUARTER, "2025-07-01", "2025-09-30", True): [
        "2025年三季度末",
        "2025年第三季度底前",
        "by the end of Q3 2025",
    ],
    (Precision.MONTH, "2025-06-01", "2025-06-30", True): ["2025年6月底前", "2025年6月末", "by the end of June 2025"],
    (Precision.DAY, "2025-06-30", "2025-06-30", True): [
        "2025年6月30日前",
        "2025-06-30前",
        "by 30 June 2025",
        "by 2025-06-30",
    ],
}
EXAMPLES = [(text, meant) for meant, texts in ENTERED.items() for text in texts]

REFUSED = [
    *("21-6-1", "21年6月", "01/06/2021", "1.6.2021", "6/2021", "202106", "2021.1", "2021-06/01"),
    *("2021-02-30", "2021-02-29", "2021-13", "2021-00", "2021年13月", "2021年6月31日", "2021年三十月", "00000000"),
    *("1899", "2101", "1899-12-31", "2101年", "0000", "9999"),
    *("2025年初", "2025年前", "2025年6月前", "2025年上半年前", "by 2025", "by June 2025", "before 2025", "late 2025"),
    *("2025年6月年底", "2025年6月30日底前", "by the end of 30 June 2025", "by 2025年6月30日", "June 2025底前"),
    *("2021年1 1月", "20213季度", "2021年第五季度", "2021年5季度", "Q5 2021", "H3 2021", "2021年中旬", "2021年十十月"),
    *(
        "2021-2022",
        "2021年6-7月",
        "约2021年",
        "soon",
        "底",
        "年底前",
        "by",
        "-",
        "2021\x00",
        "٢٠٢١",
        "2021²",
        "June",
        "6月",
    ),
    *("2021-06-01 00:00:00", "9" * 61, "1" * 5000),
]


@pytest.mark.parametrize(("text", "meant"), EXAMPLES)
def test_what_offices_type_is_understood(text, meant):
    precision, first, last, is_limit = meant
    assert parse_date(text) == PartialDate(
        date.fromisoformat(first), date.fromisoformat(last), precision, text.strip(), is_limit
    )


@pytest.mark.parametrize("text", ["", " ", "\n\t\u3000", "\u200b"])
def test_blank_is_no_date(text):
    assert parse_date(text) is None


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_certain_is_refused(text):
    with pytest.raises(ValidationError) as refusal:
        parse_date(text)
    assert refusal.value.code == "invalid_date"


def test_a_refusal_says_which_forms_are_understood():
    with translation.override("en"), pytest.raises(ValidationError, match=r"2021-06-01.*Q3 2021.*2021年底前"):
        parse_date("one day")


def test_every_form_that_the_refusal_names_is_understood():
    named = "2021-06-01|1 June 2021|June 2021|Q3 2021|first half of 2021|2021|by the end of 2021"
    named += "|2021年6月1日|2021年6月|2021年三季度|2021年上半年|2021年|2021年底前|by 30 June 2025|2025年6月30日前"
    assert all(parse_date(text) for text in named.split("|"))


@given(st.text() | st.text("0123456789年月日季度上下半底末前一二十〇-/. QHqhby endof"))
def test_no_text_breaks_the_reader(text):
    with suppress(ValidationError):
        assert (understood := parse_date(text)) is None or understood.first <= understood.last


def test_a_text_of_any_length_is_refused_at_once():
    with pytest.raises(ValidationError):
        parse_date("二〇二一年" * 1_000_000)


def test_the_first_and_last_years_are_understood():
    assert parse_date(str(FIRST_YEAR)).first == date(1900, 1, 1)
    assert parse_date(str(LAST_YEAR)).last == date(2100, 12, 31)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("2021-06-01", "2021年6月1日", "1 June 2021"),
        ("2021-06", "2021年6月", "June 2021"),
        ("2021-Q3", "2021年第三季度", "2021-Q3"),
        ("2021年3季度", "2021年3季度", "Q3 2021"),
        ("H1 2021", "2021年上半年", "H1 2021"),
        ("2021年下半年", "2021年下半年", "second half of 2021"),
        ("2021", "2021年", "2021"),
        ("2025年年底前", "2025年年底前", "by the end of 2025"),
        ("by end 2025", "2025年底前", "by end 2025"),
        ("2025年6月底前", "2025年6月底前", "by the end of June 2025"),
        ("2025年三季度末", "2025年三季度末", "by the end of Q3 2025"),
        ("by end of H1 2025", "2025年上半年底前", "by end of H1 2025"),
        ("2025年上半年底前", "2025年上半年底前", "by the end of the first half of 2025"),
        ("2025年6月30日前", "2025年6月30日前", "by 30 June 2025"),
    ],
)
def test_a_date_is_shown_as_entered_or_in_the_other_language(text, zh, en):
    assert format_date(parse_date(text), "zh-hans") == zh
    assert format_date(parse_date(text), "en") == en


def test_a_date_prints_in_the_active_language():
    with translation.override("en"):
        assert str(parse_date("2021年6月")) == "June 2021"
    with translation.override("zh-hans"):
        assert str(parse_date("June 2021")) == "2021年6月"


STARTS = {
    Precision.DAY: st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)).map(
        lambda day: (day.year, day.month, day.day)
    ),
    Precision.MONTH: st.tuples(st.integers(FIRST_YEAR, LAST_YEAR), st.integers(1, 12)),
    Precision.QUARTER: st.tuples(st.integers(FIRST_YEAR, LAST_YEAR), st.sampled_from([1, 4, 7, 10])),
    Precision.HALF: st.tuples(st.integers(FIRST_YEAR, LAST_YEAR), st.sampled_from([1, 7])),
    Precision.YEAR: st.tuples(st.integers(FIRST_YEAR, LAST_YEAR)),
}
partial_dates = st.sampled_from(Precision).flatmap(
    lambda precision: st.builds(
        lambda start, is_limit: PartialDate.of(precision, *start, is_limit=is_limit), STARTS[precision], st.booleans()
    )
)


def days_of(partial_date):
    return partial_date.first, partial_date.last, partial_date.precision, partial_date.is_limit


@pytest.mark.parametrize("language", LANGUAGES)
@given(partial_date=partial_dates)
def test_every_date_is_understood_as_it_is_shown(language, partial_date):
    assert days_of(parse_date(format_date(partial_date, language))) == days_of(partial_date)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", [text for text, _meant in EXAMPLES])
def test_what_was_entered_is_understood_as_it_is_shown(language, text):
    entered = parse_date(text)
    assert days_of(parse_date(format_date(entered, language))) == days_of(entered)


@given(partial_dates)
def test_plain_data_gives_the_date_back(partial_date):
    assert PartialDate.from_data(partial_date.as_data()) == partial_date


def test_plain_data_is_what_json_holds():
    assert parse_date("2025年底前").as_data() == {
        "first": "2025-01-01",
        "last": "2025-12-31",
        "precision": "year",
        "text": "2025年底前",
        "is_limit": True,
    }
