"""What goes into the rules and what comes out: frozen values. PURE."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple, TypeVar

BY_DAY = attrgetter("local_on")

BY_TIME = attrgetter("at")

BY_TIME_AND_ID = attrgetter("at", "id")


class Decision(StrEnum):
    PROGRESS = "progress"
    HOLD = "hold"
    REGRESS = "regress"
    STOP = "stop"


class Report(NamedTuple):
    """One check-in of the client, from any lesson or none. `score` is 0-10; `at` is aware.

    A tuple, for there may be thousands.
    """

    id: str
    at: datetime
    local_on: date
    score: int
    moment: str  # before, after, morning, any


@dataclass(frozen=True, kw_only=True)
class PracticeValue:
    """One practice. `after` stands for during and after; scores and effort are 0-10; `lesson` is a key.

    Both scores are None where the client said "fine today" instead. One that was `imported` from a file is for the
    picture: no history holds it.
    """

    id: str
    at: datetime
    local_on: date
    before: int | None
    after: int | None
    passed: bool
    effort: int
    easier: bool = False
    lesson: int = 0
    imported: bool = False

    @property
    def is_fine(self) -> bool:
        return self.after is None


Timed = TypeVar("Timed", Report, PracticeValue)


@dataclass(frozen=True, kw_only=True)
class History:
    """All the rules may know. The order of the tuples doesn't matter; what lies after `now` is left out.

    `fine_at`: when practices of other lessons were answered with "fine today"; those of this one are known anyway.
    `screening` is clear, refer, urgent or emergency. `stepped_back_at`: the last time the client was moved back
    (to this lesson or to its easier version). `lifted_at`: the last time the trainer opened practice again.
    """

    practices: tuple[PracticeValue, ...] = ()
    reports: tuple[Report, ...] = ()
    fine_at: tuple[datetime, ...] = ()
    screening: str = "clear"
    stepped_back_at: datetime | None = None
    lifted_at: datetime | None = None
    paused: bool = False
    has_easier: bool = True
    has_previous: bool = False


@dataclass(frozen=True, kw_only=True)
class Reason:
    """`entries`: the ids of the practices and reports that made the rule fit."""

    code: str
    client: str
    trainer: str
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """`look_again_on` is a local date. `step_back_to` is easier, previous or smaller, and empty unless regress."""

    decision: Decision
    reasons: tuple[Reason, ...]
    would_change: str
    look_again_on: date | None
    morning_reference: float | None
    step_back_to: str = ""
