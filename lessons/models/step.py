"""The steps of a lesson, and the turns by which a player leads through them. PURE.

A lesson stores its steps as JSON, as `lessons.curriculum.schema` describes them. A step may have several sets and two
sides; `turns` takes it apart into what is done one after the other, each with its own clock.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Doing(StrEnum):
    """What a step is, and so how it is led: by its seconds, by its repetitions, or by holding still."""

    POSITION = "position"
    REPS = "reps"
    HOLD = "hold"
    REST = "rest"


class Asks(StrEnum):
    """A number that a step asks for; the player has a place for it."""

    EFFORT = "effort"
    MEASURE = "measure"
    SELF_CHECK = "self-check"


SIDES = ("right", "left")


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One thing to do by the clock, for `seconds`.

    `tempo`: the seconds down, held and up of each repetition; None where nothing is counted. `side`: "right", "left",
    or empty where it isn't done on one side. Without sets this is set 1 of 1. `asks`: the number to give meanwhile.
    """

    doing: Doing
    text: str
    seconds: int
    reps: int | None = None
    tempo: tuple[int, int, int] | None = None
    side: str = ""
    set_number: int = 1
    sets: int = 1
    asks: Asks | None = None

    @property
    def label(self) -> str:
        """Which set and side this is, and how often: `Set 2 of 3 · right side · 6 times`; empty for one plain turn."""
        parts = []
        if self.sets > 1:
            parts.append(f"Set {self.set_number} of {self.sets}")
        if self.side:
            parts.append(f"{self.side} side")
        if self.reps:
            parts.append(f"{self.reps} times" if self.reps > 1 else "once")
        label = " · ".join(parts)
        return label[:1].upper() + label[1:]

    @property
    def rhythm(self) -> str:
        """The tempo in words: `3 seconds down, 1 held, 2 up`; empty where nothing is counted."""
        beats = [(beat, word) for beat, word in zip(self.tempo or (), ("down", "held", "up"), strict=False) if beat]
        parts = [f"{beat} {word}" for beat, word in beats]
        if beats:
            first, word = beats[0]
            parts[0] = f"{first} {'second' if first == 1 else 'seconds'} {word}"
        return ", ".join(parts)


def turns(steps: Iterable[Mapping[str, Any]]) -> tuple[Turn, ...]:
    """The steps of a lesson as turns, in order.

    With two sides, a set is the right side and then the left; the rest comes between sets. A lesson that was edited
    before 0.4.0 has steps of a text and seconds, some with `reps`; the seconds lead them.
    """
    return tuple(turn for step in steps for turn in _turns_of(step))


def _turns_of(step: Mapping[str, Any]) -> Iterator[Turn]:
    doing = Doing(step.get("do") or ("reps" if step.get("reps") else "hold"))
    sets, rest = step.get("sets", 1), step.get("rest", 0)
    sides = SIDES if step.get("sides") else ("",)
    tempo = tuple(step["tempo"]) if "tempo" in step else None
    asks = Asks(step["asks"]) if step.get("asks") else None
    for number in range(1, sets + 1):
        for side in sides:
            yield Turn(
                doing=doing,
                text=step["text"],
                seconds=step["reps"] * sum(tempo) if tempo else step["seconds"],
                reps=step.get("reps"),
                tempo=tempo,
                side=side,
                set_number=number,
                sets=sets,
                asks=asks,
            )
        if rest and number < sets:
            yield Turn(doing=Doing.REST, text="Rest.", seconds=rest)
