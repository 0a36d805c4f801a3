"""The phases of a practice: what the player leads through, second by second. PURE.

`lessons.models.step` takes a lesson apart into turns. `phases` adds the time that somebody needs who only listens: to
get into position at the start, to hear what comes before it begins, and to change sides. The script of the page plays
them (`static/js/player/`); it holds no rule of its own about what comes when.

phases(turns(lesson.steps), get_set=10)[0]     # Phase(kind=READY, seconds=10, say="Get set", ...)
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from math import ceil

from lessons.models.step import Asks, Doing, Shows, Turn

SECONDS_PER_WORD = 0.42
"""Of a calm voice: 143 words a minute."""
COUNTDOWN = 3
"""Seconds of "three, two, one" before something begins."""
SHORTEST_LEAD = 5
OTHER_SIDE = 8
"""Seconds to change sides and hear which one comes."""


class PhaseKind(StrEnum):
    READY = "ready"
    POSITION = "position"
    REPS = "reps"
    HOLD = "hold"
    REST = "rest"


@dataclass(frozen=True, kw_only=True)
class Phase:
    """One stretch of a practice, `seconds` long.

    `turn`: index of the turn it belongs to; a READY phase belongs to the one that it leads to. `say`: the large line.
    `text`: what is said when it begins, empty where it was said before. `announces`: what is said of the phase after
    it, while this one lasts. `other_side`: the figure turns with this phase. The rest is as in `Turn`; REPS always have
    `reps` and a `tempo`, in seconds.
    """

    kind: PhaseKind
    turn: int
    seconds: float
    say: str
    text: str = ""
    announces: str = ""
    reps: int | None = None
    tempo: tuple[float, float, float] | None = None
    beats: tuple[str, str, str] = ("", "", "")
    side: str = ""
    other_side: bool = False
    set_number: int = 1
    sets: int = 1
    shows: Shows = Shows.START
    begins: Shows = Shows.START


def to_say(text: str) -> float:
    """About how long a voice needs, in seconds."""
    return len(text.split()) * SECONDS_PER_WORD


def phases(turns: Sequence[Turn], *, get_set: int) -> tuple[Phase, ...]:
    """All phases in order; the first is `get_set` seconds to get into position.

    Steps that ask for the effort or the self-check are left out: both are asked after the movement.
    """
    led = [(index, turn) for index, turn in enumerate(turns) if not _is_only_a_question(turn)]
    if not led:
        return ()
    index, turn = led[0]
    first = Phase(kind=PhaseKind.READY, turn=index, seconds=get_set, say="Get set", side=turn.side, shows=turn.begins)
    return (first, *_led(led))


def _is_only_a_question(turn: Turn) -> bool:
    return turn.doing is Doing.POSITION and turn.asks in {Asks.EFFORT, Asks.SELF_CHECK}


_WORK = frozenset({Doing.REPS, Doing.HOLD})


def _led(led: Sequence[tuple[int, Turn]]) -> Iterator[Phase]:
    """Each turn, and what leads to it; `led` holds its index, too. A text is said once in a row."""
    side, said, before = led[0][1].side, "", None
    for place, (index, turn) in enumerate(led):
        following = led[place + 1][1] if place + 1 < len(led) else None
        is_work = turn.doing in _WORK
        other_side = bool(turn.side and side) and turn.side != side
        side = turn.side or side
        is_new, is_announced = turn.text != said, before is not None and _announces(before, turn)
        if is_work and (other_side or (is_new and not is_announced)):
            yield _lead(index, turn, side=side, text=turn.text if is_new else "", other_side=other_side)
            is_new = False
        announces = ""
        if following is not None and following.text != said and _announces(turn, following):
            announces = following.text
        text = turn.text if is_new and not is_announced else ""
        yield _phase(index, turn, side=side, text=text, announces=announces)
        said = turn.text if is_work else said
        before = turn


def _announces(turn: Turn, following: Turn) -> bool:
    """Whether this is a rest before work that is long enough to say its own text, then the next, and to count down."""
    if turn.doing is not Doing.REST or following.doing not in _WORK:
        return False
    return to_say(turn.text) + to_say(following.text) + COUNTDOWN + 1 <= turn.seconds


def _lead(index: int, turn: Turn, *, side: str, text: str, other_side: bool) -> Phase:
    """Time to hear what comes and, for the other side, to change."""
    return Phase(
        kind=PhaseKind.READY,
        turn=index,
        seconds=max(OTHER_SIDE if other_side else SHORTEST_LEAD, ceil(to_say(text)) + COUNTDOWN),
        say="Other side" if other_side else turn.say or "Next",
        text=text,
        side=side,
        other_side=other_side,
        shows=turn.begins,
    )


_SAY = {Doing.POSITION: "Get set", Doing.REPS: "Move", Doing.HOLD: "Hold", Doing.REST: "Rest"}


def _phase(index: int, turn: Turn, *, side: str, text: str, announces: str) -> Phase:
    tempo: tuple[float, float, float] | None = turn.tempo
    if turn.reps and tempo is None:
        beat = turn.seconds / turn.reps / 2
        tempo = (beat, 0.0, beat)
    return Phase(
        kind=PhaseKind(turn.doing.value),
        turn=index,
        seconds=turn.seconds,
        say=turn.say or _SAY[turn.doing],
        text=text,
        announces=announces,
        reps=turn.reps,
        tempo=tempo if turn.reps else None,
        beats=turn.beats,
        side=side,
        set_number=turn.set_number,
        sets=turn.sets,
        shows=turn.shows,
        begins=turn.begins,
    )


def easier_from(full: Sequence[Phase], easier: Sequence[Phase]) -> tuple[int, ...]:
    """For each phase of the full version, the one of the easier version at which to go on when it is too hard.

    As many sets are left in both, one at least; what stands right before that set in the easier version (a position, a
    lead) comes first. Empty where there is no easier version.
    """
    if not easier:
        return ()
    work = [place for place, phase in enumerate(easier) if _is_work(phase)]
    if not work:
        return (0,) * len(full)
    places = []
    for place in range(len(full)):
        left = sum(_is_work(phase) for phase in full[place:])
        target = work[len(work) - min(max(left, 1), len(work))]
        start = target
        while start > 0 and easier[start - 1].kind in {PhaseKind.READY, PhaseKind.POSITION}:
            start -= 1
        places.append(start)
    return tuple(places)


def _is_work(phase: Phase) -> bool:
    return phase.kind in {PhaseKind.REPS, PhaseKind.HOLD}


def as_json(phases: Sequence[Phase]) -> list[dict[str, object]]:
    """For the script of the player; keys as in `Phase`."""
    return [asdict(phase) for phase in phases]
