"""Outlines of trunk, hips and spine: points in m, drawn along pelvis, low back and ribs. PURE.

Widths are m of a figure 1.65 m tall; `scale` is how much larger the figure is. They are drawn, not measured.
"""

from itertools import pairwise
from math import hypot

from lessons.body.drawing.limbs import LegOutlines
from lessons.body.drawing.link_axes import LinkAxes, direction, rising_axes, unit_vector
from lessons.body.model.anthropometry import Body
from lessons.body.model.pose import SPINE, Point2D, Skeleton


class TrunkOutlines:
    """The trunk with its muscles. It bends with the spine: the low back has axes at each of its six joints.

    Short names as in a table of points: q pelvis, r ribs, `at[i]` joint of the low back, t thigh.
    """

    def __init__(self, body: Body, skeleton: Skeleton, scale: float) -> None:
        p = skeleton.points
        self.scale = scale
        self.woman = body.sex == "f"
        self.bend = max(-35.0, min(60.0, skeleton.pose.lumbar))
        self.pelvis = rising_axes(p["hip"], direction(p["hip"], p["l5s1"]), scale)
        self.ribs = rising_axes(p["t12l1"], direction(p["t12l1"], p["c7"]), scale)
        self.ribs_m = hypot(p["c7"][0] - p["t12l1"][0], p["c7"][1] - p["t12l1"][1]) / scale
        # At every joint of the low back, the mean direction of the links that meet there.
        ends = [p["hip"], *(p[name] for name in SPINE)]
        self.at = [rising_axes(ends[i], direction(ends[i - 1], ends[i + 1]), scale) for i in range(1, 7)]
        # How far the skin of the low back is behind its joints: farther as the back rounds, so that the hollow fills.
        self.hollow = 0.064 + 0.0007 * self.bend if self.bend > 0 else 0.064 + 0.0005 * self.bend

    def outline(self) -> list[Point2D]:
        q, r, at, ribs = self.pelvis, self.ribs, self.at, self.ribs_m
        bend = self.bend
        bust = 0.126 if self.woman else 0.118
        belly = (0.088 if self.woman else 0.097) - 0.0003 * max(bend, 0)
        upper = 0.094 + 0.0002 * max(bend, 0)
        return [
            q(0.085, -0.080),
            at[1](0.0, -(self.hollow + 0.008)),
            at[3](0.0, -self.hollow),
            at[5](0.0, -(self.hollow + 0.012)),
            r(0.38 * ribs, -upper),
            r(0.74 * ribs, -0.092),
            r(1.0 * ribs, -0.052),
            r(0.99 * ribs, 0.040),
            r(0.72 * ribs, 0.104),
            r(0.42 * ribs, bust),
            r(0.06 * ribs, 0.100),
            at[2](0.0, belly),
            q(0.085, 0.078),
        ]

    def hips(self, leg: LegOutlines) -> list[Point2D]:
        q, t = self.pelvis, leg.thigh
        return [
            q(0.126, 0.0),
            q(0.130, -0.080),
            q(0.084, -0.094),
            self._buttock(leg)(0.119, 0.0),
            t(0.080, -0.090),
            t(0.140, -0.050),
            t(0.03, 0.074),
            q(0.050, 0.088),
            q(0.122, 0.088),
        ]

    def _buttock(self, leg: LegOutlines) -> LinkAxes:
        """Axes from the hip joint backward, half way between the back of the pelvis and the back of the thigh."""
        q, t = self.pelvis, leg.thigh
        x, y = unit_vector(-q.fx - t.fx, -q.fy - t.fy, (-q.fx, -q.fy))
        return LinkAxes((q.x, q.y), (x, y), (-y, x), self.scale)

    def belt(self) -> list[Point2D]:
        q = self.pelvis
        return [q(0.122, -0.080), q(0.112, 0.0), q(0.116, 0.085)]

    def glutes(self, leg: LegOutlines) -> list[Point2D]:
        q, t, buttock = self.pelvis, leg.thigh, self._buttock(leg)
        return [q(0.085, -0.088), buttock(0.112, 0.0), t(0.060, -0.086), t(0.045, -0.035), q(0.045, -0.030)]

    def back_extensors(self) -> list[Point2D]:
        q, r, at, ribs = self.pelvis, self.ribs, self.at, self.ribs_m
        skin = self.hollow - 0.006
        return [
            q(0.137, -0.070),
            at[3](0.0, -skin),
            r(0.34 * ribs, -0.085),
            r(0.68 * ribs, -0.082),
            r(0.20 * ribs, -0.052),
            at[2](0.0, -(skin - 0.030)),
        ]

    def abdominal_wall(self) -> list[Point2D]:
        q, r, at = self.pelvis, self.ribs, self.at
        return [
            q(0.135, 0.080),
            at[2](0.0, 0.081),
            r(0.08 * self.ribs_m, 0.090),
            at[3](0.0, 0.052),
            q(0.140, 0.050),
        ]

    def _vertebra_ends(self) -> list[Point2D]:
        """The six joints of the low back as they are drawn, between skin and belly."""
        deep = self.hollow - 0.026
        return [
            axes(0.0, -(deep + extra))
            for axes, extra in zip(self.at, (0.016, 0.006, 0.001, 0.0, 0.003, 0.010), strict=True)
        ]

    def spine(self) -> list[Point2D]:
        r, ribs = self.ribs, self.ribs_m
        low = self._vertebra_ends()
        return [
            self.pelvis(0.050, -0.068),
            low[0],
            low[3],
            r(0.22 * ribs, -0.058),
            r(0.70 * ribs, -0.060),
            r(1.04 * ribs, -0.022),
        ]

    def lumbar(self) -> list[tuple[Point2D, Point2D]]:
        """The five vertebrae of the low back, each a dash with a gap to the next."""
        vertebrae = []
        for (x0, y0), (x1, y1) in pairwise(self._vertebra_ends()):
            dx, dy = (x1 - x0) * 0.2, (y1 - y0) * 0.2
            vertebrae.append(((x0 + dx, y0 + dy), (x1 - dx, y1 - dy)))
        return vertebrae
