"""What the desk says while a form is filled in: codes, records that are there already, usual milestones, merging."""

import pytest
from django.utils.translation import override

from projects import editorial
from projects.likeness import alike, likeness
from projects.milestones import usual_milestones
from projects.models import Milestone, Participation, Project, ProjectType, Stakeholder, UsualMilestone
from tests.desk import address, make_clerk, said, sent_by
from tests.records import make_project, make_region, make_stakeholder, make_type

pytestmark = pytest.mark.django_db

CODE = "91350100M000100Y43"
PROJECT_CODE = "2105-140302-04-01-123456"


@pytest.fixture
def desk(admin_client):
    """A browser at the desk whose user may do everything."""
    return admin_client


def hint(desk, path, **asked):
    """What the desk says of what was typed."""
    response = desk.get(f"/en/admin/projects/{path}/", asked)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return response.content.decode()


def add(desk, model, **typed):
    """Fill in the form of a new record and save it; the page that follows."""
    page = address(model, "add", "en")
    return desk.post(page, sent_by(desk.get(page)) | typed, follow=True)


def test_a_project_code_explains_itself(desk):
    make_region(code="140302", name_zh="城区", name_en="Chengqu")
    text = hint(desk, "project/code", code="２１０５-140302—04-01-123456")
    assert all(part in text for part in ("2021-05", "140302 Chengqu", "probably capital construction"))
    assert "Known already" not in text


def test_a_project_code_that_a_deleted_record_has_is_known(desk):
    project = make_project(national_code=PROJECT_CODE, is_published=False)
    editorial.delete(project)
    text = hint(desk, "project/code", code=PROJECT_CODE)
    assert address(project, language="en") in text
    assert "(deleted)" in text
    assert "Known already" not in hint(desk, "project/code", code=PROJECT_CODE, record=project.pk)


@pytest.mark.parametrize("code", ["", "\0", "x" * 5000, "2105-140302"])
def test_no_code_breaks_the_explanation(desk, code):
    hint(desk, "project/code", code=code, record="9" * 30)
    hint(desk, "stakeholder/code", code=code)


def test_an_organisation_code_leads_to_who_has_it(desk):
    known = make_stakeholder(organisation_code=CODE)
    assert address(known, language="en") in hint(desk, "stakeholder/code", code=f" {CODE[:9]} {CODE[9:].lower()}")
    assert "check character" in hint(desk, "stakeholder/code", code=f"{CODE[:-1]}9")


def test_the_stored_code_is_explained_without_a_script(desk):
    project = make_project(national_code=PROJECT_CODE)
    assert "2021-05" in desk.get(address(project, language="en")).content.decode()


@pytest.mark.parametrize("path", ["project/code", "project/alike", "stakeholder/code", "project/usual-milestones"])
def test_hints_are_for_those_who_may_see_the_records(client, path):
    client.force_login(make_clerk("view_site"))
    assert client.get(f"/admin/projects/{path}/").status_code == 403


def test_the_search_box_for_stakeholders_finds_by_a_code_as_it_was_pasted(desk):
    known = make_stakeholder(organisation_code=CODE)
    make_stakeholder()
    asked = {"app_label": "projects", "model_name": "participation", "field_name": "stakeholder"}
    answer = desk.get("/admin/autocomplete/", asked | {"term": f"{CODE[:2]} {CODE[2:8]} {CODE[8:]}"}).json()
    assert [entry["id"] for entry in answer["results"]] == [str(known.pk)]


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        ("阳泉红叶康养有限公司", "阳泉红叶康养", True),
        ("红叶（康养）小镇项目", "红叶康养小镇", True),
        ("红叶康养小镇一期", "红叶康养小镇二期", False),
        ("Red Leaf Town Co., Ltd.", "RED LEAF TOWN", True),
        ("Project 12", "Project 13", False),
        ("桃河康养基地", "娘子关森林基地", False),
    ],
)
def test_names_are_alike_but_for_marks_width_and_endings(one, other, is_alike):
    assert (likeness(one, other) >= 0.9) is is_alike


