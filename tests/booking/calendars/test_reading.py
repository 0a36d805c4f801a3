"""Calendar files of others, and when they make the trainer busy."""

import tracemalloc
from contextlib import nullcontext, suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, repeat
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar.timezone import tzp

from hinge_coach.booking.availability.slots import merge_intervals
from hinge_coach.booking.calendars import reading
from hinge_coach.booking.calendars.entries import UnreadablePart
from hinge_coach.booking.calendars.reading import (
    BusyQuestion,
    LeftOut,
    UnreadableCalendarError,
    read_calendar_file,
)

FIRST = datetime(2026, 3, 2, tzinfo=UTC)
ASKED = BusyQuestion(
    zone=ZoneInfo("Europe/Berlin"),
    email="dana@example.com",
    first=FIRST,
    last=FIRST + timedelta(days=60),
    own=frozenset({"our-own-call"}),
)


def read(*events: str, kind: str = "VEVENT") -> list[str]:
    """Busy times as `03-03 09:00/10:00`, UTC. An event is told by its UID, or by its place."""
    return answer(*events, kind=kind)[0]


def answer(*events: str, kind: str = "VEVENT") -> tuple[list[str], tuple[LeftOut, ...]]:
    """The same with what was left out."""
    events_with_uid = (event if "UID:" in event else f"{event}\nUID:{n}" for n, event in enumerate(events))
    blocks = "".join(f"BEGIN:{kind}\n{event}\nEND:{kind}\n" for event in events_with_uid)
    content = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{blocks}END:VCALENDAR\n".replace("\n", "\r\n")
    told = read_calendar_file(content.encode(), ASKED)
    words = [f"{start:%m-%d %H:%M}/{end:%m-%d %H:%M}".replace(f"/{start:%m-%d} ", "/") for start, end in told.spans]
    return words, told.left_out


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
        ("DTSTART;VALUE=DATE:20260303\nDTEND;VALUE=DATE:20260303", ["03-02 23:00/03-03 23:00"]),  # its last day
        ("DTSTART;VALUE=DATE:20260303\nDURATION:P0D", ["03-02 23:00/03-03 23:00"]),
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
        # Nine in Berlin each Thursday, also after the clocks change on March 29.
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
        # The start counts, whatever the rule says; dateutil alone would leave it out.
        ("DTSTART:20260303T090000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", ["03-03 09:00/10:00"]),
    ],
)
def test_an_event_makes_busy(event: str, expected: list[str]) -> None:
    assert read(event) == expected


ROW = "DTSTART:20260303T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=4"
BERLIN_ROW = (
    "DTSTART;TZID=Europe/Berlin:20260317T090000\nDTEND;TZID=Europe/Berlin:20260317T100000\nRRULE:FREQ=WEEKLY;COUNT=4"
)
DAYS_OFF = "DTSTART;VALUE=DATE:20260303\nRRULE:FREQ=WEEKLY;COUNT=3"


def from_then_on(at: str, rest: str) -> str:
    return f"RECURRENCE-ID;RANGE=THISANDFUTURE{at}\n{rest}"


