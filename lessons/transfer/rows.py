"""Rows from an export, for both ways of bringing it in: built here, stored by `importing` and `merging`.

What the schema can't know is refused here by its path in the file: lessons this site doesn't have, and ids that are
taken. Rows with a counted key are built oldest first, so that what happened at one instant keeps its order; an export
lists the newest first.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Manager

from hinge_coach.accounts.models import Client
from hinge_coach.tightness.models import CheckIn
from lessons.models import Lesson, Move, Practice, StartTest, TrackPosition, VerdictRecord
from lessons.transfer.refusals import SENTENCES, damaged
from lessons.transfer.schema import ClientExport, ExportedMove, ExportedPosition, ExportedVerdict

BATCH = 500  # rows in one statement

_Row = TypeVar("_Row", CheckIn, Practice, StartTest)

VerdictKey = tuple[UUID, datetime]
"""The practice and the instant by which a move names the verdict that made it."""


@dataclass(frozen=True)
class ExportRows:
    """`imported` marks what is for the picture and not for the rules."""

    export: ClientExport
    client: Client
    imported: bool

    @cached_property
    def lessons(self) -> Mapping[str, Lesson]:
        return {lesson.slug: lesson for lesson in Lesson.objects.only("slug", "track", "optional")}

    def lesson(self, slug: str, path: str) -> Lesson:
        """Raises `ImportRefusedError`."""
        if slug not in self.lessons:
            raise damaged(path, f"there is no lesson '{slug}' here.")
        return self.lessons[slug]

    def check_ins(self, without: Collection[UUID] = ()) -> list[CheckIn]:
        return [
            CheckIn(client=self.client, imported=self.imported, **check_in.model_dump())
            for check_in in self.export.check_ins
            if check_in.id not in without
        ]

    def practices(self, without: Collection[UUID] = ()) -> list[Practice]:
        return [
            Practice(
                id=practice.id,
                client=self.client,
                lesson=self.lesson(practice.lesson, f"practices[{index}].lesson"),
                done_at=practice.done_at,
                local_on=practice.local_on,
                before_id=practice.before,
                after_id=practice.after,
                guess=practice.guess,
                passed=practice.passed,
                effort=practice.effort,
                easier=practice.easier,
                stopped=practice.stopped,
                cue=practice.cue,
                note=practice.note,
                note_for_doctor=practice.note_for_doctor,
                sent_at=practice.sent_at,
                back_dated=practice.back_dated,
                edited_at=practice.edited_at,
                measure=practice.measure,
                answer=practice.answer,
                load=practice.load,
                load_unit=practice.load_unit or "",
                imported=self.imported,
            )
            for index, practice in enumerate(self.export.practices)
            if practice.id not in without
        ]

    def verdicts(self, without: Collection[UUID] = ()) -> list[VerdictRecord]:
        """`without`: practices whose verdicts are left out."""
        return [
            self._verdict(verdict, practice.id, f"practices[{index}].verdicts[{number}]")
            for index, practice in reversed([*enumerate(self.export.practices)])
            if practice.id not in without
            for number, verdict in reversed([*enumerate(practice.verdicts)])
        ]

    def _verdict(self, verdict: ExportedVerdict, practice_id: UUID, path: str) -> VerdictRecord:
        return VerdictRecord(
            practice_id=practice_id,
            decision=verdict.decision,
            reasons=[reason.model_dump(mode="json") for reason in verdict.reasons],
            would_change=verdict.would_change,
            morning_reference=verdict.morning_reference,
            usual=verdict.usual,
            next_lesson=self.lesson(verdict.next_lesson, f"{path}.next_lesson") if verdict.next_lesson else None,
            look_again_on=verdict.look_again_on,
            thresholds=verdict.thresholds,
            decided_at=verdict.decided_at,
        )

    def start_tests(self, without: Collection[UUID] = ()) -> list[StartTest]:
        for index, test in enumerate(self.export.start_tests):
            for number, placement in enumerate(test.placements):
                self.lesson(placement.lesson, f"start_tests[{index}].placements[{number}].lesson")
        return [
            StartTest(
                id=test.id,
                client=self.client,
                taken_at=test.taken_at,
                local_on=test.local_on,
                chair=test.chair,
                wall=test.wall,
                bow=test.bow,
                # Where a file is merged, positions stay as they are, so that its tests have placed nobody here.
                placements=[] if self.imported else [row.model_dump(mode="json") for row in test.placements],
                imported=self.imported,
            )
            for test in self.export.start_tests
            if test.id not in without
        ]

    def positions(self) -> list[TrackPosition]:
        return [
            TrackPosition(
                client=self.client,
                track=position.track,
                lesson=self._standing_place(position, f"positions[{index}].lesson"),
                finished=position.finished,
                easier=position.easier,
                since=position.since,
            )
            for index, position in enumerate(self.export.positions)
        ]

    def _standing_place(self, position: ExportedPosition, path: str) -> Lesson:
        lesson = self.lesson(position.lesson, path)
        if lesson.track != position.track:
            raise damaged(path, SENTENCES["other_track"])
        if lesson.optional:  # it opens by itself; who stood on it could keep no practice
            raise damaged(path, SENTENCES["an_extra"])
        return lesson

    def moves(self, verdicts: Mapping[VerdictKey, VerdictRecord], *, by_trainer: bool) -> list[Move]:
        """Those that one of `verdicts` made, and those of the trainer and the start test where they are asked for."""
        return [
            Move(
                client=self.client,
                track=move.track,
                from_lesson=self.lesson(move.from_lesson, f"moves[{index}].from_lesson"),
                to_lesson=self.lesson(move.to_lesson, f"moves[{index}].to_lesson"),
                moved_at=move.moved_at,
                # Before 0.3.0 a file named the instant alone, and pages showed its date on the client's calendar.
                local_on=move.local_on or self.client.user.today(move.moved_at),
                verdict=verdicts[key] if key else None,
                start_test_id=move.start_test if by_trainer else None,
                note=move.note if by_trainer else "",
            )
            for index, move in reversed([*enumerate(self.export.moves)])
            if ((key := _verdict_key(move)) in verdicts or (key is None and by_trainer))
        ]


def _verdict_key(move: ExportedMove) -> VerdictKey | None:
    return (move.practice, move.decided_at) if move.practice and move.decided_at else None


def verdicts_by_key(verdicts: Collection[VerdictRecord]) -> dict[VerdictKey, VerdictRecord]:
    return {(verdict.practice_id, verdict.decided_at): verdict for verdict in verdicts}


def store_with_ids(rows: Sequence[_Row], part: str, ids: Sequence[UUID]) -> None:
    """Stores rows whose ids come from browsers; `ids` are all ids of this part of the file, in its order.

    Raises `ImportRefusedError` where somebody else's row has one of them.
    """
    if not rows:
        return
    manager: Manager[_Row] = type(rows[0])._base_manager  # also to find a practice that was deleted
    try:
        with transaction.atomic():
            manager.bulk_create(rows, batch_size=BATCH)
    except IntegrityError:
        taken = manager.only("pk").in_bulk([row.pk for row in rows])
        index = next((index for index, key in enumerate(ids) if key in taken), None)
        if index is None:
            raise
        raise damaged(f"{part}[{index}].id", "it is here already, in another history.") from None
