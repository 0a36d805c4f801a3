"""Calendar files of others, and when they make the trainer busy."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinge_coach.booking.busy import Reader, Unreadable

FIRST = datetime(2026, 3, 2, tzinfo=UTC)
READER = Reader(
    zone=ZoneInfo("Europe/Berlin"),
    email="dana@example.com",
    first=FIRST,
    last=FIRST + timedelta(days=60),
    own=frozenset({"our-own-call"}),
)


def read(*events: str) -> list[str]:
    """Busy times as ``03-03 09:00/10:00``, UTC."""
    blocks = "".join(f"BEGIN:VEVENT\nUID:{n}\n{event.strip()}\nEND:VEVENT\n" for n, event in enumerate(events))
    content = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{blocks}END:VCALENDAR\n".replace("\n", "\r\n")
    spans = READER.spans(content.encode())
    return [f"{start:%m-%d %H:%M}/{end:%m-%d %H:%M}".replace(f"/{start:%m-%d} ", "/") for start, end in spans]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("DTSTART:20260303T090000Z\nDTEND:20260303T100000Z", ["03-03 09:00/10:00"]),
        ("DTSTART:20260303T090000Z\nDURATION:PT45M", ["03-03 09:00/09:45"]),
        (
            "DTSTART;TZID=America/New_York:20260303T090000\nDTEND;TZID=America/New_York:20260303T100000",
            ["03-03 14:00/15:00"],
        ),
        ("DTSTART:20260303T090000\nDTEND:20260303T100000", ["03-03 08:00/09:00"]),  # without a zone: the trainer's
        ("DTSTART;VALUE=DATE:20260303\nDTEND;VALUE=DATE:20260305", ["03-02 23:00/03-04 23:00"]),
        ("DTSTART;VALUE=DATE:20260329", ["03-28 23:00/03-29 22:00"]),  # a day of 23 hours
        ("DTSTART:20260303T090000Z", []),  # no length
        ("DTSTART:20260303T090000Z\nDTEND:20260303T080000Z", []),
        ("DTSTART:20260303T090000Z\nDTEND:20260303T100000Z\nSTATUS:CANCELLED", []),
        ("DTSTART:20260303T090000Z\nDTEND:20260303T100000Z\nTRANSP:TRANSPARENT", []),
        ("DTSTART:20260303T090000Z\nDTEND:20260303T100000Z\nATTENDEE;PARTSTAT=DECLINED:mailto:Dana@example.com", []),
        (
            "DTSTART:20260303T090000Z\nDTEND:20260303T100000Z\nATTENDEE;PARTSTAT=DECLINED:mailto:lee@example.com",
            ["03-03 09:00/10:00"],
        ),
        ("DTSTART:20250303T090000Z\nDTEND:20250303T100000Z", []),
        ("DTSTART:20260228T090000Z\nDTEND:20260302T100000Z", ["02-28 09:00/03-02 10:00"]),
        # Nine in Berlin each Thursday, also after the clocks change on 29 March.
        (
            "DTSTART;TZID=Europe/Berlin:20260108T090000\nDTEND;TZID=Europe/Berlin:20260108T100000\n"
            "RRULE:FREQ=WEEKLY;UNTIL=20260409T220000Z\nEXDATE;TZID=Europe/Berlin:20260312T090000",
            ["03-05 08:00/09:00", "03-19 08:00/09:00", "03-26 08:00/09:00", "04-02 07:00/08:00", "04-09 07:00/08:00"],
        ),
        (
            "DTSTART:20260303T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2",
            ["03-03 09:00/10:00", "03-04 09:00/10:00"],
        ),
        (
            "DTSTART:20260303T090000Z\nDURATION:PT1H\nRDATE:20260305T090000Z,20260306T090000Z",
            ["03-03 09:00/10:00", "03-05 09:00/10:00", "03-06 09:00/10:00"],
        ),
        ("DTSTART;VALUE=DATE:20260302\nRRULE:FREQ=YEARLY", ["03-01 23:00/03-02 23:00"]),
        ("DTSTART:20260303T090000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", []),
    ],
)
def test_an_event_makes_busy(event: str, expected: list[str]) -> None:
    assert read(event) == expected


def test_one_date_of_a_row_moved_and_another_called_off() -> None:
    row = "UID:row\nDTSTART:20260303T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3"
    moved = "UID:row\nRECURRENCE-ID:20260310T090000Z\nDTSTART:20260310T150000Z\nDURATION:PT1H"
    gone = "UID:row\nRECURRENCE-ID:20260317T090000Z\nDTSTART:20260317T090000Z\nDURATION:PT1H\nSTATUS:CANCELLED"
    content = "".join(f"BEGIN:VEVENT\r\n{each}\r\nEND:VEVENT\r\n" for each in (row, moved, gone)).replace("\n", "\r\n")
    content = "BEGIN:VCALENDAR\r\n" + content.replace("\r\r", "\r") + "END:VCALENDAR\r\n"
    assert [f"{span.start:%m-%d %H}" for span in READER.spans(content.encode())] == ["03-03 09", "03-10 15"]


def test_the_sites_own_calls_do_not_come_back_as_busy() -> None:
    content = read("UID:x\nDTSTART:20260303T090000Z\nDURATION:PT1H")
    event = b"BEGIN:VEVENT\r\nUID:our-own-call\r\nDTSTART:20260303T090000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\n"
    own = b"BEGIN:VCALENDAR\r\n" + event + b"END:VCALENDAR\r\n"
    assert (content, READER.spans(own)) == (["03-03 09:00/10:00"], ())


def test_events_that_touch_are_one_stretch() -> None:
    assert read(
        "DTSTART:20260303T090000Z\nDURATION:PT1H",
        "DTSTART:20260303T100000Z\nDURATION:PT1H",
        "DTSTART:20260303T093000Z\nDURATION:PT30M",
    ) == ["03-03 09:00/11:00"]


def test_a_rule_by_the_second_is_refused() -> None:
    with pytest.raises(Unreadable, match="repeats in a way that can't be read"):
        read("DTSTART:20260303T090000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY")


@pytest.mark.parametrize("content", [b"", b"<html>Please sign in</html>", b"\xff\xfe\0", b"BEGIN:VCALENDAR\r\n"])
def test_what_is_no_calendar_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        READER.spans(content)


@given(st.binary(max_size=300))
def test_no_file_breaks_it(content: bytes) -> None:
    with suppress(Unreadable):
        READER.spans(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + content + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")


@pytest.mark.parametrize("rule", ["FREQ=DAILY;INTERVAL=0;BYMONTH=3", "FREQ=DAILY;INTERVAL=-1"])
def test_a_rule_that_never_gets_anywhere_is_refused(rule: str) -> None:
    event = f"BEGIN:VEVENT\r\nUID:x\r\nDTSTART:20260201T100000Z\r\nDTEND:20260201T110000Z\r\nRRULE:{rule}\r\nEND:VEVENT"
    content = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{event}\r\nEND:VCALENDAR\r\n"
    with pytest.raises(Unreadable):
        READER.spans(content.encode())