@pytest.mark.parametrize(
    ("row", "changes", "expected"),
    [
        (
            ROW,
            [
                "RECURRENCE-ID:20260310T090000Z\nDTSTART:20260310T150000Z\nDURATION:PT1H",
                "RECURRENCE-ID:20260317T090000Z\nDTSTART:20260317T090000Z\nDURATION:PT1H\nSTATUS:CANCELLED",
            ],
            ["03-03 09:00/10:00", "03-10 15:00/16:00", "03-24 09:00/10:00"],
        ),
        # A day later, an hour later, and half as long, from the second on.
        (
            ROW,
            [from_then_on(":20260310T090000Z", "DTSTART:20260311T100000Z\nDURATION:PT30M")],
            ["03-03 09:00/10:00", "03-11 10:00/10:30", "03-18 10:00/10:30", "03-25 10:00/10:30"],
        ),
        # The second change counts from the times as they first were, and a single date stays a matter of its own.
        (
            ROW,
            [
                from_then_on(":20260317T090000Z", "DTSTART:20260317T080000Z\nDURATION:PT2H"),
                from_then_on(":20260310T090000Z", "DTSTART:20260310T110000Z\nDURATION:PT1H"),
                "RECURRENCE-ID:20260324T090000Z\nDTSTART:20260325T090000Z\nDURATION:PT1H",
            ],
            ["03-03 09:00/10:00", "03-10 11:00/12:00", "03-17 08:00/10:00", "03-25 09:00/10:00"],
        ),
        # Called off for good; free from then on; and busy from then on.
        (
            ROW,
            [from_then_on(":20260310T090000Z", "DTSTART:20260310T090000Z\nSTATUS:CANCELLED")],
            ["03-03 09:00/10:00"],
        ),
        (
            f"{ROW}\nTRANSP:TRANSPARENT",
            [from_then_on(":20260324T090000Z", "DTSTART:20260324T090000Z\nDURATION:PT1H")],
            ["03-24 09:00/10:00"],
        ),
        # From nine to ten in the morning in Berlin, also after the clocks change on March 29.
        (
            BERLIN_ROW,
            [
                from_then_on(
                    ";TZID=Europe/Berlin:20260324T090000",
                    "DTSTART;TZID=Europe/Berlin:20260324T100000\nDTEND;TZID=Europe/Berlin:20260324T103000",
                )
            ],
            ["03-17 08:00/09:00", "03-24 09:00/09:30", "03-31 08:00/08:30", "04-07 08:00/08:30"],
        ),
        # Whole days, the later ones moved to the next day and two days long.
        (
            DAYS_OFF,
            [from_then_on(";VALUE=DATE:20260310", "DTSTART;VALUE=DATE:20260311\nDTEND;VALUE=DATE:20260313")],
            ["03-02 23:00/03-03 23:00", "03-10 23:00/03-12 23:00", "03-17 23:00/03-19 23:00"],
        ),
    ],
)
def test_dates_of_a_row_are_changed(row: str, changes: list[str], expected: list[str]) -> None:
    assert read(*(f"{event}\nUID:row" for event in (row, *changes))) == expected


def test_a_change_to_one_date_does_not_repeat() -> None:
    """Exchange writes the rule of the row into it."""
    change = "UID:row\nRECURRENCE-ID:20260310T090000Z\nDTSTART:20260311T150000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY"
    assert read(f"{ROW}\nUID:row".replace("COUNT=4", "COUNT=2"), change) == ["03-03 09:00/10:00", "03-11 15:00/16:00"]


def test_a_time_without_end_ends_a_year_after_what_is_asked_for() -> None:
    """So that a buffer can be added to it."""
    event = b"BEGIN:VEVENT\nDTSTART:00010101T000000Z\nDTEND:99991231T235959Z\nEND:VEVENT\n"
    (span,) = read_calendar_file(b"BEGIN:VCALENDAR\n" + event + b"END:VCALENDAR\n", ASKED).spans
    assert span == (ASKED.first - timedelta(days=365), ASKED.last + timedelta(days=365))


TWICE = ROW.replace("COUNT=4", "COUNT=2")
LATER = from_then_on(":20260310T090000Z", "DTSTART:20260310T100000Z\nDURATION:PT30M")


def test_a_change_to_all_later_dates_of_a_row_that_is_not_there_is_one_event() -> None:
    assert read(LATER) == ["03-10 10:00/10:30"]


@pytest.mark.parametrize(
    ("row", "later", "expected"),
    [
        (ROW.replace("DTSTART:2026", "DTSTART:two"), LATER, ["03-10 10:00/10:30"]),
        (
            TWICE,
            LATER.replace("DTSTART:2026", "DTSTART:two"),
            ["03-03 09:00/10:00", "03-10 09:00/10:00"],
        ),
        (
            TWICE,
            LATER.replace("0310T09", "0310T99"),
            ["03-03 09:00/10:00", "03-10 09:00/10:00"],
        ),
    ],
    ids=["the row", "the change", "the date of the change"],
)
def test_of_a_row_and_its_change_each_counts_without_the_other(row: str, later: str, expected: list[str]) -> None:
    assert answer(f"UID:row\n{row}", f"UID:row\n{later}") == (expected, (LeftOut("", None, UnreadablePart.START),))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("FREEBUSY:20260303T090000Z/20260303T100000Z", ["03-03 09:00/10:00"]),
        ("FREEBUSY:20260303T090000Z/PT45M,20260304T090000Z/PT1H", ["03-03 09:00/09:45", "03-04 09:00/10:00"]),
        ("FREEBUSY;FBTYPE=BUSY:20260303T090000Z/PT1H", ["03-03 09:00/10:00"]),
        ("FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260303T090000Z/PT1H", ["03-03 09:00/10:00"]),
        ("FREEBUSY;FBTYPE=busy-tentative:20260303T090000Z/PT1H", ["03-03 09:00/10:00"]),
        ("FREEBUSY;FBTYPE=X-LUNCH:20260303T090000Z/PT1H", ["03-03 09:00/10:00"]),  # a kind nobody knows is busy
        ("FREEBUSY;FBTYPE=FREE:20260303T090000Z/PT1H", []),
        (
            "FREEBUSY:20260303T090000Z/PT1H\nFREEBUSY;FBTYPE=FREE:20260303T110000Z/PT1H\nFREEBUSY:20260303T100000Z/PT1H",
            ["03-03 09:00/11:00"],
        ),
        ("FREEBUSY:20250303T090000Z/PT1H", []),
        ("COMMENT:Nothing to do", []),
    ],
)
def test_a_list_of_busy_times_makes_busy(line: str, expected: list[str]) -> None:
    assert read(line, kind="VFREEBUSY") == expected


