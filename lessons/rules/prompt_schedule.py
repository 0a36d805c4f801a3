"""When the site asks how tight it is: of whom, at which practice, and why then. PURE.

What fades is three questions of a practice: how tight before, how tight after, and how tight next morning. Somebody
steady is asked for them at every third practice, later once a week; in between "fine today" is an answer. It is no
number, and none is made up for it.

Steady means a run of *calm* sessions: days of practice, of any lesson, with both scores and the next morning, none
above the easy line while or after practising. A *flare* ends the run, whenever it was reported: a score above the
limit, or as far above the start as a morning that steps back. What lies before a stop that the trainer opened again
counts no more. A fine session neither lengthens a run nor ends it; nor does one whose morning was not told.

`Thresholds` holds how long a run has to be. The numbers below are our own choice, too.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from hinge_coach.wording import counted, spoken
from lessons.rules.decide import decision_of
from lessons.rules.facts import Facts, Session, gather_facts
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import BY_DAY, Decision, History, PracticeValue, Report

EVERY = 3  # practices: the third one since the last scores is asked for numbers

WEEK_DAYS = 7  # since the last scores, once settled

AWAY_DAYS = 10  # without a practice; then nobody knows what is usual


class Frequency(StrEnum):
    EACH = "each"
    THIRD = "third"
    WEEKLY = "weekly"


@dataclass(frozen=True, kw_only=True)
class PromptSchedule:
    """How often somebody is asked for numbers. `is_news`: worth a line, being less than at each practice, or again.

    `client` and `trainer` are sentences that say why.
    """

    pace: Frequency
    is_news: bool
    client: str
    trainer: str


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """Whether one practice is asked for numbers, and the client's sentence that says why. `code` names the reason.

    "Fine today" may be answered where `may_be_fine`, even if it was not offered: a page can be open for a while. Never
    in the place of the safety questions.
    """

    rhythm: PromptSchedule
    in_full: bool
    code: str
    sentence: str
    may_be_fine: bool


@dataclass(frozen=True, kw_only=True)
class Flare:
    """What ended a run: the score, on the client's day."""

    on: date
    score: int


def schedule_for(everywhere: History, thresholds: Thresholds, now: datetime) -> PromptSchedule:
    """`everywhere` holds the practices of all lessons; of the rest only `reports` and `lifted_at` count.

    `now` is aware, in the client's zone.
    """
    return _schedule(gather_facts(replace(everywhere, stepped_back_at=None), thresholds, now))


def prompt_for(
    everywhere: History,
    here: History,
    thresholds: Thresholds,
    now: datetime,
    *,
    easier: bool = False,
    questions_due: bool = False,
) -> Prompt:
    """What is asked at a practice now. `here` holds the practices of its lesson, as the rules will read them.

    `easier`: the client stands on, or chose, the easier version. `questions_due`: the safety questions stand first.
    """
    facts = gather_facts(replace(everywhere, stepped_back_at=None), thresholds, now)
    rhythm = _schedule(facts)
    why = _why_in_full(facts, here, rhythm, now, easier=easier, questions_due=questions_due)
    return Prompt(
        rhythm=rhythm,
        in_full=why is not None,
        code=why[0] if why else "fine",
        sentence=why[1] if why else rhythm.client,
        may_be_fine=rhythm.pace != Frequency.EACH and not easier and not questions_due,
    )


