"""The sentences of the start test: one for everything that can be shown."""

import pytest

from lessons.start_test import wording
from lessons.start_test.comparing import Comparison, StartTaskName, StartTestChange
from lessons.start_test.placing import BowLevel, ChairLevel, PlacingReason, ReasonCode, StartAnswers, WallLevel

TITLES = {"wall-tap": "Wall tap", "find-the-middle": "Find the middle"}
LEVELS = {StartTaskName.CHAIR: ChairLevel, StartTaskName.WALL: WallLevel, StartTaskName.BOW: BowLevel}


@pytest.mark.parametrize("code", ReasonCode)
def test_every_reason_is_a_sentence_for_the_client_and_a_note_for_the_trainer(code: ReasonCode) -> None:
    waits = code == ReasonCode.WAITS
    reason = PlacingReason(code=code, lesson="wall-tap" if waits else "", need="find-the-middle" if waits else "")
    sentence, note = wording.reason_sentence(reason, TITLES), wording.move_note((reason,), TITLES)
    assert sentence.endswith(".")
    assert note.startswith("Start test: ")
    assert note.endswith(".")


def test_a_reason_that_waits_names_both_lessons_also_where_one_is_gone() -> None:
    reason = PlacingReason(code=ReasonCode.WAITS, lesson="wall-tap", need="breathing")
    sentence = "“Wall tap” opens after “breathing”, so this track begins before it."
    assert wording.reason_sentence(reason, TITLES) == sentence
    assert wording.move_note((PlacingReason(code=ReasonCode.WALL_WHOLE), reason), TITLES) == (
        "Start test: wall tap from one foot-length, shins still; “Wall tap” waits for “breathing”."
    )


def test_every_level_has_its_words_and_its_choice() -> None:
    words = {wording.seen(task, level) for task, levels in LEVELS.items() for level in levels}
    assert len(words) == 10
    assert [list(wording.CHAIR_LABELS), list(wording.WALL_LABELS), list(wording.BOW_LABELS)] == [
        list(levels) for levels in LEVELS.values()
    ]


@pytest.mark.parametrize("task", StartTaskName)
def test_every_change_is_a_sentence(task: StartTaskName) -> None:
    levels: list[int | None] = [None, 0, 1, 2]
    pairs = [(then, now) for then in levels for now in levels]
    rows = [Comparison(task=task, then=then, now=now) for then, now in pairs]  # type: ignore[arg-type]
    assert {row.change for row in rows} == set(StartTestChange)
    assert all(wording.change_sentence(row).endswith(".") for row in rows)


def test_a_line_leaves_out_what_was_not_done() -> None:
    assert wording.answers_line(StartAnswers(chair=ChairLevel.HANDS, bow=BowLevel.AT_KNEES)) == (
        "chair: hands needed; bow: fingertips at the knees"
    )
