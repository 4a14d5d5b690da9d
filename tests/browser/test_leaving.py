"""Leaving a form: asked about where something was typed, and nowhere else."""

import pytest
from django.contrib.auth import get_user_model

from projects import editorial
from projects.models import OpenRecord, Project

pytestmark = pytest.mark.browser


@pytest.fixture
def form(open_page):
    """The form of a project at the desk in English, with a clerk logged in."""
    get_user_model().objects.create_superuser("clerk", password="a clerk's password")
    watched = open_page(f"/en/admin/projects/project/{Project.objects.get().pk}/change/")
    page = watched.page
    page.get_by_label("Username").fill("clerk")
    page.get_by_label("Password").fill("a clerk's password")
    page.locator("[type=submit]").click()
    page.locator("#id_name_en").wait_for()
    watched.asked = []

    def answer(dialog):
        watched.asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    return watched


def test_only_a_form_that_was_changed_asks_before_it_is_left(form):
    page = form.page
    address = page.url
    page.locator("#id_name_en").click()
    page.goto("/en/admin/")
    page.goto(address)
    name = page.locator("#id_name_en").input_value()
    page.locator("#id_name_en").fill("Another")
    page.locator("#id_name_en").fill(name)
    page.goto("/en/admin/")
    assert form.asked == []
    page.goto(address)
    page.locator("#id_name_en").fill("Another")
    page.goto("/en/admin/")
    assert form.asked == ["beforeunload"]
    page.goto(address)
    page.locator("#id_name_en").fill("Another")
    page.locator("[name=_continue]").click()
    page.locator(".messagelist").wait_for()
    assert form.asked == ["beforeunload"]
    assert page.locator("#id_name_en").input_value() == "Another"
    assert form.complaints == []


def test_a_new_row_counts_once_something_is_typed_into_it(form):
    page = form.page
    address = page.url
    page.locator("#milestones-group .add-row a").click()
    page.goto("/en/admin/")
    assert form.asked == []
    page.goto(address)
    page.locator("#milestones-group .add-row a").click()
    row = page.locator("#milestones-group .form-row:not(.empty-form) [name$='-due']").last
    row.fill("2027")
    page.goto("/en/admin/")
    assert form.asked == ["beforeunload"]


def test_typed_words_survive_a_conflict_and_are_asked_about_there(form):
    page = form.page
    project = Project.objects.get()
    project.name_en = "Theirs"
    editorial.save(project)
    page.locator("#id_name_en").fill("Mine")
    page.locator("[name=_save]").click()
    page.get_by_text("Somebody else was quicker").first.wait_for()
    page.get_by_label("Theirs", exact=True).check()
    page.goto("/en/admin/")
    assert form.asked == ["beforeunload"]
    assert [text for text in form.complaints if "409" not in text] == []


def test_a_page_that_is_left_is_no_longer_open(form):
    assert OpenRecord.objects.count() == 1
    form.page.goto("/en/admin/")
    for _attempt in range(50):
        if not OpenRecord.objects.exists():
            break
        form.page.wait_for_timeout(100)
    assert not OpenRecord.objects.exists()


def test_nothing_is_done_to_a_record_while_what_was_typed_is_not_saved(form):
    page = form.page
    page.locator("#id_name_en").fill("Another")
    page.get_by_role("button", name="Still true").click()
    assert "not saved yet" in page.get_by_role("alert").inner_text()
    assert Project.objects.get().confirmed_on is None
    page.locator("[name=_continue]").click()
    page.locator(".messagelist").wait_for()
    page.get_by_role("button", name="Submit for review").click()
    page.locator(".messagelist", has_text="submitted for review").wait_for()
    assert Project.objects.get().review == "submitted"
    assert form.asked == form.complaints == []