def test_a_file_that_begins_with_a_byte_order_mark_is_read() -> None:
    event = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260303T090000Z\r\nDTEND:20260303T100000Z\r\nEND:VEVENT\r\n"
    content = f"\ufeffBEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{event}END:VCALENDAR\r\n".encode()
    assert [tuple(span) for span in read_calendar_file(content, ASKED).spans] == [
        (datetime(2026, 3, 3, 9, tzinfo=UTC), datetime(2026, 3, 3, 10, tzinfo=UTC))
    ]


def test_the_sites_own_calls_do_not_come_back_as_busy() -> None:
    content = read("UID:x\nDTSTART:20260303T090000Z\nDURATION:PT1H")
    event = b"BEGIN:VEVENT\r\nUID:our-own-call\r\nDTSTART:20260303T090000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\n"
    own = b"BEGIN:VCALENDAR\r\n" + event + b"END:VCALENDAR\r\n"
    assert (content, read_calendar_file(own, ASKED).spans) == (["03-03 09:00/10:00"], ())


def test_events_that_touch_are_one_stretch() -> None:
    assert read(
        "DTSTART:20260303T090000Z\nDURATION:PT1H",
        "DTSTART:20260303T100000Z\nDURATION:PT1H",
        "DTSTART:20260303T093000Z\nDURATION:PT30M",
    ) == ["03-03 09:00/11:00"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=HOURLY;INTERVAL=6",
        "FREQ=DAILY;BYMINUTE=0,5,10,15,20;BYSECOND=0,10,20,30,40",  # 25 times a day
        "FREQ=DAILY;INTERVAL=0;BYMONTH=3",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;INTERVAL=often",
        "FREQ=DAILY;BYSETPOS=5",
        f"FREQ=WEEKLY;BYSETPOS={','.join(map(str, range(1, 12)))}",
        "FREQ=DAILY;BYEASTER=0",  # dateutil knows it, the standard doesn't
        "FREQ=DAILY;FREQ=WEEKLY",
        "FREQ=DAILY;UNTIL=soon",
        "FREQ=WEEKLY;BYDAY=XX",
        f"FREQ=DAILY;BYHOUR={'9,' * 1_000}",
        "RSCALE=HEBREW;FREQ=YEARLY",
        "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD;BYMONTHDAY=3,31",
        "",
    ],
)
def test_of_a_rule_that_is_not_worked_out_the_first_date_counts(rule: str) -> None:
    assert answer(f"SUMMARY:Run\nDTSTART:20260303T090000Z\nDURATION:PT1H\nRRULE:{rule}\nRDATE:20260305T090000Z") == (
        ["03-03 09:00/10:00", "03-05 09:00/10:00"],
        (LeftOut("Run", date(2026, 3, 3), UnreadablePart.RULE),),
    )


@pytest.mark.parametrize("content", [b"", b"<html>Please sign in</html>", b"\xff\xfe\0", b"BEGIN:VCALENDAR\r\n"])
def test_what_is_no_calendar_is_unreadable(content: bytes) -> None:
    with pytest.raises(UnreadableCalendarError):
        read_calendar_file(content, ASKED)


