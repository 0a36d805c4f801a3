"""Where the things that stand still are: wall, seat and the chair at the shins. PURE.

They are placed by the right variant of a movement, so that right and fault share one room: the wall is where the right
hips touch it, the seat is under the hips that come down on it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import hypot

from lessons.body.animation.keyframes import Prop, Variant
from lessons.body.animation.solver import solve_frames
from lessons.body.drawing.figure import Surfaces
from lessons.body.model.anthropometry import Body
from lessons.body.model.pose import SEAT_FLESH_M, Skeleton, Support

SEAT_KINDS = frozenset({"chair", "toilet", "bed"})
"""Kinds of props that are sat on."""
SEAT_BACK_M = 0.32
"""From the hips of a seated figure to the back edge of the seat."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Places in m: the face of the wall, the hips over the seat, the seat's front edge, the knees before the shins.

    `open_m` changes from frame to frame: how far the far hip has swung open.
    """

    wall_x: float
    seat_x: float
    seat_front: float
    shin_x: float
    open_m: float = 0.0

    def surfaces(self, props: Iterable[Prop]) -> Surfaces:
        """What of these props the body's flesh is pressed against."""
        has_wall, seat_m = False, None
        for prop in props:
            has_wall = has_wall or prop.kind == "wall"
            if seat_m is None and prop.kind in SEAT_KINDS:
                seat_m = prop.height
        return Surfaces(
            wall_x=self.wall_x if has_wall else None,
            seat=None if seat_m is None else (self.seat_x - SEAT_BACK_M, self.seat_front, seat_m),
        )


@lru_cache(maxsize=256)
def scene_of_variant(right: Variant, body: Body) -> Scene:
    """The room of a movement, from the keyframes of its right variant."""
    keyframes = solve_frames(right, body, len(right.keyframes))
    sitting = [
        frame.skeleton
        for frame, keyframe in zip(keyframes, right.keyframes, strict=True)
        if keyframe.seat_m is not None or keyframe.pose.support is Support.SEAT
    ]
    start = keyframes[0].skeleton
    seated = sitting[0] if sitting else start
    return Scene(
        wall_x=min(frame.skeleton["wall_touch"][0] for frame in keyframes),
        seat_x=seated["hip"][0],
        seat_front=_seat_front(seated),
        shin_x=start["knee"][0],
    )


def scene_of_pose(skeleton: Skeleton) -> Scene:
    """The room of a single pose."""
    return Scene(
        wall_x=skeleton["wall_touch"][0],
        seat_x=skeleton["hip"][0],
        seat_front=_seat_front(skeleton),
        shin_x=skeleton["knee"][0],
    )


def _seat_front(seated: Skeleton) -> float:
    """x of the seat's front edge, as far forward as thighs that slope down allow when flesh gives way by 3 cm."""
    (hx, hy), (kx, ky) = seated["hip"], seated["knee"]
    length = hypot(kx - hx, ky - hy)
    across, down = (kx - hx) / length, max((hy - ky) / length, 0.02)
    along = (SEAT_FLESH_M + 0.03 - 0.085 * across) / down
    return hx + min(0.18, along * across - 0.085 * down)
