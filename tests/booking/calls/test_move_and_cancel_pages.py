"""Moving, cancelling and restoring a call by the mailed link."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client as Browser

from hinge_coach.booking.calls.changing import cancel
from hinge_coach.booking.calls.reserving import BookingRequest, reserve
from hinge_coach.booking.models import Call, Cell
from tests.booking.calls.conftest import HTMX, OTHER_ID, TUESDAY_TEN, link, of_other_visitor, state_of, text


def test_moving_by_button(client: Browser, call: Call) -> None:
    response = client.post(link(call, "move/"), {"start": "2026-03-05T09:00Z"})
    assert response.headers["Location"] == link(call)
    call.refresh_from_db()
    assert (call.starts_at, call.sequence) == (datetime(2026, 3, 5, 9, tzinfo=UTC), 1)
    assert "Moved to Thursday, March 5, 4:00 am" in text(client.get(link(call)))


def test_moving_shows_the_times_beside_its_own(client: Browser, call: Call) -> None:
    body = client.get(link(call, "move/")).content.decode()
    assert ("2026-03-04T08:30Z" in body, "2026-03-04T09:00Z" in body, "2026-03-04T09:30Z" in body) == (
        True,
        False,
        True,
    )


def test_moving_to_a_slot_that_has_gone_offers_the_nearest_three(
    client: Browser, call: Call, booking_request: BookingRequest, now: datetime
) -> None:
    other = replace(booking_request, id=uuid4(), email="lee@example.com", phone="+12025550144")
    reserve(other, call.trainer, now=now)
    response = client.post(link(call, "move/"), {"start": TUESDAY_TEN})
    assert "That time has just gone. These are the nearest free ones:" in text(response)
    assert state_of(call) == ("booked", 0)


@pytest.mark.parametrize("start", ["", "\0", "nonsense", "2026-03-04T09:10Z"])
def test_moving_to_no_real_slot_changes_nothing(client: Browser, call: Call, start: str) -> None:
    response = client.post(link(call, "move/"), {"start": start})
    assert (response.status_code, state_of(call)) == (200, ("booked", 0))


def test_later_days_to_move_to_come_as_a_fragment_to_htmx(client: Browser, call: Call) -> None:
    response = client.post(link(call, "move/"), {"day": "2026-03-10"}, headers=HTMX)
    assert response.content.decode().strip().startswith('<div id="slots"')
    assert "Tuesday, March 10 to Monday, March 16" in text(response)
    assert state_of(call) == ("booked", 0)


def test_cancelling_by_button_frees_the_time(client: Browser, call: Call) -> None:
    response = client.post(link(call, "cancel/"), {"reason": "Back at work"})
    assert response.headers["Location"] == link(call)
    assert (state_of(call), call.cancel_reason, Cell.objects.count()) == (("cancelled", 1), "Back at work", 0)
    assert "This call is canceled" in text(client.get(link(call)))


@pytest.mark.parametrize("reason", ["x" * 301, "\0"])
def test_a_bad_reason_cancels_nothing(client: Browser, call: Call, reason: str) -> None:
    assert "Please" in text(client.post(link(call, "cancel/"), {"reason": reason}))
    assert state_of(call) == ("booked", 0)


def test_a_cancel_is_taken_back_by_button_within_ten_minutes(client: Browser, call: Call, now: datetime) -> None:
    cancel(call, now=now)
    assert "Keep the call after all" in text(client.get(link(call)))
    client.post(link(call, "restore/"))
    assert state_of(call) == ("booked", 2)


def test_a_cancel_stays_after_ten_minutes(client: Browser, call: Call, now: datetime) -> None:
    cancel(call, now=now)
    with time_machine.travel(now + timedelta(minutes=11), tick=False):
        assert "Keep the call after all" not in text(client.get(link(call)))
        shown = text(client.post(link(call, "restore/"), follow=True))
    assert "A canceled call can be kept for ten minutes, and those are over." in shown
    assert state_of(call) == ("cancelled", 1)


def test_a_cancel_stays_where_somebody_else_has_the_time(
    client: Browser, call: Call, booking_request: BookingRequest, now: datetime
) -> None:
    cancel(call, now=now)
    reserve(of_other_visitor(booking_request, starts_at=call.starts_at), call.trainer, now=now)
    shown = text(client.post(link(call, "restore/"), follow=True))
    assert "This call can't be kept: somebody else has taken the time meanwhile." in shown
    assert state_of(call) == ("cancelled", 1)


def test_a_cancel_stays_where_they_booked_another_call_meanwhile(
    client: Browser, call: Call, booking_request: BookingRequest, now: datetime
) -> None:
    cancel(call, now=now)
    later = booking_request.starts_at + timedelta(days=1)
    other = reserve(replace(booking_request, id=OTHER_ID, starts_at=later), call.trainer, now=now)
    answer = client.post(link(call, "restore/"), follow=True)
    assert "another call is booked already with your e-mail address or phone number" in text(answer)
    assert "Book another call" not in text(answer)  # that would be refused, too
    assert state_of(call) == ("cancelled", 1)
    cancel(other, now=now)
    shown = text(client.get(answer.request["PATH_INFO"], {"why": "another"}))
    assert ("another call is booked" in shown, "Keep the call after all" in shown) == (False, True)


def test_a_sentence_that_is_not_true_any_more_is_not_shown(client: Browser, call: Call) -> None:
    """The address keeps the reason; this call is booked."""
    for why in ("ten-minutes", "nonsense"):
        assert 'role="alert"' not in client.get(link(call), {"why": why}).content.decode()


def test_a_cancelled_call_is_neither_moved_nor_cancelled_again(client: Browser, call: Call, now: datetime) -> None:
    cancel(call, now=now)
    shown = text(client.post(link(call, "move/"), {"start": "2026-03-05T09:00Z"}, follow=True))
    assert "This call is canceled, so it can't be changed anymore." in shown
    client.post(link(call, "cancel/"))
    assert state_of(call) == ("cancelled", 1)
