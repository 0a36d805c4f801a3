"""How a history is sorted and counted: days of practice, next days, and what ends rest and a flare."""

import itertools
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from hinge_coach.tightness.trend import Moment
from lessons.rules.decide import decide, decide_for_client
from lessons.rules.facts import (
    Facts,
    calm_days_needed,
    gather_facts,
    lesson_facts,
    looks_back_to,
    score_that_ends_rest,
    score_that_rests,
)
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, History, TalkCode, TalkValue
from tests.lessons.rules.histories import (
    DEFAULT,
    HERE,
    NOW,
    OTHER_LESSON,
    READY,
    at,
    extended,
    facts_of,
    fine,
    maya,
    number,
    numbers,
    practice,
    reported,
    stopped,
)


def test_a_naive_now_is_refused() -> None:
    with pytest.raises(ValueError, match="now needs a time zone"):
        gather_facts(READY, DEFAULT, now=datetime(2026, 5, 20, 12), today=NOW.date())  # noqa: DTZ001


def test_the_same_instant_in_another_zone_gives_the_same_facts() -> None:
    chicago = timezone(timedelta(hours=-5))
    history = replace(
        READY,
        practices=tuple(replace(value, at=value.at.astimezone(chicago)) for value in READY.practices),
        reports=tuple(report._replace(at=report.at.astimezone(chicago)) for report in READY.reports),
    )
    facts = gather_facts(history, DEFAULT, now=NOW.astimezone(chicago), today=NOW.date())
    assert lesson_facts(facts, HERE).days == lesson_facts(facts_of(READY), HERE).days
    assert (facts.now, decide(facts, HERE)) == (NOW, decide(facts_of(READY), HERE))


def test_what_lies_after_now_is_left_out_and_the_very_second_is_not() -> None:
    history = maya(number(20, 5), practice(20, hour=12.01))
    facts = facts_of(history)
    assert (facts.practices, facts.last_number) == ((), number(20, 5))


def test_of_two_numbers_at_one_instant_the_one_after_practice_is_the_last_and_then_the_higher_one() -> None:
    ids = itertools.permutations(("a", "b", "c", "d", "e"))
    numbers_then = [
        number(19, 9, Moment.BEFORE),
        number(19, 3),
        number(19, 8),
        number(19, 2, Moment.MORNING),
        number(19, 1, Moment.AFTER),
    ]
    for names in ids:
        reports = [report._replace(id=name) for report, name in zip(numbers_then, names, strict=True)]
        facts = facts_of(reported(*reversed(reports)))
        assert [report.score for report in facts.reports] == [9, 3, 8, 2, 1]
        assert facts_of(reported(*reports[:3])).last_number == reports[2]


def test_two_practices_of_a_day_are_one_practice_day() -> None:
    history = maya(
        practice(19, 3, 5, effort=7, passed=False, hour=9), practice(19, 4, 4, effort=4, hour=18), number(20, 3)
    )
    (day,) = lesson_facts(facts_of(history), HERE).days
    assert (day.before, day.after, day.effort, day.passed, day.easier) == (3, 5, 7, True, False)
    assert (day.at, day.answer) == (at(19, 18), number(20, 3))
    assert day.entries == ("practice 19 9", "practice 19 18", "any 20 12")


def test_on_a_day_with_both_versions_the_full_one_is_judged_by_its_own_self_check() -> None:
    history = maya(practice(19, 2, 2, hour=9, effort=4), practice(19, 2, 5, easier=True, passed=False, effort=9))
    (day,) = lesson_facts(facts_of(history), HERE).days
    assert (day.after, day.effort, day.passed, day.easier) == (5, 4, True, False)


def test_a_fine_practice_beside_one_with_numbers_keeps_the_numbers() -> None:
    (day,) = lesson_facts(facts_of(maya(fine(19, hour=9), practice(19, 3, 4))), HERE).days
    assert (day.before, day.after, day.is_fine) == (3, 4, False)


def test_the_effort_of_a_stop_is_not_known_and_its_number_counts() -> None:
    (day,) = lesson_facts(facts_of(maya(stopped(19, after=5, hour=9), practice(19, 3, 4))), HERE).days
    assert (day.before, day.after, day.effort, day.passed, day.stopped) == (None, 5, 5, True, True)
    (day,) = lesson_facts(facts_of(maya(stopped(19, 3, 4))), HERE).days
    assert (day.before, day.after, day.effort, day.is_fine) == (3, 4, None, False)


