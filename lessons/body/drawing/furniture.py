"""How what stands still is drawn: wall, floor mat, seats, counter, and the small things on stool and floor. PURE.

Each function gives the parts of one thing, far to near. Things are filled shapes in two or three tones.
"""

from lessons.body.animation.keyframes import Prop
from lessons.body.drawing.scene import SEAT_BACK_M, Scene
from lessons.body.drawing.shapes import (
    OutlinePoint,
    Shape,
    block,
    circle_shape,
    closed_curve,
    dots,
    joined,
    open_curve,
    polyline,
    rigid_strokes,
    rounded_box,
)
from lessons.body.model.pose import Point2D, Skeleton

Parts = dict[str, Shape]
"""Part -> shape, in painter's order."""

MAT_THICKNESS_M = 0.022
_CHAIR_HEIGHT_M = 0.45
"""Chairs are this high; what is higher is drawn as a cushion on the chair."""
_WALL_M = (0.50, 1.9)
"""How far behind its face a wall is drawn, and how high."""


def wall_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    face = scene.wall_x
    return {
        "wall": block(face - _WALL_M[0], face, 0.0, _WALL_M[1]),
        "skirting": block(face - _WALL_M[0], face + 0.012, 0.0, 0.085),
    }


def mat_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    left, right = prop.x, prop.x + prop.height
    return {
        "mat": rounded_box(left, right, -MAT_THICKNESS_M, 0.0, 0.008),
        "mat_edge": rounded_box(left, right, -MAT_THICKNESS_M, -0.010, 0.006),
    }


def pad_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """A soft pad on the ground; a knee sinks into it."""
    return {"pad": rounded_box(prop.x, prop.x + prop.height, 0.0, 0.032, 0.014)}


def chair_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """A chair under the hips that sit down on it, facing ahead."""
    back, top = scene.seat_x - SEAT_BACK_M, min(prop.height, _CHAIR_HEIGHT_M)
    depth = scene.seat_front - back
    parts = {
        part: joined(closed_curve((back + along, up, soft) for along, up, soft in stroke) for stroke in strokes)
        for part, strokes in chair_outlines(depth, top).items()
    }
    if prop.height > _CHAIR_HEIGHT_M:
        parts["cushion"] = rounded_box(back + 0.015, back + depth + 0.005, _CHAIR_HEIGHT_M, prop.height, 0.035)
    return parts


def shin_chair_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """A chair that faces the body, its front edge at the shins. Knees that come forward push it away."""
    edge = max(scene.shin_x, skeleton["knee"][0]) + 0.075
    depth = 0.37
    origin: Point2D = (edge + depth, 0.0)
    return {
        part: rigid_strokes(
            origin, (1.0, 0.0), ([(-along, up, soft) for along, up, soft in stroke] for stroke in strokes)
        )
        for part, strokes in chair_outlines(depth, 0.42).items()
    }


def chair_outlines(depth: float, top: float) -> dict[str, list[list[OutlinePoint]]]:
    """Strokes of a chair seen from the side: m from the back edge of its seat forward, m above the floor, softness."""
    under = top - 0.03
    return {
        "chair_far": [
            _tapered(0.055, 0.050, 0.0, under, 0.020),
            _tapered(depth - 0.085, depth - 0.095, 0.0, under, 0.020),
            _corners(0.0, depth - 0.04, 0.15, 0.168),
        ],
        "chair": [
            [
                (-0.050, 0.0, 0.0), (-0.016, 0.22, 1.0), (-0.008, top, 1.0), (-0.072, top + 0.43, 0.5),
                (-0.040, top + 0.44, 0.5), (0.026, top, 1.0), (0.018, 0.22, 1.0), (-0.024, 0.0, 0.0),
            ],
            _tapered(depth - 0.028, depth - 0.036, 0.0, under, 0.026),
        ],
        "chair_seat": [_corners(-0.012, depth - 0.004, top - 0.045, top - 0.014)],
        "chair_top": [
            [
                (-0.016, top - 0.020, 0.5), (-0.014, top, 0.5), (depth - 0.012, top, 0.6), (depth, top - 0.010, 0.8),
                (depth - 0.006, top - 0.020, 0.6),
            ]
        ],
    }  # fmt: skip


