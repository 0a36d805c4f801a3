"""Phone numbers: read as people write them, stored as E.164 and an extension, shown in international form."""

from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumberFormat

from hinge_coach.accounts.zones.table import country_of


@dataclass(frozen=True)
class Phone:
    """A number in E.164, such as `+12025550143`, and the digits to dial once somebody answers; empty for none."""

    e164: str
    extension: str = ""


def read_phone(typed: str, zone: str) -> Phone | None:
    """The number and its extension as people write them: `(202) 555-0143 ext. 12`, `x12`, `#12`.

    A number without a country code is read as one of the country of the IANA `zone`. None where it is no number that
    can be rung.
    """
    try:
        number = phonenumbers.parse(typed, country_of(zone))
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    extension = phonenumbers.normalize_digits_only(number.extension or "")
    return Phone(phonenumbers.format_number(number, PhoneNumberFormat.E164), extension)


def parse_phone(typed: str, zone: str) -> str | None:
    """The number alone, for whoever has no extension stored: E.164, or None where it can't be rung."""
    phone = read_phone(typed, zone)
    return phone.e164 if phone else None


def format_phone(e164: str, extension: str = "") -> str:
    """International form such as `+1 202-555-0143 ext. 12`; text that is no number is returned as it is."""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    shown = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    return f"{shown} ext. {extension}" if extension else shown


def dial_link(e164: str, extension: str = "") -> str:
    """The address of a link that rings the number, such as `tel:+12025550143,12`.

    A comma waits two seconds and dials what follows it, on iPhones and on Android. RFC 3966 has `;ext=` instead, which
    Android turns into the tones of the letters.
    """
    return f"tel:{e164},{extension}" if extension else f"tel:{e164}"


def last_digits(phone: str, count: int = 2) -> str:
    """The last `count` digits, or fewer where there are no more."""
    return "".join(character for character in phone if character.isdigit())[-count:]
