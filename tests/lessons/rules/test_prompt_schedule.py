"""How often numbers are asked, and why."""

from dataclasses import replace

import pytest

from hinge_coach.tightness.trend import Moment
from lessons.rules.prompt_schedule import Frequency, schedule_for
from lessons.rules.values import History
from tests.lessons.rules.histories import DEFAULT, at, extended, facts_of, fine, number, numbers, practice
from tests.lessons.rules.steady_histories import EVENING, SIX, TWELVE, calm, calm_day, changed, frequency_of

FIVE = (5, 8, 11, 16, 19)

SCHEDULES: dict[str, tuple[History, Frequency, bool]] = {
    "nothing yet": (History(), Frequency.EACH, False),
    "six calm days over two weeks": (calm(*SIX), Frequency.THIRD, True),
    "five calm days over two weeks": (calm(*FIVE), Frequency.EACH, False),
    "six calm days over 13 days": (calm(6, 8, 11, 14, 16, 19), Frequency.EACH, False),
    "twelve calm days over four weeks": (calm(*TWELVE), Frequency.WEEKLY, True),
    "eleven calm days over four weeks": (calm(*TWELVE[:1], *TWELVE[2:]), Frequency.THIRD, True),
    "twelve calm days over 27 days": (calm(-8, *TWELVE[1:]), Frequency.THIRD, True),
    "two practices a day are one": (
        extended(calm(*FIVE), *(practice(day, 3, 3, hour=9) for day in (5, 8, 11))),
        Frequency.EACH,
        False,
    ),
    "fine days between take nothing away": (
        extended(calm(*SIX), fine(6), fine(12), fine(20, hour=9)),
        Frequency.THIRD,
        True,
    ),
    "fine days add nothing": (extended(calm(*FIVE), fine(14)), Frequency.EACH, False),
    "a day without its answer takes nothing away": (
        extended(calm(*SIX), practice(20, 3, 3, hour=9)),
        Frequency.THIRD,
        True,
    ),
    "a day without its answer adds nothing": (
        extended(calm(*FIVE), practice(20, 3, 3, hour=9)),
        Frequency.EACH,
        False,
    ),
    "one number 3 points up": (extended(calm(*SIX), number(18, 6)), Frequency.EACH, False),
    "one number 2 points up": (extended(calm(*SIX), number(18, 5)), Frequency.THIRD, True),
    "right after practice 3 points up": (
        extended(calm(*SIX), number(17, 6, Moment.AFTER)),
        Frequency.EACH,
        False,
    ),
    "two days 2 points up": (extended(calm(*SIX), numbers(12, 5, 5)), Frequency.EACH, False),
    "a day with 2 points up after practice is not calm": (changed(calm(*SIX), 14, after=5), Frequency.EACH, False),
    "a day with 1 point up after practice is calm": (changed(calm(*SIX), 14, after=4), Frequency.THIRD, True),
    "a next day 2 points up is not calm": (
        extended(calm(5, 8, 11, 14, 19), practice(16, 3, 3), number(17, 5, Moment.MORNING, hour=7)),
        Frequency.EACH,
        False,
    ),
    "a next day 1 point up is calm": (
        extended(calm(5, 8, 11, 14, 19), practice(16, 3, 3), number(17, 4, Moment.MORNING, hour=7)),
        Frequency.THIRD,
        True,
    ),
    "a practice at 2, by who lives at 0": (changed(calm(*SIX, score=0), 14, after=2), Frequency.THIRD, True),
    "a practice at 3, by who lives at 0": (changed(calm(*SIX, score=0), 14, after=3), Frequency.EACH, False),
    "who lives at 6 can be steady": (calm(*SIX, score=6), Frequency.THIRD, True),
    "a flare, and steady again since": (extended(calm(*SIX), number(4, 7)), Frequency.THIRD, True),
    "the day of the flare is not one of the calm ones": (
        extended(calm(*SIX), number(5, 7, hour=9)),
        Frequency.EACH,
        False,
    ),
    "a flare after two steady weeks": (extended(calm(4, 7, 10, 13, 15, 18), number(20, 6)), Frequency.EACH, True),
    "a flare after two steady weeks, and three calm days since": (
        extended(calm(-12, -9, -6, -3, 0, 2, 14, 16, 18), number(9, 6), number(10, 6)),
        Frequency.EACH,
        True,
    ),
    "a new usual on the first day": (replace(calm(*SIX), anew_on=at(5).date()), Frequency.EACH, False),
    "a new usual the day before": (replace(calm(*SIX), anew_on=at(4).date()), Frequency.THIRD, True),
    "a flare before a new usual": (
        replace(extended(calm(*SIX), number(4, 9)), anew_on=at(4).date()),
        Frequency.THIRD,
        True,
    ),
    "an easier day is a day": (
        extended(calm(5, 8, 11, 14, 19), practice(16, 3, 3, easier=True), number(17, 3)),
        Frequency.THIRD,
        True,
    ),
    "days of two lessons count together": (
        extended(calm(5, 8, 11, 14, 19), practice(16, 3, 3, lesson=2), number(17, 3)),
        Frequency.THIRD,
        True,
    ),
    "an old run that no number followed for weeks": (
        calm(*(day - 60 for day in SIX)),
        Frequency.THIRD,
        True,
    ),
}


