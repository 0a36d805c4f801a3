"""Dates and numbers in words, for modules that don't import Django. PURE."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


# Dates are written as Americans write them. Templates do the same with the filter `date`; `tests/test_words.py` lists
# the formats that they may use.


def spoken(day: date) -> str:
    """`March 4`."""
    return f"{_MONTHS[day.month - 1]} {day.day}"


def dated(day: date) -> str:
    """`March 4, 2026`."""
    return f"{spoken(day)}, {day.year}"


def day_words(day: date) -> str:
    """`Wednesday, March 4`."""
    return f"{day:%A}, {spoken(day)}"


def short_date(day: date) -> str:
    """`Mar 4`."""
    return f"{_MONTHS[day.month - 1][:3]} {day.day}"


def hour_words(hour: int) -> str:
    """A whole hour of the clock, 0-23: `4 am`, `2 pm`, `midnight`, `noon`."""
    half = "am" if hour < 12 else "pm"
    return {0: "midnight", 12: "noon"}.get(hour, f"{hour % 12} {half}")


def decimal(value: float) -> str:
    """At most one decimal place: `3.5`, `4`. A half is rounded up, as the template filter `floatformat` does."""
    return str(Decimal(str(float(value))).quantize(Decimal("0.1"), ROUND_HALF_UP)).removesuffix(".0")


def plain_number(value: float) -> str:
    """A score, or a difference of scores, in words a person would use: `4`, `3½`, else the nearest whole as `about 4`.

    People give whole numbers; the middle of several may lie between two of them.
    """
    whole = int(value)
    if value == whole:
        return str(whole)
    if value * 2 == int(value * 2) and value > 0:
        return f"{whole or ''}½"
    return f"about {Decimal(str(float(value))).to_integral_value(ROUND_HALF_UP)}"


def capitalize(sentence: str) -> str:
    """The sentence with its first letter in upper case and the rest unchanged."""
    return sentence[:1].upper() + sentence[1:]


def number_word(number: int) -> str:
    """`no`, `one` ... `ten`, then digits."""
    return _COUNTS[number] if number < len(_COUNTS) else str(number)


def counted(number: int, one: str, many: str) -> str:
    """`one day`, `three days`."""
    return f"{number_word(number)} {one if number == 1 else many}"


def counted_in_digits(number: int, one: str, many: str) -> str:
    """`1 day`, `3 days`."""
    return f"{number} {one if number == 1 else many}"


def listed(words: Sequence[str]) -> str:
    """`6`, `6 and 5`, `6, 5 and 6`; empty without any."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def times(number: int) -> str:
    """`once`, `twice`, `three times`."""
    return {1: "once", 2: "twice"}.get(number, f"{number_word(number)} times")


def first_name(name: str) -> str:
    """What to call somebody: `Maya` of `Maya Ortiz`, all of `Dr. Ortiz`, and nothing of nothing."""
    first = next(iter(name.split()), "")
    return name.strip() if first.endswith(".") else first


def one_line(text: str, longest: int) -> str:
    """The text in one line of so many letters, cut after a word where it is longer."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest].rpartition(' ')[0] or line[:longest]} …"
