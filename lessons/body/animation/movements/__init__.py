"""Lesson slug -> movement: the right way and its commonest fault, by track; and single drawings. PURE."""

from collections.abc import Mapping
from types import MappingProxyType

from lessons.body.animation.keyframes import Card, Movement
from lessons.body.animation.movements.daily import DAILY_CARDS
from lessons.body.animation.movements.hinge import HINGE_MOVEMENTS
from lessons.body.animation.movements.neutral import NEUTRAL_MOVEMENTS
from lessons.body.animation.movements.sit import SIT_MOVEMENTS
from lessons.body.animation.movements.sport import SPORT_CARDS
from lessons.body.animation.movements.start import START_CARDS

MOVEMENTS: Mapping[str, Movement] = MappingProxyType(
    {movement.slug: movement for movement in (*NEUTRAL_MOVEMENTS, *HINGE_MOVEMENTS, *SIT_MOVEMENTS)}
)

CARDS: Mapping[str, Card] = MappingProxyType(
    {
        card.slug: card
        for card in (*SPORT_CARDS, *DAILY_CARDS, *(card for cards in START_CARDS.values() for card in cards))
    }
)
"""Slug of a single drawing -> the drawing. They belong to no lesson."""

__all__ = ["CARDS", "HINGE_MOVEMENTS", "MOVEMENTS", "NEUTRAL_MOVEMENTS", "SIT_MOVEMENTS", "START_CARDS"]
