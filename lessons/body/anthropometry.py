"""How long and how heavy each part of a body is.

Source: Dumas, Cheze & Verriest, "Adjustments to McConville et al. and Young et al. body segment
inertial parameters", Journal of Biomechanics 2007;40:543, as printed in the KineticsToolkit
anthropometry table. Reference people: man 1.77 m, woman 1.61 m. Two things are ours:

* the shank's mass of the man is .048 (another transcription prints .045), and every mass is then
  divided by the sum, so that a body weighs exactly what it weighs;
* the forward offsets of the centres of mass are left out, and pelvis, torso and head lie on one line
  when the back is neutral.

From other sources: ankle height .039 of stature (Winter), shoulder height above the hip .2961 (man) and
.2870 (woman) of stature along the trunk (de Leva 1996), ankle over a quarter of the foot.

Lengths are metres, masses kilograms, centres of mass fractions of the length from the named first end.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Literal, get_args

Sex = Literal["f", "m"]

STATURE_M = (1.2, 2.3)
MASS_KG = (30.0, 250.0)

ANKLE_HEIGHT = 0.039
"""Ankle above the floor, as a fraction of stature."""
ANKLE_FROM_HEEL = 0.25
"""Where the ankle stands over the foot, as a fraction of foot length."""
BALL_FROM_HEEL = 0.72
"""Where the toes begin to bend, as a fraction of foot length (for drawing)."""
FOOT_COM_HEIGHT_M = 0.02
LUMBAR_OF_TORSO = 0.38
"""How much of the line L5/S1 -> C7 is low back (five vertebrae); the rest is rib cage."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One row of the table: `mass` of ONE such segment, `length` and `com` as fractions."""

    mass: float
    length: float
    com: float


def _normalised(stature_mm: float, rows: Mapping[str, tuple[float, float, float]]) -> Mapping[str, Segment]:
    total = sum(mass * (2 if name in PAIRED else 1) for name, (mass, _, _) in rows.items())
    return MappingProxyType(
        {name: Segment(mass / total, length / stature_mm, com) for name, (mass, length, com) in rows.items()}
    )


PAIRED = frozenset({"upper_arm", "forearm", "hand", "thigh", "shank", "foot"})

# mass as a fraction of the body, length in mm, centre of mass from the first end:
# head C7 -> top, torso C7 -> L5/S1, pelvis L5/S1 -> hip, limbs from the trunk outwards, foot heel -> toe.
SEGMENTS: Mapping[Sex, Mapping[str, Segment]] = MappingProxyType(
    {
        "m": _normalised(
            1770,
            {
                "head": (0.067, 277, 0.536),
                "torso": (0.333, 477, 0.420),
                "pelvis": (0.142, 94, 0.280),
                "upper_arm": (0.024, 271, 0.452),
                "forearm": (0.017, 253, 0.417),
                "hand": (0.006, 80, 0.839),
                "thigh": (0.123, 432, 0.429),
                "shank": (0.048, 433, 0.410),
                "foot": (0.012, 265, 0.436),
            },
        ),
        "f": _normalised(
            1610,
            {
                "head": (0.067, 253, 0.575),
                "torso": (0.304, 429, 0.436),
                "pelvis": (0.146, 107, 0.232),
                "upper_arm": (0.022, 243, 0.454),
                "forearm": (0.013, 247, 0.411),
                "hand": (0.005, 71, 0.768),
                "thigh": (0.146, 379, 0.377),
                "shank": (0.045, 388, 0.404),
                "foot": (0.010, 233, 0.443),
            },
        ),
    }
)

SHOULDER_ABOVE_HIP: Mapping[Sex, float] = MappingProxyType({"m": 0.2961, "f": 0.2870})


@dataclass(frozen=True)
class Body:
    """A person: `sex` "f" or "m", stature in metres, mass in kilograms.

    Raises ValueError, with a sentence fit to show, for anything no grown body has.
    """

    sex: Sex
    stature_m: float
    mass_kg: float

    def __post_init__(self) -> None:
        if self.sex not in get_args(Sex):
            raise ValueError("Sex must be f or m, the two sets of measurements there are.")
        for name, value, (low, high), unit in (
            ("Stature", self.stature_m, STATURE_M, "m"),
            ("Mass", self.mass_kg, MASS_KG, "kg"),
        ):
            if not (math.isfinite(value) and low <= value <= high):
                raise ValueError(f"{name} must be from {low:g} to {high:g} {unit}.")

    @cached_property
    def lengths(self) -> Mapping[str, float]:
        """Segment name -> metres."""
        return MappingProxyType({name: segment.length * self.stature_m for name, segment in SEGMENTS[self.sex].items()})

    @cached_property
    def masses(self) -> Mapping[str, float]:
        """Segment name -> kilograms of ONE such segment (a body has two of each in PAIRED)."""
        return MappingProxyType({name: segment.mass * self.mass_kg for name, segment in SEGMENTS[self.sex].items()})

    @cached_property
    def coms(self) -> Mapping[str, float]:
        """Segment name -> centre of mass as a fraction of length from the first end."""
        return MappingProxyType({name: segment.com for name, segment in SEGMENTS[self.sex].items()})

    @cached_property
    def ankle_height_m(self) -> float:
        return ANKLE_HEIGHT * self.stature_m

    @cached_property
    def shoulder_above_hip_m(self) -> float:
        return SHOULDER_ABOVE_HIP[self.sex] * self.stature_m

    def along_foot(self, share: float) -> float:
        """Metres ahead of the ankle of the point `share` (0 heel .. 1 toe) along a flat foot."""
        return (share - ANKLE_FROM_HEEL) * self.lengths["foot"]