@pytest.mark.parametrize(
    "line",
    [
        "SUMMARY:" + "\r\n x" * 300_000,
        "UID:" + "\r\n x" * 300_000,
        "ATTENDEE" + ";X=a" * 300_000 + ":mailto:a@example.com",
        "ATTENDEE" + "".join(f";X{number}=a" for number in range(150_000)) + ":mailto:a@example.com",
        'ATTENDEE;X="' + 'a":' * 400_000,
        "COMMENT:\r\n" + "ab\r\n" * 300_000,
    ],
    ids=["folded", "folded UID", "parameters", "other parameters", "quotes", "short lines"],
)
def test_a_line_as_long_as_the_file_takes_little_memory(line: str) -> None:
    event = f"BEGIN:VEVENT\r\nDTSTART:20260602T160000Z\r\nDTEND:20260602T170000Z\r\n{line}\r\nEND:VEVENT\r\n"
    content = f"BEGIN:VCALENDAR\r\n{event}END:VCALENDAR\r\n".encode()
    tracemalloc.start()
    try:
        read_calendar_file(content, ASKED)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak / len(content) < 15


@given(st.binary(max_size=300))
def test_no_file_breaks_it(content: bytes) -> None:
    with suppress(UnreadableCalendarError):
        read_calendar_file(
            b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + content + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", ASKED
        )


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2,4,6,9,11",
        "FREQ=YEARLY;BYWEEKNO=20;BYMONTH=2",
    ],
)
def test_a_rule_that_never_comes_true_is_soon_done_with(rule: str) -> None:
    """Not once in the eight thousand years for which it would be tried: that took up to five seconds."""
    began = process_time()
    assert read(f"DTSTART:20260303T090000Z\nDURATION:PT1H\nRRULE:{rule}") == ["03-03 09:00/10:00"]
    assert process_time() - began < 1.5


@pytest.mark.parametrize(
    "event",
    [
        "DTSTART:20260303T090000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY\nTRANSP:TRANSPARENT",
        "DTSTART:20260303T090000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY\nSTATUS:CANCELLED",
        "DTSTART:20260303T090000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY\nX-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "DTSTART:20260303T090000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY\nATTENDEE;PARTSTAT=DECLINED:MAILTO:dana@example.com",
        "DTSTART:20260303T090000Z\nRRULE:FREQ=HOURLY\nATTENDEE;PARTSTAT=DECLINED;EMAIL=dana@example.com:urn:uuid:1",
        "DTSTART:20190303T090000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY;UNTIL=20190304T000000Z",
        "DTSTART:20190303T090000Z\nDTEND:20190303T100000Z\nRDATE:soon\nRRULE:FREQ=HOURLY;UNTIL=20190304",
        "DTSTART:20190303T090000Z\nDURATION:soon",
        "DTSTART:20190303T090000Z\nDTEND:20190303T100000Z\nRRULE:FREQ=HOURLY;UNTIL=20240304T000000Z",
        "DTSTART:20190303T090000Z\nDTEND:20190303T100000Z\nRRULE:FREQ=HOURLY;UNTIL=20260228T000000Z",
        "DTSTART:20191301T090000Z\nTRANSP:TRANSPARENT",
    ],
)
def test_what_takes_no_time_is_left_out_before_its_rule_is_looked_at(event: str) -> None:
    assert answer(event) == ([], ())


@pytest.mark.parametrize(
    ("event", "expected", "why"),
    [
        ("DURATION:PT1H", [], UnreadablePart.START),
        ("DTSTART:20260303T250000Z\nDURATION:PT1H", [], UnreadablePart.START),
        ('DTSTART;TZID="Europe/Berlin:20260303T090000\nDURATION:PT1H', [], UnreadablePart.START),
        ("DTSTART:99991231T235959\nDURATION:P9999999999D", [], UnreadablePart.LENGTH),
        ("DTSTART;VALUE=DATE:20260303\nDTEND:noon", ["03-02 23:00/03-03 23:00"], UnreadablePart.LENGTH),
        ("DTSTART:20260303T090000Z\nDTEND:noon", [], UnreadablePart.LENGTH),
        ("DTSTART:20260303T090000Z\nDTEND:20260303T080000Z", [], UnreadablePart.LENGTH),
        ("DTSTART:20260303T090000Z\nDURATION:-PT1H", [], UnreadablePart.LENGTH),
        ("DTSTART:20260303T090000Z\nDURATION:PT10000001S", [], UnreadablePart.LENGTH),
        (
            "DTSTART;VALUE=DATE:20260303\nDTEND;VALUE=DATE:20260301",
            ["03-02 23:00/03-03 23:00"],
            UnreadablePart.LENGTH,
        ),
        (
            "DTSTART:20260303T090000Z\nDURATION:PT1H\nRDATE;VALUE=PERIOD:20260304T090000Z/20260304T080000Z",
            ["03-03 09:00/10:00"],
            UnreadablePart.DATES,
        ),
        ("DTSTART:20260303T090000Z\nDURATION:PT1H\nEXDATE:never", ["03-03 09:00/10:00"], UnreadablePart.DATES),
        (
            "DTSTART:20260303T090000Z\nDURATION:PT1H\nRDATE:20260304T090000Z,soon,20260305T090000Z/PT5M",
            ["03-03 09:00/10:00", "03-04 09:00/10:00", "03-05 09:00/09:05"],
            UnreadablePart.DATES,
        ),
        (
            "DTSTART:20260303T090000Z\nDURATION:PT1H\nRECURRENCE-ID:then",
            ["03-03 09:00/10:00"],
            UnreadablePart.DATES,
        ),
    ],
)
def test_what_can_be_read_of_an_entry_counts(event: str, expected: list[str], why: UnreadablePart) -> None:
    spans, left_out = answer(event)
    assert (spans, [entry.why for entry in left_out]) == (expected, [why])


