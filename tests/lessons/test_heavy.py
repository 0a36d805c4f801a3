"""What is read past the database's converters, on the databases that the site runs on."""

import json
import os
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.booking.test_heavy import ROOT, postgres

pytestmark = pytest.mark.heavy

# Tells what the short cuts read and what the models say, as text: every instant to the microsecond, every day and id.
READ = """
import json, uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo
from django.core.management import call_command
from hinge_coach.accounts.models import Client, User
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Entry
from lessons import practising
from lessons.models import Lesson, Practice
call_command("migrate", verbosity=0)
call_command("load_curriculum", verbosity=0)
user = User.objects.create_user("maya@example.com", name="Maya", zone="Asia/Kolkata")
maya = Client.objects.create(user=user, consented_at=datetime(2026, 3, 4, tzinfo=UTC))
instants = [
    datetime(2026, 3, 4, 15, tzinfo=UTC),
    datetime(2026, 3, 4, 23, 59, 59, 999999, tzinfo=UTC),
    datetime(2026, 3, 29, 2, 30, 0, 120000, tzinfo=ZoneInfo("America/New_York")),
    datetime(1999, 12, 31, 23, 0, 0, 7, tzinfo=ZoneInfo("Asia/Kolkata")),
]
def check_in(at, score, moment):
    return CheckIn.record(id=uuid.uuid4(), client=maya, at=at, score=score, moment=moment, situation="sport")
for number, at in enumerate(instants):
    scores = [check_in(at, 3, "before"), check_in(at + timedelta(minutes=9), 10, "after")] if number % 2 else [None] * 2
    Practice.objects.create(
        client=maya, lesson=Lesson.objects.all()[number], done_at=at, local_on=maya.today(at), before=scores[0],
        after=scores[1], guess="clean", passed=number == 1, effort=number, easier=number == 2, imported=number == 3,
    )
    check_in(at + timedelta(hours=9), 0, "morning")
CheckIn.objects.filter(moment="morning", at__lt=instants[1]).update(imported=True)
CheckIn.objects.filter(moment="before").last().delete_softly(instants[0])
of_models = [
    [str(Entry(str(c.pk), c.at, c.local_on, c.score, c.moment, c.situation, c.imported))
     for c in CheckIn.objects.filter(deleted_at=None).order_by("at", "pk")],
    [str(practising.done(p)) for p in Practice.objects.select_related("before", "after")],
]
read = [[str(each) for each in maya.check_ins.entries()], [str(each) for each in maya.practices.done()]]
print("FOUND", json.dumps([of_models, read]))
"""


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_entries_and_practices_read_as_text_are_what_the_models_say(database: str, tmp_path: Path) -> None:
    with postgres() if database == "postgres" else nullcontext(f"sqlite:///{tmp_path / 'site.sqlite3'}") as url:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", READ],
            cwd=ROOT,
            env={**kept, "DEBUG": "1", "DATABASE_URL": url, "CACHE_URL": "locmem://"},
            capture_output=True,
            text=True,
            timeout=120,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    line = next(line for line in done.stdout.splitlines() if line.startswith("FOUND"))
    of_models, read = json.loads(line.removeprefix("FOUND"))
    assert read == of_models
    assert [len(each) for each in read] == [7, 4]
