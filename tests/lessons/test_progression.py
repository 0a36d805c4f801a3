from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hinge_coach.safety.screening import Level
from lessons.practice.position import missing_needs
from lessons.rules.decide import decide
from lessons.rules.table import RULES
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, History, PracticeValue, Report

MAY = date(2026, 5, 1)
NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
DEFAULT = Thresholds()


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


def report(day: int, score: int, moment: str = "any", *, hour: float = 12) -> Report:
    when = at(day, hour)
    return Report(id=f"{moment} {day} {hour:g}", at=when, local_on=when.date(), score=score, moment=moment)


def morning(day: int, score: int = 3, *, hour: float = 7) -> Report:
    return report(day, score, "morning", hour=hour)


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
    found: list[Report] = []
    for first_day, scores in ((0, before), (7, last), (14, this)):
        found += [report(first_day + offset, score) for offset, score in enumerate(scores)]
    return History(reports=tuple(found))


def six_weeks(start: int, now: tuple[int, ...], *, first: datetime | None = None) -> History:
    """Six weeks to the hour since the first practice, with `now` as the scores of the last days."""
    begin = first or NOW - timedelta(weeks=6)
    early = tuple(
        Report(
            id=f"early {n}",
            at=begin + timedelta(days=n),
            local_on=(begin + timedelta(days=n)).date(),
            score=start,
            moment="before",
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


CASES: dict[str, tuple[History, str, tuple[str, ...]]] = {
    # --- stop
    "a safety answer for help at once": (
        two_clean(screening=Level.EMERGENCY),
        "stop",
        ("safety_emergency",),
    ),
    "a safety answer for today": (two_clean(screening=Level.TODAY), "stop", ("safety_urgent",)),
    "a safety answer for a talk first": (two_clean(screening=Level.REFER), "stop", ("safety_refer",)),
    "safety comes before a pause": (two_clean(screening=Level.TODAY, paused=True), "stop", ("safety_urgent",)),
    "an 8 after practice": (last_practice(after=8), "stop", ("very_tight",)),
    "an 8 before practice": (last_practice(before=8), "stop", ("very_tight",)),
    "a 7 before practice is no stop": (last_practice(before=7), "progress", ("clean",)),
    "a 7 after practice is a step back": (last_practice(after=7), "regress", ("over_limit",)),
    "an 8 in a check-in long ago": (
        two_clean(reports=(*two_clean().reports, report(4, 8))),
        "stop",
        ("very_tight",),
    ),
    "an 8 the trainer has dealt with": (
        two_clean(reports=(*two_clean().reports, report(4, 8)), lifted_at=at(5, 12)),
        "progress",
        ("clean",),
    ),
    "two high mornings after a step back": (after_step_back(5, 5), "stop", ("mornings_stay_up",)),
    "one high morning after a step back": (after_step_back(3, 5), "hold", ("no_practice",)),
    "a high morning, then a calm one": (after_step_back(5, 3), "hold", ("no_practice",)),
    "two mornings one point up after a step back": (after_step_back(4, 4), "hold", ("no_practice",)),
    "two high mornings and no step back": (
        replace(after_step_back(5, 5), stepped_back_at=None),
        "hold",
        ("no_practice",),
    ),
    "the morning that led to the step back is not one after it": (
        after_step_back(5, 5, stepped_back=11),
        "hold",
        ("no_practice",),
    ),
    "three high mornings with step backs among them": (
        after_step_back(5, 5, 5, stepped_back=12),
        "stop",
        ("mornings_stay_up",),
    ),
    "three high mornings and then a step back": (
        after_step_back(5, 5, 5, stepped_back=13),
        "hold",
        ("no_practice",),
    ),
    "six weeks and no change": (six_weeks(4, (4, 4, 4)), "stop", ("no_change",)),
    "six weeks and one point": (six_weeks(5, (4, 4, 4)), "stop", ("no_change",)),
    "six weeks, one point, and that is 30 percent": (six_weeks(4, (3, 3, 2, 2)), "hold", ("no_practice",)),
    "six weeks and two points of 7, less than 30 percent": (six_weeks(7, (5, 5, 5)), "hold", ("no_practice",)),
    "six weeks and one and a half points of 5, just 30 percent": (
        six_weeks(5, (3, 3, 4, 4)),
        "hold",
        ("no_practice",),
    ),
    "six weeks and one and a half points of 6, less than 30 percent": (
        six_weeks(6, (4, 4, 5, 5)),
        "stop",
        ("no_change",),
    ),
    "six weeks at an easy 2": (six_weeks(2, (2, 2, 2)), "hold", ("no_practice",)),
    "six weeks at 3": (six_weeks(3, (3, 3, 3)), "stop", ("no_change",)),
    "six weeks and two points, though the first mornings were as low": (
        replace(
            six_weeks(6, (4, 4, 4)), reports=(*six_weeks(6, (4, 4, 4)).reports, *mornings(may_1=4, may_2=4, may_3=4))
        ),
        "hold",
        ("no_practice",),
    ),
    "six weeks and one point, though the first mornings were far higher": (
        replace(
            six_weeks(5, (4, 4, 4)), reports=(*six_weeks(5, (4, 4, 4)).reports, *mornings(may_1=7, may_2=7, may_3=7))
        ),
        "stop",
        ("no_change",),
    ),
    "six weeks less a minute": (
        six_weeks(4, (4, 4, 4), first=NOW - timedelta(weeks=6) + timedelta(minutes=1)),
        "hold",
        ("no_practice",),
    ),
    "six weeks and only two reports this week": (six_weeks(4, (4, 4)), "hold", ("no_practice",)),
    "six weeks of which the trainer knows": (
        replace(six_weeks(4, (4, 4, 4)), lifted_at=at(10, 12)),
        "hold",
        ("no_practice",),
    ),
    "five weeks": (six_weeks(4, (4, 4, 4), first=NOW - timedelta(weeks=5)), "hold", ("no_practice",)),
    "two weeks two points up": (weeks((1, 1, 1), (3, 3, 3), (3, 3, 3)), "stop", ("weeks_stay_up",)),
    "two weeks up, the last a shade less than two points": (
        weeks((1, 1, 1), (3, 3, 3), (3, 3, 2)),
        "hold",
        ("no_practice",),
    ),
    "two weeks up, the first a shade less than two points": (
        weeks((1, 1, 1), (3, 3, 2), (3, 3, 3)),
        "hold",
        ("no_practice",),
    ),
    "one week two points up": (weeks((1, 1, 1), (1, 1, 1), (3, 3, 3)), "regress", ("week_up",)),
    # --- pause
    "a planned pause": (two_clean(paused=True), "hold", ("paused",)),
    "a pause comes before a step back": (replace(last_practice(after=6), paused=True), "hold", ("paused",)),
    # --- step back
    "a 6 in practice": (last_practice(after=6), "regress", ("over_limit",)),
    "exactly 5 in practice": (last_practice(after=5), "hold", ("worked_up",)),
    "a 6 the day before, better today": (
        History(
            practices=(practice(17, after=6), practice(19)),
            reports=(*THREE_MORNINGS_OF_3, *mornings(may_18=3, may_20=3)),
        ),
        "hold",
        ("not_yet",),
    ),
    "a morning two points up": (last_morning(5), "regress", ("morning_up",)),
    "a morning one point up": (last_morning(4), "hold", ("not_yet",)),
    "a high morning, and a practice since": (
        History(
            practices=(practice(17), practice(19)),
            reports=(*THREE_MORNINGS_OF_3, morning(18, 5)),
        ),
        "regress",
        ("morning_up",),
    ),
    "a high morning, three sessions ago": (
        History(
            practices=(practice(13), practice(15), practice(17), practice(19)),
            reports=(*THREE_MORNINGS_OF_3, morning(14, 5)),
        ),
        "hold",
        ("morning_missing",),
    ),
    "a high morning, two sessions ago": (
        History(
            practices=(practice(15), practice(17), practice(19)),
            reports=(*THREE_MORNINGS_OF_3, morning(16, 5)),
        ),
        "regress",
        ("morning_up",),
    ),
    "a high morning before the step back": (
        replace(last_morning(5), stepped_back_at=at(20, 8)),
        "hold",
        ("no_practice",),
    ),
    "the self-check missed twice": (
        two_clean(practices=(practice(17, passed=False), practice(19, passed=False))),
        "regress",
        ("failed_running",),
    ),
    "the self-check missed once": (last_practice(passed=False), "hold", ("failed_once",)),
    "missed twice on one day is once": (
        two_clean(practices=(practice(17), practice(19, hour=17, passed=False), practice(19, passed=False))),
        "hold",
        ("failed_once",),
    ),
    "missed twice, a step back ago": (
        two_clean(
            practices=(practice(17, passed=False), practice(19, passed=False)),
            stepped_back_at=at(18, 12),
        ),
        "hold",
        ("failed_once", "too_few"),
    ),
    "missed, a easier day, missed again": (
        two_clean(practices=(practice(15, passed=False), practice(17, easier=True), practice(19, passed=False))),
        "regress",
        ("failed_running",),
    ),
    "a week one point up": (weeks((), (2, 2, 2), (3, 3, 3)), "regress", ("week_up",)),
    "a week one point up by thirds": (weeks((), (1, 2, 2), (2, 3, 3)), "regress", ("week_up",)),
    "a week a shade less than a point up": (weeks((), (2, 2, 2), (3, 3, 2)), "hold", ("no_practice",)),
    "a week up on two reports": (weeks((), (2, 2, 2), (3, 3)), "hold", ("no_practice",)),
    "a week up on the two reports before": (weeks((), (2, 2), (3, 3, 3)), "hold", ("no_practice",)),
    "a week up, and a step back in it": (
        replace(weeks((), (2, 2, 2), (3, 3, 3)), stepped_back_at=NOW - timedelta(days=7) + timedelta(minutes=1)),
        "hold",
        ("no_practice",),
    ),
    "a week up, a week after a step back": (
        replace(weeks((), (2, 2, 2), (3, 3, 3)), stepped_back_at=NOW - timedelta(days=7)),
        "regress",
        ("week_up",),
    ),
    # --- hold
    "nothing yet": (History(), "hold", ("no_practice",)),
    "one report alone": (
        History(practices=(practice(19),), reports=(*THREE_MORNINGS_OF_3, morning(20))),
        "hold",
        ("too_few",),
    ),
    "two practices on one day are one session": (
        History(
            practices=(practice(19, hour=9), practice(19)),
            reports=(*THREE_MORNINGS_OF_3, morning(20)),
        ),
        "hold",
        ("too_few",),
    ),
    "a easier day": (last_practice(easier=True), "hold", ("easier", "too_few")),
    "a easier day with a 6": (last_practice(easier=True, after=6), "regress", ("over_limit",)),
    "a easier day doesn't miss the self-check": (
        last_practice(easier=True, passed=False),
        "hold",
        ("easier", "too_few"),
    ),
    "a easier day is never too hard": (last_practice(easier=True, effort=9), "hold", ("easier", "too_few")),
    "an effort of 8": (last_practice(effort=8), "hold", ("hard",)),
    "an effort of 7": (last_practice(effort=7), "hold", ("not_yet",)),
    "no report next morning": (
        two_clean(reports=(*THREE_MORNINGS_OF_3, morning(18))),
        "hold",
        ("morning_missing",),
    ),
    "a report that isn't of the morning": (
        two_clean(reports=(*THREE_MORNINGS_OF_3, morning(18), report(20, 3, "before", hour=7))),
        "hold",
        ("morning_missing",),
    ),
    "a morning on the day of practice is not the next one": (
        two_clean(reports=(*THREE_MORNINGS_OF_3, morning(18), morning(19, hour=23))),
        "hold",
        ("morning_missing",),
    ),
    "a morning 36 hours later": (
        two_clean(
            practices=(practice(16), practice(18, hour=12)),
            reports=(*THREE_MORNINGS_OF_3, morning(17), morning(20, hour=0)),
        ),
        "progress",
        ("clean",),
    ),
    "a morning 36 hours and a minute later": (
        two_clean(
            practices=(practice(16), practice(18, hour=12)),
            reports=(*THREE_MORNINGS_OF_3, morning(17), morning(20, hour=1 / 60)),
        ),
        "hold",
        ("morning_missing",),
    ),
    "a morning 35 hours and a half later": (
        two_clean(
            practices=(practice(16), practice(18, hour=12)),
            reports=(*THREE_MORNINGS_OF_3, morning(17), morning(19, hour=23.5)),
        ),
        "progress",
        ("clean",),
    ),
    "a first practice before the start is known": (
        History(practices=(practice(19, after=4),), reports=(morning(20),)),
        "hold",
        ("too_few",),
    ),
    "two practices at 4 before the start is known": (
        History(practices=(practice(17, after=4), practice(19, after=4)), reports=mornings(may_18=3, may_20=3)),
        "hold",
        ("no_reference",),
    ),
    "two reports to know the start from": (
        History(practices=(practice(17), practice(19)), reports=mornings(may_18=3, may_20=3)),
        "hold",
        ("no_reference",),
    ),
    "three reports to know the start from": (
        History(
            practices=(practice(17), practice(19)),
            reports=(report(1, 3), *mornings(may_18=3, may_20=3)),
        ),
        "progress",
        ("clean",),
    ),
    "what was felt right after practice is no start": (
        History(
            practices=(practice(17), practice(19)),
            reports=(report(1, 3, "after"), *mornings(may_18=3, may_20=3)),
        ),
        "hold",
        ("no_reference",),
    ),
    "one clean session after one that wasn't": (
        two_clean(practices=(practice(17, effort=7), practice(19))),
        "hold",
        ("not_yet",),
    ),
    # --- move on
    "two clean sessions": (two_clean(), "progress", ("clean",)),
    "exactly 2 is easy for who started at 0": (start_of(0, after=2), "progress", ("clean",)),
    "a 3 is not easy for who started at 0": (start_of(0, after=3), "hold", ("worked_up",)),
    "a 3 is not easy for who started at 2": (start_of(2, after=3), "hold", ("worked_up",)),
    "a 3 is easy for who started at 3": (start_of(3, after=3), "progress", ("clean",)),
    "a 4 is not easy for who started at 3": (start_of(3, after=4), "hold", ("worked_up",)),
    "a 5 is easy for who started at 5": (start_of(5, after=5), "progress", ("clean",)),
    "a 5 is not easy for who started at 6": (start_of(6, after=5), "hold", ("worked_up",)),
    "a 2 is easy for who started at 6": (start_of(6, after=2), "progress", ("clean",)),
    "an effort of 6": (last_practice(effort=6), "progress", ("clean",)),
    "a morning better than the start": (last_morning(1), "progress", ("clean",)),
    "a easier day between two clean ones": (
        two_clean(
            practices=(practice(15), practice(17, easier=True), practice(19)),
            reports=(*THREE_MORNINGS_OF_3, *mornings(may_16=3, may_18=3, may_20=3)),
        ),
        "progress",
        ("clean",),
    ),
    "a day without a next morning between two clean ones": (
        two_clean(
            practices=(practice(15), practice(17), practice(19)),
            reports=(*THREE_MORNINGS_OF_3, *mornings(may_16=3, may_20=3)),
        ),
        "progress",
        ("clean",),
    ),
    "two days without a next morning between two clean ones": (
        two_clean(
            practices=(practice(13), practice(15), practice(17), practice(19)),
            reports=(*THREE_MORNINGS_OF_3, *mornings(may_14=3, may_20=3)),
        ),
        "hold",
        ("not_yet",),
    ),
    "a fault without a next morning between two clean ones": (
        two_clean(
            practices=(practice(15), practice(17, passed=False), practice(19)),
            reports=(*THREE_MORNINGS_OF_3, *mornings(may_16=3, may_20=3)),
        ),
        "hold",
        ("not_yet",),
    ),
    "clean before the step back, once since": (
        two_clean(stepped_back_at=at(18, 12)),
        "hold",
        ("too_few",),
    ),
    "clean twice since the step back": (two_clean(stepped_back_at=at(17, 12)), "progress", ("clean",)),
    "missed, then passed on the same day": (
        two_clean(practices=(practice(17), practice(19, hour=17, passed=False), practice(19))),
        "progress",
        ("clean",),
    ),
    "passed, then missed on the same day": (
        two_clean(practices=(practice(17), practice(19, hour=17), practice(19, passed=False))),
        "hold",
        ("failed_once",),
    ),
    "the harder of two efforts on one day counts": (
        two_clean(practices=(practice(17), practice(19, hour=17, effort=8), practice(19))),
        "hold",
        ("hard",),
    ),
    "the tighter of two practices on one day counts": (
        two_clean(practices=(practice(17), practice(19, hour=17, after=6), practice(19))),
        "regress",
        ("over_limit",),
    ),
    "the higher of two reports on one morning counts": (
        two_clean(reports=(*two_clean().reports, morning(20, 5, hour=6))),
        "regress",
        ("morning_up",),
    ),
    "a harmless day without a next morning, at the very edge": (
        two_clean(
            practices=(practice(15), practice(17, after=3, effort=6), practice(19)),
            reports=(*THREE_MORNINGS_OF_3, *mornings(may_16=3, may_20=3)),
        ),
        "progress",
        ("clean",),
    ),
    "a tight day without a next morning between two clean ones": (
        two_clean(
            practices=(practice(15), practice(17, after=4), practice(19)),
            reports=(*THREE_MORNINGS_OF_3, *mornings(may_16=3, may_20=3)),
        ),
        "hold",
        ("not_yet",),
    ),
    "a hard day without a next morning between two clean ones": (
        two_clean(
            practices=(practice(15), practice(17, effort=7), practice(19)),
            reports=(*THREE_MORNINGS_OF_3, *mornings(may_16=3, may_20=3)),
        ),
        "hold",
        ("not_yet",),
    ),
    "practised on two days running": (
        two_clean(
            practices=(practice(18), practice(19)),
            reports=(*THREE_MORNINGS_OF_3, *mornings(may_19=3, may_20=3)),
        ),
        "progress",
        ("clean",),
    ),
    "three mornings make the start, whatever came before": (
        History(
            practices=(practice(17, after=3), practice(19, after=3)),
            reports=(report(1, 5), report(2, 5), morning(3, 2), *mornings(may_18=2, may_20=3)),
        ),
        "hold",
        ("worked_up",),
    ),
    "the practice that led to the step back is before it": (
        two_clean(stepped_back_at=at(17, 18)),
        "hold",
        ("too_few",),
    ),
    "what the trainer saw the moment it came is dealt with": (
        two_clean(reports=(*two_clean().reports, report(4, 8)), lifted_at=at(4, 12)),
        "progress",
        ("clean",),
    ),
    "a practice the trainer saw the moment it came is dealt with": (
        two_clean(practices=(practice(15, after=8), *two_clean().practices), lifted_at=at(15, 18)),
        "progress",
        ("clean",),
    ),
    "a practice of this very minute counts": (
        History(practices=(practice(20, after=6, hour=12),), reports=THREE_MORNINGS_OF_3),
        "regress",
        ("over_limit",),
    ),
    "a report of seven days ago to the minute belongs to the week before": (
        History(reports=(*weeks((), (2, 2, 2), (3, 3)).reports, report(13, 3))),
        "hold",
        ("no_practice",),
    ),
    "and to no other week": (
        History(reports=(*weeks((), (2, 2), (3, 3, 3)).reports, report(13, 2))),
        "regress",
        ("week_up",),
    ),
    "a report a minute younger belongs to this week": (
        History(reports=(*weeks((), (2, 2, 2), (3, 3)).reports, report(13, 3, hour=12 + 1 / 60))),
        "regress",
        ("week_up",),
    ),
    "the morning of the step back itself, to the minute": (
        after_step_back(5, 5, stepped_back=11, hour=7),
        "hold",
        ("no_practice",),
    ),
    "six weeks, and the third report is seven days old to the minute": (
        replace(six_weeks(4, (4, 4)), reports=(*six_weeks(4, (4, 4)).reports, report(13, 4))),
        "hold",
        ("no_practice",),
    ),
    "six weeks, and the third report is a minute less than seven days old": (
        replace(six_weeks(4, (4, 4)), reports=(*six_weeks(4, (4, 4)).reports, report(13, 4, hour=12 + 1 / 60))),
        "stop",
        ("no_change",),
    ),
    # --- fine today
    "fine today, a day": (
        History(practices=(fine(19),), reports=THREE_MORNINGS_OF_3),
        "hold",
        ("too_few",),
    ),
    "fine today, beside a clean day with scores": (
        History(practices=(practice(17, after=3), fine(19)), reports=(*THREE_MORNINGS_OF_3, morning(18))),
        "progress",
        ("clean",),
    ),
    "scores after a day that was fine": (
        History(practices=(fine(17), practice(19, after=3)), reports=(*THREE_MORNINGS_OF_3, morning(20))),
        "progress",
        ("clean",),
    ),
    "scores after a day that was fine, and no next morning yet": (
        History(practices=(fine(17), practice(19, after=3)), reports=THREE_MORNINGS_OF_3),
        "hold",
        ("morning_missing",),
    ),
    "fine today, and nothing else": (
        History(practices=(fine(17), fine(19)), reports=THREE_MORNINGS_OF_3),
        "hold",
        ("no_scores",),
    ),
    "fine today, three times, after scores long ago": (
        History(practices=(practice(13), fine(15), fine(17), fine(19)), reports=(*THREE_MORNINGS_OF_3, morning(14))),
        "hold",
        ("no_scores",),
    ),
    "fine today, twice after scores": (
        History(practices=(practice(15), fine(17), fine(19)), reports=(*THREE_MORNINGS_OF_3, morning(16))),
        "progress",
        ("clean",),
    ),
    "fine today, after scores whose morning is missing": (
        History(practices=(practice(17), fine(19)), reports=THREE_MORNINGS_OF_3),
        "hold",
        ("not_yet",),
    ),
    "fine today, after a tight day": (
        History(practices=(practice(17, after=4), fine(19)), reports=(*THREE_MORNINGS_OF_3, morning(18))),
        "hold",
        ("not_yet",),
    ),
    "fine today, and the self-check missed": (
        last_practice(before=None, after=None, passed=False),
        "hold",
        ("failed_once",),
    ),
    "fine twice, and the self-check missed twice": (
        History(practices=(fine(17, passed=False), fine(19, passed=False)), reports=THREE_MORNINGS_OF_3),
        "regress",
        ("failed_running",),
    ),
    "fine today, at an effort of 8": (last_practice(before=None, after=None, effort=8), "hold", ("hard",)),
    "fine today, at an effort of 7": (last_practice(before=None, after=None, effort=7), "hold", ("not_yet",)),
    "fine today, in the easier version": (
        last_practice(before=None, after=None, easier=True),
        "hold",
        ("easier", "too_few"),
    ),
    "fine today, and a calm morning told unasked": (
        last_practice(before=None, after=None),
        "progress",
        ("clean",),
    ),
    "fine today, and a morning a point up told unasked": (
        replace(last_practice(before=None, after=None), reports=last_morning(4).reports),
        "hold",
        ("not_yet",),
    ),
    "fine today, and a high morning told unasked": (
        replace(last_practice(before=None, after=None), reports=last_morning(5).reports),
        "regress",
        ("morning_up",),
    ),
    "fine today, and an 8 told elsewhere": (
        replace(last_practice(before=None, after=None), reports=(*two_clean().reports, report(19, 8))),
        "stop",
        ("very_tight",),
    ),
    "a day with one practice in scores is a day with scores": (
        History(
            practices=(practice(17), practice(19, hour=17, after=3), fine(19)),
            reports=(*THREE_MORNINGS_OF_3, morning(18)),
        ),
        "hold",
        ("morning_missing",),
    ),
    "and its tighter practice counts": (
        History(
            practices=(practice(17), practice(19, hour=17, after=6), fine(19)),
            reports=(*THREE_MORNINGS_OF_3, morning(18)),
        ),
        "regress",
        ("over_limit",),
    ),
    "a week one point up, with a fine day in it": (
        replace(weeks((), (2, 2, 2), (3, 3, 3)), practices=(fine(19),)),
        "hold",
        ("too_few",),
    ),
    "a week one point up, with a fine day of another lesson in it": (
        replace(weeks((), (2, 2, 2), (3, 3, 3)), fine_at=(at(19, 17),)),
        "hold",
        ("no_practice",),
    ),
    "a week one point up, with a fine day in the week before": (
        replace(weeks((), (2, 2, 2), (3, 3, 3)), fine_at=(at(13, 12),)),
        "hold",
        ("no_practice",),
    ),
    "a week one point up, with a fine day before both": (
        replace(weeks((), (2, 2, 2), (3, 3, 3)), fine_at=(at(6, 12),)),
        "regress",
        ("week_up",),
    ),
    "a week one point up, with a fine day still to come": (
        replace(weeks((), (2, 2, 2), (3, 3, 3)), fine_at=(at(20, 13),)),
        "regress",
        ("week_up",),
    ),
    "two weeks two points up, with a fine day in the first": (
        replace(weeks((1, 1, 1), (3, 3, 3), (3, 3, 3)), fine_at=(at(1, 17),)),
        "hold",
        ("no_practice",),
    ),
    "six weeks and no change, with a fine day in the last": (
        replace(six_weeks(4, (4, 4, 4)), fine_at=(at(19, 17),)),
        "stop",
        ("no_change",),
    ),
    "six weeks and no change, three weeks looked at": (
        History(reports=(*six_weeks(4, ()).reports, *(report(day, 4) for day in (1, 8, 15))), fine_at=(at(19, 17),)),
        "stop",
        ("no_change",),
    ),
    "six weeks and no change, and longer ago than three weeks": (
        History(
            reports=(*six_weeks(4, ()).reports, *(report(day, 4, hour=11) for day in (-1, 8, 15))),
            fine_at=(at(19, 17),),
        ),
        "hold",
        ("no_practice",),
    ),
    "a report from the future is left out": (
        two_clean(reports=(*two_clean().reports, report(21, 9))),
        "progress",
        ("clean",),
    ),
}


# Whole scores and a start of three reports never come out between 29 and 30 percent; these do: 2.5 of 8.5.
BETWEEN_29_AND_30_PERCENT = Thresholds(reference_reports=2, change_points=3, refer_score=10)
CASES["six weeks and just less than 30 percent"] = (
    History(
        reports=(
            six_weeks(8, ()).reports[0]._replace(id="first"),
            six_weeks(9, ()).reports[1]._replace(id="second"),
            *(report(15 + n, 6) for n in range(3)),
        )
    ),
    "stop",
    ("no_change",),
)
OWN_THRESHOLDS = {"six weeks and just less than 30 percent": BETWEEN_29_AND_30_PERCENT}


def outcome(history: History, thresholds: Thresholds = DEFAULT) -> tuple[str, tuple[str, ...]]:
    verdict = decide(history, thresholds, NOW)
    return verdict.decision.value, tuple(reason.code for reason in verdict.reasons)


@pytest.mark.parametrize("name", CASES)
def test_the_table_decides(name: str) -> None:
    history, decision, codes = CASES[name]
    assert outcome(history, OWN_THRESHOLDS.get(name, DEFAULT)) == (decision, codes)


# How often is asked decides nothing here: `test_asking` shifts these.
OF_ASKING = {"steady_sessions", "steady_days", "settled_sessions", "settled_days"}


@pytest.mark.parametrize("step", [-1, 1])
@pytest.mark.parametrize("name", [each.name for each in fields(Thresholds) if each.name not in OF_ASKING])
def test_no_threshold_can_shift_by_one_unnoticed(name: str, step: int) -> None:
    noticed = []
    for case, (history, decision, codes) in CASES.items():
        thresholds = OWN_THRESHOLDS.get(case, DEFAULT)
        shifted = replace(thresholds, **{name: getattr(thresholds, name) + step})
        if outcome(history, shifted) != (decision, codes):
            noticed.append(case)
    assert noticed != []


def test_every_row_of_the_table_is_reached() -> None:
    reached = {code for _, _, codes in CASES.values() for code in codes}
    assert reached == {rule.code for rule in RULES}


def test_the_rows_fall_from_stop_to_progress() -> None:
    order = list(dict.fromkeys(rule.decision for rule in RULES if rule.code not in {"paused", "not_yet"}))
    assert order == [Decision.STOP, Decision.REGRESS, Decision.HOLD, Decision.PROGRESS]
    assert RULES[-1].words(DEFAULT) == "Anything else."


def test_the_public_table_takes_its_numbers_from_the_thresholds() -> None:
    words = {rule.code.value: rule.words(Thresholds(refer_score=7, morning_rise=3)) for rule in RULES}
    assert words["very_tight"] == "Any score of 7 or more."
    assert words["morning_up"] == "The last next morning was 3 or more above the first mornings."
    assert not [sentence for sentence in words.values() if "{" in sentence]


# --- sentences ------------------------------------------------------------------------------------------------


def test_moving_on_names_the_numbers() -> None:
    verdict = decide(last_practice(before=3, after=3), DEFAULT, NOW)
    (reason,) = verdict.reasons
    assert reason.client == (
        "Your low back was 3 before and 3 after, and next morning it was 3. "
        "That makes two clean practices in a row: you are ready for the next step."
    )
    assert reason.trainer == "Two clean sessions in a row, the last on 19 May."
    assert reason.entries == ("practice 19 18", "morning 20 7", "practice 17 18", "morning 18 7")
    assert verdict.would_change == "A practice above 5, or a morning at 5 or above, would take you a step back."
    assert verdict.morning_reference == 3.0
    assert verdict.look_again_on == date(2026, 5, 27)


def test_a_morning_that_settled_is_told_so() -> None:
    verdict = decide(last_practice(before=3, after=4), DEFAULT, NOW)
    assert verdict.reasons[0].client == (
        "Your low back was 3 before and 4 after, and next morning it was back to 3. "
        "Up to 5 is fine, so we stay here until it feels easier."
    )
    assert verdict.would_change == (
        "Two clean practices (3 or less, self-check passed), each with a next morning at 3 or below, would move you on."
    )


def test_fine_today_is_told_as_it_was_said() -> None:
    history = History(practices=(practice(17, after=3), fine(19)), reports=(*THREE_MORNINGS_OF_3, morning(18)))
    verdict = decide(history, DEFAULT, at(19, 19))
    (reason,) = verdict.reasons
    assert reason.client == (
        "You were fine, as usual. That makes two clean practices in a row: you are ready for the next step."
    )
    assert reason.trainer == "Two clean sessions in a row, the last on 19 May; one of them “fine today”."
    assert reason.entries == ("fine 19", "practice 17 18", "morning 18 7")


def test_fine_days_alone_say_what_is_missing() -> None:
    verdict = decide(History(practices=(fine(17), fine(19)), reports=THREE_MORNINGS_OF_3), DEFAULT, at(19, 19))
    assert [reason.client for reason in verdict.reasons] == [
        "You were fine, as usual. Nobody moves on without numbers, so next time we ask for numbers."
    ]
    assert verdict.reasons[0].trainer == "Two clean sessions in a row, all “fine today”; no scores."
    assert verdict.would_change == (
        "One clean practice (3 or less, self-check passed), with a next morning at 3 or below, would move you on. "
        "Where we don't ask for numbers, “fine today” counts as clean, beside one with numbers."
    )
    assert verdict.look_again_on == date(2026, 5, 21)


def test_a_morning_told_after_a_fine_day_is_part_of_its_story() -> None:
    history = replace(last_practice(before=None, after=None), reports=last_morning(4).reports)
    verdict = decide(history, DEFAULT, NOW)
    assert verdict.reasons[0].client == (
        "You were fine, as usual; next morning it was 4. "
        "A point or so above your first mornings, at 3, is noise, so we stay and look again."
    )


def test_after_a_fine_day_the_morning_of_the_day_before_can_still_decide() -> None:
    """Practised in full last evening and again today, before this morning was told."""
    history = History(practices=(practice(18, after=3), fine(19)), reports=THREE_MORNINGS_OF_3)
    verdict = decide(history, DEFAULT, at(19, 19))
    assert (verdict.decision, verdict.would_change) == (
        Decision.HOLD,
        "A next morning at 3 or below would move you on.",
    )
    assert verdict.look_again_on == date(2026, 5, 19)
    told = replace(history, reports=(*history.reports, morning(19, 3, hour=20)))
    assert decide(told, DEFAULT, at(19, 21)).decision == Decision.PROGRESS


def test_one_more_clean_day_is_asked_for_in_the_singular() -> None:
    verdict = decide(two_clean(practices=(practice(17, effort=7), practice(19))), DEFAULT, NOW)
    assert verdict.reasons[0].client.endswith("That was a clean one. One good day can be luck, so we wait for another.")
    assert verdict.would_change == (
        "One clean practice (3 or less, self-check passed), with a next morning at 3 or below, would move you on."
    )
    assert verdict.look_again_on == date(2026, 5, 22)


def test_a_first_practice_waits_for_the_morning() -> None:
    history = History(practices=(practice(19),), reports=(report(19, 3, "before", hour=18),))
    verdict = decide(history, DEFAULT, at(19, 19))
    assert [reason.client for reason in verdict.reasons] == [
        "One day of practice here so far. One good day can be luck, so we look at two.",
        "Your low back was 3 before and 2 after. How it feels next morning decides; one tap then is all it takes.",
    ]
    assert verdict.look_again_on == date(2026, 5, 20)
    assert verdict.morning_reference is None


def test_when_only_the_morning_is_open_the_verdict_names_it() -> None:
    history = two_clean(reports=(*THREE_MORNINGS_OF_3, morning(18)))
    verdict = decide(history, DEFAULT, at(19, 19))
    assert verdict.would_change == "A next morning at 3 or below would move you on."
    calm = replace(history, reports=(*history.reports, morning(20, 3)))
    assert decide(calm, DEFAULT, at(20, 8)).decision == Decision.PROGRESS
    high = replace(history, reports=(*history.reports, morning(20, 4)))
    assert decide(high, DEFAULT, at(20, 8)).decision == Decision.HOLD


def test_a_start_of_nought_asks_for_nought() -> None:
    history = start_of(0, after=2)
    verdict = decide(replace(history, reports=history.reports[:-1]), DEFAULT, at(19, 19))
    assert verdict.would_change == "A next morning at 0 would move you on."


def test_a_missing_morning_is_told_without_blame() -> None:
    verdict = decide(two_clean(reports=(*THREE_MORNINGS_OF_3, morning(18))), DEFAULT, at(22, 12))
    assert verdict.reasons[0].client == ("We don't know how the morning after 19 May felt, so we stay here once more.")


def test_the_morning_is_waited_for_to_the_last_minute() -> None:
    history = two_clean(reports=(*THREE_MORNINGS_OF_3, morning(18)))
    for now, trainer in (
        (at(21, 6), "Waiting for the morning after 19 May."),
        (at(21, 6.1), "No report for the morning after 19 May."),
    ):
        assert decide(history, DEFAULT, now).reasons[-1].trainer == trainer


def test_a_high_morning_names_the_first_ones() -> None:
    verdict = decide(last_morning(6), DEFAULT, NOW)
    (reason,) = verdict.reasons
    assert reason.client == (
        "The morning after 19 May was 6. That is 3 above your first mornings, at 3, so we take less for a while."
    )
    assert reason.entries == ("practice 19 18", "morning 20 7")
    assert verdict.would_change == (
        "Two clean practices (3 or less, self-check passed), each with a next morning at 3 or below, would move you on."
    )


def test_a_high_morning_names_the_first_reports_while_mornings_are_few() -> None:
    early = tuple(report(day, 3, "before", hour=12) for day in (1, 2, 3))
    history = replace(last_morning(6), reports=(*early, morning(20, 6)))
    (reason,) = decide(history, DEFAULT, NOW).reasons
    assert reason.client == (
        "The morning after 19 May was 6. That is 3 above your first reports, at 3, so we take less for a while."
    )
    assert reason.trainer == "Next morning 6 after 19 May: 3 above the first reports, at 3."


def test_a_stop_names_the_score_and_the_day() -> None:
    verdict = decide(two_clean(reports=(*two_clean().reports, report(4, 9))), DEFAULT, NOW)
    (reason,) = verdict.reasons
    assert reason.client == "You put your low back at 9 on 4 May. From 8 on we stop and talk first."
    assert reason.entries == ("any 4 12",)
    assert verdict.look_again_on is None
    assert verdict.would_change == "A talk with your trainer, who then opens practice again."


def test_several_reasons_for_one_decision_are_all_given() -> None:
    history = last_practice(after=6, passed=False)
    history = replace(history, reports=(*history.reports[:-1], morning(20, 5)))
    assert outcome(history) == ("regress", ("over_limit", "morning_up"))


@pytest.mark.parametrize(
    ("has_easier", "has_previous", "step"),
    [(True, True, "easier"), (True, False, "easier"), (False, True, "previous"), (False, False, "smaller")],
)
def test_a_step_back_says_where_to(has_easier: bool, has_previous: bool, step: str) -> None:
    history = replace(last_practice(after=6), has_easier=has_easier, has_previous=has_previous)
    assert decide(history, DEFAULT, NOW).step_back_to == step
    assert decide(two_clean(has_easier=has_easier, has_previous=has_previous), DEFAULT, NOW).step_back_to is None


FORBIDDEN = ("diagnos", "treat", "damage", "danger", "injur", "patient", "fail", "streak", "should have")


def test_sentences_are_whole_warm_and_no_medicine() -> None:
    verdicts = [decide(history, DEFAULT, NOW) for history, _, _ in CASES.values()]
    said = {verdict.would_change for verdict in verdicts}
    said |= {each.client for verdict in verdicts for each in verdict.reasons}
    said |= {each.trainer for verdict in verdicts for each in verdict.reasons}
    assert [sentence for sentence in said if not sentence[0].isupper() or sentence[-1] != "."] == [
        sentence for sentence in said if sentence[0].isdigit()
    ]
    assert [sentence for sentence in said if any(word in sentence.lower() for word in FORBIDDEN)] == []


# --- time -----------------------------------------------------------------------------------------------------


def test_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        decide(History(), DEFAULT, datetime(2026, 5, 20, 12))  # noqa: DTZ001


def test_the_spring_clock_change_neither_shortens_nor_stretches_36_hours() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    ended = datetime(2026, 3, 28, 12, tzinfo=berlin)  # clocks jump that night
    late = PracticeValue(
        id="before the change", at=ended, local_on=ended.date(), before=3, after=2, passed=True, effort=5
    )
    for offset, codes in (
        (timedelta(hours=36), ("too_few",)),
        (timedelta(hours=36, minutes=1), ("too_few", "morning_missing")),
    ):
        felt = (ended.astimezone(UTC) + offset).astimezone(berlin)
        next_morning = Report(id="next", at=felt, local_on=felt.date(), score=3, moment="morning")
        start = tuple(
            Report(id=f"start {n}", at=ended - timedelta(days=n + 5), local_on=date(2026, 3, 20), score=3, moment="any")
            for n in range(3)
        )
        history = History(practices=(late,), reports=(*start, next_morning))
        verdict = decide(history, DEFAULT, datetime(2026, 4, 2, 12, tzinfo=berlin))
        assert tuple(reason.code for reason in verdict.reasons) == codes


def test_a_trip_across_zones_goes_by_the_clients_own_days() -> None:
    """Practised on the evening of the 19th in Tokyo, woke on the 20th in Los Angeles, 29 hours later."""
    tokyo, los_angeles = timezone(timedelta(hours=9)), timezone(timedelta(hours=-7))
    evening = datetime(2026, 5, 19, 19, tzinfo=tokyo)
    woke = datetime(2026, 5, 20, 7, tzinfo=los_angeles)
    history = two_clean(
        practices=(practice(17), replace(practice(19), at=evening.astimezone(UTC), local_on=evening.date())),
        reports=(
            *THREE_MORNINGS_OF_3,
            morning(18),
            Report(id="woke", at=woke.astimezone(UTC), local_on=woke.date(), score=3, moment="morning"),
        ),
    )
    assert woke - evening == timedelta(hours=28)
    assert decide(history, DEFAULT, woke + timedelta(hours=1)).decision == Decision.PROGRESS


def test_look_again_is_a_day_of_the_client() -> None:
    late_evening = datetime(2026, 5, 20, 23, tzinfo=timezone(timedelta(hours=-7)))
    history = two_clean(reports=(*THREE_MORNINGS_OF_3, *mornings(may_18=3, may_20=3)))
    assert decide(history, DEFAULT, late_evening).look_again_on == date(2026, 5, 27)


def test_a_back_dated_entry_gives_the_verdict_it_would_have_given_then() -> None:
    history = two_clean(reports=(*THREE_MORNINGS_OF_3, morning(18)))
    assert decide(history, DEFAULT, NOW).decision == Decision.HOLD
    back_dated = replace(history, reports=(*history.reports, morning(20)))
    assert decide(back_dated, DEFAULT, NOW) == decide(two_clean(practices=history.practices), DEFAULT, NOW)


def test_an_edited_morning_takes_the_step_back_away() -> None:
    assert decide(last_morning(5), DEFAULT, NOW).decision == Decision.REGRESS
    assert decide(last_morning(3), DEFAULT, NOW).decision == Decision.PROGRESS


# --- thresholds -----------------------------------------------------------------------------------------------


def test_the_defaults_are_sensible_and_come_back_from_storage() -> None:
    assert DEFAULT.problems() == []
    assert Thresholds(**DEFAULT.as_dict()) == DEFAULT


@pytest.mark.parametrize("each", fields(Thresholds), ids=lambda each: each.name)
def test_every_threshold_has_words_and_a_source(each: object) -> None:
    metadata = getattr(each, "metadata")  # noqa: B009
    assert set(metadata) == {"words", "source"}
    assert all(metadata.values())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"easy_score": 5}, "The easy score must be below the acceptable score."),
        ({"easy_score": -1}, "The easy score must lie between 0 and 10."),
        ({"limit_score": 8}, "The acceptable score must be below the stop score."),
        ({"limit_score": 11, "refer_score": 10}, "The acceptable score must lie between 0 and 10."),
        ({"refer_score": 11}, "The stop score must lie between 1 and 10."),
        ({"morning_rise": 1}, "A high morning must be 2 to 10 points above the first ones: one point is noise."),
        ({"mornings_up_stop": 1}, "High mornings that stop practice must be 2 to 7 in a row."),
        ({"easy_effort": 8}, "The easy effort must be below the hard effort."),
        ({"easy_effort": -1}, "The easy effort must lie between 0 and 10."),
        ({"hard_effort": 11}, "The hard effort must lie between 0 and 10."),
        ({"clean_practices": 1}, "Moving on needs 2 to 10 clean sessions: nobody moves on after a single report."),
        (
            {"clean_practices": 4},
            "The sessions looked at must be at least the clean sessions needed, and at most 20.",
        ),
        ({"failed_checks": 1}, "A step back needs 2 to 10 missed self-checks in a row."),
        ({"week_rise_regress": 0}, "The week's rise for a step back must be 1 to 10 points."),
        ({"week_rise_regress": 3}, "The week's rise for a step back can't be above the one for a stop."),
        ({"week_rise_stop": 11}, "The week's rise for a stop must be 1 to 10 points."),
        ({"week_reports": 1}, "Seven days need 2 to 50 reports before they count."),
        ({"no_change_weeks": 1}, "The weeks without change must be 2 to 52."),
        ({"change_points": 1}, "A change must be 2 to 10 points: one point is noise."),
        ({"change_percent": 101}, "A change must be 1 to 100 percent of the start."),
        ({"morning_hours": 11}, "A next morning must count for 12 to 72 hours."),
        ({"reference_reports": 0}, "The first mornings must rest on 1 to 20 reports."),
        (
            {"settled_sessions": 5},
            "Asking once a week can't come before asking at every third practice.",
        ),
        ({"settled_days": 13}, "Asking once a week can't come before asking at every third practice."),
        ({"easy_score": "two"}, "“A score up to this is easy” must be a whole number."),
        ({"easy_score": 2.5}, "“A score up to this is easy” must be a whole number."),
        ({"easy_score": True}, "“A score up to this is easy” must be a whole number."),
        ({"easy_score": None}, "“A score up to this is easy” must be a whole number."),
    ],
)
def test_a_senseless_set_is_told_why(changes: dict[str, int], sentence: str) -> None:
    assert sentence in Thresholds(**changes).problems()


