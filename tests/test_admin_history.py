"""The desk: the history of a record, field by field."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects import editorial
from projects.dates import parse_date
from projects.models import Amenity, Citation, Project
from tests.desk import address
from tests.records import make_project, make_region, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(admin_client):
    """A browser at the desk whose user may do everything."""
    return admin_client


def fresh(record):
    """The record as the database has it."""
    return type(record).objects.get(pk=record.pk)


def test_the_history_tells_each_version_field_by_field_with_who_and_why(desk, admin_user):
    project = make_project(name_en="Before", is_published=False)
    project.name_en, project.stage, project.investment = "After", "construction", 320000000
    project.start_planned = parse_date("2025年底前")
    project.region = make_region(code="149901", name_en="Another County")
    editorial.save(project, by=admin_user, reason="as the sign says")
    page = desk.get(address(project, "history", "en"))
    last, first = page.context["versions"]
    assert (last.number, last.made_by, last.reason, last.act) == (2, admin_user, "as the sign says", "changed")
    assert {(change.label, change.before, change.after) for change in last.changes} == {
        ("Name (English)", "Before", "After"),
        ("Stage", "", "under construction"),
        ("Total investment", "", "320 million"),
        ("Planned start", "", "2025年底前"),
        ("Region", "Some County", "Another County"),
    }
    assert first.act == "created"
    assert "as the sign says" in page.content.decode()


def test_the_history_tells_of_parts(desk):
    source = make_source(name_en="The Document")
    project = make_project(parts=[Amenity(kind="school", name_en="school")], is_published=False)
    cited = Citation(field="amenities", part_number=1, source=source, stated_on=date(2021, 6, 1))
    amenity = project.amenities.get()
    amenity.name_en = "college"
    editorial.save(project, parts=[amenity, cited])
    editorial.save(project, removed=[amenity])
    third, second, first = desk.get(address(project, "history", "en")).context["versions"]
    assert next((change.label, change.before, change.after) for change in second.changes) == (
        "Amenity 1: Name (English)",
        "school",
        "college",
    )
    assert "Supports: Amenity 1" in second.changes[1].after
    assert "The Document" in second.changes[1].after
    assert [change.after for change in third.changes] == ["", ""]
    assert any(change.label == "Amenity 1" for change in first.changes)


def test_the_history_names_what_was_done(desk):
    project = make_project()
    editorial.withdraw(fresh(project))
    editorial.delete(fresh(project))
    editorial.restore(fresh(project))
    acts = [version.act for version in desk.get(address(project, "history", "en")).context["versions"]]
    assert acts == ["restored", "deleted", "withdrawn", "published", "created"]


def test_a_long_history_comes_a_page_at_a_time_in_few_queries(desk):
    project = make_project(is_published=False)
    page = address(project, "history")
    desk.get(page)
    with CaptureQueriesContext(connection) as few:
        desk.get(page)
    for number in range(25):
        project.name_en = f"Name {number}"
        editorial.save(project)
    with CaptureQueriesContext(connection) as many:
        versions = desk.get(page).context["versions"]
    assert len(many) == len(few)
    assert [version.number for version in versions] == list(range(26, 6, -1))
    older = desk.get(page, {"p": 2}).context["versions"]
    assert [version.number for version in older] == list(range(6, 0, -1))
    assert versions[-1].changes[0].before == older[0].changes[0].after


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "9" * 5000, "\0"])
def test_a_page_of_the_history_that_is_not_there_is_one_that_is(desk, number):
    project = make_project()
    assert desk.get(address(project, "history"), {"p": number}).status_code == 200


def test_a_record_of_nobody_has_no_history(desk):
    assert desk.get("/admin/projects/project/999/history/").status_code == 302
    assert not Project.objects.exists()
