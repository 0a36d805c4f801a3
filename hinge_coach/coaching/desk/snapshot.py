"""What the records of a client come to, as the value that attention is decided on."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TypedDict

from hinge_coach.coaching.desk.attention import MORNING_RISE
from hinge_coach.coaching.desk.clients import ClientRecords
from hinge_coach.coaching.desk.lesson_in_question import lesson_in_question
from hinge_coach.coaching.desk.values import ClientSnapshot, Direction
from hinge_coach.safety.models import Closure
from hinge_coach.safety.screening import Level, due_on
from hinge_coach.tightness import trend
from hinge_coach.tightness.trend import Change, CheckInValue, Moment
from lessons.models import Track, TrackPosition
from lessons.practice.position import Position

MORNINGS_READ = timedelta(days=14)  # a high morning of last month is no news

A_WEEK = timedelta(days=7)


def snapshot_of(
    records: ClientRecords, *, positions: Sequence[Position], change: Change, today: date, now: datetime
) -> ClientSnapshot:
    """`positions` are those of the records on all tracks, `change` is the client's change up to their day at `now`."""
    client, closure, latest = records.client, records.closure, next(iter(records.judged), None)
    since = {position.track: client.today(position.since) for position in records.positions}
    lesson = lesson_in_question(positions, since, records.judged, today)
    finished = _last_finished(records.positions)
    return ClientSnapshot(
        name=str(client),
        joined_on=client.today(client.joined_at),
        start=change.start,
        level=change.now,
        change=Direction(change.code),
        last_practice_on=records.last_practice_on,
        last_check_in_on=records.last_check_in_on,
        closed=closure is not None,
        closure_level=_closure_level(closure),
        closed_on=client.today(closure.closed_at) if closure else None,
        paused=records.pause is not None,
        paused_until=records.pause.ends_on if records.pause else None,
        last_verdict=latest.decision if latest else None,
        last_verdict_on=latest.local_on if latest else None,
        lesson=lesson.title,
        lesson_since=lesson.since,
        holds_running=lesson.holds_running,
        easier_lately=sum(
            practice.easier for practice in records.judged if today - A_WEEK < practice.local_on <= today
        ),
        call_on=_call_on(records, today, now),
        screening_due_on=_screening_due_on(records),
        track_finished=Track(finished.track).label if finished else "",
        track_finished_on=client.today(finished.since) if finished else None,
        seen_on=client.today(records.trainer_acted_at) if records.trainer_acted_at else None,
        **_mornings(records.check_ins, change.start, today),
    )


def _closure_level(closure: Closure | None) -> Level | None:
    if closure is None or closure.cause == Closure.Cause.RULE:
        return None
    return Level(closure.level)


def _call_on(records: ClientRecords, today: date, now: datetime) -> date | None:
    """As many days from `today` as the call is on the calendar: a call at ten tomorrow is tomorrow's at any hour."""
    if records.next_call_at is None:
        return None
    user = records.client.user
    return today + (user.today(records.next_call_at) - user.today(now))


def _screening_due_on(records: ClientRecords) -> date:
    answered_at = records.answered_at or records.client.joined_at
    jump = trend.jump(records.check_ins, answered_at)
    return due_on(records.client.today(answered_at), jump.local_on if jump else None)


class _Mornings(TypedDict):
    mornings_up: int
    morning_rise: float


def _mornings(check_ins: Iterable[CheckInValue], start: float | None, today: date) -> _Mornings:
    """How many of the latest next mornings in a row were high, and how far above the start the last one was."""
    highest: dict[date, int] = {}
    for check_in in check_ins:
        if check_in.moment == Moment.MORNING and today - MORNINGS_READ <= check_in.local_on <= today:
            highest[check_in.local_on] = max(check_in.score, highest.get(check_in.local_on, 0))
    if start is None or not highest:
        return {"mornings_up": 0, "morning_rise": 0}
    rises = [highest[day] - start for day in sorted(highest, reverse=True)]
    running = next((number for number, rise in enumerate(rises) if rise < MORNING_RISE), len(rises))
    return {"mornings_up": running, "morning_rise": rises[0] if running else 0}


def _last_finished(positions: Sequence[TrackPosition]) -> TrackPosition | None:
    finished = [position for position in positions if position.finished]
    return max(finished, key=lambda position: position.since, default=None)
