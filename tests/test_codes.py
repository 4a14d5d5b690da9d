from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from projects.codes import (
    PROJECT_CODE_EXAMPLE,
    ProjectCodeForm,
    clean_organisation_code,
    clean_project_code,
    describe_project_code,
    project_code_warnings,
    validate_division_code,
    validate_organisation_code,
    validate_project_code,
)

HOME = ["140300", "140302"]
# The example in the documentation of python-stdnum.
ORGANISATION = "91110000600037341L"


def shown(warnings):
    with translation.override("en"):
        return [str(warning) for warning in warnings]


@pytest.mark.parametrize("code", [PROJECT_CODE_EXAMPLE, "2018-140300-84-01-012345", "9999-999999-99-99-999999"])
def test_a_project_code_is_known_by_its_pattern(code):
    validate_project_code(code)


@pytest.mark.parametrize(
    "code",
    [
        *("", "2105", "2105-140302-04-01-12345", "2105-140302-04-01-1234567", "210514030204011234567", "x" * 5000),
        *(
            "2105-140302-04-01-12345X",
            "2105_140302_04_01_123456",
            PROJECT_CODE_EXAMPLE + "\n",
            "２１０５-140302-04-01-123456",
        ),
    ],
)
def test_any_other_project_code_is_refused_with_an_example(code):
    with translation.override("en"), pytest.raises(ValidationError, match=PROJECT_CODE_EXAMPLE) as refusal:
        validate_project_code(code)
    assert refusal.value.code == "invalid_project_code"


@pytest.mark.parametrize(
    "typed",
    [
        " 2105-140302-04-01-123456\n",
        "２１０５－１４０３０２－０４－０１－１２３４５６",
        "2105–140302—04−01‑123456",
        "2105 - 140302 - 04 - 01 - 123456",
        "2105一140302ー04─01-123456",
        "\u200b2105-140302-04-01-123456\u200e",
    ],
)
def test_a_pasted_project_code_is_cleaned(typed):
    assert clean_project_code(typed) == PROJECT_CODE_EXAMPLE


@given(st.text("0129AZaz０Ａ－-–−一ー \u200b\u3000"))
def test_cleaning_a_code_twice_changes_nothing_more(text):
    once = clean_project_code(text), clean_organisation_code(text)
    assert (clean_project_code(once[0]), clean_organisation_code(once[1])) == once


def test_a_current_project_code_explains_itself():
    code = describe_project_code("2105-140302-04-02-123456")
    assert (code.form, code.year, code.month) == (ProjectCodeForm.CURRENT, 2021, 5)
    assert (code.region, code.department, code.type_code) == ("140302", "04", "02")
    assert shown([code.type_label]) == ["technical renovation"]


def test_an_older_project_code_tells_only_its_year_and_region():
    code = describe_project_code("2018-140300-84-01-012345")
    assert (code.form, code.year, code.region) == (ProjectCodeForm.OLD, 2018, "140300")
    assert (code.month, code.department, code.type_code, code.type_label) == (None, None, None, None)


def test_an_unlisted_kind_has_no_label():
    code = describe_project_code("2105-140302-04-77-123456")
    assert (code.type_code, code.type_label) == ("77", None)


def test_what_is_no_project_code_cannot_be_described():
    with pytest.raises(ValidationError):
        describe_project_code("2105")


@pytest.mark.parametrize("start", ["2010", "2011", "2012", "2101"])
def test_a_month_makes_the_current_form(start):
    assert describe_project_code(f"{start}-140300-04-01-123456").form == ProjectCodeForm.CURRENT


@pytest.mark.parametrize("start", ["2015", "2020"])
def test_the_years_2015_to_2020_make_the_older_form(start):
    assert describe_project_code(f"{start}-140300-04-01-123456").form == ProjectCodeForm.OLD


@pytest.mark.parametrize(
    ("code", "warnings"),
    [
        ("2105-140302-04-01-123456", []),
        ("2105-140399-04-01-123456", []),
        ("2105-140000-04-01-123456", []),
        ("2105-140400-04-01-123456", ["region"]),
        ("2105-000000-04-01-123456", ["region"]),
        ("2018-140300-84-01-012345", ["older form"]),
        ("2113-140300-04-01-123456", ["neither a year and month"]),
        ("2021-140300-04-01-123456", ["neither a year and month"]),
        ("2014-110000-04-01-123456", ["neither a year and month", "region"]),
    ],
)
def test_an_odd_project_code_is_warned_of(code, warnings):
    found = shown(project_code_warnings(code, HOME))
    assert len(found) == len(warnings)
    assert all(part in warning for part, warning in zip(warnings, found, strict=True))


def test_a_tracker_without_a_home_does_not_judge_the_region():
    assert project_code_warnings("2105-990000-04-01-123456", []) == []


def test_an_organisation_code_with_the_right_check_character_is_accepted():
    validate_organisation_code(ORGANISATION)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        *((code, "18 digits") for code in ("", ORGANISATION[:-1], ORGANISATION + "0", ORGANISATION.lower(), "I" * 18)),
        (ORGANISATION + "\n", "18 digits"),
        (ORGANISATION[:-1] + "M", "check character"),
        ("91110000600037314L", "check character"),
    ],
)
def test_any_other_organisation_code_is_refused_with_the_reason(code, reason):
    with translation.override("en"), pytest.raises(ValidationError, match=reason) as refusal:
        validate_organisation_code(code)
    assert refusal.value.code == "invalid_organisation_code"


@given(st.text() | st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=18, max_size=18))
def test_no_text_breaks_the_check_of_an_organisation_code(text):
    with suppress(ValidationError):
        validate_organisation_code(text)
        assert len(text) == 18


@pytest.mark.parametrize(
    "typed", ["91110000 60003734 1l", "９１１１００００６０００３７３４１Ｌ", "911100-00600-03734-1L"]
)
def test_a_pasted_organisation_code_is_cleaned(typed):
    assert clean_organisation_code(typed) == ORGANISATION


def test_a_division_code_has_six_digits():
    validate_division_code("140300")


@pytest.mark.parametrize("code", ["", "040300", "14030", "1403000", "14030x", "140300\n", "１４０３００"])
def test_any_other_division_code_is_refused(code):
    with pytest.raises(ValidationError) as refusal:
        validate_division_code(code)
    assert refusal.value.code == "invalid_division_code"
