"""`rules_upgrade` on the site that e0c44f4 left: Nils, whose closure by a rule was lifted there, has it open here."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.upgrade.acts import mails_in
from tests.upgrade.old_site import run

pytestmark = pytest.mark.heavy  # commands and the worker run in processes of their own

NO_CHANGE = '[{"code": "no_change", "client": "Six weeks.", "trainer": "Six weeks.", "entries": []}]'
QUIET = "--verbosity=0"


def rows(path: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(sql).fetchall()


def written(path: Path) -> list[Any]:
    tables = ("safety_closure", "lessons_talk", "lessons_move", "lessons_verdictrecord", "lessons_trackposition")
    return [rows(path, f"SELECT * FROM {table} ORDER BY id") for table in tables]


def test_an_old_site_is_upgraded_once_and_its_trainer_told_by_one_mail(upgraded: Path, tmp_path: Path) -> None:
    path = tmp_path / "site.sqlite3"
    shutil.copy(upgraded, path)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "UPDATE safety_closure SET lifted_at = NULL, lifted_by_id = NULL, note = '' WHERE cause = 'rule'"
        )
        database.execute("UPDATE lessons_verdictrecord SET reasons = ? WHERE decision = 'stop'", [NO_CHANGE])
        database.execute("DELETE FROM django_tasks_database_dbtaskresult")

    def manage(*words: str) -> str:
        return run(["manage.py", *words], tmp_path, database=f"sqlite:///{path}")

    before = written(path)

    out = manage("rules_upgrade", "--dry-run")
    assert "practices have a verdict of the old rules." in out
    assert "no_change (six weeks without a change): 1 of 1 differ" in out
    assert "Nils Bergström: practice would open again, and a talk would be on the desk" in out
    assert "`easy_score` was set to 3; its place has `fine_score`, which is back at 2." in out
    assert "`no_change_weeks` was set to 8; its place has `talk_weeks`, which is back at 6." in out
    assert written(path) == before

    out = manage("rules_upgrade")
    assert "Nils Bergström: practice is open again, and a talk is on the desk (six weeks without a change)." in out
    after = written(path)
    assert after[2:] == before[2:]
    assert rows(path, "SELECT code, talked_at FROM lessons_talk") == [("no_change", None)]
    assert rows(path, "SELECT count(*) FROM safety_closure WHERE lifted_at IS NULL AND cause = 'rule'") == [(0,)]

    assert "No practice is closed for six weeks" in manage("rules_upgrade")
    assert written(path) == after
    manage("db_worker", "--batch", QUIET)
    mails = [mail for mail in mails_in(tmp_path / "mails") if mail["To"] == "trainer@example.com"]
    assert [mail["Subject"] for mail in mails] == ["After the upgrade, practice is open again for 1 person"]
    assert "* Nils Bergström\n" in str(mails[0].get_body(("plain",)).get_content())  # type: ignore[union-attr]