def test_only_practices_of_the_lesson_after_the_last_move_make_its_days() -> None:
    history = maya(practice(15), practice(17), practice(18, lesson=OTHER_LESSON), practice(19))
    placed = replace(HERE, placed_at=at(15, 18))
    assert [day.local_on.day for day in lesson_facts(facts_of(history), placed).days] == [17, 19]


@pytest.mark.parametrize(
    ("entries", "answer"),
    [
        ((number(20, 3), number(20, 4, hour=9)), "any 20 9"),  # the highest of the day
        ((number(20, 3), number(20, 3, hour=9)), "any 20 12"),  # the later of two alike
        ((number(20, 5, Moment.AFTER),), None),
        ((number(19, 5, hour=22),), None),  # the day of practice
        ((number(19, 5, hour=23.5)._replace(local_on=date(2026, 5, 20)),), "any 19 23.5"),  # 5 hours and a half later
        ((number(19, 5, hour=22.5)._replace(local_on=date(2026, 5, 20)),), None),
        ((practice(20, 3, 3, hour=11),), "before 20 10.5"),
    ],
)
def test_the_answer_is_the_highest_number_of_the_first_day_after(
    entries: tuple[object, ...], answer: str | None
) -> None:
    history = maya(practice(19), *entries)  # type: ignore[arg-type]
    day = lesson_facts(facts_of(history), HERE).days[0]
    assert (day.answer and day.answer.id) == answer


NEXT_DAYS = maya(
    practice(11),
    practice(12, 3, 3),  # on the eve of it there was practice
    number(14, 4),
    practice(15, 3, 5, hour=9),
    practice(15, 4, 4),
    number(16, 4),
    fine(18),  # no number before it
    number(19, 6),
)


def test_the_next_days_compare_with_before_the_first_practice_of_a_day_with_a_free_eve() -> None:
    assert facts_of(NEXT_DAYS).next_days == ((1.0, "practice 11 18"), (1.0, "practice 15 9"))
    assert facts_of(NEXT_DAYS).next_day_rise is None


def test_a_hold_ends_14_days_after_its_talk_was_opened_or_a_fortnight_from_now() -> None:
    harmful = reported(
        numbers(-6, *[3] * 6),
        *(
            entries
            for day in range(1, 20, 3)
            for entries in (number(day - 1, 3), practice(day), number(day + 1, 4, hour=7))
        ),
    )
    talk = TalkValue(code=TalkCode.NEXT_DAYS_UP, opened_on=at(17).date())
    over = replace(talk, opened_on=at(1).date(), talked_on=at(1).date() - timedelta(weeks=6))
    held = {talks: facts_of(replace(harmful, talks=talks)).held_until for talks in ((), (talk,), (talk, over))}
    assert held == {(): date(2026, 6, 2), (talk,): date(2026, 5, 30), (talk, over): date(2026, 5, 30)}
    assert facts_of(READY).held_until is None


def ends_rest(facts: Facts, score: int, on: date) -> bool:
    """Whether practice is open once this number was reported on that day."""
    report = number(20, score)._replace(id="next", at=facts.now + timedelta(minutes=1), local_on=on)
    later = gather_facts(extended(facts.history, report), DEFAULT, now=report.at, today=on)
    verdict = decide_for_client(later)
    return verdict is None or verdict.decision == Decision.EASE


RESTS = {
    "a usual of 2": (maya(number(20, 9)), 7),
    "a usual of 6": (reported(numbers(1, *[6] * 10), number(20, 9)), 8),
    "a usual of 6, and two days at 9 behind: an 8 tomorrow would close practice": (
        reported(numbers(1, *[6] * 10), numbers(19, 9, 9)),
        7,
    ),
    "the first number ever": (reported(number(20, 9)), 7),
    "the second day ever: any third day at 8 would close practice": (reported(numbers(19, 8, 8)), 7),
    "the second day ever, after a calm one": (reported(numbers(19, 2, 8)), 7),
}


