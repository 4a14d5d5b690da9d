"""What the public reads: dated copies that nothing but publishing, withdrawing and retracting changes."""

import json
from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from projects import editorial
from projects.models import (
    FOREVER,
    Citation,
    KeyListing,
    KeyProjectList,
    Milestone,
    Participation,
    Project,
    PublicRevision,
    PublishedDocument,
    PublishedListing,
    PublishedParticipation,
    PublishedPlan,
    PublishedProject,
    PublishedSite,
    PublishedSource,
    PublishedStakeholder,
    Remark,
)
from projects.serializers import PUBLISHED, facts_of
from tests.records import make_plan, make_project, make_region, make_site, make_source, make_stakeholder, make_type

pytestmark = pytest.mark.django_db

FIRST = date(2024, 3, 1)


@pytest.fixture(autouse=True)
def in_english():
    """Messages as the source writes them."""
    with override("en"):
        yield


@pytest.fixture
def today(monkeypatch):
    """Set the day it is in Shanghai: `today(3)` is three days after the first."""

    def set_day(days=0):
        monkeypatch.setattr(timezone, "localdate", lambda *_: FIRST + timedelta(days))
        return FIRST + timedelta(days)

    set_day()
    return set_day


@pytest.fixture
def two():
    """Two people, for a retraction takes as many."""
    return [get_user_model().objects.create_superuser(name) for name in ("clerk", "editor")]


def intervals(record):
    """From which day until which each publication of a record is shown, in order."""
    rows = PUBLISHED[type(record)].objects.filter(reference=record.reference).order_by("number")
    return [(row.shown_from, row.shown_until) for row in rows]


def shown(record, day=None):
    """The publication of a record that was public on a day, or today; None where none was."""
    return PUBLISHED[type(record)].objects.on(day).filter(reference=record.reference).first()


def every_publication():
    """Every column of every publication, as the database has it."""
    models = [*PUBLISHED.values(), PublishedParticipation, PublishedListing, PublishedDocument]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def revision():
    """How often what the public reads has changed."""
    return PublicRevision.objects.values_list("number", flat=True).first() or 0


def publish_again(record, **changes):
    """Change a record and show the change."""
    for name, value in changes.items():
        setattr(record, name, value)
    return editorial.publish(editorial.save(record))


# Publishing.


def test_publishing_shows_the_working_row_from_today_on(today, two):
    project = make_project(name_en="Red Leaf Town", stage="reserve", is_published=False)
    publication = editorial.publish(project, by=two[0], reason="checked")
    assert (publication.name_en, publication.number, publication.version) == ("Red Leaf Town", 1, 2)
    assert (publication.published_by, publication.reason) == (two[0], "checked")
    assert (project.state, project.version, project.published_version) == ("published", 2, 2)
    assert not project.has_changed_since_publication
    assert project.history.first().history_change_reason == "checked"
    assert intervals(project) == [(FIRST, FOREVER)]
    assert shown(project).facts == facts_of(project)


def test_an_unsaved_change_is_not_published():
    project = make_project(name_en="Red Leaf Town")
    project.name_en = "Not saved"
    assert editorial.publish(project).name_en == "Red Leaf Town"


def test_a_publication_holds_plain_data():
    publication = shown(make_project(investment="320000000", longitude="113.58", latitude="37.86"))
    assert json.loads(json.dumps(publication.facts)) == publication.facts
    assert publication.facts["investment"] == "320000000.00"
    assert str(publication.longitude) == "113.580000"


def test_a_draft_over_a_published_record_leaves_the_publication_as_it_was_to_the_byte():
    project = make_project(
        name_en="Red Leaf Town",
        parts=[Milestone(kind="start"), Participation(stakeholder=make_stakeholder(), role="owner")],
    )
    secret = make_type("secret")
    before, number = every_publication(), revision()
    project.name_en, project.stage, project.type = "Secret", "construction", secret
    editorial.save(project, parts=[Milestone(kind="opening")], removed=[project.milestones.get()])
    assert every_publication() == before
    assert revision() == number
    assert project.has_changed_since_publication
    assert Project.objects.changed_since_publication().get() == project


