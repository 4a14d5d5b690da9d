"""Publications found by the tokens they hold, by an index that each database keeps for itself.

Neither index knows a language or a locale: what a token is, `projects.search` alone decides.
"""

from django.db.models import BooleanField, Func

SQLITE = [
    # Keys and tokens only: the texts stay in the publications, which the triggers follow.
    "CREATE VIRTUAL TABLE {table}_tokens USING fts5(search_tokens, content='{table}', content_rowid='id', detail=none,"
    " columnsize=0, tokenize=\"ascii tokenchars '-'\")",
    "INSERT INTO {table}_tokens({table}_tokens) VALUES('rebuild')",
    "CREATE TRIGGER {table}_tokens_added AFTER INSERT ON {table} BEGIN {add}; END",
    "CREATE TRIGGER {table}_tokens_removed AFTER DELETE ON {table} BEGIN {remove}; END",
    "CREATE TRIGGER {table}_tokens_changed AFTER UPDATE OF id, search_tokens ON {table} BEGIN {remove}; {add}; END",
]
SQLITE_ADD = "INSERT INTO {table}_tokens(rowid, search_tokens) VALUES (new.id, new.search_tokens)"
SQLITE_REMOVE = (
    "INSERT INTO {table}_tokens({table}_tokens, rowid, search_tokens) VALUES ('delete', old.id, old.search_tokens)"
)
SQLITE_DROP = [
    *(f"DROP TRIGGER IF EXISTS {{table}}_tokens_{event}" for event in ("added", "removed", "changed")),
    "DROP TABLE IF EXISTS {table}_tokens",
]
# In a language that is not inlined, and dear: or the planner takes reading every row for the cheaper way.
POSTGRESQL_FUNCTION = (
    "CREATE OR REPLACE FUNCTION projects_tokens(text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT"
    " PARALLEL SAFE COST 100 AS $$ BEGIN RETURN array_to_tsvector(string_to_array($1, ' ')); END $$"
)
POSTGRESQL = [
    POSTGRESQL_FUNCTION,
    "CREATE INDEX {table}_tokens ON {table} USING gin (projects_tokens(search_tokens))",
    # Knowing that a word is in most publications, the planner would rather make the tokens of every one anew.
    "ALTER INDEX {table}_tokens ALTER COLUMN 1 SET STATISTICS 0",
]
POSTGRESQL_DROP = ["DROP INDEX IF EXISTS {table}_tokens"]


def index_statements(vendor, table):
    """The SQL that makes the index of a table of publications anew.

    On SQLite every migration that alters such a table must end with it: rebuilding a table loses its triggers.
    """
    return [*drop_statements(vendor, table), *_filled(SQLITE if vendor == "sqlite" else POSTGRESQL, table)]


def drop_statements(vendor, table):
    """The SQL that removes the index of a table of publications."""
    return _filled(SQLITE_DROP if vendor == "sqlite" else POSTGRESQL_DROP, table)


def _filled(statements, table):
    add, remove = (words.format(table=table) for words in (SQLITE_ADD, SQLITE_REMOVE))
    return [words.format(table=table, add=add, remove=remove) for words in statements]


class HoldsTerms(Func):
    """Whether the tokens of a publication hold all the terms, as `search.search_terms` gives them."""

    output_field = BooleanField()

    # Not the bare key, by which SQLite would read every row that matches whole.
    SQLITE_QUERY = "+{key} IN (SELECT rowid FROM {table} WHERE {table} MATCH %s)"

    def __init__(self, tokens, terms, **extra):
        """Ask the column `tokens`."""
        super().__init__(tokens, **extra)
        self.terms = tuple(terms)

    def as_sqlite(self, compiler, connection, **context):
        """Ask the table of tokens beside the publications."""
        tokens = self.source_expressions[0]
        meta = tokens.target.model._meta
        key, parameters = compiler.compile(meta.pk.get_col(tokens.alias))
        table = connection.ops.quote_name(f"{meta.db_table}_tokens")
        query = " AND ".join(f'"{token}"{"*" * may_go_on}' for token, may_go_on in self.terms)
        return self.SQLITE_QUERY.format(key=key, table=table), [*parameters, query]

    def as_postgresql(self, compiler, connection, **context):
        """Ask the index over the tokens of the publications."""
        tokens, parameters = compiler.compile(self.source_expressions[0])
        query = " & ".join(f"'{token}'{':*' * may_go_on}" for token, may_go_on in self.terms)
        return f"projects_tokens({tokens}) @@ %s::tsquery", [*parameters, query]