SHIFTED = (
    *("rise", "fine_score", "jump"),
    *("steady_sessions", "steady_days", "settled_sessions", "settled_days"),
)


@pytest.mark.parametrize("name", SCHEDULES)
def test_the_schedule_follows_the_weeks(name: str) -> None:
    history, frequency, is_news = SCHEDULES[name]
    assert frequency_of(history) == (frequency, is_news)


@pytest.mark.parametrize("step", [-1, 1])
@pytest.mark.parametrize("name", SHIFTED)
def test_no_number_of_the_schedule_can_shift_by_one_unnoticed(name: str, step: int) -> None:
    shifted = replace(DEFAULT, **{name: getattr(DEFAULT, name) + step})
    assert any(frequency_of(history, shifted) != tuple(expected) for history, *expected in SCHEDULES.values())


@pytest.mark.parametrize(
    ("name", "client", "trainer"),
    [
        (
            "nothing yet",
            "We ask for numbers at every practice.",
            "Asked every time: no calm practice day yet.",
        ),
        (
            "five calm days over two weeks",
            "We ask for numbers at every practice.",
            "Asked every time: five calm practice days over 14 days.",
        ),
        (
            "six calm days over two weeks",
            "You have been steady for two weeks, so we ask for numbers at every third practice.",
            "Steady for two weeks (six calm practice days over 14 days), so numbers are asked at every third practice.",
        ),
        (
            "twelve calm days over four weeks",
            "You have been steady for four weeks, so we ask for numbers once a week.",
            "Steady for four weeks (12 calm practice days over 28 days), so numbers are asked once a week.",
        ),
        (
            "a flare after two steady weeks, and three calm days since",
            "Since the 6 on May 10 we ask for numbers at every practice again.",
            "Asked every time since the 6 on May 10.",
        ),
    ],
)
def test_the_schedule_says_why(name: str, client: str, trainer: str) -> None:
    schedule = schedule_for(facts_of(SCHEDULES[name][0], now=EVENING))
    assert (schedule.client, schedule.trainer) == (client, trainer)


def test_a_run_of_more_than_a_year_ago_no_longer_counts() -> None:
    assert [frequency_of(calm(*(day - days for day in SIX)))[0] for days in (349, 351)] == [
        Frequency.THIRD,
        Frequency.EACH,
    ]


def test_one_calm_day_spans_no_days() -> None:
    assert schedule_for(facts_of(extended(calm(), *calm_day(18)), now=EVENING)).trainer == (
        "Asked every time: one calm practice day."
    )
