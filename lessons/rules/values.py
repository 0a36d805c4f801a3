"""What goes into the rules and what comes out: frozen values. PURE."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from hinge_coach.safety.screening import Level
from hinge_coach.tightness.trend import CheckInValue


class Decision(StrEnum):
    PROGRESS = "progress"
    HOLD = "hold"
    REGRESS = "regress"
    RESTORE = "restore"
    EASE = "ease"
    REST = "rest"
    PAUSED = "paused"
    STOP = "stop"


MOVES = frozenset({Decision.PROGRESS, Decision.REGRESS, Decision.RESTORE})
"""The decisions that change a track position, or begin the count on it again."""


class StepBack(StrEnum):
    """Where a step back leads."""

    EASIER = "easier"
    PREVIOUS = "previous"


class RuleCode(StrEnum):
    """The rows of the table, in their order. The values are stored with each verdict."""

    SAFETY_EMERGENCY = "safety_emergency"
    SAFETY_URGENT = "safety_urgent"
    SAFETY_REFER = "safety_refer"
    VERY_TIGHT = "very_tight"
    PAUSED = "paused"
    VERY_HIGH_NOW = "very_high_now"
    FLARE = "flare"
    ALREADY_PASSED = "already_passed"
    ROSE_RUNNING = "rose_running"
    MISSED_RUNNING = "missed_running"
    NOTHING_YET = "nothing_yet"
    LEARNING_USUAL = "learning_usual"
    EASIER_WENT_WELL = "easier_went_well"
    EASIER_LAST = "easier_last"
    NEXT_DAYS_UP = "next_days_up"
    TWO_GOOD = "two_good"
    NOT_GOOD = "not_good"
    ONE_MORE = "one_more"
    ANSWER_MISSING = "answer_missing"


class TalkCode(StrEnum):
    """The rows of the second table: reasons to talk with the trainer. Practice goes on."""

    WORSE_TWO_WEEKS = "worse_two_weeks"
    WEEK_UP = "week_up"
    ABOVE_START = "above_start"
    NEXT_DAYS_UP = "next_days_up"
    NO_CHANGE = "no_change"
    TWICE_BACK = "twice_back"


@dataclass(frozen=True, kw_only=True)
class PracticeValue:
    """One practice. `after` stands for during and after; scores and effort are 0-10; `lesson` is a primary key.

    Both scores are None where the client answered "fine today". `stopped`: on the way, because it was getting tighter;
    then the effort isn't known, and the score before it may not be. `imported`: it came from a client's own file;
    charts show it, and a `History` never holds it.
    """

    id: str
    at: datetime
    local_on: date
    before: int | None
    after: int | None
    passed: bool
    effort: int | None
    lesson: int
    easier: bool = False
    stopped: bool = False
    imported: bool = False

    @property
    def is_fine(self) -> bool:
        return self.after is None


@dataclass(frozen=True, kw_only=True)
class TalkValue:
    """One talk, by local days. `talked_on` is None while it is open."""

    code: str
    opened_on: date
    talked_on: date | None = None


class PauseDays(NamedTuple):
    """The local days of a planned pause, both included. `ends_on` is None while the end is open."""

    begins_on: date
    ends_on: date | None

    def covers(self, on: date) -> bool:
        return self.begins_on <= on and (self.ends_on is None or on <= self.ends_on)


@dataclass(frozen=True, kw_only=True)
class History:
    """All that the rules may know of a client. The tuples may be in any order; what lies after `now` is left out.

    `practices` are those of all lessons. Nothing in it is imported, because nobody can tell who wrote a file.
    `screening`: what the safety answers that keep practice closed ask for; clear while none do. `anew_on`: the local
    day on which practice was opened again, or the trainer said "this is the usual now", whichever was last.
    """

    practices: tuple[PracticeValue, ...] = ()
    reports: tuple[CheckInValue, ...] = ()
    screening: Level = Level.CLEAR
    pauses: tuple[PauseDays, ...] = ()
    talks: tuple[TalkValue, ...] = ()
    anew_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a client stands on one track, as far as the rules need it. Lessons are primary keys.

    `passed`: the lesson lies behind the client, or the whole track is done; practicing it again moves nobody.
    `is_extra`: an optional lesson, which nobody has to pass. `predates_move`: the practice
    that is decided on arrived after a move on the track, and was done before it; it moves nobody either.
    `placed_at`: the last move on the track, whoever made it; older practices decide nothing. `was_eased`: a step back
    led to the easier version of this lesson before, since the client came to it or the trainer placed them.
    `steps_back`: the lesson that each step back on the track led away from, with its local day.
    """

    lesson: int
    easier: bool = False
    passed: bool = False
    is_extra: bool = False
    predates_move: bool = False
    has_previous: bool = False
    placed_at: datetime | None = None
    was_eased: bool = False
    steps_back: tuple[tuple[int, date], ...] = ()


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
    """A decision and the row that made it. `usual` is what numbers were compared with, None while it isn't known.

    `step_back_to` is None unless the decision is to regress.
    """

    decision: Decision
    reason: Reason
    usual: float | None
    step_back_to: StepBack | None = None


@dataclass(frozen=True, kw_only=True)
class TalkReason:
    """A reason to talk that fits now. `client` is empty where it is for the trainer alone.

    `size` orders talks of one code: points first, then days or practices.
    """

    code: TalkCode
    client: str
    trainer: str
    size: tuple[float, int]
