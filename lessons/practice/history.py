"""Loads what the rules may know of a client."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from operator import attrgetter

from django.db.models import Exists, OuterRef

from hinge_coach.accounts.models import Client
from hinge_coach.safety.models import Closure, last_answered_at, last_lift, pause_on
from hinge_coach.safety.screening import Level, due_on
from hinge_coach.tightness import trend
from hinge_coach.tightness.trend import CheckInValue
from lessons.models import Lesson, Move, Practice, RuleSet, VerdictRecord
from lessons.practice.position import Position
from lessons.rules.prompt_schedule import Prompt, prompt_for
from lessons.rules.values import Decision, History, PracticeValue, Report

RECENT = timedelta(days=60)  # two weeks since the last answers, and the days behind the level before them


class ScreeningDue(StrEnum):
    """Why the safety questions come first: a jump in tightness, or two weeks since the last answers."""

    JUMP = "jump"
    FORTNIGHT = "fortnight"


def load_history(client: Client, *, now: datetime, closures: Iterable[Closure] | None = None) -> History:
    """What the rules may know of a client, of all lessons. `closures` are all of the client's, if loaded already.

    Four queries, whatever the client has done; three with `closures`.
    """
    return all_history(
        client.check_ins.entries(),
        client.practices.done(),
        closures=client.closures.all() if closures is None else closures,
        paused=pause_on(client, client.today(now)) is not None,
    )


def all_history(
    entries: Iterable[CheckInValue],
    practices: Iterable[PracticeValue],
    *,
    closures: Iterable[Closure],
    paused: bool = False,
) -> History:
    """The same from rows that are loaded already: all entries, practices and closures of one client.

    Imported rows are left out, because nobody can tell who wrote a file.
    """
    closures = list(closures)
    return History(
        practices=tuple(practice for practice in practices if not practice.imported),
        reports=tuple(Report(*entry[:5]) for entry in entries if not entry.imported),
        screening=screening_level(closure for closure in closures if closure.is_active),
        lifted_at=last_lift(closures),
        paused=paused,
    )


def screening_level(closures: Iterable[Closure]) -> Level:
    """What the answers behind the first closure by answers ask for; clear where there is none."""
    by_answers = (closure for closure in closures if closure.cause == Closure.Cause.ANSWERS)
    closure = next(by_answers, None)
    return Level(closure.level) if closure else Level.CLEAR


def lesson_history(
    history: History, lesson: Lesson, *, position: Position, stepped_back_at: datetime | None
) -> History:
    """The history of all lessons with the practices of this one alone."""
    return replace(
        history,
        practices=tuple(practice for practice in history.practices if practice.lesson == lesson.pk),
        fine_at=tuple(practice.at for practice in history.practices if practice.is_fine),
        stepped_back_at=stepped_back_at,
        has_easier=not position.easier,
        has_previous=lesson.number > 1,
    )


def history_of(
    client: Client, lesson: Lesson, *, position: Position, now: datetime, without: Practice | None = None
) -> History:
    """Loads what the rules may know of a client and a lesson. A step back that `without` caused is left out."""
    back = stepped_back_at(client, lesson, now=now, without=without)
    return lesson_history(load_history(client, now=now), lesson, position=position, stepped_back_at=back)


def with_practice(history: History, practice: Practice) -> History:
    """The history after this practice, stored since it was loaded, with its check-ins."""
    report_ids = {report.id for report in history.reports}
    reports = tuple(
        Report(str(check_in.pk), check_in.at, check_in.local_on, check_in.score, check_in.moment)
        for check_in in (practice.before, practice.after)
        if check_in is not None
        and str(check_in.pk) not in report_ids
        and not check_in.deleted_at
        and not check_in.imported
    )
    return replace(
        history,
        practices=(*history.practices, practice_value(practice)),
        reports=history.reports + reports,
    )


def stepped_back_at(
    client: Client, lesson: Lesson, *, now: datetime, without: Practice | None = None
) -> datetime | None:
    """The last step back to this lesson up to `now`. One whose verdict was corrected since doesn't count."""
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
    """A practice as a value for the rules. Reads its check-ins, so select them with it."""
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


def prompt_at(
    client: Client,
    lesson: Lesson,
    *,
    position: Position,
    now: datetime,
    easier: bool = False,
    questions_due: bool = False,
    history: History | None = None,
) -> Prompt:
    """Whether a practice of this lesson is asked for numbers now, and why. `history` is that of `load_history`."""
    history = history or load_history(client, now=now)
    back = stepped_back_at(client, lesson, now=now)
    return prompt_for(
        history,
        lesson_history(history, lesson, position=position, stepped_back_at=back),
        RuleSet.objects.in_force(),
        now.astimezone(client.user.tz),
        easier=easier or position.is_easier(lesson),
        questions_due=questions_due,
    )


def recent_entries(entries: Sequence[CheckInValue], now: datetime) -> Sequence[CheckInValue]:
    """The entries that can make the safety questions due; `entries` oldest first."""
    return entries[bisect_left(entries, now - RECENT, key=attrgetter("at")) :]


def questions_due(client: Client, entries: Iterable[CheckInValue], today: date) -> ScreeningDue | None:
    """Why the safety questions come first on this local day; None where they don't."""
    answered_at = last_answered_at(client)
    jump = trend.jump(entries, answered_at)
    if due_on(client.today(answered_at), jump.local_on if jump else None) > today:
        return None
    return ScreeningDue.JUMP if jump else ScreeningDue.FORTNIGHT
