"""When a calendar file says that its owner is busy.

PURE, but for a stopwatch that keeps a hostile file from holding the process.

It reads single events, repeating ones (RRULE, RDATE, EXDATE) with single dates moved or cancelled, changes to "this and
all later dates", whole days, times without a zone, zones by any name or defined in the file, and plain lists of busy
times (VFREEBUSY; the site's own calls can't be recognized in those). Cancelled and declined events, those marked as
free and those that are over are left out before anything else about them is read. An entry that can't be read costs the
others nothing, and is named.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from time import thread_time
from zoneinfo import ZoneInfo

from hinge_coach.booking.availability.slots import BusyInterval, merge_intervals
from hinge_coach.booking.calendars.components import BrokenOffError, Component, split_calendar_file
from hinge_coach.booking.calendars.entries import (
    LINES_READ,
    Entry,
    EntryLines,
    FileZones,
    UnreadablePart,
    ZoneReading,
    read_entry,
)
from hinge_coach.booking.calendars.recurrence import (
    LONGEST_REPEATED,
    LaterChange,
    Occurrence,
    Repetition,
    UnreadableRuleError,
    occurrences,
    read_rule,
)
from hinge_coach.booking.calendars.written_times import Length, UnreadableTimeError, WrittenTime, instant_of

MOST_INTERVALS = 5_000
"""Busy intervals of one file. No person's calendar has more."""

MOST_ENTRIES = 200_000

READING_SECONDS = 5.0
"""For one file. The rules of one event take a second at most; the clock is looked at before each."""

A_DAY, A_YEAR = timedelta(days=1), timedelta(days=365)

# For the first look at an entry, which isn't read then.
UID_LINE = re.compile(rb"^UID[:;][^\r\n]*+(?:\r?\n[ \t][^\r\n]*+)*+", re.IGNORECASE | re.MULTILINE)
START_OR_END = re.compile(
    rb"^DT(?:START|END)(?:;[^\r\n]*)?:(\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?:T\d{6}Z?)?\r?$|^DT(?:START|END)\b",
    re.IGNORECASE | re.MULTILINE,
)
LAST_OF_RULE = re.compile(rb"^RRULE[:;](?:[^\r\n]*;UNTIL=(\d{8}))?", re.IGNORECASE | re.MULTILINE)
MAKES_MORE = re.compile(rb"^(?:RDATE|DURATION)[:;]", re.IGNORECASE | re.MULTILINE)


class UnreadableCalendarError(ValueError):
    """The file is no calendar, or one that can't be read; the message is a sentence for the trainer."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An entry that can't be read, or not all of it. The title may be empty; the date is its first."""

    title: str
    on: date | None
    why: UnreadablePart


@dataclass(frozen=True, slots=True, kw_only=True)
class BusyQuestion:
    """When is a person with this e-mail address busy from `first` to `last`, UTC?

    Dates, and times for which neither event nor calendar names a zone, are in `zone`. Events with a UID in `own` are
    the site's own calls, which are in the trainer's calendar because it subscribes to the feed.
    """

    zone: ZoneInfo
    email: str
    first: datetime
    last: datetime
    own: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarReading:
    """The busy times in order, merged where they touch; how many entries there are; what is wrong with some.

    An event in an unknown zone is busy twice: as if that were the person's zone, and as if it were UTC.
    """

    spans: tuple[BusyInterval, ...]
    entries: int
    left_out: tuple[LeftOut, ...] = ()
    unknown_zones: tuple[str, ...] = ()


def read_calendar_file(content: bytes, asked: BusyQuestion) -> CalendarReading:
    """What a file answers. Raises `UnreadableCalendarError` where it is no calendar, or would take too long."""
    return _FileReader(asked).read(content)


