"""An export brought into a fresh site gives the same history; anything else gives a sentence and stores nothing."""

import json
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.core.serializers.json import DjangoJSONEncoder

from hinge_coach.accounts import joining
from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.safety import closing
from hinge_coach.safety.models import Pause, active_closure
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Moment
from lessons.models import CarryOver, Lesson, Message, Plan, Practice, move_client
from lessons.practice import judging, recording
from lessons.practice.position import positions_of
from lessons.transfer.export import export_client
from lessons.transfer.import_ import LARGEST, ImportRefusedError, import_client, read_file
from tests.conftest import NOW, LiveOnce
from tests.factories import report_fine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]


def told(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(export_client(client), cls=DjangoJSONEncoder))
    return found


@pytest.fixture
def export(trainer: Trainer, lived: str) -> dict[str, Any]:
    """Everything that can be in one, of somebody who is gone from the site."""
    found: dict[str, Any] = json.loads(lived)
    return found


@pytest.fixture(scope="module")
def lived(live_once: LiveOnce) -> str:
    """Lived once for all tests here, and taken back."""
    return live_once(lambda maya, trainer: json.dumps(_everything_of(maya, trainer, NOW)))


def _everything_of(maya: Client, trainer: Trainer, now: datetime) -> dict[str, Any]:
    closing.record_screening(client=maya, answers=[], at=now - timedelta(days=1))
    closing.record_screening(client=maya, answers=["weight"], at=now)
    stop = active_closure(maya)
    assert stop is not None
    stop.lift(by=maya.user, note="Seen.", at=now + timedelta(hours=1))
    for day in range(3):
        at = now + timedelta(days=day, hours=2)
        lesson = Lesson.objects.get(slug="high-seat-touch")
        recording.record(
            id=uuid.uuid4(),
            client=maya,
            lesson=lesson,
            before=3,
            after=2,
            guess="clean",
            passed=True,
            effort=4,
            cue="Hips",
            measure=Decimal(6),
            at=at,
        )
        CheckIn.record(id=uuid.uuid4(), client=maya, at=at + timedelta(hours=18), score=2, moment=Moment.MORNING)
        judging.rejudge_after_morning(maya, now=at + timedelta(hours=18))
    slide = Lesson.objects.get(slug="leg-slide")
    move_client(client=maya, lesson=slide, at=now + timedelta(days=4), by=trainer.user, note="Ready.")
    Message.objects.create(client=maya, by=trainer, text="Well done.", written_at=now)
    CarryOver.objects.create(client=maya, local_on=maya.today(now), situation="car")
    Plan.objects.create(client=maya, when="it rains", then="I hinge", chosen_at=now)
    Pause.objects.create(client=maya, begins_on=maya.today(now) - timedelta(days=9), ends_on=maya.today(now))
    Pause.objects.create(client=maya, begins_on=maya.today(now) + timedelta(days=1))
    maya.morning_hour = 7
    maya.save()
    return told(Client.objects.get(pk=maya.pk))


def rows() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (User, Client, CheckIn, Practice, CarryOver))


def test_the_same_history_comes_back(export: dict[str, Any]) -> None:
    client = import_client(export)
    assert told(Client.objects.get(pk=client.pk)) == export
    assert positions_of(client)[0].next.slug == "leg-slide"


def test_the_one_pause_of_an_older_export_comes_back(export: dict[str, Any]) -> None:
    del export["pauses"]
    export["pause"] = {"on": "2026-03-04", "until": None}
    assert [str(pause.begins_on) for pause in import_client(export).pauses.all()] == ["2026-03-04"]


def test_a_practice_that_was_fine_comes_back_without_a_number(
    maya: Client, make_steady: Callable[[Client], None], now: datetime
) -> None:
    make_steady(maya)
    report_fine(maya, now)
    export = told(Client.objects.get(pk=maya.pk))
    joining.erase_account(maya.user)
    client = import_client(export)
    assert told(Client.objects.get(pk=client.pk)) == export
    assert [practice.is_fine for practice in client.practices.all()] == [True] + [False] * 6
    assert client.check_ins.count() == 18


def test_the_rules_find_nothing_to_judge_anew(export: dict[str, Any], now: datetime) -> None:
    client = import_client(export)
    client.pauses.all().delete()
    assert judging.rejudge(Client.objects.get(pk=client.pk), now=now + timedelta(days=9)) == []


