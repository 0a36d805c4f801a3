"""Recording a practice: both check-ins, the practice, the verdict and the move, in one transaction."""

import uuid
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q

from hinge_coach.accounts import joining
from hinge_coach.accounts.models import Client, Stop, last_reopening
from hinge_coach.accounts.screening import Level
from hinge_coach.tightness.models import CheckIn, Moment
from hinge_coach.tightness.trend import Entry
from lessons.asking import Asking, asking
from lessons.models import Lesson, Move, Practice, RuleSet, Verdict, place
from lessons.progression import Decision, Done, History, Report, Thresholds, decide
from lessons.standing import Standing, standings_of

BACK_DATED = timedelta(minutes=10)  # an entry made this long after its time changes what was known


class PracticeIsClosedError(Exception):
    """A stop is open, so nothing may be practised; ``stop`` says why."""

    def __init__(self, stop: Stop) -> None:
        super().__init__(stop.sentence)
        self.stop = stop


class LessonAheadError(Exception):
    """The lesson lies ahead of where the client stands; it can be read and tried, not recorded."""


class ScoresNeededError(Exception):
    """The client is asked for numbers just now, so "fine today" is no answer; ``asks`` says why."""

    def __init__(self, asks: Asking) -> None:
        super().__init__(asks.sentence)
        self.asks = asks


class NotYoursError(Exception):
    """The id belongs to a practice of another client."""


@transaction.atomic
def record(
    *,
    id: uuid.UUID,
    client: Client,
    lesson: Lesson,
    before: int | None,
    after: int | None,
    guess: str,
    passed: bool,
    effort: int,
    cue: str = "",
    gentle: bool = False,
    measure: Decimal | None = None,
    questions_due: bool = False,
    at: datetime,
) -> Practice:
    """Stores a practice once and asks the rules what comes next; the same id again changes nothing.

    ``before`` and ``after`` are both scores, or both None for "fine today", which is none where ``questions_due``.
    Raises ``PracticeIsClosedError``, ``LessonAheadError``, ``ScoresNeededError`` or ``NotYoursError``; then nothing
    is stored.
    """
    Client.objects.select_for_update().get(pk=client.pk)  # two posts at once take turns on PostgreSQL, too
    again = Practice.objects.filter(pk=id).select_related("lesson").first()
    if again is not None:
        if again.client_id != client.pk:
            raise NotYoursError
        return again
    if stop := client.open_stop():
        raise PracticeIsClosedError(stop)
    standing = next(s for s in standings_of(client) if s.track == lesson.track)
    if lesson.number > standing.next.number or (lesson == standing.next and standing.waits_for):
        raise LessonAheadError
    if before is None or after is None:
        asks = asking_at(client, lesson, standing=standing, now=at, easier=gentle, questions_due=questions_due)
        if not asks.may_be_fine:
            raise ScoresNeededError(asks)
    begun = at - timedelta(seconds=lesson.seconds)
    practice = Practice.objects.create(
        id=id,
        client=client,
        lesson=lesson,
        done_at=at,
        local_on=client.today(at),
        before=_check_in(id, client, at=begun, score=before, moment=Moment.BEFORE),
        after=_check_in(id, client, at=at, score=after, moment=Moment.AFTER),
        guess=guess,
        passed=passed,
        effort=effort,
        cue=cue,
        gentle=gentle,
        measure=measure,
    )
    judge(practice=practice, standing=standing, now=at)
    return practice


def _check_in(
    practice: uuid.UUID, client: Client, *, at: datetime, score: int | None, moment: Moment
) -> CheckIn | None:
    if score is None:
        return None
    return CheckIn.record(id=uuid.uuid5(practice, moment), client=client, at=at, score=score, moment=moment)


