"""Databases of the benchmark's own, filled with a sample; and the flat table of one as a file for Datasette."""

import json
import os
import secrets
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.postgres import server

# Of a person's own deployment.
SETTINGS = ("DATABASE_URL", "DATABASE_POOL", "PUBLIC_URL", "TRUST_PROXY", "SECRET_KEY_FILE", "DATA_LICENCE_URL")
TABLE = "bench_project"
SEARCHED = ("reference", "name", "former_names", "region", "address", "summary")


def environment(url="", **settings):
    """The environment of production with the database at `url`."""
    named = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    settings = {"DEBUG": "0", "SECRET_KEY": secrets.token_urlsafe(64), "DATABASE_URL": url} | settings
    return named | {"DJANGO_SETTINGS_MODULE": "yangquan.settings"} | settings


@dataclass(frozen=True)
class Database:
    """A filled database: its address, its version, and how many projects it has and shows."""

    url: str
    projects: int
    published: int
    version: str


@contextmanager
def databases(engine, folder, *, keeps):
    """Give a function from a number of projects to the Database of that engine that holds so many.

    The `folder` has those of SQLite, and where it `keeps` them those of PostgreSQL too.
    """
    if engine == "sqlite":
        yield lambda projects: _filled(f"sqlite:///{folder / f'sqlite-{projects}.sqlite3'}", projects)
        return
    # Or it would be the server that a person works with.
    os.environ.pop("DATABASE_URL", None)
    with server(folder / "postgresql" if keeps else None) as address:
        yield lambda projects: _filled(_created(address, f"bench_{projects}"), projects)


def _created(address, name):
    with psycopg.connect(address, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f'CREATE DATABASE "{name}"')
    return f"{address.rpartition('/')[0]}/{name}"


def _filled(url, projects):
    command = [sys.executable, "-m", "tests.bench.filling", str(projects)]
    filling = subprocess.run(command, env=environment(url), stdout=subprocess.PIPE, text=True, check=False)
    if filling.returncode:
        raise SystemExit(filling.stdout + f"The database of {projects} projects could not be filled.")
    return Database(url, projects, **json.loads(filling.stdout.splitlines()[-1]))


def flat_file(database, path):
    """Write the flat table of a SQLite database into a file of its own, with a full-text index as Datasette uses it."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as flat:
        flat.execute("ATTACH ? AS tracker", [database.url.removeprefix("sqlite:///")])
        made = "SELECT sql FROM tracker.sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type DESC"
        table, *indexes = [sql for (sql,) in flat.execute(made, [TABLE])]
        flat.execute(table)
        flat.execute(f"INSERT INTO {TABLE} SELECT * FROM tracker.{TABLE}")  # noqa: S608
        for index in indexes:
            flat.execute(index)
        columns = ", ".join(SEARCHED)
        # In the quotes by which Datasette recognises the index.
        flat.execute(f'CREATE VIRTUAL TABLE {TABLE}_fts USING fts5({columns}, content="{TABLE}", content_rowid="id")')
        flat.execute(f"INSERT INTO {TABLE}_fts({TABLE}_fts) VALUES('rebuild')")
        flat.commit()
        flat.execute("DETACH tracker")
        flat.execute("ANALYZE")
        flat.commit()
    return Path(path)
