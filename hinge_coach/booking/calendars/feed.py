"""Calls as calendar files (RFC 5545).

A call has one UID for its whole life and a SEQUENCE that only grows, so that a calendar moves its entry instead of
keeping two. Times are UTC instants, so that no calendar has to know the rules of a zone.
"""

import re
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vDuration, vText

from hinge_coach.accounts.phones import last_digits
from hinge_coach.booking.models import Call

# Control characters, which no calendar may hold (RFC 5545, 3.1), and separators, at which some programs end a line.
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")


class Method(StrEnum):
    """REQUEST and CANCEL are for mails, PUBLISH is for a file that somebody keeps (RFC 5546, section 1.4)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


def calendar_file(call: Call, method: Method, *, for_trainer: bool = False, asks_for_answer: bool = False) -> bytes:
    """The file as bytes, UTF-8. For the trainer it names the visitor and the number to call.

    The visitor is the attendee. `asks_for_answer`: they have not agreed to this time yet, so their mail program asks
    them and mails the answer to the trainer's own address, the organizer's. The trainer's file has no attendee, because
    it was published and nobody was invited (RFC 5546, sections 3.2.1 and 4.1.3).
    """
    description = _trainer_description(call) if for_trainer else _visitor_description(call)
    event = _event(call, description, for_trainer=for_trainer)
    if method is not Method.PUBLISH and not for_trainer:
        event.add("attendee", _attendee(call, asks_for_answer=asks_for_answer), encode=False)
    calendar = _calendar()
    calendar.add("method", method.value)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def feed_file(calls: Iterable[Call]) -> bytes:
    """All calls, for the trainer's own calendar to subscribe to, as UTF-8.

    The computers of other companies fetch it, so it holds whom to call and when, and nothing of what visitors wrote.
    """
    calendar = _calendar()
    calendar.add("x-wr-calname", "Calls")
    calendar.add("refresh-interval", vDuration(timedelta(hours=1)), parameters={"VALUE": "DURATION"})
    for call in calls:
        event = _event(call, f"Call {call.name} at {call.phone_words}.", for_trainer=True)
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
    summary = _summary_for_trainer(call) if for_trainer else call.name_with(call.trainer.name)
    event.add("summary", _writable(summary))
    event.add("location", "By phone")
    event.add("description", _writable(description))
    event.add("organizer", _address(call.trainer.name, call.trainer.user.email), encode=False)
    return event


def _summary_for_trainer(call: Call) -> str:
    return call.name_with(call.name) if call.title else f"Call with {call.name}"


def _visitor_description(call: Call) -> str:
    extension = f", extension {call.extension}" if call.extension else ""
    who_rings = f"{call.trainer.name} calls you at the number ending in {last_digits(call.phone)}{extension}."
    return f"{who_rings} To move or cancel the call, use the link in your mail."


def _trainer_description(call: Call) -> str:
    return f"Call {call.name} at {call.phone_words}.\n\n{call.about}".strip()


def _writable(text: str) -> str:
    return _UNFIT.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def _address(name: str, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(_writable(name))
    return address


def _attendee(call: Call, *, asks_for_answer: bool) -> vCalAddress:
    address = _address(call.name, call.email)
    address.params["CUTYPE"] = vText("INDIVIDUAL")
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText("NEEDS-ACTION" if asks_for_answer else "ACCEPTED")
    address.params["RSVP"] = vText("TRUE" if asks_for_answer else "FALSE")
    return address