RANGES = [
    ("easy_score", 0, 10, "The easy score must lie"),
    ("limit_score", 0, 10, "The acceptable score must lie"),
    ("refer_score", 1, 10, "The stop score must lie"),
    ("morning_rise", 2, 10, "A high morning must be"),
    ("mornings_up_stop", 2, 7, "High mornings that stop practice"),
    ("easy_effort", 0, 10, "The easy effort must lie"),
    ("hard_effort", 0, 10, "The hard effort must lie"),
    ("clean_practices", 2, 10, "Moving on needs"),
    ("sessions_looked_at", 2, 20, "The sessions looked at"),
    ("failed_checks", 2, 10, "A step back needs"),
    ("week_rise_regress", 1, 10, "The week's rise for a step back must"),
    ("week_rise_stop", 1, 10, "The week's rise for a stop"),
    ("week_reports", 2, 50, "Seven days need"),
    ("no_change_weeks", 2, 52, "The weeks without change"),
    ("change_points", 2, 10, "A change must be 2 to 10 points"),
    ("change_percent", 1, 100, "A change must be 1 to 100 percent"),
    ("morning_hours", 12, 72, "A next morning must count"),
    ("reference_reports", 1, 20, "The first mornings must rest"),
    ("steady_sessions", 3, 50, "Asking at every third practice needs"),
    ("steady_days", 7, 180, "Calm sessions must span 7 to 180"),
    ("settled_sessions", 3, 100, "Asking once a week needs"),
    ("settled_days", 7, 365, "Calm sessions must span 7 to 365"),
]


