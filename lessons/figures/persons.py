"""Who is drawn where: lessons and cards differ in person, so that nobody is *the* body. PURE."""

from collections.abc import Mapping
from types import MappingProxyType

from hinge_coach.accounts.drawn_as import DrawnAs, PersonName, Skin

LESSON_DRAWN_AS = DrawnAs(PersonName.WOMAN, Skin.MEDIUM)
"""Who is drawn where no lesson is: in the lab, and on the card of the site."""

# Nobody with a bun lies on it, leans with it on a wall, or has a stick on the back.
_PERSONS: Mapping[str, str] = MappingProxyType(
    {
        "pelvic-clock": "man/deep",
        "find-the-middle": "older-woman/light",
        "leg-slide": "older-man/medium",
        "rock-back": "man/medium",
        "seat-neutral": "older-woman/medium",
        "standing-neutral": "man/deep",
        "neutral-on-the-move": "woman/medium",
        "tall-kneel-hinge": "woman/light",
        "wall-tap": "older-man/light",
        "dowel-hinge": "man/deep",
        "waiters-bow": "woman/medium",
        "reach-back-and-hug": "older-woman/deep",
        "loaded-hinge": "man/light",
        "kickstand-hinge": "woman/deep",
        "floor-lift": "older-woman/medium",
        "strong-back": "older-man/deep",
        "high-seat-touch": "older-woman/light",
        "chair-sit": "older-man/medium",
        "hover-and-rise": "man/medium",
        "bathroom-seat": "older-man/light",
        "ready-position": "woman/medium",
        "hinge-or-squat": "man/deep",
        "lift-a-child-or-bag": "woman/light",
        "court-speed": "man/medium",
    }
)
_IN_TURN = ("woman/medium", "older-man/light", "man/deep", "older-woman/medium", "woman/deep", "man/light")


def person_of(name: str) -> DrawnAs:
    """Who does the lesson, or is on the card or in the family of cards, of this name."""
    value = _PERSONS.get(name) or _IN_TURN[sum(map(ord, name)) % len(_IN_TURN)]
    found = DrawnAs.of(value)
    assert found is not None
    return found
