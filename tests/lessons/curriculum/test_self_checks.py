"""The self-check of every lesson: a question that the three answers fit, a mark met or missed in the set just done."""

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
        "Did your hips go back first every time?",
        "5 rehearsals in a row: turn, feel the rim, hips back first, no drop at the end",
    ),
    "chair-sit": (
        "Did every sit take three slow counts and end without a drop?",
        "8 sits in a row, 3 seconds down, with a soft landing",
    ),
    "court-speed": (
        "Did your hips go back first at every low ball?",
        "4 bouts of 30 seconds, hips first at every low ball",
    ),
    "dowel-hinge": (
        "Did the stick keep all three touches on every tip?",
        "8 tips in a row with all three touches, about half way to flat or to your own limit",
    ),
    "find-the-middle": (
        "Did you find the middle every time, and keep it while you talked?",
        "The middle found again 3 times, and both last holds kept for 10 seconds with a steady voice",
    ),
    "floor-lift": (
        "Was every lift smooth, with the load close to you?",
        "3 sets of 5 lifts, smooth and close, with the load you chose for this practice",
    ),
    "high-seat-touch": (
        "Was every touch soft, with the hips going first?",
        "6 soft touches in a row, hips first, no drop at the end",
    ),
    "hinge-or-squat": (
        "Did you do the pattern you named every time?",
        "In one round, 5 of 6 pick-ups done the way you named them",
    ),
    "hover-and-rise": (
        "Did every hover stay still until you rose?",
        "5 still hovers of 2 seconds each, with a smooth rise after every one",
    ),
    "kickstand-hinge": (
        "Did both hips stay facing forward every time, right and left?",
        "6 on each side to the same depth, and neither hip swings to the side",
    ),
    "leg-slide": (
        "Did both hip points stay still on every slide, right and left?",
        "6 slides on each side with both hip points still",
    ),
    "lift-a-child-or-bag": (
        "Was every lift smooth, with the load close to you?",
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
        "Did the stick or cup stay in place on every glide?",
        "8 glides in a row, each to your own limit, without moving the stick or cup",
    ),
    "seat-neutral": (
        "Did your back stay still under your hand every time, right and left?",
        "6 on each side with the back still, each knee at least half way to straight",
    ),
    "standing-neutral": (
        "Did you find the middle quickly after every march?",
        "The middle found within 5 seconds after 4 of the 5 marches",
    ),
    "tall-kneel-hinge": (
        "Did the creases squeeze your hands on every fold, while the back kept its shape?",
        "8 folds in a row with your hands squeezed and the back unchanged",
    ),
    "waiters-bow": (
        "Did your low back keep its shape on every bow?",
        "3 bows in a row with your fingertips below your kneecaps and your low back still",
    ),
    "wall-tap": (
        "Did your shins stay still on every tap?",
        "8 taps in a row with still shins: the chair was not pushed",
    ),
}

# Days and numbers of tightness belong to the rules; nobody practices with a helper or an instrument.
NOT_OF_THE_SET = re.compile(
    r"\b(weeks?|months?|mornings?|days?|today|tomorrow|yesterday|films?|filmed|degrees?|protractor|helper|usual"
    r"|tight\w*)\b",
    re.IGNORECASE,
)


def test_all_questions_and_marks() -> None:
    assert {slug: (check["question"], check["pass_mark"]) for slug, check in SELF_CHECKS.items()} == TABLE


@pytest.mark.parametrize("slug", SELF_CHECKS)
def test_it_can_be_answered_right_after_the_set(slug: str) -> None:
    check = SELF_CHECKS[slug]
    assert NOT_OF_THE_SET.findall(f"{check['question']} {check['pass_mark']}") == []


@pytest.mark.parametrize("slug", SELF_CHECKS)
def test_the_question_fits_the_answers(slug: str) -> None:
    """ "Clean, all of it", "Nearly, a few slipped" and "Not this time" answer "did every ...?", and no "how many?"."""
    assert re.fullmatch(r"(Did|Was) [^?]*\bevery\b[^?]*\?", SELF_CHECKS[slug]["question"])


@pytest.mark.parametrize("slug", SELF_CHECKS)
def test_the_question_does_not_tell_the_mark(slug: str) -> None:
    # The client judges the set first and sees the mark after it.
    assert re.findall(r"\d+", SELF_CHECKS[slug]["question"]) == []


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


@pytest.mark.parametrize("slug", FILES)
def test_a_lesson_is_spelled_in_american(slug: str) -> None:
    assert re.findall(r"(?i)\bpractis\w*", FILES[slug].text) == []


@pytest.mark.django_db
def test_a_mark_that_the_trainer_edited_stays(now: datetime) -> None:
    load()
    mine = {"question": "How was it?", "pass_mark": "Ten taps", "kind": "wall-tap"}
    Lesson.objects.filter(slug="wall-tap").update(self_check=mine, edited_at=now, source_hash="of an older text")
    assert load().kept == ["wall-tap"]
    assert Lesson.objects.get(slug="wall-tap").self_check == mine