@pytest.mark.parametrize(("name", "lowest", "highest", "sentence"), RANGES)
def test_a_threshold_may_reach_its_ends_and_no_further(name: str, lowest: int, highest: int, sentence: str) -> None:
    def is_refused(value: int) -> bool:
        return any(each.startswith(sentence) for each in replace(DEFAULT, **{name: value}).problems())

    assert [is_refused(value) for value in (lowest - 1, lowest, highest, highest + 1)] == [True, False, False, True]


def test_every_threshold_has_a_range() -> None:
    assert [name for name, *_ in RANGES] == [each.name for each in fields(Thresholds)]


def test_once_a_week_may_come_at_once() -> None:
    assert Thresholds(settled_sessions=6, settled_days=14).problems() == []


def test_a_step_back_may_need_the_same_rise_as_a_stop() -> None:
    assert Thresholds(week_rise_regress=2, week_rise_stop=2).problems() == []


# --- prerequisites --------------------------------------------------------------------------------------------

NEEDS: dict[str, tuple[str, ...]] = {
    "find-the-middle": (),
    "wall-tap": ("find-the-middle",),
    "romanian-deadlift": ("wall-tap",),
    "lift-a-child": ("romanian-deadlift", "chair-sit"),
}


def test_what_is_missing_keeps_its_order() -> None:
    assert missing_needs(("b", "a", "c"), frozenset({"a"})) == ("b", "c")
    assert missing_needs((), frozenset()) == ()


