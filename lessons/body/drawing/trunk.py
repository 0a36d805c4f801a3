"""Trunk: shirt, waistband, spine, and the muscles of back and belly, along pelvis, low back and ribs. PURE.

Short names as in a table of points: q pelvis, r ribs (its length `R`), `at[i]` joint i of the low back. Numbers are m
along a link and ahead of it, of a body 1.65 m tall.
"""

from math import hypot

from lessons.body.drawing.link_axes import direction, mix, ramp, rising_axes
from lessons.body.drawing.people import Build
from lessons.body.drawing.shapes import OutlinePoint
from lessons.body.model.pose import SPINE, Skeleton


class Trunk:
    """The trunk with its muscles. It bends with the spine: the low back has axes at each of its six joints."""

    def __init__(self, skeleton: Skeleton, scale: float, build: Build) -> None:
        p = skeleton.points
        self.build = build
        self.bend = max(-35.0, min(60.0, skeleton.pose.lumbar))
        self.pelvis = rising_axes(p["hip"], direction(p["hip"], p["l5s1"]), scale)
        self.ribs = rising_axes(p["t12l1"], direction(p["t12l1"], p["c7"]), scale)
        self.ribs_m = hypot(p["c7"][0] - p["t12l1"][0], p["c7"][1] - p["t12l1"][1]) / scale
        # At every joint of the low back, the mean direction of the links that meet there.
        ends = [p["hip"], *(p[name] for name in SPINE)]
        self.at = [rising_axes(ends[i], direction(ends[i - 1], ends[i + 1]), scale) for i in range(1, 7)]
        # How far the skin of the low back is behind its joints: farther as the back rounds, so that the hollow fills.
        self.skin = 0.0635 + (0.0006 if self.bend > 0 else 0.0004) * self.bend
        # A rounded low back folds the belly and pushes it out a little.
        self.squeezed = ramp(self.bend, 10, 60)

    def _belly(self, ahead: float, by: float = 0.004) -> float:
        return ahead + by * self.squeezed

    def outline(self) -> list[OutlinePoint]:
        """The shirt, from the back of the waist up the back and down the front."""
        q, r, at, ribs, build = self.pelvis, self.ribs, self.at, self.ribs_m, self.build
        skin, back = self.skin, build.upper_back
        return [
            q(0.105, -0.079, 0),
            at[1](0.004, -(skin + 0.0075)), at[3](0.0, -skin), at[5](-0.010, -(skin + 0.010)),
            r(0.26 * ribs, -(back - 0.006)), r(0.55 * ribs, -back), r(0.80 * ribs, -(back - 0.022)),
            r(0.97 * ribs, -0.052), r(1.04 * ribs, -0.030, 0.4), r(0.985 * ribs, 0.046, 0.4),
            r(0.90 * ribs, 0.070), r(0.74 * ribs, build.bust - 0.020), r(0.50 * ribs, build.bust),
            r(0.26 * ribs, self._belly(build.chest + 0.010, 0.006)), r(0.02 * ribs, self._belly(build.chest - 0.006)),
            at[3](0.0, self._belly(build.waist)), at[1](0.0, self._belly(build.belly)),
            q(0.085, build.belly - 0.0005, 0),
        ]  # fmt: skip

    def folds(self) -> list[list[OutlinePoint]]:
        """Two creases in the shirt, in front, that grow as the trunk bends."""
        grown = ramp(self.bend, 8, 60)
        long = mix(0.006, 0.040, grown)
        front = [self._belly(self.build.waist) - 0.006, self._belly(self.build.waist + 0.003) - 0.006]
        lines = []
        for axes, ahead in zip((self.at[2], self.at[4]), front, strict=True):
            lines.append([axes(0.002, ahead), axes(0.005, ahead - long)])
        return lines

    def belt(self) -> list[OutlinePoint]:
        q, wide = self.pelvis, self.build.hip
        front = self.build.belly
        return [
            q(0.139, -0.0815 * wide, 0), q(0.126, 0.0), q(0.124, front, 0),
            q(0.100, front, 0), q(0.102, 0.0), q(0.113, -0.0850 * wide, 0),
        ]  # fmt: skip

    def back_extensors(self) -> list[list[OutlinePoint]]:
        """A column between skin and vertebrae, from the sacrum to the ribs; then a fiber."""
        q, r, at, ribs = self.pelvis, self.ribs, self.at, self.ribs_m
        outer, inner, back = self.skin - 0.0085, self.skin - 0.0255, self.build.upper_back
        muscle = [
            q(0.100, -0.0755, 0.2), at[1](0.004, -outer - 0.006), at[3](0.0, -outer), at[5](-0.010, -outer - 0.009),
            r(0.26 * ribs, -(back - 0.0175)), r(0.55 * ribs, -(back - 0.014)), r(0.80 * ribs, -0.063, 0.2),
            r(0.55 * ribs, -(back - 0.030)), r(0.26 * ribs, -(back - 0.034)), at[5](-0.010, -inner - 0.009),
            at[3](0.0, -inner), at[1](0.004, -inner - 0.006),
        ]  # fmt: skip
        middle = (outer + inner) / 2
        fiber = [
            at[0](0.0, -middle - 0.012), at[2](0.0, -middle), at[4](0.0, -middle - 0.003),
            r(0.26 * ribs, -(back - 0.025)), r(0.60 * ribs, -(back - 0.023)),
        ]  # fmt: skip
        return [muscle, _there_and_back(fiber)]

    def abdominal_wall(self) -> list[list[OutlinePoint]]:
        """Behind the skin of the belly, from the pubic bone to the ribs; then two fibers."""
        q, r, at, ribs, build = self.pelvis, self.ribs, self.at, self.ribs_m, self.build
        belly, waist, chest = (self._belly(value) for value in (build.belly, build.waist, build.chest))
        muscle = [
            q(0.040, build.belly - 0.010, 0.3), q(0.110, belly - 0.008), at[1](0.0, belly - 0.009),
            at[3](0.0, waist - 0.009), r(0.02 * ribs, chest - 0.016), r(0.20 * ribs, chest - 0.004, 0.3),
            r(0.02 * ribs, chest - 0.048), at[3](0.0, waist - 0.046), at[1](0.0, belly - 0.048),
            q(0.110, belly - 0.046),
        ]  # fmt: skip
        fibers = [
            [
                q(0.09, belly - 0.020),
                at[1](0.0, belly - 0.022),
                at[3](0.0, waist - 0.021),
                r(0.06 * ribs, chest - 0.024),
            ],
            [q(0.100, belly - 0.034), at[1](0.0, belly - 0.036), at[3](0.0, waist - 0.034), r(0.0, chest - 0.036)],
        ]
        return [muscle, *map(_there_and_back, fibers)]

    def _vertebra_points(self) -> list[OutlinePoint]:
        """The six joints of the low back as they are drawn: between the muscle of the back and the belly."""
        deep = self.skin - 0.037
        return [
            axes(0.0, -(deep + extra))
            for axes, extra in zip(self.at, (0.016, 0.006, 0.001, 0.0, 0.003, 0.008), strict=True)
        ]

    def lumbar(self) -> list[OutlinePoint]:
        """The five vertebrae of the low back, as one run."""
        return self._vertebra_points()

    def spine(self) -> list[OutlinePoint]:
        """The vertebrae of the ribs, as one run."""
        r, ribs = self.ribs, self.ribs_m
        return [
            self._vertebra_points()[-1],
            r(0.22 * ribs, -0.047), r(0.48 * ribs, -0.056), r(0.74 * ribs, -0.050), r(0.95 * ribs, -0.030),
        ]  # fmt: skip

    def sacrum(self) -> list[OutlinePoint]:
        q = self.pelvis
        return [self._vertebra_points()[0], q(0.072, -0.056), q(0.045, -0.066), q(0.020, -0.060)]


def _there_and_back(fiber: list[OutlinePoint]) -> list[OutlinePoint]:
    """An open stroke is filled from its end to its start; on a bent trunk that would color more than the muscle."""
    return [*fiber, *reversed(fiber[:-1])]
