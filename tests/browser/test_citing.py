"""Beside the fields, in a real browser: citing a source for one, finding what is missing, both languages together."""

from datetime import date

import pytest

from projects import editorial
from projects.models import Citation, Milestone, Project
from tests.browser.conftest import WIDTHS
from tests.desk import address, make_member

pytestmark = pytest.mark.browser
PASSWORD = "the editor's password"


@pytest.fixture
def open_form(open_page):
    """Open the form of the seed's project in Chinese, with the account of an editor logged in."""
    make_member("editor", password=PASSWORD)

    def open_form(width=WIDTHS["desktop"], **options):
        watched = open_page(address(Project.objects.get()), width, **options)
        watched.page.locator("#id_username").fill("editor")
        watched.page.locator("#id_password").fill(PASSWORD)
        watched.page.locator("[type=submit]").click()
        watched.page.locator("#project_form").wait_for()
        return watched

    return open_form


def mark(page, supports):
    """What stands beside a field or row to cite for it."""
    return page.locator(f"a.cite[data-supports='{supports}']")


def choose_source(page, row, words):
    """Choose the first source that the words find, in a row whose search box has the focus already."""
    box = page.locator(f"#id_citations-{row}-source + .select2 .select2-selection")
    assert box.evaluate("box => box === document.activeElement")
    page.keyboard.press("Enter")
    page.locator(".select2-search__field").fill(words)
    page.locator(".select2-results__option--highlighted", has_text=words).click()


def test_a_source_is_cited_from_beside_the_field_that_it_supports(open_form):
    project = Project.objects.get()
    editorial.save(project, parts=[Milestone(kind="start")])
    watched = open_form()
    page, before = watched.page, project.citations.count()
    number = project.milestones.get(kind="start").number
    for row, supports in ((before, "nature"), (before + 1, f"milestones:{number}")):
        mark(page, supports).click()
        assert page.locator(f"#id_citations-{row}-supports").input_value() == supports
        # Whoever clicks again is led to the same row.
        mark(page, supports).click()
        assert page.locator("#id_citations-TOTAL_FORMS").input_value() == str(row + 1)
        choose_source(page, row, "SRC-0001")
        page.locator(f"#id_citations-{row}-paragraph").fill("4")
        page.locator(f"#id_citations-{row}-stated_on").fill("2021-06-01")
    page.locator("[name=_continue]").click()
    page.locator(".messagelist .success").wait_for()
    made = Citation.objects.filter(project=project).order_by("number")[before:]
    assert [(one.field, one.part_number, one.source.reference, one.stated_on) for one in made] == [
        ("nature", None, "SRC-0001", date(2021, 6, 1)),
        ("milestones", number, "SRC-0001", date(2021, 6, 1)),
    ]
    for supports in ("nature", f"milestones:{number}"):
        assert mark(page, supports).get_attribute("title") == "SRC-0001 ¶4"
        assert "✓" in mark(page, supports).inner_text()
    assert watched.complaints == []


def test_without_javascript_it_leads_to_the_table_of_citations(open_form):
    page = open_form(java_script_enabled=False).page
    mark(page, "nature").click()
    assert page.url.endswith("#citations-group")
    assert page.locator("#citations-group:target").count() == 1


def test_what_is_missing_leads_to_its_box_even_where_that_is_folded_away(open_form):
    page = open_form().page
    assert not page.locator("#id_longitude").is_visible()
    page.locator(".completeness summary").click()
    page.locator(".completeness a[href='#id_longitude']").click()
    page.locator("#id_longitude").wait_for(state="visible")


def test_both_languages_stand_side_by_side_and_one_above_the_other_where_there_is_no_room(open_form):
    for width, is_beside in ((WIDTHS["desktop"], True), (WIDTHS["phone"], False)):
        page = open_form(width).page
        zh, en = (page.locator(f"#id_name_{language}").bounding_box() for language in ("zh", "en"))
        assert (zh["x"] + zh["width"] <= en["x"] and zh["y"] < en["y"] + en["height"]) == is_beside
        assert (zh["y"] + zh["height"] <= en["y"]) != is_beside
        assert max(box["x"] + box["width"] for box in (zh, en)) <= width
        low = [link.bounding_box()["height"] for link in page.locator("a.cite:visible").all()[:20]]
        assert min(low) >= 24
