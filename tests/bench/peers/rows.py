"""The published projects as one plain table: the columns of the tracker's own files, kept as a stock application would.

The peers list, search and write out this table, so that all work on the same rows.
"""

from itertools import islice

from django.db import connection, models, transaction
from django.utils.translation import override

from projects.columns import COLUMNS, Kind
from projects.models import PublishedProject
from projects.querysets.streams import facts_of_each

AT_ONCE = 1_000
INDEXED = {"reference", "name", "type", "region_code", "stage", "condition", "start_first"}


class FlatProject(models.Model):
    """A published project in a row, in Chinese; a choice by its code and a type by its slug."""

    class Meta:
        app_label = "bench"
        db_table = "bench_project"
        ordering = ["name", "id"]

    def __str__(self):
        return self.name


def _field(column):
    if column.kind is Kind.DAY:
        return models.DateField(null=True, db_index=column.key in INDEXED)
    if column.kind in {Kind.MONEY, Kind.NUMBER}:
        return models.DecimalField(null=True, max_digits=20, decimal_places=2 if column.kind is Kind.MONEY else 6)
    return models.TextField(db_index=column.key in INDEXED)


for _column in COLUMNS["project"]:
    FlatProject.add_to_class(_column.key, _field(_column))


def _readers():
    """The key of each column, and how to read from facts what its field holds."""
    for column in COLUMNS["project"]:
        get, say = column.reader()
        if column.key == "type":
            yield column.key, lambda facts: facts["type"]["slug"]
        elif column.kind is Kind.CHOICE:
            yield column.key, get
        elif isinstance(FlatProject._meta.get_field(column.key), models.TextField):
            yield column.key, lambda facts, get=get, say=say: str(say(get(facts)) or "")
        else:
            yield column.key, lambda facts, get=get, say=say: say(get(facts))


def fill():
    """Write every published project into the table."""
    # The words are bound to the language in which the readers are made.
    with override("zh-hans"):
        readers = list(_readers())
    publications = PublishedProject.objects.current().by_reference()
    rows = (FlatProject(**{key: read(facts) for key, read in readers}) for facts in facts_of_each(publications))
    with transaction.atomic():
        while batch := list(islice(rows, AT_ONCE)):
            FlatProject.objects.bulk_create(batch)


def is_made():
    """Whether the database has the table."""
    return FlatProject._meta.db_table in connection.introspection.table_names()


def make():
    """Make the table, empty."""
    with connection.schema_editor() as editor:
        editor.create_model(FlatProject)