def bed_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """The end of a bed under the hips that sit down on its edge, its pillow behind."""
    edge, top = scene.seat_front, prop.height
    head = edge - 0.95
    blanket = [
        (edge - 0.60, top + 0.006, 0.3), (edge - 0.04, top + 0.006, 0.6), (edge + 0.010, top - 0.04, 0.8),
        (edge + 0.014, top - 0.24, 0.3), (edge - 0.060, top - 0.25, 0.8), (edge - 0.30, top - 0.235, 1.0),
        (edge - 0.56, top - 0.25, 0.8), (edge - 0.60, top - 0.22, 0.3),
    ]  # fmt: skip
    return {
        "bed_legs": block(head + 0.05, head + 0.10, 0.0, top - 0.30)
        + block(edge - 0.10, edge - 0.05, 0.0, top - 0.30),
        "bed_frame": rounded_box(head - 0.02, edge - 0.005, top - 0.33, top - 0.22, 0.012)
        + rounded_box(head - 0.055, head - 0.01, 0.0, top + 0.28, 0.018),
        "bed_mattress": rounded_box(head, edge, top - 0.235, top, 0.035),
        "bed_pillow": closed_curve(
            [
                (head + 0.02, top, 0.6), (head + 0.01, top + 0.07, 1.0), (head + 0.15, top + 0.105, 1.0),
                (head + 0.30, top + 0.06, 1.0), (head + 0.31, top, 0.6),
            ]
        ),
        "bed_blanket": closed_curve(blanket),
    }  # fmt: skip


def stair_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """The lowest stair, ahead of the body, and the rise of the next one."""
    near, far, top = prop.x, prop.x + 0.34, prop.height
    return {
        "stair": block(near, far + 0.34, 0.0, top - 0.028) + block(far, far + 0.34, top - 0.028, 2 * top - 0.028),
        "stair_treads": rounded_box(near - 0.022, far + 0.02, top - 0.028, top, 0.010)
        + rounded_box(far - 0.022, far + 0.34, 2 * top - 0.028, 2 * top, 0.010),
    }


def toilet_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """Tank, bowl and seat under the hips, and a rail at the far side for the far hand."""
    x, top = scene.seat_x, prop.height
    back, front, under = x - 0.24, x + 0.20, top - 0.036
    bowl = [
        (back - 0.05, under, 0.2), (front - 0.004, under, 0.3), (front - 0.026, under - 0.09, 1.0),
        (front - 0.130, under - 0.20, 1.0), (front - 0.165, 0.07, 1.0), (front - 0.115, 0.0, 0.2),
        (back + 0.045, 0.0, 0.2), (back + 0.075, 0.10, 1.0), (back + 0.010, under - 0.13, 1.0),
        (back - 0.05, under - 0.15, 0.3),
    ]  # fmt: skip
    shade = [
        (back - 0.044, under - 0.018, 0.0), (back + 0.16, under - 0.018, 0.4), (back + 0.10, under - 0.13, 1.0),
        (back + 0.155, 0.11, 1.0), (back + 0.150, 0.006, 0.2), (back + 0.052, 0.006, 0.2), (back + 0.081, 0.10, 1.0),
        (back + 0.014, under - 0.125, 1.0), (back - 0.044, under - 0.144, 0.3),
    ]  # fmt: skip
    left, right, high = x + 0.13, x + 0.61, 0.775
    rail = [
        (left, 0.008, 0.0), (left, high - 0.05, 0.6), (left + 0.05, high, 0.6), (right - 0.05, high, 0.6),
        (right, high - 0.05, 0.6), (right, 0.008, 0.0),
    ]  # fmt: skip
    return {
        "rail": open_curve(rail),
        "toilet_tank": rounded_box(back - 0.175, back - 0.005, top - 0.01, top + 0.34, 0.018)
        + rounded_box(back - 0.188, back + 0.008, top + 0.335, top + 0.365, 0.012),
        "toilet_bowl": closed_curve(bowl),
        "toilet_shade": closed_curve(shade),
        "toilet_seat": rounded_box(back - 0.02, front + 0.006, under, top, 0.014)
        + rounded_box(back + 0.002, back + 0.026, top, top + 0.31, 0.012),
    }


def stool_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    x, under = prop.x, prop.height - 0.03
    return {
        "stool_far": polyline(_tapered(x - 0.085, x - 0.065, 0.0, under, 0.022), closed=True)
        + polyline(_tapered(x + 0.085, x + 0.065, 0.0, under, 0.022), closed=True)
        + polyline(_corners(x - 0.13, x + 0.13, 0.10, 0.117), closed=True),
        "stool": polyline(_tapered(x - 0.140, x - 0.115, 0.0, under, 0.028), closed=True)
        + polyline(_tapered(x + 0.140, x + 0.115, 0.0, under, 0.028), closed=True),
        "stool_top": rounded_box(x - 0.165, x + 0.165, prop.height - 0.034, prop.height, 0.012),
    }


