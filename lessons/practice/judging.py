"""Stores verdicts and moves the client; judges again after a correction or a next morning."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, Q

from hinge_coach.accounts.models import Client
from hinge_coach.safety import closing
from hinge_coach.safety.models import Closure, active_closure
from hinge_coach.safety.screening import Level
from hinge_coach.tightness.trend import Moment
from lessons.models import Lesson, Practice, RuleSet, VerdictRecord, move_client
from lessons.practice.history import history_of, lesson_history, load_history, stepped_back_at
from lessons.practice.position import Position, positions_of
from lessons.rules.decide import decide
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, StepBack, Verdict

BACK_DATED = timedelta(minutes=10)  # an entry created this long after its time counts as added later


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """The lesson that comes next on a track after a verdict. `moves`: the client's position there changes."""

    lesson: Lesson
    moves: bool = False
    finished: bool = False
    easier: bool = False


def decide_move(verdict: Verdict, practice: Practice, position: Position, thresholds: Thresholds) -> NextStep:
    """What a verdict leads to. Only a practice of the lesson on which the client stands moves them."""
    lesson = practice.lesson
    if lesson != position.next or position.finished:
        return NextStep(lesson=position.next)
    neighbors = {other.number: other for other in position.lessons}
    if verdict.decision == Decision.PROGRESS:
        following = neighbors.get(lesson.number + 1)
        return NextStep(lesson=following or lesson, moves=True, finished=following is None)
    if verdict.decision == Decision.REGRESS:
        previous = neighbors.get(lesson.number - 1) if verdict.step_back_to == StepBack.PREVIOUS else None
        return NextStep(lesson=previous or lesson, moves=True, easier=previous is None)
    goes_well = practice.after is None or practice.after.score <= thresholds.limit_score
    if verdict.decision == Decision.HOLD and position.easier and practice.easier and goes_well:
        return NextStep(lesson=lesson, moves=True)  # back to the full version
    return NextStep(lesson=lesson)


@transaction.atomic
def apply(
    verdict: Verdict,
    *,
    practice: Practice,
    position: Position,
    thresholds: Thresholds,
    now: datetime,
    take_back: bool = False,
) -> VerdictRecord:
    """Stores a verdict with its reasons, then moves the client or closes practice where it says so.

    `take_back`: an earlier verdict on this practice moved the client, who is put back on `position` first.
    """
    client, step = practice.client, decide_move(verdict, practice, position, thresholds)
    record = VerdictRecord.objects.create(
        practice=practice,
        decision=verdict.decision,
        reasons=_stored_reasons(verdict),
        would_change=verdict.would_change,
        look_again_on=verdict.look_again_on,
        morning_reference=verdict.morning_reference,
        thresholds=thresholds.as_dict(),
        decided_at=now,
        next_lesson=step.lesson,
    )
    if take_back:
        move_client(client=client, lesson=position.next, easier=position.easier, at=now, verdict=record)
    if verdict.decision == Decision.STOP:
        sentence = verdict.reasons[0].client
        closing.close_practice(client=client, cause=Closure.Cause.RULE, level=Level.REFER, sentence=sentence, at=now)
    if step.moves:
        move_client(
            client=client, lesson=step.lesson, finished=step.finished, easier=step.easier, at=now, verdict=record
        )
    return record


def _stored_reasons(verdict: Verdict) -> list[dict[str, object]]:
    return [
        {
            "code": reason.code.value,
            "client": reason.client,
            "trainer": reason.trainer,
            "entries": list(reason.entries),
        }
        for reason in verdict.reasons
    ]


def _is_same(verdict: Verdict, record: VerdictRecord) -> bool:
    return (verdict.decision, _stored_reasons(verdict)) == (record.decision, record.reasons)


@transaction.atomic
def rejudge(client: Client, *, now: datetime) -> list[VerdictRecord]:
    """Judges each track's latest practice again where entries were corrected since; returns the verdicts that changed.

    Decides as of the time of the old verdict, with the thresholds it used. The old verdict stays stored; its move is
    taken back unless another move followed. A closure is never lifted here.
    """
    if active_closure(client) or (edited_at := _last_edited_at(client)) is None:
        return []
    changed = []
    for position in positions_of(client):
        practices = client.practices.filter(lesson__track=position.track, imported=False)
        practice = practices.select_related("lesson", "after").prefetch_related("verdicts__moves").first()
        if practice is not None and practice.verdict.decided_at < edited_at:
            changed += _rejudge_practice(practice, position, now=now)
    return changed


def _last_edited_at(client: Client) -> datetime | None:
    """When an entry was last edited, deleted, restored, or added for a time long before."""
    back_dated = Q(moment__in=[Moment.ANY, Moment.MORNING], at__lt=F("created_at") - BACK_DATED)
    latest = client.check_ins.filter(imported=False).aggregate(
        edited=Max("edited_at"), deleted=Max("deleted_at"), added=Max("created_at", filter=back_dated)
    )
    return max((at for at in latest.values() if at is not None), default=None)


def _rejudge_practice(practice: Practice, position: Position, *, now: datetime) -> list[VerdictRecord]:
    """The new verdict; empty, and nothing written, where the entries as they stand now give the old one."""
    old, client = practice.verdict, practice.client
    latest_move = client.moves.filter(track=position.track).exclude(verdict__practice__imported=True).first()
    take_back = latest_move is not None and latest_move.verdict_id == old.pk
    if latest_move is not None and take_back:
        position = replace(position, next=latest_move.from_lesson, finished=False, easier=practice.easier)
    thresholds = RuleSet(values=old.thresholds).thresholds
    history = history_of(client, practice.lesson, position=position, now=old.decided_at, without=practice)
    verdict = decide(history, thresholds, old.decided_at.astimezone(client.user.tz))
    if _is_same(verdict, old):
        return []
    record = apply(verdict, practice=practice, position=position, thresholds=thresholds, now=now, take_back=take_back)
    return [record]


@transaction.atomic
def rejudge_after_morning(client: Client, *, now: datetime) -> list[VerdictRecord]:
    """Judges each track's latest practice again if its verdict was to hold; returns the verdicts that changed.

    To be called when a next morning was reported: decides as of now, with the thresholds in force.
    """
    if active_closure(client):
        return []
    changed, thresholds, history = [], RuleSet.objects.in_force(), None
    since = now - timedelta(hours=thresholds.morning_hours)
    for position in positions_of(client):
        practices = client.practices.filter(lesson=position.next, done_at__gte=since, imported=False)
        practice = practices.select_related("lesson", "after").prefetch_related("verdicts").first()
        if practice is None or position.finished or not practice.verdict.is_hold:
            continue
        history = history or load_history(client, now=now)
        back = stepped_back_at(client, position.next, now=now)
        one_lesson = lesson_history(history, position.next, position=position, stepped_back_at=back)
        verdict = decide(one_lesson, thresholds, now.astimezone(client.user.tz))
        if not _is_same(verdict, practice.verdict):
            changed.append(apply(verdict, practice=practice, position=position, thresholds=thresholds, now=now))
    return changed
