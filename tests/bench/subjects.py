"""Who is measured: the tracker and its peers, each with the addresses at which it does the same work."""

import re
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from importlib.util import find_spec
from urllib.parse import urlencode

from tests.bench.databases import TABLE, environment
from tests.bench.works import PER_PAGE

OURS = "tracker"
FACETS = ("type", "region", "stage")
# As `make run` starts it.
GRANIAN = [
    *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", "{port}"),
    *("--workers", "2", "--blocking-threads", "4", "--workers-kill-timeout", "10", "--log-level", "warning"),
    *("--no-ws", "yangquan.wsgi:application"),
]
MISSING = {"datasette": "Datasette", "import_export": "django-import-export"}


@dataclass(frozen=True)
class Subject:
    """A program that is measured.

    `page` returns the address of a work, or None where it has no such page; `found` matches the number of rows that a
    page names; `complaint` matches what a page says where it did a part only; `files` are addresses by suffix, and
    `files_by` is who writes them where that is another program.
    """

    name: str
    command: list
    environment: dict
    page: Callable
    found: re.Pattern
    complaint: re.Pattern | None = None
    files: dict = field(default_factory=dict)
    files_by: str = ""


def tracker(database, name=OURS):
    """The application that this repository holds."""

    def page(work):
        return "/reports/types/" if work.is_report else _address("/projects/", work.query)

    files = {suffix: f"/projects.{suffix}" for suffix in ("csv", "xlsx", "json")}
    return Subject(name, GRANIAN, environment(database.url), page, re.compile(r'id="counted">\D*([\d,]+)'), None, files)


def stock(database, *, with_facets=False):
    """A Django ListView on the same server, whose files are django-import-export's."""

    def page(work):
        if work.is_report or "role" in work.query:
            return None
        return _address("/", work.query | ({"facets": 1} if with_facets else {}))

    settings = environment(database.url, DJANGO_SETTINGS_MODULE="tests.bench.peers.settings")
    found = re.compile(r'class="result">([\d,]+)')
    if with_facets:
        return Subject("ListView with facets", GRANIAN, settings, page, found)
    files = {suffix: f"/projects.{suffix}" for suffix in ("csv", "xlsx")} if find_spec("import_export") else {}
    return Subject("ListView", GRANIAN, settings, page, found, None, files, "django-import-export")


# What the tracker's parameters are called in the flat table.
COLUMNS = {"type": "type", "region": "region_code", "stage": "stage", "start_after": "start_first__gte", "q": "_search"}


def datasette(path, *, with_facets=False):
    """Datasette on the flat table in the file at `path`."""

    def page(work):
        if work.is_report or "role" in work.query:
            return None
        query = {COLUMNS[name]: value for name, value in work.query.items() if name != "page"}
        # It suggests facets that nobody asked for, which takes time.
        query |= {"_sort": "name", "_size": PER_PAGE, "_nosuggest": 1}
        if with_facets:
            query["_facet"] = FACETS
        if work.query.get("page", 1) > 1:
            query["_next"] = _token(path, work.query["page"])
        return _address(f"/{path.stem}/{TABLE}", query)

    command = [sys.executable, "-m", "datasette", "serve", path, "--host", "127.0.0.1", "--port", "{port}"]
    found = re.compile(r"<h3>([\d,]+) row")
    if with_facets:
        timed_out = re.compile(r"These facets timed out: [^<]+")
        return Subject("Datasette with facets", command, environment(), page, found, timed_out)
    return Subject(
        "Datasette", command, environment(), page, found, None, {"csv": f"/{path.stem}/{TABLE}.csv?_stream=on"}
    )


def _token(path, page):
    """What Datasette calls the page: the name and the key of the last row before it."""
    from datasette.utils import tilde_encode

    with closing(sqlite3.connect(path)) as flat:
        before = f"SELECT name, id FROM {TABLE} ORDER BY name, id LIMIT 1 OFFSET ?"  # noqa: S608
        name, key = flat.execute(before, [(page - 1) * PER_PAGE - 1]).fetchone()
    return f"{tilde_encode(name)},{key}"


def _address(path, query):
    return f"{path}?{urlencode(query, doseq=True)}" if query else path
