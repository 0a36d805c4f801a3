"""Loads what the rules may know of a client."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from operator import attrgetter

from django.db.models import Exists, OuterRef

from hinge_coach.accounts.models import Client
from hinge_coach.safety.models import last_answered_at, last_lift, pause_on
from hinge_coach.safety.screening import due_on
from hinge_coach.tightness import trend
from hinge_coach.tightness.trend import CheckInValue
from lessons.models import Lesson, Move, Practice, RuleSet, VerdictRecord
from lessons.practice.position import Position
from lessons.rules.prompt_schedule import Prompt, prompt_for
from lessons.rules.values import Decision, History, PracticeValue, Report

RECENT = timedelta(days=60)  # two weeks of answers, and the days that made the level before them


def prompt_at(
    client: Client,
    lesson: Lesson,
    *,
    position: Position,
    now: datetime,
    easier: bool = False,
    questions_due: bool = False,
    known: History | None = None,
) -> Prompt:
    """Whether a practice of this lesson is asked for numbers now, and why.

    ``known`` is what `everywhere` gives; it is read where it is not handed over.
    """
    known = known or load_history(client, now=now)
    return prompt_for(
        known,
        lesson_history(known, lesson, position=position, stepped_back_at=stepped_back_at(client, lesson, now=now)),
        RuleSet.objects.in_force(),
        now.astimezone(client.user.tz),
        easier=easier or position.is_easier(lesson),
        questions_due=questions_due,
    )


def all_history(
    entries: Iterable[CheckInValue],
    practices: Iterable[PracticeValue],
    *,
    lifted_at: datetime | None,
    paused: bool = False,
) -> History:
    """What the rules may know of a client, of all lessons; of entries and practices, all are given.

    Without what a file brought in, for nobody can tell who wrote a file.
    """
    return History(
        practices=tuple(each for each in practices if not each.imported),
        reports=tuple(Report(*entry[:5]) for entry in entries if not entry.imported),
        lifted_at=lifted_at,
        paused=paused,
    )


def load_history(client: Client, *, now: datetime) -> History:
    """Four queries, whatever the client has done."""
    return all_history(
        client.check_ins.entries(),
        client.practices.done(),
        lifted_at=last_lift(client.closures.all()),
        paused=pause_on(client, client.today(now)) is not None,
    )


def history_of(
    client: Client, lesson: Lesson, *, position: Position, now: datetime, without: Practice | None = None
) -> History:
    """What the rules may know about this client and this lesson; ``without`` leaves out what that practice moved."""
    back = stepped_back_at(client, lesson, now=now, without=without)
    return lesson_history(load_history(client, now=now), lesson, position=position, stepped_back_at=back)


def lesson_history(known: History, lesson: Lesson, *, position: Position, stepped_back_at: datetime | None) -> History:
    """The same with the practices of one lesson."""
    return replace(
        known,
        practices=tuple(each for each in known.practices if each.lesson == lesson.pk),
        fine_at=tuple(each.at for each in known.practices if each.is_fine),
        stepped_back_at=stepped_back_at,
        has_easier=not position.easier,
        has_previous=lesson.number > 1,
    )


def stepped_back_at(
    client: Client, lesson: Lesson, *, now: datetime, without: Practice | None = None
) -> datetime | None:
    """The last step back to this lesson. One whose verdict was corrected since never was."""
    corrected = VerdictRecord.objects.filter(
        practice=OuterRef("verdict__practice"), decided_at__gt=OuterRef("verdict__decided_at")
    )
    return (
        Move.objects.filter(client=client, to_lesson=lesson, verdict__decision=Decision.REGRESS, moved_at__lte=now)
        .filter(verdict__practice__imported=False)
        .exclude(Exists(corrected))
        .exclude(verdict__practice=without)
        .order_by("-moved_at")
        .values_list("moved_at", flat=True)
        .first()
    )


def practice_value(practice: Practice) -> PracticeValue:
    """A practice as the rules know it; needs its check-ins, if it has them."""
    return PracticeValue(
        id=str(practice.pk),
        at=practice.done_at,
        local_on=practice.local_on,
        before=practice.before.score if practice.before else None,
        after=practice.after.score if practice.after else None,
        passed=practice.passed,
        effort=practice.effort,
        easier=practice.easier,
        lesson=practice.lesson_id,
        imported=practice.imported,
    )


def recent_entries(entries: Sequence[CheckInValue], now: datetime) -> Sequence[CheckInValue]:
    """The entries that can make the safety questions due; `entries` oldest first."""
    return entries[bisect_left(entries, now - RECENT, key=attrgetter("at")) :]


def questions_due(client: Client, entries: Iterable[CheckInValue], today: date) -> str | None:
    """Why the safety questions come first on this local day: `jump` or `fortnight`; None where they don't."""
    answered_at = last_answered_at(client)
    jump = trend.jump(entries, answered_at)
    if due_on(client.today(answered_at), jump.local_on if jump else None) > today:
        return None
    return "jump" if jump else "fortnight"
