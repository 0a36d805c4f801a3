"""One pose with all its numbers, for checking the model by hand: what `manage.py body` prints."""

from dataclasses import dataclass
from math import isfinite
from typing import Any, cast

from lessons.body.anthropometry import Body, Sex
from lessons.body.balance import check, is_balanced, solve
from lessons.body.loads import Loads, loads
from lessons.body.pose import ANGLES, Point, Pose, Skeleton, centre_of_mass, joints

LIMITS = {
    "shank": (-30.0, 50.0),
    "thigh": (-30.0, 130.0),
    "lean": (-30.0, 110.0),
    "arm": (-60.0, 180.0),
    "load": (0.0, 100.0),
    "com-share": (0.0, 1.0),
}


@dataclass(frozen=True, slots=True)
class OnePose:
    body: Body
    pose: Pose
    skeleton: Skeleton
    com: Point
    loads: Loads
    load_kg: float

    def as_json(self) -> dict[str, Any]:
        """Degrees, metres, Nm (both legs together), Nm per kg of body and leg, newtons."""
        per_leg = self.loads.per_leg_nm_per_kg
        pose = self.pose
        angles = {name: getattr(pose, name) for name in ANGLES}
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
        pose, found, per_leg = self.pose, self.loads, self.loads.per_leg_nm_per_kg
        share = found.shares
        lines = [
            f"shank {pose.shank:.1f}  thigh {pose.thigh:.1f}  lean {pose.lean:.1f}  arm {pose.arm:.1f}  (degrees)",
            f"knee bend {pose.knee:.1f}  hip bend {pose.hip:.1f}",
            f"centre of mass {self.com[0]:.4f}, {self.com[1]:.4f} m (ankle at 0, floor at 0)",
            *(
                f"{name:<10} {self.skeleton[name][0]:8.4f} {self.skeleton[name][1]:8.4f} m"
                for name in ("ankle", "knee", "hip", "l5s1", "c7", "shoulder", "hand", "vertex")
            ),
            f"moments, both legs: ankle {found.ankle:.1f}  knee {found.knee:.1f}  hip {found.hip:.1f}  "
            f"L5/S1 {found.l5s1:.1f} Nm",
            f"per leg: ankle {per_leg.ankle:.3f}  knee {per_leg.knee:.3f}  hip {per_leg.hip:.3f} Nm/kg",
            f"compression {found.compression_n:.0f} N  shear {found.shear_n:.0f} N "
            "(one back muscle 5 cm behind L5/S1, along the trunk)",
            f"shares: hip {share.hip:.0%}  knee {share.knee:.0%}  low back {share.low_back:.0%}",
        ]
        if not is_balanced(self.body, self.skeleton, self.load_kg):
            lines.append("The centre of mass is off the foot: nobody could hold this still.")
        return "\n".join(lines)


def one_pose(
    *,
    sex: str,
    stature_m: float,
    mass_kg: float,
    shank: float,
    thigh: float,
    lean: float | None = None,
    arm: float = 0.0,
    load_kg: float = 0.0,
    com_share: float = 0.5,
) -> OnePose:
    """A standing pose; `lean` None solves it so that the centre of mass is over `com_share` of the foot.

    Raises ValueError (Unreachable is one) whose message is one sentence.
    """
    asked = {"shank": shank, "thigh": thigh, "arm": arm, "load": load_kg, "com-share": com_share}
    if lean is not None:
        asked["lean"] = lean
    for name, value in asked.items():
        low, high = LIMITS[name]
        if not (isfinite(value) and low <= value <= high):
            raise ValueError(f"The {name} must be a number from {low:g} to {high:g}.")
    body = Body(cast("Sex", sex), stature_m, mass_kg)
    pose = Pose(shank=shank, thigh=thigh, arm=arm, lean=0.0 if lean is None else lean)
    if lean is None:
        pose = solve(body, pose, "lean", com_share=com_share, load=load_kg)
    skeleton = joints(body, pose)
    if wrong := check(skeleton):
        raise ValueError(wrong)
    com = centre_of_mass(body, skeleton, load_kg)
    return OnePose(body, pose, skeleton, com, loads(body, skeleton, load=load_kg), load_kg)


def _tidy(value: float) -> float:
    # Adding 0.0 turns -0.0 into 0.0.
    return round(value, 6) + 0.0
