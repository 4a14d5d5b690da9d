"""Each number beside a choice is that of the results behind it; columns are chosen in the address."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings

from projects.columns import COLUMNS
from projects.filters import SELECTIONS
from projects.filters import select as selected
from tests.pages import Page, words
from tests.reading import read_json, table
from tests.records import make_project
from tests.selecting import expected
from tests.test_shapes import SELECTIONS as ASKED
from tests.test_shapes import sample  # noqa: F401

pytestmark = pytest.mark.django_db


@settings(suppress_health_check=list(HealthCheck), max_examples=15, deadline=None)
@given(ASKED)
def test_every_number_is_that_of_the_results_behind_its_choice(asked):
    query = urlencode(asked, doseq=True)
    selection = selected("project", QueryDict(query))
    choosing = {name for name, field in selection.form.fields.items() if hasattr(field, "choices")}
    assert {*selection.facets} == choosing - {"order", "columns"}
    assert selection.page.paginator.count == selection.count == len(expected(asked))
    for name, numbers in selection.facets.items():
        for choice, number in numbers.items():
            behind = selected("project", QueryDict(selection.narrowed_by(**{name: [choice]}).removeprefix("?")))
            assert behind.count == number, (name, choice)


@pytest.mark.parametrize("noun", ["site", "plan", "stakeholder", "document"])
def test_every_other_list_counts_what_its_filters_narrow_by(noun):
    selection = selected(noun, QueryDict(""))
    assert selection.facets
    for name, numbers in selection.facets.items():
        for choice, number in numbers.items():
            behind = selected(noun, QueryDict(selection.narrowed_by(**{name: [choice]}).removeprefix("?")))
            assert behind.count == number == behind.matches.count(), (name, choice)


@pytest.mark.parametrize("noun", SELECTIONS)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_column_can_be_shown(client, noun, prefix):
    every = [column.key for column in COLUMNS[noun]]
    headings, references = table(client, f"{prefix}/{noun}s/?{urlencode({'columns': every}, doseq=True)}")
    assert len(headings) == len(every)
    assert references


def test_the_columns_asked_for_stand_after_reference_and_name_and_stay_in_links(client):
    assert table(client, "/en/projects/?columns=nature&columns=stage")[0] == ["Reference", "Name", "Stage", "Nature"]
    assert any("columns=nature" in link for link in Page(client.get("/en/projects/?columns=nature")).links())
    assert selected("project", QueryDict("columns=nature&stage=construction")).whole == "?stage=construction"


def test_the_usual_columns_leave_no_trace_in_links():
    usual = [("columns", column.key) for column in COLUMNS["project"] if column.is_listed]
    assert selected("project", QueryDict(urlencode(usual))).canonical == ""


def test_an_unknown_column_is_an_error(client):
    assert "There is no “nothing”." in words(client.get("/en/projects/?columns=nothing"))
    assert client.get("/en/projects.json?columns=nothing").status_code == 400
    every = read_json(client, "/en/projects.json")["columns"]
    assert read_json(client, "/en/projects.json?columns=stage")["columns"] == every


def test_where_nothing_matches_the_page_leads_to_what_would_with_a_filter_less(client):
    make_project(name_en="Solitary", stage="reserve", is_benchmark=True)
    page = words(client.get("/en/projects/?q=solitary&stage=operation"))
    assert "Nothing public matches these filters." in page
    assert "Without the filter “Stage”: 1" in page
