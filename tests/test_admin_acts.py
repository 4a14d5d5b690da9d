"""The desk: publishing, withdrawing, deleting and restoring, one record or several."""

import pytest
from django.contrib.admin.models import LogEntry

from projects import editorial
from projects.models import Participation, Project, ProjectType, PublishedProject, Stakeholder
from tests.desk import address, make_clerk, said, sent_by
from tests.records import make_project, make_site, make_stakeholder, make_type

pytestmark = pytest.mark.django_db

LIST = "/admin/projects/project/"


@pytest.fixture
def desk(admin_client):
    """A browser at the desk whose user may do everything."""
    return admin_client


def fresh(record):
    """The record as the database has it."""
    return type(record).objects.get(pk=record.pk)


def press(desk, record, act, **typed):
    """Press a button of the record's page; the page that follows."""
    sent = {"seen": f"{record.pk}:{fresh(record).version}", "reason": "as agreed"} | typed
    return desk.post(f"{address(record).removesuffix('change/')}{act}/", sent, follow=True)


def select(desk, act, *records, **typed):
    """Choose an act for several records of the list, then confirm it; the page that follows."""
    chosen = {"action": f"{act}_selected", "_selected_action": [record.pk for record in records]}
    page = address(type(records[0]), "changelist") + ("?standing=deleted" if act == "restore" else "")
    question = desk.post(page, chosen)
    assert question.status_code == 200
    assert not LogEntry.objects.exists()
    seen = [f"{record.pk}:{fresh(record).version}" for record in records]
    return desk.post(page, chosen | {"confirmed": "1", "seen": seen, "reason": "as agreed"} | typed, follow=True)


def test_a_button_publishes_what_the_clerk_saw_with_who_and_why(desk, admin_user):
    project = make_project(stage="reserve", is_published=False)
    assert f'action="{LIST}{project.pk}/publish/"' in desk.get(address(project)).content.decode()
    press(desk, project, "publish")
    copy = PublishedProject.objects.current().get()
    assert (copy.reason, copy.published_by) == ("as agreed", admin_user)
    assert project.history.first().history_user == admin_user


def test_a_button_withdraws_and_another_restores_what_was_deleted(desk):
    project = make_project()
    press(desk, project, "withdraw")
    assert not PublishedProject.objects.current().exists()
    press(desk, project, "delete")
    assert fresh(project).is_deleted
    page = desk.get(address(project)).content.decode()
    assert "/restore/" in page
    assert "/publish/" not in page
    press(desk, project, "restore")
    assert not fresh(project).is_deleted
    assert {line.history_change_reason for line in project.history.all()[:3]} == {"as agreed"}


@pytest.mark.parametrize("act", ["publish", "submit", "restore"])
def test_buttons_answer_to_nothing_but_post(desk, act):
    project = make_project(stage="reserve", is_published=False)
    assert desk.get(f"{LIST}{project.pk}/{act}/").status_code == 405
    assert fresh(project).state == "draft"


@pytest.mark.parametrize("act", ["publish", "withdraw", "delete", "restore"])
def test_buttons_want_a_token(django_user_model, act):
    from django.test import Client

    project = make_project(is_published=act == "withdraw")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_clerk("change_project", "publish_project", "delete_project"))
    before = fresh(project).version
    assert strict.post(f"{LIST}{project.pk}/{act}/", {"seen": f"{project.pk}:{before}"}).status_code == 403
    assert fresh(project).version == before


@pytest.mark.parametrize("act", ["publish", "withdraw", "delete", "restore"])
def test_only_those_who_may_can(client, act):
    project = make_project(is_published=act == "withdraw")
    client.force_login(make_clerk("change_project", "view_project"))
    before = fresh(project).version
    assert press(client, project, act).status_code == 403
    assert fresh(project).version == before
    page = client.get(address(project)).content.decode()
    assert f"/{act}/" not in page
    assert f"{act}_selected" not in client.get(LIST).content.decode()


def test_the_permission_to_publish_is_enough_to_publish(client):
    project = make_project(stage="reserve", is_published=False)
    client.force_login(make_clerk("view_project", "publish_project"))
    press(client, project, "publish")
    assert fresh(project).state == "published"


@pytest.mark.parametrize("seen", ["", "1", "1:0", "x:y", "1:99999999999999999999", "\0", ":" * 5000])
def test_a_button_without_a_plausible_version_does_nothing(desk, seen):
    project = make_project(stage="reserve", is_published=False)
    response = press(desk, project, "publish", seen=seen)
    assert response.status_code == 200
    assert said(response)
    assert fresh(project).state == "draft"


def test_a_record_that_somebody_has_changed_is_not_published_unseen(desk):
    project = make_project(stage="reserve", is_published=False)
    seen = f"{project.pk}:{project.version}"
    editorial.save(fresh(project))
    assert said(press(desk, project, "publish", seen=seen))
    assert fresh(project).state == "draft"


