"""The desk: the history of a record, field by field."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects import editorial
from projects.admin import histories
from projects.dates import parse_date
from projects.models import Amenity, Citation, Milestone, Project, Region
from tests.desk import address, make_clerk, sent_by
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


def test_changes_read_as_sentences_in_both_languages(desk, admin_user):
    project = make_project(is_published=False, investment=500000000, parts=[Milestone(kind="start")])
    project.finish_planned = parse_date("2026-06-30")
    editorial.save(project)
    project.finish_planned, project.investment = parse_date("2026年12月31日"), 320000000
    milestone = project.milestones.get()
    milestone.due = parse_date("2026年5月")
    editorial.save(project, by=admin_user, reason="land", parts=[milestone, Amenity(kind="school", name_en="college")])
    page = desk.get(address(project, "history", "en"))
    text = page.content.decode()
    assert "reason: land" in text
    assert "Planned finish moved from 30 June to 31 December 2026" in text
    assert "Total investment lowered from" in text
    assert "Amenity 1 added" in text


def test_a_history_is_narrowed_by_who_what_field_and_day(desk, admin_user):
    project = make_project(is_published=False, name_en="Before")
    project.stage = "construction"
    editorial.save(project, by=admin_user)
    project.name_en = "After"
    editorial.save(project, parts=[Amenity(kind="school", name_en="college")])
    editorial.submit(project)

    def numbers(**query):
        return [version.number for version in desk.get(address(project, "history", "en"), query).context["versions"]]

    assert numbers() == [4, 3, 2, 1]
    assert numbers(by=admin_user.pk) == [2]
    assert numbers(act="submit") == [4]
    assert numbers(act="created") == [1]
    assert numbers(act="save") == [3, 2]
    assert numbers(field="stage") == [2]
    assert numbers(field="name english") == [3, 1]
    assert numbers(field="amenities") == [3]
    assert numbers(since="2100-01-01") == numbers(until="1900-01-01") == numbers(field="zzz") == []
    assert numbers(until="2100-12-31") == [4, 3, 2, 1]
    for wrong in ({"by": "x"}, {"by": "9" * 30}, {"act": "x"}, {"since": "soon"}, {"field": "\0"}):
        assert numbers(**wrong) == []


def test_the_whole_history_holds_every_kind_of_record_a_page_at_a_time(desk, monkeypatch):
    monkeypatch.setattr(histories, "LINES_A_PAGE", 3)
    project, region = make_project(name_en="The Project"), make_region(code="149901", name_en="Far")
    region.name_en = "Farther"
    editorial.save(region)
    seen, query = [], {}
    for _page in range(9):
        page = desk.get("/en/admin/history/", query)
        seen += [(version.model, version.key, version.number) for version in page.context["versions"]]
        if not page.context["after"]:
            break
        query = {"after": page.context["after"]}
    logged = {(m, line.id, line.version) for m in histories.MODELS.values() for line in m.history.all()}
    assert len(seen) == len(set(seen))
    assert set(seen) == logged
    assert seen[0] == (Region, region.pk, 2)
    only = desk.get("/en/admin/history/", {"noun": "project", "act": "publish"}).context["versions"]
    assert [(version.model, version.key) for version in only] == [(Project, project.pk)]


@pytest.mark.parametrize("after", ["x", "_", "2026-01-01_1_1", "2026-99-99T00:00:00+00:00_1_1", "9" * 99, "\0"])
def test_a_mark_that_no_page_made_shows_the_newest(desk, after):
    make_project()
    assert desk.get("/admin/history/", {"after": after}).context["versions"]


def test_the_whole_history_shows_what_the_account_may_see_and_no_more(client):
    make_project()
    client.force_login(make_clerk("view_region"))
    assert {version.model for version in client.get("/admin/history/").context["versions"]} == {Region}
    client.force_login(make_clerk(username="nobody"))
    assert client.get("/admin/history/").status_code == 403


def test_the_whole_history_asks_as_few_queries_of_many_lines_as_of_few(desk):
    make_project(parts=[Amenity(kind="school", name_en="one")])
    desk.get("/admin/history/")
    with CaptureQueriesContext(connection) as few:
        desk.get("/admin/history/")
    for _n in range(5):
        make_project(parts=[Amenity(kind="school", name_en="one")])
    with CaptureQueriesContext(connection) as many:
        desk.get("/admin/history/")
    assert len(many) == len(few) <= 40


def test_a_past_version_is_brought_back_after_a_look_at_what_changes(desk):
    project = make_project(name_en="Before", is_published=False, parts=[Amenity(kind="school", name_en="one")])
    project.name_en = "After"
    editorial.save(project, removed=[project.amenities.get()])
    history = desk.get(address(project, "history", "en")).content.decode()
    assert f'{address(project, "revert", "en")}?to=1"' in history
    assert "?to=2" not in history
    page = desk.get(address(project, "revert", "en"), {"to": 1})
    told = [(change.label, change.before, change.after.split("; ")[-1]) for change in page.context["changes"]]
    assert told == [("Name (English)", "After", "Before"), ("Amenity 1", "", "Name (English): one")]
    sent = sent_by(page)
    desk.post(address(project, "revert"), sent | {"reason": "a slip"})
    assert fresh(project).name_en == "Before"
    assert project.history.first().history_change_reason == "a slip"
    assert desk.get(address(project, "history", "en")).context["versions"][0].act == "put back to an earlier version"
    desk.post(address(project, "revert"), sent)
    assert fresh(project).version == 3


@pytest.mark.parametrize("to", ["0", "2", "x", "", "9" * 30, "\0"])
def test_a_version_that_is_not_there_is_not_brought_back(desk, to):
    project = make_project(is_published=False)
    for answer in (
        desk.get(address(project, "revert"), {"to": to}),
        desk.post(address(project, "revert"), {"to": to, "seen": f"{project.pk}:1"}),
    ):
        assert answer.status_code == 302
    assert fresh(project).version == 1


def test_a_long_history_comes_a_page_at_a_time_in_few_queries(desk):
    project = make_project(is_published=False)
    editorial.save(project)
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
    assert [version.number for version in versions] == list(range(27, 7, -1))
    older = desk.get(page, {"p": 2}).context["versions"]
    assert [version.number for version in older] == list(range(7, 0, -1))
    assert versions[-1].changes[0].before == older[0].changes[0].after


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "9" * 5000, "\0"])
def test_a_page_of_the_history_that_is_not_there_is_one_that_is(desk, number):
    project = make_project()
    assert desk.get(address(project, "history"), {"p": number}).status_code == 200


def test_a_record_of_nobody_has_no_history(desk):
    assert desk.get("/admin/projects/project/999/history/").status_code == 302
    assert not Project.objects.exists()