def test_a_lesson_opens_when_all_its_needs_are_passed() -> None:
    def open_lessons(*passed: str) -> list[str]:
        return [lesson for lesson, needs in NEEDS.items() if not missing_needs(needs, frozenset(passed))]

    assert open_lessons() == ["find-the-middle"]
    assert open_lessons("find-the-middle", "romanian-deadlift") == ["find-the-middle", "wall-tap"]


# --- properties -----------------------------------------------------------------------------------------------

SCORES = st.integers(0, 10)


@st.composite
def histories(draw: st.DrawFn) -> History:
    days = st.integers(-30, 20)
    practices = tuple(
        PracticeValue(
            id=f"practice {n}",
            at=at(day, hour),
            local_on=at(day, hour).date(),
            before=score,
            after=None if score is None else draw(SCORES),
            passed=draw(st.booleans()),
            effort=draw(SCORES),
            easier=draw(st.booleans()),
        )
        for n, (day, hour, score) in enumerate(
            draw(st.lists(st.tuples(days, st.integers(0, 23), st.none() | SCORES | SCORES), max_size=6))
        )
    )
    reports = tuple(
        Report(id=f"report {n}", at=at(day, hour), local_on=at(day, hour).date(), score=score, moment=moment)
        for n, (day, hour, score, moment) in enumerate(
            draw(
                st.lists(
                    st.tuples(
                        days,
                        st.integers(0, 23),
                        SCORES,
                        st.sampled_from(["before", "after", "morning", "morning", "any"]),
                    ),
                    max_size=12,
                )
            )
        )
    )
    moved = st.none() | st.builds(at, st.integers(-30, 20), st.integers(0, 23))
    return History(
        practices=practices,
        reports=reports,
        screening=draw(st.sampled_from([Level.CLEAR] * 8 + [Level.REFER, Level.TODAY, Level.EMERGENCY])),
        stepped_back_at=draw(moved),
        lifted_at=draw(moved),
        paused=draw(st.booleans()) and draw(st.booleans()),
    )


