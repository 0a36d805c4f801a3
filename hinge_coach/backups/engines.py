"""The database as one file, and back: SQLite by its own online backup, PostgreSQL by pg_dump and pg_restore."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Literal

from django.db import connection

Engine = Literal["sqlite", "postgresql"]

LOCK_SECONDS = 5.0

RUNNING = "The site is running. Stop the web server, db_worker and the send_ commands first."


class DatabaseRefusedError(Exception):
    """The database can't be dumped or loaded now; the message is a sentence for whoever runs the command."""


def engine_in_use() -> Engine:
    return "sqlite" if connection.vendor == "sqlite" else "postgresql"


def dump_database(target: Path) -> None:
    """Writes the state of this moment while others write on. Raises `DatabaseRefusedError`."""
    if engine_in_use() == "sqlite":
        dump_sqlite(Path(connection.settings_dict["NAME"]), target)
    else:
        _run_postgres("pg_dump", ["--format=custom", f"--file={target}"])


def load_database(source: Path) -> None:
    """Replaces the whole database, or changes nothing. Raises `DatabaseRefusedError`."""
    connection.close()
    if engine_in_use() == "sqlite":
        load_sqlite(source, Path(connection.settings_dict["NAME"]))
    else:
        load_postgres(source)


def dump_sqlite(source: Path, target: Path) -> None:
    """Copies the database in one read transaction: others write on, and what they write meanwhile is not in it.

    Copying the file would miss what still lies in the write-ahead log.
    """
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as live,
            closing(sqlite3.connect(target)) as copy,
        ):
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
            _check(copy)
    except sqlite3.Error as problem:
        raise DatabaseRefusedError(f"The database can't be read: {problem}.") from problem


def load_sqlite(source: Path, target: Path) -> None:
    """Replaces the content of the database in one transaction, where nobody else has it open."""
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as copy,
            closing(sqlite3.connect(target, timeout=LOCK_SECONDS, isolation_level=None)) as live,
        ):
            _check(copy)
            # Whoever has a database in WAL mode open holds a shared lock on it, so this fails while the site runs.
            live.execute("PRAGMA locking_mode=EXCLUSIVE")
            live.execute("BEGIN EXCLUSIVE")
            live.execute("COMMIT")
            copy.backup(live)
            _check(live)
            # The copy wasn't in it. Of several workers that start at once and change it, some would be refused.
            live.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError as problem:
        if problem.sqlite_errorcode not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise DatabaseRefusedError(f"The database can't be replaced: {problem}.") from problem
        raise DatabaseRefusedError(RUNNING) from problem
    except sqlite3.Error as problem:
        raise DatabaseRefusedError(f"The database can't be replaced: {problem}.") from problem


def load_postgres(source: Path) -> None:
    """Replaces the schema in one transaction. A plain `pg_restore --clean` would leave the tables of newer releases."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        (others,) = cursor.fetchone()
    connection.close()
    if others:
        raise DatabaseRefusedError(RUNNING)
    script = source.with_suffix(".sql")
    _run_postgres("pg_restore", ["--no-owner", "--no-privileges", f"--file={script}", str(source)])
    clean = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
    options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    _run_postgres("psql", [*options, f"--command={clean}", f"--file={script}"])


def _check(database: sqlite3.Connection) -> None:
    (verdict,) = database.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict)


def _run_postgres(program: str, options: Sequence[str]) -> None:
    if shutil.which(program) is None:
        raise DatabaseRefusedError(f"{program} is missing. On Debian it is in the package postgresql-client.")
    command = [program, *options]
    finished = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)  # noqa: S603
    if finished.returncode:
        lines = finished.stderr.strip().splitlines() or [f"exit code {finished.returncode}"]
        # The line of the error, where libpq has a hint after it.
        said = next((line for line in lines if "error:" in line), lines[-1])
        raise DatabaseRefusedError(f"{program} failed: {said.removeprefix(f'{program}: error: ')}")


def _environment() -> dict[str, str]:
    """The connection as libpq reads it: a password on a command line could be read by everybody on the machine."""
    database: dict[str, Any] = connection.settings_dict
    names = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
    return {**os.environ, **{name: str(database[key]) for name, key in names.items() if database.get(key)}}