def test_intervals_are_half_open_and_follow_each_other(today):
    project = make_project(name_en="First")
    second = today(3)
    publish_again(project, name_en="Second")
    assert intervals(project) == [(FIRST, second), (second, FOREVER)]
    assert shown(project, FIRST - timedelta(1)) is None
    assert shown(project, FIRST).name_en == "First"
    assert shown(project, second - timedelta(1)).name_en == "First"
    assert shown(project, second).name_en == "Second"
    assert shown(project).name_en == "Second"


def test_the_last_publication_of_a_day_counts_for_that_day(today):
    project = make_project(name_en="First")
    later = today(1)
    for name in ("Second", "Third"):
        publish_again(project, name_en=name)
    assert intervals(project) == [(FIRST, later), (later, later), (later, FOREVER)]
    assert PublishedProject.objects.on(later).get().name_en == "Third"
    assert PublishedProject.objects.on(FIRST).get().name_en == "First"


def test_a_name_stays_as_it_was_when_it_was_published():
    stakeholder = make_stakeholder(name_en="Old name")
    project = make_project(parts=[Participation(stakeholder=stakeholder, role="owner")])
    publish_again(stakeholder, name_en="New name")
    assert shown(project).facts["participations"][0]["stakeholder"]["name"]["en"] == "Old name"
    assert editorial.publish(project).facts["participations"][0]["stakeholder"]["name"]["en"] == "New name"


def test_participations_are_rows_of_their_own():
    stakeholder, hidden = make_stakeholder(), make_stakeholder(is_published=False)
    parts = [Participation(stakeholder=one, role=role) for one, role in ((stakeholder, "owner"), (hidden, "investor"))]
    project = make_project(parts=parts)
    (row,) = shown(project).participations.all()
    assert (row.stakeholder_reference, row.role) == (stakeholder.reference, "owner")
    assert [part["number"] for part in shown(project).facts["participations"]] == [1]


# Withdrawing.


def test_a_withdrawn_record_is_gone_from_today_on_and_its_past_days_stay(today):
    project = make_project(name_en="Red Leaf Town")
    later = today(5)
    editorial.withdraw(project, reason="cancelled")
    assert (project.state, project.published_version, project.version) == ("withdrawn", None, 3)
    assert project.history.first().history_change_reason == "cancelled"
    assert shown(project) is None
    assert shown(project, later) is None
    assert shown(project, later - timedelta(1)).name_en == "Red Leaf Town"


def test_what_was_published_and_withdrawn_in_one_day_was_never_shown(today):
    project = make_project()
    editorial.withdraw(project)
    assert shown(project, FIRST) is None


def test_an_unfinished_change_survives_a_withdrawal():
    project = make_project()
    project.summary_en = "Unfinished"
    editorial.save(project)
    editorial.withdraw(project)
    assert Project.objects.get().summary_en == "Unfinished"


def test_a_draft_cannot_be_withdrawn():
    with pytest.raises(ValidationError, match="not public"):
        editorial.withdraw(make_project(is_published=False))


def test_a_withdrawn_record_is_left_out_of_current_publications_but_not_of_past_days(today):
    stakeholder = make_stakeholder(name_en="Builder")
    project = make_project(
        name_en="Red Leaf Town",
        parts=[Participation(stakeholder=stakeholder, role="owner"), Remark(stakeholder=stakeholder, text_en="Fine.")],
    )
    project.name_en = "Unfinished"
    editorial.save(project)
    later = today(5)
    editorial.withdraw(stakeholder)
    assert stakeholder.reference not in json.dumps(shown(project).facts)
    assert (shown(project).name_en, shown(project).mentions, shown(project).version) == ("Red Leaf Town", "", 2)
    assert not shown(project).participations.exists()
    past = shown(project, later - timedelta(1))
    assert past.facts["remarks"][0]["stakeholder"]["name"]["en"] == "Builder"
    assert past.participations.count() == 1
    assert intervals(project) == [(FIRST, later), (later, FOREVER)]
    assert Project.objects.get(pk=project.pk).participations.count() == 1


