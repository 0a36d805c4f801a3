"""Time zones as calendar programs name them."""

from datetime import UTC, datetime

import pytest
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from hinge_coach.booking.calendars.zone_names import SHOWN_NAMES, find_zone

WINTER, SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)


def offsets(name: str) -> tuple[float, float] | None:
    """Hours ahead of UTC in January and in July."""
    zone = find_zone(name)
    hours = [(at.astimezone(zone).replace(tzinfo=UTC) - at).total_seconds() / 3600 for at in (WINTER, SUMMER)]
    return (hours[0], hours[1]) if zone else None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # The zone database, in any spelling, and with the prefixes of several programs.
        ("Europe/Berlin", (1, 2)),
        ("europe/berlin", (1, 2)),
        ("America/Los Angeles", (-8, -7)),
        ("US/Eastern", (-5, -4)),
        ("/mozilla.org/20050126_1/America/Argentina/Buenos_Aires", (-3, -3)),
        ("/freeassociation.sourceforge.net/Tzfile/Europe/Berlin", (1, 2)),
        ('"Europe/Berlin"', (1, 2)),
        # Windows: its names, with a number behind, and in summer; Exchange in the cloud.
        ("Pacific Standard Time", (-8, -7)),
        ("pacific standard time", (-8, -7)),
        ("Pacific Standard Time 1", (-8, -7)),
        ("Pacific Daylight Time", (-8, -7)),
        ("W. Europe Standard Time 12", (1, 2)),
        ("Central Standard Time (Mexico)", (-6, -6)),
        ("tzone://Microsoft/Utc", (0, 0)),
        # What Windows shows, and has shown.
        ("(UTC-08:00) Pacific Time (US & Canada)", (-8, -7)),
        ("(GMT-08:00) Pacific Time (US & Canada); Tijuana", (-8, -7)),
        ("(GMT-05.00) Eastern Time (US & Canada)", (-5, -4)),
        ("Eastern Time (US & Canada)", (-5, -4)),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", (1, 2)),
        ("(GMT+01.00) Sarajevo/Skopje/Warsaw/Zagreb", (1, 2)),
        ("Amsterdam, Berlin, Bern", (1, 2)),
        ("(UTC-07:00) Arizona", (-7, -7)),
        ("(UTC-03:00) City of Buenos Aires", (-3, -3)),
        ("(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", (5.5, 5.5)),
        ("(UTC+06:30) Yangon (Rangoon)", (6.5, 6.5)),
        ("(UTC+10:30) Lord Howe Island", (11, 10.5)),
        ("(UTC) Coordinated Universal Time", (0, 0)),
        ("(UTC+12:00) Coordinated Universal Time+12", (12, 12)),
        ("(UTC-02:00) Mid-Atlantic - Old", (-2, -2)),
        # The offset tells which La Paz: that of Mexico, or that of Bolivia.
        ("(UTC-07:00) La Paz, Mazatlan", (-7, -7)),
        ("(UTC-04:00) Georgetown, La Paz, Manaus, San Juan", (-4, -4)),
        # Offsets. Those of the zone database have the opposite sign.
        ("UTC+02:00", (2, 2)),
        ("GMT-0500", (-5, -5)),
        ("Etc/GMT+5", (-5, -5)),
        ("(UTC+05:45)", (5.75, 5.75)),
        ("+0100", (1, 1)),
        ("UTC-3", (-3, -3)),
        ("utc", (0, 0)),
        # Nobody can tell.
        ("", None),
        ("Customized Time Zone", None),
        ("tzone://Microsoft/Custom", None),
        ("(UTC-05:00) Home", None),
        ("Etc/GMT-0500", None),
        ("UTC+25:00", None),
        ("localtime", None),
        ("/etc/localtime", None),
        ("../../../etc/passwd", None),
        ("Europe/" + "Berlin" * 100, None),
    ],
)
def test_a_name_means_a_zone(name: str, expected: tuple[float, float] | None) -> None:
    assert offsets(name) == expected


def test_every_name_of_windows_and_of_the_table_means_a_zone() -> None:
    assert [name for name in [*WINDOWS_TO_OLSON, *SHOWN_NAMES] if find_zone(name) is None] == []