def test_publishing_says_what_is_left_out(desk):
    hidden = make_stakeholder(name_en="Hidden Hand", is_published=False)
    project = make_project(parts=[Participation(stakeholder=hidden, role="owner")], stage="reserve", is_published=False)
    assert "Hidden Hand" in desk.get(address(project)).content.decode()
    assert any("Hidden Hand" in message for message in said(press(desk, project, "publish")))


def test_a_record_in_use_is_not_deleted_and_its_users_are_named(desk):
    holder = make_stakeholder()
    project = make_project(name_en="Red Leaf Town", parts=[Participation(stakeholder=holder, role="owner")])
    press(desk, holder, "withdraw")
    response = press(desk, holder, "delete")
    assert any("Red Leaf Town" in message for message in said(response))
    assert not fresh(holder).is_deleted
    assert Stakeholder.objects.live().count() == Project.objects.filter(pk=project.pk).count() == 1


def test_deleting_asks_first(desk):
    project = make_project(stage="reserve", is_published=False)
    assert desk.get(address(project, "delete")).status_code == 200
    assert not fresh(project).is_deleted


def test_an_entry_of_a_list_is_deleted_and_restored_like_a_record(desk):
    kind = make_type("unused")
    press(desk, kind, "delete")
    assert fresh(kind).is_deleted
    press(desk, kind, "restore")
    assert not fresh(kind).is_deleted
    assert desk.get(address(ProjectType, "changelist")).status_code == 200


def test_several_records_are_published_and_withdrawn_and_deleted_and_restored_with_a_reason(desk):
    projects = [make_project(stage="reserve", is_published=False) for _number in range(3)]
    for act, state, is_deleted in (
        ("publish", "published", False),
        ("withdraw", "withdrawn", False),
        ("delete", "withdrawn", True),
        ("restore", "withdrawn", False),
    ):
        LogEntry.objects.all().delete()
        select(desk, act, *projects)
        for project in projects:
            assert (fresh(project).state, fresh(project).is_deleted) == (state, is_deleted)
            assert project.history.first().history_change_reason == "as agreed"


def test_all_of_the_selected_or_none_and_the_one_in_the_way_is_named(desk):
    first, second = make_project(stage="reserve", is_published=False), make_project(name_en="Public Town")
    response = select(desk, "delete", first, second)
    assert any("Public Town" in message for message in said(response))
    assert not fresh(first).is_deleted


def test_a_selection_that_somebody_has_changed_meanwhile_is_left_alone(desk):
    first, second = (
        make_project(stage="reserve", is_published=False),
        make_project(name_en="Moving Town", stage="reserve", is_published=False),
    )
    seen = [f"{first.pk}:{first.version}", f"{second.pk}:{second.version}"]
    editorial.save(fresh(second))
    response = select(desk, "publish", first, second, seen=seen)
    assert any("Moving Town" in message for message in said(response))
    assert fresh(first).state == "draft"


def test_one_acts_on_at_most_so_many_records_at_once(desk, monkeypatch):
    monkeypatch.setattr("projects.admin.acts.AT_ONCE", 1)
    projects = [make_project(stage="reserve", is_published=False) for _number in range(2)]
    chosen = {"action": "publish_selected", "_selected_action": [project.pk for project in projects]}
    assert desk.post(LIST, chosen).status_code == 302


def test_the_form_shows_what_publishing_would_change(desk):
    project = make_project(name_en="Red Leaf Town", stage="reserve")
    page = address(project, language="en")
    assert "since the last publication" not in desk.get(page).content.decode()
    sent = sent_by(desk.get(page))
    desk.post(page, sent | {"stage": "construction", "name_zh": "红叶小镇"})
    changes = {change.label: change for change in desk.get(page).context["comparison"].changes}
    assert (changes["Stage"].before, changes["Stage"].after) == ("in reserve", "under construction")
    assert changes["Name (Chinese)"].after == "红叶小镇"
    assert len(changes) == 2
    assert "2 changes since the last publication" in desk.get(page).content.decode()


def test_the_form_shows_changed_parts_too(desk):
    from projects.models import Amenity

    project = make_project(parts=[Amenity(kind="school", name_en="primary school")], site=make_site())
    kept = project.amenities.get()
    kept.name_en = "middle school"
    editorial.save(fresh(project), parts=[kept, Amenity(kind="children", name_en="kindergarten")])
    changes = desk.get(address(project, language="en")).context["comparison"].changes
    assert [(change.label, change.before) for change in changes] == [
        ("Amenity 1: Name (English)", "primary school"),
        ("Amenity 2", ""),
    ]
    assert "kindergarten" in changes[1].after


def test_a_record_can_be_published_again_once_somebody_it_names_is_public(desk):
    company = make_stakeholder(is_published=False, name_en="Late Company")
    project = make_project(parts=[Participation(stakeholder=company, role="investor")])
    assert not any(act.name == "publish" for act, _address in desk.get(address(project)).context["acts"])
    editorial.publish(company)
    assert any(act.name == "publish" for act, _address in desk.get(address(project)).context["acts"])