def test_a_withdrawn_plan_leaves_the_sites_and_projects_under_it():
    plan = make_plan()
    site = make_site(plan=plan)
    project = make_project(site=site)
    assert shown(project).plan_reference == plan.reference
    editorial.withdraw(plan)
    assert (shown(site).plan_reference, shown(project).plan_reference) == ("", "")
    assert (shown(site).facts["plan"], shown(project).facts["plan"]) == (None, None)
    assert shown(project).site_reference == site.reference


def test_a_withdrawn_site_takes_the_plan_that_it_leads_to_with_it():
    site = make_site()
    project = make_project(site=site)
    assert shown(project).plan_reference == site.plan.reference
    editorial.withdraw(site)
    assert (shown(project).site_reference, shown(project).plan_reference) == ("", "")
    assert shown(project).facts == facts_of(project)


def test_a_withdrawn_source_takes_its_citations_along():
    source = make_source()
    project = make_project(parts=[Citation(source=source, field="stage", stated_on="2021-06-01")])
    editorial.withdraw(source)
    assert shown(project).facts["citations"] == []


def test_a_withdrawn_stakeholder_takes_the_citations_of_its_parts_along():
    stakeholder, source = make_stakeholder(), make_source()
    project = make_project(
        parts=[
            Participation(stakeholder=stakeholder, role="owner"),
            Citation(source=source, field="participations", part_number=1, stated_on="2021-06-01"),
        ]
    )
    assert len(shown(project).facts["citations"]) == 1
    editorial.withdraw(stakeholder)
    assert shown(project).facts["citations"] == []


def test_a_stakeholder_that_comes_back_is_named_again_once_its_projects_are_published_again(today):
    stakeholder = make_stakeholder()
    project = make_project(parts=[Participation(stakeholder=stakeholder, role="owner")])
    left = today(1)
    editorial.withdraw(stakeholder)
    back = today(2)
    editorial.publish(stakeholder)
    assert intervals(stakeholder) == [(FIRST, left), (back, FOREVER)]
    assert shown(stakeholder, left) is None
    assert shown(project).facts["participations"] == []
    editorial.publish(project)
    assert len(shown(project).facts["participations"]) == 1


def test_a_project_leads_to_its_site_once_both_are_published():
    site = make_site(is_published=False)
    project = make_project(site=site)
    assert (shown(project).site_reference, shown(project).plan_reference) == ("", "")
    editorial.publish(site)
    assert shown(project).site_reference == ""
    editorial.publish(project)
    assert (shown(project).site_reference, shown(project).plan_reference) == (site.reference, site.plan.reference)


# Retracting.


def test_a_retraction_needs_a_reason_and_two_people(two):
    project = make_project()
    before = every_publication()
    for said in (
        {"by": two[0], "confirmed_by": two[1], "reason": " "},
        {"by": two[0], "confirmed_by": two[0], "reason": "error"},
        {"by": two[0], "confirmed_by": None, "reason": "error"},
        {"by": None, "confirmed_by": two[1], "reason": "error"},
    ):
        with pytest.raises(ValidationError):
            editorial.retract(project, **said)
    assert every_publication() == before


def test_what_was_never_public_is_not_retracted(two):
    with pytest.raises(ValidationError, match="never public"):
        editorial.retract(make_project(is_published=False), by=two[0], confirmed_by=two[1], reason="error")


