"""The safety questions come back after two weeks and on a jump, and an emergency leaves nothing else to click."""

import re
import uuid
from datetime import date, datetime, timedelta

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety import closing
from hinge_coach.safety.models import Pause
from hinge_coach.safety.screening import dialled, due_on
from hinge_coach.tightness.models import CheckIn
from tests.factories import safety_answers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]

ASKS = "First, the safety questions"


def answered(client: Client, now: datetime, *, days_ago: int) -> None:
    closing.record_screening(client=client, answers=[], at=now - timedelta(days=days_ago))


def felt(client: Client, now: datetime, *scores: int) -> None:
    """One score a day, the last of them today."""
    for days_ago, score in zip(range(len(scores) - 1, -1, -1), scores, strict=True):
        CheckIn.record(id=uuid.uuid4(), client=client, at=now - timedelta(days=days_ago), score=score)


def today(browser: Browser) -> str:
    return browser.get("/today/").content.decode()


@pytest.mark.parametrize(
    ("jumped_on", "expected"),
    [
        (None, date(2026, 3, 15)),
        (date(2026, 3, 4), date(2026, 3, 4)),
        (date(2026, 3, 20), date(2026, 3, 15)),
    ],
)
def test_they_are_due_after_two_weeks_or_on_a_jump(jumped_on: date | None, expected: date) -> None:
    assert due_on(date(2026, 3, 1), jumped_on) == expected


@pytest.mark.parametrize(("days", "asks"), [(13, False), (14, True)])
def test_today_asks_after_two_weeks(browser: Browser, maya: Client, now: datetime, days: int, asks: bool) -> None:
    answered(maya, now, days_ago=days)
    assert (ASKS in today(browser)) == asks


@pytest.mark.parametrize(("score", "asks"), [(4, False), (5, True)])
def test_today_asks_on_a_jump_of_three_points(
    browser: Browser, maya: Client, now: datetime, score: int, asks: bool
) -> None:
    answered(maya, now, days_ago=5)
    felt(maya, now, 2, 2, 2, score)
    assert (ASKS in today(browser)) == asks


def test_the_card_stands_first_and_its_button_is_the_only_primary_one(
    browser: Browser, maya: Client, now: datetime
) -> None:
    answered(maya, now, days_ago=14)
    page = today(browser)
    assert re.findall(r'class="button(?: [a-z_-]*--wide)?" href="([^"]+)"', page) == ["/safety/questions/"]
    assert page.index(ASKS) < page.index("Pelvic clock")


def test_answering_sends_the_card_away(browser: Browser, maya: Client, now: datetime) -> None:
    answered(maya, now, days_ago=5)
    felt(maya, now, 2, 2, 2, 7)
    assert ASKS in today(browser)
    page = browser.post("/safety/questions/", safety_answers(), follow=True).content.decode()
    assert ASKS not in page


def test_a_pause_and_a_stop_ask_nothing(browser: Browser, maya: Client, now: datetime) -> None:
    answered(maya, now, days_ago=20)
    pause = Pause.objects.create(client=maya, begins_on=date(2026, 3, 1))
    assert ASKS not in today(browser)
    pause.delete()
    closing.record_screening(client=maya, answers=["fever"], at=now - timedelta(days=20))
    assert ASKS not in today(browser)


def test_an_emergency_leaves_the_number_and_the_way_back_and_nothing_else(
    browser: Browser, maya: Client, trainer: Trainer
) -> None:
    page = browser.post("/safety/questions/", safety_answers("saddle"), follow=True).content.decode()
    shown = page[page.index("<main") :]
    assert re.findall(r'<a\b[^>]*href="([^"]+)"', shown) == ["tel:911", "tel:112", "/today/"]
    assert re.findall(r"<(?:button|input|select|form|summary)\b", page) == []
    assert re.findall(r'<a\b[^>]*href="([^"]+)"', page[: page.index("<main")]) == ["#main"]


@pytest.mark.parametrize(
    ("number", "pieces"),
    [
        ("911 or 112", (("911", "911"), (" or ", ""), ("112", "112"))),
        ("112", (("112", "112"),)),
        ("+44 20 7946 0958", (("+44 20 7946 0958", "+442079460958"),)),
        ("ask a neighbour", (("ask a neighbour", ""),)),
    ],
)
def test_the_emergency_number_can_be_tapped(number: str, pieces: tuple[tuple[str, str], ...]) -> None:
    assert dialled(number) == pieces
