import pytest

from lessons.body.animation.keyframes import Prop
from lessons.body.animation.movements import MOVEMENTS
from lessons.body.drawing.figure import BODY_PART_ROLES
from lessons.body.drawing.frames import PART_ROLES, draw_frames, draw_pose
from lessons.body.drawing.props import MAT_THICKNESS_M, PROP_DRAWERS
from lessons.body.drawing.svg_path import path_extent
from lessons.body.model.anthropometry import Body
from lessons.body.model.balance import solve
from lessons.body.model.pose import Pose


@pytest.mark.parametrize("kind", sorted(PROP_DRAWERS))
def test_every_prop_can_stand_beside_a_single_pose(kind: str) -> None:
    man = Body("m", 1.77, 75)
    frame = draw_pose(man, solve(man, Pose(thigh=20)), props=(Prop(kind=kind, height=0.45),), text="A bow.")
    assert set(frame.parts) > set(BODY_PART_ROLES)
    assert frame.text == "A bow."
    assert all(part in PART_ROLES for part in frame.parts)


def test_the_mat_is_as_thick_as_it_is_drawn() -> None:
    mat = draw_frames(MOVEMENTS["pelvic-clock"], "right")[0].parts["mat"]
    assert path_extent(mat)[3] == round(500 * MAT_THICKNESS_M)


def test_the_hip_points_from_above_stay_square_on_the_right_and_turn_on_the_fault() -> None:
    kickstand = MOVEMENTS["kickstand-hinge"]
    right = [frame.parts["hips_belt"] for frame in draw_frames(kickstand, "right")]
    fault = [frame.parts["hips_belt"] for frame in draw_frames(kickstand, "fault")]
    assert len(set(right)) == 1
    assert fault[0] == right[0]
    left, _, after, _ = path_extent(fault[-1])
    assert after - left > 40
