"""One event of a calendar file: its lines, and what they say.

PURE. A line that can't be read spoils as little as it can: `problems` name what of the event is missing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import islice

from hinge_coach.booking.calendars.components import Component, Property
from hinge_coach.booking.calendars.recurrence import rule_parts
from hinge_coach.booking.calendars.written_times import (
    Length,
    UnreadableTimeError,
    WrittenTime,
    read_length,
    read_time,
)
from hinge_coach.booking.calendars.zone_names import defined_zone, find_zone

LINES_READ = frozenset(
    b"UID SEQUENCE LAST-MODIFIED DTSTAMP SUMMARY STATUS TRANSP X-MICROSOFT-CDO-BUSYSTATUS ATTENDEE".split()
) | frozenset(b"RECURRENCE-ID DTSTART DTEND DURATION RRULE RDATE EXDATE FREEBUSY".split())

LONGEST_TITLE = 100

MOST_LISTED_DATES = 10_000
"""Exceptions, and extra dates, of one event: for some the library takes longer than for all dates of a rule."""


class UnreadablePart(StrEnum):
    """What of an entry can't be read, and what counts all the same."""

    START = "start"  # nothing counts
    LENGTH = "length"  # it is as long as an event without a length: a day, or no time at all (RFC 5545, 3.6.1)
    RULE = "rule"  # its first date counts, and those that it lists
    DATES = "dates"  # an exception, or an extra date, doesn't count
    END = "end"  # it is never closed; what there is of it counts


@dataclass(slots=True)
class FileZones:
    """What one calendar of a file says about zones: that of times without one, and its own definitions by name."""

    default: str = ""
    definitions: dict[str, Component] = field(default_factory=dict)
    _found: dict[str, tzinfo | None] = field(default_factory=dict, repr=False)

    def find(self, name: str) -> tzinfo | None:
        """By what the name means; by the definition where it means nothing to us."""
        if name not in self._found:
            definition = self.definitions.get(name)
            self._found[name] = find_zone(name) or (defined_zone(definition) if definition else None)
        return self._found[name]


@dataclass(frozen=True, slots=True)
class ZoneReading:
    """How the times of an entry become times of a zone: `own` is the person's, `unknown` stands for unknown names."""

    zones: FileZones
    own: tzinfo
    unknown: tzinfo
    names: set[str] = field(default_factory=set)
    """The unknown names that were met."""

    def find(self, name: str) -> tzinfo:
        zone = self.zones.find(name)
        if zone is None:
            self.names.add(name)
        return zone or self.unknown

    def default(self) -> tzinfo:
        return self.find(self.zones.default) if self.zones.default else self.own

    def time(self, line: Property, text: str | None = None) -> WrittenTime:
        """The time that a line says, or one of several. Raises `UnreadableTimeError`."""
        at = read_time(line.value if text is None else text, None)
        name = line.params.get("TZID", "")
        return replace(at, zone=self.find(name)) if name and at.zone is None and not at.is_date else at

    def period(self, line: Property, text: str) -> tuple[WrittenTime, Length]:
        """A start with an end, or with a length (RFC 5545, 3.3.9). Raises `UnreadableTimeError`."""
        first, _, last = text.partition("/")
        start = self.time(line, first)
        if "P" in last.upper():
            return start, _forward(read_length(last))
        zone = start.zone or self.default()
        return start, _forward(Length(exact=self.time(line, last).instant(zone) - start.instant(zone)))


@dataclass(frozen=True, slots=True)
class EntryLines:
    """The lines of an event, or of one version of it."""

    properties: dict[str, list[Property]]
    zones: FileZones
    is_closed: bool

    def value(self, name: str) -> str:
        return self.properties[name][0].value if name in self.properties else ""

    @property
    def title(self) -> str:
        plain = re.sub(r"\\(.)", lambda escaped: " " if escaped[1] in "nN" else escaped[1], self.value("SUMMARY"))
        return " ".join(plain.split())[:LONGEST_TITLE]

    @property
    def changes_one(self) -> bool:
        """Whether it changes one date of the event with the same UID."""
        return "RECURRENCE-ID" in self.properties and not self.changes_later

    @property
    def changes_later(self) -> bool:
        """Whether it changes one date of the event with the same UID, and all later ones."""
        lines = self.properties.get("RECURRENCE-ID")
        return lines is not None and lines[0].params.get("RANGE", "").upper() == "THISANDFUTURE"

    @property
    def version(self) -> tuple[int, str, str]:
        """The highest is the newest (RFC 5546, 2.1.5)."""
        sequence = self.value("SEQUENCE")
        number = int(sequence) if re.fullmatch("[0-9]{1,9}", sequence) else 0
        return number, self.value("LAST-MODIFIED"), self.value("DTSTAMP")

    def is_busy(self, email: str) -> bool:
        """Whether the person with this address is busy then: nothing cancelled, declined, or marked as free."""
        if self.value("STATUS").upper() == "CANCELLED" or self.value("TRANSP").upper() == "TRANSPARENT":
            return False
        if self.value("X-MICROSOFT-CDO-BUSYSTATUS").upper() == "FREE":
            return False
        for attendee in self.properties.get("ATTENDEE", []):
            addresses = {attendee.value.lower().removeprefix("mailto:"), attendee.params.get("EMAIL", "").lower()}
            if email.lower() in addresses and attendee.params.get("PARTSTAT", "").upper() == "DECLINED":
                return False
        return True


