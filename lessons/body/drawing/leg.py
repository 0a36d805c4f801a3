"""Leg with hip, its foot, and the muscles of hip and thigh. PURE.

Short names as in a table of points: q pelvis, t thigh, h shank, k knee; `hip_deg` and `knee_deg` are how far they bend.
Numbers are m along a link and ahead of it, of a body 1.65 m tall; `soft` is 0 at a corner. They are drawn by eye, the
muscles from and to their true attachments.
"""

from collections.abc import Mapping
from math import cos, hypot, radians, sin, tan

from lessons.body.drawing.link_axes import (
    LinkAxes,
    direction,
    hanging_axes,
    joint_axes,
    mix,
    ramp,
    smooth_max,
    smooth_min,
    turn_deg,
    unit_vector,
)
from lessons.body.drawing.people import Build
from lessons.body.drawing.shapes import OutlinePoint, Shape, rigid
from lessons.body.model.pose import Point2D

_HEM = 0.84
"""Trousers end at this part of the shank, so that leg, ankle and shoe are seen as three things."""


def _half_tan(angle_deg: float) -> float:
    """tan of half an angle: how far from a bent joint the surfaces on its inner side meet."""
    return tan(radians(max(0.0, min(angle_deg, 150.0)) / 2))


class Leg:
    """One leg, from the waistband to the hem: a single outline, so that no seam can open between hip and thigh."""

    def __init__(self, pelvis: LinkAxes, hip: Point2D, knee: Point2D, ankle: Point2D, build: Build) -> None:
        scale = pelvis.scale
        self.pelvis = LinkAxes(hip, (pelvis.ax, pelvis.ay), (pelvis.fx, pelvis.fy), scale)
        self.thigh = hanging_axes(hip, knee, scale)
        self.shank = hanging_axes(knee, ankle, scale)
        self.knee = joint_axes(knee, self.thigh, self.shank)
        self.thigh_m = hypot(knee[0] - hip[0], knee[1] - hip[1]) / scale
        self.shank_m = hypot(ankle[0] - knee[0], ankle[1] - knee[1]) / scale
        self.build = build
        self.hip_deg = turn_deg((-pelvis.ax, -pelvis.ay), (self.thigh.ax, self.thigh.ay))
        self.knee_deg = turn_deg((self.shank.ax, self.shank.ay), (self.thigh.ax, self.thigh.ay))
        self._hip_tan, self._knee_tan = _half_tan(self.hip_deg), _half_tan(self.knee_deg)

    def outline(self) -> list[OutlinePoint]:
        """From the front of the waist down the front, and up the back."""
        return [*self._front(), *self._shin(), *self._hem(), *self._calf(), *self._back_of_thigh(), *self._seat()]

    def far_outline(self) -> list[OutlinePoint]:
        """The leg behind the other one: without the seat, which is hidden."""
        q, t = self.pelvis, self.thigh
        _, _, _, begin, _, above_knee, _, knee = self._front()
        high, _, low = self._shin()
        ankle, _, calf, top, hollow = self._calf()
        back = self._back_of_thigh()
        front = [q(0.02, 0.02), t(0.0, 0.080), begin, above_knee, knee, high, low]
        return [*front, *self._hem(), ankle, calf, top, hollow, back[0], back[2], t(0.07, -0.062)]

    def _front(self) -> list[OutlinePoint]:
        q, t, k, long = self.pelvis, self.thigh, self.knee, self.thigh_m
        build, hip, bent = self.build, self.hip_deg, ramp(self.knee_deg, 25, 110)
        begin = smooth_max(0.30 * long, 0.081 * self._hip_tan + 0.035)
        begin = smooth_min(begin, 0.62 * long)
        # In a deep fold the thigh takes the place of the belly.
        yields = mix(0.0, 0.052, ramp(hip, 66, 125))
        crease = mix(0.0885, 0.100, ramp(hip, 10, 100)) * build.hip
        # The belly stays above the crease.
        belly = smooth_min(smooth_max(0.062, crease * sin(radians(hip / 2)) + 0.016, 0.02), 0.116)
        cx, cy = unit_vector(q.fx + t.fx, q.fy + t.fy, (q.fx, q.fy))
        r = crease * q.scale
        return [
            q(0.124, build.belly - 0.0005 - yields, 0),
            q(belly, build.belly + 0.0015 - yields),
            (q.x + r * cx, q.y + r * cy, 0.6),
            t(begin, 0.0930 * build.thigh),
            t(mix(begin, 0.80 * long, 0.52), 0.0855 * build.thigh),
            t(0.80 * long, 0.0655),
            k(mix(-0.026, -0.034, bent), mix(0.055, 0.046, bent)),
            k(mix(0.016, 0.024, bent), mix(0.053, 0.050, bent)),
        ]

    def _shin(self) -> list[OutlinePoint]:
        h, short, loose = self.shank, self.shank_m, self.build.loose
        return [h(0.17 * short, 0.0435), h(0.42 * short, 0.0375 + loose), h(0.68 * short, 0.0310 + loose)]

    def _hem(self) -> list[OutlinePoint]:
        h, short, loose = self.shank, self.shank_m, self.build.loose
        return [h(_HEM * short, 0.0305 + loose, 0), h((_HEM + 0.006) * short, -0.0365 - loose, 0)]

    def _calf(self) -> list[OutlinePoint]:
        h, k, short, build = self.shank, self.knee, self.shank_m, self.build
        top = smooth_min(smooth_max(0.15 * short, 0.052 * self._knee_tan + 0.012), 0.55 * short) / short
        return [
            h(0.70 * short, -0.0400 * build.calf - build.loose),
            h(smooth_max(0.52, top + 0.20) * short, -0.0560 * build.calf),
            h(smooth_max(0.30, top + 0.08) * short, -0.0665 * build.calf),
            h(top * short, -0.0555 * build.calf),
            k(0, -self._hollow(), 0.5),
        ]

    def _hollow(self) -> float:
        """How far the back of the knee is behind the joint."""
        return smooth_min(0.044 / cos(radians(min(self.knee_deg, 150) / 2)), 0.080, 0.01)

    def _back_of_thigh(self) -> list[OutlinePoint]:
        """Up to the fold under the buttock."""
        t, long, hip, wide = self.thigh, self.thigh_m, self.hip_deg, self.build.thigh
        pushed = smooth_min(smooth_max(0.22 * long, 0.052 * self._knee_tan + 0.010), 0.62 * long)
        return [
            t(long - pushed, -0.0565 * wide),
            t(smooth_min(0.55 * long, long - pushed - 0.04), -0.0755 * wide),
            t(smooth_min(0.33 * long, long - pushed - 0.09), -0.0845 * wide),
            t(mix(0.104, 0.078, ramp(hip, 0, 90)), -mix(0.0825, 0.0845, ramp(hip, 0, 70)) * wide),
        ]

    def _seat(self) -> list[OutlinePoint]:
        q, wide = self.pelvis, self.build.hip
        return [*self.buttock(), q(0.088, -0.0925 * wide), q(0.132, -0.0800 * wide, 0)]

    def buttock(self, inset: float = 0.0) -> list[OutlinePoint]:
        """Three points round the hip joint that open as a fan when the hip bends, as a stretched muscle does."""
        flat, wide = ramp(self.hip_deg, 0, 125), self.build.buttock
        return [
            self._polar(31 + 0.71 * self.hip_deg, mix(0.119, 0.1035, flat) * wide - inset),
            self._polar(10 + 0.40 * self.hip_deg, mix(0.1225, 0.105, flat) * wide - inset),
            self._polar(-17 + 0.10 * self.hip_deg, mix(0.112, 0.102, flat) * wide - inset),
        ]

    def _polar(self, angle_deg: float, radius: float) -> OutlinePoint:
        """A point round the hip joint, its angle counted from the pelvis' own back toward the tail."""
        angle = radians(angle_deg)
        return self.pelvis(-sin(angle) * radius, -cos(angle) * radius)

    def folds(self) -> list[list[OutlinePoint]]:
        """Creases in the cloth: at the hip, under the buttock (it irons out), and behind the knee."""
        t, k, hip, knee = self.thigh, self.knee, self.hip_deg, self.knee_deg
        crease = self._front()[2]
        deep = mix(0.012, 0.062, ramp(hip, 12, 90))
        dx, dy = direction((crease[0], crease[1]), (self.pelvis.x, self.pelvis.y))
        end = (crease[0] + dx * deep * t.scale, crease[1] + dy * deep * t.scale, 1.0)
        fold = self._back_of_thigh()[-1]
        under = mix(0.034, 0.012, ramp(hip, 5, 60)) * t.scale
        under_end = (fold[0] + t.fx * under, fold[1] + t.fy * under, 1.0)
        behind = mix(0.006, 0.034, ramp(knee, 15, 90))
        return [[crease, end], [fold, under_end], [k(0, -self._hollow()), k(0.0, behind - self._hollow())]]

    def glutes(self) -> list[list[OutlinePoint]]:
        """From the sacrum and the rim of the pelvis to the femur; then two fibers."""
        q, t, hip = self.pelvis, self.thigh, self.hip_deg
        low, middle, high = self.buttock(inset=0.011)
        muscle = [
            q(0.106, -0.074, 0.3),
            high, middle, low,
            self._polar(58 + 0.86 * hip, mix(0.098, 0.094, ramp(hip, 0, 90))),
            t(0.150, -0.052),
            t(0.162, -0.026, 0.2),
            t(0.100, -0.012),
            self._polar(-30 + 0.45 * hip, 0.026),
            q(0.066, -0.034),
        ]  # fmt: skip
        _, inner_middle, _ = self.buttock(inset=0.034)
        fibers = [
            [q(0.092, -0.066), inner_middle, t(0.130, -0.036)],
            [q(0.082, -0.050), self._polar(14 + 0.45 * hip, 0.062), t(0.128, -0.030)],
        ]
        return [muscle, *fibers]

    def hamstrings(self) -> list[list[OutlinePoint]]:
        t, long = self.thigh, self.thigh_m
        end = smooth_min(0.97 * long, long - 0.031 * self._knee_tan)
        muscle = [
            t(0.16 * long, -0.058, 0.4), t(0.34 * long, -0.075), t(0.54 * long, -0.067), t(0.76 * end, -0.049),
            t(end, -0.038, 0.2), t(0.72 * end, -0.024), t(0.45 * long, -0.020), t(0.27 * long, -0.030),
        ]  # fmt: skip
        fibers = [
            [t(0.25 * long, -0.055), t(0.5 * long, -0.053), t(0.84 * end, -0.041)],
            [t(0.28 * long, -0.042), t(0.5 * long, -0.037), t(0.76 * end, -0.034)],
        ]
        return [muscle, *fibers]

    def quadriceps(self) -> list[list[OutlinePoint]]:
        t, long = self.thigh, self.thigh_m
        begin = smooth_min(smooth_max(0.17 * long, 0.050 * self._hip_tan + 0.042), 0.44 * long)
        end = 0.97 * long

        def at(share: float, ahead: float, soft: float = 1.0) -> OutlinePoint:
            return t(mix(begin, end, share), ahead, soft)

        muscle = [
            t(begin, 0.062, 0.4), at(0.30, 0.0805), at(0.62, 0.0715), t(0.86 * long, 0.051), t(end, 0.040, 0.2),
            t(0.82 * long, 0.024), at(0.45, 0.012), at(0.12, 0.030),
        ]  # fmt: skip
        fibers = [
            [at(0.12, 0.058), at(0.45, 0.058), t(0.88 * long, 0.042)],
            [at(0.16, 0.042), at(0.45, 0.036), t(0.84 * long, 0.034)],
        ]
        return [muscle, *fibers]

    def ankle(self) -> list[OutlinePoint]:
        """The skin between hem and shoe."""
        h, short = self.shank, self.shank_m
        return [
            h(0.80 * short, 0.026), h(0.93 * short, 0.030), h(1.0 * short + 0.012, 0.038),
            h(1.0 * short + 0.012, -0.034), h(0.93 * short, -0.030), h(0.80 * short, -0.031),
        ]  # fmt: skip


