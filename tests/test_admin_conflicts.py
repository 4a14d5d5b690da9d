"""The desk: two clerks, one record."""

import pytest

from projects import editorial
from projects.models import Amenity, Milestone, Project
from tests.desk import add_row, address, sent_by
from tests.records import make_project, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(admin_client):
    """A browser at the desk whose user may do everything."""
    return admin_client


def fresh(record):
    """The record as the database has it."""
    return type(record).objects.get(pk=record.pk)


def rename(record, name, **said):
    """Another clerk renames the record."""
    record = fresh(record)
    record.name_en = name
    return editorial.save(record, **said)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_stale_save_is_refused_with_both_versions_shown(desk, admin_user, language):
    project = make_project(name_en="Before")
    page = address(project, language=language)
    sent = sent_by(desk.get(page))
    rename(project, "Theirs", by=admin_user, reason="the sign says so")
    response = desk.post(page, sent | {"name_en": "Yours", "reason": "mine"})
    assert response.status_code == 409
    (change,) = response.context["changes"]
    assert (change.before, change.after) == ("Theirs", "Yours")
    text = response.content.decode()
    assert admin_user.username in text
    assert "the sign says so" in text
    assert fresh(project).name_en == "Theirs"


def test_nothing_typed_is_lost_and_mine_can_be_saved_all_the_same(desk):
    project = make_project(name_en="Before", parts=[Amenity(kind="school", name_en="school")])
    sent = sent_by(desk.get(address(project)))
    rename(project, "Theirs")
    sent |= {"name_en": "Yours", "summary_zh": "一\r\n二", "amenities-0-name_en": "college", "reason": "mine"}
    sent = add_row(sent, "milestones", kind="start", due="2021年三季度")
    conflict = desk.post(address(project), sent)
    response = desk.post(address(project), carried_by(conflict), follow=True)
    assert response.redirect_chain
    project = fresh(project)
    assert (project.name_en, project.summary_zh) == ("Yours", "一\n二")
    assert project.amenities.get().name_en == "college"
    assert project.milestones.get().due.text == "2021年三季度"
    assert project.history.first().history_change_reason == "mine"


def carried_by(conflict):
    """What the button of a conflict page sends."""
    sent = {}
    for name, value in conflict.context["carried"]:
        sent.setdefault(name, value)
    return sent | {"seen_version": conflict.context["original"].version}


def test_the_conflict_page_carries_what_was_typed_as_hidden_inputs(desk):
    project = make_project(name_en="Before")
    sent = sent_by(desk.get(address(project)))
    rename(project, "Theirs")
    text = desk.post(address(project), sent | {"name_en": '"><b>'}).content.decode()
    assert '<input type="hidden" name="name_en" value="&quot;&gt;&lt;b&gt;">' in text
    assert f'name="seen_version" value="{fresh(project).version}"' in text
    assert f'href="{address(project)}"' in text


def test_a_conflict_tells_of_parts_that_came_changed_and_went(desk):
    project = make_project(
        parts=[Amenity(kind="school", name_en="one"), Amenity(kind="school", name_en="two"), Milestone(kind="start")]
    )
    sent = sent_by(desk.get(address(project, language="en")))
    one, two = project.amenities.all()
    one.name_en = "theirs"
    editorial.save(
        fresh(project), parts=[one, Amenity(kind="school", name_en="new")], removed=[two, *project.milestones.all()]
    )
    sent |= {"amenities-0-name_en": "yours", "amenities-1-name_en": "two, better"}
    conflict = desk.post(address(project, language="en"), sent)
    assert conflict.status_code == 409
    told = {(change.label, change.before) for change in conflict.context["changes"]}
    assert {("Amenity 1: Name (English)", "theirs"), ("Amenity", ""), ("Amenity 3", "new"), ("Milestone", "")} <= told
    assert desk.post(address(project), carried_by(conflict), follow=True).redirect_chain
    assert sorted(amenity.name_en for amenity in project.amenities.all()) == ["new", "two, better", "yours"]
    assert project.milestones.count() == 1


def test_a_conflict_is_shown_even_where_the_form_has_errors(desk):
    project = make_project(name_en="Before")
    sent = sent_by(desk.get(address(project)))
    rename(project, "Theirs")
    response = desk.post(address(project), sent | {"investment": "3,2亿", "type": "x", "region": "9" * 30})
    assert response.status_code == 409
    assert {"3,2亿", "x"} <= {change.after for change in response.context["changes"]}


def test_a_race_that_the_form_did_not_see_ends_on_the_same_page(desk, monkeypatch):
    project = make_project(name_en="Before")
    sent = sent_by(desk.get(address(project))) | {"name_en": "Yours"}
    save = editorial.save

    def overtaken(record, **said):
        monkeypatch.undo()
        rename(project, "Theirs")
        return save(record, **said)

    monkeypatch.setattr(editorial, "save", overtaken)
    response = desk.post(address(project), sent)
    assert response.status_code == 409
    assert fresh(project).name_en == "Theirs"


def test_two_clerks_who_type_the_same_are_no_conflict(desk):
    project = make_project(name_en="Before")
    sent = sent_by(desk.get(address(project)))
    rename(project, "Both")
    assert desk.post(address(project), sent | {"name_en": "Both"}, follow=True).redirect_chain
    assert fresh(project).version == project.version + 1


def test_a_record_deleted_meanwhile_keeps_what_was_typed(desk):
    project = make_project(is_published=False)
    sent = sent_by(desk.get(address(project))) | {"name_en": "Typed for nothing?"}
    editorial.delete(fresh(project))
    conflict = desk.post(address(project), sent)
    assert conflict.status_code == 409
    assert "Typed for nothing?" in conflict.content.decode()
    editorial.restore(fresh(project))
    again = desk.post(address(project), carried_by(conflict))
    assert again.status_code == 409
    desk.post(address(project), carried_by(again))
    assert fresh(project).name_en == "Typed for nothing?"


def test_lists_have_conflicts_too(desk):
    region = make_region(name_en="Before")
    sent = sent_by(desk.get(address(region)))
    rename(region, "Theirs")
    assert desk.post(address(region), sent | {"name_en": "Yours"}).status_code == 409


@pytest.mark.parametrize("seen", ["", "0", "-1", "x", "99999999999999999999", "\0"])
def test_a_form_without_a_plausible_version_is_not_saved(desk, seen):
    project = make_project(name_en="Before")
    sent = sent_by(desk.get(address(project))) | {"name_en": "After", "seen_version": seen}
    assert desk.post(address(project), sent).status_code in {200, 409}
    assert Project.objects.get().name_en == "Before"
