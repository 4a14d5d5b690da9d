"""What readers subscribe to: changes as Atom, dates as iCalendar."""

import xml.etree.ElementTree as ET
from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar

from projects import editorial
from projects.models import Milestone, Participation, Project, PublishedProject
from projects.views import feeds
from tests.records import make_project, make_stakeholder

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client, path="/en/projects.atom"):
    """The feed at an address, parsed."""
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content)


def entries(client, path="/en/projects.atom"):
    """Its entries: titles and summaries."""
    return [
        (entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}summary"))
        for entry in feed(client, path).iter(f"{ATOM}entry")
    ]


def events(client, path="/en/projects.ics"):
    """The events of a calendar: their words -> first day and the day after the last."""
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(event["summary"]): (event.decoded("dtstart"), event.decoded("dtend")) for event in found}


def test_a_feed_has_all_that_readers_of_feeds_need(client, seeded):
    root = feed(client)
    for name in ("id", "title", "updated", "author"):
        assert root.find(f"{ATOM}{name}") is not None
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    (entry,) = root.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == "tag:testserver,2026:project:PRJ-0001:1"
    assert entry.find(f"{ATOM}link").get("href") == "http://testserver/en/projects/PRJ-0001/"
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated")).tzinfo is not None
    assert entry.findtext(f"{ATOM}summary") == "first published"


def test_an_edit_that_is_published_says_what_changed_and_why(client, seeded, django_user_model):
    by = django_user_model.objects.create_superuser("lihua", first_name="华", last_name="李")
    project = Project.objects.get(reference="PRJ-0001")
    assert len(entries(client)) == 1
    project.stage = "reserve"
    editorial.save(project, by=by, reason="验收通过")
    assert len(entries(client)) == 1
    editorial.publish(project, by=django_user_model.objects.create_superuser("zhangwei"), reason="验收通过")
    assert entries(client)[0] == ("Zhongyuan Healthcare Theme Town", "Stage\nReason: 验收通过")
    said = client.get("/projects.atom").content.decode()
    assert "lihua" not in said
    assert "李" not in said
    page = client.get("/en/projects/zhongyuan-healthcare-theme-town/").text
    assert "Stage" in page.split('id="changes"')[1]
    assert '<span lang="zh-Hans">验收通过</span>' in page.split('id="changes"')[1]


def test_a_feed_follows_its_selection(client, seeded):
    make_project(name_en="Elsewhere", name_zh="", stage="operation")
    assert [title for title, _said in entries(client, "/en/projects.atom?stage=operation")] == ["Elsewhere"]
    page = client.get("/en/projects/?stage=operation&order=newest").text
    assert '<link rel="alternate" type="application/atom+xml"' in page
    assert 'href="/en/projects.atom?stage=operation"' in page


def test_the_newest_change_comes_first_whoever_it_is_of(client):
    first, second = make_project(name_en="First", name_zh=""), make_project(name_en="Second", name_zh="")
    second.stage = "operation"
    editorial.save(second)
    editorial.publish(second)
    first.stage = "completed"
    editorial.save(first)
    editorial.publish(first)
    assert [title for title, _said in entries(client)][:4] == ["First", "Second", "Second", "First"]


def test_only_what_somebody_wrote_for_readers_is_given_as_a_reason(client, seeded, django_user_model):
    by = django_user_model.objects.create_superuser("clerk")
    project = make_project(parts=[Participation(number=1, role="operator", stakeholder=make_stakeholder())])
    gone = project.participations.get().stakeholder
    editorial.withdraw(gone, by=by, reason="asked to be left out")
    copies = PublishedProject.objects.filter(reference=project.reference)
    assert copies.count() == 2
    said = client.get("/en/projects.atom").content.decode()
    assert "asked to be left out" not in said
    assert gone.reference not in said
    assert "seed" not in said


def test_of_a_long_history_the_last_changes_are_read(client, monkeypatch):
    monkeypatch.setattr(feeds, "ENTRIES", 3)
    project = make_project(name_en="Long", name_zh="")
    for stage in ("preliminary", "construction", "completed", "operation"):
        project.stage = stage
        editorial.save(project)
        editorial.publish(project)
    make_project(name_en="Other", name_zh="")
    assert entries(client) == [("Other", "first published"), ("Long", "Stage"), ("Long", "Stage")]


def test_feeds_and_calendars_are_called_what_was_selected(client, seeded):
    title = "Healthcare projects of Yangquan: Projects · Stage: in operation"
    assert feed(client, "/en/projects.atom?stage=operation").findtext(f"{ATOM}title") == title
    calendar = Calendar.from_ical(client.get("/en/projects.ics?stage=operation").content)
    assert calendar["x-wr-calname"] == title


def test_words_of_a_search_break_no_line_of_a_calendar(client, seeded):
    answer = client.get("/en/projects.ics", query_params={"q": "a;\nb,\r\nDTSTART:c\\ \u2028d"})
    calendar = Calendar.from_ical(answer.content)
    assert calendar["x-wr-calname"].endswith(r"Search: a\; b\, DTSTART:c\\ d")
    assert "dtstart" not in calendar


