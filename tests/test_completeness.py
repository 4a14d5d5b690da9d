"""Which facts a record lacks: judged of one, counted over many, shown on the form, on lists and at the desk."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from stdnum.cn import uscc

from projects import completeness, editorial
from projects.choices import Stage
from projects.completeness import FACTS
from projects.dates import parse_date
from projects.models import (
    NOUNS,
    Citation,
    Connection,
    Milestone,
    Participation,
    Plan,
    Project,
    Site,
    Source,
    Stakeholder,
)
from tests.desk import address, make_member
from tests.records import make_plan, make_project, make_region, make_site, make_source, make_stakeholder

pytestmark = pytest.mark.django_db

MAKE = {Project: make_project, Site: make_site, Plan: make_plan, Stakeholder: make_stakeholder, Source: make_source}
CODE = "9114030019871987" + "1"
NAMED = {"name_zh": "名称", "name_en": "Name"}
PLACED = {"longitude": "113.58", "latitude": "37.86"}
WHOLE = {
    Project: NAMED
    | PLACED
    | {"stage": "construction", "condition": "on-track", "investment": "320000000", "summary_zh": "一句话"}
    | {"confirmed_on": date(2026, 11, 1)},
    Site: NAMED | PLACED | {"status": "confirmed", "summary_en": "In a few words."},
    Plan: NAMED | {"description_en": "What it wants.", "rationale_zh": "理由"},
    Stakeholder: NAMED
    | {
        "kind": "organisation",
        "organisation_code": CODE + uscc.calc_check_digit(CODE),
        "website": "https://example.org/",
    }
    | {"summary_en": "In a few words."},
    Source: {"name_zh": "标题", "publisher_zh": "日报", "published_on": date(2021, 6, 1), "language": "zh"}
    | {"url": "https://example.org/"},
}
DATES = {Project: {"start_actual": "2025-03", "finish_planned": "2027"}, Plan: {"issued": "2021"}}


@pytest.fixture(autouse=True)
def in_english():
    """Messages as the source writes them."""
    with override("en"):
        yield


def columns(**dates):
    """The columns of partial dates, each given as text."""
    found = {}
    for name, text in dates.items():
        read = parse_date(text)
        found |= {f"{name}_first": read.first, f"{name}_last": read.last, f"{name}_precision": read.precision}
    return found


def parts_of(model):
    """A part of each kind that is wanted of a record of the model."""
    source, who = make_source(), make_stakeholder()
    parts = {
        "milestones": lambda: Milestone(kind="start"),
        "connections": lambda: Connection(relation="borders", place_en="A lake"),
        "participations": lambda: Participation(stakeholder=who, role="owner"),
        "citations": lambda: Citation(source=source, field="name", stated_on=date(2021, 6, 1)),
    }
    return [make() for name, make in parts.items() if name in {fact.name for fact in FACTS[model]}]


def make_whole(model, **facts):
    """Save and publish a record that lacks nothing, but for what the facts say otherwise."""
    if model is Stakeholder:
        facts = {"region": make_region(code="149900")} | facts
    known = WHOLE[model] | columns(**DATES.get(model, {})) | facts
    return MAKE[model](parts=parts_of(model), **known)


def missing(record):
    """The names of the facts that a record lacks."""
    return {fact.name for fact in completeness.judge(record).missing}


def counts(record):
    """What the database counts of the record: how many facts it has of how many."""
    row = completeness.counted(type(record).objects.filter(pk=record.pk)).get()
    return row.facts_recorded, row.facts_wanted


@pytest.mark.parametrize("model", NOUNS)
def test_a_record_with_everything_lacks_nothing(model):
    record = make_whole(model)
    assert missing(record) == set()
    assert len(set(counts(record))) == 1
    assert not completeness.lacking(model.objects.all()).filter(pk=record.pk).exists()


def test_one_record_is_judged_as_many_are_counted(seeded, django_assert_num_queries):
    make_project(stage="construction", **columns(start_planned="2024"))
    make_project(is_published=False)
    make_stakeholder(kind="person")
    make_site(status="confirmed")
    seen = set()
    for model in NOUNS:
        lists = {fact.name: set(completeness.lacking(model.objects.all(), fact.name)) for fact in FACTS[model]}
        lacking = set(completeness.lacking(model.objects.all()))
        for record in model.objects.all():
            with django_assert_num_queries(1):
                judged = completeness.judge(record)
            names = {fact.name for fact in judged.missing}
            assert names == {name for name, records in lists.items() if record in records}
            assert (record in lacking) == bool(names)
            assert counts(record) == (judged.recorded, judged.wanted)
            assert judged.wanted - judged.recorded == len(names)
            seen |= {(model, name) for name in names}
    assert {(Project, "start_actual"), (Stakeholder, "office"), (Site, "connections"), (Project, "stage")} <= seen


STAGES = {
    "": set(),
    "reserve": set(),
    "preliminary": {"start_planned", "finish_planned"},
    "tendering": {"start_planned", "finish_planned"},
    "construction": {"start_actual", "finish_planned"},
    "completed": {"start_actual", "finish_actual"},
    "operation": {"start_actual", "finish_actual"},
}


@pytest.mark.parametrize("stage", STAGES)
def test_which_dates_are_wanted_depends_on_the_stage(stage):
    project = make_project(is_published=False, stage=stage)
    assert {name for name in missing(project) if name.startswith(("start", "finish"))} == STAGES[stage]


def test_only_public_projects_in_progress_are_to_be_confirmed():
    assert "confirmed_on" in missing(make_project(stage="reserve"))
    assert "confirmed_on" not in missing(make_project(stage="reserve", is_published=False))
    assert "confirmed_on" not in missing(make_project(stage="operation", **columns(finish_actual="2024")))


def test_a_site_that_is_only_planned_needs_no_name():
    planned, chosen = make_site(name_zh="", name_en=""), make_site(name_zh="", name_en="", status="confirmed")
    assert not {"name_zh", "name_en", "participations"} & missing(planned)
    assert {"name_zh", "name_en", "participations"} <= missing(chosen)


@pytest.mark.parametrize("stage", ["", *Stage.values])
def test_whatever_publication_requires_is_wanted(stage):
    project = make_project(is_published=False, stage=stage)
    groups = editorial.missing_names(project, {})
    assert all(set(group) & (missing(project) | {"stage"}) for group in groups)
    assert {name for group in groups for name in group} <= {fact.name for fact in FACTS[Project]}


@pytest.mark.parametrize("model", NOUNS)
def test_what_is_missing_leads_to_its_place_on_the_form(admin_client, model):
    page = admin_client.get(address(MAKE[model]())).text
    ids = set(re.findall(r'id="([^"]+)"', page))
    assert {fact.place for fact in FACTS[model]} <= ids
    bar = re.search(r'<section class="module completeness".*?</section>', page, re.DOTALL)[0]
    leads = set(re.findall(r'href="#([^"]+)"', bar))
    assert leads
    assert leads <= ids


def test_the_form_says_how_many_facts_it_has_why_others_are_wanted_and_which_are_needed(admin_client):
    project = make_whole(Project, investment=None, is_published=False)
    page = admin_client.get(address(project, language="en")).text
    assert '<meter min="0" max="14" value="13" ' in page
    assert "13 of 14 facts" in page
    bar = re.search(r'<section class="module completeness".*?</section>', page, re.DOTALL)[0]
    assert re.findall(r'href="#(\w+)">([^<]+)<', bar) == [("id_investment", "Total investment")]
    assert "Reports add it up." in bar
    assert "Needed to publish at this stage." in bar
    whole = admin_client.get(address(make_whole(Project, name_zh="别的"), language="en")).text
    assert "15 of 15 facts" in whole
    assert "Needed to publish" not in whole


def test_who_may_only_look_is_led_to_no_box(client):
    client.force_login(make_member("viewer"))
    page = client.get(address(make_project(stage="reserve"), language="en")).text
    assert "Shown on the map." in page
    assert 'href="#id_' not in page


def test_my_incomplete_records_are_a_pile_that_opens_their_list(client):
    editor, other = make_member("editor"), make_member("editor", username="other")
    mine, theirs, whole = make_project(), make_project(), make_whole(Project)
    for record, account in ((mine, other), (mine, editor), (theirs, editor), (theirs, other), (whole, editor)):
        record.summary_en += "."
        editorial.save(record, by=account)
    client.force_login(editor)
    piles = {work.name: piles for work, piles in client.get("/en/admin/").context["desk"]}
    (pile,) = piles["incomplete"]
    assert pile.number == 1
    assert list(client.get(pile.address).context["cl"].result_list) == [mine]


def test_the_list_says_how_complete_each_is_and_asks_once_for_all(admin_client):
    whole, bare = make_whole(Project), make_project(is_published=False)
    page = admin_client.get(address(Project, "changelist")).text
    told = re.findall(r'class="field-complete">([^<]+)<', page)
    assert counts(whole) == (15, 15)
    assert told[-2:] == ["15/15", "/".join(map(str, counts(bare)))]
    assert len(told) == Project.objects.count()
    with CaptureQueriesContext(connection) as few:
        admin_client.get(address(Project, "changelist"))
    for _ in range(5):
        make_project()
    with CaptureQueriesContext(connection) as many:
        admin_client.get(address(Project, "changelist"))
    assert len(few) == len(many)


@pytest.mark.parametrize("model", NOUNS)
def test_lists_are_narrowed_by_the_fact_that_is_missing(admin_client, model):
    MAKE[model](), make_whole(model)
    for fact in FACTS[model]:
        listed = admin_client.get(f"{address(model, 'changelist')}?missing={fact.name}").context["cl"].result_list
        assert set(listed) == set(completeness.lacking(model.objects.all(), fact.name))
    assert admin_client.get(f"{address(model, 'changelist')}?missing=nonsense").status_code == 302


def test_every_fact_is_named_once_with_its_reason():
    for facts in FACTS.values():
        assert len({fact.name for fact in facts}) == len(facts)
        assert all(str(fact.reason).endswith(".") and str(fact.label) for fact in facts)
