"""The usual over time, and flares. Days are counted from Monday, January 5, 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinge_coach.tightness.usual import ReportedDay, ReportedDays
from lessons.progress.background import FlareSpan, UsualOn, flare_spans, usual_levels
from lessons.rules.flares import eased_days
from lessons.rules.thresholds import Thresholds

FIRST = date(2026, 1, 5)
LIMITS = Thresholds()


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def reported(scores: dict[int, float], *, anew: int | None = None) -> ReportedDays:
    days = tuple(ReportedDay(day(number), score, (str(number),)) for number, score in sorted(scores.items()))
    return ReportedDays(days=days, anew_on=None if anew is None else day(anew))


def daily(*scores: float) -> ReportedDays:
    return reported(dict(enumerate(scores)))


def test_the_usual_is_that_of_each_day_and_not_todays() -> None:
    levels = usual_levels(daily(6, 6, 6, 2, 2, 2, 2, 2, 2, 2), day(2), day(9))
    assert [level.usual for level in levels] == [6, 6, 6, 6, 6, 6, 4, 2]
    assert levels[0] == UsualOn(day(2), 6)


def test_a_day_without_a_usual_has_no_level() -> None:
    assert usual_levels(daily(6, 6), day(0), day(9)) == ()


def test_of_a_week_the_last_reported_day_counts() -> None:
    levels = usual_levels(daily(*[3.0] * 16), day(0), day(20), every=7)
    assert [level.on for level in levels] == [day(6), day(13), day(15)]


@pytest.mark.parametrize(
    ("scores", "spans"),
    [
        (dict(enumerate((3, 3, 3, 3, 3, 3, 6, 3, 3, 3))), ()),
        (dict(enumerate((3, 3, 3, 3, 3, 3, 6, 6, 3, 3))), ((7, 8),)),
        (dict(enumerate((3, 3, 3, 3, 3, 3, 6, 3, 6, 3, 3))), ((8, 8),)),
        (dict(enumerate((3, 3, 3, 3, 3, 3, 6, 6, 3, 3, 3, 3, 6, 6))), ((7, 8), (13, 13))),
        ({**dict(enumerate([3] * 6)), 6: 6, 8: 6, 14: 6}, ((8, 14),)),
        ({**dict(enumerate([3] * 6)), 6: 6, 8: 6, 15: 6}, ((8, 15),)),
        ({**dict(enumerate([3] * 6)), 6: 6, 8: 6, 16: 6}, ((8, 8), (16, 16))),
        (dict(enumerate([2] * 18 + [4] * 20)), ((19, 30),)),
    ],
    ids=[
        *("one high day", "two in a row", "two of three", "two flares"),
        *("a gap within a week", "a gap of a week", "a gap of over a week"),
        "over more days than are looked at together, until it is the usual",
    ],
)
def test_the_table_of_flares(scores: dict[int, float], spans: tuple[tuple[int, int], ...]) -> None:
    expected = tuple(FlareSpan(day(first), day(last)) for first, last in spans)
    assert flare_spans(reported(scores), LIMITS, day(0), day(30)) == expected


def test_a_flare_that_reaches_into_the_chart_keeps_its_first_day() -> None:
    history = daily(3, 3, 3, 3, 3, 3, 6, 6, 6, 6, 3, 3)
    (span,) = flare_spans(history, LIMITS, day(9), day(12))
    assert span.begins_on == day(7)
    assert flare_spans(history, LIMITS, span.ends_on, day(20)) == (span,)
    assert flare_spans(history, LIMITS, span.ends_on + timedelta(days=1), day(20)) == ()


def test_the_first_day_of_a_flare_is_looked_for_in_the_four_weeks_before_the_chart() -> None:
    history = reported({**dict.fromkeys(range(-6, 0), 2), **dict.fromkeys(range(0, 36, 7), 5)})
    assert flare_spans(history, LIMITS, day(35), day(40)) == (FlareSpan(day(7), day(35)),)


@given(
    st.lists(st.integers(0, 10), min_size=0, max_size=150),
    st.integers(0, 40),
    st.none() | st.integers(0, 150),
)
def test_looking_in_steps_gives_the_days_of_the_rules(scores: list[int], since: int, anew: int | None) -> None:
    history = reported({2 * number: score for number, score in enumerate(scores)}, anew=anew)
    eased = {eased_day.local_on for eased_day in eased_days(history, LIMITS, day(since))}
    spans = flare_spans(history, LIMITS, day(since), day(400))
    inside = {
        reported_day.local_on
        for reported_day in history.days
        if reported_day.local_on >= day(since)
        and any(span.begins_on <= reported_day.local_on <= span.ends_on for span in spans)
    }
    assert inside == eased
