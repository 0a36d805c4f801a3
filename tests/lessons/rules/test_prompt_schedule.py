"""How often numbers are asked, and why."""

from dataclasses import replace

import pytest

from hinge_coach.tightness.trend import Moment
from lessons.rules.prompt_schedule import Frequency, schedule_for
from lessons.rules.values import History
from tests.lessons.rules.steady_histories import (
    DEFAULT,
    NOW,
    SIX,
    TWELVE,
    at,
    calm,
    changed,
    fine,
    frequency_of,
    practice,
    report,
    with_,
)

SCHEDULES: dict[str, tuple[History, Frequency, bool]] = {
    "nothing yet": (History(), Frequency.EACH, False),
    "six calm days over two weeks": (calm(*SIX), Frequency.THIRD, True),
    "five calm days over two weeks": (calm(5, 8, 11, 16, 19), Frequency.EACH, False),
    "six calm days over 13 days": (calm(6, 8, 11, 14, 16, 19), Frequency.EACH, False),
    "twelve calm days over four weeks": (calm(*TWELVE), Frequency.WEEKLY, True),
    "eleven calm days over four weeks": (calm(*TWELVE[:1], *TWELVE[2:]), Frequency.THIRD, True),
    "twelve calm days over 27 days": (calm(-8, *TWELVE[1:]), Frequency.THIRD, True),
    "two practices a day are one": (
        with_(calm(5, 8, 11, 16, 19), *(practice(day, hour=9) for day in (5, 8, 11))),
        Frequency.EACH,
        False,
    ),
    "fine days between take nothing away": (with_(calm(*SIX), fine(6), fine(12), fine(20)), Frequency.THIRD, True),
    "fine days add nothing": (with_(calm(5, 8, 11, 16, 19), fine(14)), Frequency.EACH, False),
    "a day without its morning takes nothing away": (with_(calm(*SIX), practice(12)), Frequency.THIRD, True),
    "a day without its morning adds nothing": (with_(calm(5, 8, 11, 16, 19), practice(13)), Frequency.EACH, False),
    "a score in between two points up": (with_(calm(*SIX), report(17, 5)), Frequency.EACH, False),
    "a score in between one point up": (with_(calm(*SIX), report(17, 4)), Frequency.THIRD, True),
    "a morning in between two points up": (
        with_(calm(5, 8, 11, 14, 19), practice(16), report(17, 5, Moment.MORNING, hour=7)),
        Frequency.EACH,
        False,
    ),
    "a morning in between one point up": (
        with_(calm(5, 8, 11, 14, 19), practice(16), report(17, 4, Moment.MORNING, hour=7)),
        Frequency.THIRD,
        True,
    ),
    "a practice above the easy line": (changed(calm(*SIX), 14, after=4), Frequency.EACH, False),
    "a practice at an easy 2, by who started at 0": (
        with_(changed(calm(*SIX, score=0), 14, after=2), report(14, 2, Moment.AFTER, hour=17)),
        Frequency.THIRD,
        True,
    ),
    "a 2 at any other time, by who started at 0": (with_(calm(*SIX, score=0), report(14, 2)), Frequency.EACH, False),
    "a practice at 3, by who started at 2": (changed(calm(*SIX, score=2), 14, after=3), Frequency.EACH, False),
    "a start of 5, and a 6": (with_(calm(*SIX, score=5), report(17, 6)), Frequency.EACH, False),
    "a start of 5, and a 5": (with_(calm(*SIX, score=5), report(17, 5)), Frequency.THIRD, True),
    "a start of 6": (calm(*SIX, score=6), Frequency.EACH, False),
    "a flare, and steady again since": (with_(calm(*SIX), report(4, 7)), Frequency.THIRD, True),
    "the day of the flare is not one of the calm ones": (
        with_(calm(*SIX), report(5, 7, hour=9)),
        Frequency.EACH,
        False,
    ),
    "a flare after two steady weeks": (with_(calm(*SIX), report(20, 6)), Frequency.EACH, True),
    "a flare of two days after two steady weeks": (
        with_(calm(*SIX), report(20, 6, hour=0), report(20, 6)),
        Frequency.EACH,
        True,
    ),
    "a flare after two steady weeks, and three calm days since": (
        with_(calm(-12, -9, -6, -3, 0, 2, 14, 16, 18), report(9, 6), report(10, 5)),
        Frequency.EACH,
        True,
    ),
    "a stop that was opened again after the first day": (
        replace(calm(*SIX), lifted_at=at(6, 12)),
        Frequency.EACH,
        False,
    ),
    "a stop that was opened again before": (replace(calm(*SIX), lifted_at=at(4, 12)), Frequency.THIRD, True),
    "a flare before the trainer opened practice again": (
        replace(with_(calm(*SIX), report(4, 9)), lifted_at=at(4, 13)),
        Frequency.THIRD,
        True,
    ),
    "a step back is no flare": (replace(calm(*SIX), stepped_back_at=at(19, 18)), Frequency.THIRD, True),
    "an easier day is a day": (
        with_(calm(5, 8, 11, 14, 19), practice(16, easier=True), report(17, 3, Moment.MORNING, hour=7)),
        Frequency.THIRD,
        True,
    ),
}


SHIFTED = (
    "easy_score",
    "steady_sessions",
    "steady_days",
    "settled_sessions",
    "settled_days",
    "morning_rise",
    "limit_score",
)


@pytest.mark.parametrize("name", SCHEDULES)
def test_the_schedule_follows_the_weeks(name: str) -> None:
    history, frequency, is_news = SCHEDULES[name]
    assert frequency_of(history) == (frequency, is_news)


@pytest.mark.parametrize("step", [-1, 1])
@pytest.mark.parametrize("name", SHIFTED)
def test_no_number_of_the_schedule_can_shift_by_one_unnoticed(name: str, step: int) -> None:
    shifted = replace(DEFAULT, **{name: getattr(DEFAULT, name) + step})
    noticed = [
        case for case, (history, *expected) in SCHEDULES.items() if frequency_of(history, shifted) != tuple(expected)
    ]
    assert noticed != []


@pytest.mark.parametrize(
    ("name", "client", "trainer"),
    [
        (
            "nothing yet",
            "We ask for numbers at each practice.",
            "Asked at each practice: no calm session yet; 6 over 14 days make it every third.",
        ),
        (
            "five calm days over two weeks",
            "We ask for numbers at each practice.",
            "Asked at each practice: five calm sessions over 14 days; 6 over 14 days make it every third.",
        ),
        (
            "six calm days over two weeks",
            "You have been steady for two weeks, so we ask for numbers at every third practice.",
            "Steady for two weeks (six calm sessions over 14 days), so the scores are asked at every third practice.",
        ),
        (
            "twelve calm days over four weeks",
            "You have been steady for four weeks, so we ask for numbers once a week.",
            "Steady for four weeks (12 calm sessions over 28 days), so the scores are asked once a week.",
        ),
        (
            "a flare after two steady weeks, and three calm days since",
            "Since the 5 on 10 May we ask for numbers at each practice again.",
            "Asked at each practice again since the 5 on 10 May: three calm sessions over four days; "
            "6 over 14 days make it every third.",
        ),
    ],
)
def test_the_schedule_says_why(name: str, client: str, trainer: str) -> None:
    schedule = schedule_for(SCHEDULES[name][0], DEFAULT, NOW)
    assert (schedule.client, schedule.trainer) == (client, trainer)
