"""What the desk shows of a client: why they need a word, and what to know beside it. Frozen values. PURE."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

ATTENTION_THRESHOLD = 10  # lighter reasons are shown, but ask nothing of the trainer


class AttentionCode(StrEnum):
    """Reasons that are no signals of `lessons.summary`: they come from other rooms, or ask nothing."""

    CLOSED = "closed"
    CALL = "call"
    PAUSED = "paused"
    QUIET = "quiet"


@dataclass(frozen=True, kw_only=True)
class AttentionReason:
    """One reason why a client is on the desk. A heavier `weight` is more urgent.

    `code` is an `AttentionCode`, or a `SignalCode`. `size` is the word in its badge: `Stop`, `+4`, `12 d`. `points` is
    its size above the usual. `evidence_at` is the moment of what it rests on, `is_handled` whether the trainer has
    handled it since. `rings`: a call is the way to answer it.
    """

    code: str
    weight: int
    sentence: str
    suggestion: str
    size: str = ""
    points: float = 0
    since: datetime | None = None
    evidence_at: datetime | None = None
    is_handled: bool = False
    rings: bool = False

    @property
    def needs_attention(self) -> bool:
        return self.weight >= ATTENTION_THRESHOLD and not self.is_handled


@dataclass(frozen=True, kw_only=True)
class HandledUpTo:
    """Up to which moment the trainer has handled all there was, and until when it is snoozed, if it is."""

    up_to: datetime
    until: datetime | None = None

    def covers(self, evidence_at: datetime, now: datetime) -> bool:
        """Whether evidence of this moment is handled."""
        return evidence_at <= self.up_to and (self.until is None or now < self.until)


@dataclass(frozen=True, kw_only=True)
class ClosedPractice:
    """Since when practice is closed, and the level of the safety answer; None where the coaching rules closed it."""

    level: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PausedUntil:
    """A pause that covers today; `ends_on` is None while its last day is unknown."""

    ends_on: date | None
