"""Every number has words, a source and a range; a set that makes no sense is refused with a sentence."""

from dataclasses import Field, astuple, fields, replace
from typing import Any

import pytest

from lessons.rules.thresholds import Thresholds
from tests.lessons.rules.histories import DEFAULT


def test_the_defaults_are_sensible_and_come_back_from_storage() -> None:
    assert DEFAULT.problems() == []
    assert Thresholds(**DEFAULT.as_dict()) == DEFAULT


def test_the_numbers_that_hold_where_nobody_has_set_any() -> None:
    """Each of them has its reason in `docs/evidence.md` or `docs/rules.md`: who changes one changes that, too."""
    scores, windows = (2, 2, 5, 8, 3), (3, 7, 21)
    moving_on, stepping_back, answers = (2, 3, 6), (4, 2), (5, 2)
    asked = (6, 6, 14, 12, 28)
    assert astuple(DEFAULT) == (*scores, *windows, *moving_on, *stepping_back, *answers, *asked)


@pytest.mark.parametrize("field", fields(Thresholds), ids=lambda field: field.name)
def test_every_threshold_has_words_and_a_source(field: "Field[Any]") -> None:
    assert set(field.metadata) == {"words", "source"}
    assert all(field.metadata.values())


def test_two_weeks_are_twice_the_days_of_a_week() -> None:
    assert Thresholds(week_days=9).stop_days == 18


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"fine_score": 5},
            "The score that is always fine must be below the one above which bad weeks need a talk.",
        ),
        (
            {"acceptable": 8},
            "The score above which bad weeks need a talk must be below the very high score.",
        ),
        ({"jump": 2, "rise": 3}, "The jump can't be smaller than the rise that counts as up."),
        ({"flare_days": 4}, "A flare must look at 3, 5 or 7 reported days: most of them is more than half."),
        ({"flare_days": 6}, "A flare must look at 3, 5 or 7 reported days: most of them is more than half."),
        ({"flare_days": 7}, "A flare must look at fewer days than a week above the usual."),
        ({"good": 1}, "Moving on needs 2 to 10 good practice days: nobody moves on after a single report."),
        (
            {"good": 4},
            "The practice days looked at must be at least the good ones needed, and at most 20.",
        ),
        ({"settled_sessions": 5}, "Asking once a week can't come before asking at every third practice."),
        ({"settled_days": 13}, "Asking once a week can't come before asking at every third practice."),
        ({"fine_score": "two"}, "“A score up to this is always fine” must be a whole number."),
        ({"fine_score": 2.5}, "“A score up to this is always fine” must be a whole number."),
        ({"fine_score": True}, "“A score up to this is always fine” must be a whole number."),
        ({"fine_score": None}, "“A score up to this is always fine” must be a whole number."),
    ],
)
def test_a_senseless_set_is_told_why(changes: dict[str, int], sentence: str) -> None:
    assert sentence in [problem.sentence for problem in Thresholds(**changes).problems()]


@pytest.mark.parametrize(
    "changes",
    [
        {"settled_sessions": 6, "settled_days": 14},
        {"jump": 2},
        {"flare_days": 5},
        {"flare_days": 7, "week_days": 8},
        {"good": 3},
        {"fine_score": 4, "acceptable": 5, "very_high": 6},
    ],
)
def test_a_set_at_the_edge_of_sense_is_taken(changes: dict[str, int]) -> None:
    assert Thresholds(**changes).problems() == []


RANGES = [
    ("rise", 2, 10, "Up must mean"),
    ("fine_score", 0, 10, "The score that is always fine must lie"),
    ("acceptable", 0, 10, "The score above which bad weeks need a talk must lie"),
    ("very_high", 1, 10, "The very high score must lie"),
    ("jump", 2, 10, "The jump must be"),
    ("flare_days", 3, 7, "A flare must look at 3, 5 or 7"),
    ("week_days", 4, 14, "A week above the usual must"),
    ("usual_days", 7, 60, "The usual must be"),
    ("good", 2, 10, "Moving on needs"),
    ("of_last", 2, 20, "The practice days looked at"),
    ("effort", 0, 10, "The easy effort must lie"),
    ("missed", 2, 10, "The easier version needs"),
    ("rose", 2, 10, "A step back needs"),
    ("night_hours", 3, 12, "The next day's answer must come"),
    ("answer_days", 1, 7, "The next day's answer may come"),
    ("talk_weeks", 2, 52, "The weeks between two talks"),
    ("steady_sessions", 3, 50, "Asking at every third practice needs"),
    ("steady_days", 7, 180, "Calm practice days must span 7 to 180"),
    ("settled_sessions", 3, 100, "Asking once a week needs"),
    ("settled_days", 7, 365, "Calm practice days must span 7 to 365"),
]


@pytest.mark.parametrize(("name", "lowest", "highest", "sentence"), RANGES)
def test_a_threshold_may_reach_its_ends_and_no_further(name: str, lowest: int, highest: int, sentence: str) -> None:
    def is_refused(value: int) -> bool:
        return any(problem.sentence.startswith(sentence) for problem in replace(DEFAULT, **{name: value}).problems())

    assert [is_refused(value) for value in (lowest - 1, lowest, highest, highest + 1)] == [True, False, False, True]


def test_every_threshold_has_a_range() -> None:
    assert [name for name, *_ in RANGES] == [field.name for field in fields(Thresholds)]
