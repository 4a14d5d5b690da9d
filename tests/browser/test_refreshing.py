"""Lists that refresh in place where JavaScript runs, and are whole pages where it does not."""

import re
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import WIDTHS

pytestmark = pytest.mark.browser


def shown(page):
    """The names in the list, once it stands still."""
    page.locator("#results:not(.htmx-request)").wait_for()
    return page.locator("#results tbody th a").all_inner_texts()


def test_a_choice_refreshes_results_counts_and_address_and_keeps_the_focus(open_page):
    watched = open_page("/en/sites/")
    page = watched.page
    before = page.locator("#counted").inner_text()
    page.evaluate("document.body.dataset.seen = 'yes'")
    choice = page.get_by_label(re.compile("Forest healthcare base"))
    number = int(choice.locator("xpath=..").locator(".count").inner_text())
    choice.focus()
    page.keyboard.press("Space")
    page.wait_for_url("**/en/sites/?type=forest-healthcare-base")
    assert page.locator("#counted").inner_text() != before
    assert len(shown(page)) == number
    assert page.get_by_label(re.compile("Forest healthcare base")).is_checked()
    assert page.evaluate("document.activeElement.value") == "forest-healthcare-base"
    assert page.locator("#language-switch").get_attribute("href") == "/sites/?type=forest-healthcare-base"
    assert page.locator("#results .file").first.get_attribute("href").endswith(".csv?type=forest-healthcare-base")
    assert page.evaluate("document.body.dataset.seen") == "yes"
    assert watched.complaints == []


def test_back_leads_to_the_selection_before(open_page):
    page = open_page("/en/sites/").page
    every = shown(page)
    page.get_by_label(re.compile("Forest healthcare base")).check()
    page.wait_for_url("**/en/sites/?type=*")
    page.go_back()
    page.wait_for_url("**/en/sites/")
    page.locator(".chips").wait_for(state="detached")
    assert shown(page) == every
    assert not page.get_by_label(re.compile("Forest healthcare base")).is_checked()


def test_a_heading_puts_the_list_into_its_order_in_place(open_page):
    page = open_page("/en/sites/").page
    page.evaluate("document.body.dataset.seen = 'yes'")
    page.locator("#sort-reference").click()
    page.wait_for_url("**/en/sites/?order=reference")
    page.locator("th[aria-sort=ascending] #sort-reference").wait_for()
    assert page.locator("select[name=order]").input_value() == "reference"
    assert page.evaluate("document.activeElement.id") == "sort-reference"
    assert page.evaluate("document.body.dataset.seen") == "yes"


def test_what_makes_no_sense_is_said_in_place(open_page):
    page = open_page("/en/projects/").page
    page.get_by_text("Dates and amounts").click()
    page.get_by_label("Starts from").fill("soon")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert page.locator("#counted").inner_text() == ""
    assert page.get_by_label("Starts from").input_value() == "soon"


@pytest.mark.parametrize("width", WIDTHS)
def test_results_come_first_on_a_phone_and_beside_the_filters_on_a_desk(open_page, width):
    page = open_page("/en/projects/", WIDTHS[width]).page
    assert page.locator("main input[name=q]").is_visible() == (width == "desktop")
    assert page.locator("#counted").bounding_box()["y"] < 400


def test_without_javascript_the_form_has_a_button(open_page):
    page = open_page("/en/sites/", WIDTHS["phone"], java_script_enabled=False).page
    page.locator(".panel > summary").click()
    page.get_by_label(re.compile("Forest healthcare base")).check()
    page.get_by_role("button", name="Apply").click()
    assert "type=forest-healthcare-base" in urlsplit(page.url).query
    assert page.locator(".chips").count() == 1