def test_a_retracted_record_is_gone_from_every_day_and_leaves_a_tombstone(today, two):
    project = make_project(
        name_en="Secretname",
        summary_en="Secretsummary",
        stage="construction",
        condition="delayed",
        condition_reason_en="Secretreason",
        investment="123456.78",
        longitude="113.123456",
        latitude="37.123456",
        confirmed_on="2024-02-03",
        is_benchmark=True,
        site=make_site(),
        part_of=make_project(),
        parts=[Participation(stakeholder=make_stakeholder(), role="owner")],
    )
    later = today(3)
    publish_again(project, name_en="Secretname again")
    editorial.retract(project, by=two[0], confirmed_by=two[1], reason="a court order")
    assert [shown(project, day) for day in (FIRST, later, None)] == [None, None, None]
    tombstones = PublishedProject.objects.filter(reference=project.reference)
    assert intervals(project) == [(FIRST, later), (later, later)]
    empty = PublishedProject(type=project.type, region=project.region)
    kept = {"id", "reference", "number", "version", "slug", "shown_from", "shown_until", "published_at", "is_retracted"}
    for tombstone in tombstones:
        assert (tombstone.is_retracted, tombstone.slug) == (True, project.reference.lower())
        assert not tombstone.participations.exists()
        for field in tombstone._meta.concrete_fields:
            if field.name not in kept:
                assert getattr(tombstone, field.attname) == getattr(empty, field.attname), field.name
    assert (project.state, project.published_version) == ("retracted", None)
    row = project.history.first()
    assert row.history_user == two[0]
    assert row.history_change_reason == "a court order (confirmed by editor)"


@pytest.mark.parametrize("make", [make_project, make_site, make_plan, make_stakeholder, make_source])
def test_a_tombstone_of_every_noun_says_nothing(two, make):
    record = make(name_en="Secretname", name_zh="秘密")
    editorial.retract(record, by=two[0], confirmed_by=two[1], reason="privacy")
    (row,) = PUBLISHED[type(record)].objects.filter(reference=record.reference).values()
    assert "ecret" not in str(row)
    assert "秘密" not in str(row)


def test_a_retracted_record_is_erased_from_every_publication_that_names_it(today, two):
    stakeholder = make_stakeholder(name_en="Privateperson")
    part = Participation(stakeholder=stakeholder, role="owner")
    project = make_project(parts=[part], name_en="Red Leaf Town")
    site = make_site(parts=[Participation(stakeholder=stakeholder, role="operator")])
    today(2)
    publish_again(project, name_en="Maple Town")
    before = intervals(project)
    today(4)
    editorial.retract(stakeholder, by=two[0], confirmed_by=two[1], reason="privacy")
    assert "Privateperson" not in str(every_publication())
    assert "privateperson" not in str(every_publication())
    for model in (PublishedProject, PublishedSite, PublishedPlan, PublishedSource, PublishedStakeholder):
        assert not model.objects.filter(is_retracted=False).mentioning("stakeholder", stakeholder.reference).exists()
    assert not PublishedParticipation.objects.filter(stakeholder_reference=stakeholder.reference).exists()
    assert intervals(project) == before
    assert [row.name_en for row in PublishedProject.objects.all()] == ["Red Leaf Town", "Maple Town"]
    assert shown(site).facts["participations"] == []


def test_a_retracted_site_takes_the_plan_out_of_past_publications_too(today, two):
    site = make_site()
    project = make_project(site=site)
    later = today(1)
    editorial.publish(project)
    editorial.retract(site, by=two[0], confirmed_by=two[1], reason="error")
    for day in (FIRST, later):
        assert (shown(project, day).site_reference, shown(project, day).plan_reference) == ("", "")


def test_a_withdrawn_record_can_still_be_retracted(today, two):
    project = make_project()
    later = today(1)
    editorial.withdraw(project)
    today(2)
    editorial.retract(project, by=two[0], confirmed_by=two[1], reason="error")
    assert intervals(project) == [(FIRST, later)]
    assert shown(project, FIRST) is None


