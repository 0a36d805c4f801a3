"""The call as a calendar file (RFC 5545). One UID for its whole life and a SEQUENCE that only grows, so that a
calendar moves its entry instead of keeping two. Times are UTC instants: no calendar has to know any zone's rules.
"""

from enum import StrEnum

from icalendar import Calendar, Event, vCalAddress, vText

from hinge_coach.booking.models import Call
from hinge_coach.booking.phones import in_words, last_digits


class Method(StrEnum):
    """REQUEST and CANCEL go by mail (RFC 5546); PUBLISH is for a file that somebody downloads."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


def calendar_file(call: Call, method: Method, *, for_trainer: bool = False) -> bytes:
    """The file as bytes, UTF-8. For the trainer it names the visitor and the number to ring."""
    event = Event()
    event.add("uid", call.uid)
    event.add("sequence", call.sequence)
    event.add("dtstamp", call.changed_at)
    event.add("created", call.booked_at)
    event.add("last-modified", call.changed_at)
    event.add("dtstart", call.starts_at)
    event.add("dtend", call.ends_at)
    event.add("status", "CANCELLED" if call.is_cancelled else "CONFIRMED")
    event.add("summary", f"Call with {call.name}" if for_trainer else f"Free call with {call.trainer.name}")
    event.add("location", "By phone")
    event.add("description", _for_trainer(call) if for_trainer else _for_visitor(call))
    event.add("organizer", _person(call.trainer.name, call.trainer.user.email), encode=False)
    if method is not Method.PUBLISH:
        event.add("attendee", _attendee(call), encode=False)
    calendar = Calendar()
    calendar.add("prodid", "-//Hinge Coach//Free call//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _for_visitor(call: Call) -> str:
    ringing = f"{call.trainer.name} rings you on the number ending in {last_digits(call.phone)}."
    return f"{ringing} To move or cancel the call, use the link in your mail."


def _for_trainer(call: Call) -> str:
    return f"Ring {call.name} on {in_words(call.phone)}.\n\n{call.about}".strip()


def _person(name: str, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(name)
    return address


def _attendee(call: Call) -> vCalAddress:
    address = _person(call.name, call.email)
    address.params["PARTSTAT"] = vText("ACCEPTED")
    address.params["RSVP"] = vText("FALSE")
    return address
