"""Lesson slug -> movement: the right way and its commonest fault, one file for each track. PURE."""

from collections.abc import Mapping
from types import MappingProxyType

from lessons.body.animation.keyframes import Movement
from lessons.body.animation.movements.hinge import HINGE_MOVEMENTS
from lessons.body.animation.movements.neutral import NEUTRAL_MOVEMENTS
from lessons.body.animation.movements.sit import SIT_MOVEMENTS

MOVEMENTS: Mapping[str, Movement] = MappingProxyType(
    {movement.slug: movement for movement in (*NEUTRAL_MOVEMENTS, *HINGE_MOVEMENTS, *SIT_MOVEMENTS)}
)

__all__ = ["HINGE_MOVEMENTS", "MOVEMENTS", "NEUTRAL_MOVEMENTS", "SIT_MOVEMENTS"]