def judge(
    *,
    practice: Practice,
    standing: Standing,
    now: datetime,
    thresholds: Thresholds | None = None,
    as_of: datetime | None = None,
) -> Verdict:
    """Asks the rules, stores what they said with the reasons, and moves the client where they say so.

    With ``as_of`` they are asked as of then, as if what this practice moved had not happened yet.
    """
    thresholds = thresholds or RuleSet.objects.in_force()
    client, lesson = practice.client, practice.lesson
    history = history_of(client, lesson, standing=standing, now=as_of or now, without=practice if as_of else None)
    said = decide(history, thresholds, (as_of or now).astimezone(client.user.tz))
    is_here = lesson == standing.next and not standing.finished
    following = next((other for other in standing.lessons if other.number == lesson.number + 1), None)
    previous = next((other for other in standing.lessons if other.number == lesson.number - 1), None)
    step_back = previous if said.step_back_to == "previous" and previous else lesson
    goes_to = {Decision.PROGRESS: following or lesson, Decision.REGRESS: step_back}.get(said.decision, lesson)
    verdict = Verdict.objects.create(
        practice=practice,
        decision=said.decision,
        reasons=[{**asdict(reason), "entries": list(reason.entries)} for reason in said.reasons],
        would_change=said.would_change,
        look_again_on=said.look_again_on,
        baseline=said.baseline,
        thresholds=thresholds.as_dict(),
        decided_at=now,
        next_lesson=goes_to if is_here else standing.next,
    )
    if said.decision == Decision.STOP:
        sentence = said.reasons[0].client
        joining.close(client=client, cause=Stop.Cause.RULE, level=Level.REFER, sentence=sentence, at=now)
    elif said.decision == Decision.PROGRESS and is_here:
        place(client=client, lesson=goes_to, finished=following is None, at=now, verdict=verdict)
    elif said.decision == Decision.REGRESS and is_here:
        place(client=client, lesson=goes_to, gentle=goes_to == lesson, at=now, verdict=verdict)
    elif is_here and standing.gentle and practice.gentle and _went_well(practice, thresholds):
        # The easier version went well enough: next time the whole lesson is offered again.
        place(client=client, lesson=lesson, gentle=False, at=now, verdict=verdict)
    return verdict


def _went_well(practice: Practice, thresholds: Thresholds) -> bool:
    return practice.after is None or practice.after.score <= thresholds.limit_score


def asking_at(
    client: Client,
    lesson: Lesson,
    *,
    standing: Standing,
    now: datetime,
    easier: bool = False,
    questions_due: bool = False,
    known: History | None = None,
) -> Asking:
    """Whether a practice of this lesson is asked for numbers now, and why.

    ``known`` is what `everywhere` gives; it is read where it is not handed over.
    """
    known = known or everywhere_of(client, now=now)
    return asking(
        known,
        _here(known, lesson, standing=standing, stepped_back_at=_stepped_back_at(client, lesson, now=now)),
        RuleSet.objects.in_force(),
        now.astimezone(client.user.tz),
        easier=easier or standing.is_easier(lesson),
        questions_due=questions_due,
    )


def everywhere(
    entries: Iterable[Entry], practices: Iterable[Done], *, reopened_at: datetime | None, paused: bool = False
) -> History:
    """What the rules may know of a client, of all lessons; of entries and practices, all are given.

    Without what a file brought in, for nobody can tell who wrote a file.
    """
    return History(
        practices=tuple(each for each in practices if not each.brought_in),
        reports=tuple(Report(*entry[:5]) for entry in entries if not entry.brought_in),
        reopened_at=reopened_at,
        paused=paused,
    )


def everywhere_of(client: Client, *, now: datetime) -> History:
    """Four queries, whatever the client has done."""
    return everywhere(
        client.check_ins.entries(),
        client.practices.done(),
        reopened_at=last_reopening(client.stops.all()),
        paused=client.is_paused(client.today(now)),
    )


@transaction.atomic
def derive_again(client: Client, *, now: datetime) -> list[Verdict]:
    """Judges anew each track's latest practice where entries were put right since; returns what changed.

    Asked as of the old verdict, with the numbers it used. The old verdict stays beside the new one; what it moved is
    taken back while nothing has moved since. A stop stays until the trainer has talked with the client.
    """
    if client.open_stop() or (touched_at := _touched_at(client)) is None:
        return []
    changed = []
    for standing in standings_of(client):
        latest = client.practices.filter(lesson__track=standing.track, brought_in=False).select_related("lesson")
        practice = latest.prefetch_related("verdicts__moves").first()
        if practice is not None and practice.verdict.decided_at < touched_at:
            changed += _derived(practice, standing, now=now)
    return changed