def test_a_calendar_that_leaves_out_projects_says_so(client, monkeypatch):
    monkeypatch.setattr(feeds, "PROJECTS", 1)
    make_project(name_en="First lake", name_zh="")
    assert "x-wr-caldesc" not in Calendar.from_ical(client.get("/en/projects.ics?q=lake").content)
    make_project(name_en="Second lake", name_zh="")
    calendar = Calendar.from_ical(client.get("/en/projects.ics?q=lake").content)
    assert calendar["x-wr-caldesc"].startswith("Dates of the first 1 of 2 projects")


def test_what_is_cancelled_is_cancelled_in_calendars_too(client):
    day = dated("day", date(2026, 6, 30), date(2026, 6, 30))
    make_project(name_en="Off", name_zh="", slug="off", condition="cancelled", condition_reason_en="No money", **day)
    make_project(name_en="On", name_zh="", slug="on", **day)
    for slug, status in (("off", "CANCELLED"), ("on", None)):
        (event,) = Calendar.from_ical(client.get(f"/projects/{slug}.ics").content).walk("VEVENT")
        assert event.get("status") == status
        assert event["sequence"] == 1


@pytest.mark.parametrize("leave", [editorial.withdraw, editorial.retract])
def test_what_is_gone_is_in_no_feed_and_no_calendar(client, leave, django_user_model):
    project = make_project(name_en="Gone", name_zh="", slug="gone")
    args = {}
    if leave is editorial.retract:
        one, other = (django_user_model.objects.create_superuser(name) for name in ("one", "other"))
        args = {"by": one, "confirmed_by": other, "reason": "law"}
    leave(project, **args)
    assert "Gone" not in [title for title, _said in entries(client)]
    assert client.get("/en/projects/gone.ics").status_code in {404, 410}


def test_an_empty_feed_is_the_same_each_time(client, db):
    assert client.get("/projects.atom").content == client.get("/projects.atom").content


@pytest.mark.parametrize("path", ["/projects.atom", "/sites.atom", "/en/stakeholders.atom", "/projects.ics"])
@pytest.mark.parametrize("wrong", ["x=1", "q=%00", "type=nothing", "order=x"])
def test_nonsense_is_refused_in_words(client, seeded, path, wrong):
    answer = client.get(f"{path}?{wrong}")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_a_name_is_no_markup(client):
    make_stakeholder(name_en="A & <b>", name_zh="", slug="a")
    assert entries(client, "/en/stakeholders.atom")[0][0] == "A & <b>"


def dated(precision, first, last):
    return {
        f"finish_planned_{name}": value
        for name, value in {"precision": precision, "first": first, "last": last, "text": ""}.items()
    }


def test_dates_are_whole_days_and_say_how_exactly_they_are_known(client):
    milestone = Milestone(
        number=1,
        kind="opening",
        name_en="Opening; first guests, all wings",
        due_first=date(2027, 3, 1),
        due_last=date(2027, 3, 1),
        due_precision="day",
    )
    make_project(
        parts=[milestone],
        name_en="Lake",
        name_zh="",
        slug="lake",
        **dated("quarter", date(2026, 4, 1), date(2026, 6, 30)),
    )
    found = events(client, "/en/projects/lake.ics")
    assert found["Lake: Opening; first guests, all wings, due"] == (date(2027, 3, 1), date(2027, 3, 2))
    ((words, days),) = [(words, days) for words, days in found.items() if days[0].year == 2026]
    assert days == (date(2026, 4, 1), date(2026, 7, 1))
    assert words.startswith("Lake: ")
    assert words.endswith(")")
    assert found == events(client, "/en/projects.ics?q=lake")
    assert events(client, "/en/projects.ics?q=pine") == {}


def test_a_last_day_is_not_taken_for_the_day(client):
    by = dated("day", date(2026, 6, 30), date(2026, 6, 30)) | {"finish_planned_text": "by 30 June 2026"}
    make_project(name_en="Lake", name_zh="", slug="lake", **by)
    (words,) = events(client, "/en/projects/lake.ics")
    assert words.endswith("(by 30 June 2026)")


def test_lines_of_a_calendar_are_folded_and_events_keep_their_names(client):
    make_project(name_zh="长" * 100, name_en="", slug="long", **dated("day", date(2026, 6, 30), date(2026, 6, 30)))
    said = client.get("/projects/long.ics").content
    assert all(len(line) <= 75 for line in said.split(b"\r\n"))
    assert b"\n" not in said.replace(b"\r\n", b"")
    (event,) = Calendar.from_ical(said).walk("VEVENT")
    assert event["uid"].endswith("-finish-planned@testserver")
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1)


def test_feeds_ask_as_few_queries_of_many_as_of_few(client, django_assert_max_num_queries):
    for n in range(12):
        make_project(name_en=f"Project {n}", name_zh="")
    for path in ("/en/projects.atom", "/en/projects.ics"):
        with django_assert_max_num_queries(8):
            client.get(path)


def test_what_changed_gives_reasons_and_no_names_of_staff(client, django_user_model):
    account = django_user_model.objects.create_superuser("zhangsan", first_name="San", last_name="Zhang-Qa")
    project = make_project(name_en="Before", stage="reserve")
    project.name_en = "After"
    editorial.save(project, by=django_user_model.objects.create_superuser("lisi"), reason="kept inside")
    editorial.publish(project, by=account, reason="the land was granted")
    for path in (f"/en/projects/{project.slug}/", "/en/projects.atom"):
        text = client.get(path).content.decode()
        assert "the land was granted" in text
        assert not [word for word in ("zhangsan", "Zhang-Qa", "lisi", "kept inside") if word in text]
