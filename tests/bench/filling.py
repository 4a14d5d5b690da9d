"""Fill the database that DATABASE_URL names: `python -m tests.bench.filling PROJECTS`; its last line is what it holds.

What is there already stays, so that a kept database is filled once.
"""

import json
import sys

import django
from django.core.management import call_command
from django.db import connection


def fill(projects):
    """Migrate, write the sample of so many projects and the flat table of the published ones; returns their number."""
    from projects.models import Project, PublishedProject
    from tests.bench.peers import rows

    call_command("migrate", verbosity=0, interactive=False)
    held = Project.objects.count()
    if held not in {0, projects}:
        raise SystemExit(f"The kept database holds {held} projects and not {projects}: delete it.")
    if not held:
        call_command("sample", projects=projects, seed=1)
    if not rows.is_made():
        rows.make()
    if not rows.FlatProject.objects.exists():
        rows.fill()
        with connection.cursor() as cursor:
            # What PostgreSQL does of its own accord, but minutes later.
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return PublishedProject.objects.current().count()


def version():
    """The database and its version."""
    if connection.vendor == "postgresql":
        number = connection.cursor().connection.info.server_version
        return f"PostgreSQL {number // 10_000}.{number % 10_000}"
    return f"SQLite {connection.Database.sqlite_version}"


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"published": fill(int(sys.argv[1])), "version": version()}))
