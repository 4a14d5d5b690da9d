"""The paths of the guide to the desk, walked in a real browser: what it tells a clerk to do leads where it says."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from projects import editorial
from projects.dates import parse_date
from projects.models import Project, PublicRequest
from tests.browser.pictures import ARE_WANTED, picture
from tests.desk import make_member
from tests.records import make_region, make_type

pytestmark = pytest.mark.browser

# Invented, and says so; the code of the organisation is one that fits its check character and belongs to nobody.
CODE = "91140311MA0EXAMP1A"
TYPED = {
    "zh-hans": {
        "clerk": "录入员",
        "second clerk": "另一位录入员",
        "reviewer": "审核员",
        "project": "示例康养综合体",
        "returned project": "示例康养小镇一期",
        "draft": "示例森林康养基地",
        "type": "康养综合体",
        "region": "郊区",
        "start": "2025年3月",
        "finish": "2027年底前",
        "later": "2028年6月",
        "opening": "2028年9月",
        "amount": "3.2亿",
        "amount shown": "3.2亿元",
        "more": "3.5亿",
        "more shown": "3.5亿元",
        "too much": "32亿",
        "investor": "示例康养产业有限公司",
        "source": "示例康养综合体开工通报",
        "summary": "示例项目：养老公寓、护理院和康复中心。",
        "entered": "按开工通报录入",
        "please look": "请核对总投资和竣工时间",
        "please change": "竣工时间与通报不一致，请核对",
        "changed": "竣工时间已按通报更正",
        "adjusted": "按调整后的批复更新",
        "slipped": "误把3.2亿填成32亿",
        "undone": "金额填错",
        "message": "示例：总投资应为3.5亿元，见开工通报。",
        "answer": "已核对，总投资改为3.5亿元",
        "view": "待确认的项目",
    },
    "en": {
        "clerk": "Clerk",
        "second clerk": "Second clerk",
        "reviewer": "Reviewer",
        "project": "Sample healthcare complex",
        "returned project": "Sample healthcare town, phase 1",
        "draft": "Sample forest healthcare base",
        "type": "Healthcare complex",
        "region": "Jiaoqu",
        "start": "March 2025",
        "finish": "by the end of 2027",
        "later": "June 2028",
        "opening": "September 2028",
        "amount": "320 million",
        "amount shown": "CNY 320 million",
        "more": "350 million",
        "more shown": "CNY 350 million",
        "too much": "3.2 billion",
        "investor": "Sample Healthcare Company",
        "source": "Sample notice that work began",
        "summary": "A sample: flats for the elderly, a nursing home and a rehabilitation centre.",
        "entered": "Entered from the notice that work began",
        "please look": "Please look at the investment and the finish",
        "please change": "The notice gives another finish, please check",
        "changed": "The finish is now as in the notice",
        "adjusted": "As approved anew",
        "slipped": "Typed a nought too many",
        "undone": "The amount was wrong",
        "message": "A sample: the investment is CNY 350 million, see the notice.",
        "answer": "Checked: the investment is CNY 350 million",
        "view": "Projects to be confirmed",
    },
}


@pytest.fixture(params=TYPED if ARE_WANTED else ["zh-hans"])
def language(request):
    """The language of the walk: tests go in Chinese, pictures are taken in both."""
    return request.param


@pytest.fixture
def typed(language):
    """What the walkers type."""
    return TYPED[language]


@pytest.fixture
def arrive(open_desk, language, typed):
    """Open the desk of somebody who comes to work: the clerk, the second clerk, the reviewer."""
    return lambda who: open_desk("reviewer" if who == "reviewer" else "editor", typed[who], language)


@pytest.fixture
def public(open_page, language):
    """What a reader finds on the page of a project."""
    reader = open_page("/").page

    def public(project):
        answer = reader.goto(f"{'/en' if language == 'en' else ''}/projects/{project.slug}/")
        return reader.locator("main").inner_text() if answer.status == 200 else answer.status

    return public


@pytest.fixture
def in_language(language):
    """The name of the column that holds a text in the language of the walk."""
    return lambda column: f"{column}_{'en' if language == 'en' else 'zh'}"


@pytest.fixture
def make_sample(typed, in_language):
    """Publish the project of the samples as a clerk had entered it before, with whichever other facts a test names."""

    def make_sample(**facts):
        known = {
            in_language("name"): typed["project"],
            "type": make_type(),
            "region": make_region(code="140311"),
            "stage": "construction",
            "condition": "on-track",
            "investment": 320_000_000,
        }
        project = Project(**known | facts)
        project.start_actual, project.finish_planned = parse_date(typed["start"]), parse_date(typed["finish"])
        editorial.publish(editorial.save(project))
        return project

    return make_sample


def pile(desk, title):
    """What waits under a heading of the desk."""
    return desk.page.locator("section.pile", has=desk.page.get_by_role("heading", name=desk.word(title), exact=True))


def open_from(desk, title, name):
    """Go to the desk and open the record with this name from under a heading."""
    desk.go()
    pile(desk, title).get_by_role("link", name=re.compile(rf"[A-Z]+-\d+ {re.escape(name)}$")).click()
    desk.page.locator(".record-standing").wait_for()


def add_through_pop_up(desk, field, boxes, choices=()):
    """Make a new record with the plus sign beside a field; what the pop-up says of it as it is filled in."""
    with desk.page.expect_popup() as opened:
        desk.page.locator(f"#add_id_{field}").click()
    popup = opened.value
    for name, value in choices:
        popup.locator(f"#id_{name}").select_option(value)
    for name, value in boxes.items():
        popup.locator(f"#id_{name}").fill(value)
    hint = ""
    if "organisation_code" in boxes:
        popup.locator("[data-explain] span").wait_for()
        hint = popup.locator("[data-explain]").inner_text()
    with popup.expect_event("close"):
        popup.locator("[name=_save]").click()
    return hint


def submit(desk, words):
    """Hand in the record that is open, with a word to the reviewer."""
    desk.note("What the reviewer should know", words)
    desk.press("Submit for review")
    desk.page.locator(".messagelist").wait_for()


def test_a_project_is_entered_with_its_parts_returned_corrected_and_published(
    arrive, public, open_page, language, typed, in_language
):
    clerk = arrive("clerk")
    page = clerk.page
    clerk.follow("Enter a new project")
    page.locator(f"#id_{in_language('name')}").fill(typed["project"])
    clerk.choose("type", typed["type"])
    clerk.choose("region", typed["region"])
    page.locator("#id_stage").select_option("construction")
    page.locator("#id_condition").select_option("on-track")
    page.locator("#id_start_planned").fill(typed["start"])
    page.locator("#id_start_actual").fill(typed["start"])
    page.locator("#id_finish_planned").fill(typed["finish"])
    page.locator("#id_investment").fill(typed["amount"])
    picture(page, "enter", page.locator(".form-sections"), page.locator(".form-row.field-investment"))
    assert "320,000,000" in clerk.save()
    assert page.locator("#id_finish_planned").input_value() == typed["finish"]
    project = Project.objects.get(**{in_language("name"): typed["project"]})
    assert public(project) == 404

    # Two milestones of those that are usual, the others removed again.
    clerk.press("Add the usual milestones")
    rows = page.locator("#milestones-group .dynamic-milestones")
    page.locator("#id_milestones-7-due").wait_for(state="attached")
    while rows.count() > 2:
        others = [row for row in rows.all() if row.locator("select").input_value() not in {"start", "opening"}]
        others[0].locator(".inline-deletelink").click()
    assert page.locator("#id_milestones-0-due").input_value() == typed["start"]
    page.locator("#id_milestones-1-due").fill(typed["opening"])

    # An investor who is not there yet.
    page.locator("#participations-group .add-row a").click()
    made = {in_language("name"): typed["investor"], "organisation_code": CODE}
    hint = add_through_pop_up(clerk, "participations-0-stakeholder", made, [("kind", "organisation")])
    assert "140311" in hint
    page.locator("#id_participations-0-role").select_option("investor")

    # Sources from beside the fields: one that is not there yet, then the same again.
    page.locator("a.cite[data-supports='investment']").click()
    made = {in_language("name"): typed["source"], "published_on": "2025-03-20"}
    add_through_pop_up(clerk, "citations-0-source", made)
    page.locator("#id_citations-0-paragraph").fill("3")
    page.locator("#id_citations-0-stated_on").fill("2025-03-20")
    page.locator("a.cite[data-supports='finish_planned']").click()
    page.keyboard.press("Enter")
    clerk.pick(typed["source"])
    page.locator("#id_citations-1-paragraph").fill("4")
    page.locator("#id_citations-1-stated_on").fill("2025-03-20")
    picture(page, "parts", page.locator("#participations-group"))
    picture(page, "cite", page.locator("#citations-group"))
    clerk.save(typed["entered"])
    assert "✓" in page.locator("a.cite[data-supports='investment']").inner_text()
    page.locator(".completeness summary").click()
    page.locator("#submit-reason").fill(typed["please look"])
    picture(page, "submit", page.locator(".record-standing"), page.locator(".completeness"))
    submit(clerk, typed["please look"])
    for name in (typed["investor"], typed["source"]):
        open_from(clerk, "My drafts", name)
        submit(clerk, "")

    reviewer = arrive("reviewer")
    open_from(reviewer, "Waiting for me", typed["project"])
    assert typed["please look"] in reviewer.page.locator(".review-note").inner_text()
    reviewer.note("What the author should change", typed["please change"])
    reviewer.press("Return")
    reviewer.page.locator(".messagelist").wait_for()

    open_from(clerk, "Returned to me", typed["project"])
    note = page.locator(".review-note").inner_text()
    assert typed["reviewer"] in note
    assert typed["please change"] in note
    picture(page, "returned", page.locator("#content > h1"), page.locator(".record-standing"))
    page.locator("#id_finish_planned").fill(typed["later"])
    clerk.save(typed["changed"])
    submit(clerk, typed["changed"])

    # Who takes part and where it is said are public once they are published themselves.
    for name in (typed["source"], typed["investor"], typed["project"]):
        open_from(reviewer, "Waiting for me", name)
        if name == typed["project"]:
            assert typed["changed"] in reviewer.page.locator(".review-note").inner_text()
            assert public(project) == 404
        reviewer.press("Publish")
        reviewer.page.locator(".messagelist").wait_for()
    shown = public(project)
    for words in ("project", "amount shown", "later", "investor", "opening", "source"):
        assert typed[words] in shown
    assert project.milestones.count() == 2
    reader = open_page("/projects/?type=healthcare-complex").page
    assert reader.locator("#results").get_by_role("link", name=typed["project"]).count() == 1
    other, prefix = ("en", "/en") if language == "zh-hans" else ("zh-hans", "")
    reader.goto(f"{prefix}/projects/{project.slug}/")
    assert reader.locator("h1 [lang]").inner_text() == typed["project"]
    assert TYPED[other]["later"] in reader.locator("main").inner_text()
    reader.goto("/en/reports/types/?type=healthcare-complex")
    for words in ("CNY 320 million", "1 of 1"):
        assert words in reader.locator("main").inner_text()
    assert clerk.oddities == reviewer.oddities == []


def test_a_change_of_what_is_public_is_compared_field_by_field_and_published(arrive, public, typed, make_sample):
    project = make_sample()
    clerk = arrive("clerk")
    clerk.go("projects_project_change", project.pk)
    clerk.page.locator("#id_investment").fill(typed["more"])
    clerk.page.locator("#id_finish_planned").fill(typed["later"])
    clerk.save(typed["adjusted"])
    submit(clerk, typed["please look"])
    assert typed["amount shown"] in public(project)

    reviewer = arrive("reviewer")
    open_from(reviewer, "Waiting for me", typed["project"])
    page = reviewer.page
    assert typed["please look"] in page.locator(".review-note").inner_text()
    heads = page.locator(".since-publication th[scope=col]").all_text_contents()
    assert heads[1:] == [reviewer.word("What the public reads"), reviewer.word("What publishing would show")]
    changes = page.locator(".since-publication tbody tr").all_inner_texts()
    assert len(changes) == 2
    for change, before, after in zip(
        sorted(changes, key=lambda change: typed["more"] in change),
        (typed["finish"], typed["amount"]),
        (typed["later"], typed["more"]),
        strict=True,
    ):
        assert change.index(before) < change.index(after)
    picture(page, "review", page.locator("#content > h1"), page.locator(".record-standing"))
    reviewer.press("Publish")
    page.locator(".messagelist").wait_for()
    assert typed["more shown"] in public(project)
    assert typed["later"] in public(project)
    assert page.locator(".since-publication").count() == 0
    assert clerk.oddities == reviewer.oddities == []


def test_of_two_clerks_who_save_one_record_the_slower_chooses_and_both_changes_are_kept(
    arrive, typed, in_language, make_sample
):
    project = make_sample()
    quick, slow = arrive("second clerk"), arrive("clerk")
    quick.go("projects_project_change", project.pk)
    slow.go("projects_project_change", project.pk)
    assert typed["second clerk"] in slow.page.locator(".presence").inner_text()
    quick.page.locator("#id_investment").fill(typed["more"])
    quick.page.locator(f"#id_{in_language('summary')}").fill(typed["summary"])
    quick.save(typed["adjusted"])
    slow.page.locator("#id_investment").fill(typed["too much"])
    slow.page.locator("#id_finish_planned").fill(typed["later"])
    slow.page.locator("[name=_continue]").click()
    slow.page.get_by_role("heading", name=slow.word("Somebody else was quicker")).wait_for()
    assert slow.page.locator("tr.contested").count() == 1
    slow.page.locator("tr.contested input[value=theirs]").check()
    picture(slow.page, "conflict", slow.page.locator("#content > h1"), slow.page.locator("#content-main"))
    slow.press("Save what is chosen")
    slow.page.locator(".messagelist").wait_for()
    project.refresh_from_db()
    assert project.investment == 350_000_000
    assert getattr(project, in_language("summary")) == typed["summary"]
    assert project.finish_planned.text == typed["later"]
    # The browser itself says that the page of a conflict has the status of one.
    assert [text for text in (*quick.oddities, *slow.oddities) if "409" not in text] == []


def test_a_wrong_change_is_undone_through_the_history(arrive, typed, make_sample):
    project = make_sample()
    clerk = arrive("clerk")
    clerk.go("projects_project_change", project.pk)
    clerk.page.locator("#id_investment").fill(typed["too much"])
    clerk.save(typed["slipped"])
    clerk.follow("History")
    versions = clerk.page.locator(".record-version")
    last = versions.first.inner_text()
    for words in (typed["clerk"], typed["slipped"], typed["amount"], typed["too much"]):
        assert words in last
    picture(clerk.page, "history", clerk.page.locator("#content > h1"), versions.nth(1))
    clerk.follow("Restore this version")
    clerk.page.locator("#revert-reason").fill(typed["undone"])
    clerk.press("Restore this version")
    clerk.page.locator(".messagelist").wait_for()
    project.refresh_from_db()
    assert project.investment == 320_000_000
    assert project.history.count() == 4
    assert clerk.oddities == []


def test_that_a_project_is_as_it_was_is_said_by_one_click(arrive, public, typed, make_sample):
    today = timezone.localdate()
    project = make_sample(confirmed_on=today - timedelta(days=400))
    clerk = arrive("clerk")
    open_from(clerk, "To be confirmed", typed["project"])
    clerk.press("Still true")
    clerk.page.locator(".messagelist").wait_for()
    clerk.go()
    assert pile(clerk, "To be confirmed").get_by_role("link", name=typed["project"]).count() == 0
    reviewer = arrive("reviewer")
    open_from(reviewer, "Waiting for me", typed["project"])
    reviewer.press("Publish")
    reviewer.page.locator(".messagelist").wait_for()
    project.refresh_from_db()
    assert project.confirmed_on == today
    assert clerk.oddities == reviewer.oddities == []


def test_what_a_reader_wrote_is_found_and_answered(arrive, open_page, typed, language, make_sample):
    project = make_sample()
    prefix = "/en" if language == "en" else ""
    reader = open_page(f"{prefix}/projects/{project.slug}/")
    reader.page.locator(".asking a, a[href*='/report/']").first.click()
    reader.page.locator("#id_message").fill(typed["message"])
    # Meanwhile the clerk comes to work: a form that is sent at once is taken for a program's.
    clerk = arrive("clerk")
    assert pile(clerk, "Written by the public").count() == 0
    reader.page.wait_for_timeout(3000)
    reader.page.locator("form.asking-form button").click()
    reader.page.get_by_role("heading", name=clerk.word("Thank you")).wait_for()
    clerk.go()
    pile(clerk, "Written by the public").locator("ul a").click()
    assert typed["message"] in clerk.page.locator("#content").inner_text()
    clerk.page.locator("#id_state").select_option("answered")
    clerk.page.locator("#id_note").fill(typed["answer"])
    clerk.save()
    clerk.go()
    assert pile(clerk, "Written by the public").count() == 0
    assert PublicRequest.objects.get().note == typed["answer"]
    assert clerk.oddities == reader.oddities == []


def test_the_desk_counts_what_waits_and_a_list_that_was_kept_is_found_there(arrive, typed, in_language, make_sample):
    clerk = arrive("clerk")
    page = clerk.page
    account = User.objects.get(username=typed["clerk"])
    reviewer = make_member("reviewer", username=typed["reviewer"])
    sample = make_sample(confirmed_on=timezone.localdate() - timedelta(days=400))
    for name in ("returned project", "draft"):
        project = Project(**{in_language("name"): typed[name]}, type=make_type(), region=make_region(code="140321"))
        editorial.save(project, by=account)
        if name == "returned project":
            editorial.submit(project, by=account)
            editorial.send_back(project, by=reviewer, reason=typed["please change"])
    written = PublicRequest(noun="project", about=sample.reference, kind="mistake", message=typed["message"])
    editorial.receive(written, address="192.0.2.1")
    clerk.go()
    for title, number in (("Returned to me", 1), ("My drafts", 1), ("Written by the public", 1), ("Incomplete", 2)):
        assert pile(clerk, title).locator(".pile-number strong").inner_text() == str(number)
    picture(page, "home", page.locator(".desk-start"), page.locator(".waiting"), page.locator(".quick-links"))
    pile(clerk, "To be confirmed").locator(".pile-number a").click()
    page.locator("#result_list").wait_for()
    listed = page.locator("#result_list tbody th").all_inner_texts()
    assert listed
    page.locator(".views-above summary").click()
    page.locator(f"#keep-{in_language('name')}").fill(typed["view"])
    page.locator("#keep-view [type=submit]").click()
    page.locator(".messagelist").wait_for()
    clerk.go()
    page.get_by_role("link", name=typed["view"], exact=True).click()
    page.locator("#result_list").wait_for()
    assert page.locator("#result_list tbody th").all_inner_texts() == listed
    assert clerk.oddities == []


def test_nonsense_typed_into_a_form_is_answered_there_and_nothing_is_lost(arrive, typed, in_language):
    clerk = arrive("clerk")
    clerk.follow("Enter a new project")
    nonsense = {in_language("name"): typed["project"], "finish_planned": "下个星期", "investment": "很多"}
    for name, words in nonsense.items():
        clerk.page.locator(f"#id_{name}").fill(words)
    clerk.page.locator("[name=_save]").click()
    clerk.page.locator(".errorlist").first.wait_for()
    assert clerk.page.locator(".errorlist").count() >= 3
    for name, words in nonsense.items():
        assert clerk.page.locator(f"#id_{name}").input_value() == words
    assert clerk.oddities == []
