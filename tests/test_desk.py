"""My desk: every number is that of the list it opens, and of the account that looks."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from projects import editorial
from projects.dates import parse_date
from projects.models import AnnualInvestment, Milestone, Project, PublicRequest
from projects.worklist import WORKS
from tests.desk import address, make_member, said
from tests.records import make_project, make_source, make_stakeholder

pytestmark = pytest.mark.django_db
HOME = "/en/admin/"


@pytest.fixture(autouse=True)
def in_english():
    """Messages as the source writes them."""
    with override("en"):
        yield


@pytest.fixture
def editor(client):
    """Somebody who writes, at the desk."""
    account = make_member("editor")
    client.force_login(account)
    return account


def day(days):
    """A day so many days from today, as a partial date."""
    return parse_date((timezone.localdate() + timedelta(days)).isoformat())


def dated(**dates):
    """The columns of partial dates."""
    columns = {}
    for name, date in dates.items():
        columns |= {f"{name}_first": date.first, f"{name}_last": date.last}
        columns |= {f"{name}_precision": date.precision, f"{name}_text": date.text or ""}
    return columns


def numbers(client):
    """What the desk shows: kind of work -> the number beside each list, and the names in the list that it opens."""
    found = {}
    for work, piles in client.get(HOME).context["desk"]:
        for pile in piles:
            listed = client.get(pile.address).context["cl"].result_list
            assert len(listed) == pile.number, pile.address
            found.setdefault(work.name, []).extend(sorted(str(record) for record in listed))
    return found


def test_drafts_wait_for_their_author_until_they_are_handed_in_and_again_once_returned(client, editor):
    told = {"url": "https://example.org/", "language": "en", "published_on": "2021-06-01"}
    reviewer, source = make_member("reviewer"), make_source(is_published=False, name_en="Mine", **told)
    make_source(is_published=False, name_en="Somebody else's")
    source.publisher_en = "A paper"
    editorial.save(source, by=editor)
    assert numbers(client) == {"drafts": ["Mine"]}
    editorial.submit(source, by=editor)
    assert numbers(client) == {"submitted": ["Mine"]}
    client.force_login(reviewer)
    assert numbers(client) == {"waiting": ["Mine"]}
    editorial.send_back(source, by=reviewer, reason="which paper?")
    assert numbers(client) == {}
    client.force_login(editor)
    assert numbers(client) == {"returned": ["Mine"]}


def test_nothing_waits_for_those_who_may_not_do_it(client, editor):
    department = make_stakeholder()
    wanted = make_project(is_published=False, stage="reserve", name_en="Theirs")
    editorial.submit(wanted)
    assert numbers(client) == {}
    client.force_login(make_member("reviewer", department))
    assert numbers(client) == {}
    own = make_member("publisher", username="own")
    wanted.summary_en = "Touched by who would publish it."
    editorial.save(wanted, by=own)
    client.force_login(own)
    assert numbers(client).keys() == {"incomplete"}


def test_a_wish_to_retract_waits_for_a_second_person(client):
    publisher, other = make_member("publisher"), make_member("publisher", username="other")
    editorial.ask_to_retract(make_project(stage="reserve", name_en="Wrong"), by=publisher, reason="names a patient")
    client.force_login(publisher)
    assert "waiting" not in numbers(client)
    client.force_login(other)
    assert numbers(client)["waiting"] == ["Wrong"]


def test_what_the_public_wrote_waits_for_the_department_it_is_about(client):
    department = make_stakeholder()
    project = make_project(stage="reserve")
    editorial.hand_over(project, department=department)
    for about in (project.reference, make_project(stage="reserve").reference):
        asked = PublicRequest(noun="project", about=about, kind="mistake", message="Wrong", language="en")
        editorial.receive(asked, address="198.51.100.1")
    client.force_login(make_member("editor", department))
    assert numbers(client)["requests"] == ["Something is wrong: PRJ-0001"]
    client.force_login(make_member("editor", username="of no department"))
    assert len(numbers(client)["requests"]) == 2


def test_what_is_late_and_what_comes_soon(client, editor):
    late, soon = (Milestone(kind="start", **dated(due=day(days))) for days in (-1, 30))
    met = Milestone(kind="start", **dated(due=day(-9), met=day(-8)))
    cancelled = {"condition": "cancelled", "condition_reason_en": "No money."}
    for name, parts, facts in (
        ("Late milestone", [late], {}),
        ("Late finish", [], dated(finish_planned=day(-1))),
        ("Soon", [soon], dated(finish_planned=day(31))),
        ("Soon finished", [], dated(finish_planned=day(0))),
        ("Met", [met], dated(finish_planned=day(31))),
        ("Done", [], dated(finish_planned=day(-1), finish_actual=day(-1)) | {"stage": "operation"}),
        ("Cancelled", [], dated(finish_planned=day(-1)) | cancelled),
    ):
        make_project(name_en=name, parts=parts, is_published=False, **({"stage": "construction"} | facts))
    found = numbers(client)
    assert found["overdue"] == ["Late finish", "Late milestone"]
    assert found["soon"] == ["Soon", "Soon finished"]


CONTRADICTIONS = {
    "finished before it began": {"start_actual": "2024-03", "finish_actual": "2023", "stage": "completed"},
    "to finish before it begins": {"start_planned": "2027", "finish_planned": "2026-03"},
    "finished but being built": {"finish_actual": "2024-03", "stage": "construction"},
    "begun but in reserve": {"start_actual": "2024-03", "stage": "reserve"},
    "begun tomorrow": {"start_actual": 1, "stage": "construction"},
    "on track but late": {"condition": "on-track", "finish_planned": "2021", "stage": "construction"},
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_what_cannot_be_true_is_listed(client, editor, name):
    facts = dict(CONTRADICTIONS[name])
    for key in [key for key in facts if key.startswith(("start", "finish"))]:
        value = facts.pop(key)
        facts |= dated(**{key: day(value) if value == 1 else parse_date(value)})
    make_project(name_en=name, is_published=False, **facts)
    plausible = dated(start_actual=parse_date("2024"), finish_planned=parse_date("2024"))
    record = Project.objects.get(name_en=name)
    assert "This cannot all be true" in client.get(address(record, language="en")).text
    make_project(name_en="Plausible", stage="construction", is_published=False, **plausible)
    assert numbers(client)["contradictory"] == [name]
    plausible = Project.objects.get(name_en="Plausible")
    assert "This cannot all be true" not in client.get(address(plausible, language="en")).text


def test_parts_can_contradict_the_project_too(client, editor):
    make_project(
        name_en="Spent too much",
        investment="100",
        is_published=False,
        parts=[AnnualInvestment(year=2024, completed="60"), AnnualInvestment(year=2025, completed="60")],
    )
    make_project(name_en="Met tomorrow", parts=[Milestone(kind="start", **dated(met=day(1)))], is_published=False)
    make_project(name_en="Exact", investment="60", parts=[AnnualInvestment(year=2024, completed="60")])
    assert numbers(client)["contradictory"] == ["Met tomorrow", "Spent too much"]


def test_still_true_is_one_click_that_is_recorded_and_public_only_after_review(client, editor, settings):
    settings.CONFIRM_AFTER_DAYS = 30
    today = timezone.localdate()
    old, recent, never = (
        make_project(name_en=name, stage="construction", confirmed_on=confirmed)
        for name, confirmed in (("Old", today - timedelta(31)), ("Recent", today - timedelta(30)), ("Never", None))
    )
    make_project(name_en="Draft", stage="construction", is_published=False)
    make_project(name_en="Done", stage="operation")
    assert numbers(client)["unconfirmed"] == ["Never", "Old"]
    page = address(old, language="en")
    assert "Still true" in client.get(page).text
    sent = {"seen": f"{old.pk}:{old.version}", "reason": ""}
    assert "confirmed" in said(client.post(page.replace("change", "confirm"), sent, follow=True))[0]
    kept = Project.objects.get(pk=old.pk)
    assert (kept.confirmed_on, kept.review, kept.review_by) == (today, "submitted", editor)
    line = kept.history.order_by("-history_id").first()
    assert (line.act, line.history_user) == ("confirm", editor)
    assert numbers(client)["unconfirmed"] == ["Never"]
    editorial.publish(kept, by=make_member("reviewer"))
    assert editorial.confirm(Project.objects.get(pk=never.pk), by=editor).review == "submitted"
    assert "already" in said(client.post(page.replace("change", "confirm"), {"seen": f"{old.pk}:4"}, follow=True))[0]
    assert recent.confirmed_on < today


def test_a_change_that_is_not_handed_in_is_not_handed_in_by_confirming(editor):
    project = make_project(stage="construction")
    project.summary_en = "Unfinished"
    editorial.save(project, by=editor)
    assert editorial.confirm(project, by=editor).review == ""


def test_the_desk_asks_few_questions(client, editor, django_assert_max_num_queries):
    for n in range(8):
        make_project(name_en=f"Late {n}", stage="construction", **dated(finish_planned=day(-1)))
    with django_assert_max_num_queries(45):
        page = client.get(HOME)
    assert page.status_code == 200
    assert all(str(work.title) in page.text for work in WORKS.values())


def test_a_kind_of_work_that_is_none_is_refused_like_any_filter(client, editor):
    assert client.get(f"{address(Project, 'changelist')}?desk=nonsense").status_code == 302
    assert client.get(f"{address(Project, 'changelist')}?desk=requests").status_code == 302
