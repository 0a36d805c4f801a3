"""The first questions, asked of whoever has just signed up."""

import re
from datetime import datetime
from html import unescape
from typing import Any

import pytest

from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.safety.models import Screening
from hinge_coach.safety.screening import ADVICE, Level
from hinge_coach.tightness.models import CheckIn
from lessons.practice.history import load_state
from lessons.rules.values import Decision, RuleCode
from tests.conftest import SignIn
from tests.factories import safety_answers
from tests.reading import page_text

pytestmark = pytest.mark.usefixtures("clock_stands_still")

PERSON = {"name": "Nina", "zone": "Europe/Lisbon", "consent": "on"}
WELCOME = {**PERSON, **safety_answers()}
NUMBERS = {"tight-today": "5", "tight-yesterday": "6", "tight-day_before": "4"}
UNWRITABLE = "This holds a character that can&#x27;t be written down. Please type it again."


def test_the_first_entry_makes_a_client(newcomer: User, sign_in: SignIn, now: datetime) -> None:
    response = sign_in(newcomer).post("/welcome/", WELCOME)
    newcomer.refresh_from_db()
    assert response.headers["Location"] == "/today/"
    assert (newcomer.name, newcomer.zone.key) == ("Nina", "Europe/Lisbon")
    assert (newcomer.client.consented_at, newcomer.client.screenings.get().level) == (now, Level.CLEAR)


def test_the_first_entry_asks_everything_at_once(newcomer: User, sign_in: SignIn) -> None:
    page = sign_in(newcomer).get("/welcome/")
    asked = re.findall(r' name="([\w-]+)"', page.content.decode())
    assert {"name", "zone", "consent", "now", "lately", "health", "back", *NUMBERS} <= set(asked)
    assert "data-guess-zone" in page.content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Please tell us what to call you."),
        ({"name": " \t "}, "Please tell us what to call you."),
        ({"name": "N" * 10_000}, "Please use at most 80 letters."),
        ({"name": "Ni\0na"}, UNWRITABLE),
        ({"zone": ""}, "This field is required."),
        ({"zone": "Mars/Olympus"}, "We don&#x27;t know this time zone. Please choose one from the list."),
        ({"zone": "Europe/Lisbon\0"}, "We don&#x27;t know this time zone. Please choose one from the list."),
        ({"consent": ""}, "Without this we can&#x27;t keep your reports."),
        ({"health": []}, "Please check what is true for you, or “None of these”."),
        ({"back": ["night", "none"]}, "You checked “None of these” as well. Please uncheck one or the other."),
        ({"now": "nothing"}, "These questions have changed. Please check again what is true for you."),
        ({"now": "sad\0dle"}, "These questions have changed. Please check again what is true for you."),
        (
            {"none_of_these": "on"},
            "The questions have changed since you opened this page. Please answer them again.",
        ),
        ({"tight-today": "11"}, "Please choose a whole number from 0 to 10."),
        ({"tight-yesterday": "7,5"}, "Please choose a whole number from 0 to 10."),
        ({"tight-day_before": "4\0"}, "Please choose a whole number from 0 to 10."),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_it_and_nothing_is_stored(
    newcomer: User, sign_in: SignIn, wrong: dict[str, Any], sentence: str
) -> None:
    response = sign_in(newcomer).post("/welcome/", {**WELCOME, **NUMBERS, **wrong})
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert "Almost there." in page_text(response)
    newcomer.refresh_from_db()
    assert (newcomer.name, newcomer.zone.key, Client.objects.count(), Screening.objects.count()) == ("", "UTC", 0, 0)
    assert CheckIn.objects.count() == 0


def test_what_was_typed_is_kept(newcomer: User, sign_in: SignIn) -> None:
    typed = {"name": "Ni<na", "zone": "Europe/Lisbon", "now": ["saddle"], "back": ["night", "none"]}
    typed |= {"tight-today": "7", "tight-yesterday": "none"}
    html = sign_in(newcomer).post("/welcome/", typed).content.decode()
    assert 'value="Ni&lt;na"' in html
    assert '<option value="Europe/Lisbon" selected' in html
    assert len(re.findall(r'value="(?:saddle|night|none)" [^>]*id="id_(?:now|back)_\d"[^>]* checked', html)) == 3
    assert 'name="tight-today" value="7"' in html
    assert len(re.findall(r'name="tight-today" value="7"[^>]* checked', html)) == 1
    assert len(re.findall(r'name="tight-yesterday" value="none"[^>]* checked', html)) == 1
    assert len(re.findall(r"<input[^>]* checked", html)) == 5


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("💺 Nina 🏓", "💺 Nina 🏓"),
        ("نينا", "نينا"),
        ("\u202eaniN", "aniN"),
        ("Nina\r\nBcc: all@example.com", "Nina Bcc: all@example.com"),
        ("  Ni   na ", "Ni na"),
        ("<script>", "<script>"),
    ],
)
def test_a_name_in_any_script_is_kept_on_one_line_and_shown_as_text(
    newcomer: User, sign_in: SignIn, typed: str, kept: str
) -> None:
    browser = sign_in(newcomer)
    browser.post("/welcome/", {**WELCOME, "name": typed})
    newcomer.refresh_from_db()
    assert newcomer.name == kept
    shown = kept.replace("<", "&lt;").replace(">", "&gt;")
    assert f"Signed in as <bdi>{shown}</bdi>" in browser.get("/safety/").content.decode()


