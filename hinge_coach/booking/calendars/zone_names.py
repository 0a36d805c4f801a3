"""Time zones as calendar programs name them, or define them.

PURE. The standard leaves names to the programs (RFC 5545, 3.8.3.1). Most write those of the zone database. Outlook and
Exchange write the names that Windows has for them, or the words that Windows shows, sometimes with a number behind;
others put a prefix in front. A name that says nothing for sure has no zone here.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from hinge_coach.booking.calendars.components import Component, unfolded
from hinge_coach.booking.calendars.recurrence import rule_parts

# What Windows shows behind `(UTC-08:00)`, where it is no list with a city of the zone database.
SHOWN_NAMES = {
    "alaska": "America/Anchorage",
    "aleutian": "America/Adak",
    "arizona": "America/Phoenix",
    "astana": "Asia/Almaty",
    "atlantic time": "America/Halifax",
    "baja california": "America/Tijuana",
    "beijing": "Asia/Shanghai",
    "brasilia": "America/Sao_Paulo",
    "cabo verde": "Atlantic/Cape_Verde",
    "central america": "America/Guatemala",
    "central time": "America/Chicago",
    "chennai": "Asia/Kolkata",
    "chetumal": "America/Cancun",
    "chokurdakh": "Asia/Srednekolymsk",
    "coordinated universal time": "UTC",
    "eastern time": "America/New_York",
    "edinburgh": "Europe/London",
    "ekaterinburg": "Asia/Yekaterinburg",
    "georgetown": "America/Guyana",
    "greenland": "America/Nuuk",
    "haiti": "America/Port-au-Prince",
    "hawaii": "Pacific/Honolulu",
    "indiana (east)": "America/Indiana/Indianapolis",
    "international date line west": "Etc/GMT+12",
    "mid-atlantic": "Etc/GMT+2",
    "mountain time": "America/Denver",
    "newfoundland": "America/St_Johns",
    "nuku'alofa": "Pacific/Tongatapu",
    "pacific time": "America/Los_Angeles",
    "petropavlovsk-kamchatsky": "Asia/Kamchatka",
    "port louis": "Indian/Mauritius",
    "saint pierre and miquelon": "America/Miquelon",
    "salvador": "America/Bahia",
    "samoa": "Pacific/Apia",
    "saskatchewan": "America/Regina",
    "solomon": "Pacific/Guadalcanal",
    "sri jayawardenepura": "Asia/Colombo",
    "turks and caicos": "America/Grand_Turk",
    "west central africa": "Africa/Lagos",
    "yukon": "America/Whitehorse",
}

WITH_CITIES = re.compile("(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/")

OFFSET = re.compile(r"\(?(?:UTC|GMT|Coordinated Universal Time)?\s*([+-])(\d\d?)(?:[:.]?(\d\d))?\)?", re.IGNORECASE)

NUMBER_BEHIND = re.compile(r" \d+$")

SHOWN = re.compile(r"(\((?:UTC|GMT)[^)]*\))?\s*(.*)", re.IGNORECASE)

ORNAMENTS = re.compile(r"^city of | islands?$| is\.$| \(us (?:&|and) canada\)$| \(canada\)$| \(rangoon\)$| - old$")

LONGEST_NAME = 200

LONGEST_DEFINITION = 100_000  # bytes

MOST_CHANGES = 200
"""Kinds of change in one definition; most have two, those with all the history of a zone some dozens."""

TZID_LINE = re.compile(rb"^TZID\b[^\n]*\n", re.IGNORECASE | re.MULTILINE)

RULE_LINE = re.compile(rb"^(?:RRULE|EXRULE)\b[^:\n]*:?([^\r\n]*)", re.IGNORECASE | re.MULTILINE)


@lru_cache(maxsize=1000)
def find_zone(name: str) -> tzinfo | None:
    """The zone that a name means; None where nobody can tell.

    An offset such as `GMT-0500` is five hours behind UTC; in the zone database, `Etc/GMT+5` is the same.
    """
    name = " ".join(name.split()).strip('"')
    if len(name) > LONGEST_NAME:
        return None
    unnumbered = NUMBER_BEHIND.sub("", name)
    parts = name.split("/")
    suffixes = ("/".join(parts[start:]) for start in range(1, len(parts)))
    return (
        _named(name)
        or _offset(name)
        or _named(unnumbered)
        or _shown(unnumbered)
        or next((zone for suffix in suffixes if (zone := _named(suffix))), None)
    )


def defined_zone(definition: Component) -> tzinfo | None:
    """The zone that a VTIMEZONE defines, or the place that it names; None where it can't be read.

    The clocks change on a day of each year: rules of another kind are refused, because dateutil would look for their
    next date until the year 9999.
    """
    properties = definition.properties(frozenset({b"X-LIC-LOCATION"}))
    for line in properties.get("X-LIC-LOCATION", []):
        if zone := find_zone(line.value):
            return zone
    # Without its name: icalendar would keep a named zone for all later files.
    text = TZID_LINE.sub(b"", unfolded(definition.text()))
    rules = [rule.decode("ascii", "replace") for rule in RULE_LINE.findall(text)]
    is_short = len(text) <= LONGEST_DEFINITION and text.upper().count(b"BEGIN:") <= MOST_CHANGES
    if not is_short or not all(_is_yearly(rule_parts(rule)) for rule in rules):
        return None
    try:
        component: Any = Timezone.from_ical(b"BEGIN:VTIMEZONE\r\n" + text + b"END:VTIMEZONE\r\n")
        component.add("TZID", "defined")
        defined: tzinfo = component.to_tz(lookup_tzid=False)
        datetime(2026, 1, 1, tzinfo=UTC).astimezone(defined)
    except Exception:  # of the many ways in which a definition can be broken
        return None
    return defined


def _is_yearly(parts: dict[str, str]) -> bool:
    """Whether a rule names a day of each year, such as the last Sunday of October."""
    days = parts.get("BYMONTHDAY", "1").split(",")
    return (
        parts.keys() <= {"FREQ", "BYMONTH", "BYDAY", "BYMONTHDAY", "UNTIL", "COUNT", "WKST"}
        and parts.get("FREQ") == "YEARLY"
        and re.fullmatch("[1-9]|1[0-2]|", parts.get("BYMONTH", "")) is not None
        and re.fullmatch("(?:[+-]?[1-5])?[A-Z]{2}|", parts.get("BYDAY", "")) is not None
        and any(re.fullmatch("-?(?:[1-9]|1[0-9]|2[0-8])", day) for day in days)
        and not ("BYMONTHDAY" in parts and re.search("[1-5]", parts.get("BYDAY", "")))
    )


def _named(name: str) -> tzinfo | None:
    """By a name of the zone database or of Windows, in capitals or not, with blanks or underscores."""
    key = name.casefold().replace("daylight time", "standard time")
    zone = _windows_names().get(key) or _database_names().get(key.replace(" ", "_"))
    return ZoneInfo(zone) if zone else None


def _shown(name: str) -> tzinfo | None:
    """By what Windows shows: an offset, and a name or cities with that clock. La Paz is in Bolivia and in Mexico."""
    shown = SHOWN.fullmatch(name.casefold())
    if shown is None:
        return None
    offset = _offset(shown[1] or "")
    places = (ORNAMENTS.sub("", part.strip()) for part in re.split("[,;:/]" if shown[1] else "[,;]", shown[2]))
    names = [SHOWN_NAMES.get(place) or _cities().get(place.replace(" ", "_")) for place in places]
    zones = [ZoneInfo(name) for name in names if name]
    fitting = [zone for zone in zones if offset and offset.utcoffset(None) in _offsets(zone)]
    return next(iter(fitting + zones), None) or _offset(shown[2])


def _offsets(zone: tzinfo) -> set[timedelta | None]:
    return {datetime(2026, month, 1, tzinfo=zone).utcoffset() for month in (1, 7)}


def _offset(name: str) -> tzinfo | None:
    parts = OFFSET.fullmatch(name)
    if parts is None or not (int(parts[2]) <= 14 and int(parts[3] or 0) < 60):
        return None
    offset = timedelta(hours=int(parts[2]), minutes=int(parts[3] or 0))
    return timezone(-offset if parts[1] == "-" else offset)


@cache
def _database_names() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones() - {"localtime", "Factory"}}


@cache
def _windows_names() -> dict[str, str]:
    return {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}


@cache
def _cities() -> dict[str, str]:
    names = (name for name in sorted(available_timezones()) if WITH_CITIES.match(name))
    return {name.rpartition("/")[2].casefold(): name for name in names}
