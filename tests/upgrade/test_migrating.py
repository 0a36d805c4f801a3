"""A database as e0c44f4 left it holds the same after today's migrations, row by row and value by value."""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from lessons.rules.thresholds import Thresholds
from tests.upgrade.old_site import TABLES, make_old_database, old_rows, old_tables, run
from tests.upgrade.renamed import GROWING, SEALED, column_now, table_now
from tests.upgrade.values import Cursor, Row, named, read

if TYPE_CHECKING:
    import psycopg

NOTHING = Counter[Row]()


heavy = pytest.mark.heavy  # today's migrations run once over the old database, in a process of their own


@pytest.fixture
def cursor(upgraded: Path) -> Iterator[sqlite3.Cursor]:
    with closing(sqlite3.connect(upgraded)) as database:
        yield database.cursor()


def lost_and_gained(cursor: Cursor, table: str) -> tuple[Counter[Row], Counter[Row]]:
    """Rows of an old table that are missing today, and rows that are there although nobody stored them."""
    old = old_tables()[table]
    now = {column: column_now(table, column) for column in old.columns}
    found = read(cursor, table_now(table), now.values(), json_columns={now[column] for column in old.json_columns})
    if table in SEALED:
        found = [tuple(SEALED[table](row).values()) for row in named(old.columns, found)]
    rows = Counter(found)
    stored = Counter(old.rows_now)
    return stored - rows, NOTHING if table in GROWING else rows - stored


def test_the_dump_is_the_one_that_was_recorded(tmp_path: Path) -> None:
    make_old_database(tmp_path / "old.sqlite3")
    recorded = {}
    with closing(sqlite3.connect(tmp_path / "old.sqlite3")) as database:
        for table in TABLES:
            rows = sorted(repr(row) for row in database.execute(f'SELECT * FROM "{table}"'))
            recorded[table] = {"rows": len(rows), "sha256": hashlib.sha256("\n".join(rows).encode()).hexdigest()}
    assert recorded == TABLES
    assert [table for table, record in recorded.items() if record["rows"] == 0] == []


@heavy
@pytest.mark.parametrize("table", TABLES)
def test_every_row_is_there_with_its_values(table: str, cursor: sqlite3.Cursor) -> None:
    assert lost_and_gained(cursor, table) == (NOTHING, NOTHING)


