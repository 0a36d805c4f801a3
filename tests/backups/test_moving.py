"""Moving a site from SQLite to PostgreSQL: everything arrives as it was, or nothing does."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.backups.test_heavy import NO_SERVER, Machine, machine_with
from tests.migrated import Migrated
from tests.postgres import CARELESS, postgres

pytestmark = pytest.mark.heavy

LIVE = """
from datetime import UTC, datetime
from django.core.management import call_command
from hinge_coach.accounts.models import Client, User
from tests.conftest import entered
call_command("load_curriculum", verbosity=0)
at = datetime(2020, 5, 17, 9, 30, 0, 123456, tzinfo=UTC)
for name in ("Zoë", "Ana", "Gone"):
    user = User.objects.create(email=f"{len(name)}{ord(name[0])}@example.com", name=name, zone="Europe/Berlin")
    client = Client.objects.create(user=user, joined_at=at, consented_at=at)
    entered(client, at, 7, "before", "sitting")
client.delete()
user.delete()
"""

# What a site says of itself through its models, whatever its database; and the number that the next account gets.
TELL = """
import json
from django.apps import apps
from django.core import serializers
from hinge_coach.accounts.models import User
rows = [row for model in apps.get_models() for row in model._base_manager.order_by("pk")]
told = sorted(json.dumps(json.loads(serializers.serialize("json", [row])), sort_keys=True) for row in rows)
print("TOLD", json.dumps([told, User.objects.create(email="next@example.com").pk]))
User.objects.filter(email="next@example.com").delete()
"""


def told_by(machine: Machine) -> str:
    return next(line for line in machine.done("shell", "-c", TELL).splitlines() if line.startswith("TOLD"))


def test_a_moved_site_has_every_row_and_gives_out_no_number_twice(tmp_path: Path, migrated: Migrated) -> None:
    source = tmp_path / "site.sqlite3"
    with postgres(*CARELESS) as url, machine_with(f"sqlite:///{source}", tmp_path, migrated) as old:
        old.done("shell", "-c", LIVE)
        new = Machine(tmp_path, url)
        refused = {}
        with closing(sqlite3.connect(source, isolation_level=None)) as database:
            # What SQLite takes and PostgreSQL doesn't, in the row that comes last.
            database.execute("UPDATE accounts_user SET name = printf('%300s', 'x') WHERE name = 'Ana'")
        refused["accounts_user, row 2: value too long"] = new.manage("move_database", str(source))
        with closing(sqlite3.connect(source, isolation_level=None)) as database:
            database.execute("UPDATE accounts_user SET name = 'Ana' WHERE name LIKE '% x'")
            database.execute("SELECT count(*) FROM accounts_user").fetchone()  # the site runs
            refused["The site is running."] = new.manage("move_database", str(source))
            latest = database.execute(
                "SELECT app, name, applied FROM django_migrations WHERE app = 'backups'"
            ).fetchall()
            database.execute("DELETE FROM django_migrations WHERE app = 'backups'")
        refused["of an older release"] = new.manage("move_database", str(source))
        with closing(sqlite3.connect(source, isolation_level=None)) as database:
            database.executemany("INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)", latest)
        (damaged := tmp_path / "damaged.sqlite3").write_bytes(b"no database" * 1_000)
        refused["damaged.sqlite3 can't be read"] = new.manage("move_database", str(damaged))
        refused["is no file"] = new.manage("move_database", str(tmp_path / "nothing"))
        refused["has to name the new PostgreSQL database"] = old.manage("move_database", str(source))
        refused["Nothing was moved. The new database says"] = Machine(tmp_path, NO_SERVER).manage(
            "move_database", str(source)
        )
        before, content = told_by(old), source.read_bytes()
        assert new.done("move_database", str(source)).splitlines()[-1].startswith(f"{source} is unchanged")
        assert source.read_bytes() == content
        refused["The new database isn't empty"] = new.manage("move_database", str(source))
        assert {words: words in done.stderr for words, done in refused.items()} == dict.fromkeys(refused, True)
        assert [(done.returncode, done.stderr.count("\n")) for done in refused.values()] == [(1, 1)] * len(refused)
        after = told_by(new)
        assert new.manage("migrate", "--check").returncode == 0
    # The old site has given out one number more, for the account that told its next one.
    assert _without_number(after) == _without_number(before)
    assert _number(after) == _number(before) + 1


def _without_number(told: str) -> str:
    return told.rpartition(",")[0]


def _number(told: str) -> int:
    return int(told.rpartition(",")[2].strip(" ]"))
