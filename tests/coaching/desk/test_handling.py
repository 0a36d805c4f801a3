"""Handled, snoozed and undone, as the trainer presses it."""

import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.coaching.desk.clients import needing_ids
from hinge_coach.coaching.desk.handling_forms import OLD_PAGE
from hinge_coach.coaching.desk.rows import client_rows
from hinge_coach.coaching.desk.shown import sign_shown
from hinge_coach.coaching.desk.values import AttentionReason
from hinge_coach.coaching.models import Deed, Handled
from lessons.messages.sending import send
from lessons.models import Signal
from lessons.summary.refreshing import refresh_stale
from tests.coaching.pages import html_of, url, words_of

MINUTE = timedelta(minutes=1)

FLARE = AttentionReason(code="eased", weight=72, sentence="2 to 6 since November 21.", suggestion="")
CLOSED = AttentionReason(code="closed", weight=96, sentence="A safety answer asks for a doctor.", suggestion="")
SAID = [("eased", "2 to 6 since November 21.")]

Shows = Callable[..., str]
Happens = Callable[[datetime], Signal]


@pytest.fixture
def shows(maya: Client, now: datetime) -> Shows:
    """What a page about Maya signs into its forms, made so many minutes before now."""

    def signed(minutes_ago: int = 1, *, reasons: tuple[AttentionReason, ...] = (FLARE,)) -> str:
        return sign_shown(maya.pk, reasons, at=now - minutes_ago * MINUTE)

    return signed


@pytest.fixture
def happens(maya: Client) -> Happens:
    """Something that puts Maya on the desk, with its evidence at this moment."""

    def signal(at: datetime) -> Signal:
        return Signal.objects.create(client=maya, code="message", weight=65, since=at, evidence_at=at, from_at=at)

    return signal


def stands() -> list[tuple[datetime, datetime | None, str]]:
    """Up to when Maya is handled, until when, and the line."""
    return list(Handled.objects.values_list("up_to", "until", "line"))


def log() -> list[str]:
    return list(Deed.objects.order_by("at").values_list("kind", flat=True))


def test_what_the_page_showed_is_handled_and_what_came_in_between_is_not(
    maya: Client, trainer: Trainer, desk_browser: Browser, shows: Shows, happens: Happens, now: datetime
) -> None:
    happens(now - 5 * MINUTE)
    press = {"shown_at": shows(1), "line": "waiting for her doctor, Friday", "next": url("desk")}
    answer = desk_browser.post(url("handle", maya.pk), press)
    assert answer.headers["Location"] == url("desk")
    assert stands() == [(now - MINUTE, None, "waiting for her doctor, Friday")]
    deed = Deed.objects.get()
    assert (deed.client, deed.by, deed.kind, deed.at) == (maya, trainer, "handled", now)
    assert [(reason["code"], reason["sentence"]) for reason in deed.reasons] == SAID
    Signal.objects.all().delete()  # the middleware has worked it out anew
    happens(now - 5 * MINUTE)
    assert needing_ids(now) == []
    happens(now - MINUTE / 2)
    assert needing_ids(now) == [maya.pk]


def test_a_second_tab_changes_nothing_and_says_so(
    maya: Client, desk_browser: Browser, shows: Shows, now: datetime
) -> None:
    desk_browser.post(url("handle", maya.pk), {"shown_at": shows(3), "line": "the first"})
    second = {"shown_at": shows(1), "until": "week", "line": "the second"}
    again = desk_browser.post(url("snooze", maya.pk), second, follow=True)
    assert "You have handled this already. Nothing has changed." in words_of(again)
    assert stands() == [(now - 3 * MINUTE, None, "the first")]
    assert log() == ["handled"]


def test_a_second_tab_that_shows_something_newer_handles_it(
    maya: Client, desk_browser: Browser, shows: Shows, now: datetime
) -> None:
    desk_browser.post(url("handle", maya.pk), {"shown_at": shows(3)})
    desk_browser.post(url("handle", maya.pk), {"shown_at": shows(1, reasons=(CLOSED, FLARE))})
    assert stands() == [(now - MINUTE, None, "")]
    assert log() == ["handled", "handled"]


