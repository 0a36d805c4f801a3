"""Loads what the rules may know of a client, once for each request."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from hinge_coach.accounts.models import Client
from hinge_coach.safety.models import Closure, Pause, last_answered_at, last_lift, pause_among
from hinge_coach.safety.screening import Level, due_on
from hinge_coach.tightness.trend import CheckInValue, Moment, in_order
from hinge_coach.tightness.usual import jump
from lessons.models import Lesson, NewUsual, Practice, Talk, lessons_in_order
from lessons.practice import client_rows
from lessons.practice.kept import Kept, kept, kept_until
from lessons.practice.move_rows import MoveRow, move_rows
from lessons.practice.position import Position, passed_lessons, track_positions
from lessons.rules.ahead import Futures
from lessons.rules.decide import decide_for_client, decide_for_lesson
from lessons.rules.facts import Facts, gather_facts, score_that_rests
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, History, PauseDays, PracticeValue, Standing, TalkValue, Verdict

JUST_NOW = timedelta(hours=1)
"""For so long the number after one practice may stand for the one before the next."""


class ScreeningDue(StrEnum):
    """Why the safety questions come first: a jump in tightness, or two weeks since the last answers."""

    JUMP = "jump"
    FORTNIGHT = "fortnight"


@dataclass(frozen=True, kw_only=True)
class ClientState:
    """Everything about one client that pages and rules ask, at one instant.

    `entries` (oldest first) and `practices` (newest first) hold imported rows, too; `facts` don't. `talks` are newest
    first, those that were talked about included. `new_usual`: the last time the trainer said "this is the usual now".
    """

    client: Client
    now: datetime
    today: date
    entries: tuple[CheckInValue, ...]
    practices: tuple[PracticeValue, ...]
    closures: tuple[Closure, ...]
    pause: Pause | None
    positions: tuple[Position, ...]
    moves: tuple[MoveRow, ...]
    talks: tuple[Talk, ...]
    new_usual: NewUsual | None
    facts: Facts
    known_answered_at: datetime | None = None  # where it was loaded with the client

    @property
    def thresholds(self) -> Thresholds:
        return self.facts.thresholds

    @property
    def closure(self) -> Closure | None:
        """The closure that keeps this client from practice now."""
        return next((closure for closure in self.closures if closure.is_active), None)

    @cached_property
    def client_verdict(self) -> Verdict | None:
        """What the rules about the client decide, the same for every track."""
        return decide_for_client(self.facts)

    @cached_property
    def futures(self) -> Futures:
        """What may come, worked out once for all tracks."""
        return Futures(self.facts)

    def position_on(self, track: str) -> Position:
        return next(position for position in self.positions if position.track == track)

    def verdict_on(self, position: Position) -> Verdict:
        """What the rules say now about the lesson on which the client stands."""
        return self.client_verdict or decide_for_lesson(self.facts, self.standing(position))

    def standing(self, position: Position) -> Standing:
        return standing_of(position, self.moves)

    @property
    def is_eased(self) -> bool:
        """Whether a flare offers every lesson in its easier version."""
        return self.client_verdict is not None and self.client_verdict.decision == Decision.EASE

    @property
    def must_rest(self) -> bool:
        return self.client_verdict is not None and self.client_verdict.decision == Decision.REST

    @property
    def may_practice(self) -> bool:
        """Whether practice is offered: neither closed nor resting."""
        verdict = self.client_verdict
        return self.closure is None and (verdict is None or verdict.decision not in {Decision.STOP, Decision.REST})

    @cached_property
    def rests_from(self) -> int | None:
        """The lowest next number that keeps practice from beginning; None where no number does."""
        return score_that_rests(self.facts)

    @property
    def just_now(self) -> int | None:
        """The score after a practice that ended today, less than an hour ago; None without one."""
        ended = (entry for entry in self.entries if entry.moment == Moment.AFTER and not entry.imported)
        last = max(ended, key=in_order, default=None)
        if last is None or last.local_on != self.today or not self.now - JUST_NOW < last.at <= self.now:
            return None
        return last.score

    @cached_property
    def answered_at(self) -> datetime:
        """When the safety questions were answered last. One query, unless it was known when this was loaded."""
        return self.known_answered_at or last_answered_at(self.client)

    @cached_property
    def questions_due(self) -> ScreeningDue | None:
        """Why the safety questions come first today; None where they don't. One query, that of `answered_at`."""
        if self.closure or self.pause:
            return None
        return _questions_due(self.client, self.entries, self.today, self.thresholds, answered_at=self.answered_at)

    @cached_property
    def kept_until(self) -> datetime:
        """The instant from which a page that is kept now is too old, in UTC. One query, that of `answered_at`."""
        zone, day_begins = self.client.user.tz, self.client.day_begins
        return kept_until(self.today, self.answered_at, zone=zone, day_begins=day_begins)

    @cached_property
    def kept(self) -> Kept:
        """What a page must know that is used without a connection. One query, that of `answered_at`."""
        zone, day_begins = self.client.user.tz, self.client.day_begins
        return kept(self.facts, self.entries, self.answered_at, zone=zone, day_begins=day_begins)

    def with_report(self, report: CheckInValue) -> "ClientState":
        """The state after this number, the last of all, which was stored since it was loaded."""
        history = replace(self.facts.history, reports=(*self.facts.reports, report))
        return replace(
            self,
            entries=(*self.entries, report),
            facts=gather_facts(history, self.thresholds, now=self.now, today=self.today),
        )

    def with_practice(self, practice: Practice, reports: Sequence[CheckInValue]) -> "ClientState":
        """The state after this practice, which was stored since it was loaded, with its check-ins."""
        value = practice.value
        history = replace(
            self.facts.history,
            practices=(*self.facts.practices, value),
            reports=(*self.facts.reports, *reports),
        )
        return replace(
            self,
            entries=(*self.entries, *reports),
            practices=(value, *self.practices),
            facts=gather_facts(history, self.thresholds, now=self.now, today=self.today),
        )


