"""One selection, many shapes: page, files and report hold the same rows, columns, counts and totals, of sample data."""

from decimal import Decimal
from io import StringIO
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.choices import Condition, Role, Stage
from projects.models import KeyProjectList, ProjectType, PublishedPlan, PublishedStakeholder, Region
from projects.money import parse_amount
from tests.reading import read_book, read_csv, read_json, read_sheet, table
from tests.selecting import expected

pytestmark = pytest.mark.django_db

PROJECTS = 200


@pytest.fixture(scope="module", autouse=True)
def sample(django_db_setup, django_db_blocker):
    """A sample, as uneven as life is."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("sample", "--projects", str(PROJECTS), "--seed", "3", stdout=StringIO())
        yield
        transaction.set_rollback(True)


def some_of(values, *others):
    """One to three of the values; which there are is only known once the sample is written."""
    return st.deferred(lambda: st.lists(st.sampled_from([*values(), *others]), min_size=1, max_size=3, unique=True))


def keys(rows, name):
    """The natural keys of all rows, in one order."""
    return lambda: sorted(rows().values_list(name, flat=True))


def one_of(*values):
    return st.sampled_from(values).map(lambda value: [value])


DAYS = one_of("2018", "2024", "2025-06", "2026Q3", "2028", "none")
SELECTIONS = st.fixed_dictionaries(
    {},
    optional={
        "q": one_of("康养", "温泉", "町", "town", "wenquan", "盂县", "二期"),
        "type": some_of(keys(ProjectType.objects.live, "slug")),
        "region": some_of(keys(Region.objects.live, "code")),
        "stage": some_of(lambda: Stage.values, "none"),
        "condition": some_of(lambda: Condition.values, "none"),
        "plan": some_of(keys(PublishedPlan.objects.current, "slug"), "none"),
        "stakeholder": some_of(keys(PublishedStakeholder.objects.current, "slug"), "none"),
        "role": some_of(lambda: Role.values, "none"),
        "list": some_of(keys(KeyProjectList.objects.live, "slug"), "none"),
        "benchmark": one_of("yes", "no"),
        **dict.fromkeys(("start_after", "start_before", "finish_after", "finish_before", "confirmed_before"), DAYS),
        **dict.fromkeys(("investment_min", "investment_max"), one_of("0", "1亿", "3000万", "none")),
    },
)
ORDERS = st.sampled_from(["name", "reference", "newest", "start", "finish", "investment", "confirmed"])


def pages(path, query):
    """The headings and the references of a list, page after page, and the number that it says there are."""
    references, number = [], 1
    while True:
        address = f"{path}/?{query}&page={number}"
        headings, more = table(Client(), address)
        references += more
        if len(more) < PROJECTS:
            return headings, references
        number += 1


@settings(suppress_health_check=list(HealthCheck), max_examples=30)
@given(SELECTIONS, ORDERS, st.sampled_from(["", "/en"]))
def test_every_shape_of_a_selection_holds_the_same(selection, order, prefix):
    query = urlencode(selection | {"order": [order], "per_page": [PROJECTS]}, doseq=True)
    path, client = f"{prefix}/projects", Client()
    headings, references = pages(path, query)
    assert len(references) == len(set(references))
    assert set(references) == expected(selection)
    sheet = read_csv(client, f"{path}.csv?{query}")
    rows = read_sheet(read_book(client, f"{path}.xlsx?{query}"))
    document = read_json(client, f"{path}.json?{query}")
    places = read_json(client, f"{path}.geojson?{query}")
    found = {facts["reference"]: facts for facts in document["projects"]}
    assert [row[0] for row in sheet[1:]] == [row[0] for row in rows[1:]] == [*found] == references
    assert document["count"] == len(references)
    located = [reference for reference, facts in found.items() if facts["longitude"] is not None]
    assert [feature["id"] for feature in places["features"]] == located
    assert places["unlocated"] == len(references) - len(located)
    # The columns: those of the page are among those of the files, which are the same in each.
    language = "en" if prefix else "zh"
    named = [column["heading"][language] for column in document["columns"]]
    assert sheet[0] == rows[0] == named
    assert {*headings} <= {*named} or not references
    assert {column["key"] for column in places["columns"]} == {column["key"] for column in document["columns"]}


@settings(suppress_health_check=list(HealthCheck), max_examples=30)
@given(SELECTIONS)
def test_the_report_totals_what_the_list_holds(selection):
    query, client = urlencode(selection, doseq=True), Client()
    listed = read_json(client, f"/en/projects.json?{query}")["projects"]
    report = read_json(client, f"/en/reports/types.json?{query}")
    total = dict(zip(report["columns"], report["rows"][-1], strict=True))
    references = {facts["reference"] for facts in listed}
    once = [facts for facts in listed if not facts["part_of"] or facts["part_of"]["reference"] not in references]
    assert total["Projects by stage: in all"] == len(once)
    with override("en"):
        stages = {stage: f"Projects by stage: {stage.label}" for stage in Stage}
    for stage, heading in stages.items():
        assert total[heading] == sum(facts["stage"] == stage for facts in once)
    amounts = [
        Decimal(facts["investment"]) for facts in once if facts["investment"] and facts["investment_currency"] == "CNY"
    ]
    stated = total["Total investment: in yuan"]
    assert (sum(amounts) == Decimal(stated)) if amounts else stated is None
    by_type = [dict(zip(report["columns"], row, strict=True)) for row in report["rows"][:-1]]
    assert sum(row["Projects by stage: in all"] for row in by_type) == len(once)


@settings(suppress_health_check=list(HealthCheck), max_examples=30)
@given(SELECTIONS, st.sampled_from([("types", "type"), ("regions", "region")]))
def test_every_count_of_a_type_or_region_is_that_of_the_list_behind_it(selection, listed):
    name, parameter = listed
    selection = {key: values for key, values in selection.items() if key != "q"}
    client = Client()
    report = read_json(client, f"/en/{name}.json?{urlencode(selection, doseq=True)}")
    for row in report["rows"][:3]:
        said = dict(zip(report["columns"], row, strict=True))
        key = said["Division code" if parameter == "region" else "Address"]
        query = urlencode(selection | {parameter: [key]}, doseq=True)
        assert read_json(client, f"/en/projects.json?{query}")["count"] == said["Projects"]


def test_the_amounts_asked_for_are_read_as_people_write_them():
    # The oracle reads them with the same parser: what it reads is pinned here.
    assert [parse_amount(text) for text in ("1亿", "3000万", "0")] == [100_000_000, 30_000_000, 0]
