"""What would move a client on: the shortest way, its highest number, and whether it may begin today."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from hinge_coach.safety.screening import Level
from hinge_coach.tightness.trend import Moment
from lessons.rules.ahead import NOTHING_AHEAD, Ahead, Future, ahead
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, History, PauseDays, Standing, TalkCode, TalkValue
from tests.lessons.rules.histories import (
    EASIER_HERE,
    FIRST_GOOD,
    HERE,
    NOW,
    OTHER_LESSON,
    at,
    facts_of,
    fine,
    maya,
    number,
    numbers,
    practice,
    reported,
)


@dataclass(frozen=True, kw_only=True)
class AheadCase:
    history: History
    sentence: str
    standing: Standing = HERE
    now: datetime = NOW

    def ahead(self) -> Ahead:
        return ahead(facts_of(self.history, now=self.now), self.standing)


HARMFUL = reported(
    numbers(-6, *[3] * 6),
    *(
        entries
        for day in range(1, 20, 3)
        for entries in (number(day - 1, 3), practice(day), number(day + 1, 4, hour=7))
    ),
)

CASES = {
    "nothing yet": AheadCase(
        history=History(), sentence="Numbers on three more days, all about the same, two of them with a good practice."
    ),
    "one day reported": AheadCase(
        history=reported(number(20, 3)),
        sentence="Numbers on two more days, all about the same, each with a good practice.",
    ),
    "two days reported, one with practice": AheadCase(
        history=reported(practice(19), number(20, 2)),
        sentence="A number on one more day, about the same, with a good practice.",
    ),
    "two days with practice": AheadCase(
        history=reported(practice(18), practice(19)), sentence="A number on one more day, about the same."
    ),
    "three numbers at sign-up": AheadCase(
        history=reported(number(18, 2, Moment.RECALLED), number(19, 2, Moment.RECALLED), number(20, 2)),
        sentence="Two good practices on days in a row, every number 3 or below: that moves you on.",
    ),
    "the usual is known, and nothing practiced": AheadCase(
        history=maya(), sentence="Two good practices on days in a row, every number 3 or below: that moves you on."
    ),
    "one good day": AheadCase(
        history=maya(*FIRST_GOOD),
        sentence="One good practice today or on another day, every number 3 or below, moves you on.",
    ),
    "one good day, today": AheadCase(
        history=maya(practice(20, hour=10)),
        sentence="One good practice tomorrow, every number 3 or below, moves you on.",
    ),
    "one good day, yesterday": AheadCase(
        history=maya(practice(19)),
        sentence="One good practice today or tomorrow, every number 3 or below, moves you on.",
    ),
    "one good day, the day before yesterday": AheadCase(
        history=maya(practice(18)),
        sentence="One good practice today, every number 3 or below, moves you on.",
    ),
    "one good day, and a day of too much effort today": AheadCase(
        history=maya(*FIRST_GOOD, practice(20, effort=9, hour=10)),
        sentence="One good practice on another day, every number 3 or below, moves you on.",
    ),
    "one good day, and another lesson today": AheadCase(
        history=maya(*FIRST_GOOD, practice(20, hour=10, lesson=OTHER_LESSON)),
        sentence="One good practice today or on another day, every number 3 or below, moves you on.",
    ),
    "one fine day": AheadCase(
        history=maya(fine(17)),
        sentence="One good practice today or on another day, then a number the day after, every number 3 or below: "
        "that moves you on.",
    ),
    "two good days, the last one yesterday": AheadCase(
        history=maya(practice(16), practice(19)), sentence="A number today or tomorrow, 3 or below, moves you on."
    ),
    "two good days, the last one today": AheadCase(
        history=maya(practice(16), practice(20, hour=10)), sentence="A number tomorrow, 3 or below, moves you on."
    ),
    "two good days, the last one the day before yesterday": AheadCase(
        history=maya(practice(15), practice(18)), sentence="A number today, 3 or below, moves you on."
    ),
    "two good days, the last one three days ago": AheadCase(
        history=maya(practice(14), practice(17)),
        sentence="One good practice today or on another day, then a number the day after, every number 3 or below: "
        "that moves you on.",
    ),
    "two good days, at 0": AheadCase(
        history=reported(numbers(1, *[0] * 10), practice(16, 0, 0), practice(19, 0, 0)),
        sentence="A number today or tomorrow, 2 or below, moves you on.",
    ),
    "two good days, at 9": AheadCase(
        history=reported(numbers(1, *[9] * 10), practice(16, 9, 9), practice(19, 9, 9), anew_on=at(11).date()),
        sentence="A number today or tomorrow moves you on.",
    ),
    "one good day, at 9": AheadCase(
        history=reported(numbers(1, *[9] * 10), practice(17, 9, 9), number(18, 9), anew_on=at(11).date()),
        sentence="One good practice today or on another day moves you on.",
    ),
    "two good days, then a flare": AheadCase(
        history=maya(practice(15), number(16, 2), practice(17), number(18, 2), numbers(19, 5, 5)),
        sentence="Two calm days with a number, every number 3 or below: that moves you on.",
    ),
    "one good day, then a flare": AheadCase(
        history=maya(*FIRST_GOOD, numbers(19, 5, 5)),
        sentence="One calm day with a number, then one good practice, every number 3 or below: that moves you on.",
    ),
    "a flare, and a good day today that a number tomorrow has to answer": AheadCase(
        history=maya(numbers(15, 5, 5, 5, 5, 2), practice(20, hour=10)),
        sentence="One calm day with a number tomorrow, then one good practice, every number 3 or below: that moves you "
        "on.",
    ),
    "a longer flare, and a good day today that a number tomorrow has to answer": AheadCase(
        history=maya(numbers(16, 5, 5, 5, 5), practice(20, hour=10)),
        sentence="Two calm days with a number from tomorrow on, then one good practice, every number 3 or below: that "
        "moves you on.",
    ),
    "an 8 now": AheadCase(
        history=maya(*FIRST_GOOD, number(20, 8)),
        sentence="One good practice today or on another day, every number 3 or below, moves you on.",
    ),
    "nothing practiced in the easier version": AheadCase(
        history=maya(),
        standing=EASIER_HERE,
        sentence="Two easier practice days without a rise bring the full version back.",
    ),
    "one calm day of the easier version": AheadCase(
        history=maya(practice(18, easier=True)),
        standing=EASIER_HERE,
        sentence="One easier practice day without a rise brings the full version back.",
    ),
    "two calm days of the easier version, then a flare": AheadCase(
        history=maya(practice(16, easier=True), practice(17, easier=True), number(18, 2), numbers(19, 5, 5)),
        standing=EASIER_HERE,
        sentence="Two calm days with a number bring the full version back.",
    ),
    "one calm day of the easier version, then a flare of four days": AheadCase(
        history=maya(practice(15, easier=True), number(16, 2), numbers(17, 5, 5, 5, 5)),
        standing=EASIER_HERE,
        sentence="Three calm days with a number, then one easier practice day without a rise: that brings the full "
        "version back.",
    ),
    "held, and no talk stored": AheadCase(
        history=HARMFUL,
        sentence="Talk with your trainer about the days after practice. Without a talk, this hold ends on June 2.",
    ),
    "held since the talk was opened": AheadCase(
        history=replace(HARMFUL, talks=(TalkValue(code=TalkCode.NEXT_DAYS_UP, opened_on=at(17).date()),)),
        sentence="Talk with your trainer about the days after practice. Without a talk, this hold ends on May 30.",
    ),
}

NOTHING = {
    "a safety answer": (replace(maya(), screening=Level.REFER), HERE),
    "very tight": (maya(numbers(18, 8, 8, 8)), HERE),
    "a pause": (replace(maya(), pauses=(PauseDays(NOW.date(), None),)), HERE),
    "a finished track": (maya(), replace(HERE, passed=True)),
    "the first number ever at 9": (reported(number(20, 9)), HERE),
}


@pytest.mark.parametrize("name", CASES)
def test_the_sentence_names_the_shortest_way_on(name: str) -> None:
    assert CASES[name].ahead().sentence == CASES[name].sentence


def test_more_than_four_calm_days_are_not_asked_for() -> None:
    """Five would do here without any practice."""
    history = reported(
        numbers(1, 5, 4, 4),
        number(13, 7),
        practice(14, 7, 9, passed=False),
        fine(16),
        practice(17, 7, 8, effort=9, easier=True),
        practice(18, 5, 5),
        numbers(19, 4, 4),
    )
    sentence = "One good practice today or on another day, every number 6 or below, moves you on."
    assert ahead(facts_of(history), HERE).sentence == sentence


@pytest.mark.parametrize("name", NOTHING)
def test_nothing_is_promised_where_practice_is_closed_or_done(name: str) -> None:
    history, standing = NOTHING[name]
    assert ahead(facts_of(history), standing) == NOTHING_AHEAD


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "another day" in case.sentence])
def test_no_page_of_the_next_days_takes_back_what_may_wait(name: str) -> None:
    """Nothing is reported in between: the way is still there, no longer, and at the same number."""
    case = CASES[name]
    first = case.ahead()
    for days in range(1, 7):
        later = replace(case, now=case.now + timedelta(days=days)).ahead()
        assert (later.future, later.limit, later.today) == (first.future, first.limit, True)


def test_the_fields_say_the_same_as_the_sentence() -> None:
    result = CASES["two good days, the last one the day before yesterday"].ahead()
    assert result.future == Future(calm_days=1, practices=0, starts_today=True)
    assert (result.leads_to, result.limit, result.today) == (Decision.PROGRESS, 3, True)
    easier = CASES["one calm day of the easier version"].ahead()
    assert easier.future == Future(calm_days=0, practices=1, easier=True)
    assert (easier.leads_to, easier.limit, easier.today) == (Decision.RESTORE, 3, True)
    held = CASES["held since the talk was opened"].ahead()
    assert (held.held_until, held.leads_to, held.future) == (at(30).date(), None, None)


def test_numbers_that_everything_looks_back_to_are_enough() -> None:
    """A year of numbers, and what they said a year ago, change nothing: only a start and the last months are read."""
    year = tuple(number(day, 2 + day % 2) for day in range(-340, 15))
    assert ahead(facts_of(reported(*year, *FIRST_GOOD)), HERE).sentence == (
        "One good practice today or on another day, every number 3 or below, moves you on."
    )


@pytest.mark.parametrize(
    ("name", "in_short", "needs"),
    [
        ("nothing yet", "Numbers on three more days", ""),
        ("two days with practice", "A number on one more day", "no practice, one number"),
        ("one good day", "One more good practice", "one practice"),
        ("the usual is known, and nothing practiced", "Two good practices to go", ""),
        ("one fine day", "One more good practice, then a number", ""),
        ("two good days, the last one today", "One more day with a number", "no practice, one number"),
        ("two good days, then a flare", "Two calm days to go", "no practice"),
        ("one good day, then a flare", "One calm day, then one good practice", ""),
        ("nothing practiced in the easier version", "Two easier days to go", ""),
        ("one calm day of the easier version", "One more easier day", "one practice"),
        (
            "one calm day of the easier version, then a flare of four days",
            "Three calm days, then one easier day",
            "",
        ),
        ("held, and no talk stored", "Let’s talk first", ""),
    ],
)
def test_the_way_on_in_a_few_words(name: str, in_short: str, needs: str) -> None:
    result = CASES[name].ahead()
    assert (result.in_short, needs_of(result)) == (in_short, needs)


@pytest.mark.parametrize(("good", "in_short"), [(4, "Four good practices to go"), (5, "")])
def test_a_way_of_more_than_four_practices_is_not_promised(good: int, in_short: str) -> None:
    facts = facts_of(maya(), Thresholds(good=good, of_last=good))
    assert ahead(facts, HERE).in_short == in_short


def test_where_nothing_is_promised_nothing_is_needed() -> None:
    assert (NOTHING_AHEAD.in_short, needs_of(NOTHING_AHEAD), NOTHING_AHEAD.today) == ("", "", False)


def needs_of(result: Ahead) -> str:
    needs = {
        "no practice": result.needs_no_practice,
        "one practice": result.needs_one_practice,
        "one number": result.needs_one_number,
    }
    return ", ".join(name for name, is_needed in needs.items() if is_needed)


def test_a_future_without_more_words_is_the_full_version_and_begins_tomorrow() -> None:
    future = Future(calm_days=2, practices=3)
    assert (future.days, future.number_after, future.starts_today, future.easier) == (5, False, False, False)
    assert replace(future, number_after=True).days == 6