def mild(history: History) -> History:
    """The same story with scores low enough that the milder rows are reached often."""
    return replace(
        history,
        screening=Level.CLEAR,
        lifted_at=None,
        practices=tuple(
            replace(
                each,
                before=None if each.before is None else each.before % 4,
                after=None if each.after is None else each.after % 5,
                passed=each.passed or each.effort > 3,
                effort=each.effort % 8,
            )
            for each in history.practices
        ),
        reports=tuple(each._replace(score=2 + each.score % 2) for each in history.reports),
    )


ANY = histories() | histories().map(mild)


@given(history=ANY, data=st.data())
@settings(max_examples=30, deadline=None)
def test_the_order_of_entries_doesnt_matter(history: History, data: st.DataObject) -> None:
    shuffled = replace(
        history,
        practices=tuple(data.draw(st.permutations(history.practices))),
        reports=tuple(data.draw(st.permutations(history.reports))),
    )
    assert decide(shuffled, DEFAULT, NOW) == decide(history, DEFAULT, NOW)


@given(history=ANY, hours=st.integers(-12, 14))
@settings(max_examples=30, deadline=None)
def test_shifting_instants_and_zone_together_changes_nothing(history: History, hours: int) -> None:
    shift = timedelta(hours=hours)

    def moved(moment: datetime | None) -> datetime | None:
        return moment and moment - shift

    abroad = replace(
        history,
        practices=tuple(replace(each, at=each.at - shift) for each in history.practices),
        reports=tuple(each._replace(at=each.at - shift) for each in history.reports),
        stepped_back_at=moved(history.stepped_back_at),
        lifted_at=moved(history.lifted_at),
    )
    now = (NOW - shift).astimezone(timezone(shift))
    assert decide(abroad, DEFAULT, now) == decide(history, DEFAULT, NOW)


