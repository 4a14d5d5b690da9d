"""The way to the public: handed in, returned, published by somebody else, retracted by two."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import override

from projects import editorial
from projects.dates import parse_date
from projects.models import Project, PublishedProject
from tests.desk import address, make_member, said, sent_by
from tests.records import make_project, make_source, make_stakeholder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    """Messages as the source writes them."""
    with override("en"):
        yield


@pytest.fixture
def editor():
    """Somebody who writes."""
    return make_member("editor")


@pytest.fixture
def reviewer():
    """Somebody who reviews."""
    return make_member("reviewer")


@pytest.fixture
def publisher():
    """Somebody who decides what the public reads."""
    return make_member("publisher")


@pytest.fixture
def draft(editor):
    """A project that the editor has written."""
    project = make_project(is_published=False, stage="reserve", name_en="Red Leaf Town")
    project.summary_en = "New."
    return editorial.save(project, by=editor, reason="heard of it")


def fresh(record):
    """The record as the database has it."""
    return type(record).objects.get(pk=record.pk)


def refused(act, *arguments, **said):
    """What a rule says against an act."""
    with pytest.raises(ValidationError) as caught:
        act(*arguments, **said)
    return " ".join(caught.value.messages)


def acts(record):
    """What was done to the record, the last first."""
    return list(record.history.order_by("-history_id").values_list("act", flat=True))


def press(client, record, act, **typed):
    """Press a button of the record's page in English; the page that follows."""
    sent = {"seen": f"{record.pk}:{fresh(record).version}", "reason": ""} | typed
    return client.post(f"{address(record, language='en').removesuffix('change/')}{act}/", sent, follow=True)


def test_a_record_goes_from_its_author_to_the_public_and_every_step_is_logged(draft, editor, reviewer):
    editorial.submit(draft, by=editor, reason="please by Friday")
    assert (draft.review, draft.review_by, draft.review_note) == ("submitted", editor, "please by Friday")
    editorial.send_back(draft, by=reviewer, reason="which county?")
    assert (draft.review, draft.review_by, draft.review_note) == ("returned", reviewer, "which county?")
    draft.summary_en = "In the county."
    editorial.save(draft, by=editor)
    assert fresh(draft).review == ""
    editorial.submit(draft, by=editor)
    editorial.take_back(draft, by=editor)
    editorial.submit(draft, by=editor)
    editorial.publish(draft, by=reviewer, reason="checked")
    assert (draft.review, draft.review_by, draft.review_note) == ("", None, "")
    assert acts(draft) == ["publish", "submit", "take_back", "submit", "save", "send_back", "submit", "save", "save"]
    lines = draft.history.order_by("-history_id")
    assert [line.history_user for line in lines[:2]] == [reviewer, editor]
    assert "which county?" in {line.history_change_reason for line in lines}


def test_steps_of_the_review_leave_what_the_public_reads_current(editor, reviewer):
    project = make_project(stage="reserve")
    project.summary_en = "More."
    editorial.save(project, by=editor)
    editorial.submit(project, by=editor)
    editorial.publish(project, by=reviewer)
    assert not fresh(project).has_changed_since_publication
    assert "nothing to review" in refused(editorial.submit, project, by=editor)
    editorial.hand_over(project, department=make_stakeholder(), by=make_member("publisher"))
    assert not fresh(project).has_changed_since_publication


def test_nobody_publishes_what_they_wrote(draft, editor, publisher, settings):
    draft.summary_en = "By the publisher."
    editorial.save(draft, by=publisher)
    assert "Somebody else has to publish it" in refused(editorial.publish, draft, by=publisher)
    settings.OWN_CHANGES_MAY_BE_PUBLISHED = True
    editorial.publish(draft, by=publisher)
    settings.OWN_CHANGES_MAY_BE_PUBLISHED = False
    draft.summary_en = "By the editor."
    editorial.save(draft, by=editor)
    # What was published before is not part of this change.
    editorial.publish(draft, by=publisher)


