"""Slots on the days on which the clocks change, and on the last day of a month."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from hinge_coach.booking.availability.days import by_day
from hinge_coach.booking.availability.slots import (
    Availability,
    Slot,
    SlotRules,
    WeeklyInterval,
    offered,
)
from hinge_coach.booking.availability.wall_clock import ClockChange, WallInterval, clock_change

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
OPEN_RULES = SlotRules(
    length_minutes=30,
    buffer_before=0,
    buffer_after=0,
    grid_minutes=30,
    notice_minutes=0,
    horizon_days=21,
    calls_a_day=100,
)
ALL_WEEK = tuple(WeeklyInterval(weekday, time(0), time(0)) for weekday in range(7))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def availability(
    zone: ZoneInfo = BERLIN, *, hours: tuple[WeeklyInterval, ...], rules: SlotRules = OPEN_RULES
) -> Availability:
    return Availability(zone, rules, hours)


def starts(slots: tuple[Slot, ...], zone: ZoneInfo = BERLIN) -> list[str]:
    return [f"{slot.starts_at.astimezone(zone):%d %H:%M}" for slot in slots]


def on_date(slots: tuple[Slot, ...], on: date, zone: ZoneInfo) -> list[str]:
    return [
        f"{slot.starts_at.astimezone(zone):%H:%M}" for slot in slots if slot.starts_at.astimezone(zone).date() == on
    ]


@pytest.mark.parametrize(
    ("zone", "change", "gone", "present"),
    [
        (BERLIN, date(2026, 3, 29), ["02:00", "02:30"], ["00:30", "01:30", "03:00", "13:00", "23:30"]),
        (NEW_YORK, date(2026, 3, 8), ["02:00", "02:30"], ["00:30", "01:30", "03:00", "13:00", "23:30"]),
        (ZoneInfo("Australia/Lord_Howe"), date(2026, 10, 4), ["02:00"], ["01:30", "02:30", "13:00", "23:30"]),
        (ZoneInfo("Africa/Cairo"), date(2026, 4, 24), ["00:00", "00:30"], ["01:00", "01:30", "13:00", "23:30"]),
    ],
    ids=["Berlin", "New York", "Lord Howe, half an hour", "Cairo, at midnight"],
)
def test_a_slot_in_the_spring_gap_is_skipped(zone: ZoneInfo, change: date, gone: list[str], present: list[str]) -> None:
    now = datetime.combine(change - timedelta(days=3), time(12), UTC)
    shown = on_date(offered(availability(zone, hours=ALL_WEEK), now), change, zone)
    assert [time_ for time_ in gone if time_ in shown] == []
    assert [time_ for time_ in present if time_ in shown] == present
    assert len(shown) == 48 - len(gone)


@pytest.mark.parametrize(
    ("zone", "change", "doubled"),
    [
        (BERLIN, date(2026, 10, 25), ["02:00", "02:30"]),
        (NEW_YORK, date(2026, 11, 1), ["01:00", "01:30"]),
        (ZoneInfo("Australia/Lord_Howe"), date(2026, 4, 5), ["01:30"]),
    ],
    ids=["Berlin", "New York", "Lord Howe, half an hour"],
)
def test_the_doubled_hour_in_autumn_is_offered_once(zone: ZoneInfo, change: date, doubled: list[str]) -> None:
    now = datetime.combine(change - timedelta(days=3), time(12), UTC)
    shown = on_date(offered(availability(zone, hours=ALL_WEEK), now), change, zone)
    assert shown == [f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30)]
    assert [shown.count(time_) for time_ in doubled] == [1] * len(doubled)


@pytest.mark.parametrize(
    ("zone", "change", "before", "after"),
    [
        (BERLIN, date(2026, 3, 29), "12:00", "11:00"),
        (BERLIN, date(2026, 10, 25), "11:00", "12:00"),
        (NEW_YORK, date(2026, 3, 8), "18:00", "17:00"),
        (NEW_YORK, date(2026, 11, 1), "17:00", "18:00"),
    ],
)
def test_one_o_clock_stays_one_o_clock_when_clocks_change(
    zone: ZoneInfo, change: date, before: str, after: str
) -> None:
    hours = tuple(WeeklyInterval(weekday, time(13), time(13, 30)) for weekday in range(7))
    now = datetime.combine(change - timedelta(days=2), time(0), UTC)
    slots = offered(availability(zone, hours=hours), now)
    on = {slot.starts_at.astimezone(zone).date(): f"{slot.starts_at:%H:%M}" for slot in slots}
    assert (on[change - timedelta(days=1)], on[change], on[change + timedelta(days=1)]) == (before, after, after)


def test_hours_that_end_inside_the_spring_gap_end_when_the_clocks_jump() -> None:
    hours = (WeeklyInterval(6, time(1), time(2, 30)),)
    slots = offered(availability(hours=hours, rules=replace(OPEN_RULES, horizon_days=3)), utc("2026-03-27T12:00"))
    assert starts(slots) == ["29 01:00", "29 01:30"]


@pytest.mark.parametrize(
    ("start", "end", "opens", "closes"),
    [
        (time(9), time(17), "24 09:00", "24 17:00"),
        (time(22), time(2), "24 22:00", "25 02:00"),
        (time(9), time(9), "24 09:00", "25 09:00"),
        (time(9), None, "24 09:00", "25 00:00"),
        (None, None, "24 00:00", "25 00:00"),
    ],
)
def test_hours_that_end_before_they_begin_end_on_the_next_day(
    start: time | None, end: time | None, opens: str, closes: str
) -> None:
    interval = WallInterval.on(date(2026, 12, 24), start, end)
    assert [f"{wall:%d %H:%M}" for wall in interval] == [opens, closes]


@pytest.mark.parametrize("month", range(1, 13))
def test_the_last_day_of_a_month_is_like_any_other(month: int) -> None:
    last = date(2026 + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    hours = tuple(WeeklyInterval(weekday, time(0), time(0)) for weekday in range(7))
    now = datetime.combine(last - timedelta(days=2), time(12), UTC)
    slots = offered(availability(ZoneInfo("Asia/Tokyo"), hours=hours), now)
    days = by_day(slots, ZoneInfo("Asia/Tokyo"))
    assert [len(day.slots) for day in days if last <= day.on <= last + timedelta(days=1)] == [48, 48]


@pytest.mark.parametrize(
    ("zone", "now", "then", "expected"),
    [
        ("Europe/Berlin", "2026-03-20T12:00", "2026-03-30T12:00", ClockChange(date(2026, 3, 29), 60)),
        ("America/New_York", "2026-10-20T12:00", "2026-11-03T12:00", ClockChange(date(2026, 11, 1), -60)),
        ("Australia/Lord_Howe", "2026-10-01T00:00", "2026-10-09T00:00", ClockChange(date(2026, 10, 4), 30)),
        ("Asia/Kathmandu", "2026-03-20T12:00", "2026-04-30T12:00", None),
        ("Europe/Berlin", "2026-03-20T12:00", "2026-03-28T12:00", None),
        ("Europe/Berlin", "2026-03-30T12:00", "2026-03-20T12:00", None),
    ],
)
def test_a_change_of_clocks_before_the_call_is_told(
    zone: str, now: str, then: str, expected: ClockChange | None
) -> None:
    assert clock_change(ZoneInfo(zone), utc(now), utc(then)) == expected
