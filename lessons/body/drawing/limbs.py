"""Outlines of legs, shoes and arms: points in m, drawn along the links of the skeleton. PURE.

Widths are m of a figure 1.65 m tall; `scale` is how much larger the figure is. They are drawn, not measured.
"""

from collections.abc import Mapping
from math import hypot, sqrt

from lessons.body.drawing.link_axes import LinkAxes, direction, hanging_axes, unit_vector
from lessons.body.model.pose import Point2D


class LegOutlines:
    """One leg, from the crease of the hip to the hem, and the muscles of its thigh.

    Short names as in a table of points: t thigh, s shank, k knee.
    """

    def __init__(self, hip: Point2D, knee: Point2D, ankle: Point2D, scale: float) -> None:
        self.thigh = hanging_axes(hip, knee, scale)
        self.shank = hanging_axes(knee, ankle, scale)
        self.thigh_m = hypot(knee[0] - hip[0], knee[1] - hip[1]) / scale
        self.shank_m = hypot(ankle[0] - knee[0], ankle[1] - knee[1]) / scale
        t, s = self.thigh, self.shank
        front = unit_vector(t.fx + s.fx, t.fy + s.fy, (t.fx, t.fy))
        # 1 for a straight leg, toward 0 for a folded one: the cosine of half the knee's flexion.
        self.cos_half = max(0.35, hypot(t.fx + s.fx, t.fy + s.fy) / 2)
        self.knee = LinkAxes(knee, (-front[1], front[0]), front, scale)

    def outline(self) -> list[Point2D]:
        t, s, k = self.thigh, self.shank, self.knee
        long, short = self.thigh_m, self.shank_m
        back = min(0.046 / self.cos_half, 0.085)
        return [
            t(-0.02, 0.082),
            t(0.30 * long, 0.085),
            t(0.72 * long, 0.062),
            k(0.0, 0.052),
            s(0.38 * short, 0.042),
            s(short + 0.004, 0.033),
            s(short + 0.004, -0.038),
            s(0.68 * short, -0.042),
            s(0.30 * short, -0.062),
            k(0.0, -back),
            t(0.68 * long, -0.062),
            t(0.28 * long, -0.086),
            t(-0.05, -0.062),
        ]

    def hamstrings(self) -> list[Point2D]:
        t, long = self.thigh, self.thigh_m
        return [
            t(0.15 * long, -0.068),
            t(0.40 * long, -0.024),
            t(0.90 * long, -0.034),
            t(0.66 * long, -0.056),
            t(0.36 * long, -0.076),
        ]

    def quadriceps(self) -> list[Point2D]:
        t, long = self.thigh, self.thigh_m
        return [
            t(0.10 * long, 0.066),
            t(0.42 * long, 0.072),
            t(0.72 * long, 0.054),
            t(0.93 * long, 0.034),
            t(0.45 * long, 0.012),
        ]


def shoe_outline(joints: Mapping[str, Point2D], scale: float) -> list[Point2D]:
    """A shoe that bends at the ball of the foot."""
    heel, ball, toe, ankle = joints["heel"], joints["ball"], joints["toe"], joints["ankle"]
    fx, fy = direction(heel, ball)
    back = LinkAxes(heel, (-fy, fx), (fx, fy), scale)
    tx, ty = direction(ball, toe)
    front = LinkAxes(toe, (-ty, tx), (tx, ty), scale)
    top = LinkAxes(ankle, (-fy, fx), (fx, fy), scale)
    return [
        back(0.0, 0.0),
        back(0.035, -0.012),
        top(0.012, -0.042),
        top(0.008, 0.040),
        top(-0.022, 0.085),
        front(0.036, -0.030),
        front(0.014, 0.008),
        front(0.0, -0.010),
        (ball[0], ball[1]),
    ]


def arm_outlines(
    shoulder: Point2D, joints: Mapping[str, Point2D], scale: float, fist: bool
) -> tuple[list[Point2D], list[Point2D]]:
    """The arm with its hand, and the sleeve over it. `fist` closes the hand."""
    elbow, wrist, hand, tip = joints["elbow"], joints["wrist"], joints["hand"], joints["fingertip"]
    upper, lower = hanging_axes(shoulder, elbow, scale), hanging_axes(elbow, wrist, scale)
    palm = hanging_axes(wrist, tip, scale)
    long = hypot(elbow[0] - shoulder[0], elbow[1] - shoulder[1]) / scale
    fore = hypot(wrist[0] - elbow[0], wrist[1] - elbow[1]) / scale
    fingers = hypot(tip[0] - wrist[0], tip[1] - wrist[1]) / scale
    if fist:
        fingers = min(fingers, hypot(hand[0] - wrist[0], hand[1] - wrist[1]) / scale + 0.03)
    # `cos_half` as at the knee. `inner`: how far from a folded elbow the inner sides of upper arm and forearm meet.
    cos_half = max(0.26, hypot(upper.fx + lower.fx, upper.fy + lower.fy) / 2)
    inner = 0.036 * sqrt(max(0.0, 1 - cos_half * cos_half)) / cos_half
    front = unit_vector(upper.fx + lower.fx, upper.fy + lower.fy, (upper.fx, upper.fy))
    bend = LinkAxes(elbow, (-front[1], front[0]), front, scale)
    arm = [
        upper(0.30 * long, 0.036),
        bend(0.0, 0.034 / cos_half),
        lower(max(0.28 * fore, inner + 0.012), 0.036),
        lower(fore, 0.022),
        palm(0.48 * fingers, 0.030),
        palm(1.0 * fingers, 0.0),
        palm(0.46 * fingers, -0.026),
        lower(fore, -0.021),
        lower(0.24 * fore, -0.036),
        bend(0.0, -0.034),
        upper(0.30 * long, -0.040),
    ]
    sleeve = [
        upper(-0.052, 0.0),
        upper(0.0, 0.052),
        upper(0.62 * long, 0.044),
        upper(0.64 * long, -0.046),
        upper(0.0, -0.054),
    ]
    return arm, sleeve
