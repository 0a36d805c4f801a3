"""What the desk knows about a client, and why a client needs the trainer: frozen values. PURE."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hinge_coach.safety.screening import Level
from lessons.rules.values import Decision

ATTENTION_THRESHOLD = 10  # lighter reasons are shown, but ask nothing of the trainer


class Direction(StrEnum):
    """How tightness compares with the start; the values are the codes of `trend.Change`."""

    TOO_EARLY = "too_early"
    SAME = "same"
    EASIER = "easier"
    TIGHTER = "tighter"


class AttentionCode(StrEnum):
    """Why a client is on the desk, the most urgent first."""

    CLOSED = "closed"
    CLOSURE_REVIEW = "closure_review"
    MORNINGS_UP = "mornings_up"
    TIGHTER = "tighter"
    REGRESSED = "regressed"
    SCREENING_DUE = "screening_due"
    SILENT = "silent"
    LONG_ON_LESSON = "long_on_lesson"
    HOLDING = "holding"
    SORE = "sore"
    CALL = "call"
    NEW = "new"
    TRACK_FINISHED = "track_finished"
    EASIER = "easier"
    REGRESSED_SEEN = "regressed_seen"
    PAUSED = "paused"
    QUIET = "quiet"


@dataclass(frozen=True, kw_only=True)
class ClientSnapshot:
    """What the desk knows about one client. Scores are 0-10, days are the client's local dates.

    `start` and `level` are those of the trend. `closure_level` is the level of the safety answer that closed practice,
    and None where the coaching rules closed it. `mornings_up` counts the latest next mornings in a row that were two
    points or more above the start, `morning_rise` is how far the last of them was. `holds_running` counts the latest
    practices of `lesson` in a row with the verdict "hold", `easier_lately` the practices of an easier version in seven
    days. `seen_on` is the last day on which the trainer wrote to or about the client, or moved them: what happened
    before that day is no news.
    """

    name: str
    joined_on: date
    start: float | None = None
    level: float | None = None
    change: Direction = Direction.TOO_EARLY
    last_practice_on: date | None = None
    last_check_in_on: date | None = None
    closed: bool = False
    closure_level: Level | None = None
    closed_on: date | None = None
    paused: bool = False
    paused_until: date | None = None
    mornings_up: int = 0
    morning_rise: float = 0
    last_verdict: Decision | None = None
    last_verdict_on: date | None = None
    lesson: str = ""
    lesson_since: date | None = None
    holds_running: int = 0
    easier_lately: int = 0
    call_on: date | None = None
    screening_due_on: date | None = None
    track_finished: str = ""
    track_finished_on: date | None = None
    seen_on: date | None = None

    @property
    def last_report_on(self) -> date | None:
        """The last day with a practice or a check-in."""
        days = [day for day in (self.last_practice_on, self.last_check_in_on) if day is not None]
        return max(days, default=None)


@dataclass(frozen=True, kw_only=True)
class AttentionReason:
    """One reason why a client is on the desk. A heavier `weight` is more urgent."""

    code: AttentionCode
    weight: int
    sentence: str
    suggestion: str

    @property
    def needs_attention(self) -> bool:
        return self.weight >= ATTENTION_THRESHOLD
