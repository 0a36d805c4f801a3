"""How often a client has practiced in two weeks, beside what the lesson asks for. PURE."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hinge_coach.wording import counted_in_digits, times

DAYS_LOOKED_AT = 14


@dataclass(frozen=True, kw_only=True)
class Adherence:
    """Practices in the last fourteen days: of how many lessons, on how many days."""

    practices: int
    days: int

    @property
    def words(self) -> str:
        """`7 practices on 6 of 14 days`."""
        practices = counted_in_digits(self.practices, "practice", "practices")
        return f"{practices} on {self.days} of {DAYS_LOOKED_AT} days" if self.practices else "no practice in 14 days"


def adherence(practiced_on: Iterable[date], today: date) -> Adherence:
    """`practiced_on` holds the local day of each practice."""
    lately = [on for on in practiced_on if today - timedelta(days=DAYS_LOOKED_AT) < on <= today]
    return Adherence(practices=len(lately), days=len(set(lately)))


def asked_days(days_between: int) -> int | None:
    """On how many of fourteen days a lesson can be practiced; None where it may be done daily."""
    return DAYS_LOOKED_AT // (days_between + 1) if days_between else None


def track_adherence(practiced_on: Sequence[date], today: date, days_between: int) -> str:
    """`practiced twice in 14 days`, with `, 7 asked` where its lesson needs days between."""
    done, asked = adherence(practiced_on, today).practices, asked_days(days_between)
    often = f"practiced {times(done)}" if done else "not practiced"
    return f"{often} in {DAYS_LOOKED_AT} days" + (f", {asked} asked" if asked else "")


def first_sentence(dose: str) -> str:
    """How much and how often; what the text of a lesson adds, such as when to take more weight, is left out."""
    return dose.split(". ", 1)[0].split("; ", 1)[0]
