"""Where the start test places a client on each track, and why. PURE.

The three tables below say what each answer is worth; the limits are ours and cautious: nobody is placed past the
lesson that teaches what was tested, and no answer leads to a lesson with a load. After the tables, what the lessons
themselves need decides: nobody is placed beyond a lesson that would still wait for another one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum


class ChairLevel(IntEnum):
    """How somebody sits down on an ordinary chair without hands."""

    HANDS = 0
    DROPS = 1
    SOFT = 2


class WallLevel(IntEnum):
    """The furthest wall tap with still shins, heels from the wall, in half lengths of one's own foot.

    One foot-length is the end: beyond about 25 cm nobody taps in balance.
    """

    CLOSE = 0
    HALF = 1
    WHOLE = 2


class BowLevel(IntEnum):
    """How low the fingertips come in a bow before the low back moves."""

    ABOVE_KNEES = 0
    AT_KNEES = 1
    BELOW_KNEECAPS = 2
    MID_SHIN = 3


class ReasonCode(StrEnum):
    """What a placement rests on: an answer, or a lesson that has to come first. Stored; never reused."""

    CHAIR_NOT_DONE = "chair-not-done"
    CHAIR_HANDS = "chair-hands"
    CHAIR_DROPS = "chair-drops"
    CHAIR_SOFT = "chair-soft"
    WALL_NOT_DONE = "wall-not-done"
    WALL_CLOSE = "wall-close"
    WALL_HALF = "wall-half"
    WALL_WHOLE = "wall-whole"
    BOW_NOT_DONE = "bow-not-done"
    BOW_ABOVE_KNEES = "bow-above-knees"
    BOW_AT_KNEES = "bow-at-knees"
    BOW_BELOW_KNEECAPS = "bow-below-kneecaps"
    BOW_MID_SHIN = "bow-mid-shin"
    WAITS = "waits"


@dataclass(frozen=True, kw_only=True)
class StartAnswers:
    """The answers to the three tests; None for one that wasn't done."""

    chair: ChairLevel | None = None
    wall: WallLevel | None = None
    bow: BowLevel | None = None

    @classmethod
    def of(cls, *, chair: int | None, wall: int | None, bow: int | None) -> "StartAnswers":
        """From levels as they are stored."""
        return cls(
            chair=None if chair is None else ChairLevel(chair),
            wall=None if wall is None else WallLevel(wall),
            bow=None if bow is None else BowLevel(bow),
        )


@dataclass(frozen=True, kw_only=True)
class PlacingReason:
    """`lesson` waits for `need` where the code says so; with other codes both are empty."""

    code: ReasonCode
    lesson: str = ""
    need: str = ""


@dataclass(frozen=True, kw_only=True)
class Placement:
    """The lesson, by its slug, at which somebody begins on a track, and why."""

    track: str
    lesson: str
    reasons: tuple[PlacingReason, ...]


@dataclass(frozen=True, kw_only=True)
class TrackLesson:
    """A lesson on its track; `needs` are slugs of lessons to be passed before it, of its own track and of others."""

    slug: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlacingPosition:
    """Where somebody stands on a track: its lessons in order, and how many of them are passed.

    `is_free`: nothing has happened on it yet, so that the test may place there.
    """

    track: str
    lessons: tuple[TrackLesson, ...]
    passed: int = 0
    is_free: bool = True


@dataclass(frozen=True, kw_only=True)
class _Worth:
    """What an answer is worth: the lesson it leads to, and its code."""

    lesson: str
    code: ReasonCode


NEUTRAL_BY_BOW: Mapping[BowLevel | None, _Worth] = {
    None: _Worth(lesson="pelvic-clock", code=ReasonCode.BOW_NOT_DONE),
    BowLevel.ABOVE_KNEES: _Worth(lesson="pelvic-clock", code=ReasonCode.BOW_ABOVE_KNEES),
    BowLevel.AT_KNEES: _Worth(lesson="find-the-middle", code=ReasonCode.BOW_AT_KNEES),
    BowLevel.BELOW_KNEECAPS: _Worth(lesson="leg-slide", code=ReasonCode.BOW_BELOW_KNEECAPS),
    BowLevel.MID_SHIN: _Worth(lesson="rock-back", code=ReasonCode.BOW_MID_SHIN),
}

HINGE_BY_WALL: Mapping[WallLevel | None, _Worth] = {
    None: _Worth(lesson="tall-kneel-hinge", code=ReasonCode.WALL_NOT_DONE),
    WallLevel.CLOSE: _Worth(lesson="tall-kneel-hinge", code=ReasonCode.WALL_CLOSE),
    WallLevel.HALF: _Worth(lesson="wall-tap", code=ReasonCode.WALL_HALF),
    WallLevel.WHOLE: _Worth(lesson="dowel-hinge", code=ReasonCode.WALL_WHOLE),
}

# One lesson further than the wall alone leads: a whole foot-length, and a bow to mid-shin.
HINGE_BY_WALL_AND_BOW = _Worth(lesson="waiters-bow", code=ReasonCode.BOW_MID_SHIN)