@heavy
def test_no_table_is_left_behind_under_its_old_name(cursor: sqlite3.Cursor) -> None:
    names = {name for (name,) in cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {table for table in TABLES if table_now(table) != table} & names == set()
    assert {table_now(table) for table in TABLES} - names == set()


@heavy
def test_every_reference_has_its_row(cursor: sqlite3.Cursor) -> None:
    assert cursor.execute("PRAGMA foreign_key_check").fetchall() == []


@heavy
def test_a_move_lies_on_the_day_that_pages_showed(cursor: sqlite3.Cursor) -> None:
    """That of the calendar in the client's zone."""
    rows = cursor.execute(
        "SELECT moved_at, local_on, zone FROM lessons_move JOIN accounts_client ON accounts_client.id = client_id"
        " JOIN accounts_user ON accounts_user.id = user_id"
    ).fetchall()
    days = {(on, str(datetime.fromisoformat(f"{at}Z").astimezone(ZoneInfo(zone)).date())) for at, on, zone in rows}
    assert [pair for pair in days if pair[0] != pair[1]] == []
    assert len(rows) > 20


@heavy
def test_old_verdicts_keep_what_they_said_and_no_rule_decides_anew(cursor: sqlite3.Cursor) -> None:
    """Their reasons and numbers stay those of the rules that made them, although today's rules have others."""
    columns = ("id", "decision", "reasons", "thresholds")
    stored = read(cursor, "lessons_verdictrecord", columns, json_columns={"reasons", "thresholds"})
    old = old_tables()["lessons_verdict"]
    assert Counter(stored) == Counter(tuple(row[name] for name in columns) for row in named(old.columns, old.rows_now))
    numbers = {name for *_, thresholds in stored for name in json.loads(str(thresholds))}
    assert {"easy_score", "limit_score", "reference_reports"} <= numbers - set(Thresholds().as_dict())
    for table in ("lessons_talk", "lessons_newusual", "lessons_verdictrecord WHERE usual IS NOT NULL"):
        assert cursor.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table


@heavy
@pytest.mark.parametrize(
    "table", ["lessons_starttest", "lessons_skippedstarttest", "lessons_variationanswer", "safety_review"]
)
def test_a_table_that_is_new_says_nothing_about_anybody(table: str, cursor: sqlite3.Cursor) -> None:
    assert cursor.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


@heavy
def test_an_old_practice_has_no_count_and_no_weight_and_nobody_a_unit(cursor: sqlite3.Cursor) -> None:
    rows = cursor.execute("SELECT DISTINCT answer, load, load_unit FROM lessons_practice").fetchall()
    assert rows == [(None, None, "")]
    assert cursor.execute("SELECT DISTINCT weight_unit, drawn_as FROM accounts_client").fetchall() == [("", "")]
    assert cursor.execute("SELECT count(*) FROM lessons_move WHERE start_test_id IS NOT NULL").fetchone() == (0,)


@heavy
def test_the_same_on_postgres(tmp_path: Path) -> None:
    """The tables are made by the migrations that e0c44f4 had, filled from the dump, and brought up to date."""
    import psycopg
    from psycopg.types.json import set_json_loads

    from tests.postgres import postgres

    latest = {row["app"]: row["name"] for row in sorted(old_rows("django_migrations"), key=lambda row: row["id"])}
    commands = [["migrate", app, name, "--verbosity", "0"] for app, name in latest.items()] + [["createcachetable"]]
    acts = [[" ".join(words), "command", {"words": words}] for words in commands]
    with postgres() as url:
        run(["-m", "tests.upgrade.acts"], tmp_path, database=url, stdin=json.dumps(acts))
        with psycopg.connect(url) as database:
            _fill(database.cursor())
        run(["manage.py", "migrate", "--verbosity", "0"], tmp_path, database=url)
        with psycopg.connect(url) as database:
            set_json_loads(lambda text: text if isinstance(text, str) else text.decode(), database)
            pairs = {table: lost_and_gained(database.cursor(), table) for table in TABLES}
            behind = _numbers_given_twice(database.cursor())
    assert {table: pair for table, pair in pairs.items() if pair != (NOTHING, NOTHING)} == {}
    assert behind == []


def _fill(cursor: "psycopg.Cursor[tuple[Any, ...]]") -> None:
    cursor.execute("SET TIME ZONE 'UTC'")
    cursor.execute("TRUNCATE {} CASCADE".format(", ".join(f'"{table}"' for table in TABLES)))
    for table, old in old_tables().items():
        cursor.execute("SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s", [table])
        kinds: dict[str, str] = dict(cursor.fetchall())
        rows = [
            [
                bool(value) if kinds[column] == "boolean" and value is not None else value
                for column, value in zip(old.columns, row, strict=True)
            ]
            for row in old.rows
        ]
        columns = ", ".join(f'"{column}"' for column in old.columns)
        marks = ", ".join("%s" for _ in old.columns)
        cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', rows)
        if kinds.get("id") in {"bigint", "integer"}:
            cursor.execute(f"""SELECT setval(pg_get_serial_sequence('"{table}"', 'id'), max(id)) FROM "{table}\"""")


def _numbers_given_twice(cursor: "psycopg.Cursor[tuple[Any, ...]]") -> list[str]:
    """Tables whose next number is one that a row has already, as after rows were copied with their numbers."""
    cursor.execute("SELECT table_name FROM information_schema.columns WHERE column_name = 'id' AND is_identity = 'YES'")
    behind = []
    for (table,) in cursor.fetchall():
        cursor.execute(f"""SELECT pg_get_serial_sequence('"{table}"', 'id')""")
        ((sequence,),) = cursor.fetchall()
        cursor.execute(
            f'SELECT (SELECT coalesce(max(id), 0) FROM "{table}") > last_value + is_called::int - 1 FROM {sequence}'
        )
        if cursor.fetchall() == [(True,)]:
            behind.append(str(table))
    return behind
