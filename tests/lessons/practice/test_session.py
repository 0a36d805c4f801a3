"""Which lessons make up today's session, in which order, and when a day off is the answer."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.practice.session import MOST_LESSONS, MOST_MINUTES, DayKind, Done, TrackToday, Why, compose

TODAY = date(2026, 11, 27)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def neutral(**values: object) -> TrackToday:
    return replace(TrackToday(lesson=1, minutes=6, last_on=ago(3)), **values)  # type: ignore[arg-type]


def hinge(**values: object) -> TrackToday:
    return replace(TrackToday(lesson=2, minutes=6, last_on=ago(2)), **values)  # type: ignore[arg-type]


def sit(**values: object) -> TrackToday:
    return replace(TrackToday(lesson=3, minutes=6, last_on=ago(1)), **values)  # type: ignore[arg-type]


CHOICES: list[tuple[str, list[TrackToday], list[int]]] = [
    ("longest ago first, two at most", [neutral(), hinge(), sit()], [1, 2]),
    ("never practiced is longest ago", [neutral(), hinge(), sit(last_on=None)], [3, 1]),
    ("what another track waits for goes first", [neutral(last_on=ago(1), opens_another=True), hinge(), sit()], [1, 2]),
    ("the last day for it goes before that", [neutral(opens_another=True), hinge(), sit(is_last_day=True)], [3, 1]),
    ("a track that waits for another is left out", [neutral(), hinge(is_open=False), sit()], [1, 3]),
    ("where a number is enough, nothing is practiced", [neutral(takes_a_number=True), hinge(), sit()], [2, 3]),
    ("a shorter one takes the place of one too many minutes", [neutral(minutes=7), hinge(minutes=7), sit()], [1, 3]),
    ("a long lesson fills the day", [neutral(minutes=12), hinge(), sit()], [1]),
    ("a lesson that is longer than a day is one all the same", [neutral(minutes=15), hinge(), sit()], [1]),
    ("not daily, it comes after the other one", [neutral(days_between=1), hinge(), sit()], [2, 1]),
    ("not daily, not the day after", [neutral(days_between=1, last_on=ago(1), spaced_on=ago(1)), hinge()], [2]),
    ("not daily, two days later", [neutral(days_between=1, spaced_on=ago(2))], [1]),
    ("a finished track rests while anything is due", [neutral(finished=True, last_on=ago(30)), hinge()], [2]),
    ("one finished track, once a week", [neutral(finished=True, last_on=ago(7)), hinge(finished=True)], [1]),
]


def test_what_is_chosen() -> None:
    chosen = {name: [each.lesson for each in compose(tracks, today=TODAY).planned] for name, tracks, _ in CHOICES}
    assert chosen == {name: lessons for name, _, lessons in CHOICES}


def test_a_lesson_of_today_is_not_planned_again_and_two_are_enough() -> None:
    tracks = [neutral(), hinge(), sit()]
    after_one = compose(tracks, today=TODAY, done=[Done(1, 6)])
    assert [each.lesson for each in after_one.planned] == [2]
    after_two = compose(tracks, today=TODAY, done=[Done(1, 6), Done(3, 6)])
    assert (after_two.day, after_two.planned) == (DayKind.ENOUGH, ())


NOTHING: list[tuple[TrackToday, DayKind, str]] = [
    (neutral(takes_a_number=True), DayKind.NUMBER, "A number decides what comes next. No practice is due today."),
    (
        hinge(days_between=1, spaced_on=ago(1)),
        DayKind.BETWEEN,
        "Your lesson needs one day between practices. Nothing is due today.",
    ),
    (sit(finished=True), DayKind.UPKEPT, "Your tracks are done and kept up. Nothing is due today."),
]


def test_a_day_without_a_session_says_why() -> None:
    sessions = [compose([track], today=TODAY) for track, _, _ in NOTHING]
    assert [(session.day, session.day_off) for session in sessions] == [(day, words) for _, day, words in NOTHING]


OFF_DAYS: list[tuple[str, list[int], list[int], str]] = [
    ("five of six", [1, 2, 3, 4, 6, 8], [], "You practiced on five of the last six days. Nothing is due today."),
    ("six of six", [1, 2, 3, 4, 5, 6, 7], [], "You practiced on each of the last six days. Nothing is due today."),
    ("four of six", [1, 2, 3, 4, 9], [], ""),
    ("not yesterday", [2, 3, 4, 5, 6, 7], [], ""),
    ("the first week", [1, 2, 3, 4, 5, 6], [], ""),
    ("three hard ones", [1, 2, 3, 9], [1, 2, 3], "The last three days of practice were hard. Nothing is due today."),
    ("two hard ones", [1, 2, 3, 9], [1, 2], ""),
]


def test_a_day_off_is_earned() -> None:
    sentences = {
        name: compose(
            [neutral()],
            today=TODAY,
            practiced_on={ago(number) for number in practiced},
            hard_on={ago(number) for number in hard},
        ).day_off
        for name, practiced, hard, _ in OFF_DAYS
    }
    assert sentences == {name: day_off for name, _, _, day_off in OFF_DAYS}


@pytest.mark.parametrize(("is_eased", "is_last_day"), [(True, False), (False, True)])
def test_no_day_off_in_a_flare_or_where_today_is_the_last_day(is_eased: bool, is_last_day: bool) -> None:
    tracks, days = [neutral(is_last_day=is_last_day)], {ago(number) for number in range(1, 9)}
    assert compose(tracks, today=TODAY, practiced_on=days, is_eased=is_eased).day == DayKind.PRACTICE


def test_nothing_is_offered_while_practice_is_closed() -> None:
    assert compose([neutral()], today=TODAY, may_practice=False).day == DayKind.CLOSED


DAYS_AGO = st.none() | st.integers(1, 20).map(ago)
TRACKS = st.tuples(
    *(
        st.builds(
            TrackToday,
            lesson=st.just(number),
            minutes=st.integers(2, 12),
            is_open=st.booleans(),
            finished=st.booleans(),
            opens_another=st.booleans(),
            takes_a_number=st.booleans(),
            is_last_day=st.booleans(),
            last_on=DAYS_AGO,
            days_between=st.integers(0, 2),
            spaced_on=DAYS_AGO,
        )
        for number in (1, 2, 3)
    )
)
HABITS = st.sets(st.integers(1, 12).map(ago))


@given(tracks=TRACKS, practiced_on=HABITS)
def test_a_plan_fits_a_day_and_doesnt_change_once_its_first_lesson_is_done(
    tracks: tuple[TrackToday, ...], practiced_on: set[date]
) -> None:
    session = compose(tracks, today=TODAY, practiced_on=practiced_on)
    planned = session.planned
    assert bool(planned) != bool(session.day_off)
    assert len(planned) <= MOST_LESSONS
    is_urgent = sum(each.why == Why.LAST_DAY for each in planned) == MOST_LESSONS
    assert len(planned) < MOST_LESSONS or is_urgent or sum(each.minutes for each in planned) <= MOST_MINUTES
    if planned:
        first, *rest = planned
        later = compose(tracks, today=TODAY, practiced_on=practiced_on, done=[Done(first.lesson, first.minutes)])
        assert [each.lesson for each in later.planned] == [each.lesson for each in rest]


@given(tracks=TRACKS, practiced_on=HABITS, hard=HABITS)
def test_after_a_day_off_without_practice_comes_none(
    tracks: tuple[TrackToday, ...], practiced_on: set[date], hard: set[date]
) -> None:
    session = compose(tracks, today=TODAY, practiced_on=practiced_on, hard_on=hard & practiced_on)
    if session.day == DayKind.OFF:
        tomorrow = compose(tracks, today=ago(-1), practiced_on=practiced_on, hard_on=hard & practiced_on)
        assert tomorrow.day != DayKind.OFF