def _schedule(facts: Facts) -> PromptSchedule:
    calm = [session for session in facts.sessions if _is_calm(session, facts)]
    flares = _flares(facts)
    last = flares[-1] if flares else None
    run = [session for session in calm if last is None or session.local_on > last.on]
    pace, limits = _frequency(run, facts.thresholds), facts.thresholds
    span = _span(run)
    so_far = f"{counted(len(run), 'calm session', 'calm sessions')} over {counted(span, 'day', 'days')}"
    if not run:
        so_far = "no calm session yet"
    if pace != Frequency.EACH:
        weeks, often = counted(span // 7, "week", "weeks"), _OFTEN[pace]
        return PromptSchedule(
            pace=pace,
            is_news=True,
            client=f"You have been steady for {weeks}, so we ask for numbers {often}.",
            trainer=f"Steady for {weeks} ({so_far}), so the scores are asked {often}.",
        )
    needed = f"{limits.steady_sessions} over {limits.steady_days} days make it every third"
    if last is not None and _was_steady(calm, flares, facts.thresholds):
        return PromptSchedule(
            pace=pace,
            is_news=True,
            client=f"Since the {last.score} on {spoken(last.on)} we ask for numbers at each practice again.",
            trainer=f"Asked at each practice again since the {last.score} on {spoken(last.on)}: {so_far}; {needed}.",
        )
    return PromptSchedule(
        pace=pace,
        is_news=False,
        client="We ask for numbers at each practice.",
        trainer=f"Asked at each practice: {so_far}; {needed}.",
    )


_OFTEN = {Frequency.THIRD: "at every third practice", Frequency.WEEKLY: "once a week"}


def _is_calm(session: Session, facts: Facts) -> bool:
    if session.after is None or session.morning is None or facts.morning_reference is None:
        return False
    return session.after <= facts.easy_line


def _flares(facts: Facts) -> list[Flare]:
    """Oldest first, one a day at most: the highest."""
    limit = facts.thresholds.limit_score
    far_up = math.inf if facts.morning_reference is None else facts.morning_reference + facts.thresholds.morning_rise
    found: dict[date, int] = {}
    for report in facts.reports:
        # Right after practice more is fine, up to the easy line.
        if report.score > limit or (report.score >= far_up and report.moment != "after"):
            found[report.local_on] = max(report.score, found.get(report.local_on, 0))
    for session in facts.sessions:
        if session.after is not None and session.after > facts.easy_line:
            found[session.local_on] = max(session.after, found.get(session.local_on, 0))
    return [Flare(on=on, score=found[on]) for on in sorted(found)]


def _frequency(run: list[Session], limits: Thresholds) -> Frequency:
    days = _span(run)
    if len(run) >= limits.settled_sessions and days >= limits.settled_days:
        return Frequency.WEEKLY
    if len(run) >= limits.steady_sessions and days >= limits.steady_days:
        return Frequency.THIRD
    return Frequency.EACH


def _span(run: list[Session]) -> int:
    return (run[-1].local_on - run[0].local_on).days if run else 0


def _was_steady(calm: list[Session], flares: list[Flare], limits: Thresholds) -> bool:
    """Whether any run that a flare ended was long enough to be asked less."""
    since = date.min
    for flare in flares:
        run = calm[bisect_right(calm, since, key=BY_DAY) : bisect_left(calm, flare.on, key=BY_DAY)]
        if _frequency(run, limits) != Frequency.EACH:
            return True
        since = flare.on
    return False


def _why_in_full(
    facts: Facts, here: History, rhythm: PromptSchedule, now: datetime, *, easier: bool, questions_due: bool
) -> tuple[str, str] | None:
    """The first reason that fits, as a code and a sentence; None where "fine today" will do."""
    if rhythm.pace == Frequency.EACH:
        return "each", rhythm.client
    if easier:
        return "easier", "With the easier version we always ask for numbers."
    if questions_due:
        return "questions", "The safety questions are due, so we ask for numbers today."
    last = facts.practices[-1].local_on
    away = (facts.today - last).days
    if away >= AWAY_DAYS:
        return "away", f"It has been {counted(away, 'day', 'days')}, so we ask for numbers today."
    if here.stepped_back_at is not None and not gather_facts(here, facts.thresholds, now).sessions:
        return "stepped_back", "This is the first practice after a step back, so we ask for numbers today."
    if _decides(here, facts.thresholds, now):
        return "decides", "Your answers decide the next step, so we ask for numbers today."
    scored = [session for session in facts.sessions if not session.is_fine][-1]
    if scored.morning is None and not facts.is_morning_due(scored):
        on = spoken(scored.local_on)
        return "no_morning", f"The morning after {on} was not told, so we ask for numbers once more."
    if rhythm.pace == Frequency.WEEKLY:
        is_due = (facts.today - scored.local_on).days >= WEEK_DAYS
        return ("turn", "A week has passed, so we ask for numbers today.") if is_due else None
    answered_at = max(each.at for each in facts.practices if each.after is not None)
    since = sum(each.at > answered_at for each in facts.practices)
    return (
        ("turn", "This is the third practice since the last numbers, so we ask for numbers today.")
        if since >= EVERY - 1
        else None
    )


def _decides(here: History, thresholds: Thresholds, now: datetime) -> bool:
    """Whether scores and a calm morning could move the client on where "fine today" could not, asked of the rules."""
    today, felt_at = now.date(), now + timedelta(hours=min(10, thresholds.morning_hours))
    fine = PracticeValue(id="", at=now, local_on=today, before=None, after=None, passed=True, effort=0)
    scored = replace(fine, before=0, after=0)
    morning = Report(id="", at=felt_at, local_on=today + timedelta(days=1), score=0, moment="morning")
    with_fine = replace(here, practices=(*here.practices, fine))
    in_full = replace(here, practices=(*here.practices, scored), reports=(*here.reports, morning))
    return (
        decision_of(with_fine, thresholds, now) != Decision.PROGRESS
        and decision_of(in_full, thresholds, felt_at) == Decision.PROGRESS
    )


class HasLocalDay(Protocol):
    """Anything that happened on a local day of the client."""

    @property
    def local_on(self) -> date: ...


class HasMoment(HasLocalDay, Protocol):
    """A check-in; `moment` is before, after, morning or any."""

    @property
    def moment(self) -> str: ...


class HasAnswer(HasLocalDay, Protocol):
    """`is_fine` where it was answered with "fine today"."""

    @property
    def is_fine(self) -> bool: ...


PracticeLike = TypeVar("PracticeLike", bound=HasAnswer)


def morning_after(practices: Iterable[PracticeLike], entries: Iterable[HasMoment], today: date) -> PracticeLike | None:
    """The practice whose next morning is asked for today: yesterday's, until a morning was told today.

    `practices` newest first; the last one with scores stands for its day. After a day that was "fine today" only,
    no morning is asked for.
    """
    if any(each.moment == "morning" and each.local_on == today for each in entries):
        return None
    yesterday = today - timedelta(days=1)
    return next((each for each in practices if each.local_on == yesterday and not each.is_fine), None)
