"""Arm with its hand, sleeve and knuckles. PURE.

Short names as in a table of points: u upper arm, l forearm, k elbow, w hand. Numbers are m along a link and ahead of
it, of a body 1.65 m tall.
"""

from collections.abc import Mapping
from math import cos, hypot, radians, tan
from typing import Literal

from lessons.body.drawing.link_axes import hanging_axes, joint_axes, mix, smooth_max, turn_deg
from lessons.body.drawing.people import Build
from lessons.body.drawing.shapes import OutlinePoint
from lessons.body.model.pose import Point2D

HandKind = Literal["open", "fist", "flat"]

# From the wrist toward the fingertips, the thumb's side ahead: along, ahead, softness. From front to back.
_OPEN = (
    (-0.012, 0.0215, 1), (0.028, 0.030, 1), (0.062, 0.050, 1), (0.083, 0.052, 1), (0.078, 0.040, 1),
    (0.066, 0.029, 0.3), (0.104, 0.0295, 1), (0.138, 0.030, 1), (0.162, 0.021, 1), (0.146, -0.002, 1),
    (0.104, -0.0235, 1), (0.056, -0.031, 1), (-0.012, -0.0205, 1),
)  # fmt: skip
_FIST = (
    (-0.020, 0.0215, 1), (0.016, 0.027, 1), (0.036, 0.037, 1), (0.062, 0.040, 1), (0.086, 0.032, 1), (0.099, 0.014, 1),
    (0.098, -0.010, 1), (0.086, -0.029, 1), (0.058, -0.036, 1), (0.022, -0.029, 1), (-0.020, -0.0205, 1),
)  # fmt: skip
_FLAT = (
    (0.022, 0.030, 1), (0.070, 0.0255, 1), (0.120, 0.017, 1), (0.156, 0.006, 1), (0.162, -0.008, 1), (0.146, -0.020, 1),
    (0.080, -0.028, 1), (0.010, -0.030, 1), (-0.026, -0.025, 1), (-0.033, -0.002, 1),
)  # fmt: skip
_HANDS: Mapping[HandKind, tuple[tuple[float, float, float], ...]] = {"open": _OPEN, "fist": _FIST, "flat": _FLAT}

_KNUCKLES: Mapping[HandKind, tuple[tuple[tuple[float, float], ...], ...]] = {
    "open": (((0.092, 0.010), (0.120, 0.011), (0.144, 0.010)), ((0.094, -0.006), (0.116, -0.005), (0.138, -0.003))),
    "fist": (((0.050, 0.010), (0.072, 0.012), (0.088, 0.010)), ((0.052, -0.010), (0.072, -0.010), (0.086, -0.012))),
    "flat": (((0.096, 0.002), (0.118, -0.002), (0.140, -0.008)), ((0.092, -0.010), (0.112, -0.014), (0.132, -0.016))),
}


class Arm:
    """One arm: its outline as far as the wrist, and the hand over it."""

    def __init__(
        self,
        shoulder: Point2D,
        joints: Mapping[str, Point2D],
        scale: float,
        build: Build,
        hand: HandKind,
        upper_arm_m: float,
    ) -> None:
        elbow, wrist, tip = joints["elbow"], joints["wrist"], joints["fingertip"]
        self.upper = hanging_axes(shoulder, elbow, scale)
        self.lower = hanging_axes(elbow, wrist, scale)
        self.palm = hanging_axes(wrist, tip, scale)
        self.elbow = joint_axes(elbow, self.upper, self.lower)
        self.upper_m = hypot(elbow[0] - shoulder[0], elbow[1] - shoulder[1]) / scale
        self.lower_m = hypot(wrist[0] - elbow[0], wrist[1] - elbow[1]) / scale
        # Cloth keeps its length where the arm looks shorter because it points at the viewer.
        self.sleeve_m = upper_arm_m / scale
        self.wide, self.hand = build.arm, hand
        self.elbow_deg = max(0.0, turn_deg((self.upper.ax, self.upper.ay), (self.lower.ax, self.lower.ay)))

    def outline(self) -> list[OutlinePoint]:
        """Down the front, across the wrist inside the hand, and up the back."""
        u, k, low, w = self.upper, self.elbow, self.lower, self.palm
        long, fore, wide = self.upper_m, self.lower_m, self.wide
        half = radians(min(self.elbow_deg, 150.0) / 2)
        inner = 0.034 * tan(half)
        # From the elbow on, the forearm is free of the upper arm.
        free = min(smooth_max(0.17 * fore, inner + 0.010), 0.62 * fore)
        return [
            u(0.25 * long, 0.043 * wide),
            u(0.52 * long, 0.0405 * wide),
            u(long - smooth_max(0.24 * long, inner + 0.012), 0.0355 * wide),
            k(0, min(0.033 / cos(half), 0.060), 0.5),
            low(free, 0.0385 * wide),
            low(mix(free, fore, 0.38), 0.0335 * wide),
            low(0.80 * fore, 0.0245 * wide),
            w(0.012, 0.0215),
            w(0.012, -0.0200),
            low(0.78 * fore, -0.0235 * wide),
            low(0.45 * fore, -0.031 * wide),
            low(0.18 * fore, -0.0375 * wide),
            k(0, -0.0355 * wide),
            u(0.82 * long, -0.035 * wide),
            u(0.52 * long, -0.0415 * wide),
            u(0.25 * long, -0.044 * wide),
        ]

    def hand_outline(self) -> list[OutlinePoint]:
        """From the front of the wrist round the fingers to its back: open, so that no line runs across the wrist."""
        return [self.palm(along, ahead, soft) for along, ahead, soft in _HANDS[self.hand]]

    def sleeve(self) -> list[OutlinePoint]:
        u, long, wide = self.upper, self.sleeve_m, mix(1.0, self.wide, 0.6)
        return [
            u(-0.056, -0.006), u(-0.030, 0.040), u(0.10 * long, 0.0545 * wide), u(0.34 * long, 0.0525 * wide),
            u(0.56 * long, 0.050 * wide, 0), u(0.585 * long, 0.0), u(0.57 * long, -0.051 * wide, 0),
            u(0.34 * long, -0.0545 * wide), u(0.10 * long, -0.056 * wide), u(-0.030, -0.044),
        ]  # fmt: skip

    def hem(self) -> list[OutlinePoint]:
        """The seam above the end of the sleeve."""
        u, long, wide = self.upper, self.sleeve_m, mix(1.0, self.wide, 0.6)
        return [u(0.505 * long, 0.0505 * wide), u(0.53 * long, 0.0), u(0.515 * long, -0.0515 * wide)]

    def knuckles(self) -> list[list[OutlinePoint]]:
        return [[self.palm(along, ahead) for along, ahead in line] for line in _KNUCKLES[self.hand]]
