"""Which answer means what, and that every item of docs/evidence.md, section 5, is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinge_coach.safety.screening import ADVICE, QUESTIONS, Level, level_of, texts

CODES = [question.code for question in QUESTIONS]
LEVELS = {
    "saddle": Level.EMERGENCY,
    "bladder": Level.EMERGENCY,
    "bowel": Level.EMERGENCY,
    "sexual": Level.EMERGENCY,
    "both-legs": Level.EMERGENCY,
    "weak-legs": Level.EMERGENCY,
    "injury": Level.EMERGENCY,
    "tearing": Level.EMERGENCY,
    "fever": Level.TODAY,
    "one-leg": Level.TODAY,
    "fragile": Level.TODAY,
    "cancer-new": Level.TODAY,
    "age": Level.REFER,
    "weight": Level.REFER,
    "night": Level.REFER,
    "cancer-past": Level.REFER,
    "steroids": Level.REFER,
    "stiff-mornings": Level.REFER,
    "below-knee": Level.REFER,
    "surgery-birth": Level.REFER,
    "no-change": Level.REFER,
}
# The items of docs/evidence.md by their telling words: 5A, then 5B, then 5C.
ITEMS = [
    (Level.EMERGENCY, ["inner thighs", "genitals", "back passage", "buttocks", "wiping"]),
    (Level.EMERGENCY, ["starting", "stopping", "holding", "urine", "full"]),
    (Level.EMERGENCY, ["bowels", "control", "feeling"]),
    (Level.EMERGENCY, ["sexual function", "genitals"]),
    (Level.EMERGENCY, ["both legs", "quickly"]),
    (Level.EMERGENCY, ["weakness", "foot that drops", "gives way", "unsteady"]),
    (Level.EMERGENCY, ["fall", "road crash"]),
    (Level.EMERGENCY, ["tearing", "chest", "faintness", "cold sweat"]),
    (Level.TODAY, ["Fever", "chills", "unwell", "infection", "injected drugs", "immune", "procedure"]),
    (Level.TODAY, ["numbness or weakness in one leg"]),
    (Level.TODAY, ["small fall, cough or lift", "over 70", "thin bones", "steroids", "shape", "on the spine"]),
    (Level.TODAY, ["Cancer", "severe", "never lets up", "band", "lying down", "straining"]),
    (Level.REFER, ["under 18", "after you turned 50"]),
    (Level.REFER, ["weight without trying"]),
    (Level.REFER, ["night", "no position eases"]),
    (Level.REFER, ["Cancer in the past", "upper or middle back"]),
    (Level.REFER, ["Steroid", "immune"]),
    (Level.REFER, ["Under 45", "half an hour", "morning", "three months"]),
    (Level.REFER, ["below the knee", "worse there than in the back"]),
    (Level.REFER, ["surgery", "pregnant", "twelve weeks"]),
    (Level.REFER, ["not improved", "six weeks"]),
]


def test_every_question_has_its_level_and_is_asked_gravest_first() -> None:
    assert {question.code: question.level for question in QUESTIONS} == LEVELS
    assert list(LEVELS) == CODES


@pytest.mark.parametrize(("level", "words"), ITEMS, ids=lambda value: value if isinstance(value, str) else value[0])
def test_every_item_of_the_evidence_is_asked(level: Level, words: list[str]) -> None:
    asking = [q.code for q in QUESTIONS if q.level == level and all(word in q.text for word in words)]
    assert len(asking) == 1


@pytest.mark.parametrize(("code", "level"), LEVELS.items())
def test_one_yes_is_enough(code: str, level: Level) -> None:
    assert level_of([code]) == level


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ([], Level.CLEAR),
        (["age", "weight"], Level.REFER),
        (["age", "fever"], Level.TODAY),
        (["fever", "age", "saddle"], Level.EMERGENCY),
        (["saddle", "saddle"], Level.EMERGENCY),
        (CODES, Level.EMERGENCY),
    ],
)
def test_the_gravest_answer_decides(answers: list[str], level: Level) -> None:
    assert level_of(answers) == level


@given(st.lists(st.sampled_from(CODES)), st.sampled_from(CODES))
def test_another_yes_never_makes_it_milder(answers: list[str], another: str) -> None:
    order = list(Level)
    assert order.index(level_of([*answers, another])) == max(
        order.index(level_of(answers)), order.index(LEVELS[another])
    )


@given(st.permutations(CODES))
def test_the_words_come_in_the_order_they_are_asked(answers: list[str]) -> None:
    assert texts(answers) == [question.text for question in QUESTIONS]


@pytest.mark.parametrize("code", ["", "SADDLE", "nothing"])
def test_a_code_that_is_not_asked_is_an_error_for_the_level_and_left_out_of_the_words(code: str) -> None:
    with pytest.raises(KeyError):
        level_of(["age", code])
    assert len(texts(["age", code])) == 1


def test_every_level_but_clear_has_advice_and_none_names_an_illness() -> None:
    assert set(ADVICE) == set(Level) - {Level.CLEAR}
    assert "emergency" in ADVICE[Level.EMERGENCY]
    assert "doctor" in ADVICE[Level.TODAY]
    assert "doctor or a physiotherapist" in ADVICE[Level.REFER]
    assert [text for text in ADVICE.values() if "you have a" in text or "diagnos" in text] == []
