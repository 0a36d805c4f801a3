"""A calendar file taken apart into its entries, without reading them.

PURE. One pass over the bytes looks for BEGIN and END lines alone. So a line that nobody can read, or an entry that is
never closed, costs only the entry in which it stands, and 20 MB are taken apart in about a second.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import NamedTuple

MARKER = re.compile(rb"^(BEGIN|END)[ \t]*:[ \t]*([A-Z0-9-]+)[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)

# Icalendar's own way of splitting a line takes most of the time of a large file. Possessive, because a line may be as
# long as the file, and a pattern that can go back remembers each step.
CONTENT_LINE = re.compile(r'[\w-]++\s*+((?:"[^"]*+"|[^":]++)*+):(.*+)', re.DOTALL)
PARAMETER = re.compile(r';\s*([\w-]+)\s*=\s*("[^"]*"|[^;"]*)')

LONGEST_PARAMETERS = 20_000
"""Letters between the name and the value of a line. A line with more can't be read."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

CALENDAR = b"VCALENDAR"

BESIDE_EACH_OTHER = frozenset({b"VEVENT", b"VFREEBUSY", b"VTIMEZONE", b"VTODO", b"VJOURNAL", b"VAVAILABILITY"})
"""Components that stand in a calendar and never in each other."""

DEEPEST = 8
"""Components inside each other; an alarm in an event is the third."""


class BrokenOffError(ValueError):
    """There is no calendar in the file, or its last one has no end: the rest of it may be missing."""


class Property(NamedTuple):
    """What one line says: `DTSTART;TZID=Europe/Berlin:20261201T090000`."""

    value: str
    params: dict[str, str]  # by upper-case name


@dataclass(slots=True)
class Component:
    """A calendar, an event, a list of busy times or a zone: where it stands in the file."""

    name: bytes
    content: bytes = field(repr=False)
    calendar: int
    """The number of its calendar in the file."""
    begin: int
    start: int
    end: int = 0
    is_closed: bool = True
    gaps: list[tuple[int, int]] = field(default_factory=list)
    """Where the components inside it stand, such as alarms."""

    def add_gap(self, start: int, end: int) -> None:
        """Notes a component inside it; one right behind another makes its gap longer."""
        if self.gaps and self.gaps[-1][1] == start:
            start = self.gaps.pop()[0]
        self.gaps.append((start, end))

    def text(self) -> bytes:
        """All its lines but those that begin and end it."""
        return self.content[self.start : self.end]

    def own_text(self) -> bytes:
        """The same without the components inside it."""
        position, stretches = self.start, []
        for start, end in self.gaps:
            stretches.append(self.content[position:start])
            position = end
        return b"".join([*stretches, self.content[position : self.end]])

    def properties(self, names: frozenset[bytes]) -> dict[str, list[Property]]:
        """The lines with these names. A line that can't be split into name, parameters and value has an empty value."""
        properties: dict[str, list[Property]] = {}
        for line in BytesIO(unfolded(self.own_text())):
            name = line.partition(b":")[0].partition(b";")[0].strip().upper()
            if name in names:
                properties.setdefault(name.decode(), []).append(_property(_decoded(line.strip())))
        return properties


def unfolded(text: bytes) -> bytes:
    """Each line in one piece (RFC 5545, 3.1). A regular expression would keep millions of pieces of a long line."""
    return text.replace(b"\r\n", b"\n").replace(b"\n ", b"").replace(b"\n\t", b"")


def split_calendar_file(content: bytes) -> Iterator[Component]:
    """Calendars and what stands in them, each when its end is reached. Raises `BrokenOffError`, at the end at last."""
    calendars, opened = 0, list[Component]()
    for marker in MARKER.finditer(content.removeprefix(BYTE_ORDER_MARK)):
        is_begin, name = marker[1].upper() == b"BEGIN", marker[2].upper()
        keep = _still_open(opened, is_begin, name)
        while len(opened) > keep:
            component = opened.pop()
            component.end = marker.start()
            component.is_closed = not is_begin and len(opened) == keep
            if opened:
                opened[-1].add_gap(component.begin, marker.start() if is_begin else marker.end() + 1)
            if component.name in BESIDE_EACH_OTHER or component.name == CALENDAR:
                yield component
        if is_begin and len(opened) < DEEPEST:
            calendars += name == CALENDAR
            opened.append(Component(name, marker.string, calendars, marker.start(), marker.end() + 1))
    if not calendars or opened:
        raise BrokenOffError


def _still_open(opened: list[Component], is_begin: bool, name: bytes) -> int:
    """How many of the open components stay open at this marker."""
    if is_begin:
        if name in BESIDE_EACH_OTHER or name == CALENDAR:  # what is open beside it was never closed
            return int(name != CALENDAR and bool(opened) and opened[0].name == CALENDAR)
        return len(opened)
    depth = len(opened)
    while depth and opened[depth - 1].name != name:
        depth -= 1
    return depth - 1 if depth else len(opened)  # an end of what never began says nothing


def _property(line: str) -> Property:
    parts = CONTENT_LINE.fullmatch(line)
    if parts is None or len(parts[1]) > LONGEST_PARAMETERS:
        return Property("", {})
    params = {name.upper(): value.strip('" ') for name, value in PARAMETER.findall(parts[1])}
    return Property(parts[2].strip(), params)


def _decoded(line: bytes) -> str:
    """UTF-8 as the standard says (RFC 5545, 3.1.4), or what old programs write."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")
