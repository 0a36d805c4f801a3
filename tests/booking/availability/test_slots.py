"""Slots as tables: hours, dates that differ, limits, buffers, refusals, and the cells of a call."""

from dataclasses import astuple, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from hinge_coach.booking.availability.slots import (
    CELL,
    Availability,
    BusyInterval,
    DatedHours,
    DateRuleKind,
    RefusalReason,
    Slot,
    SlotRules,
    WeeklyInterval,
    cells,
    merge_intervals,
    nearest,
    offered,
    why_not,
)

BERLIN = ZoneInfo("Europe/Berlin")
OPEN_RULES = SlotRules(
    length_minutes=30,
    buffer_before=0,
    buffer_after=0,
    grid_minutes=30,
    notice_minutes=0,
    horizon_days=21,
    calls_a_day=100,
)
MONDAY_MORNING = (WeeklyInterval(0, time(9), time(11)),)
SUNDAY_NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def availability(zone: ZoneInfo = BERLIN, **changes: object) -> Availability:
    return replace(Availability(zone, OPEN_RULES, MONDAY_MORNING), **changes)  # type: ignore[arg-type]


def starts(slots: tuple[Slot, ...], zone: ZoneInfo = BERLIN) -> list[str]:
    return [f"{slot.starts_at.astimezone(zone):%d %H:%M}" for slot in slots]


def test_a_morning_of_two_hours_holds_four_half_hours() -> None:
    slots = offered(availability(rules=replace(OPEN_RULES, horizon_days=6)), SUNDAY_NOON)
    assert starts(slots) == ["02 09:00", "02 09:30", "02 10:00", "02 10:30"]
    assert slots[0] == Slot(utc("2026-03-02T08:00"), utc("2026-03-02T08:30"))


def test_a_call_that_would_run_past_the_hours_is_not_offered() -> None:
    rules = replace(OPEN_RULES, length_minutes=45, horizon_days=6)
    assert starts(offered(availability(rules=rules), SUNDAY_NOON)) == ["02 09:00", "02 09:30", "02 10:00"]


def test_several_intervals_a_day_each_begin_their_own_grid() -> None:
    hours = (WeeklyInterval(0, time(9, 15), time(10, 15)), WeeklyInterval(0, time(14), time(15)))
    slots = offered(availability(hours=hours, rules=replace(OPEN_RULES, horizon_days=6)), SUNDAY_NOON)
    assert starts(slots) == ["02 09:15", "02 09:45", "02 14:00", "02 14:30"]


def test_evening_hours_run_past_midnight_without_losing_a_slot() -> None:
    hours = (WeeklyInterval(0, time(22, 30), time(1, 30)),)
    slots = offered(availability(hours=hours, rules=replace(OPEN_RULES, horizon_days=6)), SUNDAY_NOON)
    assert starts(slots) == ["02 22:30", "02 23:00", "02 23:30", "03 00:00", "03 00:30", "03 01:00"]


def test_hours_that_touch_at_midnight_are_one_stretch() -> None:
    hours = (WeeklyInterval(0, time(23, 15), time(0)), WeeklyInterval(1, time(0), time(0, 30)))
    rules = replace(OPEN_RULES, length_minutes=60, horizon_days=6)
    assert starts(offered(availability(hours=hours, rules=rules), SUNDAY_NOON)) == ["02 23:15"]


def test_the_tail_of_yesterdays_late_hours_is_offered_today() -> None:
    hours = (WeeklyInterval(0, time(22), time(2)),)
    now = utc("2026-03-02T23:10")  # Tuesday 00:10 in Berlin
    slots = offered(availability(hours=hours, rules=replace(OPEN_RULES, horizon_days=0)), now)
    assert starts(slots) == ["03 00:30", "03 01:00", "03 01:30"]


