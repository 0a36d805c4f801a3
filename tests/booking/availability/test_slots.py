"""The slots as tables for the days that break other booking systems, and as properties for all others."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hinge_coach.booking.availability.slots import (
    CELL,
    Availability,
    BusyInterval,
    ClockChange,
    DatedHours,
    DateRuleKind,
    RefusalReason,
    Slot,
    SlotDay,
    SlotRules,
    WeeklyInterval,
    by_day,
    cells,
    clock_change,
    is_offered,
    month_of,
    nearest,
    offered,
    why_not,
)

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
MONDAY_MORNING = (WeeklyInterval(0, time(9), time(11)),)
SUNDAY_NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def diary(zone: ZoneInfo = BERLIN, **changes: object) -> Availability:
    return replace(Availability(zone, OPEN_RULES, MONDAY_MORNING), **changes)  # type: ignore[arg-type]


def starts(found: tuple[Slot, ...], zone: ZoneInfo = BERLIN) -> list[str]:
    return [f"{slot.starts_at.astimezone(zone):%d %H:%M}" for slot in found]


def on_date(found: tuple[Slot, ...], on: date, zone: ZoneInfo) -> list[str]:
    return [
        f"{slot.starts_at.astimezone(zone):%H:%M}" for slot in found if slot.starts_at.astimezone(zone).date() == on
    ]


def test_a_morning_of_two_hours_holds_four_half_hours() -> None:
    found = offered(diary(rules=replace(OPEN_RULES, horizon_days=6)), SUNDAY_NOON)
    assert starts(found) == ["02 09:00", "02 09:30", "02 10:00", "02 10:30"]
    assert found[0] == Slot(utc("2026-03-02T08:00"), utc("2026-03-02T08:30"))


def test_a_call_that_would_run_past_the_hours_is_not_offered() -> None:
    rules = replace(OPEN_RULES, length_minutes=45, horizon_days=6)
    assert starts(offered(diary(rules=rules), SUNDAY_NOON)) == ["02 09:00", "02 09:30", "02 10:00"]


def test_several_intervals_a_day_each_begin_their_own_grid() -> None:
    hours = (WeeklyInterval(0, time(9, 15), time(10, 15)), WeeklyInterval(0, time(14), time(15)))
    found = offered(diary(hours=hours, rules=replace(OPEN_RULES, horizon_days=6)), SUNDAY_NOON)
    assert starts(found) == ["02 09:15", "02 09:45", "02 14:00", "02 14:30"]


def test_evening_hours_run_past_midnight_without_losing_a_slot() -> None:
    hours = (WeeklyInterval(0, time(22, 30), time(1, 30)),)
    found = offered(diary(hours=hours, rules=replace(OPEN_RULES, horizon_days=6)), SUNDAY_NOON)
    assert starts(found) == ["02 22:30", "02 23:00", "02 23:30", "03 00:00", "03 00:30", "03 01:00"]


def test_hours_that_touch_at_midnight_are_one_stretch() -> None:
    hours = (WeeklyInterval(0, time(23, 15), time(0)), WeeklyInterval(1, time(0), time(0, 30)))
    rules = replace(OPEN_RULES, length_minutes=60, horizon_days=6)
    assert starts(offered(diary(hours=hours, rules=rules), SUNDAY_NOON)) == ["02 23:15"]


def test_the_tail_of_yesterdays_late_hours_is_offered_today() -> None:
    hours = (WeeklyInterval(0, time(22), time(2)),)
    now = utc("2026-03-02T23:10")  # Tuesday 00:10 in Berlin
    found = offered(diary(hours=hours, rules=replace(OPEN_RULES, horizon_days=0)), now)
    assert starts(found) == ["03 00:30", "03 01:00", "03 01:30"]


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
    assert starts(offered(diary(date_rules=date_rules, rules=rules), SUNDAY_NOON)) == expected


def test_a_date_off_also_ends_the_hours_that_run_into_it() -> None:
    hours = (WeeklyInterval(0, time(23), time(1)),)
    off = (DatedHours(date(2026, 3, 3), DateRuleKind.OFF),)
    found = offered(diary(hours=hours, date_rules=off, rules=replace(OPEN_RULES, horizon_days=6)), SUNDAY_NOON)
    assert starts(found) == ["02 23:00", "02 23:30"]


def test_notice_keeps_the_next_hours_free() -> None:
    rules = replace(OPEN_RULES, notice_minutes=90, horizon_days=6)
    now = utc("2026-03-02T08:00")  # 09:00 in Berlin
    assert starts(offered(diary(rules=rules), now)) == ["02 10:30"]
    assert starts(offered(diary(rules=rules), now + timedelta(seconds=1))) == []


def test_the_horizon_counts_the_trainers_dates() -> None:
    rules = replace(OPEN_RULES, horizon_days=8)
    assert {s[:2] for s in starts(offered(diary(rules=rules), SUNDAY_NOON))} == {"02", "09"}
    assert {s[:2] for s in starts(offered(diary(rules=replace(rules, horizon_days=7)), SUNDAY_NOON))} == {"02"}


def test_a_full_day_offers_nothing_more() -> None:
    rules = replace(OPEN_RULES, calls_a_day=1)
    booked = (utc("2026-03-02T08:00"),)
    assert {s[:2] for s in starts(offered(diary(rules=rules, call_starts=booked), SUNDAY_NOON))} == {"09", "16"}


def test_buffers_keep_clear_of_calls_and_of_other_things_to_do() -> None:
    rules = replace(OPEN_RULES, buffer_after=15, horizon_days=6)
    taken = frozenset(cells(utc("2026-03-02T08:30"), utc("2026-03-02T09:00"), after=CELL))
    assert starts(offered(diary(rules=rules, taken=taken), SUNDAY_NOON)) == ["02 10:30"]
    busy = (BusyInterval(utc("2026-03-02T08:40"), utc("2026-03-02T08:50")),)
    assert starts(offered(diary(rules=rules, busy=busy), SUNDAY_NOON)) == ["02 10:00", "02 10:30"]


def test_calls_back_to_back_without_buffers() -> None:
    taken = frozenset(cells(utc("2026-03-02T08:30"), utc("2026-03-02T09:00")))
    rules = replace(OPEN_RULES, horizon_days=6)
    assert starts(offered(diary(rules=rules, taken=taken), SUNDAY_NOON)) == ["02 09:00", "02 10:00", "02 10:30"]


@pytest.mark.parametrize(
    ("zone", "change", "gone", "kept"),
    [
        (BERLIN, date(2026, 3, 29), ["02:00", "02:30"], ["00:30", "01:30", "03:00", "13:00", "23:30"]),
        (NEW_YORK, date(2026, 3, 8), ["02:00", "02:30"], ["00:30", "01:30", "03:00", "13:00", "23:30"]),
        (ZoneInfo("Australia/Lord_Howe"), date(2026, 10, 4), ["02:00"], ["01:30", "02:30", "13:00", "23:30"]),
        (ZoneInfo("Africa/Cairo"), date(2026, 4, 24), ["00:00", "00:30"], ["01:00", "01:30", "13:00", "23:30"]),
    ],
    ids=["Berlin", "New York", "Lord Howe, half an hour", "Cairo, at midnight"],
)
def test_a_slot_in_the_spring_gap_is_skipped(zone: ZoneInfo, change: date, gone: list[str], kept: list[str]) -> None:
    now = datetime.combine(change - timedelta(days=3), time(12), UTC)
    shown = on_date(offered(diary(zone, hours=ALL_WEEK), now), change, zone)
    assert [time_ for time_ in gone if time_ in shown] == []
    assert [time_ for time_ in kept if time_ in shown] == kept
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
    shown = on_date(offered(diary(zone, hours=ALL_WEEK), now), change, zone)
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
    found = offered(diary(zone, hours=hours), now)
    on = {slot.starts_at.astimezone(zone).date(): f"{slot.starts_at:%H:%M}" for slot in found}
    assert (on[change - timedelta(days=1)], on[change], on[change + timedelta(days=1)]) == (before, after, after)


def test_hours_that_end_inside_the_spring_gap_end_when_the_clocks_jump() -> None:
    hours = (WeeklyInterval(6, time(1), time(2, 30)),)
    found = offered(diary(hours=hours, rules=replace(OPEN_RULES, horizon_days=3)), utc("2026-03-27T12:00"))
    assert starts(found) == ["29 01:00", "29 01:30"]


@pytest.mark.parametrize("month", range(1, 13))
def test_the_last_day_of_a_month_is_like_any_other(month: int) -> None:
    last = date(2026 + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    hours = tuple(WeeklyInterval(weekday, time(0), time(0)) for weekday in range(7))
    now = datetime.combine(last - timedelta(days=2), time(12), UTC)
    found = offered(diary(ZoneInfo("Asia/Tokyo"), hours=hours), now)
    days = by_day(found, ZoneInfo("Asia/Tokyo"))
    assert [len(day.slots) for day in days if last <= day.on <= last + timedelta(days=1)] == [48, 48]


@pytest.mark.parametrize(
    ("viewer", "first", "shown"),
    [
        ("Pacific/Kiritimati", date(2026, 3, 2), "22:00"),
        ("Pacific/Pago_Pago", date(2026, 3, 1), "21:00"),
        ("Asia/Kathmandu", date(2026, 3, 2), "13:45"),
        ("Australia/Lord_Howe", date(2026, 3, 2), "19:00"),
        ("Europe/Berlin", date(2026, 3, 2), "09:00"),
    ],
)
def test_slots_fall_under_the_viewers_own_date(viewer: str, first: date, shown: str) -> None:
    days = by_day(offered(diary(), SUNDAY_NOON), ZoneInfo(viewer))
    assert days[0].on == first
    assert f"{days[0].slots[0].starts_at.astimezone(ZoneInfo(viewer)):%H:%M}" == shown


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
    refusal = why_not(diary(rules=rules, taken=taken), utc(starts_at), SUNDAY_NOON)
    assert refusal is not None
    assert refusal.code == code
    assert refusal.sentence.endswith(".")


def test_a_free_slot_has_no_refusal() -> None:
    assert why_not(diary(), utc("2026-03-09T08:00"), SUNDAY_NOON) is None


def test_the_nearest_three_come_in_order_of_time() -> None:
    found = offered(diary(rules=replace(OPEN_RULES, horizon_days=6)), SUNDAY_NOON)
    assert starts(nearest(found, utc("2026-03-02T09:00"))) == ["02 09:30", "02 10:00", "02 10:30"]
    assert starts(nearest(found[:2], utc("2026-03-02T09:00"))) == ["02 09:00", "02 09:30"]
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
    found = cells(
        utc(f"2026-03-02T{start}"), utc(f"2026-03-02T{end}"), timedelta(minutes=before), timedelta(minutes=after)
    )
    assert [f"{cell:%H:%M}" for cell in found] == expected


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


ZONES = st.sampled_from(
    [
        "Europe/Berlin",
        "America/New_York",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Africa/Cairo",
        "America/Havana",
        "UTC",
    ]
).map(ZoneInfo)
QUARTERS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
NOWS = st.integers(0, 364 * 24 * 60).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
RULES = st.builds(
    SlotRules,
    length_minutes=st.sampled_from([15, 20, 30, 45, 60]),
    buffer_before=st.sampled_from([0, 5, 15]),
    buffer_after=st.sampled_from([0, 10, 15, 30]),
    grid_minutes=st.sampled_from([10, 15, 30, 60]),
    notice_minutes=st.sampled_from([0, 60, 720]),
    horizon_days=st.integers(0, 9),
    calls_a_day=st.integers(1, 5),
)
HOURS = st.lists(st.builds(WeeklyInterval, st.integers(0, 6), QUARTERS, QUARTERS), max_size=4).map(tuple)
SPAN_MINUTES = st.tuples(st.integers(-600, 14_000), st.integers(1, 300))


@st.composite
def diaries(draw: st.DrawFn) -> tuple[Availability, datetime]:
    now = draw(NOWS)
    date_rules = draw(
        st.lists(
            st.builds(
                DatedHours,
                st.integers(-1, 10).map(lambda days: now.date() + timedelta(days=days)),
                st.sampled_from(DateRuleKind),
                st.none() | QUARTERS,
                st.none() | QUARTERS,
            ),
            max_size=3,
        )
    )
    busy = tuple(
        BusyInterval(now + timedelta(minutes=begin), now + timedelta(minutes=begin + length))
        for begin, length in draw(st.lists(SPAN_MINUTES, max_size=3))
    )
    return Availability(draw(ZONES), draw(RULES), draw(HOURS), tuple(date_rules), busy=busy), now


def book(diary_: Availability, slot: Slot) -> Availability:
    taken = cells(
        slot.starts_at,
        slot.ends_at,
        timedelta(minutes=diary_.rules.buffer_before),
        timedelta(minutes=diary_.rules.buffer_after),
    )
    assert diary_.taken.isdisjoint(taken)
    return replace(diary_, taken=diary_.taken | set(taken), call_starts=(*diary_.call_starts, slot.starts_at))


@given(diaries(), st.integers(-2, 12), st.integers(0, 24 * 60))
def test_looking_around_one_instant_finds_what_looking_at_all_does(
    case: tuple[Availability, datetime], days: int, minutes: int
) -> None:
    current, now = case
    around = now + timedelta(days=days, minutes=minutes)
    on = around.astimezone(current.zone).date()

    def that_day(slots: tuple[Slot, ...]) -> list[Slot]:
        return [slot for slot in slots if slot.starts_at.astimezone(current.zone).date() == on]

    everything, close = offered(current, now), offered(current, now, around=around)
    assert set(close) <= set(everything)
    assert that_day(close) == that_day(everything)


@settings(max_examples=60, deadline=None)
@given(diaries(), st.randoms(use_true_random=False))
def test_booking_until_nothing_is_left_never_overlaps(case: tuple[Availability, datetime], choice: object) -> None:
    current, now = case
    booked: list[Slot] = []
    while (free := offered(current, now)) and len(booked) < 12:
        slot = choice.choice(free)  # type: ignore[attr-defined]
        current = book(current, slot)
        booked.append(slot)
    booked.sort()
    gap = timedelta(minutes=current.rules.buffer_before + current.rules.buffer_after)
    assert [(first, second) for first, second in pairwise(booked) if second.starts_at - first.ends_at < gap] == []
    assert [slot for slot in booked if is_offered(current, slot.starts_at, now)] == []


@settings(max_examples=60, deadline=None)
@given(diaries())
def test_every_offered_slot_is_accepted_and_keeps_the_rules(case: tuple[Availability, datetime]) -> None:
    current, now = case
    found = offered(current, now)
    last_day = now.astimezone(current.zone).date() + timedelta(days=current.rules.horizon_days)
    assert len({slot.starts_at for slot in found}) == len(found)
    assert len({slot.starts_at.astimezone(current.zone).replace(tzinfo=None) for slot in found}) == len(found)
    for slot in found[:5]:
        assert why_not(current, slot.starts_at, now) is None
    for slot in found:
        assert slot.ends_at - slot.starts_at == timedelta(minutes=current.rules.length_minutes)
        assert slot.starts_at >= now + timedelta(minutes=current.rules.notice_minutes)
        assert slot.starts_at.astimezone(current.zone).date() <= last_day
        assert not any(busy.start < slot.ends_at and slot.starts_at < busy.end for busy in current.busy)


@settings(max_examples=60, deadline=None)
@given(diaries())
def test_nothing_is_offered_outside_the_hours(case: tuple[Availability, datetime]) -> None:
    """Looks minute by minute at the wall clock, without the module's own spans. The doubled hour counts as open
    when its first pass is, so the days on which clocks go back are left to the tables."""
    current, now = case
    if clock_change(current.zone, now - timedelta(days=3), now + timedelta(days=13)):
        return

    def inside(on: date, start: time | None, end: time | None, wall: datetime) -> bool:
        opens, closes = datetime.combine(on, start or time()), datetime.combine(on, end or time())
        return opens <= wall < (closes if closes > opens else closes + timedelta(days=1))

    def is_open(wall: datetime) -> bool:
        dates = [wall.date(), wall.date() - timedelta(days=1)]
        extra, off = (
            any(rule.kind is kind and inside(rule.on, rule.start, rule.end, wall) for rule in current.date_rules)
            for kind in (DateRuleKind.EXTRA, DateRuleKind.OFF)
        )
        weekly = any(
            inside(on, hours.start, hours.end, wall)
            for on in dates
            for hours in current.hours
            if hours.weekday == on.weekday()
        )
        return extra or (weekly and not off)

    for slot in offered(current, now)[::7]:
        minutes = range(0, current.rules.length_minutes, 5)
        walls = [
            (slot.starts_at + timedelta(minutes=minute)).astimezone(current.zone).replace(tzinfo=None)
            for minute in minutes
        ]
        assert [wall for wall in walls if not is_open(wall)] == []


@settings(max_examples=40, deadline=None)
@given(diaries(), ZONES)
def test_the_offered_set_does_not_depend_on_the_viewers_zone(
    case: tuple[Availability, datetime], viewer: ZoneInfo
) -> None:
    found = offered(*case)
    days = by_day(found, viewer)
    assert tuple(slot for day in days for slot in day.slots) == found
    assert [day.on for day in days] == sorted({slot.starts_at.astimezone(viewer).date() for slot in found})


def days_with(*counts: tuple[date, int]) -> list[SlotDay]:
    """Days with so many slots; which ones they are doesn't matter."""
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    return [SlotDay(on, (Slot(noon, noon + timedelta(minutes=30)),) * count) for on, count in counts]


