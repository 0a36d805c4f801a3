"""Rows that step back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lessons.rules.values import History
from tests.lessons.rules.histories import (
    NOW,
    THREE_MORNINGS_OF_3,
    Cases,
    last_morning,
    last_practice,
    morning,
    outcome,
    practice,
    report,
    two_clean,
    weeks,
)

CASES: Cases = {
    "a 7 after practice is a step back": (last_practice(after=7), "regress", ("over_limit",)),
    "one week two points up": (weeks((1, 1, 1), (1, 1, 1), (3, 3, 3)), "regress", ("week_up",)),
    "a 6 in practice": (last_practice(after=6), "regress", ("over_limit",)),
    "a morning two points up": (last_morning(5), "regress", ("morning_up",)),
    "a high morning, and a practice since": (
        History(
            practices=(practice(17), practice(19)),
            reports=(*THREE_MORNINGS_OF_3, morning(18, 5)),
        ),
        "regress",
        ("morning_up",),
    ),
    "a high morning, two sessions ago": (
        History(
            practices=(practice(15), practice(17), practice(19)),
            reports=(*THREE_MORNINGS_OF_3, morning(16, 5)),
        ),
        "regress",
        ("morning_up",),
    ),
    "the self-check missed twice": (
        two_clean(practices=(practice(17, passed=False), practice(19, passed=False))),
        "regress",
        ("failed_running",),
    ),
    "missed, an easier day, missed again": (
        two_clean(practices=(practice(15, passed=False), practice(17, easier=True), practice(19, passed=False))),
        "regress",
        ("failed_running",),
    ),
    "a week one point up": (weeks((), (2, 2, 2), (3, 3, 3)), "regress", ("week_up",)),
    "a week one point up by thirds": (weeks((), (1, 2, 2), (2, 3, 3)), "regress", ("week_up",)),
    "a week up, a week after a step back": (
        replace(weeks((), (2, 2, 2), (3, 3, 3)), stepped_back_at=NOW - timedelta(days=7)),
        "regress",
        ("week_up",),
    ),
    "an easier day with a 6": (last_practice(easier=True, after=6), "regress", ("over_limit",)),
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
    "a practice of this very minute counts": (
        History(practices=(practice(20, after=6, hour=12),), reports=THREE_MORNINGS_OF_3),
        "regress",
        ("over_limit",),
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
}


@pytest.mark.parametrize("name", CASES)
def test_the_table_decides(name: str) -> None:
    history, decision, codes = CASES[name]
    assert outcome(history) == (decision, codes)
