"""What the records of a client come to, as the value that attention is decided on."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from hinge_coach.coaching.desk.clients import ClientRecords
from hinge_coach.coaching.desk.values import (
    ClientSnapshot,
    Direction,
    FlareDays,
    HighNumber,
    OpenTalk,
    StepBackNews,
    TrackEnd,
)
from hinge_coach.safety.models import Closure
from hinge_coach.safety.screening import Level, due_on
from hinge_coach.tightness.trend import Change, Moment
from hinge_coach.tightness.usual import jump
from lessons.models import Track
from lessons.practice.history import history_from
from lessons.practice.position import Position
from lessons.rules.decide import decide_for_client
from lessons.rules.facts import Facts, gather_facts
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision

if TYPE_CHECKING:
    from hinge_coach.coaching.desk.clients import DeskClient


def client_facts(records: ClientRecords, thresholds: Thresholds, *, now: datetime) -> Facts:
    """The facts for the rules about the client alone: numbers, closure and pause, but no practices and talks."""
    client = records.client
    history = history_from(
        records.check_ins,
        (),
        closures=[records.closure] if records.closure else [],
        lifted_on=client.today(client.lifted_at) if client.lifted_at else None,
        pauses=[records.pause] if records.pause else [],
        new_usual_on=client.new_usual_on,
    )
    return gather_facts(history, thresholds, now=now, today=client.today(now))


def snapshot_of(
    records: ClientRecords, *, facts: Facts, positions: Sequence[Position], change: Change
) -> ClientSnapshot:
    """`positions` are those of the records on all tracks, `change` is the client's change up to the day of `facts`."""
    client, closure, pause = records.client, records.closure, records.pause
    numbers = [entry for entry in records.check_ins if entry.moment != Moment.RECALLED]
    word_at = _latest(client.messaged_at, client.talked_at, client.new_usual_at)
    return ClientSnapshot(
        name=str(client),
        joined_on=client.today(client.joined_at),
        start=change.start,
        level=change.now,
        change=Direction(change.code),
        last_practice_on=client.last_practice_on,
        practice_days=records.practice_days,
        last_check_in_on=max((entry.local_on for entry in numbers), default=None),
        numbers=len(numbers),
        all_finished=all(position.finished for position in positions),
        closed=closure is not None,
        closure_level=_closure_level(closure),
        closed_on=client.today(closure.closed_at) if closure else None,
        paused=pause is not None,
        paused_until=pause.ends_on if pause else None,
        pause_ended_on=records.pause_ended_on,
        rest=_rest(facts),
        flare=None if closure else _flare(facts),
        talks=tuple(
            OpenTalk(talk.code, talk.trainer_sentence, talk.opened_on, talk.points, talk.count)
            for talk in sorted(records.talks, key=lambda talk: talk.pk)
        ),
        step_back=_step_back(records, positions),
        call_on=_call_on(client, facts),
        screening_due_on=_screening_due_on(records, facts.thresholds),
        track_end=_last_finished(records),
        word_at=word_at,
        word_on=client.today(word_at) if word_at else None,
    )


def _latest(*instants: datetime | None) -> datetime | None:
    return max((instant for instant in instants if instant is not None), default=None)


def _closure_level(closure: Closure | None) -> Level | None:
    if closure is None or closure.cause == Closure.Cause.RULE:
        return None
    return Level(closure.level)


def _call_on(client: "DeskClient", facts: Facts) -> date | None:
    """As many days from today as the call is on the calendar: a call at ten tomorrow is tomorrow's at any hour."""
    if client.next_call_at is None:
        return None
    return facts.today + (client.user.today(client.next_call_at) - client.user.today(facts.now))


def _rest(facts: Facts) -> HighNumber | None:
    """The last number, while it is so high that practice rests."""
    number = facts.last_number
    if number is None or not facts.must_rest:
        return None
    return HighNumber(number.score, number.local_on, facts.usual)


def _flare(facts: Facts) -> FlareDays | None:
    """The days that ease everything, while no graver row of the rules fits."""
    usual = facts.reported.usual_before(facts.flare) if facts.flare else None
    verdict = None if usual is None else decide_for_client(facts)
    if usual is None or verdict is None or verdict.decision != Decision.EASE:
        return None
    high = [day.score for day in facts.flare if facts.is_up(day.score, usual)]
    return FlareDays(max(high) - usual, len(high), len(facts.flare))


def _step_back(records: ClientRecords, positions: Sequence[Position]) -> StepBackNews | None:
    row = records.step_back
    if row is None:
        return None
    titles = {lesson.pk: lesson.title for position in positions for lesson in position.lessons}
    return StepBackNews(titles[row.lesson], row.reason, row.at, records.client.today(row.at))


def _screening_due_on(records: ClientRecords, thresholds: Thresholds) -> date:
    answered_at = records.client.answered_at or records.client.joined_at
    answered_on = records.client.today(answered_at)
    # What comes after two weeks can't make the questions due any earlier.
    entries = [entry for entry in records.check_ins if entry.local_on <= due_on(answered_on)]
    high = jump(entries, answered_at, thresholds.jump)
    return due_on(answered_on, high.local_on if high else None)


def _last_finished(records: ClientRecords) -> TrackEnd | None:
    finished = [position for position in records.positions if position.finished]
    last = max(finished, key=lambda position: position.since, default=None)
    if last is None:
        return None
    return TrackEnd(Track(last.track).label, last.since, records.client.today(last.since))
