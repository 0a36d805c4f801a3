"""The list of calls; moving and cancelling them, and how they went."""

from datetime import datetime, timedelta

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.booking.availability.availability import load_availability
from hinge_coach.booking.availability.slot_picker import start_value
from hinge_coach.booking.availability.slots import offered
from hinge_coach.booking.models import Call, Cell
from tests.coaching.conftest import Book
from tests.coaching.pages import SOME_ID, TEN_KB, html_of, url


def test_an_empty_list_says_so(desk_browser: Browser) -> None:
    assert "No call is booked. People book on" in html_of(desk_browser.get(url("calls")))


def test_a_call_stands_there_on_both_clocks(desk_browser: Browser, call_today: Call) -> None:
    page = html_of(desk_browser.get(url("calls")))
    assert 'Wednesday, March 4, 11:00 am</time> <span class="quiet small">New York time (UTC−5)' in page
    assert "For them: Wednesday, March 4, 4:00 pm, London time (UTC+0)" in page
    assert "Tight after long drives." in page
    assert 'href="tel:+12025550143"' in page


def test_a_caller_who_is_a_client_leads_to_their_page(maya: Client, desk_browser: Browser, call_today: Call) -> None:
    Call.objects.update(email="maya@example.com")
    page = html_of(desk_browser.get(url("calls")))
    assert url("client", maya.pk) in page
    assert "Invite them" not in page


def test_a_call_moves_to_a_free_time(desk_browser: Browser, call_today: Call, now: datetime) -> None:
    to = now + timedelta(days=1)
    desk_browser.post(url("move_call", call_today.pk), {"start": start_value(to)})
    call_today.refresh_from_db()
    assert call_today.starts_at == to


def test_asking_for_other_days_moves_nothing(desk_browser: Browser, call_today: Call, now: datetime) -> None:
    typed = {"start": start_value(now + timedelta(days=1)), "day": "2026-03-12"}
    answer = desk_browser.post(url("move_call", call_today.pk), typed)
    assert "Thursday, March 12" in html_of(answer)
    assert Call.objects.get().starts_at == call_today.starts_at


@pytest.mark.parametrize("start", ["", "nonsense", "2026-03-05T03:00Z", "2026-03-05T15:00Z\x00", TEN_KB])
def test_a_time_that_is_not_free_is_refused(desk_browser: Browser, call_today: Call, start: str) -> None:
    answer = desk_browser.post(url("move_call", call_today.pk), {"start": start})
    assert 'id="start_error"' in html_of(answer)
    assert Call.objects.get().starts_at == call_today.starts_at


def test_a_taken_time_is_refused_and_near_ones_are_offered(
    desk_browser: Browser, book: Book, call_today: Call, now: datetime
) -> None:
    taken = book(now + timedelta(days=1))
    answer = desk_browser.post(url("move_call", call_today.pk), {"start": start_value(taken.starts_at)})
    assert "These are the nearest free ones:" in html_of(answer)
    assert Call.objects.get(pk=call_today.pk).starts_at == call_today.starts_at


def test_a_cancelled_call_frees_its_time_and_says_why(
    desk_browser: Browser, call_hours: Trainer, call_today: Call, now: datetime
) -> None:
    desk_browser.post(url("cancel_call", call_today.pk), {"reason": "I am ill."})
    call_today.refresh_from_db()
    assert (call_today.is_cancelled, call_today.cancel_reason, Cell.objects.count()) == (True, "I am ill.", 0)
    free = [slot.starts_at for slot in offered(load_availability(call_hours, now, at_the_desk=True), now)]
    assert call_today.starts_at in free
    assert "I am ill." in html_of(desk_browser.get(url("calls")))


@pytest.mark.parametrize("reason", [TEN_KB, "a\x00b"])
def test_a_reason_that_cannot_be_kept_cancels_nothing(desk_browser: Browser, call_today: Call, reason: str) -> None:
    answer = desk_browser.post(url("cancel_call", call_today.pk), {"reason": reason})
    assert 'id="id_reason_error"' in html_of(answer)
    assert Call.objects.get().is_booked


@pytest.mark.parametrize("name", ["move_call", "cancel_call"])
def test_a_call_that_is_over_stays_as_it_is(desk_browser: Browser, call_over: Call, now: datetime, name: str) -> None:
    typed = {"start": start_value(now + timedelta(days=1)), "reason": "Too late."}
    answer = desk_browser.post(url(name, call_over.pk), typed, follow=True)
    assert "This can't be done anymore" in html_of(answer)
    call = Call.objects.get()
    assert (call.starts_at, call.status) == (call_over.starts_at, Call.Status.BOOKED)


def test_a_call_that_is_over_asks_how_it_went(desk_browser: Browser, call_over: Call) -> None:
    assert "How did it go?" in html_of(desk_browser.get(url("calls")))
    desk_browser.post(url("outcome", call_over.pk), {"outcome": "talked"})
    assert Call.objects.get().status == Call.Status.TALKED
    assert "How did it go?" not in html_of(desk_browser.get(url("calls")))


@pytest.mark.parametrize("outcome", ["", "booked", "cancelled", "nonsense"])
def test_an_outcome_that_is_none_is_not_found(desk_browser: Browser, call_over: Call, outcome: str) -> None:
    assert desk_browser.post(url("outcome", call_over.pk), {"outcome": outcome}).status_code == 404
    assert Call.objects.get().status == Call.Status.BOOKED


def test_a_call_to_come_has_no_outcome_yet(desk_browser: Browser, call_today: Call) -> None:
    answer = desk_browser.post(url("outcome", call_today.pk), {"outcome": "talked"}, follow=True)
    assert "This can't be done anymore" in html_of(answer)
    assert Call.objects.get().status == Call.Status.BOOKED


@pytest.mark.parametrize("name", ["move_call", "cancel_call", "outcome"])
def test_a_call_that_does_not_exist_is_not_found(desk_browser: Browser, name: str) -> None:
    assert desk_browser.post(url(name, SOME_ID), {"outcome": "talked"}).status_code == 404
