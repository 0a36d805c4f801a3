"""A calendar file taken apart into its entries, without reading them.

PURE. One pass over the bytes looks for BEGIN and END lines alone. So a line that nobody can read, or an entry that is
never closed, costs only the entry in which it stands, and 20 MB are taken apart in about a second.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from icalendar.parser import Contentline

MARKER = re.compile(rb"^(BEGIN|END)[ \t]*:[ \t]*([A-Z0-9-]+)[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)

FOLD = re.compile(rb"\r?\n[ \t]")

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
    start: int
    end: int = 0
    is_closed: bool = True
    gaps: list[tuple[int, int]] = field(default_factory=list)
    """Where the components inside it stand, such as alarms."""

    def text(self) -> bytes:
        """All its lines but those that begin and end it."""
        return self.content[self.start : self.end]

    def own_text(self) -> bytes:
        """The same without the components inside it."""
        position, text = self.start, b""
        for start, end in self.gaps:
            text += self.content[position:start]
            position = max(position, end)
        return text + self.content[position : self.end]

    def properties(self, names: frozenset[bytes]) -> dict[str, list[Property]]:
        """The lines with these names. A line that can't be split into name, parameters and value has an empty value."""
        properties: dict[str, list[Property]] = {}
        for line in FOLD.sub(b"", self.own_text()).split(b"\n"):
            name = re.split(b"[:;]", line, maxsplit=1)[0].strip().upper()
            if name in names:
                properties.setdefault(name.decode(), []).append(_property(_decoded(line.strip())))
        return properties


def split_calendar_file(content: bytes) -> Iterator[Component]:
    """Calendars and what stands in them, each when its end is reached. Raises `BrokenOffError`, at the end at last."""
    calendars, opened = 0, list[Component]()
    for marker in MARKER.finditer(content.removeprefix(BYTE_ORDER_MARK)):
        is_begin, name = marker[1].upper() == b"BEGIN", marker[2].upper()
        keep = 0
        if is_begin and name in BESIDE_EACH_OTHER:
            keep = next((depth for depth, each in enumerate(opened, start=1) if each.name == CALENDAR), 0)
        elif is_begin and name != CALENDAR:
            keep = len(opened)
        elif not is_begin:
            keep = next((depth for depth, each in reversed([*enumerate(opened)]) if each.name == name), len(opened))
        while len(opened) > keep:
            component = opened.pop()
            component.end = marker.start()
            component.is_closed = not is_begin and len(opened) == keep
            if opened:
                opened[-1].gaps.append((component.start, marker.end()))
            if component.name in BESIDE_EACH_OTHER or component.name == CALENDAR:
                yield component
        if is_begin and len(opened) < DEEPEST:
            calendars += name == CALENDAR
            opened.append(Component(name, marker.string, calendars, marker.end()))
    if not calendars or opened:
        raise BrokenOffError


def _property(line: str) -> Property:
    try:
        _, params, value = Contentline(line).parts()  # type: ignore[no-untyped-call]
    except ValueError:
        return Property("", {})
    return Property(value.strip(), {name.upper(): str(value).strip('" ') for name, value in params.items()})


def _decoded(line: bytes) -> str:
    """UTF-8 as the standard says (RFC 5545, 3.1.4), or what old programs write."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")