@dataclass
class _FileReader:
    """Takes a file apart, has its entries read, and gathers what they say."""

    asked: BusyQuestion
    give_up_at: float = field(default_factory=lambda: thread_time() + READING_SECONDS)
    zones: defaultdict[int, FileZones] = field(default_factory=lambda: defaultdict(FileZones))  # by calendar
    left_out: list[LeftOut] = field(default_factory=list)
    unknown_zones: set[str] = field(default_factory=set)

    def read(self, content: bytes) -> CalendarReading:
        entries, groups, lists = self._take_apart(content)
        spans: list[BusyInterval] = []
        for group in groups:
            spans = self._joined(spans, self._group(group))
        for component in lists:
            spans = self._joined(spans, self._busy_list(component))
        spans = merge_intervals(spans)
        if len(spans) > MOST_INTERVALS:
            raise UnreadableCalendarError("This calendar holds too many events.")
        return CalendarReading(
            spans=tuple(spans),
            entries=entries,
            left_out=tuple(self.left_out),
            unknown_zones=tuple(sorted(self.unknown_zones)),
        )

    def _take_apart(self, content: bytes) -> tuple[int, list[list[Component]], list[Component]]:
        """The number of entries; the events by UID, without those that are over; the lists of busy times."""
        entries, lists = 0, list[Component]()
        groups: defaultdict[bytes | int, list[Component]] = defaultdict(list)  # without a UID, each by itself
        to_read: set[bytes | int] = set()  # UIDs of which one event at least isn't over
        try:
            for component in split_calendar_file(content):
                self._check_time()
                entries += component.name in {b"VEVENT", b"VFREEBUSY"}
                if entries > MOST_ENTRIES:
                    raise UnreadableCalendarError("This calendar holds too many events.")
                if component.name == b"VEVENT":
                    text = component.own_text()
                    uid_line = UID_LINE.search(text)
                    uid = uid_line[0] if uid_line else entries
                    groups[uid].append(component)
                    if not self._is_over(text):
                        to_read.add(uid)
                elif component.name == b"VFREEBUSY":
                    lists.append(component)
                elif component.name == b"VTIMEZONE":
                    for line in component.properties(frozenset({b"TZID"})).get("TZID", []):
                        self.zones[component.calendar].definitions[line.value] = component
                elif component.name == b"VCALENDAR":
                    for line in component.properties(frozenset({b"X-WR-TIMEZONE"})).get("X-WR-TIMEZONE", []):
                        self.zones[component.calendar].default = line.value
        except BrokenOffError as problem:
            raise UnreadableCalendarError("This is not a calendar file that can be read.") from problem
        return entries, [group for uid, group in groups.items() if uid in to_read], lists

    def _is_over(self, text: bytes) -> bool:
        """Whether an event is over for sure, in any zone, by a look that doesn't read it."""
        days, ends = START_OR_END.findall(text), LAST_OF_RULE.findall(text)
        if not days or not min(days) or MAKES_MORE.search(text):
            return False
        if not ends:
            return bool(max(days) < _digits(self.asked.first - 2 * A_DAY))
        begins_and_ends_in_one_year = min(days)[:4] == max(days)[:4]
        last = max(*days, *ends)
        return bool(min(ends) and begins_and_ends_in_one_year and last < _digits(self.asked.first - A_YEAR - 2 * A_DAY))

    def _group(self, components: list[Component]) -> list[BusyInterval]:
        """The busy times of events with the same UID."""
        events = []
        for component in components:  # of one UID a file may hold a hundred thousand versions
            self._check_time()
            lines = component.properties(LINES_READ)
            events.append(EntryLines(lines, self.zones[component.calendar], component.is_closed))
        if events[0].value("UID") in self.asked.own:
            return []
        newest = _newest(events)
        reading = _EventReader(self.asked, self.asked.zone, self._check_time)
        spans = reading.spans(newest)
        self.left_out += reading.left_out
        if reading.unknown_zones:
            spans += _EventReader(self.asked, UTC, self._check_time).spans(newest)
        if spans:
            self.unknown_zones |= reading.unknown_zones
        return spans

    def _busy_list(self, component: Component) -> list[BusyInterval]:
        """The busy times of a VFREEBUSY. A kind of time that nobody knows is busy (RFC 5545, 3.2.9)."""
        lines = EntryLines(component.properties(LINES_READ), self.zones[component.calendar], component.is_closed)
        reading = _EventReader(self.asked, self.asked.zone, self._check_time)
        spans = reading.listed(lines)
        self.left_out += reading.left_out
        return spans

    def _joined(self, spans: list[BusyInterval], more: list[BusyInterval]) -> list[BusyInterval]:
        """Both, merged now and then, so that overlapping times without end don't fill the memory."""
        self._check_time()
        spans += more
        return merge_intervals(spans) if len(spans) > MOST_INTERVALS * 4 else spans

    def _check_time(self) -> None:
        if thread_time() > self.give_up_at:
            raise UnreadableCalendarError("This calendar holds too many events, or they repeat too often.")


