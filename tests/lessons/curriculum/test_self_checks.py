"""The self-check of every lesson: a question that its answers fit, a mark met or missed in the set just done."""

import re
from datetime import datetime
from typing import Any

import pytest

from lessons.curriculum.loading import CURRICULUM, load, split_file
from lessons.models import Lesson

FILES = {path.stem: split_file(path) for path in sorted(CURRICULUM.glob("*.md"))}
SELF_CHECKS: dict[str, dict[str, Any]] = {slug: file.values["self_check"] for slug, file in FILES.items()}

# Question and pass mark of each lesson. A change of a mark changes who moves on, so it is made here as well.
TABLE = {
    "bathroom-seat": (
        "In the last set, how many rehearsals went in order and ended without a drop?",
        "5 rehearsals in a row: turn, feel the rim, hips back first, no drop at the end",
    ),
    "chair-sit": (
        "In the last slow set, how many sits took the full count and ended without a drop?",
        "8 sits in a row, 3 seconds or more on the way down, with a soft landing",
    ),
    "court-speed": (
        "Did your hips go back first at every low ball?",
        "4 rounds of 30 seconds, hips first at every low ball",
    ),
    "dowel-hinge": (
        "How many of the last eight tips kept all three touches?",
        "8 tips in a row with all three touches, about halfway to flat or to your own limit",
    ),
    "find-the-middle": (
        "Did you find the middle every time, and keep it while you talked?",
        "The middle found again 3 times, and both last holds kept for 10 seconds with a steady voice",
    ),
    "floor-lift": (
        "Was every lift smooth, with the box close to you?",
        "3 sets of 5 lifts, smooth and close, with the load you chose for this practice",
    ),
    "high-seat-touch": (
        "In the last set, how many touches were soft, with your hips going first?",
        "6 soft touches in a row, hips first, no drop at the end",
    ),
    "hinge-or-squat": (
        "In the last round, how many pick-ups did you do the way you named?",
        "In one round, 5 of 6 pick-ups done the way you named them",
    ),
    "hover-and-rise": (
        "In the last set, how many hovers stayed still, with a smooth rise after them?",
        "5 still hovers of 2 seconds each, with a smooth rise after every one",
    ),
    "kickstand-hinge": (
        "Did both hips dip together every time, right and left?",
        "6 on each side to the same depth, and neither hip swings out to the side",
    ),
    "leg-slide": (
        "Did both hip points stay still on every slide, right and left?",
        "6 slides on each side with both hip points still",
    ),
    "lift-a-child-or-bag": (
        "In the last set, how many lifts were smooth, with the bag touching you?",
        "5 lifts in a row, smooth and close, with the load you chose for this practice",
    ),
    "loaded-hinge": (
        "Did the weights stay close to your legs every time?",
        "3 sets of 8 with the weights close, at an effort of 6 or less",
    ),
    "neutral-on-the-move": (
        "Did your shirt buttons stay in line on every step of the march with the bag?",
        "40 seconds of marching with the bag, buttons in line, able to talk",
    ),
    "pelvic-clock": (
        "Was every roll smooth both ways, without holding your breath?",
        "10 smooth rolls in a row, both ways, breathing all the while",
    ),
    "reach-back-and-hug": (
        "Did your hips reach the wall every time, with the bag close to you?",
        "3 sets of 8 taps with the bag held close, at an effort of 5 or less",
    ),
    "ready-position": (
        "Did you keep the same shape through every hold, while you talked?",
        "One hold of 30 seconds, talking, in the same shape from start to end",
    ),
    "rock-back": (
        "In how many of the last eight glides did the stick or cup stay in place?",
        "8 glides in a row, each to your own limit, without moving the stick or cup",
    ),
    "seat-neutral": (
        "How far did both knees straighten while your back stayed still under your hand?",
        "6 on each side with the back still, each knee at least halfway to straight",
    ),
    "standing-neutral": (
        "After how many of the five marches did you find the middle within five seconds?",
        "The middle found within 5 seconds after 4 of the 5 marches",
    ),
    "strong-back": (
        "In how many of the six holds did your back keep its shape while you breathed?",
        "6 holds of 10 seconds, your back in one shape, breathing, at an effort of 6 or less",
    ),
    "tall-kneel-hinge": (
        "Did the creases squeeze your hands on every fold, while your back kept its shape?",
        "8 folds in a row with your hands squeezed and your back in the same shape",
    ),
    "waiters-bow": (
        "How low did your fingertips come in the last three bows, with your low back still?",
        "3 bows in a row with your fingertips below your kneecaps and your low back still",
    ),
    "wall-tap": (
        "How many of the last eight taps left the chair still?",
        "8 taps in a row with still shins: the chair was not pushed",
    ),
}