@pytest.mark.parametrize("name", RESTS)
def test_the_score_that_ends_rest_is_exact(name: str) -> None:
    history, score = RESTS[name]
    facts = facts_of(history)
    on, tomorrow = facts.today, facts.today + timedelta(days=1)
    assert facts.must_rest
    assert score_that_ends_rest(facts) == score
    assert all(ends_rest(facts, lower, day) for lower in range(score + 1) for day in (on, tomorrow))
    assert not (ends_rest(facts, score + 1, on) and ends_rest(facts, score + 1, tomorrow))


@pytest.mark.parametrize("name", RESTS)
def test_the_score_that_ends_rest_is_the_same_on_every_later_page(name: str) -> None:
    history, score = RESTS[name]
    scores = {score_that_ends_rest(facts_of(history, now=NOW + timedelta(days=days))) for days in range(30)}
    assert scores == {score}


@pytest.mark.parametrize(
    ("history", "score"),
    [
        (History(), 8),
        (maya(), 8),
        (reported(numbers(1, *[6] * 10)), 9),
        (reported(numbers(1, *[7] * 10)), 10),
        (reported(numbers(1, *[8] * 10), anew_on=at(11).date()), None),
    ],
    ids=["nothing yet", "a usual of 2", "a usual of 6", "a usual of 7", "a usual of 8"],
)
def test_the_lowest_score_that_rests(history: History, score: int | None) -> None:
    assert score_that_rests(facts_of(history)) == score


@pytest.mark.parametrize(
    ("every", "number", "thresholds", "days"),
    [
        (2, 100, (DEFAULT,), 108),  # 54 reported days: four weeks, 21 that make the usual, 3 of the start, and two more
        (1, 100, (DEFAULT,), 63),  # six weeks between two talks, and 21 days before them
        (1, 0, (DEFAULT,), 63),
        (20, 10, (DEFAULT,), 200),
        (2, 100, (DEFAULT, Thresholds(week_days=9)), 124),
        (1, 100, (Thresholds(talk_weeks=8), DEFAULT), 77),
    ],
)
def test_so_far_back_an_entry_may_matter(
    every: int, number: int, thresholds: tuple[Thresholds, ...], days: int
) -> None:
    today = NOW.date()
    reported_on = [today - timedelta(days=every * ago) for ago in range(number, 0, -1)]
    for known in (reported_on, [*reported_on, today]):
        assert looks_back_to(known, today, *thresholds) == today - timedelta(days=days)


FLARES = {
    "no flare": (maya(), 0),
    "two days at 5": (maya(numbers(19, 5, 5)), 2),
    "two days at 5, and a calm one": (maya(numbers(18, 5, 5, 2)), 1),
    "three days at 5": (maya(numbers(18, 5, 5, 5)), 2),
    "four days at 5": (maya(numbers(17, 5, 5, 5, 5)), 4),
    "seven days at 5": (maya(numbers(14, *[5] * 7)), 4),
    "four days at 5, and three calm ones": (maya(numbers(14, 5, 5, 5, 5, 2, 2, 2)), 1),
}


@pytest.mark.parametrize("name", FLARES)
def test_so_many_calm_days_end_a_flare(name: str) -> None:
    history, days = FLARES[name]
    assert calm_days_needed(facts_of(history)) == days


def test_a_flare_of_a_week_compares_with_the_usual_before_that_week() -> None:
    """Its calm days are calm against the usual that the sentence names, 4, and not against the one that came since."""
    low = {-40: 4, -38: 4, -37: 5, -29: 5, -28: 4, -19: 4, -18: 4}
    high = {-11: 8, -10: 8, -8: 8, -1: 8, 11: 7, 18: 7, 20: 8}
    history = reported(*(number(day, score) for day, score in (low | high).items()))
    facts = facts_of(history)
    assert (facts.usual, facts.reported.usual_before(facts.flare)) == (8, 4)
    assert calm_days_needed(facts) == 3  # 4 if the calm days were at 8


def test_an_empty_history_has_neither_number_nor_flare() -> None:
    facts = facts_of(History())
    assert (facts.usual, facts.last_number, facts.flare, facts.must_rest, facts.next_days) == (
        None,
        None,
        (),
        False,
        (),
    )
