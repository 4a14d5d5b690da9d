"""A real Chromium, watched: what it asks for, and what it complains of."""

import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import gettext, override, pgettext

from tests.desk import make_member
from tests.environment import TOOLS

WIDTHS = {"phone": 320, "tablet": 768, "desktop": 1280}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@dataclass
class Watched:
    """A page, the hosts it asked, and every error its console showed."""

    page: object
    hosts: set = field(default_factory=set)
    complaints: list = field(default_factory=list)

    def watch(self):
        """Begin to note requests and complaints."""
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        self.page.on("popup", lambda popup: Watched(popup, self.hosts, self.complaints).watch())
        return self

    @property
    def oddities(self):
        """Every complaint, and every host that was asked beside that of the page."""
        return self.complaints + sorted(self.hosts - {urlsplit(self.page.url).netloc, ""})


@pytest.fixture(scope="session")
def chromium():
    """The machine's own Chromium; Playwright brings none."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=TOOLS["browser"].find(), args=FLAGS)
        yield browser
        browser.close()


# Playwright runs an event loop in this thread, in which Django would refuse to ask the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(autouse=True)
def seeded(transactional_db):
    """The seed, published, for a server in another thread."""
    call_command("seed", verbosity=0)


@pytest.fixture
def open_page(chromium, live_server):
    """Open an address of the site in a page of a given width; both are closed afterwards."""
    contexts = []

    def open_page(path, width=WIDTHS["desktop"], **options):
        context = chromium.new_context(viewport={"width": width, "height": 900}, base_url=live_server.url, **options)
        contexts.append(context)
        watched = Watched(context.new_page()).watch()
        watched.page.goto(path)
        return watched

    yield open_page
    for context in contexts:
        context.close()


@dataclass
class Desk:
    """The desk as one account has it open: a watched page, and the language that it speaks."""

    watched: Watched
    language: str

    @property
    def page(self):
        """The page that it is open on."""
        return self.watched.page

    @property
    def oddities(self):
        """What should not have happened: complaints of its console, hosts of others."""
        return self.watched.oddities

    def word(self, text, context=None):
        """What the desk says where the code says `text`."""
        with override(self.language):
            return pgettext(context, text) if context else gettext(text)

    def path(self, name="index", *arguments):
        """The address of a page of the desk."""
        with override(self.language):
            return reverse(f"admin:{name}", args=arguments)

    def go(self, name="index", *arguments):
        """Open a page of the desk."""
        self.page.goto(self.path(name, *arguments))

    def follow(self, text):
        """Click the link that says `text`."""
        self.page.get_by_role("link", name=self.word(text), exact=True).first.click()

    def press(self, text):
        """Press the button that says `text`."""
        self.page.get_by_role("button", name=self.word(text), exact=True).click()

    def note(self, label, words):
        """Write into the box with this label."""
        self.page.get_by_label(self.word(label), exact=True).fill(words)

    def choose(self, field, words):
        """Choose the first entry of an autocomplete that the words find."""
        self.page.locator(f"#id_{field} + .select2 .select2-selection").click()
        self.pick(words)

    def pick(self, words):
        """Choose the first entry that the words find in the autocomplete that is open."""
        self.page.locator(".select2-search__field").fill(words)
        self.page.locator(".select2-results__option--highlighted", has_text=words).click()

    def save(self, reason=""):
        """Save the form and stay on it; what the desk says then."""
        if reason:
            self.page.locator("#id_reason").fill(reason)
        self.page.locator("[name=_continue]").click()
        self.page.locator(".messagelist").wait_for()
        return self.said()

    def said(self):
        """What the desk says above the page."""
        return self.page.locator(".messagelist").inner_text()


@pytest.fixture
def open_desk(open_page):
    """Open the desk in a language, with an account of the role logged in under a name of its own."""

    def open_desk(role, name=None, language="zh-hans"):
        make_member(role, username=name or role, password=f"the {role}'s password")
        with override(language):
            desk = Desk(open_page(reverse("admin:index")), language)
        desk.page.locator("#id_username").fill(name or role)
        desk.page.locator("#id_password").fill(f"the {role}'s password")
        desk.page.locator("[type=submit]").click()
        desk.page.locator("#user-tools strong").wait_for()
        return desk

    return open_desk