def load_state(client: Client, *, now: datetime, answered_at: datetime | None = None) -> ClientState:
    """Ten queries, whatever the client has done. `answered_at`: see `ClientState.answered_at`."""
    practices, moves = client_rows.read_practices(client), move_rows(client)
    passed = passed_lessons(practices)
    positions = client_rows.read_positions(client)
    return state_from(
        client,
        now=now,
        entries=client_rows.read_entries(client),
        practices=practices,
        closures=client_rows.read_closures(client),
        pauses=client_rows.read_pauses(client),
        positions=track_positions(lessons_in_order(), positions, moves=moves, passed=passed),
        moves=moves,
        talks=client_rows.read_talks(client),
        new_usual=client_rows.read_new_usual(client),
        thresholds=client_rows.read_thresholds(),
        answered_at=answered_at,
    )


def state_from(
    client: Client,
    *,
    now: datetime,
    entries: tuple[CheckInValue, ...],
    practices: tuple[PracticeValue, ...],
    closures: tuple[Closure, ...],
    pauses: tuple[Pause, ...],
    positions: tuple[Position, ...],
    moves: tuple[MoveRow, ...],
    talks: tuple[Talk, ...],
    new_usual: NewUsual | None,
    thresholds: Thresholds,
    answered_at: datetime | None = None,
) -> ClientState:
    """The state of one client from rows that are loaded already; no query."""
    today = client.today(now)
    history = history_from(
        entries,
        practices,
        closures=closures,
        lifted_on=_lifted_on(client, closures),
        pauses=pauses,
        talks=(talk.value for talk in talks),
        new_usual_on=new_usual.since_on if new_usual else None,
    )
    return ClientState(
        client=client,
        now=now,
        today=today,
        entries=entries,
        practices=practices,
        closures=closures,
        pause=pause_among(pauses, today),
        positions=positions,
        moves=moves,
        talks=talks,
        new_usual=new_usual,
        facts=gather_facts(history, thresholds, now=now, today=today),
        known_answered_at=answered_at,
    )