def test_candidates_are_found_with_a_place_before_the_name_and_by_sound():
    home = make_region(code="140300", name_zh="阳泉市", name_en="Yangquan", is_home=True)
    there = make_stakeholder(name_zh="阳泉红叶康养有限公司", region=home)
    for name in ("红叶康养", "红页康养集团", "阳泉市红叶康养公司"):
        assert [like.record for like in alike(Stakeholder(name_zh=name, kind="organisation"))] == [there], name
    assert not alike(Stakeholder(name_zh="红叶康养", kind="person"))
    english = make_project(name_en="Red Leaf Town")
    assert [like.record for like in alike(Project(name_en="Red leaf town project"))] == [english]


def test_a_likely_duplicate_is_saved_only_once_it_is_confirmed(desk):
    there = make_stakeholder(name_zh="红叶康养公司")
    typed = {"name_zh": "红叶康养有限公司", "kind": "organisation", "website": "https://example.org/"}
    refused = add(desk, Stakeholder, **typed)
    page = refused.content.decode()
    assert address(there, language="en") in page
    assert "https://example.org/" in page
    assert Stakeholder.objects.count() == 1
    sent = sent_by(refused) | {"save_all_the_same": f"{there.reference} "}
    desk.post(address(Stakeholder, "add", "en"), sent, follow=True)
    assert Stakeholder.objects.count() == 2
    assert address(there, language="en") in hint(desk, "stakeholder/alike", name_zh="红叶康养")


def test_the_usual_milestones_are_those_of_the_type_or_else_built_in():
    project_type = make_type()
    assert len(usual_milestones(project_type)) == 8
    row = UsualMilestone(kind="opening", name_en="Doors open", months_after_start=14)
    editorial.save(project_type, parts=[row])
    for start, due in [
        ("2021-03", "May 2022"),
        ("2021-12-31", "28 February 2023"),
        ("2021", ""),
        ("2021年底前", ""),
        ("?", ""),
    ]:
        with override("en"):
            (usual,) = usual_milestones(ProjectType.objects.get(), start)
        assert (usual.kind, usual.name_en, usual.due) == ("opening", "Doors open", due)


def test_the_button_fills_rows_and_writes_over_nothing(desk):
    typed = {"milestones-0-kind": "start", "milestones-0-name_zh": "开工", "milestones-0-due": "2030"}
    project = make_project([Milestone(kind="start", name_zh="开工")], is_published=False)
    sent = sent_by(desk.get(address(project))) | typed | {"start_planned": "2026-03", "_usual_milestones": "1"}
    shown = sent_by(desk.post(address(project), sent))
    assert shown["milestones-TOTAL_FORMS"] == "8"
    assert shown["milestones-0-due"] == "2030"
    assert not project.milestones.filter(number=2).exists()
    desk.post(address(project), shown, follow=True)
    assert project.milestones.count() == 8


def test_two_stakeholders_are_merged_on_a_page_that_shows_both(desk):
    duplicate, survivor = make_stakeholder(name_zh="红叶公司"), make_stakeholder(name_zh="红叶有限公司")
    project = make_project([Participation(stakeholder=duplicate, role="investor")])
    chosen = {"action": "merge_selected", "_selected_action": [duplicate.pk, survivor.pk]}
    page = desk.post(address(Stakeholder, "changelist", "en"), chosen, follow=True)
    assert project.reference in page.content.decode()
    seen = [f"{record.pk}:{record.version}" for record in (duplicate, survivor)]
    sent = {"other": survivor.pk, "seen": seen, "reason": "one body"}
    path = address(duplicate, "merge", "en")
    assert desk.post(path, sent).status_code == 200
    assert Stakeholder.objects.live().count() == 2
    done = desk.post(path, sent | {"survivor": survivor.pk}, follow=True)
    assert "was merged into" in " ".join(said(done))
    assert Stakeholder.objects.live().get() == survivor
    assert "merged into" in desk.get(address(duplicate, language="en")).content.decode()


def test_only_two_are_merged_and_only_by_who_may(desk, client):
    one = make_stakeholder()
    chosen = {"action": "merge_selected", "_selected_action": [one.pk]}
    assert "exactly two" in " ".join(said(desk.post(address(Stakeholder, "changelist", "en"), chosen, follow=True)))
    client.force_login(make_clerk("change_stakeholder"))
    assert client.get(address(one, "merge")).status_code == 403
