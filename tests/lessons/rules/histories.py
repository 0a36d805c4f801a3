"""Histories for the tests of the rules, in the May of 2026, and what the rules make of them. Plain functions."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hinge_coach.tightness.trend import Moment
from lessons.rules.decide import decide
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import History, PracticeValue, Report

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
DEFAULT = Thresholds()
Cases = dict[str, tuple[History, str, tuple[str, ...]]]


def at(day: float, hour: float) -> datetime:
    """`day` counts in May 2026; 0 is the last of April."""
    return datetime(2026, 5, 1, tzinfo=UTC) + timedelta(days=day - 1, hours=hour)


def practice(
    day: int,
    *,
    before: int = 3,
    after: int = 2,
    passed: bool = True,
    effort: int = 5,
    easier: bool = False,
    hour: float = 18,
) -> PracticeValue:
    when = at(day, hour)
    return PracticeValue(
        id=f"practice {day} {hour:g}",
        at=when,
        local_on=when.date(),
        before=before,
        after=after,
        passed=passed,
        effort=effort,
        easier=easier,
    )


def fine(day: int, **changes: object) -> PracticeValue:
    """A practice with "fine today" for an answer."""
    return replace(practice(day), id=f"fine {day}", before=None, after=None, **changes)  # type: ignore[arg-type]


def report(day: int, score: int, moment: str = Moment.ANY, *, hour: float = 12) -> Report:
    when = at(day, hour)
    return Report(id=f"{moment} {day} {hour:g}", at=when, local_on=when.date(), score=score, moment=moment)


def morning(day: int, score: int = 3, *, hour: float = 7) -> Report:
    return report(day, score, Moment.MORNING, hour=hour)


def mornings(**scores: int) -> tuple[Report, ...]:
    """`mornings(may_2=3)` is one report of 3 on the second of May."""
    return tuple(morning(int(name.removeprefix("may_")), score) for name, score in scores.items())


THREE_MORNINGS_OF_3 = mornings(may_1=3, may_2=3, may_3=3)


def two_clean(**changes: object) -> History:
    """Practised on the 17th and 19th with calm mornings after both; the start is 3."""
    history = History(
        practices=(practice(17, after=3), practice(19, after=3)),
        reports=(*THREE_MORNINGS_OF_3, *mornings(may_18=3, may_20=3)),
    )
    return replace(history, **changes)  # type: ignore[arg-type]


def last_practice(**changes: object) -> History:
    """As `two_clean`, with the practice of the 19th changed."""
    history = two_clean()
    return replace(history, practices=(history.practices[0], replace(history.practices[1], **changes)))  # type: ignore[arg-type]


def last_morning(score: int) -> History:
    return two_clean(reports=(*THREE_MORNINGS_OF_3, *mornings(may_18=3, may_20=score)))


def start_of(score: int, *, after: int, next_mornings: int | None = None) -> History:
    """Two practices at `after`, by somebody who started at `score`."""
    calm = score if next_mornings is None else next_mornings
    return History(
        practices=(practice(17, after=after), practice(19, after=after)),
        reports=mornings(may_1=score, may_2=score, may_3=score, may_18=calm, may_20=calm),
    )


def weeks(before: tuple[int, ...], last: tuple[int, ...], this: tuple[int, ...]) -> History:
    """Scores at any time of day in the three weeks up to now, and nothing practised in them."""
    reports: list[Report] = []
    for first_day, scores in ((0, before), (7, last), (14, this)):
        reports += [report(first_day + offset, score) for offset, score in enumerate(scores)]
    return History(reports=tuple(reports))


def six_weeks(start: int, now: tuple[int, ...], *, first: datetime | None = None) -> History:
    """Six weeks to the hour since the first practice, with `now` as the scores of the last days."""
    begin = first or NOW - timedelta(weeks=6)
    early = tuple(
        Report(
            id=f"early {n}",
            at=begin + timedelta(days=n),
            local_on=(begin + timedelta(days=n)).date(),
            score=start,
            moment=Moment.BEFORE,
        )
        for n in range(3)
    )
    return History(reports=early + tuple(report(15 + n, score) for n, score in enumerate(now)))


def after_step_back(*scores: int, stepped_back: float = 10, hour: float = 12) -> History:
    """Mornings from the 11th on, by somebody who started at 3 and was moved back at noon on the 10th."""
    return History(
        reports=(*THREE_MORNINGS_OF_3, *(morning(11 + n, score) for n, score in enumerate(scores))),
        stepped_back_at=at(stepped_back, hour),
    )


def outcome(history: History, thresholds: Thresholds = DEFAULT) -> tuple[str, tuple[str, ...]]:
    verdict = decide(history, thresholds, NOW)
    return verdict.decision.value, tuple(reason.code for reason in verdict.reasons)
