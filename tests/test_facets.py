"""Each number beside a choice is that of the results behind it; columns are chosen in the address."""

import gzip
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.contrib.staticfiles import finders
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects import editorial
from projects.columns import COLUMNS, HEADS
from projects.filters import SELECTIONS, selections
from projects.filters import select as selected
from projects.models import Plan, PublishedPlan, Region
from tests.pages import Page, text, words
from tests.reading import read_json, table
from tests.records import make_project
from tests.selecting import expected
from tests.test_maps import tiles
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


ON_MAP = st.sampled_from(
    ["", "stage=construction", "type=healthcare-complex", "q=康养", "region=140322", "condition=none"]
)


@settings(suppress_health_check=list(HealthCheck), max_examples=8, deadline=None)
@given(ON_MAP, st.sampled_from(["projects", "sites"]))
def test_the_number_on_a_tile_is_that_of_the_list_behind_it(client, asked, measure):
    found = tiles(client, f"?{asked}&measure={measure}")
    everywhere = Region.objects.filter(tile_row__isnull=False).count()
    assert len(found) == (1 if asked.startswith("region") else everywhere)
    for address, said, _level in found:
        query = QueryDict(address.partition("?")[2])
        assert selected(measure.removesuffix("s"), query).count == int(said.rpartition(": ")[2].replace(",", ""))


@pytest.mark.parametrize("noun", ["site", "plan", "stakeholder", "document"])
def test_every_other_list_counts_what_its_filters_narrow_by(noun):
    selection = selected(noun, QueryDict(""))
    assert selection.facets
    for name, numbers in selection.facets.items():
        for choice, number in numbers.items():
            behind = selected(noun, QueryDict(selection.narrowed_by(**{name: [choice]}).removeprefix("?")))
            assert behind.count == number == behind.matches.count(), (name, choice)


def test_what_other_rows_say_of_too_many_is_left_uncounted_and_can_still_be_chosen(client, seeded, monkeypatch):
    monkeypatch.setattr(selections, "MOST_COUNTED", 0)
    selection = selected("project", QueryDict(""))
    assert selection.facets["role"] == selection.facets["list"] == selection.facets["stakeholder"] == {}
    assert sum(selection.facets["type"].values()) == selection.count > 0
    assert selected("project", QueryDict("role=operator")).facets["role"] == {}
    assert 'value="operator"' in client.get("/projects/").text


@pytest.mark.parametrize("noun", SELECTIONS)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_column_can_be_shown(client, noun, prefix):
    every = [column.key for column in COLUMNS[noun] if column.key not in HEADS]
    headings, references = table(client, f"{prefix}/{noun}s/?{urlencode({'columns': every}, doseq=True)}")
    assert len(headings) == len(HEADS) + len(every)
    assert references


def test_the_columns_asked_for_stand_after_reference_and_name_and_stay_in_links(client):
    assert table(client, "/en/projects/?columns=nature&columns=stage")[0] == ["Reference", "Name", "Stage", "Nature"]
    assert any("columns=nature" in link for link in Page(client.get("/en/projects/?columns=nature")).links())
    assert selected("project", QueryDict("columns=nature&stage=construction")).whole == "?stage=construction"


def test_the_usual_columns_leave_no_trace_in_links():
    usual = [("columns", column.key) for column in COLUMNS["project"] if column.is_listed and column.key not in HEADS]
    assert selected("project", QueryDict(urlencode(usual))).canonical == ""


def test_an_unknown_column_is_an_error(client):
    assert "There is no “nothing”." in words(client.get("/en/projects/?columns=nothing"))
    assert client.get("/en/projects.json?columns=nothing").status_code == 400
    every = read_json(client, "/en/projects.json")["columns"]
    assert read_json(client, "/en/projects.json?columns=stage")["columns"] == every


