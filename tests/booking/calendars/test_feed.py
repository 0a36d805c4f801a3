"""Calendar files, read back twice: by icalendar, and by a small strict reader of RFC 5545 that knows nothing of it."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from hinge_coach.accounts.models import Trainer, User
from hinge_coach.booking.calendars.feed import Method, calendar_file, feed_file
from hinge_coach.booking.calls.changing import cancel, move
from hinge_coach.booking.calls.reserving import BookingRequest, reserve
from hinge_coach.booking.models import Call

Properties = dict[str, str]
UTC_INSTANT = re.compile(r"\d{8}T\d{6}Z")


def strict(content: bytes) -> tuple[Properties, list[Properties]]:
    """The calendar's own properties and those of its events; every rule of the format that is broken fails here."""
    assert content.endswith(b"\r\n")
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", content) is None  # lines end with CR LF, all of them
    lines = content[:-2].split(b"\r\n")
    assert [line for line in lines if not line or len(line) > 75] == []
    unfolded: list[bytes] = []
    for line in lines:
        if line.startswith(b" "):
            unfolded[-1] += line[1:]
        else:
            unfolded.append(line)
    texts = [line.decode() for line in unfolded]
    assert [text for text in texts if re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text)] == []
    assert (texts[0], texts[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    calendar: Properties = {}
    events: list[Properties] = []
    inside = calendar
    for text in texts[1:-1]:
        match = re.fullmatch(r'([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', text, re.DOTALL)
        assert match, text
        name, value = match[1], match[3]
        if name == "BEGIN":
            assert (value, inside is calendar) == ("VEVENT", True)
            events.append({})
            inside = events[-1]
        elif name == "END":
            assert (value, inside is calendar) == ("VEVENT", False)
            inside = calendar
        else:
            assert name not in inside, f"{name} twice"
            inside[name] = value
    assert {"VERSION", "PRODID"} <= calendar.keys()
    for event in events:
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY"} <= event.keys()
        assert all(UTC_INSTANT.fullmatch(event[name]) for name in ("DTSTAMP", "DTSTART", "DTEND"))
    return calendar, events


def the_event(content: bytes) -> Any:
    """The one event, as icalendar reads it."""
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event


def plain(value: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)


def test_both_readers_find_the_same(call: Call) -> None:
    content = calendar_file(call, Method.REQUEST)
    calendar, (event,) = strict(content)
    other = the_event(content)
    assert (calendar["METHOD"], event["UID"], event["SEQUENCE"]) == (
        "REQUEST",
        str(other["UID"]),
        str(other["SEQUENCE"]),
    )
    assert (event["DTSTART"], event["DTEND"]) == ("20260304T090000Z", "20260304T093000Z")
    assert (other["DTSTART"].dt, other["DTEND"].dt) == (call.starts_at, call.ends_at)
    assert plain(event["SUMMARY"]) == str(other["SUMMARY"]) == "Free call with Dana"
    assert event["ORGANIZER"] == "mailto:dana@example.com"


def test_one_uid_and_a_growing_sequence_through_a_whole_life(call: Call, now: datetime) -> None:
    read = [strict(calendar_file(call, Method.REQUEST))[1][0]]
    for days in (1, 2):
        call = move(call, datetime(2026, 3, 4 + days, 9, tzinfo=UTC), now=now)
        read.append(strict(calendar_file(call, Method.REQUEST))[1][0])
    read.append(strict(calendar_file(cancel(call, now=now), Method.CANCEL))[1][0])
    assert {event["UID"] for event in read} == {call.uid}
    assert [event["SEQUENCE"] for event in read] == ["0", "1", "2", "3"]
    assert [event["STATUS"] for event in read] == ["CONFIRMED"] * 3 + ["CANCELLED"]


def test_the_feed_holds_every_call_once(
    call: Call, trainer: Trainer, booking_request: BookingRequest, now: datetime
) -> None:
    lee = replace(booking_request, id=uuid4(), name="Lee", email="lee@example.com", phone="+12025550144")
    reserve(lee, trainer, now=now)
    calendar, events = strict(feed_file(Call.objects.live().with_trainer()))
    assert [event["SUMMARY"] for event in events] == ["Call with Lee", "Call with Maya"]
    assert (calendar["X-WR-CALNAME"], calendar["REFRESH-INTERVAL"]) == ("Calls", "PT1H")
    assert [event["DESCRIPTION"] for event in events] == [
        "Call Lee at +1 202-555-0144.",
        "Call Maya at +1 202-555-0143.",
    ]


def test_the_name_in_calendars_does_not_tell_the_id(call: Call) -> None:
    assert str(call.pk) not in calendar_file(call, Method.PUBLISH).decode()


def test_control_characters_and_separators_begin_no_line_of_their_own(call: Call) -> None:
    call.about = "a\r\nb\rc\x0bATTENDEE:d\x85ATTENDEE:e\u2028ATTENDEE:f\x7f\tg"
    content = calendar_file(call, Method.PUBLISH, for_trainer=True)
    _, (event,) = strict(content)
    assert plain(event["DESCRIPTION"]).split("\n", 2)[2] == "a\nb\nc ATTENDEE:d ATTENDEE:e ATTENDEE:f \tg"
    assert len(content.decode().splitlines()) == content.count(b"\r\n")


WRITING = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=80)


@given(name=WRITING, about=WRITING)
@pytest.mark.parametrize("method", Method)
def test_whatever_somebody_is_called_the_file_stays_sound(method: Method, name: str, about: str) -> None:
    trainer = Trainer(user=User(email="dana@example.com", name="Dana", zone="Europe/Berlin"))
    start = datetime(2026, 3, 4, 9, tzinfo=UTC)
    call = Call(trainer=trainer, name=name, email="maya@example.com", phone="+12025550143", about=about, zone="UTC")
    call.starts_at, call.ends_at, call.booked_at, call.changed_at = start, start + timedelta(minutes=30), start, start
    content = calendar_file(call, method, for_trainer=True)
    _, (event,) = strict(content)
    other = the_event(content)
    assert plain(event["SUMMARY"]) == str(other["SUMMARY"]) == f"Call with {name}"
