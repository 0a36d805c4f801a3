"""Every number has words, a source and a range; a set that makes no sense is refused with a sentence."""

from dataclasses import fields, replace

import pytest

from lessons.rules.thresholds import Thresholds
from tests.lessons.rules.histories import DEFAULT


def test_the_defaults_are_sensible_and_come_back_from_storage() -> None:
    assert DEFAULT.problems() == []
    assert Thresholds(**DEFAULT.as_dict()) == DEFAULT


@pytest.mark.parametrize("each", fields(Thresholds), ids=lambda each: each.name)
def test_every_threshold_has_words_and_a_source(each: object) -> None:
    metadata = getattr(each, "metadata")  # noqa: B009
    assert set(metadata) == {"words", "source"}
    assert all(metadata.values())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"easy_score": 5}, "The easy score must be below the acceptable score."),
        ({"easy_score": -1}, "The easy score must lie between 0 and 10."),
        ({"limit_score": 8}, "The acceptable score must be below the stop score."),
        ({"limit_score": 11, "refer_score": 10}, "The acceptable score must lie between 0 and 10."),
        ({"refer_score": 11}, "The stop score must lie between 1 and 10."),
        ({"morning_rise": 1}, "A high morning must be 2 to 10 points above the first ones: one point is noise."),
        ({"mornings_up_stop": 1}, "High mornings that stop practice must be 2 to 7 in a row."),
        ({"easy_effort": 8}, "The easy effort must be below the hard effort."),
        ({"easy_effort": -1}, "The easy effort must lie between 0 and 10."),
        ({"hard_effort": 11}, "The hard effort must lie between 0 and 10."),
        ({"clean_practices": 1}, "Moving on needs 2 to 10 clean sessions: nobody moves on after a single report."),
        (
            {"clean_practices": 4},
            "The sessions looked at must be at least the clean sessions needed, and at most 20.",
        ),
        ({"failed_checks": 1}, "A step back needs 2 to 10 missed self-checks in a row."),
        ({"week_rise_regress": 0}, "The week's rise for a step back must be 1 to 10 points."),
        ({"week_rise_regress": 3}, "The week's rise for a step back can't be above the one for a stop."),
        ({"week_rise_stop": 11}, "The week's rise for a stop must be 1 to 10 points."),
        ({"week_reports": 1}, "Seven days need 2 to 50 reports before they count."),
        ({"no_change_weeks": 1}, "The weeks without change must be 2 to 52."),
        ({"change_points": 1}, "A change must be 2 to 10 points: one point is noise."),
        ({"change_percent": 101}, "A change must be 1 to 100 percent of the start."),
        ({"morning_hours": 11}, "A next morning must count for 12 to 72 hours."),
        ({"reference_reports": 0}, "The first mornings must rest on 1 to 20 reports."),
        (
            {"settled_sessions": 5},
            "Asking once a week can't come before asking at every third practice.",
        ),
        ({"settled_days": 13}, "Asking once a week can't come before asking at every third practice."),
        ({"easy_score": "two"}, "“A score up to this is easy” must be a whole number."),
        ({"easy_score": 2.5}, "“A score up to this is easy” must be a whole number."),
        ({"easy_score": True}, "“A score up to this is easy” must be a whole number."),
        ({"easy_score": None}, "“A score up to this is easy” must be a whole number."),
    ],
)
def test_a_senseless_set_is_told_why(changes: dict[str, int], sentence: str) -> None:
    assert sentence in Thresholds(**changes).problems()


RANGES = [
    ("easy_score", 0, 10, "The easy score must lie"),
    ("limit_score", 0, 10, "The acceptable score must lie"),
    ("refer_score", 1, 10, "The stop score must lie"),
    ("morning_rise", 2, 10, "A high morning must be"),
    ("mornings_up_stop", 2, 7, "High mornings that stop practice"),
    ("easy_effort", 0, 10, "The easy effort must lie"),
    ("hard_effort", 0, 10, "The hard effort must lie"),
    ("clean_practices", 2, 10, "Moving on needs"),
    ("sessions_looked_at", 2, 20, "The sessions looked at"),
    ("failed_checks", 2, 10, "A step back needs"),
    ("week_rise_regress", 1, 10, "The week's rise for a step back must"),
    ("week_rise_stop", 1, 10, "The week's rise for a stop"),
    ("week_reports", 2, 50, "Seven days need"),
    ("no_change_weeks", 2, 52, "The weeks without change"),
    ("change_points", 2, 10, "A change must be 2 to 10 points"),
    ("change_percent", 1, 100, "A change must be 1 to 100 percent"),
    ("morning_hours", 12, 72, "A next morning must count"),
    ("reference_reports", 1, 20, "The first mornings must rest"),
    ("steady_sessions", 3, 50, "Asking at every third practice needs"),
    ("steady_days", 7, 180, "Calm sessions must span 7 to 180"),
    ("settled_sessions", 3, 100, "Asking once a week needs"),
    ("settled_days", 7, 365, "Calm sessions must span 7 to 365"),
]


@pytest.mark.parametrize(("name", "lowest", "highest", "sentence"), RANGES)
def test_a_threshold_may_reach_its_ends_and_no_further(name: str, lowest: int, highest: int, sentence: str) -> None:
    def is_refused(value: int) -> bool:
        return any(each.startswith(sentence) for each in replace(DEFAULT, **{name: value}).problems())

    assert [is_refused(value) for value in (lowest - 1, lowest, highest, highest + 1)] == [True, False, False, True]


def test_every_threshold_has_a_range() -> None:
    assert [name for name, *_ in RANGES] == [each.name for each in fields(Thresholds)]


def test_once_a_week_may_come_at_once() -> None:
    assert Thresholds(settled_sessions=6, settled_days=14).problems() == []


def test_a_step_back_may_need_the_same_rise_as_a_stop() -> None:
    assert Thresholds(week_rise_regress=2, week_rise_stop=2).problems() == []