NUMBER_WORDS = {"three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10}

# Days and numbers of tightness belong to the rules; nobody practices with a helper or an instrument.
NOT_OF_THE_SET = re.compile(
    r"\b(weeks?|months?|mornings?|days?|today|tomorrow|yesterday|films?|filmed|degrees?|protractor|helper|usual"
    r"|tight\w*)\b",
    re.IGNORECASE,
)


def test_all_questions_and_marks() -> None:
    assert {slug: (check["question"], check["pass_mark"]) for slug, check in SELF_CHECKS.items()} == TABLE


def test_it_can_be_answered_right_after_the_set() -> None:
    texts = {slug: f"{check['question']} {check['pass_mark']}" for slug, check in SELF_CHECKS.items()}
    found = {slug: NOT_OF_THE_SET.findall(text) for slug, text in texts.items()}
    assert {slug: words for slug, words in found.items() if words} == {}


# "Yes, all", "Most" and "Not yet" answer "did every ...?"; a number answers "how many?"; words answer "how far?".
FITS = {
    "clean": r"(Did|Was) [^?]*\b(every|both|all)\b[^?]*\?",
    "count": r"([^?]*, h|In h|After h|H)ow many [^?]*\?",
    "how-far": r"How (low|far) [^?]*\?",
}


def test_the_question_fits_the_answers() -> None:
    questions = {check["question"]: FITS[check["answers"]["kind"]] for check in SELF_CHECKS.values()}
    assert [question for question, pattern in questions.items() if not re.fullmatch(pattern, question)] == []


def test_the_question_does_not_tell_the_mark() -> None:
    """The client judges the set first and sees the mark after it. A number word says how many there were at most."""
    counted = re.compile(rf"how many of the (?:last )?({'|'.join(NUMBER_WORDS)})\b", re.IGNORECASE)
    told = {}
    for slug, check in SELF_CHECKS.items():
        words = counted.findall(check["question"])
        at_most = [NUMBER_WORDS[word.lower()] for word in words] in ([], [check["answers"].get("of")])
        told[slug] = bool(re.search(r"\d", check["question"])) or not at_most
    assert {slug for slug, is_told in told.items() if is_told} == set()


def test_a_count_that_passes_is_the_number_in_the_mark() -> None:
    counts = {slug: check for slug, check in SELF_CHECKS.items() if check["answers"]["kind"] == "count"}
    assert [
        slug
        for slug, check in counts.items()
        if str(check["answers"]["passes"]) not in re.findall(r"\d+", check["pass_mark"])
    ] == []


@pytest.mark.parametrize(
    ("words", "matches"),
    [
        ("50 degrees on two films", ["degrees", "films"]),
        ("the next morning no tighter than usual", ["morning", "tighter", "usual"]),
        ("5 matches on two days in a week", ["days", "week"]),
        ("8 taps, each a little slower", []),
    ],
)
def test_words_that_no_set_can_answer(words: str, matches: list[str]) -> None:
    assert NOT_OF_THE_SET.findall(words) == matches


@pytest.mark.django_db
def test_a_mark_that_the_trainer_edited_stays(now: datetime) -> None:
    load()
    mine = {"question": "How was it?", "pass_mark": "Ten taps", "kind": "wall-tap"}
    Lesson.objects.filter(slug="wall-tap").update(self_check=mine, edited_at=now, source_hash="of an older text")
    assert load().kept == ["wall-tap"]
    assert Lesson.objects.get(slug="wall-tap").self_check == mine
