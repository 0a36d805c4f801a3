"""The end of coaching: from which day on a client only reads, and until when. PURE.

The trainer archives a client for a day. From then on the client reads and downloads all that is theirs, and stores
nothing new; some months later only the download and the erasing are left. Nothing is deleted by itself.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from hinge_coach.accounts.local_day import day_start, local_day


class Stage(StrEnum):
    """`AHEAD`: the day is still to come. `READING`: the client reads and downloads. `OVER`: they download or erase."""

    AHEAD = "ahead"
    READING = "reading"
    OVER = "over"


class Act(StrEnum):
    """What somebody does with a page: read it, store something, change a setting, take or erase what is theirs."""

    READ = "read"
    STORE = "store"
    SET = "set"
    OWN = "own"


ALLOWED: dict[Stage, frozenset[Act]] = {
    Stage.AHEAD: frozenset(Act),
    Stage.READING: frozenset({Act.READ, Act.SET, Act.OWN}),
    Stage.OVER: frozenset({Act.OWN}),
}


@dataclass(frozen=True, kw_only=True)
class Ending:
    """`on`: the client's day on which coaching ends; `reads_until_on`: the one on which their pages close."""

    stage: Stage
    on: date
    reads_until_on: date

    @property
    def has_begun(self) -> bool:
        return self.stage != Stage.AHEAD

    @property
    def is_over(self) -> bool:
        return self.stage == Stage.OVER

    def allows(self, act: Act) -> bool:
        return act in ALLOWED[self.stage]


def ending_at(archived_at: datetime, *, now: datetime, days: int, zone: ZoneInfo, day_begins: int) -> Ending:
    """Where the end of coaching at `archived_at` stands. The client reads for whole days: `days` after that day."""
    on = local_day(archived_at.astimezone(zone), day_begins)
    closes_on = on + timedelta(days=days)
    stage = Stage.AHEAD if now < archived_at else Stage.READING
    if stage == Stage.READING and now >= day_start(closes_on, zone, day_begins):
        stage = Stage.OVER
    return Ending(stage=stage, on=on, reads_until_on=closes_on)