@dataclass
class _EventReader:
    """Reads the events of one UID. A zone that nobody knows counts as `unknown_is`."""

    asked: BusyQuestion
    unknown_is: tzinfo
    check_time: Callable[[], None]
    left_out: list[LeftOut] = field(default_factory=list)
    unknown_zones: set[str] = field(default_factory=set)

    def spans(self, events: list[EntryLines]) -> list[BusyInterval]:
        originals = [event for event in events if "RECURRENCE-ID" not in event.properties]
        single = [event for event in events if event.changes_one]
        later = [event for event in events if event.changes_later]
        spans = [span for original in originals for span in self._event(original, single, later)]
        # A change to all later dates is read with the event that it changes, where that is in the file.
        alone = single if originals else single + later
        return spans + [span for change in alone for span in self._event(change, [], [])]

    def listed(self, lines: EntryLines) -> list[BusyInterval]:
        spans, is_whole = list[BusyInterval](), lines.is_closed
        zones = self._zones(lines)
        for line in lines.properties.get("FREEBUSY", []):
            for text in line.value.split(",") if line.params.get("FBTYPE", "").upper() != "FREE" else ():
                self.check_time()
                try:
                    start, length = zones.period(line, text)
                    spans += self._span(start.wall, start.zone or zones.default(), length)
                except UnreadableTimeError:
                    is_whole = False
        if not is_whole:
            self.left_out.append(LeftOut(lines.title, None, UnreadablePart.DATES))
        return spans

    def _zones(self, lines: EntryLines) -> ZoneReading:
        return ZoneReading(lines.zones, self.asked.zone, self.unknown_is, self.unknown_zones)

    def _event(self, lines: EntryLines, single: list[EntryLines], later: list[EntryLines]) -> Iterator[BusyInterval]:
        """Its busy times, without the dates that `single` change, and with what `later` make of the other ones."""
        self.check_time()
        if not any(each.is_busy(self.asked.email) for each in (lines, *later)):
            return
        try:
            entry = read_entry(lines, self._zones(lines))
            if self._is_past(entry) and not later:
                return
        except UnreadableTimeError:
            self.left_out.append(LeftOut(lines.title, None, UnreadablePart.START))
            for change in later:
                yield from self._event(change, [], [])
            return
        problems = list(entry.problems)
        changes = [*self._later_changes(entry, later)]
        exceptions = (*entry.exceptions, *self._changed_dates(entry, single))
        for at, place in self._dates(entry, exceptions, tuple(change for change, _ in changes), problems):
            ruling = entry if place is None else changes[place][1]
            length = entry.more.get(at, entry.length) if place is None else ruling.length
            if ruling.lines.is_busy(self.asked.email):
                yield from self._span(at, entry.zone, length)
        if problems:
            self.left_out.append(LeftOut(lines.title, entry.start.date(), problems[0]))

    def _dates(
        self,
        entry: Entry,
        exceptions: tuple[date, ...],
        changes: tuple[LaterChange, ...],
        problems: list[UnreadablePart],
    ) -> list[Occurrence]:
        """When it starts in the time that is asked for, and a day around it."""
        first, last = self._window(entry.zone)
        rules = []
        for rule in entry.rules:
            try:
                rules.append(read_rule(rule.parts, entry.start, rule.until, last))
            except UnreadableRuleError:
                problems.append(UnreadablePart.RULE)
        listed = [Occurrence(at, None) for at in {entry.start, *entry.more} if at <= last]
        if not (rules or exceptions or changes):
            return listed
        repetition = Repetition(
            start=entry.start,
            length=entry.length.on_the_wall,
            rules=tuple(rules),
            more=tuple((at, length.on_the_wall) for at, length in entry.more.items()),
            exceptions=exceptions,
            changes=changes,
        )
        for repeated in (repetition, replace(repetition, rules=())):
            try:
                return occurrences(repeated, first, last)
            except UnreadableRuleError:
                problems.append(UnreadablePart.RULE)
        return listed

    def _changed_dates(self, entry: Entry, changes: list[EntryLines]) -> Iterator[datetime]:
        for change in changes:
            self.check_time()
            with suppress(UnreadableTimeError):
                yield entry.start_at(self._zones(change).time(change.properties["RECURRENCE-ID"][0]))

    def _later_changes(self, entry: Entry, changes: list[EntryLines]) -> Iterator[tuple[LaterChange, Entry]]:
        for lines in changes:
            self.check_time()
            zones = self._zones(lines)
            try:
                at = entry.start_at(zones.time(lines.properties["RECURRENCE-ID"][0]))
                change = read_entry(lines, zones)
                start = WrittenTime(change.start, change.zone, change.is_date).wall_in(entry.zone)
            except UnreadableTimeError:
                self.left_out.append(LeftOut(lines.title, None, UnreadablePart.START))
            else:
                yield LaterChange(at, start, change.length.on_the_wall), change

    def _is_past(self, entry: Entry) -> bool:
        """Whether it ended before the time that is asked for, as far as can be told without working its rules out."""
        ends = [rule.until for rule in entry.rules]
        longest = max([timedelta(), *(length.on_the_wall for length in (entry.length, *entry.more.values()))])
        latest = max([entry.start, *filter(None, ends), *entry.more])
        return None not in ends and longest < LONGEST_REPEATED and latest < self._window(entry.zone)[0] - longest

    def _window(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """What is asked for in wall time, with a day on both sides."""
        first, last = (at.astimezone(zone).replace(tzinfo=None) for at in (self.asked.first, self.asked.last))
        return first - A_DAY, last + A_DAY

    def _span(self, wall: datetime, zone: tzinfo, length: Length) -> Iterator[BusyInterval]:
        self.check_time()
        try:
            start, end = instant_of(wall, zone), length.end(wall, zone)
        except UnreadableTimeError:  # before the year 1 or after the year 9999
            return
        if start < end and start < self.asked.last and end > self.asked.first:
            yield BusyInterval(max(start, self.asked.first - A_YEAR), min(end, self.asked.last + A_YEAR))


def _digits(at: datetime) -> bytes:
    return f"{at:%Y%m%d}".encode()


def _newest(events: list[EntryLines]) -> list[EntryLines]:
    """Without older versions. Of versions that don't say which is newer all stay."""
    placed = [((event.value("RECURRENCE-ID"), event.changes_later), event) for event in events]
    newest: dict[tuple[str, bool], tuple[int, str, str]] = {}
    for place, event in placed:
        newest[place] = max(newest.get(place, event.version), event.version)
    return [event for place, event in placed if event.version == newest[place]]
