"""The country and the current name of a zone, from the zone database.

Browsers still report some names that the database replaced long ago, such as `Asia/Katmandu`.
"""

from functools import cache
from importlib.resources import files

# Old names that the database links to a city in another country, with a name in use that fits the place. Browsers
# still report some of them.
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
    """The current names of all zones."""
    return frozenset(_countries())


def old_names() -> dict[str, tuple[str, ...]]:
    """Current name -> the old names that it replaced."""
    names: dict[str, tuple[str, ...]] = {}
    for old in sorted(_links()):
        if (name := todays_name(old)) != old:
            names[name] = (*names.get(name, ()), old)
    return names


def country_of(zone: str) -> str | None:
    """ISO code of the country a zone belongs to: `US` for `America/New_York`, None for `UTC`."""
    return _countries().get(todays_name(zone))


def todays_name(zone: str) -> str:
    """The name in use: `Asia/Kathmandu` for `Asia/Katmandu`. A city that only shares another's clock keeps its name."""
    return zone if zone in _countries() else OWN_CITY.get(zone) or _links().get(zone, zone)


@cache
def _countries() -> dict[str, str]:
    """Zone -> country code. A line holds code, coordinates, zone and comment."""
    rows = (line.split("\t") for line in _lines("zone.tab") if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


@cache
def _links() -> dict[str, str]:
    """Old name -> name in use, from lines such as `L Asia/Kathmandu Asia/Katmandu`."""
    links = (line.split() for line in _lines("tzdata.zi") if line.startswith("L "))
    return {old: name for _, name, old in links}


def _lines(name: str) -> list[str]:
    return (files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8").splitlines()
