"""When a calendar file says that its owner is busy.

It reads single events, repeating ones (RRULE, RDATE, EXDATE) with single dates moved or cancelled, changes to "this and
all later dates", whole days, times without a zone (they count as the trainer's), zones described in the file, and plain
lists of busy times (VFREEBUSY; the site's own calls can't be recognized in those). It leaves out cancelled and declined
events and those marked as free. It refuses rules by the hour or finer.
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

MOST_INTERVALS = 5_000
"""Busy intervals of one file; ten times as many dates of one rule. No person's calendar has more."""

MOST_POSITIONS = 10

READING_SECONDS = 5.0
"""For all rules of one file together, checked at every date of a rule."""

CYCLE_YEARS = 400
"""The Gregorian calendar repeats after so many years, weekdays included."""


class UnreadableCalendarError(ValueError):
    """The file is no calendar, or one that can't be read; the message is a sentence for the trainer."""


@dataclass(frozen=True, kw_only=True)
class CalendarReader:
    """Reads the busy times from `first` to `last`, UTC, of a person with this e-mail address.

    Times without a zone are in `zone`. Events with a UID in `own` are the site's own calls, which are in the trainer's
    calendar because it subscribes to the feed.
    """

    zone: ZoneInfo
    email: str
    first: datetime
    last: datetime
    own: frozenset[str] = frozenset()
    give_up_at: float = inf  # on the clock of time.monotonic

    def spans(self, content: bytes) -> tuple[BusyInterval, ...]:
        """The busy times in order, merged where they touch. Raises `UnreadableCalendarError`."""
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
        if len(merged) > MOST_INTERVALS:
            raise UnreadableCalendarError("This calendar holds too many events.")
        return tuple(merged)

    def _busy_lists(self, components: list[Any]) -> Iterator[BusyInterval]:
        for component in components:
            periods = component.get("FREEBUSY", [])
            for period in periods if isinstance(periods, list) else [periods]:
                if str(period.params.get("FBTYPE", "BUSY")).upper() != "FREE":
                    yield from self._span(period.start, period.end)

    def _events(self, events: list[Any]) -> Iterator[BusyInterval]:
        changes: defaultdict[str, list[Any]] = defaultdict(list)
        for event in events:
            if "RECURRENCE-ID" in event:
                changes[_uid(event)].append(event)
        originals = {_uid(event) for event in events if "RECURRENCE-ID" not in event}
        for event in events:
            # Changes to all later dates are read together with the event that they change, where that is in the file.
            is_part = _changes_later_dates(event) and _uid(event) in originals
            if "DTSTART" in event and _uid(event) not in self.own and not is_part:
                yield from self._event(event, changes[_uid(event)])

    def _event(self, event: Any, changes: list[Any]) -> Iterator[BusyInterval]:
        if "RECURRENCE-ID" in event or not {"RRULE", "RDATE"} & event.keys():
            if self._is_busy(event):
                yield from self._occurrence(event, event["DTSTART"].dt)
            return
        self._check_time()
        later_changes = [change for change in changes if _changes_later_dates(change) and "DTSTART" in change]
        later_changes.sort(key=self._changed_instant)
        changed_instants = [self._changed_instant(change) for change in later_changes]
        for at in self._starts(event, event["DTSTART"].dt, changes):
            # The last change before a date decides how long it is, whether it is busy, and how far its start moves.
            place = bisect_right(changed_instants, self._instant(at))
            ruling = later_changes[place - 1] if place else event
            if self._is_busy(ruling):
                yield from self._occurrence(ruling, self._moved(at, ruling) if place else at)

    def _occurrence(self, event: Any, at: Any) -> Iterator[BusyInterval]:
        # The length is added in wall time: a day off lasts until the next midnight, also when the clocks change.
        return self._span(at, at + _length(event, event["DTSTART"].dt))

    def _span(self, start: date, end: date) -> Iterator[BusyInterval]:
        starts_at, ends_at = self._instant(start), self._instant(end)
        if starts_at < ends_at and starts_at < self.last and ends_at > self.first:
            yield BusyInterval(starts_at, ends_at)

    def _changed_instant(self, change: Any) -> datetime:
        return self._instant(change["RECURRENCE-ID"].dt)

    def _moved(self, at: date, change: Any) -> date:
        """`at` moved as far as the change moves the date that it names, in the wall time of its own zone."""
        was, now = change["RECURRENCE-ID"].dt, change["DTSTART"].dt
        zone = getattr(now, "tzinfo", None)
        walls = (self._instant(day).astimezone(zone or self.zone).replace(tzinfo=None) for day in (at, now, was))
        wall_at, wall_now, wall_was = walls
        moved = wall_at + (wall_now - wall_was)
        return moved.replace(tzinfo=zone) if isinstance(now, datetime) else moved.date()

    def _is_busy(self, event: Any) -> bool:
        if str(event.get("STATUS", "")).upper() == "CANCELLED" or str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
            return False
        attendees = event.get("ATTENDEE", [])
        for attendee in attendees if isinstance(attendees, list) else [attendees]:
            is_owner = str(attendee).lower() == f"mailto:{self.email.lower()}"
            if is_owner and str(attendee.params.get("PARTSTAT", "")).upper() == "DECLINED":
                return False
        return True

    def _starts(self, event: Any, start: Any, changes: list[Any]) -> Iterator[Any]:
        """The starts of a repeating event. Dates that are changed one by one are events of their own."""
        excluded = {self._instant(at) for at in _dates(event, "EXDATE")}
        excluded |= {self._changed_instant(change) for change in changes if not _changes_later_dates(change)}
        starts = {*self._rule_dates(event, start), *_dates(event, "RDATE")}
        yield from (at for at in sorted(starts, key=self._instant) if self._instant(at) not in excluded)

    def _rule_dates(self, event: Any, start: Any) -> Iterator[Any]:
        """The dates of the rule, computed in the wall time of the event: nine o'clock stays nine o'clock."""
        if "RRULE" not in event:
            yield start
            return
        rule = event["RRULE"]
        frequency = "" if isinstance(rule, list) else str(rule.get("FREQ", [""])[0]).upper()
        positions = [] if isinstance(rule, list) else rule.get("BYSETPOS", [])
        if frequency in {"", *TOO_FINE} or len(positions) > (0 if frequency == "DAILY" else MOST_POSITIONS):
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
        # `dateutil` tries a rule that matches no date in every year until 9999, for seconds. The calendar repeats every
        # 400 years, so the rule is computed as near to that year as possible.
        ahead = (MAXYEAR - 1 - self.last.year) // CYCLE_YEARS * CYCLE_YEARS
        dates = rrulestr(rule.to_ical().decode(), dtstart=wall.replace(year=wall.year + ahead))
        for count, date_ahead in enumerate(dates):
            if (at := date_ahead.replace(year=date_ahead.year - ahead)) > latest:
                return
            if count > MOST_INTERVALS * 10:
                raise UnreadableCalendarError("This calendar holds an event that repeats too often.")
            self._check_time()
            yield at.replace(tzinfo=zone) if isinstance(start, datetime) else at.date()

    def _check_time(self) -> None:
        if monotonic() > self.give_up_at:
            raise UnreadableCalendarError("This calendar holds events that repeat too often.")

    def _instant(self, at: date) -> datetime:
        if not isinstance(at, datetime):
            at = datetime.combine(at, time())
        return (at if at.tzinfo else at.replace(tzinfo=self.zone)).astimezone(UTC)


def _uid(event: Any) -> str:
    return str(event.get("UID", ""))


def _changes_later_dates(event: Any) -> bool:
    """Whether this changes one date of a repeating event and all later ones."""
    recurrence_id = event.get("RECURRENCE-ID")
    return recurrence_id is not None and str(recurrence_id.params.get("RANGE", "")).upper() == "THISANDFUTURE"


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
    properties = event.get(name, [])
    for dates in properties if isinstance(properties, list) else [properties]:
        for entry in dates.dts:
            yield entry.dt[0] if isinstance(entry.dt, tuple) else entry.dt  # of a period only its start counts


def _wall(at: date, time_of_date: time = time()) -> datetime:
    """The wall time of an instant; of a whole date the time that is given."""
    return at.replace(tzinfo=None) if isinstance(at, datetime) else datetime.combine(at, time_of_date)
