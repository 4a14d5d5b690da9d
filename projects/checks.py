"""What `manage.py check --database default` says of the data."""

from django.core.checks import Tags, register
from django.core.checks import Warning as Caution
from django.db import DatabaseError, connections


@register(Tags.database)
def loaded_records_are_complete(app_configs, databases, **kwargs):
    """Warn of records that plain `loaddata` wrote: they have no history and are not public."""
    from projects.editorial.seeding import incomplete

    if not databases or "projects_project" not in connections["default"].introspection.table_names():
        return []
    try:
        waiting = incomplete()
    except DatabaseError:
        return []  # The tables are older than the code: migrate says so itself.
    if not waiting:
        return []
    return [
        Caution(
            f"{len(waiting)} records were loaded without history or publication.",
            hint="Run `manage.py seed --complete`.",
            id="projects.W001",
        )
    ]
