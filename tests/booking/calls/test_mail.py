"""What goes out, read back as a mail program reads it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.parser import BytesParser
from email.policy import default
from uuid import UUID

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import transaction
from icalendar import Calendar
from pytest_django import DjangoCaptureOnCommitCallbacks

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.calls.changing import cancel, move
from hinge_coach.booking.calls.errors import SlotTakenError
from hinge_coach.booking.calls.mail import send_visitor_mail
from hinge_coach.booking.calls.reserving import BookingRequest, reserve
from hinge_coach.booking.models import Call, CallEvent


@pytest.fixture
def booked(
    trainer: Trainer,
    booking_request: BookingRequest,
    now: datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Call:
    with django_capture_on_commit_callbacks(execute=True):
        return reserve(replace(booking_request, starts_at=datetime(2026, 3, 10, 9, tzinfo=UTC)), trainer, now=now)


def parts(message: EmailMessage) -> dict[str, str]:
    read = BytesParser(policy=default).parsebytes(message.message().as_bytes())
    return {part.get_content_type(): part.get_content() for part in read.walk() if not part.is_multipart()}


def header(message: EmailMessage, name: str) -> str:
    read: Message = message.message()
    return str(read[name])


def calendar_of(message: EmailMessage) -> Calendar:
    return Calendar.from_ical(parts(message)["text/calendar"])


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_a_booking_tells_the_visitor_and_the_trainer(booked: Call) -> None:
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["maya@example.com"], "Booked: your free call with Dana on Tuesday, March 10, 5:00 am"),
        (["dana@example.com"], "New call: Maya, Tuesday, March 10, 10:00 am"),
    ]
    assert [message.reply_to for message in mail.outbox] == [["dana@example.com"], ["maya@example.com"]]


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_the_visitor_reads_when_who_rings_and_where_to_change_it(booked: Call, kind: str) -> None:
    text = squeezed(parts(mail.outbox[0])[kind])
    for piece in (
        "Tuesday, March 10, 2026, 5:00 am",
        "New York time (UTC−4)",
        "(Tuesday, March 10, 10:00 am, Berlin time (UTC+1), for Dana)",
        "Dana calls you at +1 202-555-0143, from a number ending in 1820",
        "In New York the clocks go forward 1 hour on Sunday, March 8. The times here already count that.",
        f"http://127.0.0.1:8000/call/{booked.token}/",
        "Call Dana at +49 30 901820",
    ):
        assert piece in text


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_the_trainer_reads_whom_to_ring_and_why(booked: Call, kind: str) -> None:
    text = squeezed(parts(mail.outbox[1])[kind])
    for piece in (
        "Tuesday, March 10, 2026, 10:00 am",
        "+1 202-555-0143",
        "maya@example.com",
        "Tight after long drives.",
    ):
        assert piece in text
    assert booked.token not in text


def test_the_calendar_file_holds_the_call_in_utc(booked: Call) -> None:
    calendar = calendar_of(mail.outbox[0])
    (event,) = calendar.walk("VEVENT")
    assert str(calendar["METHOD"]) == "REQUEST"
    assert (str(event["UID"]), event["SEQUENCE"], str(event["STATUS"])) == (booked.uid, 0, "CONFIRMED")
    assert event["DTSTART"].to_ical() == b"20260310T090000Z"
    assert event["DTEND"].to_ical() == b"20260310T093000Z"
    assert str(event["SUMMARY"]) == "Free call with Dana"
    assert booked.token not in calendar.to_ical().decode()
    assert 'Content-Type: text/calendar; method="REQUEST"' in mail.outbox[0].message().as_string()


def test_a_move_keeps_the_uid_and_raises_the_sequence(
    booked: Call, now: datetime, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        move(booked, booked.starts_at + timedelta(days=1), now=now)
    message = mail.outbox[2]
    (event,) = calendar_of(message).walk("VEVENT")
    assert message.subject == "Moved: your free call with Dana is now Wednesday, March 11, 5:00 am"
    assert (str(event["UID"]), event["SEQUENCE"]) == (booked.uid, 1)
    assert event["DTSTART"].to_ical() == b"20260311T090000Z"


def test_a_cancel_takes_the_entry_out_of_the_calendar(
    booked: Call, now: datetime, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        cancel(booked, reason="Back at work", now=now)
    visitor, trainer = mail.outbox[2:]
    (event,) = calendar_of(visitor).walk("VEVENT")
    assert visitor.subject == "Canceled: your free call with Dana on Tuesday, March 10"
    assert str(calendar_of(visitor)["METHOD"]) == "CANCEL"
    assert (str(event["UID"]), event["SEQUENCE"], str(event["STATUS"])) == (booked.uid, 1, "CANCELLED")
    assert "Why: Back at work" in parts(trainer)["text/plain"]


@pytest.mark.parametrize(
    ("act", "by", "to_visitor", "to_trainer"),
    [
        ("move", CallEvent.By.VISITOR, "Your free call with Dana has moved.", "Maya has moved the free call."),
        ("move", CallEvent.By.TRAINER, "Dana has moved your free call.", "You have moved the free call with Maya."),
        ("cancel", CallEvent.By.VISITOR, "Your free call with Dana is canceled.", "Maya has canceled the free call."),
        ("cancel", CallEvent.By.TRAINER, "Dana has had to cancel your", "You have canceled the free call with Maya."),
    ],
)
def test_the_mail_says_who_did_it(
    booked: Call,
    now: datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    act: str,
    by: CallEvent.By,
    to_visitor: str,
    to_trainer: str,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        if act == "move":
            move(booked, booked.starts_at + timedelta(days=1), now=now, by=by)
        else:
            cancel(booked, now=now, by=by)
    visitor, trainer = (parts(message) for message in mail.outbox[2:])
    assert [to_visitor in visitor[kind] for kind in ("text/plain", "text/html")] == [True, True]
    assert [to_trainer in trainer[kind] for kind in ("text/plain", "text/html")] == [True, True]


def test_sending_the_same_mail_again_keeps_its_message_id(booked: Call) -> None:
    send_visitor_mail.call(str(booked.pk), "booked", "visitor", 0)
    first, again = mail.outbox[0], mail.outbox[2]
    assert header(first, "Message-ID") == header(again, "Message-ID")
    assert header(first, "Message-ID") != header(mail.outbox[1], "Message-ID")


def test_a_mail_that_news_has_overtaken_is_not_sent(booked: Call, now: datetime) -> None:
    move(booked, booked.starts_at + timedelta(days=1), now=now)
    mail.outbox.clear()
    send_visitor_mail.call(str(booked.pk), "booked", "visitor", 0)
    assert mail.outbox == []


def test_nothing_goes_out_for_what_was_rolled_back(
    trainer: Trainer,
    booking_request: BookingRequest,
    now: datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as enqueued, transaction.atomic():
        reserve(booking_request, trainer, now=now)
        transaction.set_rollback(True)
    assert (enqueued, mail.outbox, Call.objects.count()) == ([], [], 0)


def test_a_refused_booking_and_a_form_sent_twice_send_nothing(
    booked: Call,
    booking_request: BookingRequest,
    now: datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    mail.outbox.clear()
    other = UUID("7d1f53a4-9e0b-4d6e-8c1d-2b8f0a6c4e02")
    lee = replace(booking_request, id=other, email="lee@example.com", phone="+12025550144", starts_at=booked.starts_at)
    with django_capture_on_commit_callbacks(execute=True):
        reserve(booking_request, booked.trainer, now=now)
        with pytest.raises(SlotTakenError):
            reserve(lee, booked.trainer, now=now)
    assert mail.outbox == []


def test_a_name_from_right_to_left_and_full_of_markup_stays_a_name(
    trainer: Trainer,
    booking_request: BookingRequest,
    now: datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        reserve(replace(booking_request, name="مايا <b>& Co</b> 🙂"), trainer, now=now)
    read = parts(mail.outbox[1])
    assert "مايا <b>& Co</b> 🙂" in read["text/plain"]
    assert "مايا &lt;b&gt;&amp; Co&lt;/b&gt; 🙂" in read["text/html"]
    (event,) = calendar_of(mail.outbox[1]).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Call with مايا <b>& Co</b> 🙂"
