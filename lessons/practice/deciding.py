"""The one writer of verdicts: after each practice and each report, decides on every track and stores what changed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hinge_coach.accounts.models import Client
from hinge_coach.safety import closing
from hinge_coach.safety.models import Closure
from hinge_coach.safety.screening import Level
from lessons.models import Lesson, Practice, Talk, VerdictRecord, move_client
from lessons.practice.history import ClientState, load_state, standing_for
from lessons.practice.move_rows import MoveRow
from lessons.practice.position import Position
from lessons.practice.talk_mail import tell_trainer
from lessons.rules.decide import decide_for_lesson
from lessons.rules.talks import talk_reasons
from lessons.rules.values import MOVES, Decision, StepBack, Verdict


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """The lesson that comes next on a track after a verdict."""

    lesson: Lesson
    finished: bool = False
    easier: bool = False


def next_step(verdict: Verdict, position: Position) -> NextStep:
    """What a verdict on the lesson where the client stands leads to."""
    neighbors = {lesson.number: lesson for lesson in position.lessons}
    here = position.next
    if verdict.decision == Decision.PROGRESS:
        following = position.following()
        return NextStep(lesson=following or here, finished=following is None)
    if verdict.decision == Decision.REGRESS:
        if verdict.step_back_to == StepBack.PREVIOUS:
            return NextStep(lesson=neighbors[here.number - 1])
        return NextStep(lesson=here, easier=True)
    return NextStep(lesson=here, finished=position.finished, easier=position.easier and verdict.decision not in MOVES)


@transaction.atomic
def decide_again(client: Client, *, now: datetime) -> tuple[VerdictRecord, ...]:
    """Decides anew after a report: new, corrected, deleted, restored, back-dated, late, or from a file.

    Returns the verdicts that were stored, because they differ from the latest on the same practice. A move that was
    made is never taken back: what was corrected changes only what counts from now on.
    """
    client.lock()
    return decide_tracks(load_state(client, now=now))


def decide_tracks(state: ClientState, practice: Practice | None = None) -> tuple[VerdictRecord, ...]:
    """Stores the verdicts that follow from a state, with their moves, the closure, and the talks. In a transaction.

    `practice` was just stored, and gets a verdict in any case. On other tracks the latest practice gets one where it
    says something else than before; on its own track, too, where it was of a lesson that is passed: its numbers may
    be the answer that the next lesson waits for.
    """
    if state.closure is not None:
        return ()
    verdict = state.client_verdict
    if verdict is not None and verdict.decision == Decision.STOP:
        closing.close_practice(
            client=state.client,
            cause=Closure.Cause.RULE,
            level=Level.REFER,
            sentence=verdict.reason.client,
            at=state.now,
        )
    stored: list[tuple[VerdictRecord, MoveRow | None]] = []
    others = []
    for position in state.positions:
        if practice is not None and practice.lesson.track == position.track:
            standing = standing_for(practice.lesson, position, state.moves, done_at=practice.done_at)
            verdict = state.client_verdict or decide_for_lesson(state.facts, standing)
            stored.append(_store(verdict, practice.pk, position, state, moves=not standing.passed))
            if not standing.passed:
                continue
        if not position.finished and (days := state.facts.practice_days(state.standing(position))):
            others.append((position, UUID(days[-1].practices[-1])))
    newest = _newest_verdicts(latest for _, latest in others)
    for position, latest in others:
        verdict = state.verdict_on(position)
        if not _says_the_same(verdict, newest[latest]):
            stored.append(_store(verdict, latest, position, state, moves=True))
    moves = tuple(move for _, move in stored if move)
    _open_talks(replace(state, moves=(*state.moves, *moves)))  # a step back just made may be the second one
    return tuple(record for record, _ in stored)


def _newest_verdicts(practices: Iterable[UUID]) -> dict[UUID, VerdictRecord]:
    """The newest stored verdict on each of these practices; one query."""
    records = VerdictRecord.objects.filter(practice__in=tuple(practices)).order_by("decided_at", "pk")
    return {record.practice_id: record for record in records}


def _says_the_same(verdict: Verdict, record: VerdictRecord) -> bool:
    codes = [reason["code"] for reason in record.reasons]
    return (verdict.decision, [verdict.reason.code]) == (record.decision, codes)


def _store(
    verdict: Verdict, practice: UUID, position: Position, state: ClientState, *, moves: bool
) -> tuple[VerdictRecord, MoveRow | None]:
    """Stores a verdict on a practice, and the move it makes where it `moves` the client at all."""
    step = next_step(verdict, position)
    record = VerdictRecord.objects.create(
        practice_id=practice,
        decision=verdict.decision,
        reasons=[
            {
                "code": verdict.reason.code.value,
                "client": verdict.reason.client,
                "trainer": verdict.reason.trainer,
                "entries": list(verdict.reason.entries),
            }
        ],
        usual=verdict.usual,
        thresholds=state.thresholds.as_dict(),
        decided_at=state.now,
        next_lesson=step.lesson,
    )
    if not moves or verdict.decision not in MOVES:
        return record, None
    move = move_client(
        client=state.client,
        lesson=step.lesson,
        finished=step.finished,
        easier=step.easier,
        at=state.now,
        counts_anew=True,
        first=position.lessons[0],
        verdict=record,
    )
    return record, MoveRow.of(move) if move else None


def _open_talks(state: ClientState) -> None:
    """Stores each reason to talk that fits and isn't open yet, and tells the trainer of the gravest at once."""
    standings = [state.standing(position) for position in state.positions]
    is_open = {talk.code for talk in state.facts.history.talks if talk.talked_on is None}
    for reason in talk_reasons(state.facts, standings):
        if reason.code in is_open:
            continue
        talk = Talk.objects.create(
            client=state.client,
            code=reason.code,
            client_sentence=reason.client,
            trainer_sentence=reason.trainer,
            points=reason.size[0],
            count=reason.size[1],
            opened_at=state.now,
            opened_on=state.today,
        )
        tell_trainer(talk)
