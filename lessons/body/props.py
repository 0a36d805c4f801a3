"""Floor, wall, chair and the things in the hands: where they stand, what they are pressed by, how they are drawn.

What stands still is placed by the right version of a movement, so that right and fault share one room: the wall is
where the right hips touch it, the seat is under the hips that come down on it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from lessons.body.anthropometry import Body
from lessons.body.figure import Surfaces
from lessons.body.moving import Prop, Version, instants
from lessons.body.outline import dashes, smooth, straight
from lessons.body.pose import Point, Skeleton, Support

Parts = dict[str, str]

ROLES: Mapping[str, str] = {
    "floor": "floor",
    "wall": "wall",
    "mat": "mat",
    "chair": "wood",
    "cushion": "cushion",
}
"""Part of a prop -> role, as for the parts of the body."""
LINES = frozenset({"floor", "chair"})

SEAT_FRONT_M, SEAT_BACK_M = 0.14, 0.34
"""From the hips of a seated figure to the front and the back edge of the seat."""
MAT_M = 0.022


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands still, metres: the wall's face, the hips over the seat, the knees' front at rest."""

    wall_x: float
    seat_x: float
    shin_x: float
    hand: Point

    def surfaces(self, props: tuple[Prop, ...]) -> Surfaces:
        wall = any(prop.kind == "wall" for prop in props)
        seat = next((prop for prop in props if prop.kind in SEATS), None)
        return Surfaces(
            wall_x=self.wall_x if wall else None,
            seat=(self.seat_x - SEAT_BACK_M, self.seat_x + SEAT_FRONT_M, seat.height) if seat else None,
        )


@cache
def scene_of(right: Version, body: Body) -> Scene:
    keys = [instant for instant in instants(right, body, len(right.keys)) if instant.key is not None]
    seats = [
        instant.skeleton["hip"][0]
        for instant, key in zip(keys, right.keys, strict=True)
        if key.seat_m is not None or key.pose.support is Support.SEAT
    ]
    first = keys[0].skeleton
    return Scene(
        wall_x=min(instant.skeleton["wall_touch"][0] for instant in keys),
        seat_x=seats[-1] if seats else first["hip"][0],
        shin_x=first["knee"][0],
        hand=first["hand"],
    )


def scene_at(skeleton: Skeleton) -> Scene:
    """Everything placed by one pose."""
    return Scene(
        wall_x=skeleton["wall_touch"][0],
        seat_x=skeleton["hip"][0],
        shin_x=skeleton["knee"][0],
        hand=skeleton["hand"],
    )


def prop_parts(props: tuple[Prop, ...], skeleton: Skeleton, scene: Scene) -> tuple[Parts, Parts, Parts]:
    """Path data of all props: behind the body, in the near hand (before the near arm is drawn), and in front."""
    ground = -MAT_M if any(prop.kind in ("mat", "pad") for prop in props) else 0.0
    behind: Parts = {"floor": straight([(-2.0, ground), (2.0, ground)])}
    riding: Parts = {}
    before: Parts = {}
    for prop in props:
        drawn = _DRAW[prop.kind](prop, skeleton, scene)
        (behind if prop.kind in BEHIND else riding if prop.kind in RIDING else before).update(drawn)
    return behind, riding, before


def _box(left: float, right: float, bottom: float, top: float) -> str:
    return straight([(left, bottom), (left, top), (right, top), (right, bottom)], closed=True)


def _soft_box(left: float, right: float, bottom: float, top: float) -> str:
    w, h = (right - left) * 0.12, (top - bottom) * 0.3
    return smooth(
        [
            (left, bottom + h), (left, top - h), (left + w, top), (right - w, top),
            (right, top - h), (right, bottom + h), (right - w, bottom), (left + w, bottom),
        ]
    )  # fmt: skip


def _wall(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    return {"wall": _box(scene.wall_x - 0.07, scene.wall_x, 0.0, 1.85)}


def _chair(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    back, front, top = scene.seat_x - SEAT_BACK_M, scene.seat_x + SEAT_FRONT_M, min(prop.height, 0.45) - 0.018
    return {
        "chair": dashes(
            [
                ((back, 0.0), (back, top + 0.45)),
                ((front - 0.03, 0.0), (front - 0.03, top)),
                ((back, top), (front, top)),
            ]
        )
    } | ({"cushion": _soft_box(back + 0.03, front, 0.45, prop.height)} if prop.height > 0.5 else {})


def _shin_chair(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    edge = max(scene.shin_x, skeleton["knee"][0]) + 0.06
    top = 0.40
    return {
        "chair": dashes(
            [
                ((edge + 0.03, 0.0), (edge + 0.03, top)),
                ((edge + 0.40, 0.0), (edge + 0.40, top + 0.42)),
                ((edge, top), (edge + 0.40, top)),
            ]
        )
    }


def _mat(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    return {"mat": _box(prop.x, prop.x + prop.height, -MAT_M, 0.0)}


Draw = Callable[[Prop, Skeleton, Scene], Parts]
_DRAW: Mapping[str, Draw] = {
    "wall": _wall,
    "chair": _chair,
    "shin chair": _shin_chair,
    "mat": _mat,
    "pad": _mat,
}
SEATS = frozenset({"chair", "toilet"})
BEHIND = frozenset({"wall", "chair", "shin chair", "mat", "pad", "toilet"})
RIDING = frozenset({"bag", "box"})