def links(client, path):
    """The words of each link to another selection of the same list, with its address."""
    page = Page(client.get(path))
    bare = path.partition("?")[0]
    found = [element for element in page.elements() if element.name == "a"]
    addresses = [(text(element), dict(element.attributes).get("href", "")) for element in found]
    return {said: href for said, href in addresses if href.partition("?")[0] == bare}


def number_of(client, path):
    """How many results the page of a list says it has."""
    return int(text(Page(client.get(path)).element("counted")).split()[0])


def test_where_nothing_matches_the_page_leads_to_what_would_with_a_filter_less(client):
    make_project(name_en="Solitary", stage="reserve", is_benchmark=True)
    path = "/en/projects/?q=solitary&stage=operation"
    assert "Nothing public matches these filters." in words(client.get(path))
    offered = links(client, path)
    assert offered["Without the filter “Stage”: 1"] == "/en/projects/?q=solitary"
    assert offered["Clear all"] == "/en/projects/"
    assert "Without the filter" not in words(client.get("/en/projects/?q=nowhere&start_after=2100&stage=operation"))


def test_every_number_of_an_empty_page_is_that_of_the_results_behind_its_link(client):
    path = "/en/projects/?region=140302&stage=reserve&condition=cancelled&start_after=2040"
    offered = {said: href for said, href in links(client, path).items() if said.startswith("Without")}
    assert offered
    for said, href in offered.items():
        assert number_of(client, href) == int(said.rpartition(" ")[2]), said


def test_where_only_dates_are_wanting_the_page_says_so_and_leads_to_those(client):
    page = words(client.get("/en/projects/?start_after=2090"))
    number = int(re.search(r"Left out for want of a start, actual or planned: (\d+)", page)[1])
    assert "but some records lack what they would be judged by" in page
    href = links(client, "/en/projects/?start_after=2090")["Show these instead"]
    assert href == "/en/projects/?start_after=none"
    assert number_of(client, href) == number


def test_what_lacks_one_of_two_matters_has_no_link_that_would_show_others(client):
    assert "Show these instead" not in words(client.get("/en/projects/?start_after=2000&finish_after=2000"))
    assert "Show these instead" not in words(client.get("/en/projects/?investment_min=1"))


def test_a_list_of_nothing_says_that_nothing_is_public(client):
    for plan in PublishedPlan.objects.current():
        editorial.withdraw(Plan.objects.get(reference=plan.reference))
    page = words(client.get("/en/plans/?status=expired"))
    assert "Nothing is public yet." in page
    assert "Nothing public matches" not in page


@pytest.mark.parametrize("noun", SELECTIONS)
def test_headings_say_in_what_order_the_list_stands_and_lead_to_their_own(client, noun):
    selection = selected(noun, QueryDict(""))
    for key, order in selection.sorting.items():
        page = Page(client.get(f"/en/{noun}s/{order['query']}"))
        (heading,) = [element for element in page.elements() if "aria-sort" in dict(element.attributes)]
        (link,) = page.links(heading)
        assert link.partition("?")[2] == order["query"].removeprefix("?")
        assert dict(heading.attributes)["aria-sort"] == order["direction"]
        assert f"sort-{key}" in {dict(element.attributes).get("id") for element in page.elements(heading)}
    assert {*selection.sorting} >= {"reference"}


def test_the_list_as_it_is_first_visited_is_light(client):
    response = client.get("/projects/", headers={"accept-encoding": "gzip"})
    weights = {"page": len(response.content)}
    page = gzip.decompress(response.content).decode()
    for name in {*re.findall(r'(?:src|href)="/static/([^"]+)"', page)}:
        asset = Path(finders.find(re.sub(r"\.[0-9a-f]{12}(?=\.)", "", name)))
        weights[name] = len(gzip.compress(asset.read_bytes()))
    assert {"projects/site.css", "projects/site.js", "django_htmx/htmx-2.min.js"} <= {*weights}
    assert sum(weights.values()) <= 60_000, weights
