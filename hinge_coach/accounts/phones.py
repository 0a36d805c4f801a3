"""Phone numbers: read as people write them, stored as E.164, shown in international form."""

import phonenumbers
from phonenumbers import PhoneNumberFormat

from hinge_coach.accounts.zones.table import country_of


def parse_phone(typed: str, zone: str) -> str | None:
    """E.164 such as `+12025550143`, or None where it is no number that can be rung.

    A number without a country code is read as one of the country of the IANA `zone`.
    """
    try:
        number = phonenumbers.parse(typed, country_of(zone))
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def format_phone(e164: str) -> str:
    """International form such as `+1 202-555-0143`; text that is no number is returned as it is."""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def last_digits(phone: str, count: int = 2) -> str:
    """The last `count` digits, or fewer where there are no more."""
    return "".join(character for character in phone if character.isdigit())[-count:]