def test_a_title_is_read_in_the_letters_that_it_is_written_in() -> None:
    event = b"BEGIN:VEVENT\nSUMMARY:Z\xe4hne\\, links\\nund re\n chts\nDTSTART:x\nEND:VEVENT\n"
    told = read_calendar_file(b"BEGIN:VCALENDAR\n" + event + b"END:VCALENDAR\n", ASKED)
    assert told.left_out == (LeftOut("Zähne, links und rechts", None, UnreadablePart.START),)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        # The newest version, wherever it stands in the file.
        (
            [
                "SEQUENCE:3\nDTSTART:20260303T090000Z",
                "SEQUENCE:10\nDTSTART:20260304T090000Z",
                "DTSTART:20260305T090000Z",
            ],
            4,
        ),
        (["LAST-MODIFIED:20260201T000000Z\nDTSTART:20260303T090000Z", "DTSTART:20260304T090000Z"], 3),
        (
            [
                "DTSTAMP:20260201T000000Z\nDTSTART:20260303T090000Z",
                "DTSTAMP:20260101T000000Z\nDTSTART:20260304T090000Z",
            ],
            3,
        ),
        # The newest is over or called off: so is the event.
        (["SEQUENCE:1\nDTSTART:20250303T090000Z\nDTEND:20250303T100000Z", "DTSTART:20260304T090000Z"], None),
        (["SEQUENCE:1\nSTATUS:CANCELLED\nDTSTART:20260304T090000Z", "DTSTART:20260304T090000Z"], None),
    ],
)
def test_of_versions_the_newest_counts(events: list[str], expected: int | None) -> None:
    versions = (event if "DTEND" in event else f"{event}\nDURATION:PT1H" for event in events)
    assert read(*(f"UID:same\n{version}" for version in versions)) == (
        [f"03-{expected:02} 09:00/10:00"] if expected else []
    )


