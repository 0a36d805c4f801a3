"""Histories for the tests of the rules, in the May of 2026, and what the rules make of them. Plain functions.

Maya lives at 2 of 10: one number at noon on each of the first ten days of May.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hinge_coach.tightness.trend import CheckInValue, Moment
from lessons.rules.decide import decide
from lessons.rules.facts import Facts, gather_facts
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import History, PracticeValue, Standing, Verdict

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
DEFAULT = Thresholds()
LESSON, OTHER_LESSON = 1, 2
HERE = Standing(lesson=LESSON, has_previous=True)
EASIER_HERE = replace(HERE, easier=True, was_eased=True)
Entry = CheckInValue | PracticeValue
Entries = Entry | tuple[Entry, ...]


def at(day: float, hour: float = 12) -> datetime:
    """`day` counts in May 2026; 0 is the last of April."""
    return datetime(2026, 5, 1, tzinfo=UTC) + timedelta(days=day - 1, hours=hour)


def number(day: int, score: int, moment: str = Moment.ANY, *, hour: float = 12) -> CheckInValue:
    when = at(day, hour)
    return CheckInValue(id=f"{moment} {day} {hour:g}", at=when, local_on=when.date(), score=score, moment=moment)


def numbers(first_day: int, *scores: int) -> tuple[CheckInValue, ...]:
    """One number at noon on each day from `first_day` on."""
    return tuple(number(first_day + offset, score) for offset, score in enumerate(scores))


def practice(
    day: int,
    before: int | None = 2,
    after: int | None = 2,
    *,
    passed: bool = True,
    effort: int | None = 5,
    easier: bool = False,
    stopped: bool = False,
    hour: float = 18,
    lesson: int = LESSON,
) -> tuple[Entry, ...]:
    """One practice that ends at `hour`, with the numbers that were told as check-ins."""
    when = at(day, hour)
    value = PracticeValue(
        id=f"practice {day} {hour:g}",
        at=when,
        local_on=when.date(),
        before=before,
        after=after,
        passed=passed,
        effort=effort,
        easier=easier,
        stopped=stopped,
        lesson=lesson,
    )
    scores = (before, Moment.BEFORE, hour - 0.5), (after, Moment.AFTER, hour)
    told = (number(day, score, moment, hour=then) for score, moment, then in scores if score is not None)
    return (value, *told)


def stopped(
    day: int, before: int | None = None, after: int = 2, *, easier: bool = False, hour: float = 18
) -> tuple[Entry, ...]:
    """One practice that was stopped because it was getting tighter, with the numbers that were told."""
    return practice(day, before, after, passed=False, effort=None, easier=easier, stopped=True, hour=hour)


def fine(day: int, *, passed: bool = True, hour: float = 18) -> tuple[Entry, ...]:
    """One practice with "fine today" for an answer."""
    return practice(day, None, None, passed=passed, hour=hour)


def flat(entries: Iterable[Entries]) -> Iterable[Entry]:
    for entry in entries:
        if isinstance(entry, CheckInValue | PracticeValue):
            yield entry
        else:
            yield from entry


def reported(*entries: Entries, **more: object) -> History:
    """The history of these check-ins and practices."""
    return extended(History(), *entries, **more)


def extended(history: History, *entries: Entries, **more: object) -> History:
    """The history with these check-ins and practices besides."""
    added = tuple(flat(entries))
    return replace(
        history,
        practices=(*history.practices, *(entry for entry in added if isinstance(entry, PracticeValue))),
        reports=(*history.reports, *(entry for entry in added if isinstance(entry, CheckInValue))),
        **more,  # type: ignore[arg-type]
    )


USUAL_2 = numbers(1, *[2] * 10)

FIRST_GOOD = (practice(17), number(18, 2))


def maya(*entries: Entries, **more: object) -> History:
    """Maya's ten days at 2, and then these."""
    return reported(USUAL_2, *entries, **more)


READY = maya(*FIRST_GOOD, practice(19), number(20, 2))


def facts_of(history: History, thresholds: Thresholds = DEFAULT, *, now: datetime = NOW) -> Facts:
    return gather_facts(history, thresholds, now=now, today=now.date())


@dataclass(frozen=True, kw_only=True)
class Case:
    """A history, and the decision and row that it must lead to."""

    history: History
    outcome: str
    standing: Standing = HERE
    now: datetime = NOW

    def verdict(self, thresholds: Thresholds = DEFAULT) -> Verdict:
        return decide(facts_of(self.history, thresholds, now=self.now), self.standing)

    def decided(self, thresholds: Thresholds = DEFAULT) -> str:
        return named(self.verdict(thresholds))


def named(verdict: Verdict) -> str:
    """Decision and row, such as `hold: one_more`; of a step back, where it leads as well."""
    words = f"{verdict.decision}: {verdict.reason.code}"
    return f"{words}, {verdict.step_back_to}" if verdict.step_back_to else words
