"""The desk: the same new values for several records, looked through first, saved together or not at all."""

import re

import pytest
from django.contrib.admin.models import LogEntry

from projects import editorial
from projects.admin.bulk import FIELDS
from projects.models import NOUNS, Member, Project, PublishedProject, Site
from tests.desk import address, make_clerk, said
from tests.records import make_plan, make_project, make_region, make_site, make_source, make_stakeholder

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(admin_client):
    """A browser at the desk whose user may do everything."""
    return admin_client


def fresh(record):
    """The record as the database has it."""
    return type(record).objects.get(pk=record.pk)


def typed(values, reason="as agreed"):
    """What the form sends that sets these values."""
    boxes = {f"edit-set_{name}": "on" for name in values}
    return boxes | {f"edit-{name}": value for name, value in values.items()} | {"edit-reason": reason}


def send(client, records, step, values, **more):
    """Send one step of the edit of the records; the page that follows."""
    sent = {"action": "edit_selected", "_selected_action": [record.pk for record in records], step: "1"}
    sent["seen"] = [f"{record.pk}:{fresh(record).version}" for record in records]
    return client.post(address(type(records[0]), "changelist"), sent | typed(values) | more, follow=True)


def test_the_selected_records_change_together_each_with_its_line_of_history(desk, admin_user):
    projects = [make_project(stage="reserve") for _n in range(3)]
    versions = [fresh(project).version for project in projects]
    values = {"stage": "construction", "confirmed_on": "2026-06-01", "is_benchmark": "1"}
    preview = send(desk, projects, "previewed", values)
    assert [len(edit.changes) for edit in preview.context["changed"]] == [3, 3, 3]
    assert [fresh(project).version for project in projects] == versions, "a preview writes nothing"
    response = send(desk, projects, "confirmed", values)
    assert any("3" in message for message in said(response))
    for project, version in zip(projects, versions, strict=True):
        now = fresh(project)
        assert (now.stage, str(now.confirmed_on), now.is_benchmark) == ("construction", "2026-06-01", True)
        assert now.version == version + 1
        line = now.history.first()
        assert (line.history_change_reason, line.history_user, line.act) == ("as agreed", admin_user, "save")
        assert PublishedProject.objects.current().get(reference=now.reference).stage == "reserve"
    assert LogEntry.objects.count() == 3


def test_the_preview_shows_before_and_after_of_each_record_and_counts(desk):
    first, second = make_project(stage="reserve"), make_project(stage="operation")
    response = send(desk, [first, second], "previewed", {"stage": "operation"})
    assert [edit.record for edit in response.context["changed"]] == [first]
    (change,) = response.context["changed"][0].changes
    assert change.before != change.after
    assert response.context["number_unchanged"] == 1
    before = fresh(second).version
    send(desk, [first, second], "confirmed", {"stage": "operation"})
    assert fresh(second).version == before, "what says so already is not written"
    assert fresh(first).stage == "operation"


VALUES = {
    Project: lambda: (make_project, {"region": make_region().pk}),
    Site: lambda: (make_site, {"plan": make_plan().pk}),
}
MORE = {
    "plan": (make_plan, {"status": "adopted", "issued": "2021年6月"}),
    "stakeholder": (make_stakeholder, {"kind": "group"}),
    "source": (make_source, {"language": "zh", "publisher_zh": "阳泉市发改委"}),
}


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun._meta.model_name)
def test_every_noun_has_fields_that_several_can_share(desk, noun):
    make, values = VALUES[noun]() if noun in VALUES else MORE[noun._meta.model_name]
    records = [make(), make()]
    question = send(desk, records, "index", values)
    assert question.context["step"] == "form"
    assert not {"name_zh", "name_en", "slug", "reference"} & set(FIELDS[noun])
    send(desk, records, "confirmed", values)
    for record in map(fresh, records):
        for name, value in values.items():
            found = getattr(record, f"{name}_id") if isinstance(value, int) else getattr(record, name)
            assert str(getattr(found, "text", found)) == str(value)


def test_a_ticked_empty_field_is_emptied_and_one_not_ticked_stays(desk):
    projects = [make_project(stage="reserve", nature="new") for _n in range(2)]
    send(desk, projects, "confirmed", {"nature": ""})
    assert {(fresh(project).nature, fresh(project).stage) for project in projects} == {("", "reserve")}


