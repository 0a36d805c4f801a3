"""The site as e0c44f4 left it, and processes of today's code whose clock stands at its last minute."""

import gzip
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from tests.upgrade.renamed import SECRETS_KEY, row_now
from tests.upgrade.values import Row, named, read

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
EXPECTED: dict[str, Any] = json.loads((HERE / "expected.json").read_text())
NOW = datetime.fromisoformat(EXPECTED["now"])
TABLES: dict[str, dict[str, Any]] = EXPECTED["tables"]
LINKS: dict[str, str] = EXPECTED["links"]
EXPORTS = ("ana", "grace", "maya", "nils")
SITE_URL = "http://127.0.0.1:8000"  # what the links in the mails of e0c44f4 begin with


@dataclass(frozen=True, kw_only=True)
class OldTable:
    """`rows` as they were stored, and as they are to be found today."""

    columns: tuple[str, ...]
    json_columns: frozenset[str]
    rows: tuple[Row, ...]
    rows_now: tuple[Row, ...]


def make_old_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.executescript(gzip.decompress((HERE / "e0c44f4.sql.gz").read_bytes()).decode())


@cache
def old_tables() -> Mapping[str, OldTable]:
    """Every table of the dump by its old name."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(gzip.decompress((HERE / "e0c44f4.sql.gz").read_bytes()).decode())
        cursor = database.cursor()
        sql = dict(database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall())
        tables = {}
        for name in TABLES:
            columns = tuple(row[1] for row in database.execute(f'PRAGMA table_info("{name}")'))
            json_columns = frozenset(re.findall(r'JSON_VALID\("(\w+)"\)', sql[name]))
            rows = read(cursor, name, columns, json_columns=json_columns)
            changed = [row_now(name, row) for row in named(columns, rows)]
            rows_now = [tuple(row[column] for column in columns) for row in changed]
            tables[name] = OldTable(
                columns=columns, json_columns=json_columns, rows=tuple(rows), rows_now=tuple(rows_now)
            )
    return tables


def old_rows(table: str) -> list[Mapping[str, Any]]:
    return named(old_tables()[table].columns, old_tables()[table].rows)


def export(name: str) -> bytes:
    """What this person downloaded from the old site as hinge-coach.json."""
    return gzip.decompress((HERE / f"{name}.json.gz").read_bytes())


# Read by Python itself before anything else; the clock ticks on, for a worker that waits.
FREEZE = f"""
import datetime, time_machine
time_machine.travel(datetime.datetime.fromisoformat({EXPECTED["now"]!r})).start()
"""


def run(words: Sequence[str], folder: Path, *, database: str, stdin: str = "", **more: str) -> str:
    """Python with these words, at the old site's last minute; gives what it printed. `folder` takes the mails."""
    (folder / "clock").mkdir(exist_ok=True)
    (folder / "clock" / "sitecustomize.py").write_text(FREEZE)
    (folder / "mails").mkdir(exist_ok=True)
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TZDIR") if name in os.environ}
    environment = {
        **inherited,
        "PYTHONPATH": str(folder / "clock"),
        "DEBUG": "1",  # with the secret that development has, from which the links in mails are made
        "DEMO": "1",
        "SECRETS_KEY": SECRETS_KEY,
        "SITE_URL": SITE_URL,
        "DATABASE_URL": database,
        "CACHE_URL": "db://cache?max_entries=100000",
        "TASKS_BACKEND": "django_tasks_db.DatabaseBackend",
        "EMAIL_URL": f"file:///{folder / 'mails'}",
        "STATIC_ROOT": str(folder),
        "MEDIA_ROOT": str(folder / "media"),
        **more,
    }
    command = [sys.executable, *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, input=stdin, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
