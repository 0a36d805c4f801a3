"""Small pictures of things without anybody: one for each track, and some for pages that have nothing to show yet. PURE.

A vignette tells nothing that the words beside it don't; it says by which hand the site is drawn, and is quiet.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lessons.body.drawing.scenery import (
    Layer,
    Layers,
    bench,
    broad_plant,
    court,
    cup,
    dumbbell,
    end_of_wall,
    folded_towel,
    ground,
    hung_towel,
    leaning_paddle,
    leaning_stick,
    mat,
    net,
    pickleball,
    pillow,
    plain_chair,
    pool,
    rail,
    risen_disc,
    rolled_mat,
    shadow,
    shelf,
    side_table,
    side_wall,
    sky,
    tall_plant,
    telephone,
    wall,
)

_LEFT, _RIGHT, _BOTTOM, _TOP = -1.28, 1.28, -0.22, 0.96
"""The picture of a track, m: all have one size, so that three of them stand side by side."""
_NEAR = -0.085
"""Where things stand that are in front of the wall."""


@dataclass(frozen=True, slots=True)
class Vignette:
    """Layers from far to near, and what is seen of them: left, bottom, right and top, m.

    `is_alone`: the things stand on the page itself, with no room around them.
    """

    layers: tuple[Layer, ...]
    window: tuple[float, float, float, float]
    is_alone: bool = False


def _of_track(layers: Layers) -> Vignette:
    return Vignette(tuple(layers), (_LEFT, _BOTTOM, _RIGHT, _TOP))


def _alone(half: float, top: float, layers: Layers) -> Vignette:
    """Things on a patch of ground, as wide as `half` to each side."""
    return Vignette((*pool(0.0, -0.005, half), *layers), (-half - 0.02, -0.06, half + 0.02, top), True)


VIGNETTES: Mapping[str, Vignette] = {
    "neutral": _of_track(
        [
            *ground(_LEFT, _RIGHT, _BOTTOM),
            *wall(-0.72, _RIGHT, _TOP),
            *side_wall(-0.72, _LEFT, _TOP, 0.17),
            *shadow(-0.58, -0.38, -0.055),
            *broad_plant(-0.48, -0.055, 1.3),
            *mat(-0.06, 1.02, -0.195, 0.115),
            *pillow(0.80, -0.13),
        ]
    ),
    "hinge": _of_track(
        [
            *ground(_LEFT, _RIGHT, _BOTTOM),
            *wall(_LEFT, _RIGHT, _TOP),
            *rail(-0.52, 0.33, 0.79),
            *hung_towel(-0.201, 0.79),
            *leaning_stick(0.50, 0.65, _NEAR, 0.89),
            *shadow(-1.10, -0.55, -0.11),
            *rolled_mat(-0.82, -0.11),
            *shadow(0.76, 1.16, _NEAR),
            *dumbbell(0.84, _NEAR),
            *dumbbell(1.07, _NEAR - 0.03),
        ]
    ),
    "sit": _of_track(
        [
            *sky(_LEFT, _RIGHT, _TOP),
            *court(_LEFT, _RIGHT, _BOTTOM, -0.05, 0.65),
            *net(-0.20, _LEFT, -0.02),
            *shadow(0.22, 1.16, _NEAR - 0.03),
            *bench(0.20, 1.18, _NEAR - 0.03),
            *folded_towel(0.98, _NEAR - 0.03 + 0.464),
            *leaning_paddle(0.22, _NEAR - 0.05, 14),
            *pickleball(-0.10, _NEAR - 0.07),
        ]
    ),
    "mat": _alone(0.62, 0.80, [*tall_plant(-0.34, 0.0, 1.1), *shadow(-0.12, 0.48, 0.0), *rolled_mat(0.18, 0.0)]),
    "chair": _alone(0.50, 0.94, [*shadow(-0.27, 0.22, 0.0), *plain_chair(-0.22, 0.0), *folded_towel(0.02, 0.45)]),
    "chairs": _alone(0.80, 0.94, [*plain_chair(-0.62, 0.0), *plain_chair(0.62, 0.0, -1)]),
    "court": _alone(0.62, 0.62, [*bench(-0.37, 0.51, 0.0), *leaning_paddle(-0.37, 0.0, 14), *pickleball(-0.05, 0.0)]),
    "telephone": _alone(0.50, 0.72, [*side_table(0.0, 0.0), *telephone(-0.07, 0.49), *cup(0.10, 0.49)]),
    "rail": Vignette((*rail(-0.43, 0.43, 0.0), *hung_towel(-0.32, 0.0)), (-0.46, -0.48, 0.46, 0.12), True),
}
"""Name -> picture. `neutral`, `hinge` and `sit` are those of the tracks."""

HERO: Layers = [*risen_disc(-0.02, 0.80, 0.10), *shadow(0.49, 0.61, 0.0), *broad_plant(0.55, 0.0, 0.95)]
"""Behind whoever hinges on the home page."""

_FOOT = 0.05
"""How high the foot of the wall behind somebody is seen, m above the floor they stand on."""


def room_behind(
    track: str, left: float, bottom: float, right: float, top: float, *, is_court: bool, wall_left: float | None
) -> Layers:
    """What is behind somebody who practices a lesson of this track, in a window in m: a piece of the track's room.

    It keeps to the right and, where bodies lie or reach, high up. `wall_left`: where a wall of the lesson ends that
    goes on to the rim.
    """
    if is_court:
        return [
            *sky(left, right, top),
            *court(left, right, bottom, _FOOT, right + 1.0),
            *net(left + 0.30, left, _FOOT - 0.02),
        ]
    room = [*sky(left, right, top), *wall(left, right, top, _FOOT), *ground(left, right, bottom, _FOOT)]
    if wall_left is not None and wall_left > left:
        room += end_of_wall(left, wall_left, top)
    if track == "neutral":
        return [*room, *shelf(right - 0.52, right + 0.20, top - 0.66), *broad_plant(right - 0.24, top - 0.66, 0.80)]
    if track == "hinge":
        return [*room, *rail(right - 0.44, right + 0.30, top - 0.20), *hung_towel(right - 0.155, top - 0.20)]
    if track == "sit":
        return [*room, *shadow(right - 0.26, right - 0.14, 0.02), *tall_plant(right - 0.20, 0.02, 1.15, -1)]
    return [*room, *shadow(right - 0.30, right - 0.18, 0.02), *broad_plant(right - 0.24, 0.02, 1.15)]
