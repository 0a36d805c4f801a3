"""What the desk knows about a client, and why a client needs the trainer: frozen values. PURE."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from hinge_coach.safety.screening import Level

ATTENTION_THRESHOLD = 10  # lighter reasons are shown, but ask nothing of the trainer


class Direction(StrEnum):
    """How tightness compares with the start; the values are the codes of `trend.Change`."""

    TOO_EARLY = "too_early"
    SAME = "same"
    EASIER = "easier"
    TIGHTER = "tighter"


class AttentionCode(StrEnum):
    """Why a client is on the desk, the most urgent first. Those of a talk have the values of `TalkCode`."""

    CLOSED = "closed"
    CLOSURE_REVIEW = "closure_review"
    REST = "rest"
    WORSE_TWO_WEEKS = "worse_two_weeks"
    WEEK_UP = "week_up"
    EASED = "eased"
    ABOVE_START = "above_start"
    NEXT_DAYS_UP = "next_days_up"
    STEP_BACK = "step_back"
    NEVER_PRACTICED = "never_practiced"
    SILENT = "silent"
    PRACTICE_GAP = "practice_gap"
    TWICE_BACK = "twice_back"
    SCREENING_DUE = "screening_due"
    CALL = "call"
    NEW = "new"
    NO_CHANGE = "no_change"
    TRACK_FINISHED = "track_finished"
    EASIER = "easier"
    PAUSED = "paused"
    QUIET = "quiet"


class HighNumber(NamedTuple):
    """The last number, while practice rests because of it. `usual` is None while it isn't known."""

    score: int
    on: date
    usual: float | None

    @property
    def points(self) -> float:
        return self.score - (self.usual or 0)


class FlareDays(NamedTuple):
    """The reported days that ease everything: `days` of the `looked_at` latest, the highest `points` above the usual.

    All days are the client's own.
    """

    points: float
    days: int
    looked_at: int


class OpenTalk(NamedTuple):
    """A reason to talk that nobody has noted as talked, with the size it had when it was stored."""

    code: str
    sentence: str
    opened_on: date
    points: float
    days: int


class StepBackNews(NamedTuple):
    """The latest step back by the rules, with the title of the lesson it led away from and the reason in words."""

    lesson: str
    reason: str
    at: datetime
    on: date


class TrackEnd(NamedTuple):
    """A finished track by its label, and when the client finished it."""

    label: str
    at: datetime
    on: date


@dataclass(frozen=True, kw_only=True)
class ClientSnapshot:
    """What the desk knows about one client. Scores are 0-10, days are the client's local dates.

    `start` and `level` are those of the trend. `practice_days` are the days with practice in the last weeks, newest
    first; `last_practice_on` may lie before them. `numbers` counts the numbers reported, without those recalled at
    sign-up. `all_finished`: every track is done. `closure_level` is the level of the safety answer that closed
    practice, and None where the coaching rules closed it. `rest` and `flare` are None where the rules say neither.
    `pause_ended_on`: the last day of the latest pause that is over; only the days after it can be silent.
    `word_at` is the latest instant at which the trainer sent the client a word or talked with them.
    """

    name: str
    joined_on: date
    start: float | None = None
    level: float | None = None
    change: Direction = Direction.TOO_EARLY
    last_practice_on: date | None = None
    practice_days: tuple[date, ...] = ()
    last_check_in_on: date | None = None
    numbers: int = 0
    all_finished: bool = False
    closed: bool = False
    closure_level: Level | None = None
    closed_on: date | None = None
    paused: bool = False
    paused_until: date | None = None
    pause_ended_on: date | None = None
    rest: HighNumber | None = None
    flare: FlareDays | None = None
    talks: tuple[OpenTalk, ...] = ()
    step_back: StepBackNews | None = None
    call_on: date | None = None
    screening_due_on: date | None = None
    track_end: TrackEnd | None = None
    word_at: datetime | None = None
    word_on: date | None = None

    @property
    def last_report_on(self) -> date | None:
        """The last day with a practice or a check-in."""
        days = [day for day in (self.last_practice_on, self.last_check_in_on) if day is not None]
        return max(days, default=None)


@dataclass(frozen=True, kw_only=True)
class AttentionReason:
    """One reason why a client is on the desk. A heavier `weight` is more urgent.

    `points` and `days` are its size: points above the usual (or what else it counts), then days.
    """

    code: AttentionCode
    weight: int
    sentence: str
    suggestion: str
    points: float = 0
    days: int = 0

    @property
    def needs_attention(self) -> bool:
        return self.weight >= ATTENTION_THRESHOLD
