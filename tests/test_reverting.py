"""Going back to an earlier version: everything it said, as one new version."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import override

from projects import editorial
from projects.models import Amenity, AnnualInvestment, Citation, Participation, Project, PublishedProject
from tests.desk import make_clerk
from tests.records import make_project, make_region, make_source, make_stakeholder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    """Messages as the source writes them."""
    with override("en"):
        yield


def fresh(record):
    """The record as the database has it."""
    return type(record).objects.get(pk=record.pk)


def said(record):
    """What the record says, parts and their numbers included, without its keys and versions."""
    columns = [field.attname for field in Project._meta.concrete_fields if field.editable and not field.primary_key]
    parts = {
        name: sorted(
            tuple(str(getattr(part, field.attname)) for field in part._meta.concrete_fields if not field.primary_key)
            for part in getattr(record, name).all()
        )
        for name in record.part_models()
    }
    return {name: getattr(record, name) for name in columns}, parts


def test_an_earlier_version_comes_back_with_its_parts_as_one_version_with_one_line_a_row(admin_user):
    source = make_source()
    project = make_project(
        name_en="Before",
        finish_planned_first=date(2026, 6, 30),
        finish_planned_last=date(2026, 6, 30),
        finish_planned_precision="day",
        parts=[
            Amenity(kind="school", name_en="one"),
            Amenity(kind="school", name_en="two"),
            AnnualInvestment(year=2021, planned=5),
            Citation(field="amenities", part_number=2, source=source, stated_on="2021-06-01"),
        ],
    )
    before = said(fresh(project))
    one, two = project.amenities.all()
    one.name_en = "other"
    project.name_en, project.finish_planned = "After", None
    project.region = make_region(code="149901")
    removed = [two, project.annual_investments.get()]
    editorial.save(project, parts=[one, Amenity(kind="school", name_en="three")], removed=removed)
    editorial.save(fresh(project), parts=[AnnualInvestment(year=2021, planned=7)])
    project = fresh(project)
    version, lines = project.version, Amenity.history.count()
    editorial.revert(project, 1, by=admin_user, reason="a slip")
    assert said(fresh(project)) == before
    assert fresh(project).version == project.version == version + 1
    line = project.history.latest("history_id")
    assert (line.act, line.history_user, line.history_change_reason) == ("revert", admin_user, "a slip")
    assert project.history.count() == version + 1
    changes = Amenity.history.order_by("history_id")[lines:]
    assert sorted((line.number, line.history_type, line.record_version) for line in changes) == [
        (1, "~", version + 1),
        (2, "+", version + 1),
        (3, "-", version + 1),
    ]
    assert {line.history_change_reason for line in changes} == {"a slip"}


def test_going_back_can_itself_be_taken_back():
    project = make_project(parts=[Amenity(kind="school", name_en="one")], is_published=False)
    editorial.save(project, removed=[project.amenities.get()])
    editorial.revert(fresh(project), 1)
    editorial.revert(fresh(project), 2)
    assert not project.amenities.exists()
    editorial.revert(fresh(project), 3)
    assert [(part.number, part.name_en) for part in project.amenities.all()] == [(1, "one")]


def test_a_change_that_is_taken_back_leaves_nothing_that_waits_for_review():
    project = make_project(stage="reserve", summary_en="As the public reads it")
    project.summary_en = "A slip"
    editorial.save(project, parts=[Amenity(kind="school", name_en="School")])
    editorial.submit(project)
    assert project.has_changed_since_publication
    editorial.revert(project, 2)
    kept = fresh(project)
    assert (kept.published_version, kept.review) == (kept.version, "")
    assert kept.history.order_by("-history_id").first().published_version == kept.version
    kept.summary_en = "Another"
    editorial.save(kept)
    assert kept.has_changed_since_publication
    kept.summary_en = "As the public reads it"
    editorial.save(kept)
    assert not fresh(project).has_changed_since_publication
    with pytest.raises(ValidationError, match="nothing to review"):
        editorial.submit(kept)


def test_an_address_that_changed_and_what_the_public_reads_stay():
    project = make_project(name_en="Before", slug="before")
    copy = PublishedProject.objects.get().facts
    project.name_en, project.slug = "After", "after"
    editorial.save(project)
    editorial.revert(fresh(project), 1)
    project = fresh(project)
    assert (project.name_en, project.slug, project.state) == ("Before", "after", "published")
    assert PublishedProject.objects.get().facts == copy


@pytest.mark.parametrize(("number", "told"), [(9, "no version 9"), (2, "version 2"), (3, "says what it said")])
def test_a_version_that_cannot_come_back_is_named(number, told):
    project = make_project(is_published=False)
    editorial.delete(project)
    editorial.restore(project)
    with pytest.raises(ValidationError, match=told):
        editorial.revert(project, number)
    assert fresh(project).version == 3


def test_a_version_that_names_what_was_deleted_since_is_refused_and_nothing_is_written():
    body = make_stakeholder(is_published=False, name_en="Gone Ltd")
    project = make_project(parts=[Participation(stakeholder=body, role="owner")], is_published=False)
    editorial.save(project, removed=[project.participations.get()])
    editorial.delete(body)
    project = fresh(project)
    with pytest.raises(ValidationError, match="Gone Ltd"):
        editorial.revert(project, 1)
    assert project.version == fresh(project).version == 2
    assert not project.participations.exists()


def test_the_slower_of_two_is_stale_and_finds_the_record_as_it_was():
    project = make_project(name_en="Before", is_published=False)
    project.name_en = "After"
    editorial.save(project)
    slow = fresh(project)
    editorial.save(fresh(project))
    with pytest.raises(editorial.StaleVersionError):
        editorial.revert(slow, 1)
    assert (slow.name_en, slow.version) == ("After", 2)


def test_only_who_may_write_the_record_may_go_back():
    project = make_project(is_published=False)
    project.name_en = "After"
    editorial.save(project)
    with pytest.raises(PermissionDenied):
        editorial.revert(project, 1, by=make_clerk("view_project"))
    editorial.revert(project, 1, by=make_clerk("change_project", username="other"))


def test_lists_go_back_too_and_the_public_reads_it():
    region = make_region(name_en="Before")
    project = make_project(region=region)
    region.name_en = "After"
    editorial.save(region)
    editorial.revert(region, 1)
    assert PublishedProject.objects.current().get(reference=project.reference).facts["region"]["name"]["en"] == "Before"