@dataclass(frozen=True, slots=True)
class RepeatRule:
    """An RRULE in parts, not yet judged, and the wall time after which nothing follows from it."""

    parts: dict[str, str]
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Entry:
    """What the lines of an event say. Every time is a wall time of `zone`; a date is its midnight."""

    lines: EntryLines
    start: datetime
    is_date: bool
    zone: tzinfo
    length: Length
    rules: tuple[RepeatRule, ...] = ()
    more: dict[datetime, Length] = field(default_factory=dict)
    exceptions: tuple[date, ...] = ()  # dates leave out whatever starts on them
    problems: tuple[UnreadablePart, ...] = ()

    def start_at(self, at: WrittenTime) -> datetime:
        """A date or time in another line, as a start of this event.

        A date stands for the time at which a timed event starts on it, a time for the date of a whole day.
        """
        if at.is_date:
            return datetime.combine(at.wall.date(), self.start.time())
        wall = at.wall_in(self.zone)
        return datetime.combine(wall.date(), time()) if self.is_date else wall


def read_entry(lines: EntryLines, zones: ZoneReading) -> Entry:
    """What an event says. Raises `UnreadableTimeError` where its start can't be read."""
    if "DTSTART" not in lines.properties:
        raise UnreadableTimeError
    start = zones.time(lines.properties["DTSTART"][0])
    zone = zones.own if start.is_date else start.zone or zones.default()
    problems = [] if lines.is_closed else [UnreadablePart.END]
    try:
        length = _length(lines, start, zone, zones)
    except UnreadableTimeError:
        problems.append(UnreadablePart.LENGTH)
        length = Length(days=int(start.is_date))
    entry = Entry(lines, start.wall, start.is_date, zone, length, problems=tuple(problems))
    return _one_date(entry, zones) if "RECURRENCE-ID" in lines.properties else _all_dates(entry, zones)


def _one_date(entry: Entry, zones: ZoneReading) -> Entry:
    """A change to one date doesn't repeat, even where it repeats the rule of the event that it changes."""
    try:
        zones.time(entry.lines.properties["RECURRENCE-ID"][0])
    except UnreadableTimeError:
        return replace(entry, problems=(*entry.problems, UnreadablePart.DATES))
    return entry


def _all_dates(entry: Entry, zones: ZoneReading) -> Entry:
    lines, problems = entry.lines, list(entry.problems)
    more: dict[datetime, Length] = {}
    for line, text in _listed(lines, "RDATE", problems):
        try:
            at, own_length = _extra_date(entry, line, text, zones)
        except UnreadableTimeError:
            problems.append(UnreadablePart.DATES)
        else:
            more[at] = own_length
    exceptions: list[date] = []
    for line, text in _listed(lines, "EXDATE", problems):
        try:
            left_out = zones.time(line, text)
            exceptions.append(left_out.wall.date() if left_out.is_date else entry.start_at(left_out))
        except UnreadableTimeError:
            problems.append(UnreadablePart.DATES)
    rules = tuple(_rule(entry, line.value) for line in lines.properties.get("RRULE", []))
    return replace(entry, rules=rules, more=more, exceptions=tuple(exceptions), problems=tuple(problems))


def _length(lines: EntryLines, start: WrittenTime, zone: tzinfo, zones: ZoneReading) -> Length:
    """An end makes the length exact, on all dates of a repeating event (RFC 5545, 3.8.5.3); from date to date, days.

    An end on the date of the start means that date, as programs that count the last day write it.
    """
    length = Length()
    if "DTEND" in lines.properties:
        end = zones.time(lines.properties["DTEND"][0])
        if start.is_date and end.is_date:
            length = Length(days=(end.wall - start.wall).days)
        else:
            length = Length(exact=end.instant(zones.default() if start.is_date else zone) - start.instant(zone))
    elif "DURATION" in lines.properties:
        length = read_length(lines.value("DURATION"))
    return Length(days=1) if start.is_date and length == Length() else _forward(length)


def _forward(length: Length) -> Length:
    """The same. Raises `UnreadableTimeError` where the end is before the start (RFC 5545, 3.8.2.2 and 3.3.6)."""
    if length.on_the_wall < timedelta():
        raise UnreadableTimeError(length)
    return length


def _listed(lines: EntryLines, name: str, problems: list[UnreadablePart]) -> Iterator[tuple[Property, str]]:
    """The dates of all lines with this name, as text, up to `MOST_LISTED_DATES`."""
    texts = ((line, text) for line in lines.properties.get(name, []) for text in line.value.split(",") if text.strip())
    yield from islice(texts, MOST_LISTED_DATES)
    if any(texts):
        problems.append(UnreadablePart.DATES)


def _extra_date(entry: Entry, line: Property, text: str, zones: ZoneReading) -> tuple[datetime, Length]:
    """A date of RDATE, or a period with a length of its own (RFC 5545, 3.8.5.2)."""
    if "/" not in text:
        return entry.start_at(zones.time(line, text)), entry.length
    start, length = zones.period(line, text)
    return entry.start_at(start), length


def _rule(entry: Entry, text: str) -> RepeatRule:
    """Without its parts where its end can't be read. An end that is a date includes that date (RFC 5545, 3.3.10)."""
    parts = rule_parts(text)
    if "UNTIL" not in parts:
        return RepeatRule(parts, None)
    try:
        at = read_time(parts["UNTIL"], None)
        if entry.is_date:  # of an end in UTC the date counts as it is written
            return RepeatRule(parts, datetime.combine(at.wall.date(), time()))
        return RepeatRule(parts, datetime.combine(at.wall.date(), time.max) if at.is_date else at.wall_in(entry.zone))
    except UnreadableTimeError:
        return RepeatRule({}, None)
