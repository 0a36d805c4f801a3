"""The lab's mapping from settings to poses: reachable, balanced, continuous, and told in true words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lessons.body.model.balance import is_balanced, pose_error
from lessons.body.model.pose import Pose, center_of_mass, joints
from lessons.lab.poses import (
    HIPS_END_DEG,
    LOAD_KG,
    STATURE_CM,
    LabHold,
    LabLead,
    LabMove,
    Setting,
    can_hold,
    deepest,
    fold_in_words,
    frame_at,
    in_words,
    moment_at,
    pose_at,
    work_in_words,
)

HIPS_AND_KNEES: tuple[LabLead, LabLead] = ("hips", "knees")
HANDS: tuple[tuple[int, LabHold], ...] = ((0, "close"), (10, "close"), (10, "reached"))

settings = some.builds(
    Setting,
    move=some.sampled_from(["hinge", "squat"]),
    lead=some.sampled_from(["hips", "knees", "back"]),
    sex=some.sampled_from(["f", "m"]),
    stature_cm=some.integers(*STATURE_CM),
    load_kg=some.integers(*LOAD_KG),
    hold=some.sampled_from(["close", "reached"]),
)


@pytest.mark.walk
class TestEverySlider:
    @given(settings)
    def test_every_depth_down_to_the_deepest_can_be_held(self, setting: Setting) -> None:
        end = deepest(setting)
        assert end >= 40
        assert [depth for depth in range(0, end + 1, 3) if not can_hold(setting, depth)] == []
        assert end == 100 or not can_hold(setting, end + 1)

    @given(settings.filter(lambda setting: setting.load_kg == 0 or setting.hold == "close"))
    def test_only_a_load_reached_out_keeps_a_body_from_going_all_the_way(self, setting: Setting) -> None:
        assert deepest(setting) == 100

    @given(settings, some.floats(0, 1))
    def test_whoever_is_drawn_stands_balanced_with_nothing_under_the_floor(self, setting: Setting, part: float) -> None:
        pose = pose_at(setting, deepest(setting) * part)
        skeleton = joints(setting.body, pose)
        assert pose_error(skeleton) is None
        assert is_balanced(setting.body, skeleton, setting.load_kg)
        assert skeleton["heel"][1] == pytest.approx(0, abs=1e-9)

    @given(settings, some.floats(0, 0.99))
    def test_a_small_step_of_the_slider_is_a_small_step_of_the_body(self, setting: Setting, part: float) -> None:
        end = deepest(setting)
        before, after = pose_at(setting, end * part), pose_at(setting, end * (part + 0.01))
        moved = [
            abs(getattr(after, name) - getattr(before, name)) for name in ("shank", "thigh", "lean", "lumbar", "arm")
        ]
        assert max(moved) < 5

    def test_20_kg_reached_out_knees_first_ends_early_and_the_next_step_falls(self) -> None:
        setting = Setting(lead="knees", load_kg=20, hold="reached", stature_cm=140)
        end = deepest(setting)
        assert (end < 60, can_hold(setting, end), can_hold(setting, end + 1)) == (True, True, False)

    @given(settings.filter(lambda setting: setting.move == "squat"))
    def test_a_squat_ends_where_hips_end(self, setting: Setting) -> None:
        hips = [pose_at(setting, deepest(setting) * part / 10).hip for part in range(11)]
        assert max(hips) < HIPS_END_DEG + 1

    def test_the_deepest_squat_hips_first_says_that_hips_go_no_further(self) -> None:
        assert moment_at(Setting(move="squat"), 100).fold.startswith("The hips bend 118°, about as far as hips go, ")
        assert moment_at(Setting(move="squat"), 60).fold.startswith("The hips bend 91°, the knees ")


class TestWhatLeads:
    def test_at_the_bottom_of_a_squat_hips_and_knees_together_do_the_same_whoever_leads(self) -> None:
        both = [
            found.hip + found.knee
            for found in (moment_at(Setting(move="squat", lead=lead), 100).loads for lead in HIPS_AND_KNEES)
        ]
        assert both[0] == pytest.approx(both[1], rel=1e-6)

    @pytest.mark.parametrize("move", ["hinge", "squat"])
    def test_hips_first_gives_the_hips_more_and_knees_first_the_knees(self, move: LabMove) -> None:
        hips, knees = (moment_at(Setting(move=move, lead=lead), 60).shares for lead in HIPS_AND_KNEES)
        assert hips[0] > knees[0]
        assert knees[1] > hips[1]

    def test_from_the_low_back_the_back_rounds_and_the_hips_hardly_fold(self) -> None:
        hips, back = pose_at(Setting(), 100), pose_at(Setting(lead="back"), 100)
        assert (hips.lumbar, back.lumbar) == (0, 54)
        assert back.hip < hips.hip / 2

    @pytest.mark.parametrize("move", ["hinge", "squat"])
    def test_whoever_folds_below_a_long_back_lifts_the_face_and_whoever_rounds_it_drops_it(self, move: LabMove) -> None:
        necks = [pose_at(Setting(move=move, lead=lead), 100).neck for lead in (*HIPS_AND_KNEES, "back")]
        assert [neck > 0 for neck in necks] == [False, False, True]

    def test_a_load_reached_out_is_more_work_than_the_same_load_close(self) -> None:
        empty, close, reached = (moment_at(Setting(load_kg=load, hold=hold), 60).effort for load, hold in HANDS)
        assert empty < close < reached

    def test_the_weight_slides_no_further_than_the_heel_half_of_the_foot(self) -> None:
        setting = Setting(move="squat")
        skeleton = joints(setting.body, pose_at(setting, 100))
        share = 0.25 + center_of_mass(setting.body, skeleton)[0] / setting.body.lengths["foot"]
        assert share == pytest.approx(0.4)


class TestWords:
    @pytest.mark.parametrize(
        ("share", "words"),
        [
            (0.0, "hardly any"), (0.05, "hardly any"), (0.1, "a tenth"), (0.24, "a quarter"), (0.34, "a third"),
            (0.52, "half"), (0.66, "two thirds"), (0.75, "three quarters"), (0.95, "nearly all"), (1.0, "nearly all"),
        ],
    )  # fmt: skip
    def test_shares_become_plain_fractions(self, share: float, words: str) -> None:
        assert in_words(share) == words

    def test_the_joint_with_most_work_comes_first(self) -> None:
        assert work_in_words((0.75, 0.1, 0.15)) == (
            "The hips do three quarters of the work here, the low back a sixth and the knees a tenth."
        )

    def test_the_low_back_is_one(self) -> None:
        assert work_in_words((0.3, 0.1, 0.6)).startswith("The low back does three fifths")

    def test_standing_is_said_to_be_standing(self) -> None:
        moment = moment_at(Setting(), 0)
        assert (moment.shares, moment.work[:9]) == ((0.0, 0.0, 0.0), "Standing:")

    def test_the_fold_names_the_rounding_only_where_there_is_some(self) -> None:
        assert fold_in_words(Pose(thigh=20, lean=40)) == "The hips bend 60°, the knees 20°, the low back stays long."
        assert fold_in_words(Pose(lean=40, lumbar=30)).endswith("the low back rounds 30°.")

    def test_a_load_is_compared_with_empty_hands_and_empty_hands_with_nothing(self) -> None:
        assert moment_at(Setting(), 60).together == ""
        assert re.fullmatch(
            r"All together \d\.\d times the work of the same bend with empty hands\.",
            moment_at(Setting(load_kg=10), 60).together,
        )
        assert moment_at(Setting(load_kg=1), 60).together == "All together about as much work as with empty hands."

    @pytest.mark.walk
    @given(settings, some.floats(0, 1))
    def test_no_words_name_newtons_or_danger(self, setting: Setting, part: float) -> None:
        moment = moment_at(setting, deepest(setting) * part)
        said = f"{moment.work} {moment.fold} {moment.together}".lower()
        assert re.findall(r"newton|\bn\b|danger|damage|limit|safe", said) == []


def test_all_frames_of_a_setting_have_the_same_parts() -> None:
    setting = Setting(load_kg=5)
    parts = {tuple(frame_at(setting, moment_at(setting, depth)).parts) for depth in (0, 30, 100)}
    assert len(parts) == 1
    assert "dumbbell" in next(iter(parts))
