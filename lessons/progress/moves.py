"""Moves on a track, as marks and words for the chart."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple, Self
from uuid import UUID

from hinge_coach.accounts.models import Client
from hinge_coach.fixed_reads import FixedRead
from lessons.models import Move, Track
from lessons.progress.axis import LessonChange
from lessons.rules.values import Decision

YOURS, THEIRS = "your trainer moved you to", "the trainer moved them to"  # for the client, and for others


class MoveValue(NamedTuple):
    """A move for the chart. `came_from` and `to` are numbers of lessons.

    `decision` is None where the trainer moved, or where the start test did that `start_test` names. `note`: why.
    """

    local_on: date
    track: str
    decision: str | None
    came_from: int
    to: int
    title: str
    start_test: UUID | None = None
    note: str = ""

    @classmethod
    def of(cls, move: Move) -> Self:
        decision = move.verdict.decision if move.verdict else None
        lesson = move.to_lesson
        numbers = move.from_lesson.number, lesson.number
        return cls(move.local_on, move.track, decision, *numbers, lesson.title, move.start_test_id, move.note)


def moves_of(client: Client) -> Iterator[MoveValue]:
    """The client's moves, oldest first; one query."""
    return (MoveValue(*row) for row in _MOVES(client.pk))


_LESSONS = ("from_lesson__number", "to_lesson__number", "to_lesson__title")
_MOVES = FixedRead(
    lambda client: (
        Move.objects.filter(client=client)
        .order_by("moved_at", "pk")
        .values_list("local_on", "track", "verdict__decision", *_LESSONS, "start_test_id", "note")
    ),
    int,
)


def chart_moves(moves: Iterable[MoveValue], *, trainer: str = YOURS) -> Iterator[tuple[date, LessonChange]]:
    """Each move as (the day on which it was made, words), for the foot of the chart.

    Only the client reads here why the trainer moved: it was written to them, and the trainer's page has a list.
    """
    for move in moves:
        is_theirs = trainer == YOURS and move.decision is None and move.start_test is None
        yield move.local_on, LessonChange(change_sentences(move, trainer=trainer), move.note if is_theirs else "")


def change_sentences(move: MoveValue, *, trainer: str = YOURS) -> str:
    """A move in words, such as `moved on to Wall tap`. `trainer` begins the words of a move by the trainer."""
    title, distance = move.title, move.to - move.came_from
    if move.start_test is not None:
        return f"placed at {title} by the start test"
    if move.decision is None:
        return f"{trainer} {title}" if distance else f"{trainer} another way of {title}"
    if move.decision == Decision.REGRESS:
        return f"stepped back to {title}" if distance else f"stepped back to the easier version of {title}"
    if move.decision == Decision.PROGRESS and distance >= 0:
        return f"moved on to {title}" if distance else f"finished the track {Track(move.track).label}"
    if move.decision == Decision.RESTORE:
        return f"returned to the full version of {title}"
    # Before 0.3.0, a correction took back the move of the earlier verdict.
    return (
        f"back to {title}, because an entry was corrected" if distance else f"returned to the full version of {title}"
    )
