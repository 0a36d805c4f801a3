"""The three screens of the welcome: name, zone and consent; the safety questions; how tight these three days."""

import re
from datetime import datetime, time, timedelta
from html import unescape
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.booking.calls.reserving import BookingRequest, reserve
from hinge_coach.booking.models import Call, CallRules, Hours
from hinge_coach.safety.models import Screening
from hinge_coach.safety.screening import ADVICE, Level
from hinge_coach.tightness.models import CheckIn
from lessons.practice.history import load_state
from lessons.rules.values import Decision, RuleCode
from tests.conftest import SignIn
from tests.factories import PERSON, answer_safety, begin_welcome, report, safety_answers
from tests.reading import words_of

pytestmark = pytest.mark.usefixtures("clock_stands_still")

SAFETY = {**safety_answers(), "fits": "none"}
NUMBERS = {"tight-today": "5", "tight-yesterday": "6", "tight-day_before": "4"}
UNWRITABLE = "This holds a character that can't be written down. Please type it again."


@pytest.fixture
def browser(newcomer: User, sign_in: SignIn) -> Browser:
    return sign_in(newcomer)


def checked(response: Any) -> list[str]:
    """The values of all that is checked on a page, in its order."""
    inputs = re.findall(r"<input[^>]* checked[^>]*>", response.content.decode())
    return [re.findall(r'value="([^"]*)"', each)[0] if 'value="' in each else "on" for each in inputs]


def focused(response: Any) -> list[str]:
    """The names of what takes the focus when a page opens: one at most."""
    return re.findall(r'name="([\w-]+)"[^>]* autofocus', response.content.decode())


def scores(client: Client) -> list[int]:
    return [entry.score for entry in client.check_ins.entries()]


def test_three_screens_make_a_client(curriculum: None, browser: Browser, newcomer: User, now: datetime) -> None:
    ways = []
    for path, sent in (
        ("/welcome/", {**PERSON, "zone": "Europe/Lisbon"}),
        ("/welcome/safety/", SAFETY),
        ("/welcome/numbers/", NUMBERS),
    ):
        assert browser.get(path).status_code == 200
        ways.append(browser.post(path, sent).headers["Location"])
    newcomer.refresh_from_db()
    assert ways == ["/welcome/safety/", "/welcome/numbers/", "/today/"]
    assert (newcomer.name, newcomer.zone.key) == ("Nina", "Europe/Lisbon")
    assert (newcomer.client.consented_at, newcomer.client.screenings.get().level) == (now, Level.CLEAR)
    assert [
        (f"{entry.local_on:%d %b}", entry.moment, entry.score) for entry in newcomer.client.check_ins.entries()
    ] == [
        ("02 Mar", "recalled", 4),
        ("03 Mar", "recalled", 6),
        ("04 Mar", "any", 5),
    ]
    assert load_state(newcomer.client, now=now).facts.usual == 5
    assert browser.get("/welcome/").headers["Location"] == "/arrive/"


def test_each_screen_says_how_far_and_stays_short(browser: Browser) -> None:
    """Fewer than 200 words, the safety questions aside. Of the time zones one is visible."""
    begin_welcome(browser)
    person, safety = browser.get("/welcome/"), browser.get("/welcome/safety/")
    browser.post("/welcome/safety/", SAFETY)
    numbers = browser.get("/welcome/numbers/")
    for step, page in enumerate((person, safety, numbers), start=1):
        assert f"Step {step} of 3" in words_of(page)
    lengths = []
    for page in (person, numbers):
        html = page.content.decode()
        main = re.sub(
            r"<select.*?</select>", "zone", html[html.index("<main") : html.index("</main>")], flags=re.DOTALL
        )
        lengths.append(len(re.sub(r"<[^>]*>", " ", main).split()))
    assert [length < 200 for length in lengths] == [True, True]


def test_nothing_about_health_is_stored_before_the_consent(browser: Browser) -> None:
    for path in ("/welcome/safety/", "/welcome/numbers/"):
        for sent in ({**SAFETY, **NUMBERS}, {"go": "back", **SAFETY, **NUMBERS}):
            assert browser.post(path, sent).headers["Location"] in {"/arrive/", "/welcome/"}
    assert (Client.objects.count(), Screening.objects.count(), browser.session.get("welcome")) == (0, 0, None)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Please tell us what to call you."),
        ({"name": " \t "}, "Please tell us what to call you."),
        ({"name": "N" * 10_000}, "Please use at most 80 letters."),
        ({"name": "Ni\0na"}, UNWRITABLE),
        ({"zone": ""}, "This field is required."),
        ({"zone": "Mars/Olympus"}, "We don't know this time zone. Please choose one from the list."),
        ({"zone": "Europe/Lisbon\0"}, "We don't know this time zone. Please choose one from the list."),
        ({"consent": ""}, "Without this we can't keep your reports."),
    ],
)
def test_what_is_wrong_on_the_first_screen_is_said_beside_it(
    browser: Browser, newcomer: User, wrong: dict[str, str], sentence: str
) -> None:
    response = browser.post("/welcome/", {**PERSON, **wrong})
    newcomer.refresh_from_db()
    assert (response.status_code, focused(response)) == (200, list(wrong))
    assert sentence in words_of(response)
    assert "Almost there." in words_of(response)
    assert (newcomer.name, newcomer.zone.key, browser.session.get("welcome")) == ("", "UTC", None)


