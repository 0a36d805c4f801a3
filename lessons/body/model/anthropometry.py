"""Length, mass and center of mass of each segment of a body, scaled to stature and mass. PURE.

Source: the table of Dumas, Cheze and Verriest (J Biomech 2007;40:543), `docs/evidence.md` section 1.2. Reference
people: man 1.77 m, woman 1.61 m. Two departures are ours:

* the man's shank has a mass of .048 (one transcription has .045), and all masses are divided by their sum, so that
  the segments of a body add up to exactly its mass;
* the forward offsets of the centers of mass are left out, and pelvis, torso and head lie on one line when the back is
  neutral.

From other tables: the shoulder (section 1.1), the ankle's height (section 1.3), and the conventions of section 1.5.

Lengths are in m, masses in kg, centers of mass in fractions of the segment's length from its first end.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Literal, get_args

Sex = Literal["f", "m"]

STATURE_RANGE_M = (1.2, 2.3)
MASS_RANGE_KG = (30.0, 250.0)

ANKLE_HEIGHT = 0.039
"""Ankle above the floor, as a fraction of stature."""
ANKLE_FROM_HEEL = 0.25
"""Where the ankle is over the foot, as a fraction of foot length from the heel."""
BALL_FROM_HEEL = 0.72
"""Where the toes bend, as a fraction of foot length from the heel. For the picture."""
FOOT_COM_HEIGHT_M = 0.02
"""Center of mass of the foot above its sole."""
LUMBAR_OF_TORSO = 0.38
"""The fraction of the line L5/S1 -> C7 that is low back (five vertebrae); the rest is rib cage."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One row of the table, in fractions.

    `mass`: of one such segment, to the body's. `length`: to stature. `com`: where its center of mass is, from the first
    end (0) to the second (1).
    """

    mass: float
    length: float
    com: float


def _normalized(stature_mm: float, rows: Mapping[str, tuple[float, float, float]]) -> Mapping[str, Segment]:
    total = sum(mass * (2 if name in PAIRED_SEGMENTS else 1) for name, (mass, _, _) in rows.items())
    return MappingProxyType(
        {name: Segment(mass / total, length / stature_mm, com) for name, (mass, length, com) in rows.items()}
    )


PAIRED_SEGMENTS = frozenset({"upper_arm", "forearm", "hand", "thigh", "shank", "foot"})
"""Segments that a body has two of."""

# Mass as a fraction of the body's, length in mm, center of mass as a fraction of the length from the first end:
# head C7 -> top, torso C7 -> L5/S1, pelvis L5/S1 -> hip, limbs from the trunk outward, foot heel -> toe.
SEGMENTS: Mapping[Sex, Mapping[str, Segment]] = MappingProxyType(
    {
        "m": _normalized(
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
        "f": _normalized(
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
"""Shoulder above the hip along a straight trunk, as a fraction of stature."""


@dataclass(frozen=True)
class Body:
    """A person. `sex` chooses the table; every length scales with stature, every mass with body mass.

    Raises ValueError, its message a sentence fit to show, for a sex without a table and for a stature or mass outside
    `STATURE_RANGE_M` and `MASS_RANGE_KG`.
    """

    sex: Sex
    stature_m: float
    mass_kg: float

    def __post_init__(self) -> None:
        if self.sex not in get_args(Sex):
            raise ValueError("Sex must be f or m, the two sets of measurements there are.")
        for name, value, (low, high), unit in (
            ("Stature", self.stature_m, STATURE_RANGE_M, "m"),
            ("Mass", self.mass_kg, MASS_RANGE_KG, "kg"),
        ):
            if not (math.isfinite(value) and low <= value <= high):
                raise ValueError(f"{name} must be from {low:g} to {high:g} {unit}.")

    @cached_property
    def lengths(self) -> Mapping[str, float]:
        """Segment name -> m."""
        return MappingProxyType({name: segment.length * self.stature_m for name, segment in SEGMENTS[self.sex].items()})

    @cached_property
    def masses(self) -> Mapping[str, float]:
        """Segment name -> kg of one such segment; a body has two of each in `PAIRED_SEGMENTS`."""
        return MappingProxyType({name: segment.mass * self.mass_kg for name, segment in SEGMENTS[self.sex].items()})

    @cached_property
    def coms(self) -> Mapping[str, float]:
        """Segment name -> center of mass as a fraction of the length from the first end."""
        return MappingProxyType({name: segment.com for name, segment in SEGMENTS[self.sex].items()})

    @cached_property
    def ankle_height_m(self) -> float:
        return ANKLE_HEIGHT * self.stature_m

    @cached_property
    def shoulder_above_hip_m(self) -> float:
        return SHOULDER_ABOVE_HIP[self.sex] * self.stature_m

    def along_foot(self, ratio: float) -> float:
        """How far ahead of the ankle, m, the point at `ratio` of a flat foot is (0 heel, 1 toe)."""
        return (ratio - ANKLE_FROM_HEEL) * self.lengths["foot"]