def test_what_was_undone_can_be_handled_from_an_older_tab(
    maya: Client, desk_browser: Browser, shows: Shows, now: datetime
) -> None:
    desk_browser.post(url("handle", maya.pk), {"shown_at": shows(9)})
    second = {"shown_at": shows(1, reasons=(CLOSED,))}
    for name, press in (("handle", second), ("unhandle", {}), ("handle", second)):
        desk_browser.post(url(name, maya.pk), press)
    assert stands() == [(now - MINUTE, None, "")]
    assert log() == ["handled", "handled", "undone", "handled"]


@pytest.mark.parametrize(
    ("press", "until"),
    [  # six in the morning in New York; the clocks went forward on March 8
        ({"until": "tomorrow"}, datetime(2026, 3, 5, 11, tzinfo=UTC)),
        ({"until": "tomorrow", "day": "yesterday"}, datetime(2026, 3, 5, 11, tzinfo=UTC)),
        ({"until": "week"}, datetime(2026, 3, 11, 10, tzinfo=UTC)),
        ({"until": "day", "day": "2026-03-20"}, datetime(2026, 3, 20, 10, tzinfo=UTC)),
        ({"day": "2027-03-05"}, datetime(2027, 3, 5, 11, tzinfo=UTC)),
    ],
)
def test_a_snooze_ends_in_the_trainers_morning(
    maya: Client, desk_browser: Browser, shows: Shows, happens: Happens, press: dict[str, str], until: datetime
) -> None:
    desk_browser.post(url("snooze", maya.pk), {"shown_at": shows(1), **press})
    assert [row[1] for row in stands()] == [until]
    assert Deed.objects.get().until == until
    Signal.objects.all().delete()  # what comes with time alone
    happens(datetime(2026, 3, 4, 14, tzinfo=UTC))
    assert needing_ids(until - MINUTE) == []
    assert needing_ids(until) == [maya.pk]


@pytest.mark.parametrize(
    ("press", "field", "sentence"),
    [
        ({"until": "day"}, "day", "Please choose the day on which they come back."),
        ({"day": "2026-03-03"}, "day", "This day has come already. Please give tomorrow or a later day."),
        ({"day": "2026-03-04"}, "day", "This day has come already. Please give tomorrow or a later day."),
        ({"day": "2027-03-06"}, "day", "This is more than a year away. Please give an earlier day."),
        ({"day": "soon"}, "day", "Please give a date, such as 2026-12-24."),
        ({"until": "week", "line": "a" * 301}, "line", "Please keep this to 300 letters or fewer."),
        ({"until": "week", "line": "a\0b"}, "line", "This holds a character that can't be written down."),
    ],
)
def test_a_bad_snooze_gets_a_sentence_beside_its_field(
    maya: Client, desk_browser: Browser, shows: Shows, press: dict[str, str], field: str, sentence: str
) -> None:
    answer = desk_browser.post(url("snooze", maya.pk), {"shown_at": shows(1), "line": "her doctor", **press})
    error = html_of(answer).split(f'id="handle_{maya.pk}_{field}_error">')[1].split("</div>")[0]
    assert sentence in error
    assert "2 to 6 since November 21." in words_of(answer)
    assert f'value="{press.get("line", "her doctor")}"' in html_of(answer)
    assert (stands(), log()) == ([], [])
    assert press.get("day", "") in html_of(answer)


def test_an_unknown_end_of_a_snooze_is_refused(maya: Client, desk_browser: Browser, shows: Shows) -> None:
    answer = desk_browser.post(url("snooze", maya.pk), {"shown_at": shows(1), "until": "ever"})
    assert "Please choose tomorrow, a week, or a day." in words_of(answer)
    assert stands() == []


