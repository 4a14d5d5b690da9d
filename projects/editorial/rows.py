"""Many new rows at once, by the quickest way into each database: past Django's queries, never past its columns."""

from functools import cache, lru_cache, partial
from operator import itemgetter

import orjson
from django.db import connection, models
from django.db.models.base import ModelState


def made(model, fields, pointers):
    """A row of the model from its columns, and the records that it points to by name; ten times as fast as its class.

    The records must have their keys.
    """
    row = model.__new__(model)
    columns, state = vars(row), ModelState()
    columns.update(_blank(model))
    columns.update(fields)
    for name, target in pointers.items():
        columns[f"{name}_id"] = target.pk
    state.fields_cache = pointers
    columns["_state"] = state
    return row


@cache
def _blank(model):
    return {field.attname: field.get_default() for field in model._meta.concrete_fields}


def next_keys(model, number):
    """So many new primary keys of the model, in ascending order, which nobody else gets from now on."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, number]
            )
            return [key for (key,) in cursor.fetchall()]
        # SQLite counts on from here.
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s RETURNING seq", [number, table])
        (last,) = cursor.fetchone() or (None,)
        if last is None:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])
        return range((last or number) - number + 1, (last or number) + 1)


def insert(model, rows):
    """Write the rows of the model, as `stored` gives them; returns their keys, new ones where they have none."""
    if rows[0][0] is None:
        for row, key in zip(rows, next_keys(model, len(rows)), strict=True):
            row[0] = key
    columns, _read = _reader(model)
    quoted = connection.ops.quote_name
    into = f"{quoted(model._meta.db_table)} ({', '.join(map(quoted, columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {into} VALUES ({places})", rows)  # noqa: S608 - names of columns only
    return [row[0] for row in rows]


def stored(row):
    """A row as the driver takes it: a list of its columns, the first of which is its key."""
    _columns, read = _reader(type(row))
    return read(row)


@cache
def _reader(model):
    """The columns of the model that can be written, and what reads them all from a row as the driver takes them."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    fields.sort(key=lambda field: not field.primary_key)
    entries = itemgetter(*(field.attname for field in fields))
    translations = [(place, translate) for place, field in enumerate(fields) if (translate := _translation(field))]

    def read(row):
        values = list(entries(vars(row)))
        for place, translate in translations:
            if values[place] is not None:
                values[place] = translate(values[place])
        return values

    return [field.column for field in fields], read


def _translation(field):
    """What makes of a value of the field what the driver takes; None where it takes the value itself."""
    if isinstance(field, models.JSONField):
        return _text_of_facts
    if connection.vendor == "postgresql":
        return None
    if isinstance(field, models.DecimalField):
        return partial(_text_of_decimal, field.max_digits, field.decimal_places)
    if isinstance(field, models.DateTimeField):
        return _text_of_time
    return _text_of_day if isinstance(field, models.DateField) else None


def _text_of_facts(facts):
    return orjson.dumps(facts).decode()


# The same values come again and again, in one column and in others.
@lru_cache(8192)
def _text_of_decimal(digits, places, value):
    return connection.ops.adapt_decimalfield_value(value, digits, places)


@lru_cache(8192)
def _text_of_time(value):
    return connection.ops.adapt_datetimefield_value(value)


@lru_cache(8192)
def _text_of_day(value):
    return connection.ops.adapt_datefield_value(value)
