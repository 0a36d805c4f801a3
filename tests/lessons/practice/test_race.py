"""Two devices at once, or a device and the trainer: each in a thread with its own connection.

On PostgreSQL, too: DATABASE_URL=postgres://... pytest tests/lessons/practice/test_race.py
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.coaching.client.forms import PositionForm, TalkedForm
from hinge_coach.tightness.models import CheckIn
from lessons.models import Lesson, Move, Practice, StartTest, Talk
from lessons.practice import deciding
from lessons.practice.history import load_state
from lessons.practice.position import positions_of
from tests.at_once import at_once, look
from tests.conftest import NOW, SignIn
from tests.factories import practice_once, report, report_and_decide

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("curriculum")]

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def now() -> Iterator[datetime]:
    """A clock that goes on: the site takes its time behind the lock. An hour ago is the same day."""
    with time_machine.travel(NOW):
        yield NOW


def entry(browser: Browser, client: Client, at: datetime, score: int) -> int:
    wall = at.astimezone(client.user.tz)
    data = {"id": str(uuid4()), "at": f"{wall:%Y-%m-%dT%H:%M}", "score": score, "situation": ""}
    return browser.post(reverse("lessons:new_entry"), data).status_code


@pytest.fixture
def steady(maya: Client, now: datetime) -> Client:
    """One good day yesterday, after three days at 3."""
    for days_ago in range(8, 2, -1):
        report(maya, now - days_ago * DAY, 3)
    practice_once(maya, now - DAY, before=3, after=3)
    return maya


def test_entries_from_two_devices_are_both_stored(
    steady: Client, sign_in: SignIn, now: datetime, request: pytest.FixtureRequest
) -> None:
    browsers = [sign_in(steady) for _ in range(6)]
    request.getfixturevalue("real_file")
    acts = [
        lambda browser=browser, days=days: entry(browser, steady, now - days * DAY, 3)
        for days, browser in enumerate(browsers, start=10)
    ]
    assert at_once(*acts) == [302] * 6
    assert look(lambda: CheckIn.objects.filter(local_on__lt=(now - 9 * DAY).date()).count()) >= 5


def test_a_number_and_a_practice_at_the_same_moment_are_both_counted(
    steady: Client, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    phone, tablet = sign_in(steady), sign_in(steady)
    request.getfixturevalue("real_file")
    practice = {
        "id": str(uuid4()), "before": 3, "after": 3, "guess": "clean", "passed": "yes", "effort": 4, "cue": "",
        "easier": "",
    }  # fmt: skip
    slug, number = "pelvic-clock", {"id": str(uuid4()), "score": 3, "situation": ""}
    answers = at_once(
        lambda: phone.post(reverse("lessons:practice", args=[slug]), practice).status_code,
        lambda: tablet.post(reverse("lessons:check_in"), number).status_code,
    )
    assert answers == [302, 302]

    def stock() -> tuple[int, int, int, str]:
        moves = Move.objects.filter(client=steady).count()
        return Practice.objects.count(), CheckIn.objects.count(), moves, positions_of(steady)[0].next.slug

    assert look(stock) == (2, 6 + 2 + 2 + 1, 1, "find-the-middle")


def test_a_placement_while_a_report_is_decided_on_stands(
    steady: Client, trainer: Trainer, now: datetime, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """The rules have read where the client stands; the trainer places them before the rules have stored their move."""
    practice_once(steady, now - HOUR, before=3, after=6)  # not good
    number = Practice.objects.order_by("-done_at")[0].after
    assert number is not None
    request.getfixturevalue("real_file")
    has_read, has_placed = Event(), Event()

    def slowly(client: Client, **when: Any) -> Any:
        state = load_state(client, **when)
        has_read.set()
        has_placed.wait(timeout=0.5)
        return state

    monkeypatch.setattr(deciding, "load_state", slowly)

    def put_right() -> int:
        with transaction.atomic():
            number.correct(score=3, situation="", at=number.at, now=timezone.now())
            return len(deciding.decide_again(steady, now=timezone.now()))

    def place() -> bool:
        assert has_read.wait(timeout=60)
        lessons = list(Lesson.objects.in_order())
        data = {"track": "neutral", "lesson": "leg-slide", "note": "As we said."}
        form = PositionForm(data, track="neutral", lessons=lessons)
        assert form.is_valid(), form.errors
        move = form.save(client=steady, by=trainer, at=timezone.now())
        has_placed.set()
        return move is not None

    assert at_once(put_right, place) == [1, True]
    assert look(lambda: positions_of(steady)[0].next.slug) == "leg-slide"
    paths = look(lambda: [(move.from_lesson.slug, move.to_lesson.slug) for move in Move.objects.order_by("pk")])
    assert paths == [("pelvic-clock", "find-the-middle"), ("find-the-middle", "leg-slide")]


def test_a_start_test_sent_twice_at_once_is_stored_once_and_places_once(
    maya: Client, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    browsers = [sign_in(maya) for _ in range(4)]
    request.getfixturevalue("real_file")
    data = {"id": str(uuid4()), "before": "3", "chair": "2", "wall": "2", "bow": "3"}
    answers = at_once(
        *(lambda browser=browser: browser.post(reverse("lessons:start_test"), data).status_code for browser in browsers)
    )
    assert answers == [302] * 4
    stock = look(lambda: (StartTest.objects.count(), Move.objects.count(), CheckIn.objects.count()))
    assert stock == (1, 3, 1)


def test_of_two_first_start_tests_at_once_one_places_and_the_other_only_compares(
    maya: Client, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    browsers = [sign_in(maya) for _ in range(2)]
    request.getfixturevalue("real_file")

    def send(browser: Browser) -> int:
        data = {"id": str(uuid4()), "chair": "2", "wall": "2", "bow": "3"}
        return browser.post(reverse("lessons:start_test"), data).status_code

    assert at_once(*(lambda browser=browser: send(browser) for browser in browsers)) == [302] * 2
    placed = look(lambda: sorted(len(test.placements) for test in StartTest.objects.all()))
    assert (placed, look(Move.objects.count)) == ([0, 3], 3)


def test_a_start_test_while_the_trainer_places_never_takes_the_trainers_place(
    maya: Client, trainer: Trainer, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    browser = sign_in(maya)
    request.getfixturevalue("real_file")

    def place() -> bool:
        lessons = list(Lesson.objects.in_order())
        form = PositionForm(
            {"track": "hinge", "lesson": "loaded-hinge", "note": "As we said."}, track="hinge", lessons=lessons
        )
        assert form.is_valid(), form.errors
        return form.save(client=maya, by=trainer, at=timezone.now()) is not None

    data = {"id": str(uuid4()), "chair": "2", "wall": "2", "bow": "3"}
    at_once(place, lambda: browser.post(reverse("lessons:start_test"), data).status_code)
    assert look(lambda: positions_of(maya)[1].next.slug) == "loaded-hinge"


def test_talked_pressed_twice_at_once_is_noted_once(
    maya: Client, trainer: Trainer, now: datetime, request: pytest.FixtureRequest
) -> None:
    for days_ago in range(20, 8, -1):
        report(maya, now - days_ago * DAY, 3)
    for days_ago in range(8, -1, -1):
        report_and_decide(maya, now - days_ago * DAY, 6)
    talk = Talk.objects.get(code="week_up")
    request.getfixturevalue("real_file")

    def press() -> bool:
        form = TalkedForm({"line": "It is so now.", "is_usual": "on"}, talk=talk)
        assert form.is_valid()
        return form.save(client=maya, by=trainer, at=timezone.now())

    assert sorted(at_once(press, press)) == [False, True]
    assert look(lambda: (maya.new_usuals.count(), maya.talks.filter(code="week_up").count())) == (1, 1)


def test_a_reason_to_talk_that_fits_for_two_reports_at_once_is_stored_once(
    maya: Client, sign_in: SignIn, now: datetime, request: pytest.FixtureRequest
) -> None:
    for days_ago in range(20, 8, -1):
        report(maya, now - days_ago * DAY, 3)
    for days_ago in range(8, 0, -1):
        report(maya, now - days_ago * DAY, 6)
    browsers = [sign_in(maya) for _ in range(4)]
    request.getfixturevalue("real_file")
    acts = [
        lambda browser=browser: (
            browser.post(reverse("lessons:check_in"), {"id": str(uuid4()), "score": 6, "situation": ""}).status_code
        )
        for browser in browsers
    ]
    assert at_once(*acts) == [302] * 4
    assert look(lambda: (CheckIn.objects.count(), maya.talks.filter(code="week_up").count())) == (24, 1)
