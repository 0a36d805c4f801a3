"""Days that were answered with "fine today", in all rows."""

from dataclasses import replace

import pytest

from lessons.rules.values import History
from tests.lessons.rules.histories import (
    THREE_MORNINGS_OF_3,
    Cases,
    at,
    fine,
    last_morning,
    last_practice,
    morning,
    outcome,
    practice,
    report,
    six_weeks,
    two_clean,
    weeks,
)

CASES: Cases = {
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
}


@pytest.mark.parametrize("name", CASES)
def test_the_table_decides(name: str) -> None:
    history, decision, codes = CASES[name]
    assert outcome(history) == (decision, codes)