@pytest.mark.parametrize(
    ("on", "first_week", "last_week"),
    [
        (date(2026, 3, 17), [None] * 6 + [1], [30, 31] + [None] * 5),  # six rows
        (date(2027, 2, 1), [1, 2, 3, 4, 5, 6, 7], [22, 23, 24, 25, 26, 27, 28]),  # four
        (date(2026, 12, 31), [None, 1, 2, 3, 4, 5, 6], [28, 29, 30, 31, None, None, None]),
        (date(2028, 2, 29), [None, 1, 2, 3, 4, 5, 6], [28, 29, None, None, None, None, None]),
    ],
)
def test_a_month_is_rows_from_monday_to_sunday(
    on: date, first_week: list[int | None], last_week: list[int | None]
) -> None:
    weeks = [[day and day.on.day for day in week] for week in month_of((), on).weeks]
    assert (weeks[0], weeks[-1]) == (first_week, last_week)


@pytest.mark.parametrize(
    ("on", "earlier", "later"),
    [
        (date(2026, 1, 30), None, date(2026, 2, 3)),
        (date(2026, 2, 3), date(2026, 1, 30), date(2026, 5, 1)),
        (date(2026, 5, 1), date(2026, 2, 3), date(2027, 5, 2)),  # not by way of March and April, which hold nothing
        (date(2027, 5, 2), date(2026, 5, 1), None),
    ],
)
def test_the_next_month_is_the_next_that_holds_a_free_day(on: date, earlier: date | None, later: date | None) -> None:
    free = (date(2026, 1, 30), date(2026, 1, 31), date(2026, 2, 3), date(2026, 2, 4), date(2026, 5, 1))
    month = month_of(days_with(*((each, 1) for each in (*free, date(2027, 5, 2)))), on)
    assert (month.first, month.earlier, month.later) == (on.replace(day=1), earlier, later)


