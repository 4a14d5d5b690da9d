"""A real Chromium, watched: what it asks for, and what it complains of."""

import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command

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
        return self


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
