"""Which answer means what, and that every item of docs/evidence.md, section 5, is asked."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinge_coach.safety.screening import (
    ADVICE,
    CONVENTION,
    FINGERPRINT,
    QUESTIONS,
    RETIRED,
    Group,
    Level,
    dialled,
    due_on,
    level_of,
    texts,
)

CODES = [question.code for question in QUESTIONS]
NOW = "saddle bladder bowel sexual two-legs legs-worse weak-legs injury tearing pulse-pain breathless-now dizzy-now"
LATELY = "feverish infection one-leg fragile cancer-new sweats pulse breathless dizzy-new"
HEALTH = "thin-bones steroid-tablets cancer-before weight dizzy told-not surgery-birth under-18"
BACK = "night upper-back below-knee numb-below-knee stiff-mornings began-after-50 no-change"
LEVELS = {
    Group.NOW: {Level.EMERGENCY: NOW.split()},
    Group.LATELY: {Level.TODAY: LATELY.split()},
    Group.HEALTH: {Level.TODAY: ["immune"], Level.REFER: HEALTH.split()},
    Group.BACK: {Level.REFER: BACK.split()},
}
LEVEL_OF = {code: level for levels in LEVELS.values() for level, codes in levels.items() for code in codes}
# What 0.3.0 asked: each code, its level, and a piece of its words.
ASKED_BEFORE = [
    ("saddle", Level.EMERGENCY, "inner thighs"),
    ("bladder", Level.EMERGENCY, "urine"),
    ("bowel", Level.EMERGENCY, "loss of control of your bowels"),
    ("sexual", Level.EMERGENCY, "sexual function"),
    ("both-legs", Level.EMERGENCY, "going down both legs, or getting worse quickly?"),
    ("weak-legs", Level.EMERGENCY, "a foot that drops"),
    ("injury", Level.EMERGENCY, "crash"),
    ("tearing", Level.EMERGENCY, "tearing pain"),
    ("fever", Level.TODAY, "a weak immune system or a recent procedure on your spine?"),
    ("one-leg", Level.TODAY, "New numbness or weakness in one leg"),
    ("fragile", Level.TODAY, "small fall, cough or lift"),
    ("cancer-new", Level.TODAY, "wraps around you like a band"),
    ("age", Level.REFER, "Are you under 18, or did this trouble first begin after you turned 50?"),
    ("weight", Level.REFER, "Losing weight"),
    ("night", Level.REFER, "Constant pain at night"),
    ("cancer-past", Level.REFER, "Cancer in the past, or pain mainly"),
    ("steroids", Level.REFER, "Steroid tablets for months, or a weak immune system?"),
    ("stiff-mornings", Level.REFER, "Under 45"),
    ("below-knee", Level.REFER, "worse there than in the back"),
    ("surgery-birth", Level.REFER, "gave birth"),
    ("no-change", Level.REFER, "after six weeks"),
]
# The items of docs/evidence.md by their telling words: 5A, then 5B, then 5C; then what it says nothing about.
ITEMS = [
    (Level.EMERGENCY, ["inner thighs", "genitals", "anus", "buttocks", "wiping"]),
    (Level.EMERGENCY, ["starting", "stopping", "holding", "urine", "full"]),
    (Level.EMERGENCY, ["bowels", "control", "feeling"]),
    (Level.EMERGENCY, ["sexual function", "genitals"]),
    (Level.EMERGENCY, ["both of your legs"]),
    (Level.EMERGENCY, ["quickly getting worse"]),
    (Level.EMERGENCY, ["weakness", "foot that drops", "gives way", "unsteady"]),
    (Level.EMERGENCY, ["fall", "crash"]),
    (Level.EMERGENCY, ["tearing", "chest", "faintness", "cold sweat"]),
    (Level.TODAY, ["Fever", "chills", "unwell"]),
    (Level.TODAY, ["infection", "injected drugs", "procedure"]),
    (Level.TODAY, ["immune"]),
    (Level.TODAY, ["numbness or weakness in one leg"]),
    (Level.TODAY, ["small fall, cough or lift", "over 70", "thin bones", "steroids", "shape", "on the spine"]),
    (Level.TODAY, ["Cancer", "severe", "never lets up", "band", "lying down", "straining"]),
    (Level.REFER, ["under 18"]),
    (Level.REFER, ["after you turned 50", "nobody has examined it"]),
    (Level.REFER, ["weight without trying"]),
    (Level.REFER, ["night", "no position eases"]),
    (Level.REFER, ["Cancer", "in the past"]),
    (Level.REFER, ["upper or middle back"]),
    (Level.REFER, ["Steroid"]),
    (Level.REFER, ["Under 45", "half an hour", "morning", "three months"]),
    (Level.REFER, ["below the knee", "worse there than in the back"]),
    (Level.REFER, ["surgery", "pregnant", "twelve weeks"]),
    (Level.REFER, ["not improved", "six weeks", "nobody has examined it"]),
    (Level.EMERGENCY, ["beating", "sudden pain"]),
    (Level.EMERGENCY, ["Sudden trouble breathing"]),
    (Level.EMERGENCY, ["Sudden dizziness"]),
    (Level.TODAY, ["Night sweats", "drench"]),
    (Level.TODAY, ["beating feeling in your belly"]),
    (Level.TODAY, ["Short of breath"]),
    (Level.TODAY, ["New dizziness"]),
    (Level.REFER, ["osteoporosis", "shorter"]),
    (Level.REFER, ["Dizzy when you bend down"]),
    (Level.REFER, ["doctor told you not to exercise"]),
    (Level.REFER, ["Numbness", "below the knee", "for years"]),
]


def test_every_question_has_its_group_and_its_level() -> None:
    asked: dict[Group, dict[Level, list[str]]] = {group: {} for group in Group}
    for question in QUESTIONS:
        asked[question.group].setdefault(question.level, []).append(question.code)
    assert asked == LEVELS


def test_the_questions_of_a_group_stand_together_and_no_code_means_two_things() -> None:
    order = list(Group)
    places = [order.index(question.group) for question in QUESTIONS]
    assert places == sorted(places)
    codes = [question.code for question in (*QUESTIONS, *RETIRED)]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(("code", "level", "words"), ASKED_BEFORE, ids=[row[0] for row in ASKED_BEFORE])
def test_a_code_that_was_asked_before_keeps_its_level_and_its_words(code: str, level: Level, words: str) -> None:
    assert level_of([code]) == level
    (text,) = texts([code])
    assert words in text


def test_every_question_says_where_it_comes_from() -> None:
    known = ("cauda equina card", "back pain pathway", "red flags as listed", "NICE NG", CONVENTION)
    assert [q.code for q in (*QUESTIONS, *RETIRED) if not any(word in q.source for word in known)] == []


@pytest.mark.parametrize("code", ["began-after-50", "no-change"])
def test_what_somebody_has_examined_is_not_asked_about(code: str) -> None:
    (text,) = texts([code])
    assert text.endswith("nobody has examined it?")


@pytest.mark.parametrize("words", ["immune", "osteoporosis", "both of your legs", "under 18"])
def test_what_was_asked_twice_or_mixed_is_asked_once(words: str) -> None:
    assert len([question for question in QUESTIONS if words in question.text]) == 1


def test_the_fingerprint_is_a_short_word_that_fits_its_column() -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", FINGERPRINT)


def test_every_item_of_the_evidence_is_asked_once() -> None:
    asking = [
        [q.code for q in QUESTIONS if q.level == level and all(word in q.text for word in words)]
        for level, words in ITEMS
    ]
    assert [words for (_, words), codes in zip(ITEMS, asking, strict=True) if len(codes) != 1] == []


def test_one_yes_is_enough() -> None:
    assert {code: level_of([code]) for code in LEVEL_OF} == LEVEL_OF


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ([], Level.CLEAR),
        (["night", "weight"], Level.REFER),
        (["night", "age"], Level.REFER),
        (["night", "feverish"], Level.TODAY),
        (["fever", "night", "saddle"], Level.EMERGENCY),
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
        order.index(level_of(answers)), order.index(LEVEL_OF[another])
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
    assert "doctor or a physical therapist" in ADVICE[Level.REFER]
    assert [text for text in ADVICE.values() if "you have a" in text or "diagnos" in text] == []


@pytest.mark.parametrize(
    ("jumped_on", "due"),
    [
        (None, date(2026, 3, 15)),
        (date(2026, 3, 4), date(2026, 3, 4)),
        (date(2026, 3, 15), date(2026, 3, 15)),
        (date(2026, 3, 16), date(2026, 3, 15)),
    ],
)
def test_the_questions_are_due_two_weeks_later_or_on_the_day_of_a_jump(jumped_on: date | None, due: date) -> None:
    assert due_on(date(2026, 3, 1), jumped_on) == due


@pytest.mark.parametrize(
    ("number", "pieces"),
    [
        ("911", (("911", "911"),)),
        ("911 or 112", (("911", "911"), (" or ", ""), ("112", "112"))),
        ("Call +49 30 901820.", (("Call ", ""), ("+49 30 901820", "+4930901820"), (".", ""))),
        ("the front desk", (("the front desk", ""),)),
        ("", ()),
    ],
)
def test_a_number_within_words_can_be_dialed(number: str, pieces: tuple[tuple[str, str], ...]) -> None:
    assert dialled(number) == pieces


def test_every_group_has_a_heading_of_its_own_and_says_since_when() -> None:
    assert len({group.heading for group in Group}) == 4
    assert [(group.heading.endswith("."), group.hint.endswith(".")) for group in Group] == [(False, True)] * 4
    assert Level.choices() == [(level, level) for level in ("clear", "refer", "today", "emergency")]
