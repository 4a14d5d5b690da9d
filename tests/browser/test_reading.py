"""The public site in a real browser."""

from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import WIDTHS
from tests.doors import READS, asking_paths, public_pages

pytestmark = pytest.mark.browser


def one_of_each():
    """An address of every kind of page, in both languages."""
    pages = [door for door in READS if not door.is_file]
    asking = asking_paths()
    return [
        *(next(iter(door.paths(language))) for door in pages for language in ("zh-hans", "en")),
        *(next(path for path in asking if path.startswith(start)) for start in ("/ask/", "/en/ask/")),
    ]


def test_pages_ask_no_other_host_complain_of_nothing_and_never_scroll_sideways(open_page, live_server):
    watched = open_page("/", WIDTHS["phone"])
    for path in one_of_each():
        watched.page.goto(path)
        assert watched.hosts == {urlsplit(live_server.url).netloc}, path
        assert watched.complaints == [], path
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= WIDTHS["phone"], path


def test_without_javascript_a_reader_walks_from_home_by_a_facet_to_the_source_the_file_and_paper(open_page):
    page = open_page("/en/", java_script_enabled=False).page
    page.get_by_role("navigation").first.get_by_role("link", name="Projects").click()
    page.get_by_label("Healthcare-themed town").check()
    page.get_by_role("button", name="Apply").click()
    assert urlsplit(page.url).query.split("&").count("type=healthcare-themed-town") == 1
    page.get_by_role("link", name="Zhongyuan Healthcare Theme Town").first.click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Zhongyuan Healthcare Theme Town")
    page.locator('main a[href*="/en/sources/"]').first.click()
    assert "Yangquan boosts healthcare industry" in page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("navigation").first.get_by_role("link", name="Report").click()
    with page.expect_download() as download:
        page.locator('a[href*=".csv"]').first.click()
    assert download.value.suggested_filename.endswith(".csv")
    page.emulate_media(media="print")
    assert not page.get_by_role("search").is_visible()
    assert page.locator(".qr").is_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_the_search_box_finds_by_pinyin(open_page):
    page = open_page("/projects/").page
    page.locator("main input[name=q]").fill("kangyangxiaozhen")
    page.locator("main input[name=q]").press("Enter")
    page.wait_for_url("**/projects/?q=kangyangxiaozhen")
    assert page.locator("#results th a").count() >= 1
    page.locator("main input[name=q]").fill("daxue")
    page.locator("main input[name=q]").press("Enter")
    page.wait_for_url("**/projects/?q=daxue")
    page.locator("#results .nothing").wait_for()
    assert page.locator("#results th a").count() == 0


def test_the_language_switch_keeps_page_and_filters(open_page):
    page = open_page("/en/sites/?type=forest-healthcare-base").page
    page.locator('header a[hreflang="zh-Hans"]').click()
    assert urlsplit(page.url).path == "/sites/"
    assert urlsplit(page.url).query == "type=forest-healthcare-base"
    assert page.locator("html").get_attribute("lang") == "zh-Hans"


def test_the_keyboard_reaches_the_content_first(open_page):
    page = open_page("/en/projects/").page
    page.keyboard.press("Tab")
    skip = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    assert skip.startswith("#")
    assert page.locator(skip).is_visible()


FOCUSED = """() => {
    const control = document.activeElement, box = control.getBoundingClientRect(), style = getComputedStyle(control);
    const isSeen = box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight;
    const isMarked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return [control.outerHTML.slice(0, 120), isSeen, isMarked];
}"""


@pytest.mark.parametrize("path", ["/en/", "/en/projects/", "/en/map/", "/en/projects/zhongyuan-healthcare-theme-town/"])
def test_the_keyboard_alone_reaches_everything_and_shows_where_it_is(open_page, path):
    page = open_page(path).page
    focusable = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
    expected = page.evaluate(f'[...document.querySelectorAll("{focusable}")].filter(e => e.checkVisibility()).length')
    seen = 0
    while page.keyboard.press("Tab") is None and page.evaluate("document.activeElement !== document.body"):
        what, is_seen, is_marked = page.evaluate(FOCUSED)
        assert is_seen, what
        assert is_marked, what
        seen += 1
    # The radio buttons of one group are one stop.
    assert seen >= expected - 8


def test_every_public_address_opens_in_the_browser_without_an_error(open_page):
    page = open_page("/").page
    for path in public_pages():
        assert page.goto(path).status == 200, path
