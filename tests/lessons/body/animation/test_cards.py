"""Single drawings: each can be held or is on its way, its low back is long, and its words fit what is drawn."""

import re
from functools import cache

import pytest

from lessons.body.animation.keyframes import LESSON_BODY, Card
from lessons.body.animation.movements import CARDS, START_CARDS
from lessons.body.animation.solver import SolvedFrame, solve_frames
from lessons.body.drawing.frames import draw_card
from lessons.body.model.anthropometry import Body
from lessons.body.model.balance import pose_error
from lessons.body.model.pose import Skeleton, Support, center_of_mass, distance

SPORT_AND_GARDEN = [
    *("pickleball-ready", "pickleball-dink", "pickleball-low-volley", "pickleball-serve"),
    *("golf-address", "golf-tee", "golf-pick-up", "garden-weeding", "garden-shoveling"),
]

AT_HOME = ["lift-child", "bed-edge", "stair-shoe"]


@cache
def solved(card: Card, body: Body = LESSON_BODY) -> SolvedFrame:
    (frame,) = solve_frames(card.variant, body, 1)
    return frame


def skeleton_of(slug: str) -> Skeleton:
    return solved(CARDS[slug]).skeleton


def on_the_ground(skeleton: Skeleton) -> list[float]:
    """x of all points of the feet, and of kneeling knees, that touch the floor."""
    feet = ("heel", "ball", "toe", "heel_far", "ball_far", "toe_far")
    xs = [skeleton[name][0] for name in feet if skeleton[name][1] < 0.02]
    return xs + ([skeleton["knee"][0]] if skeleton.pose.support is Support.KNEES else [])


def test_there_is_a_card_for_every_sport_the_garden_and_the_break() -> None:
    start = [card.slug for cards in START_CARDS.values() for card in cards]
    assert set(CARDS) == {*SPORT_AND_GARDEN, *AT_HOME, "break-hip-front", "break-hinge", "break-walk", *start}
    assert [len(START_CARDS[test]) for test in ("chair", "wall", "bow")] == [3, 3, 4]


def test_no_joint_of_a_card_is_impossible() -> None:
    errors = {slug: pose_error(skeleton_of(slug)) for slug in CARDS}
    assert {slug: error for slug, error in errors.items() if error is not None} == {}


def test_the_weight_of_a_card_is_between_what_touches_the_ground() -> None:
    falling = set()
    for slug, card in CARDS.items():
        frame = solved(card)
        ground = on_the_ground(frame.skeleton)
        if not min(ground) < center_of_mass(LESSON_BODY, frame.skeleton, frame.load)[0] < max(ground):
            falling.add(slug)
    assert falling == {"start-chair-1"}  # the sitter who drops


def test_the_sitter_who_drops_has_the_weight_behind_the_heels() -> None:
    skeleton = skeleton_of("start-chair-1")
    assert center_of_mass(LESSON_BODY, skeleton)[0] < min(on_the_ground(skeleton))


def test_the_low_back_of_a_card_is_long() -> None:
    lumbar = {slug: skeleton_of(slug).pose.lumbar for slug in CARDS}
    assert {slug: angle for slug, angle in lumbar.items() if angle} == {"break-hip-front": 8}


def test_hips_of_a_card_bend_no_further_than_hips_go() -> None:
    assert {slug for slug in CARDS if skeleton_of(slug).pose.hip > 125} == set()


def test_a_hand_of_a_card_is_where_it_belongs() -> None:
    astray = [
        (slug, hand)
        for slug, card in CARDS.items()
        for anchor, hand in ((card.keyframe.hand, "hand"), (card.keyframe.far_hand_anchor, "hand_far"))
        if anchor is not None and distance(anchor.at(skeleton_of(slug)), skeleton_of(slug)[hand]) >= 0.05
    ]
    assert astray == []


def test_a_card_says_what_is_seen_and_names_nothing_that_is_not_drawn() -> None:
    drawn = dict.fromkeys(("club", "putter"), "club_head") | {
        word: word for word in ("paddle", "counter", "wall", "chair", "tee", "pad", "weed", "child", "stair")
    }
    drawn |= {"bed": "bed_mattress", "ball": "golf_ball", "cup": "golf_cup", "shovel": "shovel_blade"}
    missing = []
    for slug, card in CARDS.items():
        parts = draw_card(card).parts
        said = re.findall(r"[a-z]+", card.text.replace("Waiting for the ball", "").lower())
        missing += [(slug, word) for word, part in drawn.items() if word in said and part not in parts]
        missing += [(slug, word) for word in ("rake", "bag", "bucket", "glove") if word in said]
    assert missing == []
    assert [slug for slug, card in CARDS.items() if not card.text.endswith(".")] == []


@pytest.mark.parametrize("body", [Body("m", 1.77, 75), Body("f", 1.5, 50)])
@pytest.mark.parametrize("slug", ["pickleball-dink", "golf-tee", "garden-weeding", "break-walk", "start-bow-3"])
def test_other_bodies_can_do_a_card_too(slug: str, body: Body) -> None:
    assert pose_error(solved(CARDS[slug], body).skeleton) is None


class TestStart:
    @pytest.mark.parametrize(("level", "foot_lengths"), [(1, 0.5), (2, 1.0)])
    def test_the_wall_is_as_far_from_the_heels_as_the_level_says(self, level: int, foot_lengths: float) -> None:
        skeleton = solved(START_CARDS["wall"][level]).skeleton
        away = (skeleton["heel"][0] - skeleton["wall_touch"][0]) / LESSON_BODY.lengths["foot"]
        assert away == pytest.approx(foot_lengths, abs=0.08)

    def test_each_bow_brings_the_fingertips_to_where_its_words_say(self) -> None:
        bows = [solved(card).skeleton for card in START_CARDS["bow"]]
        knee = [bow["knee"][1] for bow in bows]
        tips = [bow["fingertip"][1] for bow in bows]
        shin = (bows[3]["knee"][1] + bows[3]["ankle"][1]) / 2
        assert tips[0] > knee[0] + 0.08
        assert tips[1] == pytest.approx(knee[1], abs=0.02)
        assert shin + 0.05 < tips[2] < knee[2] - 0.06
        assert tips[3] == pytest.approx(shin, abs=0.02)
        assert [round(bow.pose.arm) for bow in bows] == [0, 0, 0, 0]

    def test_the_soft_sitter_hovers_over_the_seat_and_the_first_one_presses_on_the_thighs(self) -> None:
        hands, _, soft = (solved(card).skeleton for card in START_CARDS["chair"])
        assert soft["seat_touch"][1] == pytest.approx(0.485)
        assert soft["hand"][0] > soft["knee"][0] + 0.2
        assert distance(hands["hand"], hands["knee"]) < 0.15
