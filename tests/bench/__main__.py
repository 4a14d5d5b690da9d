"""Measure the tracker beside its peers, in one run: `make bench`, or `python -m tests.bench --help`.

What it prints are tables in Markdown: times in milliseconds or seconds, how many times as long as the tracker a peer
takes, and memory.
"""

import argparse
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from tests.bench import subjects
from tests.bench.databases import databases, environment, flat_file
from tests.bench.measuring import FILE_ROUNDS, measure_file, measure_lists
from tests.bench.tables import files_told, lists_told
from tests.bench.works import FILES, pages

FEW = 100
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
PACKAGES = ("django", "granian", "datasette", "django-import-export")


def arguments():
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.splitlines()[0])
    parser.add_argument("--projects", type=int, default=100_000, metavar="N", help="how many projects; 100,000")
    parser.add_argument("--rounds", type=int, default=20, metavar="N", help="how often each page is asked for; 20")
    parser.add_argument("--database", nargs="+", choices=ENGINES, default=list(ENGINES), help="which of them; both")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where filled databases are left and found again")
    return parser.parse_args()


def say(*lines):
    """Print the lines at once, for a run takes long."""
    print(*lines, sep="\n", flush=True)


def announce(what):
    """Tell who waits what is being done, apart from what is printed."""
    print(f"[{time.strftime('%H:%M:%S')}] {what} …", file=sys.stderr, flush=True)


def main(asked):
    """Fill, measure and print, one database after the other."""
    absent = [name for module, name in subjects.MISSING.items() if not find_spec(module)]
    if absent:
        say(f"Not measured, for `make bench` alone installs it: {', '.join(absent)}.", "")
    say(machine(), "")
    static = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(static, env=environment(), check=True)
    with ExitStack() as stack:
        folder = asked.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        folder = folder.resolve()
        folder.mkdir(parents=True, exist_ok=True)
        for engine in asked.database:
            announce(f"filling {ENGINES[engine]}")
            with databases(engine, folder, keeps=asked.keep) as filled:
                measure(engine, filled(FEW), filled(asked.projects), asked.rounds, folder)


def machine():
    """What was measured, on what, and how busy it was."""
    packages = [
        f"{name} {version(name)}" for name in PACKAGES if find_spec(name.removeprefix("django-").replace("-", "_"))
    ]
    load = f"load {os.getloadavg()[0]:.1f} at the start"
    return f"{os.cpu_count()} cores, {load}; Python {platform.python_version()}, {', '.join(packages)}."


def measure(engine, few, many, rounds, folder):
    """Measure all subjects on one database, and print it."""
    ours = subjects.tracker(many)
    small = subjects.tracker(few, f"{subjects.OURS}, {few.projects:,} projects")
    peers = [subjects.stock(many), subjects.stock(many, with_facets=True)]
    if engine == "sqlite" and find_spec("datasette"):
        flat = flat_file(many, folder / f"flat-{many.projects}.sqlite3")
        peers += [subjects.datasette(flat), subjects.datasette(flat, with_facets=True)]
    works = pages(many.published)
    say(f"## {many.version}, {many.projects:,} projects, {many.published:,} of them public", "")
    asked = [(ours, works), (small, pages(few.published)), *((peer, works) for peer in peers)]
    names, compared = [subject.name for subject, _works in asked], [peer.name for peer in peers]
    announce(f"lists of {', '.join(names)}")
    say(*lists_told(measure_lists(asked, rounds, folder), works, names, compared, rounds), "")
    files = {}
    for suffix in FILES:
        for subject in (ours, *peers):
            if suffix in subject.files:
                name = subject.files_by or subject.name
                announce(f"{suffix.upper()} of {name}")
                files.setdefault(suffix, {})[name] = measure_file(subject, suffix, many.published, folder)
    say(*files_told(files, many.published, FILE_ROUNDS), "")


if __name__ == "__main__":
    # A polite end of this process ends the servers too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    main(arguments())
