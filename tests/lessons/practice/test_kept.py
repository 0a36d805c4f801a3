"""What a kept page knows: until when it is used, and from which number on it stops somebody."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hinge_coach.tightness.trend import CheckInValue, Moment
from lessons.practice.kept import Kept, kept, kept_until
from lessons.rules.facts import score_that_asks
from tests.lessons.rules.histories import NOW, at, facts_of, maya, number, numbers

CHICAGO = ZoneInfo("America/Chicago")
LAST_WEEK = at(14)


def asked(*entries: CheckInValue, answered_at: datetime = LAST_WEEK, now: datetime = NOW) -> int | None:
    return score_that_asks(facts_of(maya(*entries), now=now), maya(*entries).reports, answered_at, at=now)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        pytest.param((), 5, id="three points above a usual of 2"),
        pytest.param((number(20, 8, hour=8),), 0, id="a jump that nobody has asked about yet"),
        pytest.param((number(20, 8, Moment.AFTER, hour=8),), 5, id="right after practice is not at rest"),
        pytest.param((number(14, 6, hour=8),), 7, id="the flare that was asked about asks again only when higher"),
    ],
)
def test_the_score_that_asks(entries: tuple[CheckInValue, ...], expected: int) -> None:
    assert asked(*entries) == expected


def test_without_a_usual_or_with_a_very_high_one_no_number_asks() -> None:
    facts = facts_of(maya(*numbers(11, *[8] * 9)))
    high = tuple(entry._replace(score=8) for entry in facts.reports)
    assert score_that_asks(facts_of(maya()), (), LAST_WEEK, at=NOW) is None
    assert score_that_asks(facts, high, LAST_WEEK, at=NOW) is None


def test_a_week_after_the_answers_the_same_number_asks_again() -> None:
    flare = number(14, 6, hour=8)
    before, after = (asked(flare, now=LAST_WEEK + timedelta(days=7, hours=hours)) for hours in (-1, 1))
    assert (before, after) == (7, 5)


def kept_for_maya(*entries: CheckInValue, answered_at: datetime = LAST_WEEK, day_begins: int = 4) -> Kept:
    history = maya(*entries)
    facts = facts_of(history)
    found = kept(facts, history.reports, answered_at, zone=CHICAGO, day_begins=day_begins)
    assert kept_until(facts.today, answered_at, zone=CHICAGO, day_begins=day_begins) == found.until
    return found


def test_a_kept_page_lasts_until_the_end_of_tomorrow() -> None:
    assert kept_for_maya().until == datetime(2026, 5, 22, 9, tzinfo=UTC)  # 4:00 in Chicago, two days on
    assert kept_for_maya(day_begins=14).until == datetime(2026, 5, 22, 19, tzinfo=UTC)


def test_it_lasts_until_the_day_on_which_the_questions_fall_due() -> None:
    tomorrow = kept_for_maya(answered_at=at(7))
    assert (tomorrow.until, tomorrow.asks_from) == (datetime(2026, 5, 21, 9, tzinfo=UTC), 5)


def test_where_the_questions_are_due_already_any_number_asks() -> None:
    due = kept_for_maya(answered_at=at(6))
    assert (due.until, due.asks_from) == (datetime(2026, 5, 22, 9, tzinfo=UTC), 0)
    assert due.asks_again_from == 5


def test_its_numbers_are_the_lower_ones_of_both_days() -> None:
    flare = number(14, 6, hour=8)
    assert asked(flare, now=NOW) == 7  # on its last day the week after the answers is over
    assert kept_for_maya(flare).asks_from == 5
    assert kept_for_maya().rests_from == 8