def shoe_shapes(joints: Mapping[str, Point2D], scale: float) -> tuple[Shape, Shape, Shape]:
    """Upper, sole and laces of a shoe that bends at the ball of the foot; rigid while it doesn't bend."""
    ankle, heel, ball, toe = (joints[name] for name in ("ankle", "heel", "ball", "toe"))
    ahead = direction(heel, ball)
    long, toes = hypot(ball[0] - heel[0], ball[1] - heel[1]) / scale, hypot(toe[0] - ball[0], toe[1] - ball[1]) / scale
    # In the shoe's own coordinates, its origin at the ankle.
    raised = ((heel[0] - ankle[0]) * -ahead[1] + (heel[1] - ankle[1]) * ahead[0]) / scale
    behind = ((heel[0] - ankle[0]) * ahead[0] + (heel[1] - ankle[1]) * ahead[1]) / scale
    bend = radians(turn_deg(ahead, direction(ball, toe)))

    def b(along: float, up: float, soft: float = 1.0) -> OutlinePoint:
        """From the heel, toward the ball."""
        return (behind + along) * scale, (raised + up) * scale, soft

    def f(along: float, up: float, soft: float = 1.0) -> OutlinePoint:
        """From the ball, toward the toe."""
        x, y = along * cos(bend) - up * sin(bend), along * sin(bend) + up * cos(bend)
        return (behind + long + x) * scale, (raised + y) * scale, soft

    def a(along: float, up: float, soft: float = 1.0) -> OutlinePoint:
        """From the ankle."""
        return along * scale, up * scale, soft

    upper = [
        b(-0.008, 0.012), b(-0.017, 0.040), b(-0.012, 0.070), a(-0.043, 0.030, 0.35), a(-0.010, 0.018),
        a(0.034, 0.030, 0.4), a(0.062, 0.006), b(0.82 * long, 0.054), f(0.20 * toes, 0.047), f(0.78 * toes, 0.036),
        f(toes + 0.010, 0.015), f(0.5 * toes, 0.008), b(0.6 * long, 0.008),
    ]  # fmt: skip
    sole = [
        b(-0.016, 0.020), b(0.30 * long, 0.019), b(0.80 * long, 0.018), f(0.40 * toes, 0.019), f(toes + 0.016, 0.021),
        f(toes + 0.010, 0.007), f(0.62 * toes, 0.0), f(0.0, 0.0), b(0.55 * long, 0.002), b(0.10 * long, 0.0),
        b(-0.012, 0.006),
    ]  # fmt: skip
    laces = [
        [a(0.030, 0.004), a(0.044, -0.004), a(0.060, -0.004)],
        [b(0.10 * long, 0.034), b(0.30 * long, 0.030), b(0.42 * long, 0.038)],
    ]
    strokes = tuple(stroke for lace in laces for stroke in rigid(ankle, ahead, lace, closed=False).strokes)
    flat = rigid(ankle, ahead, sole)
    return rigid(ankle, ahead, upper), flat, Shape(strokes, flat.place)
