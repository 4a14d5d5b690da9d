"""The log of many rows at once, copied inside the database."""

from django.db import connection


def log_new(model, keys, reason, at, version):
    """Write for rows of the model, just created, the history rows that saving them would have left.

    Parts say the `version` of the record they belong to.
    """
    # The keys alone would do, but for others who wrote between two of them and have logged that.
    log = model.history.model._meta
    logged = f"SELECT 1 FROM {_quoted(log.db_table)} log WHERE log.id = made.id"  # noqa: S608 - names of tables only
    _copy(
        model,
        {
            "history_type": "+",
            "history_change_reason": reason,
            "history_date": at,
            "act": "save",
            "record_version": version,
        },
        f"made.id BETWEEN %s AND %s AND NOT EXISTS ({logged})",
        [min(keys), max(keys)],
    )


def log_changed(model, keys, reason, at):
    """Write the history rows of a change of a few records of one noun."""
    _copy(
        model,
        {"history_type": "~", "history_change_reason": reason, "history_date": at, "act": "save"},
        f"made.id IN ({', '.join(['%s'] * len(keys))})",
        keys,
    )


def _copy(model, said, condition, parameters):
    """Copy the rows of the model that meet the condition into its log, together with what is `said` of the change."""
    log = model.history.model._meta
    kept = {field.attname for field in log.concrete_fields}
    columns = [_quoted(field.column) for field in model._meta.concrete_fields if field.attname in kept]
    said = {log.get_field(name): value for name, value in said.items() if name in kept}
    values = [field.get_db_prep_save(value, connection) for field, value in said.items()]
    into = ", ".join([*columns, *(_quoted(field.column) for field in said)])
    source = ", ".join([*(f"made.{column}" for column in columns), *["%s"] * len(said)])
    tables = _quoted(log.db_table), _quoted(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {tables[0]} ({into}) SELECT {source} FROM {tables[1]} made WHERE {condition}",  # noqa: S608 - names of tables and columns only
            [*values, *parameters],
        )


def _quoted(name):
    return connection.ops.quote_name(name)