def test_of_versions_that_do_not_say_which_is_newer_each_counts() -> None:
    event = "UID:same\nDURATION:PT1H\nDTSTART:202603"
    assert read(f"{event}03T090000Z", f"{event}04T090000Z") == ["03-03 09:00/10:00", "03-04 09:00/10:00"]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        # Twice a day in New York: the one at 9:00 is called off, which is 14:00 UTC, the wall time of the other one.
        (
            "DTSTART;TZID=America/New_York:20260303T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYHOUR=9,14;COUNT=2\n"
            "EXDATE;TZID=America/New_York:20260303T090000",
            ["03-03 19:00/20:00"],
        ),
        (
            "DTSTART;TZID=America/New_York:20260303T090000\nDURATION:PT1H\nRDATE:20260304T100000\nEXDATE;VALUE=DATE:20260303",
            ["03-04 15:00/16:00"],
        ),
        # A birthday since 1604, as Outlook writes one without a year; and every day since then.
        ("DTSTART;VALUE=DATE:16040315\nRRULE:FREQ=YEARLY;BYMONTHDAY=15;BYMONTH=3", ["03-14 23:00/03-15 23:00"]),
        (
            "DTSTART:16040101T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20260303T090000Z",
            ["03-02 09:00/10:00", "03-03 09:00/10:00"],
        ),
        (
            "DTSTART:20260303T090000Z\nDURATION:PT1H\nRRULE:RSCALE=GREGORIAN;FREQ=WEEKLY;SKIP=OMIT;COUNT=2",
            ["03-03 09:00/10:00", "03-10 09:00/10:00"],
        ),
        (
            "DTSTART:20260303T090000Z\nDURATION:PT1H\nRRULE:RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD;COUNT=2",
            ["03-03 09:00/10:00", "04-03 09:00/10:00"],
        ),
        # The last of 731 days begins in 2024 and ends on March 4; what is over a year ago is cut off.
        (
            "DTSTART:20230303T090000Z\nDTEND:20250303T090000Z\nRRULE:FREQ=DAILY;UNTIL=20240303T090000Z",
            ["03-02 00:00/03-04 09:00"],
        ),
        # All year until New Year's Eve, by day: the last begins on March 3, 2025, and its last day is March 2, 2026.
        (
            "DTSTART;VALUE=DATE:20240101\nDTEND;VALUE=DATE:20241231\nRRULE:FREQ=DAILY;UNTIL=20250303",
            ["03-02 23:00/23:00"],
        ),
        # A date centuries ahead makes nothing of the others unreadable.
        (
            "DTSTART:20260303T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2\nEXDATE:24000307T090000Z",
            ["03-03 09:00/10:00", "03-10 09:00/10:00"],
        ),
        ("DTSTART:20260303T090000Z\nDURATION:PT10000000S", ["03-03 09:00/06-27 02:46"]),  # the longest
        # Both ends, against the standard: the later one is never taken.
        (
            "DTSTART:20260303T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=1;UNTIL=20260304",
            ["03-03 09:00/10:00", "03-04 09:00/10:00"],
        ),
        # From 23:00 to 7:00 by its end, eight hours also when the night has seven; by its length in days, a day.
        (
            "DTSTART;TZID=Europe/Berlin:20260327T230000\nDTEND;TZID=Europe/Berlin:20260328T070000\n"
            "RRULE:FREQ=DAILY;COUNT=2",
            ["03-27 22:00/03-28 06:00", "03-28 22:00/03-29 06:00"],
        ),
        ("DTSTART;TZID=Europe/Berlin:20260328T230000\nDURATION:P1D", ["03-28 22:00/03-29 21:00"]),
        # 2:30 doesn't exist on March 29: it counts as before the clocks go forward.
        ("DTSTART;TZID=Europe/Berlin:20260329T023000\nDURATION:PT1H", ["03-29 01:30/02:30"]),
        ("DTSTART;VALUE=DATE:20260303\nDTEND;TZID=America/New_York:20260303T090000", ["03-02 23:00/03-03 14:00"]),
        ("DTSTART:20260303T090000Z\nDTEND;TZID=Europe/Berlin:20260303T110000", ["03-03 09:00/10:00"]),
    ],
)
def test_dates_and_lengths_are_those_of_the_standard(event: str, expected: list[str]) -> None:
    assert answer(event) == (expected, ())


ZONE = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""

IN_ITS_ZONE = (
    "BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Customized Time Zone:20260303T090000\nDURATION:PT1H\n"
    "RRULE:FREQ=WEEKLY;COUNT=2\nEND:VEVENT\n"
)


def calendar_of(text: str) -> bytes:
    return f"BEGIN:VCALENDAR\n{text}END:VCALENDAR\n".encode()


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        (ZONE, ["03-03 14:00", "03-10 13:00"]),  # summer time begins on March 8
        (
            ZONE.replace("BEGIN:STANDARD", "X-LIC-LOCATION:Asia/Tokyo\nBEGIN:STANDARD", 1),
            ["03-03 00:00", "03-10 00:00"],
        ),
        # The last Sunday of March, as some write it; not each of these days exists in every month.
        (ZONE.replace("BYDAY=2SU", "BYDAY=SU;BYMONTHDAY=25,26,27,28,29,30,31"), ["03-03 14:00", "03-10 14:00"]),
    ],
)
def test_a_zone_that_only_the_file_knows_is_read_there(definition: str, expected: list[str]) -> None:
    told = read_calendar_file(calendar_of(definition + IN_ITS_ZONE), ASKED)
    assert ([f"{start:%m-%d %H:%M}" for start, _ in told.spans], told.unknown_zones) == (expected, ())


