"""The desk: who else has a record open."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from projects import editorial
from projects.models import OpenRecord
from tests.desk import address, make_clerk
from tests.records import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    """A browser at the desk of a clerk who may write projects."""
    client.force_login(make_clerk("change_project"))
    return client


@pytest.fixture
def li_hua():
    """A colleague who has a project open."""
    clerk = make_clerk("change_project", username="lihua")
    clerk.first_name, clerk.last_name = "Li", "Hua"
    clerk.save()
    return clerk


def test_a_form_says_who_else_has_the_record_open_since_when(desk, li_hua):
    project, other = make_project(), make_project()
    editorial.look_at(project, li_hua, "x")
    since = timezone.localtime(OpenRecord.objects.get().since)
    text = desk.get(address(project, language="en")).content.decode()
    assert f"Li Hua has had this open since {since:%H:%M}." in text
    assert "Li Hua" not in desk.get(address(other)).content.decode()
    assert set(OpenRecord.objects.values_list("account__username", "key")) == {
        ("lihua", project.pk),
        ("clerk", project.pk),
        ("clerk", other.pk),
    }


def test_it_is_no_lock(desk, li_hua):
    project = make_project()
    editorial.look_at(project, li_hua, "x")
    editorial.save(project, by=make_clerk("change_project", username="third"))


def test_who_may_only_look_has_nothing_open(client):
    project = make_project()
    client.force_login(make_clerk("view_project"))
    assert "data-presence" not in client.get(address(project)).content.decode()
    assert client.post(address(project, "presence")).status_code == 403
    assert not OpenRecord.objects.exists()


def test_a_page_keeps_its_word_up_and_one_that_is_left_is_forgotten(desk, li_hua):
    project = make_project()
    opening = desk.get(address(project)).context["opening"]
    began = OpenRecord.objects.get().since
    editorial.look_at(project, li_hua, "x")
    answer = desk.post(address(project, "presence", "en"), {"opening": opening})
    assert answer.json()["others"][0].startswith("Li Hua has had this open since")
    mine = OpenRecord.objects.get(account__username="clerk")
    assert mine.since == began
    assert mine.seen_at > began
    again = desk.get(address(project)).context["opening"]
    desk.post(address(project, "presence"), {"opening": opening, "leaving": "1"})
    assert OpenRecord.objects.filter(account__username="clerk").exists()
    desk.post(address(project, "presence"), {"opening": again, "leaving": "1"})
    assert not OpenRecord.objects.filter(account__username="clerk").exists()


def test_after_three_minutes_of_silence_a_word_is_forgotten(desk, li_hua, monkeypatch):
    project = make_project()
    editorial.look_at(project, li_hua, "x")
    later = timezone.now() + timedelta(minutes=3, seconds=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert desk.get(address(project)).context["others"] == []
    assert not OpenRecord.objects.filter(account=li_hua).exists()


def test_a_busy_database_keeps_nobody_from_the_form(desk, monkeypatch):
    def busy(*args):
        raise OperationalError("database is locked")

    project = make_project()
    monkeypatch.setattr(editorial, "look_at", busy)
    assert desk.get(address(project)).status_code == 200
    assert desk.post(address(project, "presence")).status_code == 503


@pytest.mark.parametrize("opening", ["", "\0", "x" * 9000])
def test_any_opening_can_be_left(desk, opening):
    project = make_project()
    assert desk.post(address(project, "presence"), {"opening": opening, "leaving": "1"}).status_code == 200
    assert desk.get(address(project, "presence")).status_code == 405
