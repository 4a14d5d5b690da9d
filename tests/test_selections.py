"""Every selection shows what satisfies it and nothing else, judged in plain Python; no query string breaks a page."""

import os
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects import editorial
from projects.choices import Condition, Role, Stage
from projects.dates import parse_date
from projects.filters import ProjectSelection, ReferenceLists
from projects.models import KeyListing, KeyProjectList, Participation, Project, PublishedProject
from tests.doors import LANGUAGES, READS
from tests.records import make_plan, make_region, make_site, make_stakeholder, make_type
from tests.selecting import expected

pytestmark = pytest.mark.django_db

NAMES = ["阳泉康养小镇", "Red Leaf Town", "盂县森林康养基地2期", "红叶小镇", "Xi'an-road clinic", "☆"]
DATES = [None, None, "2024", "2025年上半年", "2025-06", "2025-06-15", "2026Q3", "by 30 June 2026"]
AMOUNTS = [None, None, ("320000000", "CNY"), ("99999.99", "CNY"), ("5000000", "USD"), ("0", "CNY")]
CONFIRMED = [None, date(2024, 12, 31), date(2025, 6, 15), date(2026, 1, 1)]


@pytest.fixture(scope="module", autouse=True)
def records(django_db_setup, django_db_blocker):
    """Sixty projects that differ in all that can be asked for, in every combination that their number makes."""
    with django_db_blocker.unblock(), transaction.atomic():
        city = make_region(code="140300", level="prefecture", name_zh="阳泉市", name_en="Yangquan")
        regions = [
            city,
            *(make_region(code=code, parent=city) for code in ("140321", "140322")),
            make_region(code="110000"),
        ]
        types = [make_type(slug, name_zh=slug, name_en=slug) for slug in ("town", "base", "complex")]
        plans = [make_plan(name_en=f"Plan {letter}", region=city) for letter in "AB"]
        sites = [make_site(plan=plan, region=city) for plan in plans]
        people = [make_stakeholder(name_en=f"Company {letter}") for letter in "ABC"]
        lists = [
            editorial.save(KeyProjectList(slug=f"list-{n}", name_en=f"List {n}", level="province")) for n in (1, 2)
        ]
        for n in range(60):
            parts = [Participation(stakeholder=people[n % 3], role=Role.values[n % 4]) for _ in range(n % 2)]
            parts += [Participation(stakeholder=people[n % 2], role=Role.values[n % 5]) for _ in range(n % 3 == 0)]
            parts += [KeyListing(list=lists[n % 2], year=2020 + year) for year in range(n % 4)]
            amount, currency = AMOUNTS[n % 6] or (None, "CNY")
            dates = {
                "start_planned": DATES[n % 8],
                "start_actual": DATES[n // 3 % 8] if n % 4 == 0 else None,
                "finish_planned": DATES[n // 2 % 8],
            }
            make_dated_project(
                parts,
                dates,
                **{f"name_{'zh' if n % 2 else 'en'}": NAMES[n % 6]} | ({} if n % 2 else {"name_zh": NAMES[n % 5]}),
                type=types[n % 3],
                region=regions[n % 4],
                site=[None, *sites][n % 3],
                stage=["", *Stage.values][n % 7],
                condition=["", *Condition.values][n % 5],
                condition_reason_en="land",
                is_benchmark=n % 5 == 0,
                investment=amount and Decimal(amount),
                investment_currency=currency,
                confirmed_on=CONFIRMED[n % 4],
            )
        yield
        transaction.set_rollback(True)


def make_dated_project(parts, dates, **facts):
    """Save a project with the dates, as people write them, and publish it."""
    project = Project(**facts)
    for name, text in dates.items():
        setattr(project, name, text and parse_date(text))
    return editorial.publish(editorial.save(project, parts=parts))


def several(*values):
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)


def one(*values):
    return st.sampled_from(values).map(lambda value: [value])


ASKED_DATES = one("2024", "2025", "2025H1", "2025-06", "2025-06-15", "2026Q3", "2025年底前", "none")
SELECTIONS = st.fixed_dictionaries(
    {},
    optional={
        "q": one("康养", "康", "小镇", "red", "kangyang", "ky", "2期", "xian", "road", "阳泉 town", "市", "complex"),
        "type": several("town", "base", "complex"),
        "region": several("140300", "140321", "140322", "110000"),
        "stage": several(*Stage.values, "none"),
        "condition": several(*Condition.values, "none"),
        "plan": several("plan-a", "plan-b", "none"),
        "stakeholder": several("company-a", "company-b", "company-c", "none"),
        "role": several(*Role.values[:5], "none"),
        "list": several("list-1", "list-2", "none"),
        "benchmark": several("yes", "no"),
        **dict.fromkeys(("start_after", "start_before", "finish_after", "finish_before"), ASKED_DATES),
        **dict.fromkeys(("investment_min", "investment_max"), one("0", "3.2亿", "10万", "99999.99", "none")),
        "confirmed_before": one("2024", "2025-06-15", "2025", "none"),
    },
)
ORDERS = st.sampled_from([*ProjectSelection.orders])


@settings(suppress_health_check=list(HealthCheck))
@given(SELECTIONS, ORDERS)
def test_a_selection_shows_what_satisfies_it_and_nothing_else(selection, order):
    found = ProjectSelection(
        QueryDict(urlencode(selection | {"order": [order], "per_page": ["200"]}, doseq=True)),
        PublishedProject.objects.current(),
    )
    assert found.is_valid(), found.form.errors
    shown = [project.reference for project in found.page]
    assert set(shown) == expected(selection)
    assert len(shown) == len(set(shown)) == found.count == found.matches.count()


@settings(suppress_health_check=list(HealthCheck))
@given(SELECTIONS, ORDERS)
def test_every_order_is_whole_and_the_same_page_by_page(selection, order):
    asked = selection | {"order": [order], "per_page": ["10"]}
    lists, references = ReferenceLists(), []
    for number in range(1, 8):
        query = QueryDict(urlencode(asked | {"page": [number]}, doseq=True))
        found = ProjectSelection(query, PublishedProject.objects.current(), lists=lists)
        references += [project.reference for project in found.page]
        if not found.page.has_next():
            break
    walked = getattr(found.matches, ProjectSelection.orders[order][1])()
    assert references == [project.reference for project in walked]


@settings(suppress_health_check=list(HealthCheck))
@given(SELECTIONS)
def test_the_canonical_query_selects_the_same_and_is_its_own(selection):
    first = ProjectSelection(QueryDict(urlencode(selection, doseq=True)), PublishedProject.objects.current())
    again = ProjectSelection(QueryDict(first.canonical.removeprefix("?")), PublishedProject.objects.current())
    assert again.canonical == first.canonical
    assert again.count == first.count


def select(query, language="en"):
    with override(language):
        selection = ProjectSelection(QueryDict(query), PublishedProject.objects.current())
        assert selection.is_valid(), selection.form.errors
        return selection


def test_what_only_lacks_a_date_or_an_amount_is_counted():
    every = [project.facts for project in PublishedProject.objects.current()]
    undated = [facts for facts in every if not (facts["start_actual"] or facts["start_planned"])]
    not_in_yuan = [facts for facts in every if facts["investment"] is None or facts["investment_currency"] != "CNY"]
    with override("en"):
        assert select("start_after=2025").left_out == [
            f"Left out for want of a start, actual or planned: {len(undated)}"
        ]
        in_town = [facts for facts in not_in_yuan if facts["type"]["slug"] == "town"]
        assert select("investment_min=1亿&type=town").left_out == [
            f"Left out for want of an amount in yuan: {len(in_town)}"
        ]
        assert len(select("start_after=2025&investment_min=1").left_out) == 2
        assert select("start_after=none").left_out == select("type=town").left_out == []


def chips(query, language):
    """What the chips of a selection say in a language."""
    with override(language):
        return {str(chip["label"]): str(chip["value"]) for chip in select(query, language).chips}


def test_chips_say_what_was_understood():
    assert chips("investment_min=3.2亿&start_after=2025年三季度", "en") == {
        "Investment at least": "CNY 320 million",
        "Starts from": "Q3 2025",
    }
    assert {*chips("investment_min=CNY 320 million&start_after=none", "zh-hans").values()} == {"3.2亿元", "未填"}


def test_a_stakeholder_or_a_plan_is_asked_for_by_reference_too():
    reference = PublishedProject.objects.current().exclude(plan_reference="").first().plan_reference
    assert select(f"plan={reference}").canonical.startswith("?plan=plan-")


def test_the_number_of_left_out_is_on_the_page(client):
    assert "Left out for want of a start, actual or planned: " in client.get("/en/projects/?start_after=2025").text


LISTS = [door for door in READS if door.takes_selection]
WORDS = st.one_of(
    st.sampled_from(
        ["none", "康养", "town", "140300", "2025", "3.2亿", "yes", "owner", "list-1", "0", "-1", "\x00", "null"]
    ),
    st.text(max_size=30),
    st.integers().map(str),
)
NOISE = st.lists(
    st.tuples(
        st.one_of(st.sampled_from([*ProjectSelection.base_filters, "order", "page", "per_page"]), st.text(max_size=8)),
        WORDS,
    ),
    max_size=5,
)


@pytest.mark.drill
@settings(suppress_health_check=list(HealthCheck), max_examples=2000 if os.environ.get("DRILL") == "1" else 200)
@given(st.sampled_from(LISTS), st.sampled_from(LANGUAGES), NOISE, SELECTIONS, st.randoms())
def test_no_query_string_breaks_a_list_or_report(door, language, noise, selection, randomly):
    path = randomly.choice(door.paths(language))
    pairs = [
        *noise,
        *((name, value) for name, values in selection.items() for value in values if randomly.random() < 0.5),
    ]
    response = Client().get(
        path, QUERY_STRING=urlencode([(name, value.encode("utf-8", "replace")) for name, value in pairs])
    )
    assert response.status_code in {200, 400, 404}
    response.getvalue()
