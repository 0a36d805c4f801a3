"""A bad day: what everybody reads, and what holds for one client now."""

import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety.closing import record_screening
from hinge_coach.safety.models import Pause
from hinge_coach.safety.screening import Level
from lessons.models import RuleSet
from lessons.practice.history import load_state
from lessons.rules.thresholds import Thresholds
from tests.conftest import SignIn
from tests.factories import close_by_answer, report
from tests.reading import HasContent, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]

PAGE = "/safety/bad-day/"


def told(client: Client, now: datetime, *scores: int) -> None:
    """One number a day, the last of them today."""
    for days_ago, score in enumerate(reversed(scores)):
        report(client, now - timedelta(days=days_ago), score)


def main_of(response: HasContent) -> str:
    html = response.content.decode()
    return html[html.index("<main") : html.index("</main>")]


def heading_now(response: HasContent) -> str:
    return str(re.findall(r'<h2 id="now">\s*(.*?)\s*</h2>', response.content.decode())[0])


def test_everybody_reads_what_to_do_what_to_leave_and_when_to_ask_for_help() -> None:
    page = Browser().get(PAGE)
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", main_of(page)) == [
        "What to do today",
        "What to skip",
        "When to ask for help",
        "How the plan changes",
    ]
    assert "62 of 149 people reported a spell of worse pain along the way" in words_of(page)
    assert 'name="score"' not in main_of(page)


@pytest.mark.parametrize("signed_in", [False, True])
def test_the_page_stays_short_and_frightens_nobody(maya: Client, sign_in: SignIn, signed_in: bool) -> None:
    page = (sign_in(maya) if signed_in else Browser()).get(PAGE)
    text = re.sub(r"<[^>]*>", " ", main_of(page))
    assert len(re.findall(r"[A-Za-z0-9][\w'’-]*", text)) < 350
    assert re.findall(r"damage|danger|slipped|diagnos|treat|injur|disc\b", text, re.IGNORECASE) == []


def test_signs_that_need_help_stand_before_anything_to_do(maya: Client, sign_in: SignIn) -> None:
    for browser in (Browser(), sign_in(maya)):
        html = main_of(browser.get(PAGE))
        assert html.index('href="/safety/"') < html.index("What to do today")
        assert "911 or 112" in html


def test_the_numbers_are_those_in_force(trainer: Trainer, now: datetime) -> None:
    numbers = {**Thresholds().as_dict(), "flare_days": 5, "rise": 3, "very_high": 9, "jump": 4, "fine_score": 1}
    RuleSet.objects.create(values=numbers, note="Fewer flares.", by=trainer.user, saved_at=now)
    words = words_of(Browser().get(PAGE))
    assert "most of the last 5 days with a number are 3 or more above your usual, and above 1" in words
    assert "At 9 or more, and 4 above your usual, there is no practice until a lower number comes." in words


def test_a_number_is_one_tap_and_leads_to_today(maya: Client, sign_in: SignIn) -> None:
    browser = sign_in(maya)
    html = main_of(browser.get(PAGE))
    form = html[html.index("<form") : html.index("</form>")]
    assert ('action="/today/check-in/"' in form, "data-one-tap" in form) == (True, True)
    (made,) = re.findall(r'name="id" value="([^"]+)"', form)
    response = browser.post("/today/check-in/", {"id": made, "score": "7"}, follow=True)
    assert response.redirect_chain == [("/today/", 302)]
    assert "Noted: 7." in words_of(response)
    assert [entry.score for entry in maya.check_ins.entries()] == [7]


@pytest.mark.parametrize("score", ["11", "", "7,5"])
def test_a_number_that_is_none_gets_a_sentence(maya: Client, sign_in: SignIn, score: str) -> None:
    response = sign_in(maya).post("/today/check-in/", {"id": str(uuid4()), "score": score})
    assert response.status_code == 200
    assert "Please choose a number from 0 to 10." in words_of(response) or "whole number" in words_of(response)
    assert maya.check_ins.count() == 0


def test_a_client_without_a_flare_reads_that_the_plan_is_as_it_was(
    maya: Client, sign_in: SignIn, now: datetime
) -> None:
    told(maya, now, 3, 3, 3, 3, 3, 4)
    page = sign_in(maya).get(PAGE)
    assert heading_now(page) == "For you, now"
    assert "Your plan has not changed." in words_of(page)


def test_who_has_told_few_numbers_chooses_the_easier_version(maya: Client, sign_in: SignIn, now: datetime) -> None:
    """The same numbers can't ease anything yet, however high the latest are."""
    told(maya, now, 3, 3, 3, 6, 6)
    page = sign_in(maya).get(PAGE)
    assert load_state(maya, now=now).is_eased is False
    assert "The plan needs more numbers before it can change by itself" in words_of(page)
    told(maya, now + timedelta(days=1), 6)
    assert load_state(maya, now=now + timedelta(days=1)).is_eased is True


def test_a_flare_shows_the_reason_that_today_shows(maya: Client, sign_in: SignIn, now: datetime) -> None:
    told(maya, now, 3, 3, 3, 3, 5, 6)
    page = sign_in(maya).get(PAGE)
    verdict = load_state(maya, now=now).client_verdict
    assert verdict is not None
    assert heading_now(page) == "Easier for a few days"
    assert verdict.reason.client in words_of(page)
    assert verdict.reason.client in words_of(sign_in(maya).get("/today/"))


def test_a_jump_asks_the_safety_questions_before_practice(maya: Client, sign_in: SignIn, now: datetime) -> None:
    record_screening(client=maya, answers=[], at=now - timedelta(days=5))
    told(maya, now, 3, 3, 3, 3, 3, 7)
    words = words_of(sign_in(maya).get(PAGE))
    assert "Before you practice, answer the safety questions. It takes a minute." in words


def test_a_very_high_number_shows_rest_and_the_safety_questions(maya: Client, sign_in: SignIn, now: datetime) -> None:
    told(maya, now, 3, 3, 3, 3, 3, 9)
    page = sign_in(maya).get(PAGE)
    assert heading_now(page) == "Rest for now"
    assert 'class="button" href="/safety/questions/"' in main_of(page)


def test_a_pause_is_said(maya: Client, sign_in: SignIn, now: datetime) -> None:
    Pause.objects.create(client=maya, begins_on=now.date())
    assert heading_now(sign_in(maya).get(PAGE)) == "You are on a pause"


@pytest.mark.parametrize("level", [Level.REFER, Level.TODAY, Level.EMERGENCY])
def test_closed_practice_leads_to_help_and_to_nothing_else(
    maya: Client, sign_in: SignIn, now: datetime, level: Level
) -> None:
    close_by_answer(maya, now, level)
    page = sign_in(maya).get(PAGE)
    assert heading_now(page) == "First, talk to somebody"
    assert "See a doctor." in words_of(page)
    assert "What to do today" not in words_of(page)
    assert set(re.findall(r'href="(/[^"]*)"', main_of(page))) == {"/today/", "/safety/"}
    assert 'name="score"' in main_of(page)


def test_today_has_one_button_and_none_while_practice_is_closed(maya: Client, sign_in: SignIn, now: datetime) -> None:
    browser = sign_in(maya)
    assert main_of(browser.get("/today/")).count(f'href="{PAGE}">Bad day?</a>') == 1
    close_by_answer(maya, now)
    assert PAGE not in main_of(browser.get("/today/"))