@pytest.mark.parametrize(
    ("date_rules", "expected"),
    [
        ((DatedHours(date(2026, 3, 2), DateRuleKind.OFF),), []),
        (
            (DatedHours(date(2026, 3, 2), DateRuleKind.OFF, time(9, 30), time(10)),),
            ["02 09:00", "02 10:00", "02 10:30"],
        ),
        ((DatedHours(date(2026, 3, 3), DateRuleKind.OFF),), ["02 09:00", "02 09:30", "02 10:00", "02 10:30"]),
        (
            (DatedHours(date(2026, 3, 7), DateRuleKind.EXTRA, time(18), time(19)),),
            ["02 09:00", "02 09:30", "02 10:00", "02 10:30", "07 18:00", "07 18:30"],
        ),
        (
            (
                DatedHours(date(2026, 3, 2), DateRuleKind.OFF),
                DatedHours(date(2026, 3, 2), DateRuleKind.EXTRA, time(9), time(10)),
            ),
            ["02 09:00", "02 09:30"],
        ),
    ],
    ids=["whole date off", "part of a date off", "another date off", "extra evening", "extra wins over off"],
)
def test_date_rules_change_one_date(date_rules: tuple[DatedHours, ...], expected: list[str]) -> None:
    rules = replace(OPEN_RULES, horizon_days=6)
    assert starts(offered(availability(date_rules=date_rules, rules=rules), SUNDAY_NOON)) == expected


@pytest.mark.parametrize("horizon_days", [6, 1])
def test_a_date_off_also_ends_the_hours_that_run_into_it(horizon_days: int) -> None:
    hours = (WeeklyInterval(0, time(23), time(1)),)
    off = (DatedHours(date(2026, 3, 3), DateRuleKind.OFF),)
    rules = replace(OPEN_RULES, length_minutes=45, horizon_days=horizon_days)
    assert starts(offered(availability(hours=hours, date_rules=off, rules=rules), SUNDAY_NOON)) == ["02 23:00"]


def test_extra_hours_of_yesterday_run_into_today() -> None:
    extra = (DatedHours(date(2026, 2, 28), DateRuleKind.EXTRA, time(23), time(1)),)
    rules = replace(OPEN_RULES, horizon_days=0)
    just_past_midnight = utc("2026-02-28T23:00")
    assert starts(offered(availability(date_rules=extra, rules=rules), just_past_midnight)) == ["01 00:00", "01 00:30"]


def test_who_has_set_nothing_takes_four_half_hours_a_day_for_three_weeks() -> None:
    assert astuple(SlotRules()) == (30, 0, 15, 30, 12 * 60, 21, 4)


def test_notice_keeps_the_next_hours_free() -> None:
    rules = replace(OPEN_RULES, notice_minutes=90, horizon_days=6)
    now = utc("2026-03-02T08:00")  # 09:00 in Berlin
    assert starts(offered(availability(rules=rules), now)) == ["02 10:30"]
    assert starts(offered(availability(rules=rules), now + timedelta(seconds=1))) == []


def test_the_horizon_counts_the_trainers_dates() -> None:
    rules = replace(OPEN_RULES, horizon_days=8)
    assert {s[:2] for s in starts(offered(availability(rules=rules), SUNDAY_NOON))} == {"02", "09"}
    assert {s[:2] for s in starts(offered(availability(rules=replace(rules, horizon_days=7)), SUNDAY_NOON))} == {"02"}


def test_a_full_day_offers_nothing_more() -> None:
    rules = replace(OPEN_RULES, calls_a_day=1)
    booked = (utc("2026-03-02T08:00"),)
    assert {s[:2] for s in starts(offered(availability(rules=rules, call_starts=booked), SUNDAY_NOON))} == {"09", "16"}


def test_buffers_keep_clear_of_calls_and_of_other_things_to_do() -> None:
    rules = replace(OPEN_RULES, buffer_after=15, horizon_days=6)
    taken = frozenset(cells(utc("2026-03-02T08:30"), utc("2026-03-02T09:00"), after=CELL))
    assert starts(offered(availability(rules=rules, taken=taken), SUNDAY_NOON)) == ["02 10:30"]
    busy = (BusyInterval(utc("2026-03-02T08:40"), utc("2026-03-02T08:50")),)
    assert starts(offered(availability(rules=rules, busy=busy), SUNDAY_NOON)) == ["02 10:00", "02 10:30"]


@pytest.mark.parametrize(
    ("begins", "ends", "free"),
    [
        ("08:45", "08:50", ["02 09:00", "02 10:00", "02 10:30", "02 11:00"]),  # 9:45 in Berlin
        ("08:44", "08:51", ["02 10:30", "02 11:00"]),
    ],
)
def test_buffers_may_touch_what_the_trainer_does_and_no_more(begins: str, ends: str, free: list[str]) -> None:
    """Calls of 30 minutes keep 10 minutes before them and 15 after them."""
    hours = (WeeklyInterval(0, time(9), time(11, 30)),)
    rules = replace(OPEN_RULES, buffer_before=10, buffer_after=15, horizon_days=6)
    busy = (BusyInterval(utc(f"2026-03-02T{begins}"), utc(f"2026-03-02T{ends}")),)
    assert starts(offered(availability(hours=hours, rules=rules, busy=busy), SUNDAY_NOON)) == free


