"""Calls as calendar files (RFC 5545).

A call has one UID for its whole life and a SEQUENCE that only grows, so that a calendar moves its entry instead of
keeping two. Times are UTC instants, so that no calendar has to know the rules of a zone.
"""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vDuration, vText

from hinge_coach.accounts.phones import format_phone, last_digits
from hinge_coach.booking.models import Call


class Method(StrEnum):
    """REQUEST and CANCEL are for mails (RFC 5546), PUBLISH is for a file that somebody downloads."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


def calendar_file(call: Call, method: Method, *, for_trainer: bool = False) -> bytes:
    """The file as bytes, UTF-8. For the trainer it names the visitor and the number to call."""
    description = _trainer_description(call) if for_trainer else _visitor_description(call)
    event = _event(call, description, for_trainer=for_trainer)
    if method is not Method.PUBLISH:
        event.add("attendee", _attendee(call), encode=False)
    calendar = _calendar()
    calendar.add("method", method.value)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def feed_file(calls: Iterable[Call]) -> bytes:
    """All calls, for the trainer's own calendar to subscribe to, as UTF-8.

    The computers of other companies fetch it, so it holds whom to call and when, and nothing of what visitors wrote.
    """
    calendar = _calendar()
    calendar.add("x-wr-calname", "Free calls")
    calendar.add("refresh-interval", vDuration(timedelta(hours=1)), parameters={"VALUE": "DURATION"})
    for call in calls:
        event = _event(call, f"Call {call.name} at {format_phone(call.phone)}.", for_trainer=True)
        event.add("url", f"{settings.SITE_URL}/desk/calls/")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Hinge Coach//Free call//EN")
    calendar.add("version", "2.0")
    return calendar


def _event(call: Call, description: str, *, for_trainer: bool) -> Event:
    event = Event()
    event.add("uid", call.uid)
    event.add("sequence", call.sequence)
    event.add("dtstamp", call.changed_at)
    event.add("created", call.booked_at)
    event.add("last-modified", call.changed_at)
    event.add("dtstart", call.starts_at)
    event.add("dtend", call.ends_at)
    live_status = "TENTATIVE" if call.confirm_by else "CONFIRMED"
    event.add("status", "CANCELLED" if call.is_cancelled else live_status)
    event.add("summary", f"Call with {call.name}" if for_trainer else f"Free call with {call.trainer.name}")
    event.add("location", "By phone")
    event.add("description", description)
    event.add("organizer", _address(call.trainer.name, call.trainer.user.email), encode=False)
    return event


def _visitor_description(call: Call) -> str:
    who_rings = f"{call.trainer.name} calls you at the number ending in {last_digits(call.phone)}."
    return f"{who_rings} To move or cancel the call, use the link in your mail."


def _trainer_description(call: Call) -> str:
    return f"Call {call.name} at {format_phone(call.phone)}.\n\n{call.about}".strip()


def _address(name: str, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(name)
    return address


def _attendee(call: Call) -> vCalAddress:
    address = _address(call.name, call.email)
    address.params["PARTSTAT"] = vText("ACCEPTED")
    address.params["RSVP"] = vText("FALSE")
    return address
