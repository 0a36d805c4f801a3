"""The load of a practice as people type it, in kilograms or pounds, and the ladder of small real steps. PURE.

What was typed is kept as it is; kilograms are only for comparing. A load of 0 means that no weight was used.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hinge_coach.accounts.weight_unit import WeightUnit

KILOGRAMS_IN = {WeightUnit.KG: Decimal(1), WeightUnit.LB: Decimal("0.45359237")}

HEAVIEST = {WeightUnit.KG: 200, WeightUnit.LB: 440}

DECIMALS = 2

LONGEST_LOAD_TEXT = 40  # letters

# Closer than this two loads are one: 8 lb and 3.6 kg. The smallest step of either ladder is more than twice as large.
_ONE_LOAD_KG = Decimal("0.2")

_HALVES_AND_QUARTERS = {"½": "5", "¼": "25", "¾": "75"}

_UNIT_NAMES = {
    **dict.fromkeys(("kg", "kgs", "kilo", "kilos", "kilogram", "kilograms"), WeightUnit.KG),
    **dict.fromkeys(("lb", "lbs", "lb.", "lbs.", "pound", "pounds"), WeightUnit.LB),
}

_NUMBER = re.compile(r"(?P<whole>[0-9]*)(?:[.,](?P<part>[0-9]+))?")
_NUMBER_AND_REST = re.compile(r"(?P<number>-?[0-9.,½¼¾]+) ?(?P<rest>.*)")


class LoadRefusedError(Exception):
    """A typed load that can't be read or can't be; the sentence says why."""


@dataclass(frozen=True)
class Load:
    """A weight in the unit in which it was typed."""

    value: Decimal
    unit: WeightUnit

    @property
    def kg(self) -> Decimal:
        """In kilograms, not rounded: for comparing."""
        return self.value * KILOGRAMS_IN[self.unit]

    @property
    def number(self) -> str:
        """Without its unit and without zeros at the end: `12.5`."""
        return f"{self.value.normalize():f}"

    @property
    def words(self) -> str:
        """`12.5 kg`, `27 lb`, `no weight`."""
        return f"{self.number} {self.unit}" if self.value else "no weight"

    def is_like(self, other: "Load") -> bool:
        """Whether both are the same weight, for all that a scale or a label tells."""
        return abs(self.kg - other.kg) < _ONE_LOAD_KG

    def is_below(self, other: "Load") -> bool:
        return self.kg < other.kg and not self.is_like(other)


def load_of(value: Decimal | None, unit: str) -> Load | None:
    """The load from two columns; None where nothing was said."""
    return None if value is None else Load(value, WeightUnit(unit))


def parse_load(text: str, unit: WeightUnit | None) -> Load | None:
    """What was typed: `12,5`, `12.5 kg`, `27lbs`, `½`. A unit that was typed counts, else `unit`.

    None where nothing was typed; zero in kilograms where no unit is known. Raises `LoadRefusedError`.
    """
    typed = " ".join(text.split()).lower()
    if not typed:
        return None
    match = _NUMBER_AND_REST.fullmatch(typed) if len(typed) <= LONGEST_LOAD_TEXT else None
    if match is None:
        raise LoadRefusedError("Please type one number, such as 12.5 kg or 27 lb.")
    if match["rest"] and match["rest"] not in _UNIT_NAMES:
        raise LoadRefusedError("Please type one number, and then kg or lb, such as 12.5 kg or 27 lb.")
    value = _number(match["number"])
    typed_unit = _UNIT_NAMES[match["rest"]] if match["rest"] else unit
    if typed_unit is None:
        if value:
            raise LoadRefusedError("Is that kg or lb? Please choose one.")
        typed_unit = WeightUnit.KG
    if value > HEAVIEST[typed_unit]:
        most = HEAVIEST[typed_unit]
        raise LoadRefusedError(f"That is more than {most} {typed_unit}. Please check the number, and kg or lb.")
    return Load(value, typed_unit)


def _number(typed: str) -> Decimal:
    """Raises `LoadRefusedError`. A comma is taken for a point, but never where it could mean thousands."""
    if typed.startswith("-"):
        raise LoadRefusedError("A weight can’t be below 0.")
    if typed[-1] in _HALVES_AND_QUARTERS and (len(typed) == 1 or typed[:-1].isdecimal()):
        typed = f"{typed[:-1] or 0}.{_HALVES_AND_QUARTERS[typed[-1]]}"
    match = _NUMBER.fullmatch(typed)
    if match is None:
        raise LoadRefusedError("Please type one number, such as 12.5 kg or 27 lb.")
    whole, part = match["whole"] or "0", match["part"] or ""
    kept = part.rstrip("0")
    if len(part) == 3 and len(kept) <= DECIMALS and int(whole):
        one, thousands = f"{int(whole)}{'.' if kept else ''}{kept}", f"{int(whole)}{part}"
        raise LoadRefusedError(f"“{typed}” can mean {one} or {thousands}. Please type the one you mean.")
    if len(kept) > DECIMALS:
        raise LoadRefusedError("Please use at most two decimals, and no comma for thousands.")
    return Decimal(f"{int(whole)}.{kept}" if kept else int(whole))


def _rungs(first: str, step: str, most: int) -> tuple[Decimal, ...]:
    """The listed first rungs, then one every `step` up to `most`."""
    rungs = [Decimal(number) for number in first.split()]
    while rungs[-1] < most:
        rungs.append(rungs[-1] + Decimal(step))
    return tuple(rungs)


# As dumbbells, kettlebells and bags are sold. Ours; evidence 6 (H6) gives only where to begin, and "a little".
LADDERS = {
    WeightUnit.KG: _rungs("1 2 3 4 5 6 8 10", "2.5", HEAVIEST[WeightUnit.KG]),
    WeightUnit.LB: _rungs("2 3 5 8 10 12 15", "5", HEAVIEST[WeightUnit.LB]),
}


def step_up(load: Load) -> Load | None:
    """The next rung of the ladder in its own unit; None at the top."""
    rungs = (Load(rung, load.unit) for rung in LADDERS[load.unit])
    return next((rung for rung in rungs if load.is_below(rung)), None)


def step_down(load: Load) -> Load:
    """The rung below, in its own unit; no weight below the lowest."""
    rungs = (Load(rung, load.unit) for rung in reversed(LADDERS[load.unit]))
    return next((rung for rung in rungs if rung.is_below(load)), Load(Decimal(0), load.unit))


@dataclass(frozen=True, kw_only=True)
class LessonLoad:
    """What a lesson says of its load: what is weighed, where a beginner starts, and whether it can be left out."""

    what: str
    start_kg: Decimal
    start_lb: Decimal
    optional: bool

    @classmethod
    def of(cls, table: Mapping[str, Any] | None) -> "LessonLoad | None":
        """From `Lesson.load`; None where the lesson has no load. What a table lacks is filled in, so that it runs."""
        if not table:
            return None
        start_kg, start_lb = (LADDERS[unit][3] for unit in WeightUnit)
        return cls(
            what=str(table.get("what") or "The weight"),
            start_kg=Decimal(str(table.get("start_kg", start_kg))),
            start_lb=Decimal(str(table.get("start_lb", start_lb))),
            optional=bool(table.get("optional", False)),
        )

    def start(self, unit: WeightUnit) -> Load:
        """The first load in this unit."""
        return Load(self.start_kg if unit == WeightUnit.KG else self.start_lb, unit)
