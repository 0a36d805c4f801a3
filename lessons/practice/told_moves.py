"""Moves in words, with what to do next: for every page that tells a client of one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lessons.models import Lesson
from lessons.practice import move_wording
from lessons.practice.history import ClientState
from lessons.practice.move_rows import MoveRow
from lessons.practice.position import Position
from lessons.rules.values import Decision


@dataclass(frozen=True, kw_only=True)
class ToldMove:
    """The latest move on a track.

    `sentence` says what happened, `then` what to do next: empty where practice is not offered now. `lesson` is where
    the client stands. `note`: why the trainer moved, for the client to read; of other moves the page of the `practice`
    or of the `start_test` says why. `on` is the client's local day.
    """

    sentence: str
    then: str
    lesson: Lesson
    at: datetime
    on: date
    note: str
    practice: UUID | None
    start_test: UUID | None

    @property
    def words(self) -> str:
        """All of it in one line, for a page that only says it."""
        return " ".join(filter(None, (self.sentence, self.then)))


def told_moves(state: ClientState, *, due_today: Collection[int] = ()) -> tuple[tuple[MoveRow, ToldMove], ...]:
    """The latest move on each track, the newest first. `due_today`: the lessons of today's session, by their keys."""
    latest = {move.track: move for move in state.moves}
    told = [
        (latest[position.track], _told(latest[position.track], position, state, due_today))
        for position in state.positions
        if position.track in latest
    ]
    return tuple(sorted(told, key=lambda pair: pair[0].at, reverse=True))


def moves_by_rules(
    state: ClientState, *, since: datetime, until: datetime | None = None, due_today: Collection[int] = ()
) -> tuple[ToldMove, ...]:
    """The moves that the rules made from `since` on, `until` included: those that a report has brought about."""
    return tuple(
        told
        for move, told in told_moves(state, due_today=due_today)
        if since <= move.at and (until is None or move.at <= until) and not move.is_placement
    )


def _told(move: MoveRow, position: Position, state: ClientState, due_today: Collection[int]) -> ToldMove:
    lesson = position.next
    then = move_wording.then(
        lesson.title,
        track=position.track.label,
        finished=position.finished,
        waits_for=[need.title for need in position.waits_for],
        is_due_today=lesson.pk in due_today,
    )
    is_offered = state.may_practice and state.pause is None
    return ToldMove(
        sentence=_sentence(move, position),
        then=then if is_offered else "",
        lesson=lesson,
        at=move.at,
        on=move.on,
        note=move.note if move.is_placement else "",
        practice=move.practice,
        start_test=move.start_test,
    )


def _sentence(move: MoveRow, position: Position) -> str:
    title = position.next.title
    if move.start_test is not None:
        return move_wording.placed_by_start_test(title)
    if move.is_placement and position.finished:
        return move_wording.placed_at_the_end(position.track.label, by=move.by)
    if move.is_placement:
        return move_wording.placed(title, by=move.by, is_easier=position.easier)
    if move.decision == Decision.REGRESS:
        return move_wording.stepped_back(title, to_previous=move.from_lesson != move.to_lesson)
    if move.decision == Decision.RESTORE:
        return move_wording.restored(title)
    return move_wording.finished(position.track.label) if position.finished else move_wording.moved_on(title)
