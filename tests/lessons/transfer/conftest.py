"""Two histories as files hold them, and how to send a file to the page."""

import io
import json
import re
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.accounts.weight_unit import WeightUnit
from hinge_coach.safety import closing
from hinge_coach.safety.models import Closure, Pause, active_closure
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Moment
from hinge_coach.views import join
from lessons.models import (
    CarryOver,
    Lesson,
    Load,
    Message,
    Move,
    NewUsual,
    Plan,
    Practice,
    SkippedStartTest,
    StartTest,
    Talk,
    TrackPosition,
    VariationAnswer,
    VerdictRecord,
    move_client,
)
from lessons.models.variation import Variation
from lessons.practice import deciding, recording
from lessons.transfer.export import export_client
from lessons.transfer.reading import parse_export
from lessons.transfer.schema import ClientExport
from tests.conftest import NOW, LiveOnce, SignIn

URL = "/me/import/"
LATER = datetime(2026, 12, 24, tzinfo=UTC)  # when everything in the files of these tests has happened
MODELS = (
    CheckIn,
    Practice,
    VerdictRecord,
    Move,
    TrackPosition,
    CarryOver,
    Plan,
    Pause,
    Closure,
    Message,
    Talk,
    NewUsual,
    VariationAnswer,
    StartTest,
    SkippedStartTest,
)
Values = dict[str, Any]
Damage = Callable[[Values], Any]

EMPTY_FILE: Values = {
    "version": 2,
    "person": {
        "email": "maya@example.com",
        "name": "Maya",
        "zone": "America/Chicago",
        "joined_at": "2026-03-04T15:00:00Z",
        "consented_at": "2026-03-04T15:00:00Z",
        "phone": "",
        "archived_on": None,
    },
    "safety_answers": [],
    "closures": [],
    "check_ins": [],
    "practices": [],
    "positions": [],
    "moves": [],
    "carry_overs": [],
    "plan": None,
    "pauses": [],
    "morning_hour": None,
    "day_begins": 4,
    "weight_unit": None,
    "drawn_as": None,
    "messages": [],
    "talks": [],
    "new_usuals": [],
    "variations": None,
    "start_tests": [],
    "start_test_skipped_at": None,
    "looks": [],
}


def values_of(client: Client) -> Values:
    """A client's file as its reader sees it."""
    values: Values = json.loads(export_client(Client.objects.get(pk=client.pk)).model_dump_json())
    return values


def export_from(values: Values) -> ClientExport:
    return parse_export(json.dumps(values).encode(), now=LATER)


def stored_rows() -> dict[str, list[Any]]:
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in MODELS}


def practice_at(client: Client, at: datetime, slug: str = "pelvic-clock") -> Practice:
    return recording.record(
        id=uuid.uuid4(),
        client=client,
        lesson=Lesson.objects.get(slug=slug),
        before=3,
        after=2,
        guess="clean",
        passed=True,
        effort=4,
        at=at,
    )


def check_in_at(client: Client, at: datetime, score: int, moment: str = Moment.MORNING) -> CheckIn:
    return CheckIn.record(id=uuid.uuid4(), client=client, at=at, score=score, moment=moment)


# A history with everything that can be in a file


@pytest.fixture
def whole_history(trainer: Trainer, whole_history_text: str) -> Values:
    """Of somebody who is gone from the site."""
    values: Values = json.loads(whole_history_text)
    return values


@pytest.fixture(scope="module")
def whole_history_text(live_once: LiveOnce) -> str:
    """Lived once for all tests of a module, and taken back."""
    return live_once(lambda maya, trainer: json.dumps(_live_everything(maya, trainer, NOW)))


