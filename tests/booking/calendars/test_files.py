"""Calendar files with oddities of real exports, and the busy hours that are right.

They were worked out by hand from RFC 5545; where another source decides, it is named. The trainer is in Berlin, one
hour ahead of UTC in winter. What is asked for is the two weeks from November 28, 2026, unless a row says otherwise.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hinge_coach.booking.calendars.entries import UnreadablePart
from hinge_coach.booking.calendars.reading import BusyQuestion, CalendarReading, LeftOut, read_calendar_file

FILES = Path(__file__).parent / "files"

# An ordinary event, in front of one that has the oddity.
ADVISER = "11-30 10:00/12:00"


def read_file(name: str, first: date = date(2026, 11, 28), last: date = date(2026, 12, 12)) -> CalendarReading:
    asked = BusyQuestion(
        zone=ZoneInfo("Europe/Berlin"),
        email="dana@example.com",
        first=datetime(first.year, first.month, first.day, tzinfo=UTC),
        last=datetime(last.year, last.month, last.day, tzinfo=UTC),
    )
    return read_calendar_file((FILES / f"{name}.ics").read_bytes(), asked)


def hours(reading: CalendarReading) -> list[str]:
    """`12-01 09:00/10:00`, UTC."""
    spans = (f"{start:%m-%d %H:%M}/{end:%m-%d %H:%M}".replace(f"/{start:%m-%d} ", "/") for start, end in reading.spans)
    return list(spans)


HOURS = [
    # 3.8.2.2: an end should be of the same type as the start. The end is read as what it is; a time without a zone
    # is wall time wherever one is (3.3.5).
    ("allday_start_floating_end", ["11-30 23:00/12-01 11:00"]),
    # 3.3.10: the end of a rule for dates is a date. The date counts as it is written: December 1, 2 and 3.
    ("allday_until_z", ["11-30 23:00/12-03 23:00"]),
    # 3.8.2.7: what is transparent takes no time, so nobody needs to know how it repeats.
    ("bad_02_hourly_marked_free", [ADVISER]),
    # 3.6.1: a second RRULE should not be there, but may. 3.8.5.3 leaves open what follows from two; both count, as in
    # RFC 2445, 4.8.5.4, so that no time is offered that may be taken.
    (
        "bad_03_two_rrules",
        [ADVISER, "12-01 08:00/09:00", "12-03 08:00/09:00", "12-08 08:00/09:00", "12-10 08:00/09:00"],
    ),
    # 3.8.5.1: an exception needs a date. Without one, nothing is left out.
    ("bad_05_empty_exdate", [ADVISER, "12-01 08:00/09:00", "12-08 08:00/09:00"]),
    # 3.3.10: no blanks in a rule. Those that are there say nothing.
    (
        "bad_06_space_in_byday",
        [ADVISER, "12-01 08:00/09:00", "12-03 08:00/09:00", "12-08 08:00/09:00", "12-10 08:00/09:00"],
    ),
    # 3.3.6: weeks stand in front of the T. A week is a week.
    ("bad_08_duration_pt1w", [ADVISER, "11-30 23:00/12-07 23:00"]),
    # RFC 2445, 4.3.10: rules could have parts of one program's own, which others ignore.
    ("bad_10_unknown_rule_part", [ADVISER, "12-01 08:00/09:00", "12-08 08:00/09:00"]),
    # 3.3.10: BYSETPOS picks from the set of each interval; here from 8:00 and 12:00 of each day, the first.
    ("bad_11_setpos_daily", [ADVISER, *(f"12-{day:02} 08:00/09:00" for day in range(1, 12))]),
    # 3.3.10: an interval is 1 or more. The rule can't be read; the start is a date all the same (3.8.5.3).
    ("bad_13_interval_0", [ADVISER, "12-01 08:00/09:00"]),
    # 3.6: a component ends with END. What stands there until the calendar ends can be read.
    ("bad_14_unclosed_event", [ADVISER, "12-01 08:00/09:00"]),
    # 3.3.4: there is no month 13.
    ("bad_16_bad_old_past_event", [ADVISER]),
    # 3.6.6: an alarm says when to remind, not when somebody is busy.
    ("bad_17_alarm_trigger", [ADVISER, "12-01 10:00/11:00"]),
    # 3.6.2 and 3.8.2.7: a to-do takes no time; only events and lists of busy times do.
    ("bad_18_todo_beside", [ADVISER]),
    # 3.3.12: hours are 00 to 23. 24:00 is the next midnight (ISO 8601), 23:00 UTC.
    ("bad_20_end_at_24", [ADVISER, "12-01 21:00/23:00"]),
    # 3.1: lines end with CR and LF, and 3.1.4: UTF-8, in which a byte order mark is no character of the text.
    ("bom_lf", [ADVISER]),
    ("demo_good", ["12-07 13:00/18:00"]),
    ("demo_one_bad_line", ["12-07 13:00/18:00"]),
    # 3.8.5.3: the start is the first date. What follows from a rule that leaves it out, as Tuesdays leave out a
    # Friday, is undefined: both count, as in other calendars.
    ("dtstart_off_rule", ["12-04 09:30/10:30", "12-08 09:30/10:30"]),
    # 3.2.19 leaves names to programs, and 3.3.14: -0500 is five hours behind UTC.
    ("etc_gmt_plus_zone", ["12-01 14:00/15:00"]),
    # 3.8.5.1: an exception is the start of a date that repeats, here 9:00 on December 2 in its own zone.
    ("exdate_floating", ["12-01 14:00/15:00", "12-03 14:00/15:00", "12-04 14:00/15:00"]),
    # 3.1.4: a file is in UTF-8. The title of this one isn't, its times are.
    ("latin1_summary", [ADVISER]),
    ("lower_case_zone", ["12-01 14:00/15:00"]),
    # 3.2.19: a slash in front marks a name that a registry has made unique; what it means stands at its end.
    ("mozilla_prefixed_zone", ["12-01 14:00/15:00"]),
    # [MS-OXCICAL] 2.1.3.1.1.20.31: Outlook's own word for free.
    ("outlook_free_busystatus", []),
    # 3.8.5.2: a period in RDATE has its own length.
    ("rdate_period_longer", ["12-01 09:00/09:30", "12-03 09:00/12:30", "12-04 09:00/13:00"]),
    # 3.8.4.4: a date can name the one that is changed; here the second of three, moved to 15:00.
    ("recurrence_id_as_date", ["12-01 08:00/09:00", "12-02 14:00/15:00", "12-03 08:00/09:00"]),
    # 3.8.7.4, and RFC 5546, 2.1.5: of two versions the one with the higher SEQUENCE.
    ("two_versions_sequence", ["12-02 14:00/15:00"]),
    ("tz_outlook_numbered", ["12-01 14:00/15:00"]),
    # 3.2: a parameter with a colon stands in quotes, which are no part of it.
    ("tz_tzone_quoted", ["12-01 09:00/10:00"]),
    # Unicode CLDR, windowsZones: Los Angeles.
    ("windows_zone", ["12-01 17:00/18:00"]),
    # 3.3.5 reads a time without a zone where its reader is, in Berlin. X-WR-TIMEZONE, which is in no standard, names
    # the zone of the whole calendar, and is taken for it here: Los Angeles.
    ("x_wr_timezone_floating", ["12-01 17:00/18:00"]),
]

HOURS_AT_OTHER_TIMES = [
    # 3.3.10: a date that doesn't exist is left out. From 2026 to 2028 there is one February 29.
    ("leap_yearly", date(2026, 2, 1), date(2028, 4, 1), ["02-28 23:00/02-29 23:00"]),
    # 3.3.6: eight hours are eight hours, also in the night of 25 hours: from 22:00 to 5:00.
    ("long_exact_duration_over_dst", date(2026, 10, 20), date(2026, 10, 30), ["10-24 20:00/10-25 04:00"]),
    # 3.8.5.3: with an end given, every date is as long as the first one: one hour. At 2:00 on October 4 the clocks
    # go forward half an hour, from 10:30 to 11:00 ahead of UTC; that date ends at 3:00 and not at 2:30.
    (
        "lord_howe",
        date(2026, 10, 2),
        date(2026, 10, 6),
        ["10-02 15:00/16:00", "10-03 15:00/16:00", "10-04 14:30/15:30", "10-05 14:30/15:30"],
    ),
    # Zone database: Morocco is one hour ahead of UTC, and during Ramadan, from February 7 to March 14, 2027, not.
    (
        "morocco_ramadan",
        date(2027, 1, 30),
        date(2027, 3, 20),
        [
            "02-01 08:00/09:00",
            "02-08 09:00/10:00",
            "02-15 09:00/10:00",
            "02-22 09:00/10:00",
            "03-01 09:00/10:00",
            "03-08 09:00/10:00",
            "03-15 08:00/09:00",
        ],
    ),
]


@pytest.mark.parametrize(("name", "expected"), HOURS)
def test_a_file_makes_busy(name: str, expected: list[str]) -> None:
    assert hours(read_file(name)) == expected


@pytest.mark.parametrize(("name", "first", "last", "expected"), HOURS_AT_OTHER_TIMES)
def test_a_file_makes_busy_at_another_time(name: str, first: date, last: date, expected: list[str]) -> None:
    assert hours(read_file(name, first, last)) == expected


def test_every_file_is_in_a_table() -> None:
    names = [name for name, _ in HOURS] + [name for name, *_ in HOURS_AT_OTHER_TIMES]
    assert sorted(names) == sorted(path.stem for path in FILES.glob("*.ics"))


def test_what_can_not_be_read_is_named() -> None:
    left_out = {path.stem: read_file(path.stem).left_out for path in FILES.glob("*.ics")}
    assert {name: entries for name, entries in left_out.items() if entries} == {
        "bad_13_interval_0": (LeftOut("Stretching", date(2026, 12, 1), UnreadablePart.RULE),),
        "bad_14_unclosed_event": (LeftOut("School run", date(2026, 12, 1), UnreadablePart.END),),
        "bad_16_bad_old_past_event": (LeftOut("Hydration", None, UnreadablePart.START),),
        "demo_one_bad_line": (LeftOut("Hydration", None, UnreadablePart.START),),
    }


def test_two_files_that_differ_by_one_broken_event_make_the_same_times_busy() -> None:
    good, broken = read_file("demo_good"), read_file("demo_one_bad_line")
    assert (broken.spans, broken.entries, len(broken.left_out)) == (good.spans, good.entries + 1, 1)
