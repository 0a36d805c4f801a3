"""What Today and a player carry along, so that a phone can use them without a connection."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety.closing import record_screening
from hinge_coach.safety.forms import ScreeningForm
from hinge_coach.safety.screening import ADVICE, QUESTIONS, Level
from tests.conftest import SignIn, entered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]

PLAYER = "/lessons/pelvic-clock/practice/"


@pytest.fixture
def browser(sign_in: SignIn, maya: Client) -> Browser:
    return sign_in(maya)


def page(browser: Browser, path: str) -> str:
    return browser.get(path).content.decode()


def numbers(html: str) -> dict[str, str]:
    return dict(re.findall(r'data-(rests-from|rests-from-offline|asks-from|asks-again-from)="(\d+)"', html))


def felt(client: Client, now: datetime, *scores: int) -> None:
    """One number on each of the days before today."""
    for days, score in enumerate(reversed(scores), 1):
        entered(client, now - timedelta(days=days), score)


def test_today_names_the_players_of_its_session_and_lasts_until_the_end_of_tomorrow(browser: Browser) -> None:
    html = page(browser, "/today/")
    rows = re.findall(r'<li class="session__row" data-keep="([^"]+)"', html)
    start = re.findall(r'session__start[^>]*\s+href="([^"]+)"', html)
    assert rows[:1] == start
    assert re.findall(r'data-kept-until="([^"]+)"', html) == ["2026-03-06T10:00:00+00:00"]


def test_a_player_carries_the_numbers_from_which_practice_rests_and_the_questions_come(
    browser: Browser, maya: Client, now: datetime
) -> None:
    felt(maya, now, 2, 2, 2)
    record_screening(client=maya, answers=[], at=now - timedelta(days=3))
    assert numbers(page(browser, PLAYER)) == {
        "rests-from": "8",
        "rests-from-offline": "8",
        "asks-from": "5",
        "asks-again-from": "5",
    }


def test_it_says_so_where_the_questions_are_due_at_any_number(browser: Browser, maya: Client, now: datetime) -> None:
    felt(maya, now, 2, 2, 2)
    record_screening(client=maya, answers=[], at=now - timedelta(days=20))
    assert numbers(page(browser, PLAYER))["asks-from"] == "0"


def test_the_questions_on_the_page_are_those_of_the_site_with_what_a_yes_asks_for(browser: Browser) -> None:
    html = page(browser, PLAYER)
    asked = re.findall(r'name="(\w+)" value="([\w-]+)" data-level="(\w+)"', html)
    assert asked == [(question.group, question.code, question.level) for question in QUESTIONS]
    none = re.findall(r'name="(\w+)" value="none"', html)
    assert none == [field.name for field in ScreeningForm().groups]


@pytest.mark.parametrize("path", ["/today/", PLAYER])
def test_each_kept_page_says_what_to_do_after_a_yes(browser: Browser, path: str) -> None:
    html = page(browser, path)
    stops = re.findall(r'data-kept-stop="(\w+)".*?<p class="lede">(.*?)</p>', html, re.DOTALL)
    assert stops == [(level, ADVICE[level]) for level in Level if level != Level.CLEAR]


def test_visitors_get_none_of_it(trainer: Trainer) -> None:
    assert "data-kept" not in page(Browser(), PLAYER)