SIT_BY_CHAIR: Mapping[ChairLevel | None, _Worth] = {
    None: _Worth(lesson="high-seat-touch", code=ReasonCode.CHAIR_NOT_DONE),
    ChairLevel.HANDS: _Worth(lesson="high-seat-touch", code=ReasonCode.CHAIR_HANDS),
    ChairLevel.DROPS: _Worth(lesson="chair-sit", code=ReasonCode.CHAIR_DROPS),
    ChairLevel.SOFT: _Worth(lesson="hover-and-rise", code=ReasonCode.CHAIR_SOFT),
}


def table() -> Iterator[tuple[Mapping[str, int | None], str, str]]:
    """The tables as rows: levels by test (`chair`, `wall`, `bow`), the track, and the slug of the lesson."""
    for test, track, worths in (
        ("chair", "sit", SIT_BY_CHAIR),
        ("wall", "hinge", HINGE_BY_WALL),
        ("bow", "neutral", NEUTRAL_BY_BOW),
    ):
        yield from (({test: level}, track, worth.lesson) for level, worth in worths.items())
        if test == "wall":
            both = {"wall": WallLevel.WHOLE, "bow": BowLevel.MID_SHIN}
            yield both, track, HINGE_BY_WALL_AND_BOW.lesson


def worths_of(answers: StartAnswers) -> dict[str, tuple[_Worth, ...]]:
    """By track, what the answers are worth; the last one of a track names the lesson."""
    wall = HINGE_BY_WALL[answers.wall]
    is_both = answers.wall == WallLevel.WHOLE and answers.bow == BowLevel.MID_SHIN
    return {
        "neutral": (NEUTRAL_BY_BOW[answers.bow],),
        "hinge": (wall, HINGE_BY_WALL_AND_BOW) if is_both else (wall,),
        "sit": (SIT_BY_CHAIR[answers.chair],),
    }


def place(answers: StartAnswers, positions: Iterable[PlacingPosition]) -> tuple[Placement, ...]:
    """The placement on each free track that the test knows, in the order of `positions`.

    On other tracks people stay where they are, and what they have not passed there holds the free tracks back, too.
    """
    worths, positions = worths_of(answers), tuple(positions)
    placed = {position.track for position in positions if _is_placed(position, worths)}
    wished = [
        _at(position, worths[position.track][-1].lesson) if position.track in placed else position
        for position in positions
    ]
    held = _held_back(wished, placed=placed)
    return tuple(
        Placement(
            track=position.track,
            lesson=position.lessons[position.passed].slug,
            reasons=(
                *(PlacingReason(code=worth.code) for worth in worths[position.track]),
                *_waits(position, wish, held),
            ),
        )
        for position, wish in zip(held, wished, strict=True)
        if position.track in placed
    )


def _is_placed(position: PlacingPosition, worths: Mapping[str, object]) -> bool:
    return position.is_free and position.track in worths and bool(position.lessons)


def _at(position: PlacingPosition, slug: str) -> PlacingPosition:
    """The track with all lessons before this one passed; none where the site no longer has the lesson."""
    numbers = [index for index, lesson in enumerate(position.lessons) if lesson.slug == slug]
    return replace(position, passed=numbers[0] if numbers else 0)


def _held_back(positions: list[PlacingPosition], *, placed: set[str]) -> list[PlacingPosition]:
    """Takes each placement back to before its first lesson that waits, until none waits.

    Taking one back can make a lesson of another track wait, so it goes round until nothing changes.
    """
    while True:
        held = [
            _before_waiting(position, _passed(positions)) if position.track in placed else position
            for position in positions
        ]
        if held == positions:
            return held
        positions = held


def _before_waiting(position: PlacingPosition, passed: frozenset[str]) -> PlacingPosition:
    waiting = next(_waiting(position, passed, last=position.passed), None)
    return position if waiting is None else replace(position, passed=max(waiting[0] - 1, 0))


def _waiting(position: PlacingPosition, passed: frozenset[str], *, last: int) -> Iterator[tuple[int, str]]:
    """Index and missing need of each lesson of the track, up to index `last`, that waits for one of another track."""
    own = {lesson.slug for lesson in position.lessons}
    for index, lesson in enumerate(position.lessons[: last + 1]):
        yield from ((index, need) for need in lesson.needs if need not in own and need not in passed)


def _passed(positions: Iterable[PlacingPosition]) -> frozenset[str]:
    return frozenset(lesson.slug for position in positions for lesson in position.lessons[: position.passed])


def _waits(
    position: PlacingPosition, wish: PlacingPosition, positions: Iterable[PlacingPosition]
) -> Iterator[PlacingReason]:
    """Why the placement is earlier than the answers alone would have it."""
    if position.passed < wish.passed:
        for index, need in _waiting(wish, _passed(positions), last=wish.passed):
            yield PlacingReason(code=ReasonCode.WAITS, lesson=position.lessons[index].slug, need=need)
            return
