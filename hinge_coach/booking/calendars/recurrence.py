"""When a calendar file says that its owner is busy.

Read are single events, repeating ones (RRULE, RDATE, EXDATE) with single dates moved or cancelled, changes to "this and
all later dates", whole days, times without a zone (they count as the trainer's), zones described in the file, and plain
lists of busy times (VFREEBUSY; the site's own calls can't be told apart in those). Left out is what doesn't make busy:
cancelled and declined events, and those marked as free. Not read: rules by the hour or finer.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from math import inf
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar

from hinge_coach.booking.availability.slots import BusyInterval, merge_intervals

TOO_FINE = {"SECONDLY", "MINUTELY", "HOURLY"}

MOST = 5_000
"""Spans from one file, and dates of one rule. More is no person's calendar."""

MOST_POSITIONS = 10

READING_SECONDS = 5.0
"""For all the rules of one file together, looked at between two dates that come true."""

CYCLE = 400
"""Years after which dates, leap days and weekdays repeat."""


class UnreadableCalendarError(ValueError):
    """The file is no calendar, or one that can't be taken in; said in a sentence."""


@dataclass(frozen=True, kw_only=True)
class CalendarReader:
    """Reads from `first` to `last`, UTC. `own` holds UIDs of the site's own calls, which come back by the feed."""

    zone: ZoneInfo
    email: str
    first: datetime
    last: datetime
    own: frozenset[str] = frozenset()
    give_up_at: float = inf  # on the clock of time.monotonic

    def spans(self, content: bytes) -> tuple[BusyInterval, ...]:
        """Busy times, joined where they touch."""
        try:
            calendar: Any = Calendar.from_ical(content)
            reader = replace(self, give_up_at=monotonic() + READING_SECONDS)
            merged = merge_intervals(
                [*reader._events(calendar.walk("VEVENT")), *reader._busy_lists(calendar.walk("VFREEBUSY"))]
            )
        except UnreadableCalendarError:
            raise
        except Exception as problem:  # of the many ways in which a file can be broken
            raise UnreadableCalendarError("This is not a calendar file that can be read.") from problem
        if len(merged) > MOST:
            raise UnreadableCalendarError("This calendar holds too many events.")
        return tuple(merged)

    def _told(self, lists: list[Any]) -> Iterator[BusyInterval]:
        for each in lists:
            periods = each.get("FREEBUSY", [])
            for period in periods if isinstance(periods, list) else [periods]:
                if str(period.params.get("FBTYPE", "BUSY")).upper() != "FREE":
                    yield from self._span(period.start, period.end)

    def _events(self, events: list[Any]) -> Iterator[BusyInterval]:
        changes: defaultdict[str, list[Any]] = defaultdict(list)
        for event in events:
            if "RECURRENCE-ID" in event:
                changes[_uid(event)].append(event)
        rows = {_uid(event) for event in events if "RECURRENCE-ID" not in event}
        for event in events:
            if "DTSTART" in event and _uid(event) not in self.own and not (_goes_on(event) and _uid(event) in rows):
                yield from self._of(event, changes[_uid(event)])

    def _of(self, event: Any, changes: list[Any]) -> Iterator[BusyInterval]:
        if "RECURRENCE-ID" in event or not {"RRULE", "RDATE"} & event.keys():
            if self._is_busy(event):
                yield from self._lasting(event, event["DTSTART"].dt)
            return
        self._look_at_the_clock()
        later = sorted((each for each in changes if _goes_on(each) and "DTSTART" in each), key=self._changes_at)
        since = [self._changes_at(each) for each in later]
        for at in self._starts(event, event["DTSTART"].dt, changes):
            # From the date of a change on that change says how long and whether busy, and how far the start moves.
            place = bisect_right(since, self._instant(at))
            ruling = later[place - 1] if place else event
            if self._is_busy(ruling):
                yield from self._lasting(ruling, self._moved(at, ruling) if place else at)

    def _lasting(self, event: Any, at: Any) -> Iterator[BusyInterval]:
        # Wall time plus the length: a day off lasts until the next midnight, also when clocks change.
        return self._span(at, at + _length(event, event["DTSTART"].dt))

    def _span(self, start: date, end: date) -> Iterator[BusyInterval]:
        begin, end = self._instant(start), self._instant(end)
        if begin < end and begin < self.last and end > self.first:
            yield BusyInterval(begin, end)

    def _changes_at(self, change: Any) -> datetime:
        return self._instant(change["RECURRENCE-ID"].dt)

    def _moved(self, at: date, change: Any) -> date:
        """As far from `at` as the change lies from the date it changes, on the wall of its own zone."""
        was, now = change["RECURRENCE-ID"].dt, change["DTSTART"].dt
        zone = getattr(now, "tzinfo", None)
        instants = (self._instant(each).astimezone(zone or self.zone) for each in (at, now, was))
        old, new, changed = (each.replace(tzinfo=None) for each in instants)
        moved = old + (new - changed)
        return moved.replace(tzinfo=zone) if isinstance(now, datetime) else moved.date()

    def _is_busy(self, event: Any) -> bool:
        if str(event.get("STATUS", "")).upper() == "CANCELLED" or str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
            return False
        invited = event.get("ATTENDEE", [])
        for person in invited if isinstance(invited, list) else [invited]:
            is_own = str(person).lower() == f"mailto:{self.email.lower()}"
            if is_own and str(person.params.get("PARTSTAT", "")).upper() == "DECLINED":
                return False
        return True

    def _starts(self, event: Any, start: Any, changes: list[Any]) -> Iterator[Any]:
        gone = {self._instant(at) for at in _dates(event, "EXDATE")}
        gone |= {self._changes_at(each) for each in changes if not _goes_on(each)}
        starts = {*self._rule(event, start), *_dates(event, "RDATE")}
        yield from (at for at in sorted(starts, key=self._instant) if self._instant(at) not in gone)

    def _rule(self, event: Any, start: Any) -> Iterator[Any]:
        """The dates of the rule in the wall time of the event, so that nine o'clock stays nine o'clock."""
        if "RRULE" not in event:
            yield start
            return
        rule = event["RRULE"]
        often = "" if isinstance(rule, list) else str(rule.get("FREQ", [""])[0]).upper()
        positions = [] if isinstance(rule, list) else rule.get("BYSETPOS", [])
        if often in {"", *TOO_FINE} or len(positions) > (0 if often == "DAILY" else MOST_POSITIONS):
            raise UnreadableCalendarError("This calendar holds an event that repeats in a way that can't be read.")
        if int(rule.get("INTERVAL", [1])[0]) < 1:
            raise UnreadableCalendarError("This calendar holds events that repeat too often.")
        wall, zone = _wall(start), getattr(start, "tzinfo", None)
        until = rule.pop("UNTIL", [None])[0]
        if isinstance(until, datetime) and until.tzinfo and zone:
            until = until.astimezone(zone)
        latest = min(filter(None, [until and _wall(until, time.max), _wall(self.last) + timedelta(days=2)]))
        if wall > latest:
            return
        # A rule that never comes true counts until the year 9999: so it counts as near to that year as can be.
        ahead = (MAXYEAR - 1 - self.last.year) // CYCLE * CYCLE
        dates = rrulestr(rule.to_ical().decode(), dtstart=wall.replace(year=wall.year + ahead))
        for count, found in enumerate(dates):
            if (at := found.replace(year=found.year - ahead)) > latest:
                return
            if count > MOST * 10:
                raise UnreadableCalendarError("This calendar holds an event that repeats too often.")
            self._look_at_the_clock()
            yield at.replace(tzinfo=zone) if isinstance(start, datetime) else at.date()

    def _look_at_the_clock(self) -> None:
        if monotonic() > self.give_up_at:
            raise UnreadableCalendarError("This calendar holds events that repeat too often.")

    def _instant(self, at: date) -> datetime:
        if not isinstance(at, datetime):
            at = datetime.combine(at, time())
        return (at if at.tzinfo else at.replace(tzinfo=self.zone)).astimezone(UTC)


def _uid(event: Any) -> str:
    return str(event.get("UID", ""))


def _goes_on(event: Any) -> bool:
    """Whether this changes a date of a row and all later ones."""
    changed = event.get("RECURRENCE-ID")
    return changed is not None and str(changed.params.get("RANGE", "")).upper() == "THISANDFUTURE"


def _length(event: Any, start: Any) -> timedelta:
    if "DTEND" in event:
        end = event["DTEND"].dt
        if isinstance(end, datetime) and end.tzinfo and start.tzinfo:
            return _wall(end.astimezone(start.tzinfo)) - _wall(start)
        return _wall(end) - _wall(start)
    if "DURATION" in event:
        length: timedelta = event["DURATION"].dt
        return length
    return timedelta() if isinstance(start, datetime) else timedelta(days=1)


def _dates(event: Any, name: str) -> Iterator[Any]:
    listed = event.get(name, [])
    for some in listed if isinstance(listed, list) else [listed]:
        for each in some.dts:
            yield each.dt[0] if isinstance(each.dt, tuple) else each.dt


def _wall(at: date, otherwise: time = time()) -> datetime:
    return at.replace(tzinfo=None) if isinstance(at, datetime) else datetime.combine(at, otherwise)
