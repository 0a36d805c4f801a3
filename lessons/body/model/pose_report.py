"""One pose with all its numbers, for checking the model by hand. PURE. Printed by `manage.py body`."""

from dataclasses import dataclass
from math import isfinite
from typing import Any, cast

from lessons.body.model.anthropometry import Body, Sex
from lessons.body.model.balance import is_balanced, pose_error, solve
from lessons.body.model.loads import Loads, loads
from lessons.body.model.pose import NEAR_ANGLES, Point2D, Pose, Skeleton, center_of_mass, joints

INPUT_LIMITS = {
    "shank": (-30.0, 50.0),
    "thigh": (-30.0, 130.0),
    "lean": (-30.0, 110.0),
    "arm": (-60.0, 180.0),
    "load": (0.0, 100.0),
    "com-share": (0.0, 1.0),
}


@dataclass(frozen=True, slots=True)
class PoseReport:
    """A pose of a body and what follows from it. `com`: center of mass of body and load, m."""

    body: Body
    pose: Pose
    skeleton: Skeleton
    com: Point2D
    loads: Loads
    load_kg: float

    def as_json(self) -> dict[str, Any]:
        """Degrees, m, Nm (both legs together), Nm per kg of body mass for one leg, N."""
        per_leg = self.loads.per_leg_nm_per_kg
        pose = self.pose
        angles = {name: getattr(pose, name) for name in NEAR_ANGLES}
        angles |= {"pelvis": pose.pelvis, "knee": pose.knee, "hip": pose.hip}
        return {
            "lean": _tidy(pose.lean),
            "angles": {name: _tidy(value) for name, value in angles.items()},
            "joints": {
                name: [_tidy(x), _tidy(y)]
                for name, (x, y) in self.skeleton.points.items()
                if not name.endswith(("_far", "_com", "_touch"))
            },
            "com": [_tidy(self.com[0]), _tidy(self.com[1])],
            "moments_nm": {name: _tidy(getattr(self.loads, name)) for name in ("ankle", "knee", "hip", "l5s1")},
            "per_leg_nm_per_kg": {name: _tidy(getattr(per_leg, name)) for name in ("ankle", "knee", "hip")},
            "compression_n": _tidy(self.loads.compression_n),
            "shear_n": _tidy(self.loads.shear_n),
        }

    def as_text(self) -> str:
        """The same for reading at a terminal, and the shares of the work."""
        pose, moments, per_leg = self.pose, self.loads, self.loads.per_leg_nm_per_kg
        shares = moments.shares
        lines = [
            f"shank {pose.shank:.1f}  thigh {pose.thigh:.1f}  lean {pose.lean:.1f}  arm {pose.arm:.1f}  (degrees)",
            f"knee bend {pose.knee:.1f}  hip bend {pose.hip:.1f}",
            f"center of mass {self.com[0]:.4f}, {self.com[1]:.4f} m (ankle at 0, floor at 0)",
            *(
                f"{name:<10} {self.skeleton[name][0]:8.4f} {self.skeleton[name][1]:8.4f} m"
                for name in ("ankle", "knee", "hip", "l5s1", "c7", "shoulder", "hand", "vertex")
            ),
            f"moments, both legs: ankle {moments.ankle:.1f}  knee {moments.knee:.1f}  hip {moments.hip:.1f}  "
            f"L5/S1 {moments.l5s1:.1f} Nm",
            f"per leg: ankle {per_leg.ankle:.3f}  knee {per_leg.knee:.3f}  hip {per_leg.hip:.3f} Nm/kg",
            f"compression {moments.compression_n:.0f} N  shear {moments.shear_n:.0f} N "
            "(one back muscle 5 cm behind L5/S1, along the trunk)",
            f"shares: hip {shares.hip:.0%}  knee {shares.knee:.0%}  low back {shares.low_back:.0%}",
        ]
        if not is_balanced(self.body, self.skeleton, self.load_kg):
            lines.append("The center of mass is off the foot: nobody could hold this still.")
        return "\n".join(lines)


def pose_report(
    *,
    sex: str,
    stature_m: float,
    mass_kg: float,
    shank: float,
    thigh: float,
    lean: float | None = None,
    arm: float = 0.0,
    load_kg: float = 0.0,
    com_ratio: float = 0.5,
) -> PoseReport:
    """The report of a standing pose: degrees, m, kg.

    With `lean` None the lean is solved so that the center of mass is over `com_ratio` of the foot. Raises ValueError
    (UnreachablePoseError is one), its message one sentence fit to show.
    """
    inputs = {"shank": shank, "thigh": thigh, "arm": arm, "load": load_kg, "com-share": com_ratio}
    if lean is not None:
        inputs["lean"] = lean
    for name, value in inputs.items():
        low, high = INPUT_LIMITS[name]
        if not (isfinite(value) and low <= value <= high):
            raise ValueError(f"The {name} must be a number from {low:g} to {high:g}.")
    body = Body(cast("Sex", sex), stature_m, mass_kg)
    pose = Pose(shank=shank, thigh=thigh, arm=arm, lean=0.0 if lean is None else lean)
    if lean is None:
        pose = solve(body, pose, "lean", com_ratio=com_ratio, load=load_kg)
    skeleton = joints(body, pose)
    if error := pose_error(skeleton):
        raise ValueError(error)
    com = center_of_mass(body, skeleton, load_kg)
    return PoseReport(body, pose, skeleton, com, loads(body, skeleton, load=load_kg), load_kg)


def _tidy(value: float) -> float:
    # Adding 0.0 turns -0.0 into 0.0, so that no "-0.0" is printed.
    return round(value, 6) + 0.0
