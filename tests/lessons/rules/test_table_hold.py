"""Rows that stay, and histories that come close to another decision."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hinge_coach.tightness.trend import Moment
from lessons.rules.values import History
from tests.lessons.rules.histories import (
    NOW,
    THREE_MORNINGS_OF_3,
    Cases,
    after_step_back,
    at,
    last_morning,
    last_practice,
    morning,
    mornings,
    outcome,
    practice,
    report,
    six_weeks,
    start_of,
    two_clean,
    weeks,
)

CASES: Cases = {
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
    "three high mornings and then a step back": (
        after_step_back(5, 5, 5, stepped_back=13),
        "hold",
        ("no_practice",),
    ),
    "six weeks, one point, and that is 30 percent": (six_weeks(4, (3, 3, 2, 2)), "hold", ("no_practice",)),
    "six weeks and two points of 7, less than 30 percent": (six_weeks(7, (5, 5, 5)), "hold", ("no_practice",)),
    "six weeks and one and a half points of 5, just 30 percent": (
        six_weeks(5, (3, 3, 4, 4)),
        "hold",
        ("no_practice",),
    ),
    "six weeks at an easy 2": (six_weeks(2, (2, 2, 2)), "hold", ("no_practice",)),
    "six weeks and two points, though the first mornings were as low": (
        replace(
            six_weeks(6, (4, 4, 4)), reports=(*six_weeks(6, (4, 4, 4)).reports, *mornings(may_1=4, may_2=4, may_3=4))
        ),
        "hold",
        ("no_practice",),
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
    "a planned pause": (two_clean(paused=True), "hold", ("paused",)),
    "a pause comes before a step back": (replace(last_practice(after=6), paused=True), "hold", ("paused",)),
    "exactly 5 in practice": (last_practice(after=5), "hold", ("worked_up",)),
    "a 6 the day before, better today": (
        History(
            practices=(practice(17, after=6), practice(19)),
            reports=(*THREE_MORNINGS_OF_3, *mornings(may_18=3, may_20=3)),
        ),
        "hold",
        ("not_yet",),
    ),
    "a morning one point up": (last_morning(4), "hold", ("not_yet",)),
    "a high morning, three sessions ago": (
        History(
            practices=(practice(13), practice(15), practice(17), practice(19)),
            reports=(*THREE_MORNINGS_OF_3, morning(14, 5)),
        ),
        "hold",
        ("morning_missing",),
    ),
    "a high morning before the step back": (
        replace(last_morning(5), stepped_back_at=at(20, 8)),
        "hold",
        ("no_practice",),
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
    "a week a shade less than a point up": (weeks((), (2, 2, 2), (3, 3, 2)), "hold", ("no_practice",)),
    "a week up on two reports": (weeks((), (2, 2, 2), (3, 3)), "hold", ("no_practice",)),
    "a week up on the two reports before": (weeks((), (2, 2), (3, 3, 3)), "hold", ("no_practice",)),
    "a week up, and a step back in it": (
        replace(weeks((), (2, 2, 2), (3, 3, 3)), stepped_back_at=NOW - timedelta(days=7) + timedelta(minutes=1)),
        "hold",
        ("no_practice",),
    ),
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
    "an easier day": (last_practice(easier=True), "hold", ("easier", "too_few")),
    "an easier day doesn't miss the self-check": (
        last_practice(easier=True, passed=False),
        "hold",
        ("easier", "too_few"),
    ),
    "an easier day is never too hard": (last_practice(easier=True, effort=9), "hold", ("easier", "too_few")),
    "an effort of 8": (last_practice(effort=8), "hold", ("hard",)),
    "an effort of 7": (last_practice(effort=7), "hold", ("not_yet",)),
    "no report next morning": (
        two_clean(reports=(*THREE_MORNINGS_OF_3, morning(18))),
        "hold",
        ("morning_missing",),
    ),
    "a report that isn't of the morning": (
        two_clean(reports=(*THREE_MORNINGS_OF_3, morning(18), report(20, 3, Moment.BEFORE, hour=7))),
        "hold",
        ("morning_missing",),
    ),
    "a morning on the day of practice is not the next one": (
        two_clean(reports=(*THREE_MORNINGS_OF_3, morning(18), morning(19, hour=23))),
        "hold",
        ("morning_missing",),
    ),
    "a morning 36 hours and a minute later": (
        two_clean(
            practices=(practice(16), practice(18, hour=12)),
            reports=(*THREE_MORNINGS_OF_3, morning(17), morning(20, hour=1 / 60)),
        ),
        "hold",
        ("morning_missing",),
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
    "what was felt right after practice is no start": (
        History(
            practices=(practice(17), practice(19)),
            reports=(report(1, 3, Moment.AFTER), *mornings(may_18=3, may_20=3)),
        ),
        "hold",
        ("no_reference",),
    ),
    "one clean session after one that wasn't": (
        two_clean(practices=(practice(17, effort=7), practice(19))),
        "hold",
        ("not_yet",),
    ),
    "a 3 is not easy for who started at 0": (start_of(0, after=3), "hold", ("worked_up",)),
    "a 3 is not easy for who started at 2": (start_of(2, after=3), "hold", ("worked_up",)),
    "a 4 is not easy for who started at 3": (start_of(3, after=4), "hold", ("worked_up",)),
    "a 5 is not easy for who started at 6": (start_of(6, after=5), "hold", ("worked_up",)),
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
    "a report of seven days ago to the minute belongs to the week before": (
        History(reports=(*weeks((), (2, 2, 2), (3, 3)).reports, report(13, 3))),
        "hold",
        ("no_practice",),
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
}


@pytest.mark.parametrize("name", CASES)
def test_the_table_decides(name: str) -> None:
    history, decision, codes = CASES[name]
    assert outcome(history) == (decision, codes)