@pytest.mark.parametrize(
    "definition",
    [
        "",
        ZONE.replace("-0500", "five"),
        ZONE.replace("FREQ=YEARLY", "FREQ=SECONDLY"),
        ZONE.replace("BYDAY=2SU", "BYMONTHDAY=30").replace("BYMONTH=3", "BYMONTH=2"),  # never
        ZONE + f"BEGIN:VTIMEZONE\nTZID:Customized Time Zone\nCOMMENT:{'long' * 30_000}\nEND:VTIMEZONE\n",
    ],
)
def test_an_event_in_a_zone_that_nobody_knows_is_busy_at_both_readings(definition: str) -> None:
    told = read_calendar_file(calendar_of(definition + IN_ITS_ZONE), ASKED)
    spans = [f"{start:%m-%d %H:%M}/{end:%H:%M}" for start, end in told.spans]  # 8:00 and 9:00 UTC
    assert (spans, told.unknown_zones) == (["03-03 08:00/10:00", "03-10 08:00/10:00"], ("Customized Time Zone",))


@pytest.mark.parametrize("definition", [ZONE, ZONE.replace("TZID:", "COMMENT:Of the office\ntzid:")])
def test_a_zone_of_one_file_is_unknown_in_the_next(definition: str) -> None:
    """The library would keep a zone that has a name as long as the process lives."""
    assert read_calendar_file(calendar_of(definition + IN_ITS_ZONE), ASKED).unknown_zones == ()
    assert read_calendar_file(calendar_of(IN_ITS_ZONE), ASKED).unknown_zones == ("Customized Time Zone",)
    assert tzp.timezone("Customized Time Zone") is None


def test_a_zone_that_nobody_knows_is_named_only_where_it_matters() -> None:
    past = IN_ITS_ZONE.replace("20260303", "20250303")
    free = IN_ITS_ZONE.replace("UID:1", "UID:2\nTRANSP:TRANSPARENT")
    assert read_calendar_file(calendar_of(past + free), ASKED).unknown_zones == ()


def test_calendars_in_one_file_each_have_their_own_zone() -> None:
    event = "BEGIN:VEVENT\nUID:{}\nDTSTART:20260303T090000\nDURATION:PT1H\nEND:VEVENT\n"
    tokyo = calendar_of(event.format(1) + "X-WR-TIMEZONE:Asia/Tokyo\n")
    lisbon = calendar_of("X-WR-TIMEZONE:Europe/Lisbon\n" + event.format(2))
    told = read_calendar_file(tokyo + lisbon + calendar_of(event.format(3)), ASKED)
    assert ([f"{start:%H:%M}" for start, _ in told.spans], told.entries) == (["00:00", "08:00"], 3)


def test_a_file_that_breaks_off_is_unreadable() -> None:
    """What is missing may be what matters: the earlier busy times stay."""
    with pytest.raises(UnreadableCalendarError):
        read_calendar_file(calendar_of(IN_ITS_ZONE)[:-20], ASKED)


GOOD = [
    "UID:one\nDTSTART:20260303T090000Z\nDURATION:PT1H",
    "UID:row\nDTSTART;TZID=Europe/Berlin:20260303T120000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY",
    "UID:row\nRECURRENCE-ID;TZID=Europe/Berlin:20260310T120000\nDTSTART:20260311T090000Z\nDURATION:PT2H",
]

LINES = st.sampled_from(
    [
        *(
            "SUMMARY:x",
            "DTSTART",
            "DTSTART:",
            "DTSTART:20260303T090000Z",
            "DTEND:20260301T000000Z",
            "DTEND;VALUE=DATE:2026",
        ),
        *("DURATION:P", "DURATION:-PT1H", "RRULE:FREQ=SECONDLY", "RRULE:", "RRULE:FREQ=DAILY;COUNT=x", "EXDATE:,,"),
        *("RDATE;VALUE=PERIOD:20260303T090000Z/x", "RECURRENCE-ID;RANGE=THISANDFUTURE:x", "no colon", "BEGIN:VALARM"),
        *("BEGIN:X", "END:X", "END:VALARM", "BEGIN:VEVENT", " folded", "\x00", 'DTSTART;TZID=":x', "TRANSP", "UID"),
    ]
)


@given(st.lists(LINES, max_size=8), st.booleans(), st.integers(0, len(GOOD)))
def test_a_broken_entry_never_changes_the_times_of_the_others(lines: list[str], is_closed: bool, place: int) -> None:
    broken = "".join(f"{line}\n" for line in ("BEGIN:VEVENT", "UID:broken", *lines, *["END:VEVENT"] * is_closed))
    entries = [f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in GOOD]
    good = read_calendar_file(calendar_of("".join(entries)), ASKED)
    alone = read_calendar_file(calendar_of(broken), ASKED)
    told = read_calendar_file(calendar_of("".join([*entries[:place], broken, *entries[place:]])), ASKED)
    assert told.spans == tuple(merge_intervals([*good.spans, *alone.spans]))
    assert told.left_out == alone.left_out