def counter_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    x, top = prop.x, prop.height
    return {
        "counter": block(x + 0.02, x + 0.30, 0.0, top - 0.03),
        "counter_door": block(x + 0.055, x + 0.265, 0.11, top - 0.075) + block(x + 0.045, x + 0.30, 0.0, 0.055),
        "counter_top": rounded_box(x - 0.01, x + 0.32, top - 0.036, top, 0.01),
    }


def towel_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    x, h = prop.x, prop.height
    return {
        "towel": rounded_box(x - 0.095, x + 0.095, h, h + 0.030, 0.014)
        + rounded_box(x - 0.090, x + 0.092, h + 0.030, h + 0.062, 0.014)
    }


def bottle_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """A big bottle of water with a handle on top."""
    x = prop.x
    body = [
        (x - 0.085, 0.012, 0.6), (x - 0.085, 0.155, 0.8), (x - 0.030, 0.205, 0.8), (x - 0.026, 0.225, 0.3),
        (x + 0.026, 0.225, 0.3), (x + 0.030, 0.205, 0.8), (x + 0.085, 0.155, 0.8), (x + 0.085, 0.012, 0.6),
        (x + 0.070, 0.0, 0.6), (x - 0.070, 0.0, 0.6),
    ]  # fmt: skip
    return {
        "bottle": closed_curve(body),
        "bottle_label": block(x - 0.084, x + 0.084, 0.055, 0.115),
        "bottle_cap": rounded_box(x - 0.032, x + 0.032, 0.222, 0.252, 0.008),
        "bottle_handle": open_curve(
            [(x - 0.030, 0.215, 0.0), (x - 0.066, 0.245, 1.0), (x, 0.282, 1.0), (x + 0.066, 0.245, 1.0),
             (x + 0.030, 0.215, 0.0)]
        ),
    }  # fmt: skip


def ball_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """A pickleball on the floor."""
    return pickleball_at(prop.x, 0.0)


def pickleball_at(x: float, y: float) -> Parts:
    """A pickleball with its holes, on the ground at y."""
    r = 0.037
    holes = ((0.0, 0.0), (0.019, 0.008), (-0.019, 0.008), (0.010, -0.019), (-0.010, -0.019), (0.0, 0.022))
    return {
        "ball": circle_shape((x, y + r), r),
        "ball_holes": dots((x + dx, y + r + dy) for dx, dy in holes),
    }


def teed_ball_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """A golf ball on its tee."""
    return {
        "tee": polyline([(prop.x, 0.0), (prop.x, 0.036)])
        + polyline([(prop.x - 0.008, 0.038), (prop.x + 0.008, 0.038)]),
        "golf_ball": circle_shape((prop.x, 0.060), 0.0215),
    }


def golf_ball_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """A golf ball on the ground."""
    return {"golf_ball": circle_shape((prop.x, 0.0215), 0.0215)}


def golf_cup_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """A hole in the ground, and the ball that looks out of it."""
    x = prop.x
    return {
        "golf_cup": closed_curve([(x - 0.06, 0.004, 0.2), (x, 0.016, 1.2), (x + 0.06, 0.004, 0.2), (x, -0.006, 1.2)]),
        "golf_ball": closed_curve([(x - 0.021, 0.006, 0.3), (x - 0.015, 0.022, 1.0), (x, 0.028, 1.0),
                                   (x + 0.015, 0.022, 1.0), (x + 0.021, 0.006, 0.3)]),
    }  # fmt: skip


def weed_parts(prop: Prop, skeleton: Skeleton, scene: Scene) -> Parts:
    """A tuft of leaves in the ground."""
    x = prop.x

    def leaf(dx: float, dy: float) -> Shape:
        return closed_curve([
            (x - 0.008, 0.0, 0.2), (x + 0.55 * dx - 0.012, 0.6 * dy, 1.0), (x + dx, dy, 0.1),
            (x + 0.55 * dx + 0.014, 0.5 * dy, 1.0), (x + 0.008, 0.0, 0.2),
        ])  # fmt: skip

    return {"weed": leaf(-0.075, 0.075) + leaf(-0.025, 0.125) + leaf(0.030, 0.115) + leaf(0.080, 0.070)}


def _corners(left: float, right: float, bottom: float, top: float) -> list[OutlinePoint]:
    return [(left, bottom, 0.0), (left, top, 0.0), (right, top, 0.0), (right, bottom, 0.0)]


def _tapered(foot_x: float, top_x: float, bottom: float, top: float, wide: float) -> list[OutlinePoint]:
    """A leg that is `wide` at the top and two thirds of that at the bottom."""
    low, high = wide / 3, wide / 2
    return [
        (foot_x - low, bottom, 0.0), (top_x - high, top, 0.0), (top_x + high, top, 0.0), (foot_x + low, bottom, 0.0),
    ]  # fmt: skip
