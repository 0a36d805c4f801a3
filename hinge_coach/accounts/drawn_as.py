"""As whom a client wants to be drawn: a person and a skin. PURE.

Nobody has to choose: each lesson has a person of its own, so that nobody is *the* body.
"""

from dataclasses import dataclass
from enum import StrEnum


class PersonName(StrEnum):
    WOMAN = "woman"
    MAN = "man"
    OLDER_WOMAN = "older-woman"
    OLDER_MAN = "older-man"

    @property
    def label(self) -> str:
        return {"woman": "Woman", "man": "Man", "older-woman": "Older woman", "older-man": "Older man"}[self]


class Skin(StrEnum):
    LIGHT = "light"
    MEDIUM = "medium"
    DEEP = "deep"

    @property
    def label(self) -> str:
        return {"light": "Light skin", "medium": "Medium skin", "deep": "Deep skin"}[self]


@dataclass(frozen=True, slots=True)
class DrawnAs:
    """Stored and sent as `woman/deep`."""

    person: PersonName
    skin: Skin

    @classmethod
    def of(cls, value: str) -> "DrawnAs | None":
        """What a value says; None where it is empty. Raises ValueError where it is neither."""
        if not value:
            return None
        person, _, skin = value.partition("/")
        return cls(PersonName(person), Skin(skin))

    @property
    def value(self) -> str:
        return f"{self.person}/{self.skin}"

    @property
    def classes(self) -> str:
        """The classes that give a drawing the colors of this person (static/css/figure.css)."""
        return f"person--{self.person} skin--{self.skin}"


DRAWN_AS_VALUES = tuple(DrawnAs(person, skin).value for person in PersonName for skin in Skin)