@pytest.mark.parametrize(
    ("wrong", "sentence", "focus"),
    [
        ({"health": [], "back": []}, "Please check what is true for you, or “None of these”.", ["health"]),
        (
            {"back": ["night", "none"]},
            "You checked “None of these” as well. Please uncheck one or the other.",
            ["back"],
        ),
        ({"now": "nothing"}, "These questions have changed. Please check again what is true for you.", ["now"]),
        ({"now": "sad\0dle"}, "These questions have changed. Please check again what is true for you.", ["now"]),
        (
            {"none_of_these": "on"},
            "The questions have changed since you opened this page. Please answer them again.",
            [],
        ),
        ({"fits": []}, "Please check what is true for you, or “None of these”.", ["fits"]),
        ({"fits": ["unsteady", "none"]}, "You checked “None of these” and something else as well.", ["fits"]),
        ({"fits": "tall"}, "Please check only what is on this list.", ["fits"]),
    ],
)
def test_what_is_wrong_on_the_second_screen_is_said_beside_it(
    browser: Browser, wrong: dict[str, Any], sentence: str, focus: list[str]
) -> None:
    begin_welcome(browser)
    response = browser.post("/welcome/safety/", {**SAFETY, **wrong})
    assert (response.status_code, focused(response)) == (200, focus)
    assert sentence in words_of(response)
    assert (Client.objects.count(), Screening.objects.count()) == (0, 0)


@pytest.mark.parametrize(("name", "typed"), [("today", "11"), ("yesterday", "7,5"), ("day_before", "4\0")])
def test_a_wrong_number_is_said_beside_it_and_none_is_stored(browser: Browser, name: str, typed: str) -> None:
    answer_safety(browser)
    response = browser.post("/welcome/numbers/", {**NUMBERS, f"tight-{name}": typed})
    assert "Please choose a whole number from 0 to 10." in words_of(response)
    assert (focused(response), CheckIn.objects.count()) == ([f"tight-{name}"], 0)


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
    browser: Browser, newcomer: User, typed: str, kept: str
) -> None:
    begin_welcome(browser, name=typed)
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
def test_a_yes_leads_to_the_stop_page_at_once_and_the_numbers_can_wait(
    curriculum: None,
    trainer: Trainer,
    browser: Browser,
    newcomer: User,
    answers: tuple[str, ...],
    level: Level,
    heading: str,
) -> None:
    begin_welcome(browser)
    response = browser.post("/welcome/safety/", {**safety_answers(*answers), "fits": "none"}, follow=True)
    assert response.redirect_chain == [("/safety/", 302)]
    for words in (heading, ADVICE[level]):
        assert words in words_of(response)
    assert ("911 or 112" in words_of(response).split("When not to practice")[1]) == (level == Level.EMERGENCY)
    assert ("Open practice again" in words_of(response)) == (level == Level.REFER)
    assert browser.get("/lessons/high-seat-touch/practice/").headers["Location"] == "/safety/"
    assert browser.get("/lessons/high-seat-touch/").status_code == 200
    assert browser.post("/welcome/numbers/", NUMBERS).headers["Location"] == "/today/"
    assert scores(newcomer.client) == [4, 6, 5]


def test_going_back_keeps_all_that_was_given_and_typed(browser: Browser, newcomer: User) -> None:
    begin_welcome(browser, zone="Europe/Lisbon", name="Ni<na")
    half = {"now": ["none"], "health": ["thin-bones"], "fits": ["unsteady"], "go": "back"}
    assert browser.post("/welcome/safety/", half).headers["Location"] == "/welcome/"
    first = browser.get("/welcome/")
    assert ('value="Ni&lt;na"' in first.content.decode(), checked(first)) == (True, ["on"])
    assert '<option value="Europe/Lisbon" selected' in first.content.decode()
    assert checked(browser.get("/welcome/safety/")) == ["none", "thin-bones", "unsteady"]
    assert Client.objects.count() == 0

    browser.post("/welcome/safety/", {**SAFETY, "fits": ["unsteady"]})
    typed = {"tight-today": "7", "tight-yesterday": "none", "tight-day_before": "99", "go": "back"}
    assert browser.post("/welcome/numbers/", typed).headers["Location"] == "/welcome/safety/"
    assert checked(browser.get("/welcome/safety/")) == ["none"] * 4 + ["unsteady"]
    assert checked(browser.get("/welcome/numbers/")) == ["7", "none"]
    assert CheckIn.objects.count() == 0


