"""Moving a whole site from SQLite to PostgreSQL: copied, counted and compared in one transaction, or not at all.

PostgreSQL takes back new tables like everything else, so whatever stops a move leaves its database empty. The file is
locked while it is read, and is never changed.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from hinge_coach.backups.engines import LOCK_SECONDS, RUNNING, DatabaseRefusedError

OLD = "moved_from"

ROWS_COPIED_AT_ONCE = 500

# Limits begin to count anew, and a mark of the content must not come back.
MADE_ANEW = {"cache", "content_mark", "django_migrations"}


@dataclass(frozen=True)
class MovedTable:
    """A table that is the same in both databases. The checksum is of all values: SHA-256, the rows in any order."""

    name: str
    rows: int
    checksum: str


@dataclass(frozen=True)
class Moved:
    """What was moved, and the tables that stayed behind because no part of this release reads them."""

    tables: tuple[MovedTable, ...]
    left_behind: tuple[str, ...]


def move_database(source: Path) -> Moved:
    """Copies the SQLite file of a site into the empty PostgreSQL database of the settings.

    Raises `DatabaseRefusedError`: then nothing was moved.
    """
    if connection.vendor != "postgresql":
        raise DatabaseRefusedError("DATABASE_URL has to name the new PostgreSQL database.")
    try:
        with _locked(source), transaction.atomic():
            return _move()
    except DatabaseError as problem:
        raise DatabaseRefusedError(f"The new database says: {_first_line(problem)}.") from problem


@contextmanager
def _locked(source: Path) -> Iterator[None]:
    """The file as the database `OLD`, which nobody else can read or write meanwhile."""
    if not source.is_file():
        raise DatabaseRefusedError(f"{source} is no file.")
    connections.settings[OLD] = {
        **connections.settings["default"],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(source),
        "OPTIONS": {"timeout": LOCK_SECONDS},
        "CONN_MAX_AGE": None,
    }
    try:
        try:
            with connections[OLD].cursor() as cursor:
                # Whoever has a database in WAL mode open holds a shared lock on it, so this fails while the site runs.
                cursor.execute("PRAGMA locking_mode=EXCLUSIVE")
                cursor.execute("BEGIN EXCLUSIVE")
                cursor.execute("PRAGMA quick_check(1)")
                (verdict,) = cursor.fetchone()
        except DatabaseError as problem:
            cause = problem.__cause__
            is_busy = isinstance(cause, sqlite3.Error) and cause.sqlite_errorcode in (
                sqlite3.SQLITE_BUSY,
                sqlite3.SQLITE_LOCKED,
            )
            raise DatabaseRefusedError(RUNNING if is_busy else f"{source} can't be read: {problem}.") from problem
        if verdict != "ok":
            raise DatabaseRefusedError(f"{source} is damaged: {verdict}.")
        _refuse_other_release()
        yield
    finally:
        connections[OLD].close()
        del connections[OLD]
        del connections.settings[OLD]


def _refuse_other_release() -> None:
    applied = set(MigrationRecorder(connections[OLD]).applied_migrations())
    known = set(MigrationLoader(None).disk_migrations)
    if applied - known:
        raise DatabaseRefusedError("The file is of a newer release than this code, or of another site.")
    if known - applied:
        raise DatabaseRefusedError("The file is of an older release, or of another site. Run manage.py migrate on it.")


def _move() -> Moved:
    if connection.introspection.table_names():
        raise DatabaseRefusedError("The new database isn't empty. Make a fresh one: a move never mixes two sites.")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    tables = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # migrations make some immediate
        for table in tables:  # what migrations have written
            cursor.execute(f"DELETE FROM {_quoted(table)}")  # noqa: S608 (a model's table)
    for model in tables.values():
        _copy(model)
    connection.check_constraints()
    _go_on_counting()
    left_behind = set(connections[OLD].introspection.table_names()) - set(tables) - MADE_ANEW
    return Moved(tuple(_compared(tables[name]) for name in sorted(tables)), tuple(sorted(left_behind)))


def _copy(model: type[Model]) -> None:
    rows = _rows(model, OLD)
    while some := list(islice(rows, ROWS_COPIED_AT_ONCE)):
        _insert(model, some)


def _insert(model: type[Model], rows: Sequence[tuple[Any, ...]]) -> None:
    """Stores rows as they are: saving objects would set their instants of change to now.

    Where some are refused they are tried one by one, so that the first can be named.
    """
    fields = model._meta.local_concrete_fields
    table, columns = _quoted(model._meta.db_table), ", ".join(_quoted(str(field.column)) for field in fields)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * len(rows))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({columns}) VALUES {places}",  # noqa: S608 (names of a model)
                [value for row in rows for value in _prepared(model, row)],
            )
    except (DatabaseError, ValueError) as problem:
        if len(rows) > 1:
            for row in rows:
                _insert(model, [row])
        key = [field.attname for field in fields].index(model._meta.pk.attname)
        name = f"{model._meta.db_table}, row {rows[0][key]}"
        raise DatabaseRefusedError(f"{name}: {_first_line(problem)}.") from problem


def _prepared(model: type[Model], row: tuple[Any, ...]) -> list[Any]:
    fields = model._meta.local_concrete_fields
    return [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]


def _rows(model: type[Model], database: str) -> Iterator[tuple[Any, ...]]:
    names = [field.attname for field in model._meta.local_concrete_fields]
    rows = model._base_manager.using(database).order_by("pk").values_list(*names)
    try:
        yield from rows.iterator(chunk_size=ROWS_COPIED_AT_ONCE)
    except (ValueError, ValidationError) as problem:
        raise DatabaseRefusedError(f"{model._meta.db_table}: a value in it can't be read.") from problem


def _go_on_counting() -> None:
    """Lets the new database give out no number that the old one ever gave out.

    Signed links name rows by their number, so the number of a row that was deleted may not go to another one.
    """
    with connections[OLD].cursor() as old, connection.cursor() as cursor:
        old.execute("SELECT name, seq FROM sqlite_sequence WHERE seq > 0")
        for table, last in old.fetchall():
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s) WHERE to_regclass(%s) IS NOT NULL",
                [_quoted(table), last, _quoted(table)],
            )


def _compared(model: type[Model]) -> MovedTable:
    """Reads a table anew from both databases."""
    old, new = (_measured(model, database) for database in (OLD, "default"))
    if old != new:
        raise DatabaseRefusedError(f"{old.name} differs: {old.rows} rows were read, {new.rows} stored, not the same.")
    return new


def _measured(model: type[Model], database: str) -> MovedTable:
    total, count = 0, 0
    for row in _rows(model, database):  # the two sort texts differently, so the hashes of rows are added up
        words = json.dumps([_plain(value) for value in row], sort_keys=True)
        total += int.from_bytes(hashlib.sha256(words.encode()).digest())
        count += 1
    return MovedTable(model._meta.db_table, count, f"{total % 2**256:064x}")


def _plain(value: Any) -> Any:
    """A value that JSON can write, the same for both: PostgreSQL keeps JSON without its spelling of numbers."""
    match value:
        case None | bool() | str() | int():
            return value
        case float():
            return int(value) if value.is_integer() else value
        case dict():
            return {key: _plain(child) for key, child in value.items()}
        case list() | tuple():
            return [_plain(child) for child in value]
        case datetime(tzinfo=zone) if zone is not None:
            return value.astimezone(UTC).isoformat()
        case bytes() | memoryview():
            return bytes(value).hex()
    return str(value)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _first_line(problem: Exception) -> str:
    """What is wrong, without the values of a row, which PostgreSQL writes into the lines after it."""
    return str(problem).strip().partition("\n")[0].rstrip(".")
