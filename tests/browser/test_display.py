"""Colours and size of type: chosen by the reader, kept in their browser."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("seeded")]
TYPE = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
PAPER = "getComputedStyle(document.body).backgroundColor"


def choose(page, label):
    page.locator(".display summary").click()
    page.get_by_label(label, exact=True).check()
    page.keyboard.press("Escape")


def test_large_type_stays_from_page_to_page(open_page):
    page = open_page("/en/").page
    normal = page.evaluate(TYPE)
    choose(page, "very large")
    assert page.evaluate(TYPE) == 1.5 * normal
    page.goto("/sites/")
    assert page.evaluate(TYPE) == 1.5 * normal
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("device", ["light", "dark"])
def test_chosen_colours_come_before_those_of_the_device(open_page, device):
    page = open_page("/en/", color_scheme=device).page
    own = page.evaluate(PAPER)
    choose(page, {"light": "dark", "dark": "light"}[device])
    assert page.evaluate(PAPER) != own
    choose(page, "as on this device")
    assert page.evaluate(PAPER) == own
    choose(page, "high contrast")
    assert page.evaluate(PAPER) == "rgb(255, 255, 255)"


def test_paper_is_light_whatever_was_chosen(open_page):
    page = open_page("/en/", color_scheme="dark").page
    choose(page, "dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"


def test_without_javascript_nothing_is_offered_that_would_not_work(open_page):
    page = open_page("/en/", java_script_enabled=False).page
    assert not page.locator(".display").is_visible()
