"""Invented clients under the rules as they stand: how often the rules are wrong, in a small seeded sample."""

from datetime import datetime
from functools import cache
from random import Random

import pytest

from hinge_coach.tightness.trend import Moment
from lessons.rules.decide import decide
from lessons.rules.facts import Facts, gather_facts
from lessons.rules.simulation import Course, InventedClient, Life, live
from lessons.rules.simulation_table import (
    CHANGE_ON,
    FLARE,
    LASTING_TWO,
    SOON,
    STEADY,
    ChangeMeasured,
    LivesMeasured,
    lives,
    operating_characteristics,
)
from lessons.rules.talks import talk_reasons
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, RuleCode, Standing

DEFAULT = Thresholds()


@cache
def steady() -> LivesMeasured:
    """Some clients at each level from 0 to 7."""
    return LivesMeasured(lives=[life for course in STEADY[:8] for life in lives(course, DEFAULT, clients=6, days=75)])


@cache
def changed(course: Course) -> ChangeMeasured:
    clients = 24 if course is LASTING_TWO else 12
    return ChangeMeasured(course=course, lives=lives(course, DEFAULT, clients=clients, days=CHANGE_ON + 2 * SOON))


def everybody() -> list[Life]:
    return [*steady().lives, *changed(LASTING_TWO).lives, *changed(FLARE).lives]


@pytest.mark.walk
def test_steady_people_are_rarely_stepped_back() -> None:
    assert steady().steps_back <= 0.15


def test_steady_people_leave_the_first_lesson() -> None:
    assert steady().never_off_lesson_one < 0.02


@pytest.mark.walk
def test_two_points_more_are_noticed_within_seven_reported_days() -> None:
    assert changed(LASTING_TWO).caught_soon >= 0.9


def test_no_track_moves_during_a_flare() -> None:
    moves = [move for life in everybody() for move in life.moves]
    assert len(moves) > 1000
    assert [move for move in moves if move.is_flare] == []


def test_nobody_is_closed_but_for_very_tight_days() -> None:
    """The invented clients give no safety answers."""
    high = lives(STEADY[8], DEFAULT, clients=12, days=10)
    assert {code for life in [*everybody(), *high] for code in life.stops} == {RuleCode.VERY_TIGHT}


def test_the_same_luck_makes_the_same_life() -> None:
    one, same, other = (live(FLARE, Random(seed), DEFAULT, days=40) for seed in (1, 1, 2))
    assert one == same != other


def test_people_may_leave_out_the_numbers_of_the_sign_up() -> None:
    """Then the usual is learned first; apart from that they have the same luck."""
    with_numbers, without = (
        LivesMeasured(lives=lives(STEADY[3], DEFAULT, clients=3, days=20, signs_up_with_numbers=signs_up))
        for signs_up in (True, False)
    )
    assert with_numbers.codes[RuleCode.LEARNING_USUAL] == 0 < without.codes[RuleCode.LEARNING_USUAL]


class CheckedClient(InventedClient):
    """Somebody whose facts are compared with those of the whole history each time."""

    numbers = 0

    def facts(self, now: datetime) -> Facts:
        facts = super().facts(now)
        stored = gather_facts(self.history(), self.thresholds, now=now, today=self.today)
        assert facts.reported == stored.reported
        assert talk_reasons(facts, self.standings) == talk_reasons(stored, self.standings)
        for standing in self.standings:
            assert _outcome(facts, standing) == _outcome(stored, standing)
        self.numbers += 1
        return facts


def _outcome(facts: Facts, standing: Standing) -> tuple[Decision, RuleCode, object, float | None]:
    verdict = decide(facts, standing)
    return verdict.decision, verdict.reason.code, verdict.step_back_to, verdict.usual


@pytest.mark.parametrize("signs_up", [True, False])
def test_facts_counted_on_are_those_of_the_whole_history(signs_up: bool) -> None:
    course = Course(name="rises", starts=(6, 6), level=lambda start, day: start + day / 20)
    client = CheckedClient(course, Random(3), DEFAULT, days=60, signs_up_with_numbers=signs_up)
    client.lives()
    assert client.numbers > 100
    assert {report.moment for report in client.reports} >= {Moment.BEFORE, Moment.AFTER, Moment.ANY, Moment.MORNING}


def test_the_table_has_a_line_for_each_row() -> None:
    text = operating_characteristics(DEFAULT, clients=1, days=2)
    assert text.count("\n| ") == 33 + 2
