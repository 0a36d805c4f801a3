"""Reminders: each once, never for what was called off, always for how things stand when they go out."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from hinge_coach.booking.calls import reminders
from hinge_coach.booking.calls.audit import problems
from hinge_coach.booking.calls.changing import cancel, move
from hinge_coach.booking.calls.mail import send_reminder_mail
from hinge_coach.booking.models import Call, CallEvent, CallRules, Reminder

Sent = Callable[..., list[str]]
A_DAY, AN_HOUR, A_MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def sent(call: Call, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Sent:
    """Runs the command this long before the call, and tells the subjects of what went out."""

    def run(before: timedelta) -> list[str]:
        call.refresh_from_db()
        mail.outbox.clear()
        then = time_machine.travel(call.starts_at - before, tick=False)
        with then, django_capture_on_commit_callbacks(execute=True):
            call_command("send_reminders", stdout=StringIO())
        return [str(message.subject) for message in mail.outbox]

    return run


DAY = "Reminder: your free call with Dana on Wednesday, March 4, 4:00 am"
HOUR = "Soon: your free call with Dana at 4:00 am"


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (A_DAY + A_MINUTE, []),
        (A_DAY, [DAY]),
        (timedelta(hours=3), [DAY]),
        (timedelta(hours=2), []),  # the day is over; an hour before comes the other one
        (AN_HOUR + A_MINUTE, []),
        (AN_HOUR, [HOUR]),
        (A_MINUTE, [HOUR]),
        (timedelta(), []),
    ],
)
def test_a_reminder_goes_out_at_its_time(sent: Sent, before: timedelta, expected: list[str]) -> None:
    assert sent(before) == expected


def test_each_goes_out_once_however_often_the_command_runs(sent: Sent) -> None:
    befores = [A_DAY, A_DAY - A_MINUTE, timedelta(hours=20), AN_HOUR, AN_HOUR - A_MINUTE, A_MINUTE]
    assert [sent(before) for before in befores] == [[DAY], [], [], [HOUR], [], []]


def test_it_says_when_on_the_visitors_clock_and_who_rings(sent: Sent) -> None:
    sent(A_DAY)
    (message,) = mail.outbox
    text = " ".join(str(message.body).split())
    for piece in ("A reminder: Dana calls you", "Wednesday, March 4, 2026, 4:00 am, New York time (UTC−5)", "1820"):
        assert piece in text
    assert (message.to, message.attachments) == (["maya@example.com"], [])


def test_a_cancelled_call_gets_none(sent: Sent, call: Call, now: datetime) -> None:
    cancel(call, now=now)
    assert (sent(A_DAY), sent(AN_HOUR)) == ([], [])


def test_a_call_that_moved_is_told_of_anew(sent: Sent, call: Call) -> None:
    assert sent(A_DAY) == [DAY]
    move(call, call.starts_at + timedelta(days=2), now=call.starts_at - timedelta(hours=20))
    assert sent(A_DAY) == ["Reminder: your free call with Dana on Friday, March 6, 4:00 am"]
    assert list(Reminder.objects.values_list("kind", "starts_at")) == [
        ("day", datetime(2026, 3, 4, 9, tzinfo=UTC)),
        ("day", datetime(2026, 3, 6, 9, tzinfo=UTC)),
    ]


def test_who_has_just_booked_needs_no_reminder(sent: Sent, call: Call) -> None:
    Call.objects.update(changed_at=call.starts_at - timedelta(hours=23))
    assert (sent(timedelta(hours=22)), sent(AN_HOUR)) == ([], [HOUR])


@pytest.mark.parametrize("late", ["cancelled", "moved", "begun"])
def test_what_changes_before_the_mail_is_sent_stops_it(call: Call, late: str) -> None:
    """The task may have waited for a mail server."""
    before, starts_at = call.starts_at - AN_HOUR, call.starts_at.isoformat()
    if late == "cancelled":
        cancel(call, now=before, by=CallEvent.By.TRAINER)
    elif late == "moved":
        move(call, call.starts_at + timedelta(days=2), now=before, by=CallEvent.By.TRAINER)
    mail.outbox.clear()
    with time_machine.travel(call.starts_at if late == "begun" else before, tick=False):
        send_reminder_mail.call(str(call.pk), "hour", starts_at)
    assert mail.outbox == []


def test_a_repeated_reminder_keeps_its_message_id(call: Call, now: datetime) -> None:
    for kind in ("hour", "hour", "day"):
        send_reminder_mail.call(str(call.pk), kind, call.starts_at.isoformat())
    first, again, other = (str(message.message()["Message-ID"]) for message in mail.outbox[-3:])
    assert (first == again, first == other) == (True, False)


def test_two_at_the_same_time_send_one(sent: Sent, call: Call) -> None:
    """The other one has just written its row, and this one did not see it yet."""
    before = call.starts_at - A_DAY
    both = list(reminders.due(before))
    assert reminders.send_due(before) == 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reminders, "due", lambda now: both)
        assert reminders.send_due(before) == 0
    assert Reminder.objects.count() == 1


def test_a_rolled_back_reminder_is_sent_next_time(sent: Sent, call: Call) -> None:
    with transaction.atomic():
        reminders.send_due(call.starts_at - A_DAY)
        transaction.set_rollback(True)
    assert sent(A_DAY) == [DAY]


def test_a_call_nobody_confirmed_is_let_go_and_gets_no_reminder(sent: Sent, call: Call, now: datetime) -> None:
    Call.objects.update(confirm_by=now + AN_HOUR)
    assert sent(A_DAY) == []
    call.refresh_from_db()
    assert (call.status, call.cells.count(), list(problems())) == ("cancelled", 0, [])


def test_the_check_notices_a_reminder_that_was_never_sent(call: Call) -> None:
    with time_machine.travel(call.starts_at - timedelta(hours=20), tick=False):
        assert list(problems()) == ["Maya, 2026-03-04 09:00 UTC had no reminder the day before. Is send_reminders run?"]


def test_the_check_notices_reminders_that_should_not_have_been(call: Call, now: datetime) -> None:
    at = now + A_MINUTE
    Reminder.objects.create(call=call, kind="day", starts_at=call.starts_at + A_DAY, at=at)
    assert list(problems()) == ["Maya, 2026-03-04 09:00 UTC had a reminder of a time that wasn't its own."]
    Reminder.objects.update(starts_at=call.starts_at)
    cancel(call, now=now)
    assert list(problems()) == ["Maya, 2026-03-04 09:00 UTC had a reminder although it was canceled."]


def test_confirming_is_not_asked_for_unless_the_trainer_wants_it(call: Call) -> None:
    assert (CallRules().confirm_by_mail, call.confirm_by) == (False, None)