def test_an_answer_sent_twice_is_stored_once_and_a_changed_one_counts(
    trainer: Trainer, browser: Browser, newcomer: User
) -> None:
    answer_safety(browser)
    browser.post("/welcome/safety/", SAFETY)
    assert (Client.objects.count(), Screening.objects.count()) == (1, 1)
    changed = browser.post("/welcome/safety/", {**safety_answers("feverish"), "fits": "none"})
    assert changed.headers["Location"] == "/safety/"
    assert [screening.answers for screening in newcomer.client.screenings.all()] == [["feverish"], []]
    # Taking it back opens nothing: that is for the trainer to do.
    assert browser.post("/welcome/safety/", SAFETY).headers["Location"] == "/safety/"


def test_numbers_sent_twice_are_stored_once(browser: Browser, newcomer: User) -> None:
    answer_safety(browser)
    for today in ("5", "9"):
        sent = browser.post("/welcome/numbers/", {**NUMBERS, "tight-today": today})
        assert sent.headers["Location"] == "/today/"
    assert scores(newcomer.client) == [4, 6, 5]


def test_an_ended_session_starts_over_with_the_name_and_ends_no_account(
    newcomer: User, browser: Browser, sign_in: SignIn
) -> None:
    begin_welcome(browser)
    again = sign_in(newcomer)
    first = again.get("/welcome/safety/", follow=True)
    assert first.redirect_chain == [("/arrive/", 302), ("/welcome/", 302)]
    assert ('value="Nina"' in first.content.decode(), checked(first)) == (True, [])
    answer_safety(again)
    assert Client.objects.get().user == newcomer


def test_whoever_leaves_before_the_numbers_is_a_client_and_gives_them_later(
    curriculum: None, browser: Browser, newcomer: User, sign_in: SignIn, now: datetime
) -> None:
    answer_safety(browser)
    assert browser.post("/welcome/numbers/", {"go": "on", **NUMBERS}).headers["Location"] == "/today/"
    later = sign_in(newcomer)
    with time_machine.travel(now + timedelta(days=3), tick=False):
        assert "Step" not in words_of(later.get("/welcome/numbers/"))
        later.post("/welcome/numbers/", NUMBERS)
        assert later.get("/welcome/numbers/").headers["Location"] == "/today/"
        assert load_state(newcomer.client, now=now + timedelta(days=3)).facts.usual == 5
    assert [f"{entry.local_on:%d %b}" for entry in newcomer.client.check_ins.entries()] == [
        "05 Mar",
        "06 Mar",
        "07 Mar",
    ]


def test_a_number_given_today_is_not_asked_again(browser: Browser, newcomer: User, now: datetime) -> None:
    answer_safety(browser)
    report(newcomer.client, now, 5)
    page = browser.get("/welcome/numbers/").content.decode()
    assert [name for name in NUMBERS if f'name="{name}"' in page] == ["tight-yesterday", "tight-day_before"]
    browser.post("/welcome/numbers/", {**NUMBERS, "tight-today": "9"})
    assert scores(newcomer.client) == [4, 6, 5]


def test_high_numbers_mean_rest_and_no_closure(
    curriculum: None, trainer: Trainer, browser: Browser, newcomer: User, now: datetime
) -> None:
    answer_safety(browser)
    high = {"tight-today": "8", "tight-yesterday": "8", "tight-day_before": "9"}
    response = browser.post("/welcome/numbers/", high, follow=True)
    assert response.redirect_chain == [("/today/", 302)]
    state = load_state(newcomer.client, now=now)
    assert (state.closure, state.client_verdict and state.client_verdict.decision) == (None, Decision.REST)
    assert state.client_verdict is not None
    assert state.client_verdict.reason.code == RuleCode.VERY_HIGH_NOW
    assert unescape(state.client_verdict.reason.client) in words_of(response)


def test_who_does_not_remember_begins_without(browser: Browser, newcomer: User, now: datetime) -> None:
    answer_safety(browser)
    html = browser.get("/welcome/numbers/").content.decode()
    assert [len(re.findall(rf'type="radio"\s+name="{name}"', html)) for name in NUMBERS] == [12, 12, 12]
    browser.post("/welcome/numbers/", {"tight-today": "5", "tight-yesterday": "none"})
    assert scores(newcomer.client) == [5]
    assert load_state(newcomer.client, now=now).facts.usual is None


