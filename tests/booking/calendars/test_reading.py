"""Calendar files of others, and when they make the trainer busy."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

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


def test_a_change_to_all_later_dates_of_a_row_that_is_not_there_is_one_event() -> None:
    alone = from_then_on(":20260310T090000Z", "DTSTART:20260310T100000Z\nDURATION:PT30M")
    assert read(alone) == ["03-10 10:00/10:30"]


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
