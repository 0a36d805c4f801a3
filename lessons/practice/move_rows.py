"""A client's moves as values: what the rules, the news and the map of lessons ask of them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from hinge_coach.accounts.models import Client
from hinge_coach.fixed_reads import FixedRead
from lessons.models import Move


@dataclass(frozen=True, kw_only=True)
class MoveRow:
    """A move on a track. `decision` is None where the trainer or a start test moved; `by` is the trainer's name.

    `note`: why the trainer moved, for the client to read; a start test has a page of its own for that. `practice` is
    the one whose verdict moved, `start_test` the test that placed.
    """

    track: str
    from_lesson: int
    to_lesson: int
    at: datetime
    on: date
    decision: str | None
    by: str = ""
    note: str = ""
    practice: UUID | None = None
    start_test: UUID | None = None

    @classmethod
    def of(cls, move: Move) -> "MoveRow":
        """Reads its verdict and the trainer, so select them with it."""
        return cls(
            track=move.track,
            from_lesson=move.from_lesson_id,
            to_lesson=move.to_lesson_id,
            at=move.moved_at,
            on=move.local_on,
            decision=move.verdict.decision if move.verdict else None,
            by=move.by.name if move.by else "",
            note="" if move.start_test_id else move.note,
            practice=move.verdict.practice_id if move.verdict else None,
            start_test=move.start_test_id,
        )

    @property
    def is_placement(self) -> bool:
        """Whether the trainer or a start test made it, and not the rules."""
        return self.decision is None


_COLUMNS = (
    *("track", "from_lesson_id", "to_lesson_id", "moved_at", "local_on", "verdict__decision"),
    *("verdict__practice_id", "by__name", "note", "start_test_id"),
)
_MOVES = FixedRead(
    lambda client: (
        Move.objects.filter(client=client)
        .exclude(verdict__practice__imported=True)
        .order_by("moved_at", "pk")
        .values_list(*_COLUMNS)
    ),
    int,
)


def move_rows(client: Client) -> tuple[MoveRow, ...]:
    """The client's moves as values, oldest first; one query. Those of imported practices are left out."""
    return tuple(
        MoveRow(
            track=track,
            from_lesson=before,
            to_lesson=after,
            at=at,
            on=on,
            decision=decision,
            by=by or "",
            note="" if start_test else note,
            practice=practice,
            start_test=start_test,
        )
        for track, before, after, at, on, decision, practice, by, note, start_test in _MOVES(client.pk)
    )
