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


class Shows(StrEnum):
    """What the figure of the lesson does during a step: it moves, or holds one of the poses of its movement.

    MOVE goes from the start to the end and back with each repetition, "... to ..." between two other poses; ONCE runs
    from the start through the middle to the end, once in a repetition, back included.
    """

    MOVE = "move"
    ONCE = "once"
    START_TO_MIDDLE = "start to middle"
    MIDDLE_TO_START = "middle to start"
    MIDDLE_TO_END = "middle to end"
    END_TO_START = "end to start"
    START = "start"
    MIDDLE = "middle"
    END = "end"


SIDES = ("right", "left")

USUAL_TEMPO = (3, 1, 3)
USUAL_SECONDS = 30
"""For a step that the trainer edited and that has neither a time nor a tempo."""

_SHOWN = {Doing.POSITION: Shows.START, Doing.REPS: Shows.MOVE, Doing.HOLD: Shows.END, Doing.REST: Shows.START}


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One thing to do by the clock, for `seconds`.

    `tempo`: the seconds down, held and up of each repetition; None where nothing is counted. `side`: "right", "left",
    or empty where it isn't done on one side. Without sets this is set 1 of 1. `asks`: the number to give meanwhile.
    `say`: what to do in one to three words, to be read from two meters; empty in an edited text. `beats`: the words for
    down, held and up, empty where nothing is said. `shows`: what the figure does; `begins`: its pose before that.
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
    say: str = ""
    beats: tuple[str, str, str] = ("", "", "")
    shows: Shows = Shows.START
    begins: Shows = Shows.START

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
    def details(self) -> str:
        """Set, side, how often, tempo and time, in one line."""
        return " · ".join(part for part in (self.label, self.rhythm, f"{self.seconds} seconds") if part)

    @property
    def rhythm(self) -> str:
        """The tempo in words: `hips back for 3 seconds, hold for 1, stand tall for 2`; empty where nothing is counted.

        Without words of its own a repetition goes down and up.
        """
        parts: list[str] = []
        for beat, word, usual in zip(self.tempo or (), self.beats, ("down", "hold", "up"), strict=False):
            if beat:
                unit = "" if parts else " second" if beat == 1 else " seconds"
                parts.append(f"{word[:1].lower() + word[1:] or usual} for {beat}{unit}")
        return ", ".join(parts)


def turns(steps: Iterable[Mapping[str, Any]]) -> tuple[Turn, ...]:
    """The steps of a lesson as turns, in order.

    With two sides, a set is the right side and then the left; the rest comes between sets. A lesson that was edited
    before 0.4.0 has steps of a text and seconds, some with `reps`; the seconds lead them.
    """
    return tuple(turn for step in steps for turn in _turns_of(step))


def _turns_of(step: Mapping[str, Any]) -> Iterator[Turn]:
    doing = Doing(step.get("do") or ("reps" if step.get("reps") else "hold"))
    sets, rest, reps = step.get("sets", 1), step.get("rest", 0), step.get("reps")
    shows = Shows(step["shows"]) if step.get("shows") else _SHOWN[doing]
    begins = Shows(step["begins"]) if step.get("begins") else _begins(doing, shows)
    tempo = tuple(step["tempo"]) if step.get("tempo") else None
    if reps and not tempo and not step.get("seconds"):
        tempo = USUAL_TEMPO
    sides = SIDES if step.get("sides") else (step.get("side") or "",)
    for number in range(1, sets + 1):
        for side in sides:
            yield Turn(
                doing=doing,
                text=step["text"],
                seconds=reps * sum(tempo) if reps and tempo else step.get("seconds") or USUAL_SECONDS,
                reps=reps,
                tempo=tempo,
                side=side,
                set_number=number,
                sets=sets,
                asks=Asks(step["asks"]) if step.get("asks") else None,
                say=step.get("say", ""),
                beats=tuple(step.get("beats") or ("", "", "")),
                shows=shows,
                begins=begins,
            )
        if rest and number < sets:
            text = step.get("rest_text") or "Rest."
            yield Turn(doing=Doing.REST, text=text, seconds=rest, say="Rest", shows=begins, begins=begins)


def _begins(doing: Doing, shows: Shows) -> Shows:
    """The pose in which the body is before something begins."""
    if doing is Doing.HOLD or shows in {Shows.MOVE, Shows.ONCE}:
        return Shows.START
    return Shows(shows.partition(" to ")[0])
