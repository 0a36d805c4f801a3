"""The dates on which something repeats, worked out by the library recurring-ical-events.

PURE. The library gets wall times of one zone, without that zone: nine o'clock stays nine o'clock when the clocks
change, and it never mixes up the wall time of one date with the UTC time of another. Its work is bounded before it
begins, because it can't be stopped: a rule by the hour or finer is refused, and one with too many dates to go through.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, timedelta
from math import prod
from typing import Any, NamedTuple, TypeVar

from icalendar import Calendar, Event
from icalendar.prop import vRecur
from recurring_ical_events import CalendarQuery

FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}

PARTS = {"FREQ", "UNTIL", "COUNT", "INTERVAL", "BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY", "BYMONTHDAY", "BYYEARDAY"}
PARTS |= {"BYWEEKNO", "BYMONTH", "BYSETPOS", "WKST", "SKIP"}

MOST_RULE_DATES = 200_000
"""Of one rule from its start to the end of what is asked for. Every day since 1604 are 154,000."""

MOST_TIMES_A_DAY = 24

MOST_POSITIONS = 10

LONGEST_RULE = 2_000

LONGEST_REPEATED = timedelta(days=3650)
"""Of something that repeats; only to find it. How long it is, `Length` knows."""

YEARS_AHEAD = 19 * 400
"""Years. A rule that matches no date is tried for each year up to 9999, and the Gregorian calendar repeats every 400
years, weekdays included. So rules are worked out as near to that year as possible."""


AnyDay = TypeVar("AnyDay", date, datetime)


class UnreadableRuleError(ValueError):
    """A rule that can't be read, or one that would take too long."""


@dataclass(frozen=True, slots=True)
class LaterChange:
    """From the date at `at` on, it starts as much later or earlier as `start` says, and is as long as this."""

    at: datetime
    start: datetime
    length: timedelta


@dataclass(frozen=True, slots=True)
class Repetition:
    """How something repeats. Every time is a wall time of the same zone, without that zone.

    `rules` are as `read_rule` gives them. A time of `exceptions` leaves out what starts then, a date what starts on it.
    """

    start: datetime
    length: timedelta
    rules: tuple[str, ...] = ()
    more: tuple[tuple[datetime, timedelta], ...] = ()
    exceptions: tuple[date, ...] = ()
    changes: tuple[LaterChange, ...] = ()


class Occurrence(NamedTuple):
    """The wall time at which it starts once, and the place of the change that rules it, if one does."""

    start: datetime
    change: int | None


def rule_parts(text: str) -> dict[str, str]:
    """`FREQ=WEEKLY;BYDAY=TU, TH` as parts, without blanks; none where a part stands there twice.

    Parts that begin with X- are the program's own (RFC 2445, 4.3.10). Every rule counts in the Gregorian calendar, and
    omits dates that don't exist, also where it doesn't say so (RFC 7529, 4.1).
    """
    parts: dict[str, str] = {}
    for part in filter(None, re.sub(r"\s", "", text[: LONGEST_RULE + 1]).upper().split(";")):
        name, _, value = part.partition("=")
        if name in parts:
            return {}
        if part not in {"RSCALE=GREGORIAN", "SKIP=OMIT"} and not name.startswith("X-"):
            parts[name] = value.strip(",")
    return parts if len(text) <= LONGEST_RULE else {}


def read_rule(parts: dict[str, str], start: datetime, until: datetime | None, last: datetime) -> str:
    """A rule for `Repetition` that is soon worked out up to `last`. Raises `UnreadableRuleError`."""
    frequency = parts.get("FREQ", "")
    try:
        interval = int(parts.get("INTERVAL", "1"))
        positions = [abs(int(position)) for position in parts.get("BYSETPOS", "0").split(",")]
    except ValueError as problem:
        raise UnreadableRuleError(parts) from problem
    times_a_day = prod(len(set(parts.get(name, "").split(","))) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    if (
        frequency not in FREQUENCIES
        or not parts.keys() <= PARTS
        or ("SKIP" in parts and not _names_only_dates_that_exist(parts, start))
        or not all(parts.values())
        or interval < 1
        or times_a_day > MOST_TIMES_A_DAY
        or len(positions) > MOST_POSITIONS
        or (frequency == "DAILY" and max(positions) > times_a_day)
        or (min(until or last, last) - start).days * times_a_day > MOST_RULE_DATES
    ):
        raise UnreadableRuleError(parts)
    parts = {name: value for name, value in parts.items() if name != "SKIP"}
    if until:
        # A rule has one end (RFC 5545, 3.3.10). Of two, the time is taken and the number of dates isn't.
        parts = {name: value for name, value in parts.items() if name != "COUNT"}
        parts["UNTIL"] = f"{_ahead(min(until, last)):%Y%m%dT%H%M%S}"
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _names_only_dates_that_exist(parts: dict[str, str], start: datetime) -> bool:
    """Whether it doesn't matter what comes instead of February 30 (RFC 7529, 4.1)."""
    days = parts.get("BYMONTHDAY", str(start.day)).split(",")
    return parts.keys().isdisjoint({"BYYEARDAY", "BYWEEKNO"}) and all(
        re.fullmatch("-?([1-9]|1.|2[0-8])", d) for d in days
    )


def occurrences(repetition: Repetition, first: datetime, last: datetime) -> list[Occurrence]:
    """Those that overlap the time from `first` to `last`, in wall time. Raises `UnreadableRuleError`.

    The start is one of them, whatever the rules say (RFC 5545, 3.8.5.3: it is the first, and what follows from a rule
    that leaves it out is undefined).
    """
    try:
        components: Sequence[Any] = CalendarQuery(_calendar(repetition)).between(_ahead(first), _ahead(last))
    except Exception as problem:  # the libraries refuse in many ways what they can't work out
        raise UnreadableRuleError(repetition.rules) from problem
    starts = ((component["DTSTART"].dt, component.get("X-CHANGE")) for component in components)
    return [Occurrence(_back(start), None if change is None else int(change)) for start, change in starts]


def _calendar(repetition: Repetition) -> Calendar:
    calendar = Calendar()
    event = _event(repetition.start, repetition.length)
    for rule in repetition.rules:
        event.add("RRULE", vRecur.from_ical(rule))
    if more := [(_ahead(at), min(length, LONGEST_REPEATED)) for at, length in repetition.more if _is_near(at)]:
        event.add("RDATE", more)
    if exceptions := [_ahead(at) for at in repetition.exceptions if _is_near(at)]:
        event.add("EXDATE", exceptions)
    calendar.add_component(event)
    for place, change in enumerate(repetition.changes):
        if _is_near(change.at) and _is_near(change.start):
            event = _event(change.start, change.length)
            event.add("RECURRENCE-ID", _ahead(change.at), parameters={"RANGE": "THISANDFUTURE"})
            event.add("X-CHANGE", str(place))
            calendar.add_component(event)
    return calendar


def _event(start: datetime, length: timedelta) -> Event:
    event = Event()
    event.add("UID", "repetition")
    event.add("DTSTART", _ahead(start))
    event.add("DTEND", _ahead(start) + max(timedelta(), min(length, LONGEST_REPEATED)))
    return event


def _is_near(at: date) -> bool:
    return at.year + YEARS_AHEAD < MAXYEAR - 20


def _ahead(at: AnyDay) -> AnyDay:
    return at.replace(year=at.year + YEARS_AHEAD)


def _back(at: datetime) -> datetime:
    return at.replace(year=at.year - YEARS_AHEAD)
