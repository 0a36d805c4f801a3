"""What a kept page must know of a client, because nobody can ask the rules without a connection. PURE.

A kept page is used today and on the client's tomorrow. Its numbers hold on both days: where the days differ, the lower
one counts, so that a page without a connection stops somebody rather too early than too late.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hinge_coach.accounts.local_day import day_start, local_day
from hinge_coach.safety.screening import due_on
from hinge_coach.tightness.trend import CheckInValue
from lessons.rules.facts import Facts, score_that_asks, score_that_rests

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """`until`: the instant from which a kept page is too old, in UTC.

    `rests_from`: the lowest next number that keeps practice from beginning. `asks_from`: the lowest one with which the
    safety questions come first; 0 where they are due already. `asks_again_from`: the same once they are answered, for a
    number above the one with which they came. Each is None where no number does.
    """

    until: datetime
    rests_from: int | None
    asks_from: int | None
    asks_again_from: int | None


def kept(
    facts: Facts, entries: Sequence[CheckInValue], answered_at: datetime, *, zone: ZoneInfo, day_begins: int
) -> Kept:
    """`facts` of now; `entries` with the imported ones; `answered_at`: when the safety questions were answered last."""
    is_due, last = _last_day(facts.today, answered_at, zone, day_begins)
    until = kept_until(facts.today, answered_at, zone=zone, day_begins=day_begins)
    days = ((facts, facts.now), (replace(facts, today=last), until))
    return Kept(
        until=until,
        rests_from=_lowest(score_that_rests(day) for day, _ in days),
        asks_from=0 if is_due else _lowest(score_that_asks(day, entries, answered_at, at=at) for day, at in days),
        asks_again_from=_lowest(score_that_asks(day, entries, facts.now, at=until) for day, _ in days),
    )


def kept_until(today: date, answered_at: datetime, *, zone: ZoneInfo, day_begins: int) -> datetime:
    """`Kept.until` alone: the end of the client's tomorrow, or of the day before the safety questions fall due."""
    _, last = _last_day(today, answered_at, zone, day_begins)
    return day_start(last + _ONE_DAY, zone, day_begins)


def _last_day(today: date, answered_at: datetime, zone: ZoneInfo, day_begins: int) -> tuple[bool, date]:
    """Whether the safety questions are due already, and the last local day on which a page of today is used."""
    fortnight = due_on(local_day(answered_at.astimezone(zone), day_begins))
    if fortnight <= today:
        return True, today + _ONE_DAY
    return False, min(today + _ONE_DAY, fortnight - _ONE_DAY)


def _lowest(scores: Iterable[int | None]) -> int | None:
    return min((score for score in scores if score is not None), default=None)
