"""Then and now."""

import pytest

from lessons.start_test.comparing import Comparison, StartTaskName, StartTestChange, compare
from lessons.start_test.placing import BowLevel, ChairLevel, StartAnswers, WallLevel
from lessons.start_test.wording import change_sentence


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        (None, 1, StartTestChange.NOT_BOTH),
        (1, None, StartTestChange.NOT_BOTH),
        (1, 1, StartTestChange.SAME),
        (1, 2, StartTestChange.STEP_UP),
        (1, 0, StartTestChange.STEP_DOWN),
        (1, 3, StartTestChange.UP),
        (0, 3, StartTestChange.UP),
        (3, 1, StartTestChange.DOWN),
    ],
)
def test_one_step_is_no_change_and_two_are(then: int | None, now: int | None, expected: StartTestChange) -> None:
    levels = [None if level is None else BowLevel(level) for level in (then, now)]
    assert Comparison(task=StartTaskName.BOW, then=levels[0], now=levels[1]).change == expected


def test_what_was_done_neither_time_is_left_out() -> None:
    then = StartAnswers(chair=ChairLevel.HANDS, wall=WallLevel.HALF)
    now = StartAnswers(chair=ChairLevel.SOFT)
    assert compare(then, now) == (
        Comparison(task=StartTaskName.CHAIR, then=ChairLevel.HANDS, now=ChairLevel.SOFT),
        Comparison(task=StartTaskName.WALL, then=WallLevel.HALF, now=None),
    )


@pytest.mark.parametrize(
    ("then", "now", "sentence"),
    [
        (WallLevel.CLOSE, WallLevel.HALF, "Half a foot-length farther. That much can be chance."),
        (WallLevel.WHOLE, WallLevel.HALF, "Half a foot-length less. That much can be chance."),
        (WallLevel.CLOSE, WallLevel.WHOLE, "At least two steps farther: that is a change."),
        (WallLevel.HALF, WallLevel.HALF, "The same as then."),
        (None, WallLevel.HALF, "Done only once, so there is nothing to compare."),
    ],
)
def test_half_a_foot_length_at_the_wall_may_be_chance(
    then: WallLevel | None, now: WallLevel | None, sentence: str
) -> None:
    assert change_sentence(Comparison(task=StartTaskName.WALL, then=then, now=now)) == sentence
