"""How the question of a self-check is answered."""

from typing import Any

import pytest

from lessons.models import Guess
from lessons.models.answer import Clean, answer_scale, answer_words

COUNT = {"answers": {"kind": "count", "of": 6, "passes": 5}}
FAR = {"answers": {"kind": "how-far", "choices": ["Above the knees", "At the knees", "Below"], "passes": 2}}


@pytest.mark.parametrize("self_check", [{"answers": {"kind": "clean"}}, {"question": "Did every bow ...?"}])
def test_a_question_in_words_has_no_scale(self_check: dict[str, Any]) -> None:
    assert answer_scale(self_check) is None


@pytest.mark.parametrize(
    ("self_check", "answer", "passed", "clean", "words"),
    [
        (COUNT, 0, False, Clean.NOT_YET, "0 of 6"),
        (COUNT, 2, False, Clean.NOT_YET, "2 of 6"),
        (COUNT, 3, False, Clean.MOST, "3 of 6"),
        (COUNT, 4, False, Clean.MOST, "4 of 6"),
        (COUNT, 5, True, Clean.ALL, "5 of 6"),
        (COUNT, 6, True, Clean.ALL, "6 of 6"),
        (FAR, 0, False, Clean.NOT_YET, "Above the knees"),
        (FAR, 1, False, Clean.MOST, "At the knees"),
        (FAR, 2, True, Clean.ALL, "Below"),
    ],
)
def test_each_answer_says_whether_it_passed_and_how_clean_it_was(
    self_check: dict[str, Any], answer: int, passed: bool, clean: Clean, words: str
) -> None:
    scale = answer_scale(self_check)
    assert scale is not None
    assert (scale.passed(answer), scale.clean(answer)) == (passed, clean)
    assert answer_words(self_check, answer) == words


@pytest.mark.parametrize("answer", [None, 7])
def test_an_answer_that_the_scale_lacks_has_no_words(answer: int | None) -> None:
    assert answer_words(COUNT, answer) == ""


def test_the_words_for_clean_are_those_that_are_stored() -> None:
    assert [guess.value for guess in Guess] == [clean.value for clean in Clean]
