"""Asking the visitor to choose another time: once, by mail, and never about a call that is elsewhere by then."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client as Browser
from pytest_django import DjangoCaptureOnCommitCallbacks

from hinge_coach.booking.calls import changing
from hinge_coach.booking.calls.asking import ask_all_to_move, ask_to_move
from hinge_coach.booking.calls.errors import NotChangeableError
from hinge_coach.booking.calls.mail import send_ask_to_move_mail
from hinge_coach.booking.models import Call, CallEvent, DateRule
from tests.booking.calls.conftest import history_of, link, text

THURSDAY_TEN = datetime(2026, 3, 5, 9, tzinfo=UTC)


def test_asking_sends_one_mail_with_the_next_free_times_and_the_link_to_move(
    call: Call, now: datetime, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    DateRule.objects.create(trainer=call.trainer, on="2026-03-03", last="2026-03-04")
    with django_capture_on_commit_callbacks(execute=True):
        first = ask_to_move(call, now=now)
        again = ask_to_move(call, now=now + timedelta(minutes=5))
    assert (first.move_asked_at, again.move_asked_at, again.sequence) == (now, now, 0)
    assert history_of(call) == [("booked", "visitor"), ("asked", "trainer")]
    [message] = mail.outbox
    assert message.subject == "Please choose another time for your free call with Dana"
    body = str(message.body)
    assert "Thursday, March 5, 2026, 3:00 am, New York time (UTC−5)" in body
    assert "March 3" not in body
    assert f"{call.token}/move/" in body


def _moved(call: Call, now: datetime) -> object:
    return changing.move(call, THURSDAY_TEN, now=now)


def _cancelled(call: Call, now: datetime) -> object:
    return changing.cancel(call, now=now)


def _moved_and_back(call: Call, now: datetime) -> object:
    return changing.move(changing.move(call, THURSDAY_TEN, now=now), call.starts_at, now=now)


@pytest.mark.parametrize("change", [_moved, _cancelled, _moved_and_back])
def test_a_call_that_changed_before_the_mail_went_out_gets_none_and_is_asked_no_more(
    call: Call, now: datetime, change: Callable[[Call, datetime], object]
) -> None:
    asked = ask_to_move(call, now=now)
    change(asked, now)
    mail.outbox.clear()
    send_ask_to_move_mail.call(str(call.pk), now.isoformat())
    call.refresh_from_db()
    assert (len(mail.outbox), call.move_asked_at) == (0, None)


def test_who_was_asked_may_move_the_call_until_it_begins(call: Call, now: datetime) -> None:
    soon = call.starts_at - timedelta(minutes=1)
    assert not call.may_change(soon)
    asked = ask_to_move(call, now=now)
    assert asked.may_change(soon)
    assert not asked.may_change(asked.starts_at)
    assert changing.move(asked, THURSDAY_TEN, now=soon).starts_at == THURSDAY_TEN


def test_nobody_is_asked_about_a_call_that_has_begun_or_is_canceled(call: Call, now: datetime) -> None:
    with pytest.raises(NotChangeableError):
        ask_to_move(call, now=call.starts_at)
    changing.cancel(call, now=now)
    with pytest.raises(NotChangeableError):
        ask_to_move(call, now=now)
    assert ask_all_to_move([call], now=now) == 0
    assert not CallEvent.objects.filter(kind=CallEvent.Kind.ASKED).exists()


def test_the_receipt_and_the_page_to_move_say_who_asked(call: Call, now: datetime) -> None:
    ask_to_move(call, now=now)
    with time_machine.travel(call.starts_at - timedelta(minutes=30), tick=False):
        receipt = text(Browser().get(link(call)))
        assert "Dana has asked you to choose another time" in receipt
        assert "Asked to move by Dana" in receipt
        assert "Dana has asked you to choose another time" in text(Browser().get(link(call, "move/")))