Damage = Callable[[dict[str, Any]], Any]
DAMAGED: dict[str, Damage] = {
    "no person": lambda found: found.pop("person"),
    "a score of 11": lambda found: found["check_ins"][0].update(score=11),
    "a score in words": lambda found: found["check_ins"][0].update(score="two"),
    "an endless score": lambda found: found["check_ins"][0].update(score=float("inf")),
    "a day that is none": lambda found: found["check_ins"][0].update(local_on="2026-02-30"),
    "an instant without a zone": lambda found: found["check_ins"][0].update(at="2026-03-04T15:00:00"),
    "an unknown lesson": lambda found: found["practices"][0].update(lesson="swim"),
    "a check-in that isn't there": lambda found: found["practices"][0].update(before=str(uuid.uuid4())),
    "half of the scores": lambda found: found["practices"][0].update(after=None),
    "a measure below zero": lambda found: found["practices"][0].update(measure="-1"),
    "an unknown decision": lambda found: found["practices"][0]["verdicts"][0].update(decision="fly"),
    "a verdict without a reason": lambda found: found["practices"][0]["verdicts"][0].update(reasons=[]),
    "a move without a reason": lambda found: found["moves"][0].update(note=""),
    "the same check-in twice": lambda found: found["check_ins"].append(found["check_ins"][0]),
    "a place on the moon": lambda found: found["carry_overs"][0].update(situation="moon"),
    "a pause that ends before it begins": lambda found: found["pauses"][0].update(ends_on="2026-01-01"),
    "a pause within a pause": lambda found: found["pauses"][0].update(begins_on="2026-03-01", ends_on="2026-03-02"),
    "a morning mail at noon": lambda found: found.update(morning_hour=12),
    "a morning mail in words": lambda found: found.update(morning_hour="seven"),
    "half a plan": lambda found: found["plan"].pop("then"),
    "rows that are no list": lambda found: found.update(check_ins=7),
    "rows that are words": lambda found: found.update(practices=["one"]),
    "an unknown zone": lambda found: found["person"].update(zone="Mars/Olympus"),
    "a name of 10 kB": lambda found: found["person"].update(name="x" * 10_000),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_export_gets_a_sentence_and_stores_nothing(export: dict[str, Any], name: str) -> None:
    DAMAGED[name](export)
    before = rows()
    with pytest.raises(ImportRefusedError, match="This export is damaged: something in"):
        import_client(export)
    assert rows() == before


def test_another_persons_is_refused(export: dict[str, Any]) -> None:
    before = rows()
    with pytest.raises(ImportRefusedError, match=r"another person than lee@example\.com"):
        import_client(export, email="lee@example.com")
    assert rows() == before


def test_somebody_who_is_here_already_is_refused(export: dict[str, Any]) -> None:
    import_client(export)
    before = rows()
    with pytest.raises(ImportRefusedError, match="is known here already"):
        import_client(export)
    assert rows() == before


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'{"version": 1, "person": {"em', "This is not a whole export"),
        (b"\xff\xfe\x00", "This is not a whole export"),
        (b"[" * 100_000, "This is not a whole export"),
        (b"[]", "This is not an export of this site."),
        (b"{}", "This is not an export of this site."),
        (b'{"version": 2}', "a version that this site doesn't know"),
        (b'{"version": "1"}', "a version that this site doesn't know"),
        (b'{"version": 1, "name": "\\u0000"}', "a character that can't be written down"),
        (b" " * (LARGEST + 1), "larger than 20 MB"),
    ],
)
def test_a_file_that_is_no_export_gets_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "export.json"
    file.write_bytes(content)
    with pytest.raises(ImportRefusedError, match=sentence):
        read_file(file)


def test_the_command_brings_it_in_and_says_how_much(
    export: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "export.json"
    file.write_text(json.dumps(export))
    call_command("import_client", str(file), "--email", "maya@example.com")
    assert capsys.readouterr().out == "Maya is here, with 9 entries and 3 practices.\n"
    with pytest.raises(CommandError, match=r"known here already.*Nothing was stored\."):
        call_command("import_client", str(file))
    with pytest.raises(CommandError, match="There is no such file"):
        call_command("import_client", str(tmp_path / "nothing.json"))