@given(
    st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 3, 1)), st.integers(1, 9)),
    st.dates(date(2026, 1, 1), date(2027, 3, 1)),
)
def test_a_month_holds_each_of_its_dates_once_with_what_is_free(free: dict[date, int], on: date) -> None:
    month = month_of(days_with(*sorted(free.items())), on)
    squares = [square for week in month.weeks for square in week if square]
    first = on.replace(day=1)
    dates = [first + timedelta(days=n) for n in range(31) if (first + timedelta(days=n)).month == on.month]
    assert [(square.on, square.free) for square in squares] == [(each, free.get(each, 0)) for each in dates]
    assert {len(week) for week in month.weeks} == {7}
    assert {day.on.weekday() == place for week in month.weeks for place, day in enumerate(week) if day} == {True}


@given(st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 3, 1)), st.integers(1, 9), min_size=1))
def test_stepping_on_and_back_comes_through_every_month_that_holds_a_free_day(free: dict[date, int]) -> None:
    days = days_with(*sorted(free.items()))
    months = sorted({each.replace(day=1) for each in free})
    there = [month_of(days, days[0].on)]
    while there[-1].later:
        there.append(month_of(days, there[-1].later))
    back = [month_of(days, days[-1].on)]
    while back[-1].earlier:
        back.append(month_of(days, back[-1].earlier))
    assert [month.first for month in there] == months
    assert [month.first for month in reversed(back)] == months
