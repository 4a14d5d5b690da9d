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
    (choice,) = response.context["merged"].choices
    assert (choice.seen, choice.theirs, choice.mine) == ("Before", "Theirs", "Yours")
    assert choice.is_contested
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
    return sent | {"seen_version": conflict.context["seen_version"]}


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
    merged = conflict.context["merged"]
    told = [(choice.label, choice.theirs, choice.mine, choice.is_contested) for choice in merged.choices]
    assert told == [
        ("Amenity 1", "Name (English): theirs", "Name (English): yours", True),
        ("Amenity 2", "removed", "Kind: school; Name (English): two, better", True),
    ]
    assert [(change.label, change.after.split("; ")[-1]) for change in merged.kept] == [
        ("Milestone 1", "removed"),
        ("Amenity 3", "Name (English): new"),
    ]
    assert desk.post(address(project), carried_by(conflict), follow=True).redirect_chain
    assert sorted(amenity.name_en for amenity in project.amenities.all()) == ["new", "two, better", "yours"]
    assert project.milestones.count() == 0


def test_a_conflict_is_shown_even_where_the_form_has_errors(desk):
    project = make_project(name_en="Before")
    sent = sent_by(desk.get(address(project)))
    rename(project, "Theirs")
    response = desk.post(address(project), sent | {"investment": "3,2亿", "type": "x", "region": "9" * 30})
    assert response.status_code == 409
    assert {"3,2亿", "x"} <= {choice.mine for choice in response.context["merged"].choices}


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


def test_each_change_of_both_is_kept_and_a_choice_decides_where_both_wrote(desk):
    project = make_project(name_en="Before", summary_en="before", stage="reserve")
    sent = sent_by(desk.get(address(project)))
    theirs = fresh(project)
    theirs.name_en, theirs.stage, theirs.is_benchmark = "Theirs", "construction", True
    editorial.save(theirs)
    sent |= {"name_en": "Yours", "summary_en": "yours", "condition": "delayed", "condition_reason_en": "land"}
    conflict = desk.post(address(project), sent)
    merged = conflict.context["merged"]
    contested = {choice.name: choice.is_contested for choice in merged.choices}
    assert contested == {
        "choice:name_en": True,
        "choice:summary_en": False,
        "choice:condition": False,
        "choice:condition_reason_en": False,
    }
    assert len(merged.kept) == 2
    chosen = sent_by(conflict)
    assert {chosen[name] for name in contested} == {"mine"}
    desk.post(address(project), chosen | {"choice:name_en": "theirs"})
    saved = fresh(project)
    assert (saved.name_en, saved.summary_en, saved.stage) == ("Theirs", "yours", "construction")
    assert (saved.condition, saved.is_benchmark) == ("delayed", True)


def test_rows_of_parts_are_chosen_one_by_one(desk):
    project = make_project(
        is_published=False, parts=[Amenity(kind="school", name_en=name) for name in ("one", "two", "three", "four")]
    )
    sent = sent_by(desk.get(address(project)))
    one, two, three, _four = project.amenities.all()
    one.name_en, two.purpose_en = "theirs", "theirs"
    editorial.save(fresh(project), parts=[one, two], removed=[three])
    sent |= {"amenities-0-name_en": "yours", "amenities-1-name_en": "two, mine", "amenities-2-name_en": "three, mine"}
    sent = add_row(sent | {"amenities-3-DELETE": "on"}, "amenities", kind="school", name_en="left out")
    conflict = desk.post(address(project), sent)
    names = {choice.mine: choice.name for choice in conflict.context["merged"].choices}
    assert len(names) == 5
    chosen = sent_by(conflict)
    for name in names.values():
        if chosen.get(name) == "mine" and (
            "left out" in (mine := next(m for m in names if names[m] == name)) or "yours" in mine
        ):
            chosen[name] = "theirs"
    desk.post(address(project), chosen)
    assert [(part.number, part.name_en, part.purpose_en) for part in project.amenities.all()] == [
        (1, "theirs", ""),
        (2, "two, mine", "theirs"),
        (5, "three, mine", ""),
    ]


def test_a_second_conflict_keeps_what_was_chosen_in_the_first(desk):
    project = make_project(name_en="Before", summary_en="before", summary_zh="从前")
    sent = sent_by(desk.get(address(project)))
    rename(project, "Theirs")
    first = desk.post(address(project), sent | {"name_en": "Yours", "summary_en": "yours"})
    third = fresh(project)
    third.summary_en, third.summary_zh = "third", "第三"
    editorial.save(third)
    second = desk.post(address(project), sent_by(first) | {"choice:name_en": "theirs"})
    assert second.status_code == 409
    (choice,) = second.context["merged"].choices
    assert (choice.name, choice.seen, choice.theirs, choice.mine) == ("choice:summary_en", "before", "third", "yours")
    assert choice.is_contested
    desk.post(address(project), sent_by(second))
    saved = fresh(project)
    assert (saved.name_en, saved.summary_en, saved.summary_zh) == ("Theirs", "yours", "第三")


def test_who_changed_nothing_has_no_conflict_and_takes_nothing_back(desk):
    project = make_project(name_en="Before")
    sent = sent_by(desk.get(address(project)))
    rename(project, "Theirs")
    assert desk.post(address(project), sent).status_code == 302
    assert (fresh(project).name_en, fresh(project).version) == ("Theirs", project.version + 1)


@pytest.mark.parametrize("seen", ["0", "7", "9" * 30, "x", ""])
def test_choices_that_no_page_offered_do_no_harm(desk, seen):
    project = make_project(name_en="Before", parts=[Amenity(kind="school", name_en="one")])
    sent = sent_by(desk.get(address(project)))
    forged = {f"choice:{name}": "theirs" for name in ("name_en", "x", "amenities-0", "amenities-9", "version", "\0")}
    sent |= {"name_en": "Yours", "seen_version": seen, "amenities-TOTAL_FORMS": "9" * 30}
    assert desk.post(address(project), sent | forged).status_code in {200, 302, 409}
    assert fresh(project).name_en == "Before"
