"""The line under each figure: it names nothing negligible, agrees with its lesson, and differs from side to side."""

import tomllib

import pytest
from django.conf import settings

from lessons.body.animation.keyframes import LESSON_BODY
from lessons.body.animation.movements import MOVEMENTS
from lessons.body.animation.solver import solve_frames
from lessons.body.model.loads import loads
from lessons.figures.at_work import NAMED_FROM_NM_PER_KG, fault_in_words, right_in_words

LESSONS = {
    path.stem: tomllib.loads(path.read_text().split("+++")[1])
    for path in (settings.BASE_DIR / "lessons/curriculum").glob("*.md")
}
SLUGS = sorted(slug for slug in MOVEMENTS if slug in LESSONS)

LYING_AND_ALL_FOURS = ["pelvic-clock", "find-the-middle", "leg-slide", "rock-back"]
HINGES = [
    *("wall-tap", "dowel-hinge", "waiters-bow", "reach-back-and-hug", "loaded-hinge", "kickstand-hinge"),
    *("strong-back", "tall-kneel-hinge", "ready-position"),
]
SITS_AND_SQUATS = ["high-seat-touch", "chair-sit", "hover-and-rise", "bathroom-seat"]
LIFTS = ["floor-lift", "lift-a-child-or-bag", "court-speed"]
BACK_FAULTS = [
    *("rock-back", "seat-neutral", "standing-neutral", "neutral-on-the-move", "tall-kneel-hinge", "dowel-hinge"),
    *("waiters-bow", "reach-back-and-hug", "loaded-hinge", "floor-lift", "strong-back", "hover-and-rise"),
    *("bathroom-seat", "ready-position", "hinge-or-squat", "court-speed"),
]

MUSCLES_OF = {
    "hips": {"glutes", "hamstrings"},
    "backs of the thighs": {"hamstrings"},
    "front thighs": {"quadriceps"},
    "belly": {"abdominal wall"},
    "buttocks": {"glutes"},
}


@pytest.mark.parametrize("slug", MOVEMENTS)
def test_no_movement_says_the_same_of_right_and_fault(slug: str) -> None:
    right, fault = right_in_words(MOVEMENTS[slug]), fault_in_words(MOVEMENTS[slug])
    assert fault
    assert right != fault


@pytest.mark.parametrize("slug", SLUGS)
def test_what_works_in_the_right_version_is_among_the_lessons_muscles(slug: str) -> None:
    right, listed = right_in_words(MOVEMENTS[slug]), set(LESSONS[slug]["muscles"])
    named = [place for place in MUSCLES_OF if place in right]
    assert [place for place in named if not MUSCLES_OF[place] & listed] == []


@pytest.mark.parametrize("slug", HINGES)
def test_in_a_hinge_the_hips_lead_and_the_back_steadies(slug: str) -> None:
    words = right_in_words(MOVEMENTS[slug])
    assert words.startswith("hips")
    assert words.endswith("lead, the low back steadies")
    assert "front thighs" not in words


@pytest.mark.parametrize("slug", SITS_AND_SQUATS)
def test_in_a_sit_or_a_squat_the_front_thighs_share_the_work(slug: str) -> None:
    assert right_in_words(MOVEMENTS[slug]) in (
        "hips and front thighs share the work, the low back steadies",
        "front thighs and hips share the work, the low back steadies",
    )


@pytest.mark.parametrize("slug", LIFTS)
def test_in_a_lift_the_hips_lead_and_the_front_thighs_join_in(slug: str) -> None:
    assert right_in_words(MOVEMENTS[slug]) == "hips lead and front thighs join in, the low back steadies"


def test_hinge_or_squat_says_both() -> None:
    assert right_in_words(MOVEMENTS["hinge-or-squat"]) == (
        "first hips and backs of the thighs lead, then front thighs lead and hips join in, the low back steadies"
    )


@pytest.mark.parametrize("slug", LYING_AND_ALL_FOURS)
def test_lying_and_on_all_fours_no_joint_is_said_to_lead(slug: str) -> None:
    words = right_in_words(MOVEMENTS[slug])
    assert words == "" or words.endswith(", lightly")


@pytest.mark.parametrize("slug", MOVEMENTS)
def test_no_joint_below_the_threshold_is_named(slug: str) -> None:
    right = MOVEMENTS[slug].right
    words = right_in_words(MOVEMENTS[slug])
    held = [
        loads(LESSON_BODY, frame.skeleton, load=frame.load, far_leg_ratio=right.far_leg_ratio)
        for frame in solve_frames(right, count=len(right.keyframes))
    ]
    for place, joint in (("hips", "hip"), ("front thighs", "knee"), ("the low back", "l5s1")):
        most = max(getattr(moments, joint) for moments in held) / LESSON_BODY.mass_kg
        assert place not in words or most >= NAMED_FROM_NM_PER_KG


@pytest.mark.parametrize("slug", MOVEMENTS)
def test_no_fault_is_said_to_ask_less_of_the_back(slug: str) -> None:
    words = fault_in_words(MOVEMENTS[slug])
    assert "low back less" not in words
    assert "hips more" not in words


@pytest.mark.parametrize("slug", BACK_FAULTS)
def test_where_the_fault_is_in_the_back_the_line_says_so(slug: str) -> None:
    words = fault_in_words(MOVEMENTS[slug])
    assert "low back" in words
    assert "bends" in words or "arches" in words


def test_a_load_held_far_away_is_more_for_the_low_back() -> None:
    assert fault_in_words(MOVEMENTS["lift-a-child-or-bag"]).startswith("low back more")


def test_a_hip_that_swings_out_is_named() -> None:
    assert fault_in_words(MOVEMENTS["kickstand-hinge"]) == "one hip swings out"


@pytest.mark.parametrize("slug", ["wall-tap", "high-seat-touch", "chair-sit"])
def test_where_the_knees_lead_the_front_thighs_do_more_and_the_hips_less(slug: str) -> None:
    assert fault_in_words(MOVEMENTS[slug]) == "front thighs more, hips less"
