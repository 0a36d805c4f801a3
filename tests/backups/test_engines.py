"""The database as one file, and back."""

import sqlite3
from contextlib import closing
from pathlib import Path

from hinge_coach.backups.engines import dump_sqlite, load_sqlite


def rows_and_mode(path: Path) -> tuple[list[tuple[str]], str]:
    with closing(sqlite3.connect(path)) as database:
        (mode,) = database.execute("PRAGMA journal_mode").fetchone()
        return database.execute("SELECT name FROM people").fetchall(), mode


def test_a_copy_is_one_file_and_what_comes_back_lets_people_read_while_somebody_writes(tmp_path: Path) -> None:
    live, copy, again = (tmp_path / name for name in ("live", "copy", "again"))
    with closing(sqlite3.connect(live)) as database:
        database.executescript(
            "PRAGMA journal_mode=WAL; CREATE TABLE people (name text); INSERT INTO people VALUES ('Maya')"
        )
    dump_sqlite(live, copy)
    load_sqlite(copy, again)
    assert rows_and_mode(copy) == ([("Maya",)], "delete")
    assert rows_and_mode(again) == ([("Maya",)], "wal")
