"""Many new rows at once, by the quickest way into each database: past Django's queries, never past its columns."""

from functools import cache, lru_cache
from operator import attrgetter

from django.db import connection, models

# What SQLite's driver does not take as Django holds it; PostgreSQL's takes all but JSON.
TRANSLATED = (models.DateField, models.DecimalField, models.JSONField)


def made(model, fields, pointers):
    """A row of the model from its columns, and the records that it points to by name; five times as fast as its class.

    The records must have their keys.
    """
    values = _blank(model) | fields
    for name, target in pointers.items():
        values[f"{name}_id"] = target.pk
    row = model(*values.values())
    for name, target in pointers.items():
        model._meta.get_field(name).set_cached_value(row, target)
    return row


@cache
def _blank(model):
    return {field.attname: field.get_default() for field in model._meta.concrete_fields}


def next_keys(model, number):
    """So many new primary keys of the model; the transaction that asks for them must use them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, number]
            )
            return [key for (key,) in cursor.fetchall()]
        # SQLite has one writer at a time, and counts on from the highest key that was written.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone() or (0,)
        return range(last + 1, last + 1 + number)


def by_model(rows):
    """The rows in one list for each of their models."""
    found = {}
    for row in rows:
        found.setdefault(type(row), []).append(row)
    return list(found.values())


def insert(rows):
    """Write the new rows of one model, giving them keys where they have none."""
    if not rows:
        return
    model = type(rows[0])
    if rows[0].pk is None:
        for row, key in zip(rows, next_keys(model, len(rows)), strict=True):
            row.pk = key
    columns, read = _reader(model)
    values = [read(row) for row in rows]
    quoted = connection.ops.quote_name
    into = f"{quoted(model._meta.db_table)} ({', '.join(map(quoted, columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for entry in values:
                    copy.write_row(entry)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {into} VALUES ({places})", values)  # noqa: S608 - names of columns only
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


@cache
def _reader(model):
    """The columns of the model that can be written, and what reads them all from a row as the driver takes them."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    entries = attrgetter(*(field.attname for field in fields))
    translated = [(place, _stored(field)) for place, field in enumerate(fields) if _is_translated(field)]

    def read(row):
        values = list(entries(row))
        for place, stored in translated:
            if values[place] is not None:
                values[place] = stored(values[place])
        return values

    return [field.column for field in fields], read


def _is_translated(field):
    """Whether Django stores the field as something else than the driver would."""
    return isinstance(field, models.JSONField if connection.vendor == "postgresql" else TRANSLATED)


def _stored(field):
    def stored(value):
        return field.get_db_prep_save(value, connection)

    # The same days come again and again.
    return lru_cache(8192)(stored) if isinstance(field, models.DateField) else stored
