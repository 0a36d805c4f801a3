"""When the site asks how tight it is: of whom, at which practice, and why then. PURE.

Three questions of a practice can fade: how tight before, how tight after, and how tight next morning. Somebody steady
is asked at every third practice, later once a week; in between, "fine today" is an answer. It carries
no number, and none is invented for it.

Steady means a run of *calm* days: days of practice, of any lesson, with both scores and the next morning, and not above
the easy line in practice. A *flare* ends the run, whenever it was reported: a score above the limit, or one as far
above the morning reference as a morning that steps back. What lies before the last lifting of a closure no longer
counts. A fine day neither lengthens a run nor ends it; nor does one whose morning was not reported.

`Thresholds` holds how long a run has to be. The numbers below are our own choice as well.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from hinge_coach.tightness.trend import Moment
from lessons.rules import prompt_wording
from lessons.rules.decide import IMAGINED_MORNING_HOURS, decision_of
from lessons.rules.facts import Facts, PracticeDay, gather_facts
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import BY_DAY, Decision, History, PracticeValue, Report

EVERY = 3  # practices: the third one since the last scores is asked for numbers

WEEK_DAYS = 7  # since the last scores, once settled

NIGHT_HOURS = 5  # after a practice, before which a number is no next morning: most people sleep longer than that

AWAY_DAYS = 10  # without a practice, after which older scores say little about now


class Frequency(StrEnum):
    EACH = "each"
    THIRD = "third"
    WEEKLY = "weekly"


class PromptReason(StrEnum):
    """Why one practice is asked for numbers; FINE where it is not."""

    EACH = "each"
    EASIER = "easier"
    QUESTIONS = "questions"
    AWAY = "away"
    STEPPED_BACK = "stepped_back"
    DECIDES = "decides"
    NO_MORNING = "no_morning"
    TURN = "turn"
    FINE = "fine"


@dataclass(frozen=True, kw_only=True)
class PromptSchedule:
    """How often somebody is asked for numbers, and in one sentence each for client and trainer, why.

    `is_news`: worth a line on the client's page, because it is less often than at each practice, or each again.
    """

    frequency: Frequency
    is_news: bool
    client: str
    trainer: str


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """Whether one practice is asked for numbers, and the client's sentence that says why.

    `may_be_fine`: "fine today" is accepted even if it was not offered, because a page can be open for a while. Never
    on the easier version, and never in place of the safety questions.
    """

    schedule: PromptSchedule
    asks_scores: bool
    code: PromptReason
    sentence: str
    may_be_fine: bool


@dataclass(frozen=True, kw_only=True)
class Flare:
    """What ended a run: the highest score of one local day of the client."""

    on: date
    score: int


def schedule_for(all_lessons: History, thresholds: Thresholds, now: datetime) -> PromptSchedule:
    """`all_lessons` holds the practices of all lessons; of the rest only `reports` and `lifted_at` count.

    `now` is aware, in the client's zone.
    """
    return _schedule(gather_facts(replace(all_lessons, stepped_back_at=None), thresholds, now))


def prompt_for(
    all_lessons: History,
    one_lesson: History,
    thresholds: Thresholds,
    now: datetime,
    *,
    easier: bool = False,
    questions_due: bool = False,
) -> Prompt:
    """What is asked at a practice now. `one_lesson` holds the practices of its lesson, as the rules will read them.

    `easier`: the client stands on, or chose, the easier version. `questions_due`: the safety questions come first.
    """
    facts = gather_facts(replace(all_lessons, stepped_back_at=None), thresholds, now)
    schedule = _schedule(facts)
    code, sentence = _reason(facts, one_lesson, schedule, now, easier=easier, questions_due=questions_due)
    return Prompt(
        schedule=schedule,
        asks_scores=code != PromptReason.FINE,
        code=code,
        sentence=sentence,
        may_be_fine=schedule.frequency != Frequency.EACH and not easier and not questions_due,
    )


def _schedule(facts: Facts) -> PromptSchedule:
    limits = facts.thresholds
    calm = [day for day in facts.days if _is_calm(day, facts)]
    flares = _flares(facts)
    last = flares[-1] if flares else None
    run = [day for day in calm if last is None or day.local_on > last.on]
    frequency, span = _frequency(run, limits), _span(run)
    so_far = prompt_wording.calm_so_far(len(run), span)
    is_news = True
    if frequency == Frequency.WEEKLY:
        sentences = prompt_wording.asked_less(so_far, span=span, often=prompt_wording.ONCE_A_WEEK)
    elif frequency == Frequency.THIRD:
        sentences = prompt_wording.asked_less(so_far, span=span, often=prompt_wording.AT_EVERY_THIRD)
    elif last is not None and _was_steady(calm, flares, limits):
        sentences = prompt_wording.asked_again(
            so_far, score=last.score, on=last.on, days=limits.steady_sessions, span=limits.steady_days
        )
    else:
        is_news = False
        sentences = prompt_wording.asked_each_time(so_far, days=limits.steady_sessions, span=limits.steady_days)
    return PromptSchedule(frequency=frequency, is_news=is_news, client=sentences.client, trainer=sentences.trainer)


def _is_calm(day: PracticeDay, facts: Facts) -> bool:
    if day.after is None or day.morning is None or facts.morning_reference is None:
        return False
    return day.after <= facts.easy_line


def _flares(facts: Facts) -> list[Flare]:
    """Oldest first, at most one a day: the highest score."""
    limit = facts.thresholds.limit_score
    reference, rise = facts.morning_reference, facts.thresholds.morning_rise
    high_morning = math.inf if reference is None else reference + rise
    highest: dict[date, int] = {}
    for report in facts.reports:
        # Right after practice a higher score is fine, up to the easy line.
        if report.score > limit or (report.score >= high_morning and report.moment != Moment.AFTER):
            highest[report.local_on] = max(report.score, highest.get(report.local_on, 0))
    for day in facts.days:
        if day.after is not None and day.after > facts.easy_line:
            highest[day.local_on] = max(day.after, highest.get(day.local_on, 0))
    return [Flare(on=on, score=highest[on]) for on in sorted(highest)]


def _frequency(run: list[PracticeDay], limits: Thresholds) -> Frequency:
    span = _span(run)
    if len(run) >= limits.settled_sessions and span >= limits.settled_days:
        return Frequency.WEEKLY
    if len(run) >= limits.steady_sessions and span >= limits.steady_days:
        return Frequency.THIRD
    return Frequency.EACH


def _span(run: list[PracticeDay]) -> int:
    return (run[-1].local_on - run[0].local_on).days if run else 0


def _was_steady(calm: list[PracticeDay], flares: list[Flare], limits: Thresholds) -> bool:
    """Whether any run that a flare ended was long enough to be asked less."""
    since = date.min
    for flare in flares:
        run = calm[bisect_right(calm, since, key=BY_DAY) : bisect_left(calm, flare.on, key=BY_DAY)]
        if _frequency(run, limits) != Frequency.EACH:
            return True
        since = flare.on
    return False


def _reason(
    facts: Facts, one_lesson: History, schedule: PromptSchedule, now: datetime, *, easier: bool, questions_due: bool
) -> tuple[PromptReason, str]:
    """The first reason that fits, and its sentence."""
    if schedule.frequency == Frequency.EACH:
        return PromptReason.EACH, schedule.client
    if easier:
        return PromptReason.EASIER, prompt_wording.EASIER_ASKS
    if questions_due:
        return PromptReason.QUESTIONS, prompt_wording.QUESTIONS_ASK
    days_away = (facts.today - facts.practices[-1].local_on).days
    if days_away >= AWAY_DAYS:
        return PromptReason.AWAY, prompt_wording.absence_asks(days_away)
    if one_lesson.stepped_back_at is not None and not gather_facts(one_lesson, facts.thresholds, now).days:
        return PromptReason.STEPPED_BACK, prompt_wording.STEP_BACK_ASKS
    if _decides(one_lesson, facts.thresholds, now):
        return PromptReason.DECIDES, prompt_wording.DECIDING_ASKS
    scored = [day for day in facts.days if not day.is_fine][-1]
    if scored.morning is None and not facts.is_morning_due(scored):
        return PromptReason.NO_MORNING, prompt_wording.missing_morning_asks(scored.local_on)
    if schedule.frequency == Frequency.WEEKLY and (facts.today - scored.local_on).days >= WEEK_DAYS:
        return PromptReason.TURN, prompt_wording.WEEK_ASKS
    if schedule.frequency == Frequency.THIRD and _practices_since_scores(facts) >= EVERY - 1:
        return PromptReason.TURN, prompt_wording.THIRD_ASKS
    return PromptReason.FINE, schedule.client


def _practices_since_scores(facts: Facts) -> int:
    answered_at = max(practice.at for practice in facts.practices if not practice.is_fine)
    return sum(practice.at > answered_at for practice in facts.practices)


def _decides(one_lesson: History, thresholds: Thresholds, now: datetime) -> bool:
    """Whether scores and a calm morning would move the client on where "fine today" would not, by the rules."""
    today, morning_at = now.date(), now + timedelta(hours=min(IMAGINED_MORNING_HOURS, thresholds.morning_hours))
    fine = PracticeValue(id="", at=now, local_on=today, before=None, after=None, passed=True, effort=0)
    scored = replace(fine, before=0, after=0)
    morning = Report(id="", at=morning_at, local_on=today + timedelta(days=1), score=0, moment=Moment.MORNING)
    with_fine = replace(one_lesson, practices=(*one_lesson.practices, fine))
    with_scores = replace(one_lesson, practices=(*one_lesson.practices, scored), reports=(*one_lesson.reports, morning))
    return (
        decision_of(with_fine, thresholds, now) != Decision.PROGRESS
        and decision_of(with_scores, thresholds, morning_at) == Decision.PROGRESS
    )


class HasLocalDay(Protocol):
    """Anything that happened on a local day of the client."""

    @property
    def local_on(self) -> date: ...


class HasMoment(HasLocalDay, Protocol):
    """A check-in; `moment` is a value of `Moment`."""

    @property
    def moment(self) -> str: ...


class HasAnswer(HasLocalDay, Protocol):
    """A practice; `at` is its end, `is_fine` where it was answered with "fine today"."""

    @property
    def at(self) -> datetime: ...

    @property
    def is_fine(self) -> bool: ...


PracticeLike = TypeVar("PracticeLike", bound=HasAnswer)


def morning_after(
    practices: Iterable[PracticeLike], entries: Iterable[HasMoment], today: date, now: datetime
) -> PracticeLike | None:
    """The practice whose next morning is asked for now: yesterday's last one with scores. `practices` newest first.

    `today` is the client's own day at `now`. None once a morning was reported today, after a day on which every
    practice was fine, and while the last practice, of whatever day, ended less than `NIGHT_HOURS` ago: what is felt
    then is that practice.
    """
    newest_first = list(practices)
    if not newest_first or now < asks_from(newest_first[0]):
        return None
    if any(entry.moment == Moment.MORNING and entry.local_on == today for entry in entries):
        return None
    yesterday = today - timedelta(days=1)
    scored = (practice for practice in newest_first if not practice.is_fine)
    return next((practice for practice in scored if practice.local_on == yesterday), None)


def asks_from(last: HasAnswer) -> datetime:
    """The first instant at which a next morning may be asked for, `last` being the latest practice."""
    return last.at + timedelta(hours=NIGHT_HOURS)
