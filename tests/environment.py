"""The environment that tests run in, set before Django reads its settings, and what tests need of the machine.

Loaded by pytest as a plugin (see pyproject.toml). A test marked with a name in `TOOLS` is skipped where the machine
lacks that tool; under REQUIRE_ALL=1 the run is refused instead. `tests/suites.py` names at its end what was left out.
"""

import atexit
import os
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass

import hypothesis
import pytest

# What a deployment says of itself.
OF_THE_SITE = ("DATA_LICENCE", "DATA_LICENCE_URL", "SECURITY_CONTACT")
OF_THE_SITE += ("MAP_TILES", "MAP_ATTRIBUTION")
OF_THE_SITE += ("SITE_OPERATOR", "SITE_CONTACT", "SITE_ICP", "SITE_POLICE", "SITE_CODE")


@dataclass(frozen=True)
class Tool:
    """A program that some tests drive: how people call it, its commands, and the argument that proves it runs."""

    name: str
    variable: str
    commands: tuple[str, ...]
    proof: str

    def find(self):
        """The path of the first command that really runs, or None."""
        for command in filter(None, (os.environ.get(self.variable), *self.commands)):
            path = shutil.which(command)
            if path and subprocess.run([path, self.proof], capture_output=True, check=False).returncode == 0:
                return path
        return None


TOOLS = {
    "browser": Tool("Chromium", "CHROMIUM", ("chromium", "chromium-browser", "google-chrome"), "--version"),
    "java": Tool("Java", "JAVA", ("java",), "-version"),
}


def lacking():
    """The markers whose tool this machine lacks, in order."""
    return [marker for marker, tool in TOOLS.items() if not tool.find()]


def isolate(environ):
    """Take out of `environ` what a person's own deployment sets, and put in what tests need."""
    for name in ("DEBUG", "PUBLIC_URL", "SECRET_KEY_FILE", "TRUST_PROXY", *OF_THE_SITE):
        environ.pop(name, None)
    # Django's test runner keeps what is sent this way in memory.
    environ["EMAIL_URL"] = "smtp://mail.example.invalid"
    environ["EMAIL_FROM"] = "阳泉康养项目 <desk@example.invalid>"
    environ["SECRET_KEY"] = secrets.token_urlsafe(64)
    # Pooled connections would outlive the test that opened them.
    environ["DATABASE_POOL"] = "0"


isolate(os.environ)


def _keep_sqlite_apart():
    """Give SQLite a file, so that tests meet the server's locks, and each run its own, so that two never meet."""
    from django.db import connection

    if connection.vendor == "sqlite":
        folder = tempfile.mkdtemp(prefix="tracker-tests-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        connection.settings_dict["TEST"]["NAME"] = os.path.join(folder, "test.sqlite3")
        # Nobody asks for it after the power was cut.
        connection.settings_dict["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"


@pytest.hookimpl(trylast=True)
def pytest_configure():
    """Serve static files as they lie, without collecting them, hash passwords quickly, and let properties take time."""
    from django.conf import settings
    from django.test import override_settings

    override_settings(
        STORAGES=settings.STORAGES
        | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ).enable()
    _keep_sqlite_apart()
    # A busy machine is no fault of the property under test.
    hypothesis.settings.register_profile("suite", deadline=None)
    hypothesis.settings.register_profile("drill", deadline=None, max_examples=5_000)
    hypothesis.settings.load_profile("drill" if os.environ.get("DRILL") == "1" else "suite")


def pytest_collection_modifyitems(items):
    """Skip the tests whose tool is absent, or refuse the run where all are required."""
    needed = [marker for marker in TOOLS if any(item.get_closest_marker(marker) for item in items)]
    absent = {marker: TOOLS[marker].name for marker in needed if not TOOLS[marker].find()}
    if absent and os.environ.get("REQUIRE_ALL") == "1":
        raise pytest.UsageError(f"REQUIRE_ALL=1, but this machine lacks {' and '.join(absent.values())}.")
    for item in items:
        for marker, name in absent.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=f"left out: this machine lacks {name}"))