def _live_everything(maya: Client, trainer: Trainer, now: datetime) -> Values:
    closing.record_screening(client=maya, answers=[], at=now - timedelta(days=1))
    for days in (2, 3):
        check_in_at(maya, now - timedelta(days=days), 4, Moment.RECALLED)
    closing.record_screening(client=maya, answers=["weight"], at=now)
    closure = active_closure(maya)
    assert closure is not None
    closure.lift(by=maya.user, note="Seen.", at=now + timedelta(hours=1))
    lesson = Lesson.objects.get(slug="high-seat-touch")
    for day in range(3):
        at = now + timedelta(days=day, hours=2)
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
            answer=7,
            load=Load(Decimal("12.5"), WeightUnit.LB),
            at=at,
        )
        check_in_at(maya, at + timedelta(hours=18), 2)
        deciding.decide_again(maya, now=at + timedelta(hours=18))
    maya.practices.update(note="My knee clicked.", note_for_doctor=True)
    maya.practices.filter(pk=maya.practices.earliest("done_at").pk).update(
        back_dated=True, sent_at=now + timedelta(days=4), edited_at=now + timedelta(days=4)
    )
    maya.check_ins.filter(moment=Moment.MORNING).update(note="After the car.", note_for_doctor=True, sent_at=now)
    slide = Lesson.objects.get(slug="leg-slide")
    move_client(client=maya, lesson=slide, at=now + timedelta(days=4), by=trainer.user, note="Ready.")
    Message.objects.create(client=maya, by=trainer, text="Well done.", written_at=now, seen_at=now + timedelta(hours=1))
    latest = maya.practices.latest("done_at")
    written_at = now + timedelta(hours=2)
    Message.objects.create(
        client=maya, text="Thanks!", written_at=written_at, sent_at=written_at + timedelta(hours=3), practice=latest
    )
    _talk(maya, trainer, now + timedelta(days=5))
    CarryOver.objects.create(client=maya, local_on=maya.today(now), situation="car")
    Plan.objects.create(client=maya, when="it rains", then="I hinge", chosen_at=now)
    Pause.objects.create(client=maya, begins_on=maya.today(now) - timedelta(days=9), ends_on=maya.today(now))
    Pause.objects.create(client=maya, begins_on=maya.today(now) + timedelta(days=1))
    VariationAnswer.record(maya, [Variation.UNSTEADY, Variation.THIN_BONES], at=now)
    maya.morning_hour, maya.message_mail, maya.phone = 7, False, "+12025550143"
    maya.save()
    return values_of(maya)


def _talk(maya: Client, trainer: Trainer, at: datetime) -> None:
    """One talk is open, one was handled, and what is usual now was said."""
    on, line = maya.today(at), "Fives are usual for now."
    for code in ("no_change", "week_up"):
        talk = Talk.objects.create(
            client=maya,
            code=code,
            client_sentence="About the same.",
            trainer_sentence="3 and 3.",
            points=-0.5,
            opened_at=at,
            opened_on=on,
        )
    talk.note_talked(by=trainer.user, line=line, at=at + timedelta(hours=1), on=on)
    NewUsual.objects.create(client=maya, since=at, since_on=on, by=trainer.user, line=line)


# Three weeks of somebody who has come back as new


@pytest.fixture
def history(trainer: Trainer, history_text: str) -> Values:
    """Three weeks of Maya, who has moved on by the rules, been moved by her trainer, paused, and left."""
    values: Values = json.loads(history_text)
    return values


@pytest.fixture(scope="module")
def history_text(live_once: LiveOnce) -> str:
    with time_machine.travel(NOW, tick=False):
        return live_once(lambda maya, trainer: json.dumps(_live_three_weeks(maya, trainer, NOW)))


def _live_three_weeks(maya: Client, trainer: Trainer, now: datetime) -> Values:
    for days in (21, 19, 17):
        at = now - timedelta(days=days)
        practice_at(maya, at)
        check_in_at(maya, at + timedelta(hours=22), 2)
        deciding.decide_again(maya, now=at + timedelta(hours=22))
    assert Move.objects.filter(verdict__decision="progress").exists()
    tap = Lesson.objects.get(slug="wall-tap")
    move_client(client=maya, lesson=tap, at=now - timedelta(days=10), by=trainer.user, note="Ready.")
    Message.objects.create(client=maya, by=trainer, text="Well done.", written_at=now - timedelta(days=9))
    CarryOver.objects.create(client=maya, local_on=date(2026, 3, 2), situation="car")
    Plan.objects.create(client=maya, when="it rains", then="I hinge", chosen_at=now - timedelta(days=9))
    Pause.objects.create(client=maya, begins_on=date(2026, 2, 18), ends_on=date(2026, 2, 20))
    return values_of(maya)


@pytest.fixture
def back(history: Values, now: datetime) -> Client:
    """Maya again, as new."""
    user = User.objects.create_user("maya@example.com", name="Maya", zone="America/Chicago")
    return join(user=user, answers=[], at=now)


@pytest.fixture
def browser(back: Client, sign_in: SignIn) -> Browser:
    return sign_in(back)


def look_page(browser: Browser, file: Values | bytes) -> str:
    """The page that says what is in a file, its spaces made one."""
    content = io.BytesIO(file if isinstance(file, bytes) else json.dumps(file).encode())
    content.name = "hinge-coach.json"
    response = browser.post(URL, {"file": content})
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def packed_in(page: str) -> str:
    packed: list[str] = re.findall(r'name="packed" value="([^"]*)"', page)
    return packed[0]


def import_page(browser: Browser, file: Values) -> str:
    """The page that one lands on after a file was looked at and brought in."""
    response = browser.post(URL, {"packed": packed_in(look_page(browser, file))}, follow=True)
    return response.content.decode()