def test_a_reviewer_publishes_what_was_submitted_and_nothing_else(draft, editor, reviewer):
    with pytest.raises(PermissionDenied):
        editorial.publish(draft, by=reviewer)
    editorial.submit(draft, by=editor)
    editorial.publish(draft, by=reviewer)
    assert fresh(draft).state == "published"


def test_who_may_not_review_takes_a_record_out_of_review_by_writing_on(draft, editor, reviewer):
    editorial.submit(draft, by=editor)
    draft.summary_en = "Corrected while reviewing."
    editorial.save(draft, by=reviewer)
    assert fresh(draft).review == "submitted"
    draft.summary_en = "Corrected by its author."
    editorial.save(draft, by=editor)
    assert fresh(draft).review == ""


def test_publishing_waits_for_the_facts_of_the_stage_and_names_them(editor, publisher):
    project = make_project(is_published=False, stage="construction")
    missing = refused(editorial.publish, project, by=publisher)
    assert missing == (
        "Missing for this stage: Total investment. Missing for this stage: Actual start or Planned start. "
        "Missing for this stage: Planned finish or Actual finish."
    )
    assert fresh(project).state == "draft"
    project.investment = "320000000"
    project.start_actual, project.finish_planned = parse_date("2024-03"), parse_date("2026")
    editorial.save(project)
    editorial.publish(project, by=publisher)
    assert "Stage" in refused(editorial.publish, make_project(is_published=False), by=publisher)
    editorial.publish(make_source(is_published=False), by=publisher)


def test_what_the_public_copy_lacks_too_may_go_on_missing(publisher):
    project = make_project(stage="construction")
    project.summary_en = "A correction."
    editorial.save(project)
    editorial.publish(project, by=publisher)
    project.stage = "completed"
    editorial.save(project)
    assert "Actual finish" in refused(editorial.publish, project, by=publisher)


def test_a_retraction_takes_two_people(publisher):
    project, other = make_project(stage="reserve"), make_member("publisher", username="other")
    assert "Say why" in refused(editorial.ask_to_retract, project, by=publisher, reason=" ")
    assert "Nobody has asked" in refused(editorial.confirm_retraction, project, by=other)
    editorial.ask_to_retract(project, by=publisher, reason="names a patient")
    assert PublishedProject.objects.current().exists()
    assert "two people" in refused(editorial.confirm_retraction, project, by=publisher)
    editorial.confirm_retraction(project, by=other)
    assert fresh(project).state == "retracted"
    assert not PublishedProject.objects.exclude(facts={}).exists()
    line = project.history.order_by("-history_id").first()
    assert (line.act, line.history_user) == ("retract", publisher)
    assert line.history_change_reason == "names a patient (confirmed by other)"


def test_a_wish_to_retract_can_be_dropped(publisher):
    project = make_project(stage="reserve")
    editorial.ask_to_retract(project, by=publisher, reason="names a patient")
    editorial.send_back(project, by=make_member("reviewer"), reason="it does not")
    assert fresh(project).review == "returned"
    assert fresh(project).state == "published"


def test_a_record_belongs_to_the_department_of_its_author():
    department, other = make_stakeholder(), make_stakeholder()
    own = make_member("editor", department)
    source = editorial.save(type(make_source())(name_en="A paper", kept_by=other), by=own)
    assert fresh(source).kept_by == department
    editorial.hand_over(source, department=other)
    with pytest.raises(PermissionDenied):
        editorial.save(source, by=own)
    assert "kept there already" in refused(editorial.hand_over, source, department=other)
    assert "Still in use" in refused(editorial.delete, fresh(make_stakeholder_unused(other)))


def make_stakeholder_unused(stakeholder):
    """The stakeholder, withdrawn so that only what it keeps holds it."""
    editorial.withdraw(stakeholder)
    return stakeholder