def test_times_in_between_are_as_few_as_possible_and_none_is_empty() -> None:
    nine, ten, eleven, noon = (utc(f"2026-03-02T{hour}:00") for hour in ("09", "10", "11", "12"))
    spans = [BusyInterval(ten, eleven), BusyInterval(noon, noon), BusyInterval(nine, ten), BusyInterval(nine, eleven)]
    assert merge_intervals(spans) == [BusyInterval(nine, eleven)]


def test_calls_back_to_back_without_buffers() -> None:
    taken = frozenset(cells(utc("2026-03-02T08:30"), utc("2026-03-02T09:00")))
    rules = replace(OPEN_RULES, horizon_days=6)
    assert starts(offered(availability(rules=rules, taken=taken), SUNDAY_NOON)) == ["02 09:00", "02 10:00", "02 10:30"]


@pytest.mark.parametrize(
    ("starts_at", "code"),
    [
        ("2026-03-02T08:00", RefusalReason.TOO_SOON),
        ("2026-03-09T08:00", RefusalReason.TAKEN),
        ("2026-03-09T08:10", RefusalReason.CLOSED),
        ("2026-03-10T08:00", RefusalReason.CLOSED),
        ("2027-03-01T08:00", RefusalReason.TOO_FAR),
        ("0001-01-02T00:00", RefusalReason.TOO_SOON),
        ("9999-12-30T00:00", RefusalReason.TOO_FAR),
    ],
)
def test_a_refusal_says_why(starts_at: str, code: RefusalReason) -> None:
    rules = replace(OPEN_RULES, notice_minutes=24 * 60)
    taken = frozenset(cells(utc("2026-03-09T08:00"), utc("2026-03-09T08:30")))
    refusal = why_not(availability(rules=rules, taken=taken), utc(starts_at), SUNDAY_NOON)
    assert refusal is not None
    assert refusal.code == code
    assert refusal.sentence.endswith(".")


@pytest.mark.parametrize(
    ("notice_minutes", "horizon_days", "code"),
    [
        (20 * 60, 21, RefusalReason.TAKEN),
        (20 * 60 + 1, 21, RefusalReason.TOO_SOON),
        (0, 1, RefusalReason.TAKEN),
        (0, 0, RefusalReason.TOO_FAR),
    ],
)
def test_a_taken_time_on_the_very_edge_is_taken(notice_minutes: int, horizon_days: int, code: RefusalReason) -> None:
    rules = replace(OPEN_RULES, notice_minutes=notice_minutes, horizon_days=horizon_days)
    starts_at = utc("2026-03-02T08:00")
    refusal = why_not(availability(rules=rules, taken=frozenset({starts_at})), starts_at, SUNDAY_NOON)
    assert refusal is not None
    assert refusal.code is code


def test_a_free_slot_has_no_refusal() -> None:
    assert why_not(availability(), utc("2026-03-09T08:00"), SUNDAY_NOON) is None


def test_the_nearest_three_come_in_order_of_time() -> None:
    slots = offered(availability(rules=replace(OPEN_RULES, horizon_days=6)), SUNDAY_NOON)
    assert starts(nearest(slots, utc("2026-03-02T09:00"))) == ["02 09:30", "02 10:00", "02 10:30"]
    assert starts(nearest(slots[:2], utc("2026-03-02T09:00"))) == ["02 09:00", "02 09:30"]
    assert nearest((), utc("2026-03-02T09:00")) == ()


@pytest.mark.parametrize(
    ("start", "end", "before", "after", "expected"),
    [
        ("09:00", "09:30", 0, 0, ["09:00", "09:15"]),
        ("09:00", "09:20", 0, 0, ["09:00", "09:15"]),
        ("09:10", "09:40", 0, 0, ["09:00", "09:15", "09:30"]),
        ("09:00", "09:30", 10, 15, ["08:45", "09:00", "09:15", "09:30"]),
    ],
)
def test_cells_cover_the_call_and_its_buffers(
    start: str, end: str, before: int, after: int, expected: list[str]
) -> None:
    cell_starts = cells(
        utc(f"2026-03-02T{start}"), utc(f"2026-03-02T{end}"), timedelta(minutes=before), timedelta(minutes=after)
    )
    assert [f"{cell:%H:%M}" for cell in cell_starts] == expected