def test_many_events_that_are_over_are_not_read() -> None:
    """A file of 2 MB: twenty years of appointments."""
    old = "BEGIN:VEVENT\nUID:{}\nDTSTART:20190303T090000Z\nDTEND:20190303T100000Z\nDESCRIPTION:{}\nEND:VEVENT\n"
    content = calendar_of("".join(old.format(number, "words " * 10) for number in range(14_000)) + IN_ITS_ZONE)
    began = process_time()
    told = read_calendar_file(content, ASKED)
    assert (len(told.spans), told.entries) == (2, 14_001)
    assert process_time() - began < 1.5


@pytest.mark.parametrize(
    "event",
    [
        "DTSTART:16040101T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYHOUR=8,9,10,11",
        "DTSTART:00010101T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY",
        "DTSTART:20260303T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;INTERVAL=99999999999999999999",
    ],
)
def test_a_rule_with_too_many_dates_to_go_through_is_refused_before(event: str) -> None:
    began = process_time()
    assert [entry.why for entry in answer(event)[1]] == [UnreadablePart.RULE]
    assert process_time() - began < 0.5


def test_components_inside_each_other_without_end_are_soon_done_with() -> None:
    began = process_time()
    nested = "".join(f"BEGIN:X{number}\n" for number in range(100_000)) + "END:Y\n" * 100_000
    assert read_calendar_file(calendar_of(nested + IN_ITS_ZONE), ASKED).entries == 1
    assert process_time() - began < 2


@pytest.mark.parametrize(("seconds", "is_given_up"), [(5.0, False), (5.01, True)])
def test_a_file_that_takes_more_than_five_seconds_is_given_up(
    monkeypatch: pytest.MonkeyPatch, seconds: float, is_given_up: bool
) -> None:
    monkeypatch.setattr(reading, "thread_time", chain([0.0], repeat(seconds)).__next__)
    with pytest.raises(UnreadableCalendarError, match="too often") if is_given_up else nullcontext():
        assert read(GOOD[0]) == ["03-03 09:00/10:00"]


@pytest.mark.parametrize(("number", "is_refused"), [(5_000, False), (5_001, True)])
def test_a_calendar_holds_five_thousand_stretches_at_most(number: int, is_refused: bool) -> None:
    minutes = (FIRST + timedelta(minutes=2 * count) for count in range(number))
    line = "FREEBUSY:" + ",".join(f"{minute:%Y%m%dT%H%M%SZ}/PT1M" for minute in minutes)
    with pytest.raises(UnreadableCalendarError, match="too many events") if is_refused else nullcontext():
        assert len(read(line, kind="VFREEBUSY")) == number


@pytest.mark.parametrize(("number", "problems"), [(10_000, []), (10_001, [UnreadablePart.DATES])])
def test_of_ten_thousand_single_dates_no_more_are_read(number: int, problems: list[UnreadablePart]) -> None:
    spans, left_out = answer(f"DTSTART:20260303T090000Z\nDURATION:PT1H\nRDATE:{'20260305T090000Z,' * number}")
    assert (spans, [entry.why for entry in left_out]) == (["03-03 09:00/10:00", "03-05 09:00/10:00"], problems)


def test_many_rules_that_never_come_true_are_given_up_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "READING_SECONDS", 0.2)
    rules = ["DTSTART:20260303T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30"] * 100
    with pytest.raises(UnreadableCalendarError, match="repeat too often"):
        read(*rules)


@given(
    st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,FR", "FREQ=MONTHLY;BYDAY=-1TU", "FREQ=YEARLY;BYMONTHDAY=29"]),
    st.dates(date(2019, 1, 1), date(2026, 4, 1)),
)
def test_a_rule_gives_the_dates_that_it_gives_in_its_own_years(rule: str, begin: date) -> None:
    """It is counted thousands of years ahead, in years that are alike."""
    start = datetime.combine(begin, time(9))
    first, last = datetime(2026, 3, 2), datetime(2026, 5, 1)  # noqa: DTZ001
    dates = {start, *rrulestr(rule, dtstart=start).between(first, last, inc=True)}
    event = f"DTSTART:{start:%Y%m%dT%H%M%S}Z\nDURATION:PT1H\nRRULE:{rule}"
    assert read(event) == [f"{at:%m-%d} 09:00/10:00" for at in sorted(dates) if first <= at < last]
