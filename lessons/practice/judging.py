"""Asks the rules about a practice, stores what they said, and moves the client."""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, Q

from hinge_coach.accounts.models import Client
from hinge_coach.safety import closing
from hinge_coach.safety.models import Closure, active_closure
from hinge_coach.safety.screening import Level
from hinge_coach.tightness.trend import Moment
from lessons.models import Move, Practice, RuleSet, VerdictRecord, move_client
from lessons.practice.history import history_of
from lessons.practice.position import Position, positions_of
from lessons.rules.decide import decide
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, StepBack

BACK_DATED = timedelta(minutes=10)  # an entry made this long after its time changes what was known


def judge(
    *,
    practice: Practice,
    position: Position,
    now: datetime,
    thresholds: Thresholds | None = None,
    as_of: datetime | None = None,
) -> VerdictRecord:
    """Asks the rules, stores what they said with the reasons, and moves the client where they say so.

    With ``as_of`` they are asked as of then, as if what this practice moved had not happened yet.
    """
    thresholds = thresholds or RuleSet.objects.in_force()
    client, lesson = practice.client, practice.lesson
    history = history_of(client, lesson, position=position, now=as_of or now, without=practice if as_of else None)
    said = decide(history, thresholds, (as_of or now).astimezone(client.user.tz))
    is_here = lesson == position.next and not position.finished
    following = next((other for other in position.lessons if other.number == lesson.number + 1), None)
    previous = next((other for other in position.lessons if other.number == lesson.number - 1), None)
    step_back = previous if said.step_back_to == StepBack.PREVIOUS and previous else lesson
    goes_to = {Decision.PROGRESS: following or lesson, Decision.REGRESS: step_back}.get(said.decision, lesson)
    verdict = VerdictRecord.objects.create(
        practice=practice,
        decision=said.decision,
        reasons=[{**asdict(reason), "entries": list(reason.entries)} for reason in said.reasons],
        would_change=said.would_change,
        look_again_on=said.look_again_on,
        morning_reference=said.morning_reference,
        thresholds=thresholds.as_dict(),
        decided_at=now,
        next_lesson=goes_to if is_here else position.next,
    )
    if said.decision == Decision.STOP:
        sentence = said.reasons[0].client
        closing.close_practice(client=client, cause=Closure.Cause.RULE, level=Level.REFER, sentence=sentence, at=now)
    elif said.decision == Decision.PROGRESS and is_here:
        move_client(client=client, lesson=goes_to, finished=following is None, at=now, verdict=verdict)
    elif said.decision == Decision.REGRESS and is_here:
        move_client(client=client, lesson=goes_to, easier=goes_to == lesson, at=now, verdict=verdict)
    elif is_here and position.easier and practice.easier and _went_well(practice, thresholds):
        # The easier version went well enough: next time the whole lesson is offered again.
        move_client(client=client, lesson=lesson, easier=False, at=now, verdict=verdict)
    return verdict


def _went_well(practice: Practice, thresholds: Thresholds) -> bool:
    return practice.after is None or practice.after.score <= thresholds.limit_score


@transaction.atomic
def rejudge(client: Client, *, now: datetime) -> list[VerdictRecord]:
    """Judges anew each track's latest practice where entries were put right since; returns what changed.

    Asked as of the old verdict, with the numbers it used. The old verdict stays beside the new one; what it moved is
    taken back while nothing has moved since. A stop stays until the trainer has talked with the client.
    """
    if active_closure(client) or (touched_at := _touched_at(client)) is None:
        return []
    changed = []
    for position in positions_of(client):
        latest = client.practices.filter(lesson__track=position.track, imported=False).select_related("lesson")
        practice = latest.prefetch_related("verdicts__moves").first()
        if practice is not None and practice.verdict.decided_at < touched_at:
            changed += _rejudge_practice(practice, position, now=now)
    return changed


def _touched_at(client: Client) -> datetime | None:
    """When an entry was last edited, deleted, brought back, or added for a time long before."""
    later = Q(moment__in=[Moment.ANY, Moment.MORNING], at__lt=F("created_at") - BACK_DATED)
    found = client.check_ins.filter(imported=False).aggregate(
        edited=Max("edited_at"), deleted=Max("deleted_at"), added=Max("created_at", filter=later)
    )
    return max((at for at in found.values() if at is not None), default=None)


def _rejudge_practice(practice: Practice, position: Position, *, now: datetime) -> list[VerdictRecord]:
    """The new verdict; empty, and nothing done, where the entries as they stand now give the old one."""
    was, client, back = practice.verdict, practice.client, None
    with transaction.atomic():
        move = client.moves.filter(track=position.track).exclude(verdict__practice__imported=True).first()
        if move is not None and move.verdict_id == was.pk:
            back = move_client(client=client, lesson=move.from_lesson, easier=practice.easier, at=now, verdict=was)
            position = next(each for each in positions_of(client) if each.track == position.track)
        numbers = Thresholds(**{**Thresholds().as_dict(), **was.thresholds})
        verdict = judge(practice=practice, position=position, now=now, thresholds=numbers, as_of=was.decided_at)
        if (verdict.decision, verdict.reasons) == (was.decision, was.reasons):
            transaction.set_rollback(True)
            return []
        if back is not None:
            Move.objects.filter(pk=back.pk).update(verdict=verdict)
    return [verdict]


@transaction.atomic
def judge_again_after_morning(client: Client, *, now: datetime) -> list[VerdictRecord]:
    """After a morning report, judges anew each track's latest practice that was told to stay; returns what changed."""
    if active_closure(client):
        return []
    changed, thresholds = [], RuleSet.objects.in_force()
    since = now - timedelta(hours=thresholds.morning_hours)
    for position in positions_of(client):
        lately = client.practices.filter(lesson=position.next, done_at__gte=since, imported=False)
        practice = lately.prefetch_related("verdicts").first()
        if practice is None or position.finished or not practice.verdict.is_hold:
            continue
        was = practice.verdict
        with transaction.atomic():
            verdict = judge(practice=practice, position=position, now=now, thresholds=thresholds)
            if (verdict.decision, verdict.reasons) != (was.decision, was.reasons):
                changed.append(verdict)
            else:
                verdict.delete()
    return changed
