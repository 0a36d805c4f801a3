"""People: what differs from one drawn person to another. PURE.

The skeleton is the body's own (`lessons.body.model.anthropometry`); a person only says how it is clothed with flesh
and hair. Colors are in `hinge_coach.palette`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from hinge_coach.accounts.drawn_as import PersonName

Hair = Literal["bun", "crop", "bob", "gray"]


@dataclass(frozen=True, slots=True)
class Build:
    """Widths of the trunk ahead of its links and behind them, m of a body 1.65 m tall, and factors for the limbs.

    `loose`: air in the trousers below the knee, m.
    """

    bust: float
    chest: float
    waist: float
    belly: float
    upper_back: float
    buttock: float = 1.0
    hip: float = 1.0
    thigh: float = 1.0
    calf: float = 1.0
    arm: float = 1.0
    neck: float = 1.0
    loose: float = 0.0


WOMAN = Build(bust=0.121, chest=0.098, waist=0.086, belly=0.091, upper_back=0.099)
MAN = Build(
    bust=0.124, chest=0.106, waist=0.092, belly=0.094, upper_back=0.106,
    buttock=0.95, hip=0.97, thigh=0.98, calf=1.06, arm=1.2, neck=1.18, loose=0.005,
)  # fmt: skip
OLDER_WOMAN = Build(
    bust=0.124, chest=0.108, waist=0.108, belly=0.119, upper_back=0.116,
    buttock=0.91, hip=1.03, thigh=0.97, calf=0.95, arm=1.02, neck=1.05, loose=0.007,
)  # fmt: skip
OLDER_MAN = Build(
    bust=0.124, chest=0.108, waist=0.108, belly=0.119, upper_back=0.116,
    buttock=0.91, hip=1.03, thigh=0.97, calf=0.95, arm=1.12, neck=1.15, loose=0.007,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    build: Build
    hair: Hair


PEOPLE: Mapping[PersonName, Person] = MappingProxyType(
    {
        PersonName.WOMAN: Person(WOMAN, "bun"),
        PersonName.MAN: Person(MAN, "crop"),
        PersonName.OLDER_WOMAN: Person(OLDER_WOMAN, "bob"),
        PersonName.OLDER_MAN: Person(OLDER_MAN, "gray"),
    }
)
LESSON_PERSON = PEOPLE[PersonName.WOMAN]
