"""What goes out, read back as a mail program reads it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.parser import BytesParser
from email.policy import default
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import transaction
from icalendar import Calendar
from pytest_django import DjangoCaptureOnCommitCallbacks

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.calls.changing import cancel, move, restore
from hinge_coach.booking.calls.errors import SlotTakenError
from hinge_coach.booking.calls.mail import send_link_mail, send_reminder_mail, send_visitor_mail
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


def test_the_calendar_part_is_an_alternative_with_its_method_and_a_file_to_save(booked: Call) -> None:
    for message, method in zip(mail.outbox, ("REQUEST", "PUBLISH"), strict=True):
        read = BytesParser(policy=default).parsebytes(message.message().as_bytes())
        alternatives, file = read.iter_parts()
        assert (read.get_content_type(), alternatives.get_content_type()) == (
            "multipart/mixed",
            "multipart/alternative",
        )
        text, html, calendar = alternatives.iter_parts()
        assert [part.get_content_type() for part in (text, html)] == ["text/plain", "text/html"]
        assert (calendar.get_content_type(), dict(calendar["Content-Type"].params)) == (
            "text/calendar",
            {"method": method, "charset": "utf-8"},
        )
        assert (str(calendar["Content-Type"]).count("charset="), calendar["Content-Disposition"]) == (1, None)
        assert str(Calendar.from_ical(calendar.get_content())["METHOD"]) == method
        assert (file.get_content_type(), file.get_filename()) == ("application/ics", "call.ics")
        assert Calendar.from_ical(file.get_content()) == Calendar.from_ical(calendar.get_content())


@pytest.mark.parametrize(
    ("by", "answer"),
    [
        (CallEvent.By.VISITOR, {"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}),
        (CallEvent.By.TRAINER, {"PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}),
    ],
)
def test_only_a_time_that_the_trainer_chose_asks_for_an_answer(
    booked: Call,
    now: datetime,
    by: CallEvent.By,
    answer: dict[str, str],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        move(booked, booked.starts_at + timedelta(days=1), now=now, by=by)
    with django_capture_on_commit_callbacks(execute=True):
        cancel(booked, now=now, by=by)
    moved, _, canceled, to_trainer = (calendar_of(message) for message in mail.outbox[2:])
    (event,), (gone,), (gone_for_trainer,) = (file.walk("VEVENT") for file in (moved, canceled, to_trainer))
    assert (str(event["ATTENDEE"]), dict(event["ATTENDEE"].params)) == (
        "mailto:maya@example.com",
        {"CN": "Maya", "CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", **answer},
    )
    assert str(event["ORGANIZER"]) == "mailto:dana@example.com"  # where answers go
    # A cancel goes to the attendee. The trainer was never invited, and so isn't one.
    assert (str(gone["ATTENDEE"]), gone["SEQUENCE"], str(gone["STATUS"])) == (
        "mailto:maya@example.com",
        2,
        "CANCELLED",
    )
    assert (str(to_trainer["METHOD"]), "ATTENDEE" in gone_for_trainer) == ("CANCEL", False)


def test_a_cancel_taken_back_is_told_as_what_it_is(
    booked: Call, now: datetime, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    canceled = cancel(booked, now=now)
    with django_capture_on_commit_callbacks(execute=True):
        restore(canceled, now=now)
    to_visitor, to_trainer = mail.outbox[2:]
    assert (to_visitor.subject, to_trainer.subject) == (
        "On again: your free call with Dana on Tuesday, March 10, 5:00 am",
        "On again: the call with Maya, Tuesday, March 10, 10:00 am",
    )
    for kind in ("text/plain", "text/html"):
        assert "Your free call with Dana is on again, at the same time:" in parts(to_visitor)[kind]
        assert "Maya had canceled the free call, and keeps it after all. It is on:" in parts(to_trainer)[kind]
    (event,) = calendar_of(to_visitor).walk("VEVENT")
    assert (str(calendar_of(to_visitor)["METHOD"]), event["SEQUENCE"], str(event["STATUS"])) == (
        "REQUEST",
        2,
        "CONFIRMED",
    )


def test_a_visitor_who_reads_24_hours_finds_them_in_every_mail(
    trainer: Trainer,
    booking_request: BookingRequest,
    now: datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    afternoon = replace(
        booking_request,
        zone=ZoneInfo("Asia/Kathmandu"),
        has_24h_clock=True,
        extension="12",
        starts_at=datetime(2026, 3, 4, 9, tzinfo=UTC),
    )
    with django_capture_on_commit_callbacks(execute=True):
        booked = reserve(afternoon, trainer, now=now)
    send_reminder_mail.call(str(booked.pk), "hour", booked.starts_at.isoformat())
    send_link_mail.call(str(booked.pk), 0, now.isoformat())
    to_visitor, to_trainer, reminder, again = mail.outbox
    assert [message.subject for message in mail.outbox] == [
        "Booked: your free call with Dana on Wednesday, March 4, 14:45",
        "New call: Maya, Wednesday, March 4, 10:00 am",
        "Soon: your free call with Dana at 14:45",
        "Your free call with Dana on Wednesday, March 4, 14:45",
    ]
    for message in (to_visitor, reminder, again):
        body = squeezed(str(message.body))
        assert "Wednesday, March 4, 2026, 14:45, Kathmandu time (UTC+5:45)" in body
        assert "(Wednesday, March 4, 10:00, Berlin time (UTC+1), for Dana)" in body
        assert "Dana calls you at +1 202-555-0143 ext. 12" in body
        assert (" am" in body, " pm" in body) == (False, False)
    assert 'href="tel:+12025550143,12">+1 202-555-0143 ext. 12</a>' in parts(to_trainer)["text/html"]
    (event,) = calendar_of(to_trainer).walk("VEVENT")
    assert "Call Maya at +1 202-555-0143 ext. 12." in str(event["DESCRIPTION"])


def test_a_call_of_another_kind_goes_by_its_own_name(
    trainer: Trainer,
    booking_request: BookingRequest,
    now: datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    review = replace(booking_request, title="Review {1} of 2%", minutes=20)
    with django_capture_on_commit_callbacks(execute=True):
        booked = reserve(review, trainer, now=now, by=CallEvent.By.TRAINER)
    to_visitor, to_trainer = mail.outbox
    assert to_visitor.subject == "Booked: Review {1} of 2% with Dana on Tuesday, March 3, 4:00 am"
    assert "Dana has booked a call (Review {1} of 2%) with you:" in str(to_visitor.body)
    assert "The call takes about 20 minutes." in str(to_visitor.body)
    assert "You have booked a call (Review {1} of 2%) with Maya:" in str(to_trainer.body)
    (event,) = calendar_of(to_visitor).walk("VEVENT")
    assert str(event["SUMMARY"]) == booked.name_with("Dana")


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
