"""Run the whole suite on SQLite and on PostgreSQL with the Pythons named, and say what ran and what was left out.

`python tests/suites.py [PYTHON ...] [-- PYTEST ARGUMENTS]`; without a name, with the Python that runs this.
"""

import os
import signal
import subprocess
import sys
import time

from environment import TOOLS, lacking
from postgres import server

VERSIONS = "import platform, django; print(f'Python {platform.python_version()}, Django {django.__version__}')"


def run_suite(python, title, database_url, arguments):
    """Run pytest once; whether it passed. Its own lines go to the terminal as they come."""
    print(f"\n{title}", flush=True)
    environment = os.environ | {"DATABASE_URL": database_url}
    workers = str(min(4, os.cpu_count() or 1))
    # The slow ones come last; whoever is done takes from whoever is not.
    pytest = [python, "-m", "pytest", "-n", workers, "--dist", "worksteal", *arguments]
    return subprocess.run(pytest, env=environment, check=False).returncode == 0


def _databases(python, pythons, postgres_url):
    """The databases that a Python meets: both where it is alone or drilled, else the first SQLite, others PostgreSQL.

    What the databases differ in, they differ in under every Django, so each is met once.
    """
    both = [("SQLite", ""), ("PostgreSQL", postgres_url)]
    if len(pythons) == 1 or os.environ.get("DRILL") == "1":
        return both
    return both[:1] if python == pythons[0] else both[1:]


def main(pythons, arguments):
    """Run every suite, whichever fails, and return whether all passed."""
    absent = [f"{TOOLS[marker].name} (tests marked {marker})" for marker in lacking()]
    if absent and os.environ.get("REQUIRE_ALL") == "1":
        print(f"REQUIRE_ALL=1, but this machine lacks {' and '.join(absent)}.")
        return False
    report, passed, met = [], [], set()
    with server() as postgres_url:
        for python in pythons:
            versions = subprocess.run([python, "-c", VERSIONS], capture_output=True, text=True, check=True).stdout
            for database, url in _databases(python, pythons, postgres_url):
                title = f"{versions.strip()}, {database}"
                began = time.monotonic()
                # What a browser or a checker sees depends on neither database nor Python; what many do at once not on
                # Python.
                without = ["not browser and not java"] * bool(passed) + ["not drill"] * (database in met)
                met.add(database)
                once = ["-m", " and ".join(without)] if without else []
                passed.append(run_suite(python, title, url, [*once, *arguments]))
                outcome = "passed" if passed[-1] else "FAILED"
                report.append(f"  {title}: {outcome} in {time.monotonic() - began:.0f} s")
    if not any("Django 6" in line for line in report):
        absent.append("a Python newer than 3.11 (Django 6.1); NEWER_PYTHON=/path/to/python names one")
    print("\nRan:", *report, sep="\n")
    if absent:
        print("Left out, for this machine lacks it:", *(f"  {name}" for name in absent), sep="\n")
    print(f"suites: {sum(passed)} passed, {len(passed) - sum(passed)} failed", flush=True)
    return all(passed)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    split = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    sys.exit(not main(sys.argv[1:split] or [sys.executable], sys.argv[split + 1 :]))