@pytest.mark.parametrize(
    "sent",
    [
        {"edit-reason": ""},
        {"edit-reason": "  "},
        {"edit-set_stage": ""},
        {"edit-stage": "nonsense"},
        {"edit-set_region": "on", "edit-region": "9" * 30},
        {"edit-set_region": "on", "edit-region": "\0"},
        {"edit-set_region": "on", "edit-region": ""},
        {"edit-condition": "delayed"},
        {"edit-confirmed_on": "1 Foo", "edit-set_confirmed_on": "on"},
        {"edit-reason": "\0"},
    ],
)
@pytest.mark.parametrize("step", ["previewed", "confirmed"])
def test_a_form_that_makes_no_sense_is_asked_again(desk, sent, step):
    project = make_project(stage="reserve")
    before = fresh(project).version
    response = send(desk, [project], step, {"stage": "operation"}, **sent)
    assert response.status_code == 200
    assert response.context["step"] == "form"
    assert response.context["form"].errors
    assert fresh(project).version == before


def test_the_record_in_the_way_is_named_and_nothing_is_saved(desk):
    first, second = make_project(condition="on-track"), make_project(name_en="Stony Town", condition="on-track")
    first.condition_reason_en = "Land"
    editorial.save(first)
    preview = send(desk, [first, second], "previewed", {"condition": "delayed"})
    assert [edit.record for edit in preview.context["in_the_way"]] == [second]
    assert 'name="confirmed"' not in preview.text
    response = send(desk, [first, second], "confirmed", {"condition": "delayed"})
    assert any("Stony Town" in message for message in said(response))
    assert {fresh(first).condition, fresh(second).condition} == {"on-track"}


def test_what_somebody_has_changed_since_the_preview_is_left_alone(desk):
    first, second = make_project(stage="reserve"), make_project(name_en="Moving Town", stage="reserve")
    seen = [f"{record.pk}:{fresh(record).version}" for record in (first, second)]
    editorial.save(fresh(second))
    response = send(desk, [first, second], "confirmed", {"stage": "operation"}, seen=seen)
    assert any("Moving Town" in message for message in said(response))
    assert {fresh(first).stage, fresh(second).stage} == {"reserve"}
    for lost in ([], ["x"], [seen[0]]):
        send(desk, [first, second], "confirmed", {"stage": "operation"}, seen=lost)
        assert {fresh(first).stage, fresh(second).stage} == {"reserve"}


def test_records_of_another_department_are_refused_and_named(client):
    office, other = make_stakeholder(), make_stakeholder()
    clerk = make_clerk("change_project", "view_project")
    Member.objects.create(account=clerk, department=office)
    own, foreign = make_project(stage="reserve"), make_project(name_en="Foreign Town", stage="reserve")
    editorial.hand_over(own, department=office)
    editorial.hand_over(foreign, department=other)
    client.force_login(clerk)
    for step in ("index", "previewed", "confirmed"):
        response = send(client, [own, foreign], step, {"stage": "operation"})
        assert any("Foreign Town" in message for message in said(response)), step
        assert {fresh(own).stage, fresh(foreign).stage} == {"reserve"}
    send(client, [own], "confirmed", {"stage": "operation"})
    assert fresh(own).stage == "operation"


def test_who_may_only_look_is_not_offered_it(client):
    project = make_project(stage="reserve")
    client.force_login(make_clerk("view_project"))
    assert "edit_selected" not in client.get(address(Project, "changelist")).text
    send(client, [project], "confirmed", {"stage": "operation"})
    assert fresh(project).stage == "reserve"


def test_a_deleted_record_is_not_edited(desk):
    project = make_project(stage="reserve", is_published=False)
    editorial.delete(project)
    sent = {"action": "edit_selected", "_selected_action": [project.pk], "confirmed": "1"}
    sent["seen"] = f"{project.pk}:{fresh(project).version}"
    desk.post(address(Project, "changelist") + "?standing=deleted", sent | typed({"stage": "operation"}))
    assert fresh(project).stage == "reserve"


def test_one_edits_at_most_so_many_at_once(desk, monkeypatch):
    monkeypatch.setattr("projects.admin.acts.AT_ONCE", 1)
    projects = [make_project(stage="reserve") for _n in range(2)]
    send(desk, projects, "confirmed", {"stage": "operation"})
    assert {fresh(project).stage for project in projects} == {"reserve"}


def test_the_way_back_from_the_preview_keeps_what_was_typed(desk):
    project = make_project(stage="reserve")
    response = send(desk, [project], "back", {"stage": "operation"})
    assert response.context["step"] == "form"
    assert re.search(r'<option value="operation" selected', response.text)
    assert not response.context["form"].errors


def test_the_pages_of_the_edit_hold_nothing_inline(desk):
    project = make_project(stage="reserve")
    for step in ("index", "previewed"):
        text = send(desk, [project], step, {"stage": "operation"}).text
        assert not re.search(r"<script(?![^>]*src=)[^>]*>\s*\S|\sstyle=|\son\w+=", text)
