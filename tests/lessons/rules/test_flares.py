"""On which days tightness flared: everything was eased at their end, or a number stood far above the usual."""

from dataclasses import replace

import pytest
from hypothesis import given

from hinge_coach.tightness.trend import Moment
from lessons.rules.flares import eased_days, flares
from lessons.rules.values import History
from tests.lessons.rules.histories import DEFAULT, NOW, at, facts_of, maya, number, numbers, practice, reported
from tests.lessons.rules.test_properties import HISTORIES

FLARES = {
    "calm days": (maya(numbers(11, 2, 3, 2)), {}),
    "one day 2 higher": (maya(number(11, 4), number(12, 2)), {}),
    "two days 2 higher: the second one": (maya(numbers(11, 4, 4)), {12: 4}),
    "a calm day after them is eased as well": (maya(numbers(11, 4, 4, 2, 2)), {12: 4, 13: 2}),
    "one number 3 higher": (maya(number(11, 5)), {11: 5}),
    "the highest number of the day": (maya(number(11, 6), number(11, 5, hour=13), number(11, 2, hour=14)), {11: 6}),
    "right after practice": (maya(practice(11, 2, 6)), {11: 6}),
    "recalled": (maya(number(11, 9, Moment.RECALLED)), {}),
    "3 higher before any usual": (reported(numbers(1, 2, 2, 9)), {}),
    "3 higher than the usual of the sign-up": (
        reported(number(1, 2, Moment.RECALLED), number(2, 2, Moment.RECALLED), numbers(3, 2, 5)),
        {4: 5},
    ),
}


@pytest.mark.parametrize("name", FLARES)
def test_a_flare_is_named_by_day_and_score(name: str) -> None:
    history, expected = FLARES[name]
    days = flares(facts_of(history), at(-30).date())
    assert {flare.on.day: flare.score for flare in days} == expected


def test_flares_before_a_day_are_left_out() -> None:
    facts = facts_of(maya(numbers(11, 5, 5)))
    assert [[flare.on.day for flare in flares(facts, at(day).date())] for day in (11, 12, 13)] == [[11, 12], [12], []]
    eased = [[day.local_on.day for day in eased_days(facts.reported, DEFAULT, at(day).date())] for day in (11, 12, 13)]
    assert eased == [[12], [12], []]


def test_days_before_a_new_usual_keep_their_flare_and_those_after_it_have_none() -> None:
    facts = facts_of(maya(numbers(11, *[5] * 8), anew_on=at(16).date()))
    days = eased_days(facts.reported, DEFAULT, at(1).date())
    assert [day.local_on.day for day in days] == [12, 13, 14, 15, 16]
    assert [flare.on.day for flare in flares(facts, at(1).date())] == [11, 12, 13, 14, 15, 16]


@given(history=HISTORIES)
def test_the_last_reported_day_is_eased_exactly_where_the_rules_ease(history: History) -> None:
    facts = facts_of(replace(history, anew_on=None))
    days = facts.reported.days
    eased = list(eased_days(facts.reported, DEFAULT, at(-30).date()))
    assert (bool(days) and days[-1] in eased) == bool(facts.flare)
    assert all(day.local_on <= NOW.date() for day in eased)
