import pytest

from hinge_coach.accounts.phones import format_phone, last_digits, parse_phone
from hinge_coach.accounts.zones.table import country_of, todays_name


@pytest.mark.parametrize(
    ("typed", "zone", "expected"),
    [
        ("+1 202 555 0143", "Europe/Berlin", "+12025550143"),
        ("(202) 555-0143", "America/New_York", "+12025550143"),
        ("030 901820", "Europe/Berlin", "+4930901820"),
        ("+49 (0)30 901820", "America/New_York", "+4930901820"),
        ("021 234 567", "Pacific/Auckland", "+6421234567"),
        ("98410 12345", "Asia/Katmandu", "+9779841012345"),
        ("202 555 0143", "UTC", None),
        ("911", "America/New_York", None),
        ("+1 999 999 9999", "America/New_York", None),
        ("not a number", "America/New_York", None),
        ("", "America/New_York", None),
        ("+" * 40, "America/New_York", None),
        ("٢٠٢٥٥٥٠١٤٣", "America/New_York", "+12025550143"),
    ],
)
def test_a_number_is_read_as_people_of_that_zone_write_it(typed: str, zone: str, expected: str | None) -> None:
    assert parse_phone(typed, zone) == expected


def test_a_number_is_shown_in_international_form() -> None:
    assert (format_phone("+12025550143"), format_phone("+6421234567"), format_phone("none yet")) == (
        "+1 202-555-0143",
        "+64 21 234 567",
        "none yet",
    )


def test_only_the_last_digits_are_told() -> None:
    assert (last_digits("+49 30 901820", 4), last_digits("+12025550143"), last_digits("")) == ("1820", "43", "")


@pytest.mark.parametrize(
    ("zone", "name", "country"),
    [
        ("Asia/Katmandu", "Asia/Kathmandu", "NP"),
        ("Asia/Calcutta", "Asia/Kolkata", "IN"),
        ("Europe/Kiev", "Europe/Kyiv", "UA"),
        ("Europe/Copenhagen", "Europe/Copenhagen", "DK"),
        ("America/New_York", "America/New_York", "US"),
        ("UTC", "Etc/UTC", None),
        ("Mars/Olympus", "Mars/Olympus", None),
    ],
)
def test_a_zone_has_a_name_of_today_and_a_country(zone: str, name: str, country: str | None) -> None:
    assert (todays_name(zone), country_of(zone)) == (name, country)
