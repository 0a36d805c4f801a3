"""Dates and numbers as a sentence says them, for modules that import no framework. PURE."""

from datetime import date

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def spoken(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}"


def short_date(day: date) -> str:
    """`4 Mar`."""
    return f"{day.day} {_MONTHS[day.month - 1][:3]}"


def decimal(value: float) -> str:
    return f"{float(value):.1f}".removesuffix(".0")


def capitalize(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def number_word(number: int) -> str:
    return _COUNTS[number] if number < len(_COUNTS) else str(number)


def counted(number: int, one: str, many: str) -> str:
    return f"{number_word(number)} {one if number == 1 else many}"


def counted_in_digits(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number_word(number)} times")