@pytest.mark.parametrize("case", ["missing", "forged", "future", "of another client", "10 kB"])
def test_a_page_that_is_not_ours_handles_nothing(
    maya: Client, other_client: Client, desk_browser: Browser, shows: Shows, now: datetime, case: str
) -> None:
    shown_at = {
        "missing": "",
        "forged": shows(1)[:-1] + "~",
        "future": shows(-1),
        "of another client": sign_shown(other_client.pk, [FLARE], at=now - MINUTE),
        "10 kB": "a" * 10_000,
    }[case]
    answer = desk_browser.post(url("handle", maya.pk), {"shown_at": shown_at, "line": "Keep these words."})
    assert OLD_PAGE in words_of(answer)
    assert "Keep these words." in words_of(answer)
    assert (stands(), log()) == ([], [])


def test_undo_restores_what_stood_before(maya: Client, desk_browser: Browser, shows: Shows, now: datetime) -> None:
    first = {"shown_at": shows(5), "until": "week", "line": "her doctor"}
    desk_browser.post(url("snooze", maya.pk), first)
    before = stands()
    with time_machine.travel(now + 3 * MINUTE, tick=False):
        desk_browser.post(url("handle", maya.pk), {"shown_at": shows(-2, reasons=(CLOSED,))})
    with time_machine.travel(now + 4 * MINUTE, tick=False):
        done = desk_browser.post(url("unhandle", maya.pk), follow=True)
        assert "Maya is back on the desk." in words_of(done)
        assert stands() == before
        desk_browser.post(url("unhandle", maya.pk))
        assert stands() == []
        again = desk_browser.post(url("unhandle", maya.pk), follow=True)
        assert "That was undone already. Nothing has changed." in words_of(again)
    assert log() == ["snoozed", "handled", "undone", "undone"]


def test_a_page_undoes_only_what_it_has_shown(maya: Client, desk_browser: Browser, shows: Shows, now: datetime) -> None:
    done = desk_browser.post(url("handle", maya.pk), {"shown_at": shows(5)}, follow=True)
    first = re.findall(r'name="up_to" value="([^"]*)"', html_of(done))[0]
    assert datetime.fromisoformat(first) == now - 5 * MINUTE
    with time_machine.travel(now + 3 * MINUTE, tick=False):
        desk_browser.post(url("handle", maya.pk), {"shown_at": shows(-2, reasons=(CLOSED,))})
        for up_to in (first, "7", "2026-03-04T15:02:00"):
            desk_browser.post(url("unhandle", maya.pk), {"up_to": up_to})
    assert stands() == [(now + 2 * MINUTE, None, "")]
    assert log() == ["handled", "handled"]


@pytest.mark.parametrize("page", ["https://example.org/", "//example.org/desk/", "/today/", "/desk/calls/", "\\"])
def test_a_press_leads_to_pages_of_the_trainer_alone(
    maya: Client, desk_browser: Browser, shows: Shows, page: str
) -> None:
    answer = desk_browser.post(url("handle", maya.pk), {"shown_at": shows(1), "next": page})
    assert answer.headers["Location"] == url("client", maya.pk)


@pytest.mark.parametrize("page", ["/desk/", "/desk/clients/{}/"])
def test_a_word_that_the_page_did_not_know_of_yet_is_not_handled(
    maya: Client, desk_browser: Browser, now: datetime, page: str
) -> None:
    """It is stored, and its summary not worked out yet, when the page is made."""
    joined_at = now - timedelta(days=20)
    Client.objects.filter(pk=maya.pk).update(joined_at=joined_at)
    refresh_stale()
    send(maya, by=None, id=uuid.uuid4(), text="Should I stop?", at=now)
    html = html_of(desk_browser.get(page.format(maya.pk)))
    shown = re.search(r'name="shown_at" value="([^"]+)"', html)
    assert shown is not None
    refresh_stale()
    with time_machine.travel(now + MINUTE, tick=False):
        desk_browser.post(f"/desk/clients/{maya.pk}/handled/", {"shown_at": shown[1], "line": ""})
    (row,) = client_rows([maya.pk], now=now + MINUTE)
    assert {reason.code: reason.is_handled for reason in row.reasons}["message"] is False
