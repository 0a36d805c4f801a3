"""Rows that stop practice, and histories that come close."""

from dataclasses import replace

import pytest

from hinge_coach.safety.screening import Level
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import History
from tests.lessons.rules.histories import (
    DEFAULT,
    Cases,
    after_step_back,
    last_practice,
    mornings,
    outcome,
    report,
    six_weeks,
    two_clean,
    weeks,
)

CASES: Cases = {
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
    "an 8 in a check-in long ago": (
        two_clean(reports=(*two_clean().reports, report(4, 8))),
        "stop",
        ("very_tight",),
    ),
    "two high mornings after a step back": (after_step_back(5, 5), "stop", ("mornings_stay_up",)),
    "three high mornings with step backs among them": (
        after_step_back(5, 5, 5, stepped_back=12),
        "stop",
        ("mornings_stay_up",),
    ),
    "six weeks and no change": (six_weeks(4, (4, 4, 4)), "stop", ("no_change",)),
    "six weeks and one point": (six_weeks(5, (4, 4, 4)), "stop", ("no_change",)),
    "six weeks and one and a half points of 6, less than 30 percent": (
        six_weeks(6, (4, 4, 5, 5)),
        "stop",
        ("no_change",),
    ),
    "six weeks at 3": (six_weeks(3, (3, 3, 3)), "stop", ("no_change",)),
    "six weeks and one point, though the first mornings were far higher": (
        replace(
            six_weeks(5, (4, 4, 4)), reports=(*six_weeks(5, (4, 4, 4)).reports, *mornings(may_1=7, may_2=7, may_3=7))
        ),
        "stop",
        ("no_change",),
    ),
    "two weeks two points up": (weeks((1, 1, 1), (3, 3, 3), (3, 3, 3)), "stop", ("weeks_stay_up",)),
    "six weeks, and the third report is a minute less than seven days old": (
        replace(six_weeks(4, (4, 4)), reports=(*six_weeks(4, (4, 4)).reports, report(13, 4, hour=12 + 1 / 60))),
        "stop",
        ("no_change",),
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


@pytest.mark.parametrize("name", CASES)
def test_the_table_decides(name: str) -> None:
    history, decision, codes = CASES[name]
    assert outcome(history, OWN_THRESHOLDS.get(name, DEFAULT)) == (decision, codes)