def test_a_record_published_after_its_retraction_begins_anew(today, two):
    project = make_project(name_en="Red Leaf Town")
    today(1)
    editorial.retract(project, by=two[0], confirmed_by=two[1], reason="error")
    again = today(2)
    publication = editorial.publish(project)
    assert (publication.number, publication.slug, publication.is_retracted) == (2, "red-leaf-town", False)
    assert shown(project, FIRST) is None
    assert shown(project, again).name_en == "Red Leaf Town"
    today(3)
    editorial.retract(project, by=two[0], confirmed_by=two[1], reason="again")
    assert shown(project, again) is None
    assert PublishedProject.objects.known_as("red-leaf-town").count() == 0


def test_a_reference_that_begins_like_another_is_not_taken_for_it(two):
    short, long = make_stakeholder(reference="STK-1"), make_stakeholder(reference="STK-10")
    project = make_project(parts=[Participation(stakeholder=one, role="owner") for one in (short, long)])
    editorial.withdraw(short)
    assert [part["stakeholder"]["reference"] for part in shown(project).facts["participations"]] == ["STK-10"]


# Renaming what publications show.


def test_a_renamed_type_is_shown_from_the_publication_not_from_the_working_row(today):
    kind = make_type("town", name_en="Town")
    project, site = make_project(type=kind, name_en="Red Leaf Town"), make_site(type=kind)
    assert shown(site).name_en == f"Town {site.reference}"
    project.name_en, project.stage = "Unfinished", "construction"
    editorial.save(project)
    later = today(3)
    kind.name_en = "Theme town"
    editorial.save(kind, reason="as the province calls it")
    assert (shown(project).name_en, shown(project).stage) == ("Red Leaf Town", "")
    assert shown(project).facts["type"]["name"]["en"] == "Theme town"
    assert "theme" in shown(project).search_tokens.split(" ")
    assert "nfinished" not in str(every_publication())
    assert shown(site).name_en == f"Theme town {site.reference}"
    assert shown(project, FIRST).facts["type"]["name"]["en"] == "Town"
    assert intervals(project) == [(FIRST, later), (later, FOREVER)]
    assert Project.objects.get(pk=project.pk).has_changed_since_publication


def test_a_renamed_type_reaches_only_what_is_published_under_it():
    town, base = make_type("town"), make_type("base")
    shown_as_town, moved_to_town = make_project(type=town), make_project(type=base)
    shown_as_town.type, moved_to_town.type = base, town
    editorial.save_many([shown_as_town, moved_to_town])
    before = every_publication()["PublishedProject"]
    town.name_en = "Theme town"
    editorial.save(town)
    added = every_publication()["PublishedProject"][len(before) :]
    assert [row["reference"] for row in added] == [shown_as_town.reference]
    assert [row["type_id"] for row in added] == [town.pk]


def test_a_type_saved_without_a_new_name_republishes_nothing():
    kind = make_type("town")
    make_project(type=kind)
    before = every_publication()
    kind.position = 7
    editorial.save(kind)
    assert every_publication() == before


def test_a_region_moved_under_another_changes_all_below_it():
    province, other = (make_region(code=code, name_en=code, level="province") for code in ("140000", "130000"))
    city = make_region(code="140300", name_en="Yangquan", parent=province, level="prefecture")
    county = make_region(code="140321", name_en="Pingding", parent=city)
    project, plan = make_project(region=county), make_plan(region=city)
    stakeholder, elsewhere = make_stakeholder(region=county), make_project(region=province)
    untouched = intervals(elsewhere)
    city.parent = other
    editorial.save(city)
    for record in (project, plan, stakeholder):
        assert shown(record).facts["region"]["path"][0]["code"] == "130000"
        assert "130000" in shown(record).search_tokens
    assert intervals(elsewhere) == untouched


