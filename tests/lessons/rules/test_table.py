"""The table as a whole: every row is reached, every number is felt, and the rows fall from stop to progress."""

from dataclasses import fields, replace

import pytest

from lessons.rules.table import RULES
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision
from tests.lessons.rules import (
    test_table_fine,
    test_table_hold,
    test_table_progress,
    test_table_regress,
    test_table_stop,
)
from tests.lessons.rules.histories import DEFAULT, Cases, outcome
from tests.lessons.rules.test_table_stop import OWN_THRESHOLDS

CASES: Cases = {
    **test_table_stop.CASES,
    **test_table_regress.CASES,
    **test_table_hold.CASES,
    **test_table_progress.CASES,
    **test_table_fine.CASES,
}


# How often is asked decides nothing here: `test_prompt_schedule` shifts these.
OF_ASKING = {"steady_sessions", "steady_days", "settled_sessions", "settled_days"}


@pytest.mark.parametrize("step", [-1, 1])
@pytest.mark.parametrize("name", [each.name for each in fields(Thresholds) if each.name not in OF_ASKING])
def test_no_threshold_can_shift_by_one_unnoticed(name: str, step: int) -> None:
    noticed = []
    for case, (history, decision, codes) in CASES.items():
        thresholds = OWN_THRESHOLDS.get(case, DEFAULT)
        shifted = replace(thresholds, **{name: getattr(thresholds, name) + step})
        if outcome(history, shifted) != (decision, codes):
            noticed.append(case)
    assert noticed != []


def test_every_row_of_the_table_is_reached() -> None:
    reached = {code for _, _, codes in CASES.values() for code in codes}
    assert reached == {rule.code for rule in RULES}


def test_the_rows_fall_from_stop_to_progress() -> None:
    order = list(dict.fromkeys(rule.decision for rule in RULES if rule.code not in {"paused", "not_yet"}))
    assert order == [Decision.STOP, Decision.REGRESS, Decision.HOLD, Decision.PROGRESS]
    assert RULES[-1].words(DEFAULT) == "Anything else."


def test_the_public_table_takes_its_numbers_from_the_thresholds() -> None:
    words = {rule.code.value: rule.words(Thresholds(refer_score=7, morning_rise=3)) for rule in RULES}
    assert words["very_tight"] == "Any score of 7 or more."
    assert words["morning_up"] == "The last next morning was 3 or more above the first mornings."
    assert not [sentence for sentence in words.values() if "{" in sentence]
