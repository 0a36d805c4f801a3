"""What goes into the rules and what comes out: frozen values. PURE."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple, TypeVar

from hinge_coach.safety.screening import Level

BY_DAY = attrgetter("local_on")

BY_TIME = attrgetter("at")

BY_TIME_AND_ID = attrgetter("at", "id")


class Decision(StrEnum):
    PROGRESS = "progress"
    HOLD = "hold"
    REGRESS = "regress"
    STOP = "stop"


class StepBack(StrEnum):
    """Where a step back leads: the easier version, the lesson before, or the same lesson done smaller."""

    EASIER = "easier"
    PREVIOUS = "previous"
    SMALLER = "smaller"


class RuleCode(StrEnum):
    """The rows of the table, in their order. The values are stored with each verdict."""

    SAFETY_EMERGENCY = "safety_emergency"
    SAFETY_URGENT = "safety_urgent"
    SAFETY_REFER = "safety_refer"
    VERY_TIGHT = "very_tight"
    MORNINGS_STAY_UP = "mornings_stay_up"
    NO_CHANGE = "no_change"
    WEEKS_STAY_UP = "weeks_stay_up"
    PAUSED = "paused"
    OVER_LIMIT = "over_limit"
    MORNING_UP = "morning_up"
    FAILED_RUNNING = "failed_running"
    WEEK_UP = "week_up"
    NO_PRACTICE = "no_practice"
    EASIER = "easier"
    WORKED_UP = "worked_up"
    FAILED_ONCE = "failed_once"
    HARD = "hard"
    TOO_FEW = "too_few"
    MORNING_MISSING = "morning_missing"
    NO_REFERENCE = "no_reference"
    NO_SCORES = "no_scores"
    CLEAN = "clean"
    NOT_YET = "not_yet"


class Report(NamedTuple):
    """One check-in of the client, from any lesson or none.

    `score` is 0-10, `at` is aware, `moment` is a value of `Moment`. A tuple, because there may be thousands.
    """

    id: str
    at: datetime
    local_on: date
    score: int
    moment: str


@dataclass(frozen=True, kw_only=True)
class PracticeValue:
    """One practice. `after` stands for during and after; scores and effort are 0-10; `lesson` is a primary key.

    Both scores are None where the client answered "fine today". `imported`: it came from a client's own file; charts
    show it, and a `History` never holds it.
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
    """All that the rules may know of a client. The tuples may be in any order; what lies after `now` is left out.

    `fine_at`: when practices of other lessons were answered with "fine today"; those of `practices` need not be in it.
    `screening`: what the safety answers that keep practice closed ask for; clear while none do.
    `stepped_back_at`: when the client was last moved back, to this lesson or to its easier version.
    `lifted_at`: when a closure was last lifted.
    """

    practices: tuple[PracticeValue, ...] = ()
    reports: tuple[Report, ...] = ()
    fine_at: tuple[datetime, ...] = ()
    screening: Level = Level.CLEAR
    stepped_back_at: datetime | None = None
    lifted_at: datetime | None = None
    paused: bool = False
    has_easier: bool = True
    has_previous: bool = False


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why, in one sentence for the client and one for the trainer.

    `entries` are the ids of the practices and reports that made the row fit.
    """

    code: RuleCode
    client: str
    trainer: str
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """`look_again_on` is a local date of the client. `step_back_to` is None unless the decision is to regress."""

    decision: Decision
    reasons: tuple[Reason, ...]
    would_change: str
    look_again_on: date | None
    morning_reference: float | None
    step_back_to: StepBack | None = None
