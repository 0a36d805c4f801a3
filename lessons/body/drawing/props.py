"""Which things there are around a body, their parts and colors, and in which layer each part is painted. PURE.

`furniture` draws what stands still, `held` what is carried or worn.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from lessons.body.animation.keyframes import Prop
from lessons.body.drawing import furniture, held
from lessons.body.drawing.furniture import MAT_THICKNESS_M, Parts
from lessons.body.drawing.scene import Scene
from lessons.body.drawing.shapes import polyline
from lessons.body.model.pose import Skeleton

PROP_PART_ROLES: Mapping[str, str] = {
    "floor": "floor",
    "wall": "wall",
    "skirting": "skirting",
    "mat": "mat",
    "mat_edge": "mat-dark",
    "pad": "mat",
    "chair_far": "wood-dark",
    "chair": "wood",
    "chair_seat": "wood",
    "chair_top": "wood-light",
    "cushion": "cushion",
    "bed_legs": "wood-dark",
    "bed_frame": "wood",
    "bed_mattress": "china",
    "bed_pillow": "china",
    "bed_blanket": "water",
    "stair": "panel",
    "stair_treads": "wood",
    "toilet_tank": "china",
    "toilet_bowl": "china",
    "toilet_shade": "china-dark",
    "toilet_seat": "china",
    "rail": "rail",
    "stool_far": "wood-dark",
    "stool": "wood",
    "stool_top": "wood-light",
    "counter": "panel",
    "counter_door": "panel-dark",
    "counter_top": "wood",
    "towel": "cushion",
    "bottle": "water",
    "bottle_label": "label",
    "bottle_cap": "metal",
    "bottle_handle": "metal-line",
    "ball": "ball",
    "ball_holes": "ball-holes",
    "tee": "metal-line",
    "golf_ball": "china",
    "golf_cup": "metal-far",
    "weed": "leaf",
    "stick": "stick",
    "stick_light": "stick-light",
    "dumbbell_far": "metal-far",
    "dumbbell": "metal",
    "dumbbell_light": "metal-light",
    "box": "wood",
    "box_gaps": "gaps",
    "box_posts": "wood-light",
    "box_handle": "handle",
    "hugged_bag": "bag",
    "hugged_bag_seams": "seams",
    "groceries_leek": "leaf",
    "groceries_bread": "wood-light",
    "shopping_bag_handles": "seams",
    "shopping_bag": "bag",
    "shopping_bag_side": "bag-dark",
    "shopping_bag_rim": "bag-rim",
    "paddle_grip": "metal-far",
    "paddle": "paddle",
    "paddle_shine": "paddle-shine",
    "club_shaft": "metal-line",
    "club_grip": "club-grip",
    "club_head": "metal",
    "shovel_shaft": "wood-line",
    "shovel_grip": "wood-line",
    "shovel_blade": "metal",
    "child_shoe_far": "sole-far",
    "child_leg_far": "child-dark",
    "child_shoe": "sole",
    "child_neck": "neck",
    "child": "child",
    "child_head": "skin",
    "child_hair": "wood-dark",
    "child_ear": "skin-far",
    "child_face": "eye",
    "child_mouth": "face",
    "child_arm": "skin-line",
    "child_sleeve": "child-dark",
    "clock_edge": "china-dark",
    "clock": "dial",
    "clock_digits": "digits",
    "clock_marble": "marble",
    "bowl": "dial",
    "bowl_shade": "china-dark",
    "bowl_soup": "soup",
    "lamp_light_far": "light",
    "lamp_light": "light",
    "lamps": "lamp-dots",
}
"""Part of a prop -> the role that gives its color, as for the parts of the body."""

HELD_KINDS = frozenset({"dowel", "box", "bag", "dumbbells", "paddle", "golf club", "shovel"})
"""Kinds of props that the hands close around."""
ONE_HANDED_KINDS = frozenset({"paddle"})
"""Those that the near hand holds alone where the far one has a place of its own."""
RAIL_KINDS = frozenset({"toilet"})
"""Kinds with a rail for the far hand."""


@dataclass(slots=True)
class PropLayers:
    """Parts of props by when they are painted: before the body, just before its trunk or its near arm, after all."""

    behind: Parts
    under_trunk: Parts = field(default_factory=dict)
    under_near_arm: Parts = field(default_factory=dict)
    on_top: Parts = field(default_factory=dict)

    def of(self, part: str) -> Parts:
        """The layer that a part belongs to."""
        if part in _BEHIND:
            return self.behind
        if part.startswith(_UNDER_TRUNK):
            return self.under_trunk
        if part.startswith(_ON_TOP):
            return self.on_top
        return self.under_near_arm if part.startswith(_UNDER_NEAR_ARM) else self.behind


def draw_props(props: Iterable[Prop], skeleton: Skeleton, scene: Scene) -> PropLayers:
    """The floor and all props, in layers."""
    ground = -MAT_THICKNESS_M if any(prop.kind == "mat" for prop in props) else 0.0
    layers = PropLayers(behind={"floor": polyline([(-2.0, ground), (2.0, ground)])})
    for prop in props:
        for part, shape in PROP_DRAWERS[prop.kind](prop, skeleton, scene).items():
            layers.of(part)[part] = shape
    return layers


_UNDER_TRUNK = ("stick", "shopping_bag", "groceries")
_UNDER_NEAR_ARM = (
    *("box", "hugged_bag", "bowl", "lamp", "child", "paddle"),
    *("dumbbell", "club", "shovel", "weed"),
)
"""How the names of parts begin that are painted so late."""
_ON_TOP = ("clock", "child_arm", "child_sleeve")
_BEHIND = frozenset({"dumbbell_far", "lamp_light_far"})

_Drawer = Callable[[Prop, Skeleton, Scene], Parts]
PROP_DRAWERS: Mapping[str, _Drawer] = {
    "wall": furniture.wall_parts,
    "mat": furniture.mat_parts,
    "pad": furniture.pad_parts,
    "chair": furniture.chair_parts,
    "shin chair": furniture.shin_chair_parts,
    "toilet": furniture.toilet_parts,
    "bed": furniture.bed_parts,
    "stair": furniture.stair_parts,
    "stool": furniture.stool_parts,
    "counter": furniture.counter_parts,
    "towel": furniture.towel_parts,
    "bottle": furniture.bottle_parts,
    "ball": furniture.ball_parts,
    "teed ball": furniture.teed_ball_parts,
    "golf ball": furniture.golf_ball_parts,
    "golf cup": furniture.golf_cup_parts,
    "weed": furniture.weed_parts,
    "dowel": held.dowel_parts,
    "stick": held.loose_stick_parts,
    "dumbbells": held.dumbbell_parts,
    "box": held.box_parts,
    "hugged bag": held.hugged_bag_parts,
    "bag": held.shopping_bag_parts,
    "paddle": held.paddle_parts,
    "golf club": held.golf_club_parts,
    "putter": held.putter_parts,
    "shovel": held.shovel_parts,
    "child": held.child_parts,
    "clock": held.clock_parts,
    "soup": held.bowl_parts,
    "lamps": held.lamp_parts,
}
"""Kind of a prop -> the function that draws it."""