def _touched_at(client: Client) -> datetime | None:
    """When an entry was last edited, deleted, brought back, or added for a time long before."""
    later = Q(moment__in=[Moment.ANY, Moment.MORNING], at__lt=F("created_at") - BACK_DATED)
    found = client.check_ins.filter(brought_in=False).aggregate(
        edited=Max("edited_at"), deleted=Max("deleted_at"), added=Max("created_at", filter=later)
    )
    return max((at for at in found.values() if at is not None), default=None)


def _derived(practice: Practice, standing: Standing, *, now: datetime) -> list[Verdict]:
    """The new verdict; empty, and nothing done, where the entries as they stand now give the old one."""
    was, client, back = practice.verdict, practice.client, None
    with transaction.atomic():
        move = client.moves.filter(track=standing.track).exclude(verdict__practice__brought_in=True).first()
        if move is not None and move.verdict_id == was.pk:
            back = place(client=client, lesson=move.from_lesson, gentle=practice.gentle, at=now, verdict=was)
            standing = next(each for each in standings_of(client) if each.track == standing.track)
        numbers = Thresholds(**{**Thresholds().as_dict(), **was.thresholds})
        verdict = judge(practice=practice, standing=standing, now=now, thresholds=numbers, as_of=was.decided_at)
        if (verdict.decision, verdict.reasons) == (was.decision, was.reasons):
            transaction.set_rollback(True)
            return []
        if back is not None:
            Move.objects.filter(pk=back.pk).update(verdict=verdict)
    return [verdict]


@transaction.atomic
def look_again(client: Client, *, now: datetime) -> list[Verdict]:
    """After a morning report, judges anew each track's latest practice that was told to stay; returns what changed."""
    if client.open_stop():
        return []
    changed, thresholds = [], RuleSet.objects.in_force()
    since = now - timedelta(hours=thresholds.morning_hours)
    for standing in standings_of(client):
        lately = client.practices.filter(lesson=standing.next, done_at__gte=since, brought_in=False)
        practice = lately.prefetch_related("verdicts").first()
        if practice is None or standing.finished or not practice.verdict.is_hold:
            continue
        was = practice.verdict
        with transaction.atomic():
            verdict = judge(practice=practice, standing=standing, now=now, thresholds=thresholds)
            if (verdict.decision, verdict.reasons) != (was.decision, was.reasons):
                changed.append(verdict)
            else:
                verdict.delete()
    return changed


def history_of(
    client: Client, lesson: Lesson, *, standing: Standing, now: datetime, without: Practice | None = None
) -> History:
    """What the rules may know about this client and this lesson; ``without`` leaves out what that practice moved."""
    back = _stepped_back_at(client, lesson, now=now, without=without)
    return _here(everywhere_of(client, now=now), lesson, standing=standing, stepped_back_at=back)


def _here(known: History, lesson: Lesson, *, standing: Standing, stepped_back_at: datetime | None) -> History:
    """The same with the practices of one lesson."""
    return replace(
        known,
        practices=tuple(each for each in known.practices if each.lesson == lesson.pk),
        fine_at=tuple(each.at for each in known.practices if each.is_fine),
        stepped_back_at=stepped_back_at,
        has_easier=not standing.gentle,
        has_previous=lesson.number > 1,
    )


def _stepped_back_at(
    client: Client, lesson: Lesson, *, now: datetime, without: Practice | None = None
) -> datetime | None:
    """The last step back to this lesson. One whose verdict was corrected since never was."""
    corrected = Verdict.objects.filter(
        practice=OuterRef("verdict__practice"), decided_at__gt=OuterRef("verdict__decided_at")
    )
    return (
        Move.objects.filter(client=client, to_lesson=lesson, verdict__decision=Decision.REGRESS, moved_at__lte=now)
        .filter(verdict__practice__brought_in=False)
        .exclude(Exists(corrected))
        .exclude(verdict__practice=without)
        .order_by("-moved_at")
        .values_list("moved_at", flat=True)
        .first()
    )


def done(practice: Practice) -> Done:
    """A practice as the rules know it; needs its check-ins, if it has them."""
    return Done(
        id=str(practice.pk),
        at=practice.done_at,
        local_on=practice.local_on,
        before=practice.before.score if practice.before else None,
        after=practice.after.score if practice.after else None,
        passed=practice.passed,
        effort=practice.effort,
        gentle=practice.gentle,
        lesson=practice.lesson_id,
        brought_in=practice.brought_in,
    )