def test_the_page_says_what_was_said_what_is_missing_and_offers_what_can_be_done(client, editor, reviewer):
    project = make_project(is_published=False, stage="construction")
    editorial.submit(project, by=editor, reason="as the office asked")
    client.force_login(reviewer)
    page = client.get(address(project, language="en"))
    assert [act.name for act, _address in page.context["acts"]] == ["publish", "send_back", "take_back"]
    for words in ("in review", "as the office asked", "Total investment"):
        assert words in page.text
    response = press(client, project, "send_back", reason="say what it costs")
    assert fresh(project).review == "returned"
    assert "returned" in said(response)[0]
    client.force_login(editor)
    assert "say what it costs" in client.get(address(project, language="en")).text


def test_who_wrote_a_change_is_told_that_somebody_else_publishes_it(client, draft, editor):
    reviewer = make_member("reviewer")
    draft.summary_en = "By the reviewer."
    editorial.save(draft, by=reviewer)
    editorial.submit(draft, by=editor)
    client.force_login(reviewer)
    page = client.get(address(draft, language="en"))
    assert "publish" not in [act.name for act, _address in page.context["acts"]]
    assert "somebody else has to publish it" in page.text
    assert "Somebody else has to publish it" in said(press(client, draft, "publish"))[0]
    assert fresh(draft).state == "draft"


def test_lists_show_what_is_in_review(client, draft, editor, admin_client):
    make_project(name_en="Elsewhere")
    editorial.submit(draft, by=editor)
    shown = admin_client.get(address(Project, "changelist") + "?standing=submitted").context["cl"].result_list
    assert [project.pk for project in shown] == [draft.pk]


def test_a_selection_with_a_record_of_others_is_left_alone_and_the_record_named(client):
    department = make_stakeholder()
    mine, theirs = (make_project(is_published=False, name_en=name) for name in ("Mine", "Theirs"))
    editorial.hand_over(mine, department=department)
    client.force_login(make_member("editor", department))
    sent = {"action": "submit_selected", "_selected_action": [mine.pk, theirs.pk], "confirmed": "1"}
    response = client.post(address(Project, "changelist", "en"), sent, follow=True)
    assert "Theirs" in said(response)[0]
    assert fresh(mine).review == ""


def test_a_department_is_searched_for_among_organisations(client, publisher):
    project, office = make_project(is_published=False), make_stakeholder(name_en="Water Office")
    make_stakeholder(name_en="Water Carrier", kind="person")
    client.force_login(publisher)
    page = f"{address(project, language='en').removesuffix('change/')}hand_over/"
    assert 'data-field-name="kept_by"' in client.get(page).text
    search = "/en/admin/autocomplete/?app_label=projects&model_name=project&field_name=kept_by&term=water"
    assert [found["id"] for found in client.get(search).json()["results"]] == [str(office.pk)]
    asked = press(client, project, "hand_over", department="999999")
    assert asked.context["form"].errors
    assert asked.status_code == 200
    press(client, project, "hand_over", department=office.pk)
    assert fresh(project).kept_by == office


def test_a_page_that_has_gone_stale_leads_back_to_the_record(client, editor, reviewer):
    project = make_project(is_published=False, stage="reserve")
    editorial.submit(project, by=editor)
    editorial.take_back(project, by=editor)
    client.force_login(reviewer)
    response = press(client, project, "publish")
    assert "as it stands now" in said(response)[0]
    assert response.redirect_chain[-1][0].endswith(f"/{project.pk}/change/")
    assert fresh(project).published_version is None


def test_saving_what_is_in_review_says_that_it_has_left_it(client, editor):
    project = make_project(is_published=False, stage="reserve")
    editorial.submit(project, by=editor)
    client.force_login(editor)
    page = address(project, language="en")
    sent = sent_by(client.get(page)) | {"summary_en": "One thing more"}
    assert any("left review" in words for words in said(client.post(page, sent, follow=True)))
    assert fresh(project).review == ""