def _lifted_on(client: Client, closures: Iterable[Closure]) -> date | None:
    lifted_at = last_lift(closures)
    return client.today(lifted_at) if lifted_at else None


def history_from(
    entries: Iterable[CheckInValue],
    practices: Iterable[PracticeValue],
    *,
    closures: Iterable[Closure],
    lifted_on: date | None = None,
    pauses: Iterable[Pause] = (),
    talks: Iterable[TalkValue] = (),
    new_usual_on: date | None = None,
) -> History:
    """What the rules may know, from rows of one client that are loaded already.

    `lifted_on`: the local day on which a closure was lifted last. Imported rows are left out, because nobody can tell
    who wrote a file.
    """
    anew = [on for on in (lifted_on, new_usual_on) if on is not None]
    return History(
        practices=tuple(practice for practice in practices if not practice.imported),
        reports=tuple(entry for entry in entries if not entry.imported),
        screening=screening_level(closure for closure in closures if closure.is_active),
        pauses=tuple(PauseDays(pause.begins_on, pause.ends_on) for pause in pauses),
        talks=tuple(talks),
        anew_on=max(anew, default=None),
    )


def screening_level(closures: Iterable[Closure]) -> Level:
    """What the answers behind the first closure by answers ask for; clear where there is none."""
    by_answers = (closure for closure in closures if closure.cause == Closure.Cause.ANSWERS)
    closure = next(by_answers, None)
    return Level(closure.level) if closure else Level.CLEAR


def standing_of(position: Position, moves: Iterable[MoveRow]) -> Standing:
    """Where a client stands on the track of `position`; `moves` are those on all tracks, oldest first."""
    placed_at, was_eased = None, False
    steps_back: list[tuple[int, date]] = []
    for move in moves:
        if move.track != position.track:
            continue
        placed_at = move.at
        if move.from_lesson != move.to_lesson or move.decision is None:
            was_eased = False
        elif move.decision == Decision.REGRESS:
            was_eased = True
        if move.decision == Decision.REGRESS:
            steps_back.append((move.from_lesson, move.on))
    return Standing(
        lesson=position.next.pk,
        easier=position.easier,
        passed=position.finished,
        has_previous=position.next.number > 1,
        placed_at=placed_at,
        was_eased=was_eased,
        steps_back=tuple(steps_back),
    )


def standing_for(
    lesson: Lesson, position: Position, moves: Iterable[MoveRow], *, done_at: datetime | None = None
) -> Standing:
    """For a practice of this lesson: where the client stands, or one that moves nobody: passed, or an extra.

    `done_at`: when it was done; before the last move on the track, it moves nobody either.
    """
    standing = standing_of(position, moves)
    if lesson == position.next:
        if done_at is None or standing.placed_at is None or done_at >= standing.placed_at:
            return standing
        return replace(standing, passed=True, predates_move=True)
    return replace(standing, lesson=lesson.pk, easier=False, passed=True, is_extra=lesson.optional)


def questions_due(
    client: Client, entries: Iterable[CheckInValue], today: date, thresholds: Thresholds
) -> ScreeningDue | None:
    """Why the safety questions come first on this local day; None where they don't. One query."""
    return _questions_due(client, entries, today, thresholds, answered_at=last_answered_at(client))


def _questions_due(
    client: Client, entries: Iterable[CheckInValue], today: date, thresholds: Thresholds, *, answered_at: datetime
) -> ScreeningDue | None:
    high = jump(entries, answered_at, thresholds.jump)
    if due_on(client.today(answered_at), high.local_on if high else None) > today:
        return None
    return ScreeningDue.JUMP if high else ScreeningDue.FORTNIGHT
