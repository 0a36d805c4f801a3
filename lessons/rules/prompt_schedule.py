"""When the site asks how tight it is: of whom, at which practice, and why then. PURE.

Three questions of a practice can fade: how tight before, how tight after, and how tight on the next day. Somebody
steady is asked at every third practice, later once a week; in between, "fine today" is an answer. It carries no number,
and none is invented for it.

Steady means a run of *calm* days: days of practice, of any lesson, with both scores and the next day's answer, and
nothing in them up, and none stopped. A *flare* ends the run, whenever it was reported: see `flares`. What lies before a
new usual no longer counts. A fine day neither lengthens a run nor ends it; nor does one without an answer.

`Thresholds` holds how long a run has to be. The numbers below are our own choice as well.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from hinge_coach.tightness.trend import NOT_AT_REST, CheckInValue, HasLocalDay, Moment
from hinge_coach.tightness.usual import BY_DAY
from lessons.rules import prompt_wording
from lessons.rules.decide import decide, decide_for_client
from lessons.rules.facts import Facts, PracticeDay, gather_facts
from lessons.rules.flares import Flare, flares
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, PracticeValue, Standing

EVERY = 3  # practices: the third one since the last scores is asked for numbers

WEEK_DAYS = 7  # since the last scores, once settled

NIGHT_HOURS = Thresholds().night_hours

AWAY_DAYS = 10  # without a practice, after which older scores say little about now

LOOKED_AT = timedelta(days=365)  # the longest run that the checks of `Thresholds` allow


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
    FLARE = "flare"
    STEPPED_BACK = "stepped_back"
    DECIDES = "decides"
    NO_ANSWER = "no_answer"
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


def schedule_for(facts: Facts) -> PromptSchedule:
    """How often this client is asked for numbers at present."""
    limits = facts.thresholds
    since = facts.today - LOOKED_AT
    if facts.history.anew_on is not None:
        since = max(since, facts.history.anew_on)
    calm = [day for day in facts.days_of_all_lessons(since) if _is_calm(day, facts)]
    all_flares = flares(facts, since)
    last = all_flares[-1] if all_flares else None
    run = [day for day in calm if last is None or day.local_on > last.on]
    frequency, span = _frequency(run, limits), _span(run)
    so_far = prompt_wording.calm_so_far(len(run), span)
    is_news = True
    if frequency == Frequency.WEEKLY:
        sentences = prompt_wording.asked_less(so_far, span=span, often=prompt_wording.ONCE_A_WEEK)
    elif frequency == Frequency.THIRD:
        sentences = prompt_wording.asked_less(so_far, span=span, often=prompt_wording.AT_EVERY_THIRD)
    elif last is not None and _was_steady(calm, all_flares, limits):
        high = next((flare for flare in reversed(all_flares) if facts.is_up(flare.score)), last)  # its end may be calm
        sentences = prompt_wording.asked_again(score=high.score, on=high.on)
    else:
        is_news = False
        sentences = prompt_wording.asked_each_time(so_far)
    return PromptSchedule(frequency=frequency, is_news=is_news, client=sentences.client, trainer=sentences.trainer)


def prompt_for(facts: Facts, standing: Standing, *, easier: bool = False, questions_due: bool = False) -> Prompt:
    """What is asked at a practice of this lesson now.

    `easier`: the client stands on, or chose, the easier version. `questions_due`: the safety questions come first.
    """
    schedule = schedule_for(facts)
    code, sentence = _reason(facts, standing, schedule, easier=easier, questions_due=questions_due)
    needs_numbers = easier or questions_due or facts.usual is None or _is_high_now(facts)
    return Prompt(
        schedule=schedule,
        asks_scores=code != PromptReason.FINE,
        code=code,
        sentence=sentence,
        may_be_fine=schedule.frequency != Frequency.EACH and not needs_numbers,
    )


def _is_calm(day: PracticeDay, facts: Facts) -> bool:
    is_answered = day.has_both_scores and day.answer is not None
    return is_answered and not day.stopped and facts.usual is not None and not facts.has_rise(day)


def _frequency(run: list[PracticeDay], limits: Thresholds) -> Frequency:
    span = _span(run)
    if len(run) >= limits.settled_sessions and span >= limits.settled_days:
        return Frequency.WEEKLY
    if len(run) >= limits.steady_sessions and span >= limits.steady_days:
        return Frequency.THIRD
    return Frequency.EACH


def _span(run: list[PracticeDay]) -> int:
    return (run[-1].local_on - run[0].local_on).days if run else 0


def _was_steady(calm: list[PracticeDay], ended_by: Iterable[Flare], limits: Thresholds) -> bool:
    """Whether any run that a flare ended was long enough to be asked less."""
    since = date.min
    for flare in ended_by:
        run = calm[bisect_right(calm, since, key=BY_DAY) : bisect_left(calm, flare.on, key=BY_DAY)]
        if _frequency(run, limits) != Frequency.EACH:
            return True
        since = flare.on
    return False


def _reason(
    facts: Facts, standing: Standing, schedule: PromptSchedule, *, easier: bool, questions_due: bool
) -> tuple[PromptReason, str]:
    """The first reason that fits, and its sentence."""
    if schedule.frequency == Frequency.EACH:
        return PromptReason.EACH, schedule.client
    if easier:
        return PromptReason.EASIER, prompt_wording.EASIER_ASKS
    if questions_due:
        return PromptReason.QUESTIONS, prompt_wording.QUESTIONS_ASK
    if _is_high_now(facts):
        return PromptReason.FLARE, prompt_wording.FLARE_ASKS
    days_away = (facts.today - facts.practices[-1].local_on).days
    if days_away >= AWAY_DAYS:
        return PromptReason.AWAY, prompt_wording.absence_asks(days_away)
    if standing.was_eased and not facts.practice_days(standing):
        return PromptReason.STEPPED_BACK, prompt_wording.STEP_BACK_ASKS
    if _decides(facts, standing):
        return PromptReason.DECIDES, prompt_wording.DECIDING_ASKS
    scored = [day for day in facts.days_of_all_lessons(date.min) if not day.is_fine][-1]
    if scored.answer is None and facts.today > scored.local_on + timedelta(days=facts.thresholds.answer_days):
        return PromptReason.NO_ANSWER, prompt_wording.missing_answer_asks(scored.local_on)
    if schedule.frequency == Frequency.WEEKLY and (facts.today - scored.local_on).days >= WEEK_DAYS:
        return PromptReason.TURN, prompt_wording.WEEK_ASKS
    if schedule.frequency == Frequency.THIRD and _practices_since_scores(facts) >= EVERY - 1:
        return PromptReason.TURN, prompt_wording.THIRD_ASKS
    return PromptReason.FINE, schedule.client


def _is_high_now(facts: Facts) -> bool:
    """Whether everything is eased or rests. A pause is no flare, and somebody may practice in it all the same."""
    verdict = decide_for_client(facts)
    return verdict is not None and verdict.decision in {Decision.EASE, Decision.REST}


def _practices_since_scores(facts: Facts) -> int:
    answered_at = max(practice.at for practice in facts.practices if not practice.is_fine)
    return sum(practice.at > answered_at for practice in facts.practices)


def _decides(facts: Facts, standing: Standing) -> bool:
    """Whether scores and a calm number on the next day would move the client on where "fine today" would not."""
    fine = PracticeValue(
        id="",
        at=facts.now,
        local_on=facts.today,
        before=None,
        after=None,
        passed=True,
        effort=0,
        lesson=standing.lesson,
    )
    scored = replace(fine, before=0, after=0)
    tomorrow = facts.today + timedelta(days=1)
    answer = CheckInValue(id="", at=facts.now + timedelta(days=1), local_on=tomorrow, score=0, moment=Moment.MORNING)
    with_fine = _with(facts, fine)
    with_scores = _with(facts, scored, answer)
    return (
        decide(with_fine, standing).decision != Decision.PROGRESS
        and decide(with_scores, standing).decision == Decision.PROGRESS
    )


def _with(facts: Facts, practice: PracticeValue, answer: CheckInValue | None = None) -> Facts:
    history = replace(facts.history, practices=(*facts.practices, practice))
    if answer is None:
        return gather_facts(history, facts.thresholds, now=facts.now, today=facts.today)
    history = replace(history, reports=(*facts.reports, answer))
    return gather_facts(history, facts.thresholds, now=answer.at, today=answer.local_on)


class HasMoment(HasLocalDay, Protocol):
    """A check-in; `moment` is a value of `Moment`."""

    @property
    def at(self) -> datetime: ...

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
    practices: Iterable[PracticeLike],
    entries: Iterable[HasMoment],
    today: date,
    now: datetime,
    *,
    night_hours: int = NIGHT_HOURS,
) -> PracticeLike | None:
    """The practice whose next morning is asked for now: yesterday's last one with scores. `practices` newest first.

    `today` is the client's own day at `now`. None once a number at rest was reported today that answers it, after a day
    on which every practice was fine, and while the last practice, of whatever day, ended less than `night_hours` ago:
    what is felt then is that practice.
    """
    newest_first = list(practices)
    if not newest_first:
        return None
    earliest = asks_from(newest_first[0], night_hours)
    if now < earliest:
        return None
    is_answered = any(
        entry.local_on == today
        and (entry.moment == Moment.MORNING or (entry.moment not in NOT_AT_REST and entry.at >= earliest))
        for entry in entries
    )
    if is_answered:
        return None
    yesterday = today - timedelta(days=1)
    scored = (practice for practice in newest_first if not practice.is_fine)
    return next((practice for practice in scored if practice.local_on == yesterday), None)


def asks_from(last: HasAnswer, night_hours: int = NIGHT_HOURS) -> datetime:
    """The first instant at which a next morning may be asked for, `last` being the latest practice."""
    return last.at + timedelta(hours=night_hours)
