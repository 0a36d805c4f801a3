"""Noting that trainer and client have talked, and saying what the usual is now."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client as Browser
from pytest_django import DjangoAssertNumQueries

from hinge_coach.accounts.models import Client, Trainer
from lessons.models import Message, NewUsual, Talk, VerdictRecord, lessons_in_order
from lessons.practice.history import load_state
from tests.coaching.conftest import Feel, Practise
from tests.coaching.pages import NUL_SENTENCE, TEN_KB, html_of, url, words_of


def opened(
    client: Client, now: datetime, code: str = "week_up", *, for_client: str = "A week above your usual."
) -> Talk:
    at = now - timedelta(days=3)
    return Talk.objects.create(
        client=client,
        code=code,
        client_sentence=for_client,
        trainer_sentence="2 to 6 since Feb 25: 5 of 7 days with a number.",
        points=4,
        count=5,
        opened_at=at,
        opened_on=client.today(at),
    )


@pytest.fixture
def talk(maya: Client, now: datetime) -> Talk:
    return opened(maya, now)


@pytest.fixture
def flared(maya: Client, feel: Feel) -> Client:
    """Two weeks at 2, then three days at 6."""
    for days_ago in range(4, 18):
        feel(maya, 2, days_ago=days_ago)
    for days_ago in (3, 2, 1):
        feel(maya, 6, days_ago=days_ago)
    return maya


def is_eased(client: Client, now: datetime) -> bool:
    return load_state(client, now=now).is_eased


def test_an_open_talk_stands_on_the_page_with_its_day(maya: Client, talk: Talk, desk_browser: Browser) -> None:
    page = words_of(desk_browser.get(url("client", maya.pk)))
    assert "2 to 6 since Feb 25: 5 of 7 days with a number." in page
    assert "Since March 1. They read: “A week above your usual.”" in page


def test_a_talk_for_the_trainer_alone_says_so(maya: Client, now: datetime, desk_browser: Browser) -> None:
    opened(maya, now, "twice_back", for_client="")
    assert "Since March 1. Only you see this." in words_of(desk_browser.get(url("client", maya.pk)))


@pytest.mark.parametrize("line", ["", "We look at the chair together. 🪑"])
def test_a_talk_is_noted_with_or_without_a_line(
    maya: Client, talk: Talk, trainer: Trainer, desk_browser: Browser, now: datetime, line: str
) -> None:
    answer = desk_browser.post(url("note_talked", maya.pk, talk.pk), {"line": line})
    assert answer.headers["Location"] == url("client", maya.pk) + "#needs"
    talk.refresh_from_db()
    assert (talk.talked_at, talk.talked_on, talk.talked_by, talk.line) == (now, date(2026, 3, 4), trainer.user, line)
    assert NewUsual.objects.count() == 0
    page = html_of(desk_browser.get(url("client", maya.pk)))
    assert "Noted as talked." in page
    assert "We have talked" not in page
    plan = html_of(desk_browser.get(url("plan", maya.pk)))
    assert "Past talks" in plan
    assert line in plan


@pytest.mark.parametrize(
    ("at", "on"), [("2026-03-05T02:59Z", date(2026, 3, 4)), ("2026-03-05T03:00Z", date(2026, 3, 5))]
)
def test_the_day_of_a_talk_is_the_clients_own(
    other_client: Client, desk_browser: Browser, now: datetime, at: str, on: date
) -> None:
    """A day in Berlin begins at four in the morning, an hour ahead of London."""
    talk = opened(other_client, now)
    with time_machine.travel(datetime.fromisoformat(at), tick=False):
        desk_browser.post(url("note_talked", other_client.pk, talk.pk), {"line": ""})
    talk.refresh_from_db()
    assert talk.talked_on == on


def test_noting_a_talk_twice_keeps_the_first_line_and_one_usual(
    maya: Client, talk: Talk, desk_browser: Browser
) -> None:
    for line in ("The first.", "The second."):
        answer = desk_browser.post(url("note_talked", maya.pk, talk.pk), {"line": line, "is_usual": "on"}, follow=True)
    talk.refresh_from_db()
    assert talk.line == "The first."
    assert [usual.line for usual in NewUsual.objects.all()] == ["The first."]
    assert "That was noted already." in html_of(answer)


def test_a_talk_can_make_the_numbers_of_the_week_the_usual(
    flared: Client, trainer: Trainer, desk_browser: Browser, now: datetime
) -> None:
    talk = opened(flared, now)
    assert is_eased(flared, now)
    desk_browser.post(url("note_talked", flared.pk, talk.pk), {"line": "This is where you are.", "is_usual": "on"})
    usual = NewUsual.objects.get()
    assert (usual.client, usual.since, usual.since_on) == (flared, now, date(2026, 3, 4))
    assert (usual.by, usual.line) == (trainer.user, "This is where you are.")
    assert not is_eased(flared, now)


def test_a_new_usual_needs_a_line(maya: Client, talk: Talk, desk_browser: Browser) -> None:
    answer = desk_browser.post(url("note_talked", maya.pk, talk.pk), {"line": " ", "is_usual": "on"})
    assert "A new usual needs a line that they read. Please write one." in html_of(answer)
    assert f'id="talk_{talk.pk}_line_error"' in html_of(answer)
    talk.refresh_from_db()
    assert talk.is_open
    assert NewUsual.objects.count() == 0


@pytest.mark.parametrize(
    ("line", "sentence"),
    [(TEN_KB, "Please keep this to 2000 letters or fewer."), ("a\x00b", NUL_SENTENCE)],
)
def test_a_line_that_cannot_be_kept_is_refused_beside_its_talk(
    maya: Client, talk: Talk, desk_browser: Browser, line: str, sentence: str, now: datetime
) -> None:
    other = opened(maya, now, "above_start")
    answer = desk_browser.post(url("note_talked", maya.pk, talk.pk), {"line": line, "is_usual": "on"})
    assert sentence in words_of(answer)
    assert f'id="talk_{talk.pk}_line_error"' in html_of(answer)
    assert f'id="talk_{other.pk}_line_error"' not in html_of(answer)
    assert Talk.objects.open().count() == 2


def test_the_talk_of_somebody_else_is_not_found(
    maya: Client, other_client: Client, desk_browser: Browser, now: datetime
) -> None:
    talk = opened(other_client, now)
    assert desk_browser.post(url("note_talked", maya.pk, talk.pk), {"line": ""}).status_code == 404
    assert Talk.objects.open().count() == 1


def test_a_talk_that_was_noted_does_not_open_again_at_once(
    flared: Client, practise: Practise, feel: Feel, desk_browser: Browser, now: datetime
) -> None:
    for days_ago in (8, 7, 6, 5, 4):
        feel(flared, 10, days_ago=days_ago - 0.1)
    practise(flared, days_ago=0, before=6, after=6)
    talk = Talk.objects.open().get(code="week_up")
    desk_browser.post(url("note_talked", flared.pk, talk.pk), {"line": ""})
    assert not Talk.objects.open().filter(code="week_up").exists()
    feel(flared, 6)
    assert not Talk.objects.open().filter(code="week_up").exists()


def test_after_a_talk_about_the_next_days_the_rules_look_again(
    maya: Client, practise: Practise, feel: Feel, desk_browser: Browser, now: datetime
) -> None:
    """Each practice is followed by a day that is two points higher, until the trainer has talked about it."""
    for number in range(8):
        days_ago = 25 - 3 * number
        practise(maya, "pelvic-clock", days_ago=days_ago, before=2, after=2, effort=9)
        feel(maya, 4, days_ago=days_ago - 1)
        feel(maya, 2, days_ago=days_ago - 2)
    for days_ago in (2, 1):
        practise(maya, "pelvic-clock", days_ago=days_ago)
    practise(maya, "pelvic-clock", days_ago=0)
    talk = Talk.objects.open().get(code="next_days_up")
    newest = VerdictRecord.objects.first()
    assert newest is not None
    assert newest.reasons[0]["code"] == "next_days_up"
    desk_browser.post(url("note_talked", maya.pk, talk.pk), {"line": "It is the mornings."})
    newest = VerdictRecord.objects.first()
    assert newest is not None
    assert newest.reasons[0]["code"] != "next_days_up"
    assert newest.decided_at == now


# --- this is the usual now


def test_the_trainer_says_what_the_usual_is_now(
    flared: Client, trainer: Trainer, desk_browser: Browser, now: datetime
) -> None:
    assert is_eased(flared, now)
    answer = desk_browser.post(url("set_usual", flared.pk), {"line": "After the move, 6 is where you are."})
    assert answer.headers["Location"] == url("plan", flared.pk) + "#talks"
    usual = NewUsual.objects.get()
    assert (usual.client, usual.since, usual.since_on) == (flared, now, date(2026, 3, 4))
    assert (usual.by, usual.line) == (trainer.user, "After the move, 6 is where you are.")
    assert not is_eased(flared, now)
    page = words_of(desk_browser.get(url("plan", flared.pk)))
    assert "A new usual since March 4, 2026; they read: After the move, 6 is where you are." in page


def test_the_same_line_twice_is_one_new_usual(maya: Client, desk_browser: Browser) -> None:
    for _ in range(2):
        answer = desk_browser.post(url("set_usual", maya.pk), {"line": "From here on."}, follow=True)
    assert NewUsual.objects.count() == 1
    assert "That was noted already." in html_of(answer)
    desk_browser.post(url("set_usual", maya.pk), {"line": "No, from here on."})
    assert NewUsual.objects.count() == 2


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("", "Please write a line: they read it."),
        (" \n", "Please write a line: they read it."),
        (TEN_KB, "Please keep this to 2000 letters or fewer."),
        ("a\x00b", NUL_SENTENCE),
    ],
)
def test_a_new_usual_without_a_good_line_is_refused(
    maya: Client, desk_browser: Browser, line: str, sentence: str
) -> None:
    answer = desk_browser.post(url("set_usual", maya.pk), {"line": line})
    assert sentence in words_of(answer)
    assert 'id="usual_line_error"' in html_of(answer)
    assert NewUsual.objects.count() == 0


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_at_the_addresses_changes_nothing(maya: Client, talk: Talk, desk_browser: Browser, method: str) -> None:
    for address in (url("note_talked", maya.pk, talk.pk), url("set_usual", maya.pk)):
        assert getattr(desk_browser, method)(address).status_code == 405
    assert (Talk.objects.open().count(), NewUsual.objects.count(), Message.objects.count()) == (1, 0, 0)


def test_talks_cost_the_page_no_further_query(
    maya: Client,
    trainer: Trainer,
    desk_browser: Browser,
    now: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    lessons_in_order()  # in memory from here on
    with django_assert_max_num_queries(16) as none:
        desk_browser.get(url("client", maya.pk))
    for code in ("week_up", "above_start", "no_change"):
        opened(maya, now, code)
    past = opened(maya, now, "twice_back")
    past.note_talked(by=trainer.user, line="Another cue.", at=now, on=maya.today(now))
    NewUsual.objects.create(client=maya, since=now, since_on=maya.today(now), by=trainer.user, line="From here on.")
    with django_assert_max_num_queries(16) as many:
        desk_browser.get(url("client", maya.pk))
    assert len(many) == len(none)
