"""What the zone database says about a zone besides its clock: the country, and the name in use today.

Browsers still report some names that were given up long ago, such as `Asia/Katmandu`.
"""

from functools import cache
from importlib.resources import files

# Old names whose own city the database has merged with one elsewhere; browsers report some of these to this day.
OWN_CITY = {
    "Africa/Asmera": "Africa/Asmara",
    "Africa/Timbuktu": "Africa/Bamako",
    "America/Coral_Harbour": "America/Atikokan",
    "America/Virgin": "America/St_Thomas",
    "Atlantic/Jan_Mayen": "Arctic/Longyearbyen",
    "Pacific/Ponape": "Pacific/Pohnpei",
    "Pacific/Truk": "Pacific/Chuuk",
    "Pacific/Yap": "Pacific/Chuuk",
}


def names_in_use() -> frozenset[str]:
    """Every zone by the one name it has today."""
    return frozenset(_countries())


def old_names() -> dict[str, tuple[str, ...]]:
    """Under each name in use those that were given up for it."""
    names: dict[str, tuple[str, ...]] = {}
    for old in sorted(_links()):
        if (now := todays_name(old)) != old:
            names[now] = (*names.get(now, ()), old)
    return names


def country_of(zone: str) -> str | None:
    """ISO code of the country a zone belongs to: `US` for `America/New_York`, None for `UTC`."""
    return _countries().get(todays_name(zone))


def todays_name(zone: str) -> str:
    """`Asia/Kathmandu` for `Asia/Katmandu`. A city that merely keeps another city's time keeps its name."""
    return zone if zone in _countries() else OWN_CITY.get(zone) or _links().get(zone, zone)


@cache
def _countries() -> dict[str, str]:
    """One line a zone: code, coordinates, zone, comment."""
    rows = (line.split("\t") for line in _lines("zone.tab") if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


@cache
def _links() -> dict[str, str]:
    """Lines such as `L Asia/Kathmandu Asia/Katmandu`: the name that counts, then the old one."""
    links = (line.split() for line in _lines("tzdata.zi") if line.startswith("L "))
    return {old: name for _, name, old in links}


def _lines(name: str) -> list[str]:
    return (files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8").splitlines()
