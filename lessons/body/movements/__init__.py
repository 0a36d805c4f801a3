"""The 23 movements, one for each lesson, by the lesson's slug: the right way and its commonest fault."""

from collections.abc import Mapping
from types import MappingProxyType

from lessons.body.movements.hinge import HINGE
from lessons.body.movements.neutral import NEUTRAL
from lessons.body.movements.sit import SIT
from lessons.body.moving import Movement

MOVEMENTS: Mapping[str, Movement] = MappingProxyType({movement.slug: movement for movement in (*NEUTRAL, *HINGE, *SIT)})

__all__ = ["HINGE", "MOVEMENTS", "NEUTRAL", "SIT"]
