"""What holds for the slots of all hours, rules, zones and instants."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from hinge_coach.booking.availability.days import by_day
from hinge_coach.booking.availability.slots import (
    Availability,
    BusyInterval,
    DatedHours,
    DateRuleKind,
    Slot,
    SlotRules,
    WeeklyInterval,
    cells,
    is_offered,
    offered,
    why_not,
)
from hinge_coach.booking.availability.wall_clock import clock_change

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
def availabilities(draw: st.DrawFn) -> tuple[Availability, datetime]:
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


def book(availability: Availability, slot: Slot) -> Availability:
    taken = cells(
        slot.starts_at,
        slot.ends_at,
        timedelta(minutes=availability.rules.buffer_before),
        timedelta(minutes=availability.rules.buffer_after),
    )
    assert availability.taken.isdisjoint(taken)
    return replace(
        availability, taken=availability.taken | set(taken), call_starts=(*availability.call_starts, slot.starts_at)
    )


@given(availabilities(), st.integers(-2, 12), st.integers(0, 24 * 60))
def test_looking_around_one_instant_finds_what_looking_at_all_does(
    case: tuple[Availability, datetime], days: int, minutes: int
) -> None:
    availability, now = case
    around = now + timedelta(days=days, minutes=minutes)
    on = around.astimezone(availability.zone).date()

    def that_day(slots: tuple[Slot, ...]) -> list[Slot]:
        return [slot for slot in slots if slot.starts_at.astimezone(availability.zone).date() == on]

    everything, close = offered(availability, now), offered(availability, now, around=around)
    assert set(close) <= set(everything)
    assert that_day(close) == that_day(everything)


@settings(max_examples=60, deadline=None)
@given(availabilities(), st.randoms(use_true_random=False))
def test_booking_until_nothing_is_left_never_overlaps(case: tuple[Availability, datetime], choice: object) -> None:
    availability, now = case
    booked: list[Slot] = []
    while (free := offered(availability, now)) and len(booked) < 12:
        slot = choice.choice(free)  # type: ignore[attr-defined]
        availability = book(availability, slot)
        booked.append(slot)
    booked.sort()
    gap = timedelta(minutes=availability.rules.buffer_before + availability.rules.buffer_after)
    assert [(first, second) for first, second in pairwise(booked) if second.starts_at - first.ends_at < gap] == []
    assert [slot for slot in booked if is_offered(availability, slot.starts_at, now)] == []


@settings(max_examples=60, deadline=None)
@given(availabilities())
def test_every_offered_slot_is_accepted_and_keeps_the_rules(case: tuple[Availability, datetime]) -> None:
    availability, now = case
    slots = offered(availability, now)
    last_day = now.astimezone(availability.zone).date() + timedelta(days=availability.rules.horizon_days)
    assert len({slot.starts_at for slot in slots}) == len(slots)
    assert len({slot.starts_at.astimezone(availability.zone).replace(tzinfo=None) for slot in slots}) == len(slots)
    for slot in slots[:5]:
        assert why_not(availability, slot.starts_at, now) is None
    for slot in slots:
        assert slot.ends_at - slot.starts_at == timedelta(minutes=availability.rules.length_minutes)
        assert slot.starts_at >= now + timedelta(minutes=availability.rules.notice_minutes)
        assert slot.starts_at.astimezone(availability.zone).date() <= last_day
        assert not any(busy.start < slot.ends_at and slot.starts_at < busy.end for busy in availability.busy)


@settings(max_examples=60, deadline=None)
@given(availabilities())
def test_nothing_is_offered_outside_the_hours(case: tuple[Availability, datetime]) -> None:
    """Looks minute by minute at the wall clock, without the module's own spans. The doubled hour counts as open
    when its first pass is, so the days on which clocks go back are left to the tables."""
    availability, now = case
    if clock_change(availability.zone, now - timedelta(days=3), now + timedelta(days=13)):
        return

    def inside(on: date, start: time | None, end: time | None, wall: datetime) -> bool:
        opens, closes = datetime.combine(on, start or time()), datetime.combine(on, end or time())
        return opens <= wall < (closes if closes > opens else closes + timedelta(days=1))

    def is_open(wall: datetime) -> bool:
        dates = [wall.date(), wall.date() - timedelta(days=1)]
        extra, off = (
            any(rule.kind is kind and inside(rule.on, rule.start, rule.end, wall) for rule in availability.date_rules)
            for kind in (DateRuleKind.EXTRA, DateRuleKind.OFF)
        )
        weekly = any(
            inside(on, hours.start, hours.end, wall)
            for on in dates
            for hours in availability.hours
            if hours.weekday == on.weekday()
        )
        return extra or (weekly and not off)

    for slot in offered(availability, now)[::7]:
        minutes = range(0, availability.rules.length_minutes, 5)
        walls = [
            (slot.starts_at + timedelta(minutes=minute)).astimezone(availability.zone).replace(tzinfo=None)
            for minute in minutes
        ]
        assert [wall for wall in walls if not is_open(wall)] == []


@settings(max_examples=40, deadline=None)
@given(availabilities(), ZONES)
def test_the_offered_set_does_not_depend_on_the_viewers_zone(
    case: tuple[Availability, datetime], viewer: ZoneInfo
) -> None:
    slots = offered(*case)
    days = by_day(slots, viewer)
    assert tuple(slot for day in days for slot in day.slots) == slots
    assert [day.on for day in days] == sorted({slot.starts_at.astimezone(viewer).date() for slot in slots})
