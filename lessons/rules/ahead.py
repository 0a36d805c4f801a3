"""What would move a client on: the shortest plain future that the rules answer with a move. PURE.

A future is a few calm days with a number, then practice on days in a row, then perhaps a number on the day after. All
its numbers are the same. The same `decide` judges it that judges what was reported, so that what the sentence promises
comes true by construction.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import product

from hinge_coach.tightness.trend import CheckInValue, Moment
from lessons.rules import ahead_wording
from lessons.rules.ahead_wording import Begins
from lessons.rules.decide import decide, decide_for_client, decide_from
from lessons.rules.facts import TOP_SCORE, Facts, LessonFacts, later_facts, looks_back_to
from lessons.rules.values import Decision, PracticeValue, Standing, Verdict

MOST_CALM_DAYS, MOST_PRACTICES = 4, 4

DAYS_TO_WAIT = 7

# After now on each day of a future. A number today must be later than one that was reported at this very instant.
TO_NUMBER, TO_BEFORE, TO_AFTER = timedelta(minutes=1), timedelta(hours=8), timedelta(hours=9)


ANY_LESSON = Standing(lesson=0)
"""For what is the same whichever lesson is practiced; no lesson has this key."""


@dataclass(frozen=True, kw_only=True)
class Future:
    """`calm_days` with a number, then `practices` on days in a row, then perhaps a number on the day after."""

    calm_days: int
    practices: int
    number_after: bool = False
    starts_today: bool = False
    easier: bool = False

    @property
    def days(self) -> int:
        return self.calm_days + self.practices + self.number_after


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """The future that moves the client on, with the highest score that all its numbers may have.

    `limit` is None while the usual isn't known. `today`: it may begin today; `future.starts_today`: it must. `leads_to`
    is a move: the next lesson, or the full version again. `held_until`: the last day on which a talk keeps the lesson.
    """

    sentence: str
    leads_to: Decision | None = None
    future: Future | None = None
    limit: int | None = None
    today: bool = False
    held_until: date | None = None

    @property
    def in_short(self) -> str:
        """The sentence in a few words; empty where it is."""
        if self.held_until is not None:
            return ahead_wording.HELD_IN_SHORT
        if self.future is None:
            return ""
        return ahead_wording.in_short(
            calm_days=self.future.calm_days,
            practices=self.future.practices,
            number_after=self.future.number_after,
            is_learning=self.limit is None,
            is_easier=self.leads_to == Decision.RESTORE,
        )

    @property
    def needs_no_practice(self) -> bool:
        """Whether numbers alone move the client on."""
        return self.future is not None and not self.future.practices

    @property
    def needs_one_practice(self) -> bool:
        """Whether one practice with its numbers moves the client on."""
        return self.future is not None and (self.future.days, self.future.practices) == (1, 1)

    @property
    def needs_one_number(self) -> bool:
        """Whether one number on one day moves the client on."""
        return self.future is not None and (self.future.calm_days, self.future.practices) == (1, 0)


NOTHING_AHEAD = Ahead(sentence="")


class Futures:
    """What futures of one client come to, as `decision_after` says; worked out once for all tracks of a page.

    The days of a future, and what they mean for the client, are the same on every track.
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = _trimmed(facts)
        self._shared: dict[tuple[Future, int, int], tuple[Facts, Verdict | None]] = {}

    def decision(self, standing: Standing, future: Future, score: int, *, wait: int = 0) -> Decision:
        """At the end of a future in which every number is `score`, and that begins `wait` days later."""
        later, verdict = self._later(future, score, wait)
        if verdict is not None:
            return verdict.decision
        own = later
        if future.practices:
            added = (replace(each, lesson=standing.lesson) for each in later.practices[len(self.facts.practices) :])
            own = replace(later, practices=(*self.facts.practices, *added), earlier=later)
        days = own.practice_days(standing)
        return decide_from(LessonFacts(client=later, standing=standing, days=days)).decision

    def _later(self, future: Future, score: int, wait: int) -> tuple[Facts, Verdict | None]:
        """The facts with practices of no lesson in particular, and what the rows about the client alone decide."""
        key = (future, score, wait)
        if key not in self._shared:
            later = after(later_by(self.facts, wait), ANY_LESSON, future, score)
            self._shared[key] = (later, decide_for_client(later))
        return self._shared[key]


def ahead(facts: Facts, standing: Standing, futures: Futures | None = None) -> Ahead:
    """What would move the client on here. The sentence is empty where nothing can be promised.

    Costs some dozens of verdicts: once for a page, not once for a row. `futures` of these facts, for several tracks.
    """
    futures = futures or Futures(facts)
    facts = futures.facts
    decision = decide(facts, standing).decision
    if decision in {Decision.STOP, Decision.PAUSED} or standing.passed:
        return NOTHING_AHEAD
    if facts.held_until is not None and not standing.easier:
        return Ahead(sentence=ahead_wording.held(facts.held_until), held_until=facts.held_until)
    target = Decision.RESTORE if standing.easier else Decision.PROGRESS
    score = _calm_score(facts)
    if facts.usual is None and score >= facts.thresholds.very_high:
        return NOTHING_AHEAD  # numbers as high as the first ones would close practice on the way
    is_free_today = not any(
        practice.lesson == standing.lesson and practice.local_on == facts.today for practice in facts.practices
    )
    days = facts.reported.days
    tries_today = is_free_today and not standing.easier and not (days and days[-1].local_on == facts.today)
    future = next(
        (
            future
            for future in _futures(easier=standing.easier, tries_today=tries_today)
            if futures.decision(standing, future, score) == target
        ),
        None,
    )
    if future is None:
        return NOTHING_AHEAD
    limit = None if facts.usual is None else _limit(futures, standing, future, score, target)
    highest = score if limit is None else limit
    today = is_free_today and futures.decision(standing, replace(future, starts_today=True), highest) == target
    sentence = ahead_wording.needed(
        calm_days=future.calm_days,
        practices=future.practices,
        number_after=future.number_after,
        limit=limit,
        begins=_begins(future, today=today),
        can_wait=not future.starts_today and _can_wait(futures, standing, future, highest, target),
        is_easier=standing.easier,
    )
    return Ahead(sentence=sentence, leads_to=target, future=future, limit=limit, today=today)


