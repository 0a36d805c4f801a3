"""What the desk's signals are worked out from, and what they are: frozen values. PURE."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from hinge_coach.accounts.local_day import DAY_BEGINS, day_start


class SignalCode(StrEnum):
    """What is worth a word from the trainer, the most urgent first. Those of a talk have the values of `TalkCode`."""

    REST = "rest"
    WORSE_TWO_WEEKS = "worse_two_weeks"
    WEEK_UP = "week_up"
    EASED = "eased"
    ABOVE_START = "above_start"
    NEXT_DAYS_UP = "next_days_up"
    MESSAGE = "message"
    JUMP = "jump"
    STEP_BACK = "step_back"
    NEVER_PRACTICED = "never_practiced"
    SILENT = "silent"
    PRACTICE_GAP = "practice_gap"
    TWICE_BACK = "twice_back"
    SCREENING_DUE = "screening_due"
    NEW = "new"
    NO_CHANGE = "no_change"
    TRACK_FINISHED = "track_finished"
    EASIER = "easier"


WEIGHTS = {
    SignalCode.REST: 88,
    SignalCode.WORSE_TWO_WEEKS: 85,
    SignalCode.WEEK_UP: 80,
    SignalCode.EASED: 72,
    SignalCode.ABOVE_START: 70,
    SignalCode.NEXT_DAYS_UP: 70,
    SignalCode.MESSAGE: 65,
    SignalCode.JUMP: 62,
    SignalCode.STEP_BACK: 60,
    SignalCode.NEVER_PRACTICED: 50,
    SignalCode.SILENT: 48,
    SignalCode.PRACTICE_GAP: 45,
    SignalCode.TWICE_BACK: 40,
    SignalCode.SCREENING_DUE: 35,
    SignalCode.NEW: 25,
    SignalCode.NO_CHANGE: 20,
    SignalCode.TRACK_FINISHED: 10,
    SignalCode.EASIER: 10,
}


@dataclass(frozen=True, kw_only=True)
class SignalValue:
    """One signal: `code` and `weight`, how large it is in `points`, since when, and while it holds.

    `evidence_at` is the moment of what it rests on; what was handled before that moment doesn't cover it. `until_at` is
    None where only something new ends it. `facts` are the values of its sentence, as JSON knows them. `though_closed`:
    it also matters while practice is closed. All instants are UTC.
    """

    code: SignalCode
    since: datetime
    evidence_at: datetime
    from_at: datetime
    until_at: datetime | None = None
    points: float = 0
    facts: dict[str, Any] = field(default_factory=dict)
    though_closed: bool = False

    @property
    def weight(self) -> int:
        return WEIGHTS[self.code]

    def holds(self, now: datetime) -> bool:
        return self.from_at <= now and (self.until_at is None or now < self.until_at)


class HighNumber(NamedTuple):
    """The last number, where it stands out, and when it reached the site. `usual` is None while it isn't known."""

    score: int
    on: date
    at: datetime
    usual: float | None

    @property
    def points(self) -> float:
        return self.score - (self.usual or 0)


class FlareRun(NamedTuple):
    """The flare that eases everything: the days on which tightness was up, from `first_on` on.

    `score` is the median of these days, against the `usual` before them; `days` is how many they are, among the
    `looked_at` latest reported days that decide. `told_at` is when the number that made it a flare reached the site, or
    a higher one since; `last_on` the latest reported day. `situation` and `note` are those that came with the numbers,
    empty without any.
    """

    usual: float
    score: float
    first_on: date
    last_on: date
    told_at: datetime
    days: int
    situation: str = ""
    note: str = ""

    @property
    def points(self) -> float:
        return self.score - self.usual


class OpenTalk(NamedTuple):
    """A reason to talk that nobody has noted as talked, with the size it had when it was stored."""

    code: str
    sentence: str
    opened_at: datetime
    opened_on: date
    points: float
    days: int


class StepBackNews(NamedTuple):
    """The latest step back by the rules: the lesson it led away from, and the reason in words."""

    lesson: int
    reason: str
    at: datetime
    on: date


class TrackEnd(NamedTuple):
    """A finished track, and when the client finished it."""

    track: str
    at: datetime
    on: date


class EasierNews(NamedTuple):
    """The usual has come down for good from the start, first on the reported day `on`."""

    start: float
    usual: float
    on: date


class WaitingWord(NamedTuple):
    """The client's words since the trainer's last one: how the first begins, and when first and last reached the site.

    `line` holds no more than a line.
    """

    line: str
    first_at: datetime
    last_at: datetime
    number: int


class PausedDays(NamedTuple):
    """A planned pause; `ends_on` is None while the last day is unknown."""

    begins_on: date
    ends_on: date | None


@dataclass(frozen=True, kw_only=True)
class ClientSnapshot:
    """What is known about one client at one moment. Scores are 0-10, days are the client's own.

    `practice_days` are the days with practice, newest first. `numbers` counts the numbers reported, without those
    recalled at sign-up. `all_finished`: every track is done. `rest`, `jump` and `flare` are None where the numbers say
    neither. `word_at` is the latest instant at which the trainer sent the client a word or talked with them.
    `flare_days` is for how many days a flare is current without a further number.
    """

    zone: ZoneInfo
    day_begins: int = DAY_BEGINS
    joined_at: datetime
    joined_on: date
    practice_days: tuple[date, ...] = ()
    last_check_in_on: date | None = None
    numbers: int = 0
    all_finished: bool = False
    pauses: tuple[PausedDays, ...] = ()
    rest: HighNumber | None = None
    jump: HighNumber | None = None
    flare: FlareRun | None = None
    flare_days: int = 21
    talks: tuple[OpenTalk, ...] = ()
    step_back: StepBackNews | None = None
    screening_due_on: date | None = None
    track_end: TrackEnd | None = None
    easier: EasierNews | None = None
    waiting: WaitingWord | None = None
    word_at: datetime | None = None

    @property
    def last_practice_on(self) -> date | None:
        return self.practice_days[0] if self.practice_days else None

    @property
    def last_report_on(self) -> date | None:
        """The last day with a practice or a check-in."""
        days = [day for day in (self.last_practice_on, self.last_check_in_on) if day is not None]
        return max(days, default=None)

    def begins(self, on: date) -> datetime:
        """The instant at which this local day begins."""
        return day_start(on, self.zone, self.day_begins)