def test_the_trainer_has_no_welcome(trainer: Trainer, sign_in: SignIn) -> None:
    browser = sign_in(trainer)
    met = [browser.get(f"/welcome/{screen}") for screen in ("", "safety/", "numbers/")]
    assert [page.headers.get("Location") for page in met] == ["/arrive/", "/arrive/", None]
    assert met[2].status_code == 404


def test_numbers_sent_after_the_day_of_their_page_lie_on_the_days_that_it_asked_for(
    curriculum: None, browser: Browser, newcomer: User, now: datetime
) -> None:
    answer_safety(browser)  # on Wednesday, March 4
    page = browser.get("/welcome/numbers/").content.decode()
    on = re.findall(r'name="on" value="([^"]*)"', page)
    assert on == ["2026-03-04"]
    zone = Client.objects.get().user.tz
    with time_machine.travel(datetime(2026, 3, 5, 4, 5, tzinfo=zone), tick=False):
        unclear = browser.post("/welcome/numbers/", {**NUMBERS, "tight-today": "11", "on": on[0]})
        assert "How tight was it on Wednesday?" in words_of(unclear)
        assert "And on Monday?" in words_of(unclear)
        browser.post("/welcome/numbers/", {**NUMBERS, "on": on[0]})
    entries = newcomer.client.check_ins.entries()
    assert [(f"{entry.local_on:%d %b}", entry.score) for entry in entries] == [
        ("02 Mar", 4),
        ("03 Mar", 6),
        ("04 Mar", 5),
    ]
    assert entries[-1].at == datetime(2026, 3, 5, 3, 59, 59, tzinfo=zone)


@pytest.mark.parametrize("on", ["2026-03-05", "2026-03-03", "moon"])
def test_numbers_of_a_day_that_cannot_be_get_a_sentence(browser: Browser, newcomer: User, on: str) -> None:
    answer_safety(browser)
    response = browser.post("/welcome/numbers/", {**NUMBERS, "on": on})
    assert "Nothing was changed. Please open the page again." in words_of(response)
    assert checked(response) == ["5", "6", "4"]
    assert 'name="on" value="2026-03-04"' in response.content.decode()
    assert CheckIn.objects.count() == 0


@pytest.fixture
def call_of_nina(trainer: Trainer, now: datetime) -> Call:
    """She booked with the address that she joins with."""
    CallRules.objects.create(trainer=trainer)
    Hours.objects.create(trainer=trainer, weekday=3, starts=time(9), ends=time(12))
    wish = BookingRequest(
        id=uuid4(),
        name="Nina",
        email="Nina@example.com",
        phone="+12025550143",
        about="",
        zone=ZoneInfo("America/Chicago"),
        starts_at=now + timedelta(days=1),
    )
    return reserve(wish, trainer, now=now)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({}, ""),
        ({"phone": "312 555 0143"}, "+13125550143"),
        ({"from_call": "on"}, "+12025550143"),
        ({"from_call": "on", "phone": "312 555 0143"}, "+13125550143"),
    ],
)
def test_a_phone_number_is_kept_as_given_and_that_of_a_call_only_by_consent(
    curriculum: None, browser: Browser, newcomer: User, call_of_nina: Call, sent: dict[str, str], kept: str
) -> None:
    page = words_of(browser.get("/welcome/"))
    assert "Use the number from your call; it ends in 43" in page
    assert "So that your trainer can call you when something in your answers asks for it." in page
    assert "0143" not in page
    begin_welcome(browser, **sent)
    browser.post("/welcome/safety/", SAFETY)
    assert Client.objects.get(user=newcomer).phone == kept


def test_without_a_call_there_is_no_number_to_take_over(browser: Browser, call_of_nina: Call) -> None:
    Call.objects.update(email="somebody@example.com")
    assert "from_call" not in browser.get("/welcome/").content.decode()
    begin_welcome(browser, from_call="on")


def test_a_number_that_can_not_be_called_is_said_before_the_consent_counts(browser: Browser) -> None:
    response = browser.post("/welcome/", {**PERSON, "phone": "12"})
    assert "This doesn't look like a number that can be called." in words_of(response)
    assert 'value="12"' in response.content.decode()
    assert browser.get("/welcome/safety/").headers["Location"] == "/arrive/"


def test_going_back_to_the_first_screen_keeps_the_number_and_may_drop_it(
    curriculum: None, browser: Browser, newcomer: User
) -> None:
    begin_welcome(browser, phone="312 555 0143")
    browser.post("/welcome/safety/", SAFETY)
    assert 'value="+1 312-555-0143"' in browser.get("/welcome/").content.decode()
    begin_welcome(browser, phone="")
    browser.post("/welcome/safety/", SAFETY)
    assert Client.objects.get(user=newcomer).phone == ""