def _begins(future: Future, *, today: bool) -> Begins:
    if future.starts_today:
        return Begins.TODAY
    return Begins.EITHER if today else Begins.LATER


def _can_wait(futures: Futures, standing: Standing, future: Future, score: int, target: Decision) -> bool:
    """Whether the future leads there as well if it begins on a later day of the next week."""
    return all(futures.decision(standing, future, score, wait=days) == target for days in range(1, DAYS_TO_WAIT))


def later_by(facts: Facts, days: int) -> Facts:
    """The same facts so many days later, with nothing reported in between."""
    wait = timedelta(days=days)
    return replace(facts, now=facts.now + wait, today=facts.today + wait, earlier=facts) if days else facts


def decision_after(facts: Facts, standing: Standing, future: Future, score: int) -> Decision:
    """What the rules decide at the end of a future in which every number is `score`."""
    return decide(after(facts, standing, future, score), standing).decision


def after(facts: Facts, standing: Standing, future: Future, score: int) -> Facts:
    """The facts at the end of a future in which every number is `score`.

    What `gather_facts` would gather from all reports and practices anew: what comes later is added to what is gathered.
    """
    reports: list[CheckInValue] = []
    practices: list[PracticeValue] = []
    now, today = facts.now, facts.today
    for number, (begin, today, is_practice) in enumerate(_days(facts, future)):
        if is_practice:
            now = begin + TO_AFTER
            reports.append(_report(f"ahead-{number}-before", begin + TO_BEFORE, today, score, Moment.BEFORE))
            reports.append(_report(f"ahead-{number}-after", now, today, score, Moment.AFTER))
            practices.append(_practice(number, now, today, standing.lesson, score, easier=future.easier))
        else:
            now = begin + TO_NUMBER
            reports.append(_report(f"ahead-{number}", now, today, score, Moment.ANY))
    return later_facts(facts, reports, practices, now=now, today=today)


def _days(facts: Facts, future: Future) -> Iterator[tuple[datetime, date, bool]]:
    """For each day of the future when it begins, the local day, and whether it is one of practice."""
    first = 0 if future.starts_today else 1
    for number in range(future.days):
        wait = timedelta(days=first + number)
        is_practice = future.calm_days <= number < future.calm_days + future.practices
        yield facts.now + wait, facts.today + wait, is_practice


def _practice(number: int, at: datetime, on: date, lesson: int, score: int, *, easier: bool) -> PracticeValue:
    return PracticeValue(
        id=f"ahead-{number}",
        at=at,
        local_on=on,
        before=score,
        after=score,
        passed=True,
        effort=0,
        easier=easier,
        lesson=lesson,
    )


def _report(id: str, at: datetime, on: date, score: int, moment: Moment) -> CheckInValue:
    return CheckInValue(id=id, at=at, local_on=on, score=score, moment=moment)


@cache
def _futures(*, easier: bool, tries_today: bool) -> tuple[Future, ...]:
    """Every future that is tried, the one with the fewest practices first, then the one with the fewest days.

    They begin tomorrow. `tries_today`: those of one day are tried for today too, because an answer can be due today at
    the latest. Not where a number was reported today: a second one would only change the median of the day.
    """
    numbers_after = (False,) if easier else (False, True)
    futures = [
        Future(calm_days=calm_days, practices=practices, number_after=number_after, easier=easier)
        for calm_days, practices, number_after in product(
            range(MOST_CALM_DAYS + 1), range(MOST_PRACTICES + 1), numbers_after
        )
        if practices or not number_after  # without practice, a number on the day after is a calm day
    ]
    tried: list[Future] = []
    for future in sorted(futures, key=lambda future: (future.practices, future.days, future.number_after)):
        if future.days:
            tried.append(future)
        if tries_today and future.days == 1:
            tried.append(replace(future, starts_today=True))
    return tuple(tried)


def _calm_score(facts: Facts) -> int:
    """The usual, in whole points; while it isn't known, the last number, or 0."""
    if facts.usual is not None:
        return int(facts.usual)
    return facts.last_number.score if facts.last_number else 0


def _limit(futures: Futures, standing: Standing, future: Future, score: int, target: Decision) -> int:
    """The highest score that leads there, and that is not up against the usual of today.

    Right after sign-up the numbers of the future would make the usual themselves, and any score would lead there.
    """
    while score < TOP_SCORE and not futures.facts.is_up(score + 1):
        if futures.decision(standing, future, score + 1) != target:
            break
        score += 1
    return score


def _trimmed(facts: Facts) -> Facts:
    """The same facts without the reports and practices that no row looks back to, so that a future is judged fast."""
    days = facts.reported.days
    first = days[: facts.thresholds.week_days]
    since = looks_back_to([day.local_on for day in days], facts.today, facts.thresholds)
    if not first or since <= first[-1].local_on:
        return facts
    return replace(
        facts,
        earlier=None,
        reports=tuple(
            report for report in facts.reports if report.local_on >= since or report.local_on <= first[-1].local_on
        ),
        practices=tuple(practice for practice in facts.practices if practice.local_on >= since),
        reported=replace(facts.reported, days=(*first, *(day for day in days[len(first) :] if day.local_on >= since))),
    )