@pytest.mark.parametrize(
    ("answers", "level", "heading"),
    [
        (("saddle", "night"), Level.EMERGENCY, "Please get help now"),
        (("feverish",), Level.TODAY, "Please speak to a doctor today"),
        (("night",), Level.REFER, "Please talk to somebody first"),
    ],
)
def test_a_yes_leads_to_the_stop_screen_and_closes_practice(
    curriculum: None,
    trainer: Trainer,
    newcomer: User,
    sign_in: SignIn,
    answers: tuple[str, ...],
    level: Level,
    heading: str,
) -> None:
    browser = sign_in(newcomer)
    response = browser.post("/welcome/", {**PERSON, **safety_answers(*answers)}, follow=True)
    assert response.redirect_chain == [("/safety/", 302)]
    assert heading in page_text(response)
    assert ADVICE[level] in page_text(response)
    assert ("911 or 112" in page_text(response).split("When not to practice")[1]) == (level == Level.EMERGENCY)
    assert ("Open practice again" in page_text(response)) == (level == Level.REFER)
    assert browser.get("/lessons/high-seat-touch/practice/").headers["Location"] == "/safety/"
    assert browser.get("/lessons/high-seat-touch/").status_code == 200


def test_the_first_entry_sent_twice_makes_one_client(newcomer: User, sign_in: SignIn) -> None:
    browser = sign_in(newcomer)
    browser.post("/welcome/", WELCOME)
    again = browser.post("/welcome/", {**WELCOME, "name": "Another"})
    newcomer.refresh_from_db()
    assert again.headers["Location"] == "/arrive/"
    assert (newcomer.name, Client.objects.count(), Screening.objects.count()) == ("Nina", 1, 1)


def test_three_numbers_are_stored_on_their_days(newcomer: User, sign_in: SignIn, now: datetime) -> None:
    sign_in(newcomer).post("/welcome/", {**WELCOME, **NUMBERS})
    entries = newcomer.client.check_ins.entries()
    assert [(f"{entry.local_on:%d %b}", entry.moment, entry.score) for entry in entries] == [
        ("02 Mar", "recalled", 4),
        ("03 Mar", "recalled", 6),
        ("04 Mar", "any", 5),
    ]
    assert load_state(newcomer.client, now=now).facts.usual == 5


def test_who_does_not_remember_begins_without(newcomer: User, sign_in: SignIn, now: datetime) -> None:
    response = sign_in(newcomer).post("/welcome/", {**WELCOME, "tight-today": "5", "tight-yesterday": "none"})
    assert response.headers["Location"] == "/today/"
    assert [entry.score for entry in newcomer.client.check_ins.entries()] == [5]
    assert load_state(newcomer.client, now=now).facts.usual is None


def test_numbers_sent_twice_are_stored_once(newcomer: User, sign_in: SignIn) -> None:
    browser = sign_in(newcomer)
    browser.post("/welcome/", {**WELCOME, **NUMBERS})
    browser.post("/welcome/", {**WELCOME, **NUMBERS, "tight-today": "9"})
    assert [entry.score for entry in newcomer.client.check_ins.entries()] == [4, 6, 5]


def test_high_numbers_mean_rest_and_no_closure(
    curriculum: None, trainer: Trainer, newcomer: User, sign_in: SignIn, now: datetime
) -> None:
    browser = sign_in(newcomer)
    high = {"tight-today": "8", "tight-yesterday": "8", "tight-day_before": "9"}
    response = browser.post("/welcome/", {**WELCOME, **high}, follow=True)
    assert response.redirect_chain == [("/today/", 302)]
    state = load_state(newcomer.client, now=now)
    assert (state.closure, state.client_verdict and state.client_verdict.decision) == (None, Decision.REST)
    assert state.client_verdict is not None
    assert state.client_verdict.reason.code == RuleCode.VERY_HIGH_NOW
    assert unescape(state.client_verdict.reason.client) in page_text(response)
    assert "We rest until a number is" in page_text(response)


def test_a_safety_answer_closes_practice_and_the_numbers_are_stored_all_the_same(
    newcomer: User, sign_in: SignIn
) -> None:
    browser = sign_in(newcomer)
    response = browser.post("/welcome/", {**PERSON, **NUMBERS, **safety_answers("feverish")})
    assert response.headers["Location"] == "/safety/"
    assert [entry.score for entry in newcomer.client.check_ins.entries()] == [4, 6, 5]


def test_the_numbers_are_a_radio_group_each_with_a_way_out(newcomer: User, sign_in: SignIn) -> None:
    html = sign_in(newcomer).get("/welcome/").content.decode()
    assert [len(re.findall(rf'type="radio"\s+name="{name}"', html)) for name in NUMBERS] == [12, 12, 12]
    assert html.count("<span>I don&#x27;t remember</span>") == 2
    assert "and nobody has examined it?" in html
