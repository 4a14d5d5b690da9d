"""From a working record to the facts that are published, and from facts to the columns they are found by."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from projects import editorial
from projects.dates import parse_date
from projects.facts import columns_of, display_name, mentions, without, without_stray_citations
from projects.models import (
    LISTS,
    NOUNS,
    Advantage,
    Citation,
    Connection,
    KeyListing,
    KeyProjectList,
    Milestone,
    Participation,
    Photo,
    Project,
    PublishedProject,
    Region,
    Remark,
    UsualMilestone,
)
from projects.serializers import PUBLISHED, facts_and_left_out, facts_of, region_record
from tests.records import make_plan, make_project, make_region, make_site, make_source, make_stakeholder, make_type

pytestmark = pytest.mark.django_db

PARTS = sorted({part for model in (*NOUNS, *LISTS) for part in model.part_models().values()}, key=lambda m: m.__name__)
MAKERS = dict(zip(NOUNS, (make_source, make_stakeholder, make_plan, make_site, make_project), strict=True))
ENDS = ("first", "last", "precision", "text")


def published_names(model):
    """The names under which facts must hold the editable fields of a record or part: pairs and dates once."""
    composite = {f"{name}_{language}": name for name in getattr(model, "localized", ()) for language in ("zh", "en")}
    composite |= {f"{name}_{end}": name for name in getattr(model, "partial_dates", ()) for end in ENDS}
    fields = [field for field in model._meta.concrete_fields if field.editable and not field.primary_key]
    return {composite.get(field.name, field.name) for field in fields} - set(getattr(model, "owners", ()))


def inner_names(model):
    """The names of fields that must never be published."""
    return {field.name for field in model._meta.concrete_fields if not field.editable or field.primary_key}


def dated(row, **dates):
    """The row with dates as people write them."""
    for name, text in dates.items():
        setattr(row, name, parse_date(text))
    return row


@pytest.fixture
def project():
    """A public project with something of every kind that names a record."""
    stakeholder, source = make_stakeholder(name_en="Builder"), make_source(name_en="Paper")
    key_list = editorial.save(KeyProjectList(slug="provincial", name_en="Provincial", level="province"))
    project = make_project(
        name_en="Red Leaf Town",
        name_zh="红叶小镇",
        site=make_site(name_en="East Slope", plan=make_plan(name_en="Blueprint")),
        part_of=make_project(name_en="Whole"),
        investment=Decimal("320000000"),
        confirmed_on=date(2024, 5, 6),
        parts=[
            dated(Milestone(kind="start"), due="2024-03"),
            dated(Participation(stakeholder=stakeholder, role="owner"), since="2021"),
            Remark(stakeholder=stakeholder, text_en="Fine."),
            KeyListing(list=key_list, year=2024),
            Photo(alt_en="Gate", url="https://example.org/gate.jpg"),
            Citation(source=source, field="stage", stated_on=date(2021, 6, 1)),
            Citation(source=source, field="participations", part_number=1, stated_on=date(2021, 6, 1)),
        ],
    )
    editorial.publish(editorial.save(dated(project, finish_planned="2025年底前")))
    return project


# What facts hold.


@pytest.mark.parametrize("noun", NOUNS)
def test_facts_hold_every_field_that_staff_can_edit_and_no_other(noun):
    record = MAKERS[noun](is_published=False)
    facts = facts_of(record)
    collections = set(noun.part_models())
    derived = {"plan"} if noun is Project else set()
    assert set(facts) == published_names(noun) | collections | derived
    assert not set(facts) & inner_names(noun)
    assert all(facts[collection] == [] for collection in collections)


# What projects of a type usually pass is for staff, so no facts hold it.
@pytest.mark.parametrize("model", [model for model in PARTS if model is not UsualMilestone])
def test_facts_of_a_part_hold_its_number_and_every_field_that_staff_can_edit(model):
    pointed_to = {
        "stakeholder": make_stakeholder,
        "source": make_source,
        "list": lambda: editorial.save(KeyProjectList(slug="list", name_en="List", level="province")),
    }
    needed = {
        "year": 2024,
        "value": 1,
        "reported_on": date(2024, 1, 1),
        "stated_on": date(2024, 1, 1),
        "field": "summary",
        "kind": "other",
        "measure": "beds",
        "unit": "bed",
        "relation": "reaches",
        "role": "owner",
        "url": "https://example.org/",
        **{f"{name}_en": "x" for name in ("name", "title", "alt", "place", "text")},
    }
    names = {field.name for field in model._meta.concrete_fields}
    part = model(
        **{name: value for name, value in needed.items() if name in names},
        **{name: make() for name, make in pointed_to.items() if name in names - set(model.owners)},
    )
    owner = model._meta.get_field(model.owners[0]).related_model
    record = MAKERS[owner](parts=[part], is_published=False)
    (facts,) = facts_of(record)[part.collection]
    assert set(facts) == {"number"} | published_names(model)
    assert facts["number"] == 1
    assert not set(facts) & (inner_names(model) - {"number"})


def test_facts_are_plain_data_that_survive_json(project):
    facts = facts_of(project)
    assert json.loads(json.dumps(facts)) == facts
    with override("en"):
        english = json.dumps(facts, sort_keys=True)
    with override("zh-hans"):
        assert json.dumps(facts_of(project), sort_keys=True) == english
    assert PublishedProject.objects.current().get(reference=project.reference).facts == facts


def test_facts_say_values_in_one_way(project):
    facts = facts_of(project)
    assert facts["name"] == {"zh": "红叶小镇", "en": "Red Leaf Town"}
    assert facts["investment"] == "320000000.00"
    assert facts["confirmed_on"] == "2024-05-06"
    assert facts["finish_planned"] == {
        "first": "2025-01-01",
        "last": "2025-12-31",
        "precision": "year",
        "text": "2025年底前",
    } | {key: facts["finish_planned"][key] for key in facts["finish_planned"].keys() - set(ENDS)}
    assert facts["start_actual"] is None
    assert (facts["latitude"], facts["stage"], facts["summary"]) == (None, "", {"zh": "", "en": ""})
    assert facts["type"] == {
        "slug": "healthcare-complex",
        "name": {"zh": "康养综合体", "en": "Healthcare complex"},
        "sectors": "health",
    }
    assert facts["key_listings"][0]["list"]["name"] == {"zh": "", "en": "Provincial"}


def test_a_region_is_named_with_all_that_it_lies_in():
    city = make_region(code="140300", name_en="Yangquan")
    county = make_region(code="140321", name_en="Pingding", parent=city)
    facts = facts_of(make_project(region=county))["region"]
    assert (facts["code"], [step["code"] for step in facts["path"]]) == ("140321", ["140300", "140321"])


def test_an_unsaved_change_is_not_in_the_facts(project):
    project.name_en = "Not saved"
    assert facts_of(project)["name"]["en"] == "Red Leaf Town"


def test_the_number_of_queries_does_not_grow_with_the_parts(project):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            facts_of(project)
        return len(captured)

    few = cost()
    editorial.save(
        project,
        parts=[
            part
            for _n in range(5)
            for part in (
                Participation(stakeholder=make_stakeholder(), role="owner"),
                Citation(source=make_source(), field="stage", stated_on=date(2021, 6, 1)),
                Milestone(kind="other"),
            )
        ],
    )
    assert cost() == few


# Who is named.


def test_records_are_named_as_the_public_knows_them_not_as_editors_left_them(project):
    named = facts_of(project)
    for record in (project.site, project.site.plan, project.part_of, project.participations.get().stakeholder):
        record.name_en, record.slug = "Unfinished", "unfinished"
        editorial.save(record)
    source = project.citations.first().source
    source.name_en = "Unfinished"
    editorial.save(source)
    assert facts_of(project) == named
    assert named["site"] == {
        "noun": "site",
        "reference": project.site.reference,
        "slug": "east-slope",
        "name": {"zh": "", "en": "East Slope"},
    }
    assert named["plan"]["name"]["en"] == "Blueprint"
    assert named["part_of"]["name"]["en"] == "Whole"


def test_a_site_without_a_name_is_named_by_its_type():
    site = make_site(status="confirmed")
    assert facts_of(make_project(site=site))["site"]["name"]["en"] == f"Healthcare complex {site.reference}"


@pytest.mark.parametrize("leave", ["never published", "withdrawn", "deleted"])
def test_what_the_public_does_not_know_is_left_out_and_told_to_the_reviewer(leave):
    stakeholder, source, whole = (make(is_published=False) for make in (make_stakeholder, make_source, make_project))
    site = make_site(is_published=False, status="confirmed")
    known = make_stakeholder()
    hidden = [stakeholder, source, whole, site]
    project = make_project(
        is_published=False,
        site=site,
        part_of=whole,
        parts=[
            Participation(stakeholder=known, role="owner"),
            Participation(stakeholder=stakeholder, role="owner"),
            Remark(stakeholder=stakeholder, text_en="Fine."),
            Citation(source=source, field="stage", stated_on=date(2021, 6, 1)),
        ],
    )
    if leave == "withdrawn":
        for record in hidden:
            editorial.publish(record)
            editorial.withdraw(record)
    if leave == "deleted":
        editorial.delete(project)
    facts = facts_of(project)
    assert (facts["site"], facts["plan"], facts["part_of"]) == (None, None, None)
    assert [part["stakeholder"]["reference"] for part in facts["participations"]] == [known.reference]
    assert (facts["remarks"], facts["citations"]) == ([], [])
    told = {record.reference for record in facts_and_left_out(project)[1]}
    assert told == {record.reference for record in hidden}
    assert not any(record.reference in json.dumps(facts) for record in hidden)


def test_a_project_without_strangers_names_nobody_unpublished(project):
    assert facts_and_left_out(project)[1] == []


def test_the_plan_of_a_project_is_the_one_its_site_was_published_under(project):
    site, old = project.site, project.site.plan
    site.plan = make_plan(name_en="Other")
    editorial.save(site)
    assert facts_of(project)["plan"]["reference"] == old.reference
    editorial.publish(site)
    assert facts_of(project)["plan"]["name"]["en"] == "Other"


def test_a_citation_of_a_part_that_is_left_out_is_left_out_too():
    hidden, source = make_stakeholder(is_published=False), make_source()
    stated = {"source": source, "stated_on": date(2021, 6, 1)}
    project = make_project(
        parts=[
            Participation(stakeholder=hidden, role="owner"),
            Participation(stakeholder=make_stakeholder(), role="owner"),
            Citation(field="participations", part_number=1, **stated),
            Citation(field="participations", part_number=2, **stated),
            Citation(field="milestones", part_number=9, **stated),
            Citation(field="investment", part_number=1, **stated),
            Citation(field="participations", **stated),
        ]
    )
    kept = [(citation["field"], citation["part_number"]) for citation in facts_of(project)["citations"]]
    assert kept == [("participations", 2), ("participations", None)]


def test_a_region_is_public_as_it_stands_but_for_unpublished_sources():
    public, hidden = make_source(), make_source(is_published=False)
    region = make_region(code="140300", name_en="Yangquan", description_en="East of Shanxi.")
    editorial.save(
        region,
        parts=[
            Connection(relation="reaches", place_en="Beijing", minutes=60),
            Advantage(name_en="Climate"),
            *(Citation(source=one, field="description", stated_on=date(2021, 6, 1)) for one in (public, hidden)),
        ],
    )
    facts = region_record(Region.objects.get(code="140300"))
    assert facts["description"]["en"] == "East of Shanxi."
    assert [part["place"]["en"] for part in facts["connections"]] == ["Beijing"]
    assert [part["source"]["reference"] for part in facts["citations"]] == [public.reference]
    assert set(facts) == {"code", "name", "path", "description", *Region.part_models()}


# What follows from facts alone.


def test_facts_without_a_record_name_it_nowhere(project):
    facts = facts_of(project)
    stakeholder = project.participations.get().stakeholder
    kept = without(facts, "stakeholder", stakeholder.reference)
    assert stakeholder.reference not in json.dumps(kept)
    assert (kept["participations"], kept["remarks"]) == ([], [])
    assert [citation["field"] for citation in kept["citations"]] == ["stage"]
    assert set(kept) == set(facts)
    unchanged = set(facts) - {"participations", "remarks", "citations"}
    assert all(kept[key] == facts[key] for key in unchanged)
    assert facts == facts_of(project)


def test_facts_without_a_record_they_do_not_name_are_the_same(project):
    assert without(facts_of(project), "stakeholder", "STK-9999") == facts_of(project)


def test_facts_without_a_plan_keep_the_site(project):
    facts = facts_of(project)
    kept = without(facts, "plan", facts["plan"]["reference"])
    assert kept["plan"] is None
    assert kept["site"] == facts["site"]


def test_facts_without_a_site_keep_no_plan(project):
    facts = facts_of(project)
    kept = without(facts, "site", facts["site"]["reference"])
    assert (kept["site"], kept["plan"]) == (None, None)


def test_a_site_loses_nothing_but_its_plan(project):
    facts = facts_of(project.site)
    assert without(facts, "plan", facts["plan"]["reference"]) == facts | {"plan": None}


def test_stray_citations_are_those_of_parts_that_are_not_there():
    citations = [
        {"field": "amenities", "part_number": 1},
        {"field": "amenities", "part_number": 2},
        {"field": "stage", "part_number": None},
        {"field": "nonsense", "part_number": 1},
    ]
    facts = {"amenities": [{"number": 2}], "citations": citations}
    assert without_stray_citations(facts)["citations"] == citations[1:3]


def test_mentions_are_found_whole(project):
    facts = facts_of(project)
    entries = [facts["site"], facts["plan"], facts["part_of"]]
    entries += [part["stakeholder"] for part in facts["participations"]]
    entries += [part["source"] for part in facts["citations"]]
    named = {f"{entry['noun']}:{entry['reference']}" for entry in entries}
    assert set(mentions(facts).split()) == named
    assert mentions(facts)[0] == mentions(facts)[-1] == " "
    assert mentions({"name": {"zh": "", "en": ""}}) == ""
    found = PublishedProject.objects.current()
    assert found.mentioning("site", facts["site"]["reference"]).get().reference == project.reference
    assert not found.mentioning("site", facts["site"]["reference"][:-1]).exists()


def test_the_columns_of_a_project_follow_from_its_facts(project):
    facts = facts_of(project)
    columns = columns_of("project", facts)
    assert (columns["name_zh"], columns["sort_zh"], columns["sort_en"]) == (
        "红叶小镇",
        "hong ye xiao zhen",
        "red leaf town",
    )
    assert columns["investment"] == Decimal("320000000.00")
    assert columns["site_reference"] == facts["site"]["reference"]
    assert columns["plan_reference"] == facts["plan"]["reference"]
    assert columns["part_of_reference"] == facts["part_of"]["reference"]
    assert (str(columns["finish_first"]), str(columns["finish_last"])) == ("2025-01-01", "2025-12-31")
    assert (columns["start_first"], columns["latitude"]) == (None, None)
    tokens = columns["search_tokens"].split(" ")
    for token in ("红叶", "hongyexiaozhen", "hyxz", "leaf", facts["reference"].lower(), "complex", "county"):
        assert token in tokens


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        ({"start_planned": "2024", "start_actual": "2025-03"}, "2025-03-01"),
        ({"start_planned": "2024", "start_baseline": "2020"}, "2024-01-01"),
        ({"start_baseline": "2020"}, "None"),
    ],
)
def test_what_happened_goes_before_what_is_planned_and_first_promises_count_for_neither(dates, first):
    project = editorial.save(dated(make_project(), **dates))
    assert str(columns_of("project", facts_of(project))["start_first"]) == first


@pytest.mark.parametrize("noun", NOUNS)
def test_the_columns_of_every_noun_are_those_of_its_table_and_say_what_its_facts_say(noun):
    record = MAKERS[noun](name_en="Maple", name_zh="枫叶")
    publication = PUBLISHED[noun].objects.current().get(reference=record.reference)
    columns = columns_of(noun.__name__.lower(), publication.facts)
    assert {name: getattr(publication, name) for name in columns} == columns
    table = {field.name for field in publication._meta.concrete_fields}
    kept_apart = {"id", "reference", "number", "version", "shown_from", "shown_until", "published_at", "published_by"}
    kept_apart |= {"reason", "is_retracted", "facts", "type", "region"}
    assert table - kept_apart == set(columns)
    assert json.loads(json.dumps(publication.facts, cls=DjangoJSONEncoder)) == publication.facts


def test_a_name_in_one_language_sorts_in_the_other_too():
    columns = columns_of("stakeholder", facts_of(make_stakeholder(name_zh="红叶", name_en="")))
    assert (columns["sort_zh"], columns["sort_en"]) == ("hong ye", "hong ye")
    columns = columns_of("stakeholder", facts_of(make_stakeholder(name_zh="", name_en="Red Leaf")))
    assert (columns["sort_zh"], columns["sort_en"]) == ("red leaf", "red leaf")


def test_a_nameless_site_is_shown_by_its_type_and_reference_in_the_languages_the_type_has():
    site = make_site(status="confirmed", type=make_type("town", name_zh="", name_en="Town"))
    assert display_name(facts_of(site)) == {"zh": "", "en": f"Town {site.reference}"}
