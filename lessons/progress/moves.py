"""Moves on a track, as marks and words for the picture of the weeks."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple, Self

from hinge_coach.accounts.models import Client
from lessons.models import Move, Track
from lessons.rules.values import Decision

YOURS, THEIRS = "your trainer moved you to", "the trainer moved them to"  # as the client and as others read it


class MoveValue(NamedTuple):
    """What of a move the picture tells. `decision` is None where the trainer moved; numbers are places in a track."""

    at: datetime
    track: str
    decision: str | None
    came_from: int
    to: int
    title: str

    @classmethod
    def of(cls, move: Move) -> Self:
        decision = move.verdict.decision if move.verdict else None
        there = move.to_lesson
        return cls(move.moved_at, move.track, decision, move.from_lesson.number, there.number, there.title)


def moves_of(client: Client) -> Iterator[MoveValue]:
    columns = ("track", "verdict__decision", "from_lesson__number", "to_lesson__number", "to_lesson__title")
    return (MoveValue(*row) for row in client.moves.order_by("moved_at", "pk").values_list("moved_at", *columns))


def chart_moves(client: Client, moves: Iterable[MoveValue], *, trainer: str = YOURS) -> Iterator[tuple[date, str]]:
    """Each move as (local day, what it was), for the foot of the picture."""
    return ((client.today(move.at), change_sentences(move, trainer=trainer)) for move in moves)


def change_sentences(move: MoveValue, *, trainer: str = YOURS) -> str:
    """What changed, such as `moved on to Wall tap`; `trainer` begins the words for a move the trainer made."""
    title, further = move.title, move.to - move.came_from
    if move.decision is None:
        return f"{trainer} {title}" if further else f"{trainer} another way of {title}"
    if move.decision == Decision.REGRESS:
        return f"stepped back to {title}" if further else f"stepped back to the easier version of {title}"
    if move.decision == Decision.PROGRESS and further >= 0:
        return f"moved on to {title}" if further else f"finished the track {Track(move.track).label}"
    # What a verdict moved is taken back where an entry was put right.
    return f"back to {title}, for an entry was put right" if further else f"back to the whole of {title}"