def test_a_renamed_list_is_renamed_where_projects_stand_on_it():
    lists = [editorial.save(KeyProjectList(slug=slug, name_en=slug, level="province")) for slug in ("one", "two")]
    project = make_project(parts=[KeyListing(list=key_list, year=2024) for key_list in lists])
    other = make_project(parts=[KeyListing(list=lists[1], year=2023)])
    before = intervals(other)
    lists[0].slug, lists[0].name_en = "first", "First"
    editorial.save(lists[0])
    assert {entry["list"]["slug"] for entry in shown(project).facts["key_listings"]} == {"first", "two"}
    assert intervals(other) == before


def test_a_record_renamed_by_its_editor_appears_only_once_published():
    kind = make_type("town")
    project = make_project(type=kind, name_en="Red Leaf Town")
    project.name_en = "Unfinished"
    editorial.save(project)
    kind.name_en = "Theme town"
    editorial.save(kind)
    assert shown(project).name_en == "Red Leaf Town"
    assert editorial.publish(project).name_en == "Unfinished"


def test_a_rename_reaches_every_publication_of_a_large_table():
    kind = make_type("town")
    project = make_project(type=kind)
    row = PublishedProject.objects.values().get()
    del row["id"]
    with editorial.versions.writing():
        PublishedProject.objects.bulk_create(
            PublishedProject(**row | {"reference": f"PRJ-{n}", "facts": row["facts"] | {"reference": f"PRJ-{n}"}})
            for n in range(10_000, 10_350)
        )
    kind.name_en = "Theme town"
    editorial.save(kind)
    assert {row.facts["type"]["name"]["en"] for row in PublishedProject.objects.current()} == {"Theme town"}
    assert PublishedProject.objects.current().count() == 351
    assert PublishedProject.objects.count() == 702
    assert shown(project).number == 2


# The public revision.


def test_the_public_revision_grows_when_and_only_when_the_public_reads_something_new(two):
    def grows(act, *arguments, **said):
        before = revision()
        act(*arguments, **said)
        return revision() > before

    project, kind, region = make_project(is_published=False), make_type(), make_region(code="149900")
    assert not grows(editorial.save, project, parts=[Milestone(kind="start")])
    assert grows(editorial.publish, project)
    assert not grows(editorial.save, project)
    assert grows(editorial.save, kind)
    assert grows(editorial.save, region)
    assert grows(editorial.withdraw, project)
    assert not grows(editorial.delete, project)
    assert not grows(editorial.restore, project)
    assert grows(editorial.publish, project)
    assert grows(editorial.retract, project, by=two[0], confirmed_by=two[1], reason="error")
    spare = make_type("spare")
    assert grows(editorial.delete, spare)
    assert grows(editorial.restore, spare)


def test_the_public_revision_stays_where_an_act_is_refused():
    project = make_project()
    before = revision()
    stale = Project.objects.get()
    editorial.save(project)
    for act in (editorial.publish, editorial.withdraw):
        with pytest.raises(editorial.StaleVersionError):
            act(stale)
    assert revision() == before


def test_acts_on_publications_take_turns_from_their_first_statement(two):
    project = make_project(is_published=False)
    for act, said in (
        (editorial.publish, {}),
        (editorial.withdraw, {}),
        (editorial.retract, {"by": two[0], "confirmed_by": two[1], "reason": "error"}),
    ):
        with CaptureQueriesContext(connection) as captured:
            act(project, **said)
        first = next(query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "BEGIN")))
        assert "projects_publicrevision" in first
        assert first.startswith("UPDATE")


def test_a_site_called_as_a_project_is_not_taken_out_with_it():
    other = make_project(reference="PRJ-0001")
    project = make_project(site=make_site(reference="PRJ-0001", plan=None, status="confirmed"))
    editorial.withdraw(other)
    assert shown(project).facts["site"]["reference"] == "PRJ-0001"
