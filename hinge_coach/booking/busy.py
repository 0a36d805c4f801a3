"""When a calendar file says that its owner is busy.

Read are single events, repeating ones (RRULE, RDATE, EXDATE) with single dates moved or cancelled, whole days, times
without a zone (they count as the trainer's), and zones described in the file. Left out is what doesn't make busy:
cancelled and declined events, and those marked as free. Not read: VFREEBUSY, rules by the hour or finer, and changes
to "this and all later dates".
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from math import inf
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar

from hinge_coach.booking.slots import Span

TOO_FINE = {"SECONDLY", "MINUTELY", "HOURLY"}
MOST = 5_000
"""Spans from one file, and dates of one rule. More is no person's calendar."""


SECONDS = 5.0
"""For all the rules of one file together. A rule that never comes true would count until the year 9999."""


class Unreadable(ValueError):  # noqa: N818
    """The file is no calendar, or one that can't be taken in; said in a sentence."""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Reads from `first` to `last`, UTC. `own` holds UIDs of the site's own calls, which come back by the feed."""

    zone: ZoneInfo
    email: str
    first: datetime
    last: datetime
    own: frozenset[str] = frozenset()
    give_up_at: float = inf  # on the clock of time.monotonic

    def spans(self, content: bytes) -> tuple[Span, ...]:
        """Busy times, joined where they touch."""
        try:
            events: list[Any] = list(Calendar.from_ical(content).walk("VEVENT"))
            hasty = replace(self, give_up_at=monotonic() + SECONDS)
            found = sorted(span for event in events for span in hasty._of(event, events))
        except Unreadable:
            raise
        except Exception as problem:  # of the many ways in which a file can be broken
            raise Unreadable("This is not a calendar file that can be read.") from problem
        joined: list[Span] = []
        for span in found:
            if joined and span.start <= joined[-1].end:
                joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
            else:
                joined.append(span)
        if len(joined) > MOST:
            raise Unreadable("This calendar holds too many events.")
        return tuple(joined)

    def _of(self, event: Any, events: list[Any]) -> Iterator[Span]:
        if "DTSTART" not in event or str(event.get("UID", "")) in self.own or not self._is_busy(event):
            return
        start = event["DTSTART"].dt
        length = _length(event, start)
        for at in self._starts(event, start, events):
            # Wall time plus the length: a day off lasts until the next midnight, also when clocks change.
            begin, end = self._instant(at), self._instant(at + length)
            if begin < end and begin < self.last and end > self.first:
                yield Span(begin, end)

    def _is_busy(self, event: Any) -> bool:
        if str(event.get("STATUS", "")).upper() == "CANCELLED" or str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
            return False
        invited = event.get("ATTENDEE", [])
        for person in invited if isinstance(invited, list) else [invited]:
            is_own = str(person).lower() == f"mailto:{self.email.lower()}"
            if is_own and str(person.params.get("PARTSTAT", "")).upper() == "DECLINED":
                return False
        return True

    def _starts(self, event: Any, start: Any, events: list[Any]) -> Iterator[Any]:
        if "RRULE" not in event and "RDATE" not in event:
            yield start
            return
        uid = str(event.get("UID", ""))
        changed = [other["RECURRENCE-ID"].dt for other in events if _is_change(other, uid)]
        gone = {self._instant(at) for at in [*_dates(event, "EXDATE"), *changed]}
        starts = {*self._rule(event, start), *_dates(event, "RDATE")}
        yield from (at for at in sorted(starts, key=self._instant) if self._instant(at) not in gone)

    def _rule(self, event: Any, start: Any) -> Iterator[Any]:
        """The dates of the rule in the wall time of the event, so that nine o'clock stays nine o'clock."""
        if "RRULE" not in event:
            yield start
            return
        rule = event["RRULE"]
        if isinstance(rule, list) or str(rule.get("FREQ", [""])[0]).upper() in TOO_FINE:
            raise Unreadable("This calendar holds an event that repeats in a way that can't be read.")
        if int(rule.get("INTERVAL", [1])[0]) < 1 or monotonic() > self.give_up_at:
            raise Unreadable("This calendar holds events that repeat too often.")
        wall, zone = _wall(start), getattr(start, "tzinfo", None)
        until = rule.pop("UNTIL", [None])[0]
        if isinstance(until, datetime) and until.tzinfo and zone:
            until = until.astimezone(zone)
        latest = min(filter(None, [until and _wall(until, time.max), _wall(self.last) + timedelta(days=2)]))
        dates = takewhile(lambda at: at <= latest, rrulestr(rule.to_ical().decode(), dtstart=wall))
        for count, at in enumerate(dates):
            if count > MOST * 10 or monotonic() > self.give_up_at:
                raise Unreadable("This calendar holds an event that repeats too often.")
            yield at.replace(tzinfo=zone) if isinstance(start, datetime) else at.date()

    def _instant(self, at: date) -> datetime:
        if not isinstance(at, datetime):
            at = datetime.combine(at, time())
        return (at if at.tzinfo else at.replace(tzinfo=self.zone)).astimezone(UTC)


def _is_change(event: Any, uid: str) -> bool:
    return "RECURRENCE-ID" in event and str(event.get("UID", "")) == uid


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