@given(history=ANY)
@settings(max_examples=40, deadline=None)
def test_nobody_moves_on_after_one_day_or_with_a_safety_answer_open(history: History) -> None:
    verdict = decide(history, DEFAULT, NOW)
    assert verdict.reasons
    if verdict.decision == Decision.PROGRESS:
        since = history.stepped_back_at or at(-40, 0)
        assert len({each.local_on for each in history.practices if each.at > since and not each.easier}) >= 2
        assert history.screening == Level.CLEAR
        assert not history.paused
    if history.screening != Level.CLEAR:
        assert verdict.decision == Decision.STOP


@given(history=ANY)
@settings(max_examples=40, deadline=None)
def test_nobody_moves_on_without_a_day_of_scores_and_its_morning(history: History) -> None:
    if decide(history, DEFAULT, NOW).decision == Decision.PROGRESS:
        assert [each for each in history.practices if each.after is not None and not each.easier] != []
        only_fine = tuple(replace(each, before=None, after=None) for each in history.practices)
        assert decide(replace(history, practices=only_fine), DEFAULT, NOW).decision != Decision.PROGRESS
        no_mornings = tuple(each for each in history.reports if each.moment != "morning")
        assert decide(replace(history, reports=no_mornings), DEFAULT, NOW).decision != Decision.PROGRESS


@given(history=ANY)
@settings(max_examples=30, deadline=None)
def test_reasons_only_name_entries_that_exist(history: History) -> None:
    known = {each.id for each in history.practices} | {each.id for each in history.reports}
    for reason in decide(history, DEFAULT, NOW).reasons:
        assert set(reason.entries) <= known


@given(history=histories().map(mild), score=SCORES)
@settings(max_examples=30, deadline=None)
def test_the_morning_a_verdict_asks_for_keeps_the_promise(history: History, score: int) -> None:
    """Two clean days but for the last morning, on top of any mild story."""
    story = replace(
        history,
        paused=False,
        stepped_back_at=at(15, 0),
        practices=(
            *(each for each in history.practices if each.at <= NOW),
            practice(17, after=1),
            practice(20, after=1, hour=8),
        ),
        reports=(*(each for each in history.reports if each.at <= NOW), morning(18, 2)),
    )
    promise = decide(story, DEFAULT, NOW).would_change
    if promise.startswith("A next morning at "):
        asked = int(promise.removeprefix("A next morning at ").split()[0])
        felt = replace(story, reports=(*story.reports, morning(21, min(score, asked), hour=7)))
        assert decide(felt, DEFAULT, at(21, 8)).decision == Decision.PROGRESS
