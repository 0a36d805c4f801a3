"""The words around the chart."""

from datetime import date, timedelta

import pytest

from hinge_coach.tightness.trend import Change
from hinge_coach.tightness.usual import ReportedDay, ReportedDays
from lessons.progress.background import FlareSpan
from lessons.progress.wording import change_label, flare_sentence, talk_sentence, usual_basis
from lessons.rules.values import TalkCode

FIRST = date(2026, 1, 5)


def reported(number: int, *, window: int = 14) -> ReportedDays:
    days = (ReportedDay(FIRST + timedelta(days=day), 3, (str(day),)) for day in range(number))
    return ReportedDays(days=tuple(days), window=window)


@pytest.mark.parametrize(
    ("number", "window", "basis"),
    [
        (2, 14, "the middle of the three numbers of your first day"),
        (3, 14, "the middle of your first three days with a number"),
        (5, 14, "the middle of your first three days with a number"),
        (6, 14, "the middle of two weeks, your latest three days left out"),
        (6, 7, "the middle of one week, your latest three days left out"),
        (6, 10, "the middle of 10 days, your latest three days left out"),
    ],
)
def test_the_usual_says_what_it_is_the_middle_of(number: int, window: int, basis: str) -> None:
    assert usual_basis(reported(number, window=window)) == basis


@pytest.mark.parametrize(
    ("code", "has_flare", "label"),
    [
        ("easier", True, "Changed over these weeks; a flare is on now"),
        ("same", True, "Changed over these weeks; a flare is on now"),
        ("easier", False, "Changed"),
        ("tighter", True, "Changed"),
        ("too_early", True, "Changed"),
    ],
)
def test_what_got_no_worse_over_weeks_says_that_a_flare_is_on(code: str, has_flare: bool, label: str) -> None:
    change = Change(code=code, label="Changed", start=5, now=5, entries=9, days=9, sentence="")
    assert change_label(change, has_flare=has_flare) == label


@pytest.mark.parametrize(
    ("spans", "sentence"),
    [
        ([], "No flares."),
        ([(date(2026, 3, 4), date(2026, 3, 4))], "One flare: on March 4, 2026."),
        (
            [(date(2025, 12, 30), date(2026, 1, 2)), (date(2026, 3, 4), date(2026, 3, 7))],
            "Two flares: from December 30, 2025 to January 2, 2026, from March 4 to March 7, 2026.",
        ),
    ],
)
def test_flares_are_told_in_one_sentence(spans: list[tuple[date, date]], sentence: str) -> None:
    assert flare_sentence(FlareSpan(*span) for span in spans) == sentence


@pytest.mark.parametrize(
    ("talked_on", "end"), [(None, "not talked about yet"), (date(2026, 3, 6), "talked about on March 6, 2026")]
)
def test_a_talk_says_when_it_was_noticed_and_when_they_talked(talked_on: date | None, end: str) -> None:
    told = talk_sentence(TalkCode.WEEK_UP, date(2026, 3, 4), talked_on)
    assert told == f"a week above the usual, noticed on March 4, 2026, {end}"
