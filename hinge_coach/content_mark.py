"""The mark of what the site says to everybody: a text in the database that is another one after each change of it.

What is worked out from the lessons, the rules or the trainer's page is kept in memory under this mark, and asked for
with the mark that is in force. Triggers change it in the transaction that changes one of these tables, whoever writes:
a page, a command, the admin, or somebody with the database's own shell. Several processes and hosts read one mark.

It is random and not a number that rises, so that a restored backup can't lead back to a mark that was in force before
with other content. Its table is no model, because it holds nothing to move, to back up or to translate.
"""

from typing import Any

from django.db import DatabaseError, connection, connections, transaction

WATCHED: dict[str, tuple[str, ...]] = {
    "lessons_lesson": (),
    "lessons_ruleset": (),
    "accounts_trainer": (),
    "accounts_user": ("name", "email", "zone"),
    "safety_review": (),
}
"""Each table that pages for everybody read, with the columns that they show; none where a row counts as a whole."""

_MAKE_TABLE = (
    "CREATE TABLE IF NOT EXISTS content_mark (id integer PRIMARY KEY CHECK (id = 1), mark varchar(40) NOT NULL)"
)
_FIRST_MARK = "INSERT INTO content_mark (id, mark) VALUES (1, '') ON CONFLICT (id) DO NOTHING"
_CHANGE = {
    "sqlite": "UPDATE content_mark SET mark = lower(hex(randomblob(16)))",
    "postgresql": "UPDATE content_mark SET mark = gen_random_uuid()::text",
}
_MAKE_FUNCTION = f"""
    CREATE OR REPLACE FUNCTION change_content_mark() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {_CHANGE["postgresql"]};
        RETURN NULL;
    END $$
"""
_DROP_TRIGGER = {"sqlite": "DROP TRIGGER IF EXISTS {name}", "postgresql": "DROP TRIGGER IF EXISTS {name} ON {table}"}
_MAKE_TRIGGER = {
    "sqlite": f"CREATE TRIGGER {{name}} AFTER {{event}} ON {{table}} BEGIN {_CHANGE['sqlite']}; END",
    "postgresql": "CREATE TRIGGER {name} AFTER {event} ON {table} EXECUTE FUNCTION change_content_mark()",
}


def content_mark() -> str | None:
    """The mark in force, in one query; None where there is none, and then nothing may be kept."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT mark FROM content_mark")
            row = cursor.fetchone()
    except DatabaseError:  # not migrated yet, or the database can't work now
        return None
    return row[0] if row else None


def watch_content(*, using: str, **kwargs: Any) -> None:
    """Makes the table and its triggers. After each migration: SQLite drops triggers with the tables that it remakes."""
    database = connections[using]
    if not set(WATCHED) <= set(database.introspection.table_names()):
        return  # on the way through old migrations
    vendor = database.vendor
    with transaction.atomic(using=using), database.cursor() as cursor:
        cursor.execute(_MAKE_TABLE)
        cursor.execute(_FIRST_MARK)
        if vendor == "postgresql":
            cursor.execute(_MAKE_FUNCTION)
        cursor.execute(_CHANGE[vendor])  # what the migration itself has written
        for table, columns in WATCHED.items():
            of = f" OF {', '.join(columns)}" if columns else ""
            for event, words in (("insert", "INSERT"), ("update", f"UPDATE{of}"), ("delete", "DELETE")):
                names = {"name": f"content_mark_{table}_{event}", "event": words, "table": table}
                cursor.execute(_DROP_TRIGGER[vendor].format_map(names))
                cursor.execute(_MAKE_TRIGGER[vendor].format_map(names))
