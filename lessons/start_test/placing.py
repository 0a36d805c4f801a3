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
class TrackPath:
    """A track with its lessons in order, and how many of them are passed.

    `is_free`: nothing has happened on it yet, so that the test may place there.
    """

    track: str
    lessons: tuple[TrackLesson, ...]
    passed: int = 0
    is_free: bool = True


@dataclass(frozen=True, kw_only=True)
class _Step:
    """What an answer is worth: the lesson it leads to, and its code."""

    lesson: str
    code: ReasonCode


NEUTRAL_BY_BOW: Mapping[BowLevel | None, _Step] = {
    None: _Step(lesson="pelvic-clock", code=ReasonCode.BOW_NOT_DONE),
    BowLevel.ABOVE_KNEES: _Step(lesson="pelvic-clock", code=ReasonCode.BOW_ABOVE_KNEES),
    BowLevel.AT_KNEES: _Step(lesson="find-the-middle", code=ReasonCode.BOW_AT_KNEES),
    BowLevel.BELOW_KNEECAPS: _Step(lesson="leg-slide", code=ReasonCode.BOW_BELOW_KNEECAPS),
    BowLevel.MID_SHIN: _Step(lesson="rock-back", code=ReasonCode.BOW_MID_SHIN),
}

HINGE_BY_WALL: Mapping[WallLevel | None, _Step] = {
    None: _Step(lesson="tall-kneel-hinge", code=ReasonCode.WALL_NOT_DONE),
    WallLevel.CLOSE: _Step(lesson="tall-kneel-hinge", code=ReasonCode.WALL_CLOSE),
    WallLevel.HALF: _Step(lesson="wall-tap", code=ReasonCode.WALL_HALF),
    WallLevel.WHOLE: _Step(lesson="dowel-hinge", code=ReasonCode.WALL_WHOLE),
}

# One lesson further than the wall alone leads: a whole foot-length, and a bow to mid-shin.
HINGE_BY_WALL_AND_BOW = _Step(lesson="waiters-bow", code=ReasonCode.BOW_MID_SHIN)

SIT_BY_CHAIR: Mapping[ChairLevel | None, _Step] = {
    None: _Step(lesson="high-seat-touch", code=ReasonCode.CHAIR_NOT_DONE),
    ChairLevel.HANDS: _Step(lesson="high-seat-touch", code=ReasonCode.CHAIR_HANDS),
    ChairLevel.DROPS: _Step(lesson="chair-sit", code=ReasonCode.CHAIR_DROPS),
    ChairLevel.SOFT: _Step(lesson="hover-and-rise", code=ReasonCode.CHAIR_SOFT),
}


def table() -> Iterator[tuple[Mapping[str, int | None], str, str]]:
    """The tables as rows: levels by test (`chair`, `wall`, `bow`), the track, and the slug of the lesson."""
    for test, track, steps in (
        ("chair", "sit", SIT_BY_CHAIR),
        ("wall", "hinge", HINGE_BY_WALL),
        ("bow", "neutral", NEUTRAL_BY_BOW),
    ):
        yield from (({test: level}, track, step.lesson) for level, step in steps.items())
        if test == "wall":
            both = {"wall": WallLevel.WHOLE, "bow": BowLevel.MID_SHIN}
            yield both, track, HINGE_BY_WALL_AND_BOW.lesson


def steps_for(answers: StartAnswers) -> dict[str, tuple[_Step, ...]]:
    """By track, what the answers are worth; the last step of a track names the lesson."""
    wall = HINGE_BY_WALL[answers.wall]
    is_both = answers.wall == WallLevel.WHOLE and answers.bow == BowLevel.MID_SHIN
    return {
        "neutral": (NEUTRAL_BY_BOW[answers.bow],),
        "hinge": (wall, HINGE_BY_WALL_AND_BOW) if is_both else (wall,),
        "sit": (SIT_BY_CHAIR[answers.chair],),
    }


def place(answers: StartAnswers, paths: Iterable[TrackPath]) -> tuple[Placement, ...]:
    """The placement on each free track that the test knows, in the order of `paths`.

    On other tracks people stay where they are, and what they have not passed there holds the free tracks back, too.
    """
    steps = steps_for(answers)
    wished = [_at(path, steps[path.track][-1].lesson) if _is_placed(path, steps) else path for path in paths]
    held = _held_back(wished, placed={path.track for path in wished if _is_placed(path, steps)})
    return tuple(
        Placement(
            track=path.track,
            lesson=path.lessons[path.passed].slug,
            reasons=(*(PlacingReason(code=step.code) for step in steps[path.track]), *_waits(path, wish, held)),
        )
        for path, wish in zip(held, wished, strict=True)
        if _is_placed(path, steps)
    )


def _is_placed(path: TrackPath, steps: Mapping[str, object]) -> bool:
    return path.is_free and path.track in steps and bool(path.lessons)


def _at(path: TrackPath, slug: str) -> TrackPath:
    """The track with all lessons before this one passed; none where the site no longer has the lesson."""
    numbers = [index for index, lesson in enumerate(path.lessons) if lesson.slug == slug]
    return replace(path, passed=numbers[0] if numbers else 0)


def _held_back(paths: list[TrackPath], *, placed: set[str]) -> list[TrackPath]:
    """Takes each placement back to before its first lesson that waits, until none waits.

    Taking one back can make a lesson of another track wait, so it goes round until nothing changes.
    """
    while True:
        held = [_before_waiting(path, _passed(paths)) if path.track in placed else path for path in paths]
        if held == paths:
            return held
        paths = held


def _before_waiting(path: TrackPath, passed: frozenset[str]) -> TrackPath:
    waiting = next(_waiting(path, passed, last=path.passed), None)
    return path if waiting is None else replace(path, passed=max(waiting[0] - 1, 0))


def _waiting(path: TrackPath, passed: frozenset[str], *, last: int) -> Iterator[tuple[int, str]]:
    """Index and missing need of each lesson of the track, up to index `last`, that waits for one of another track."""
    own = {lesson.slug for lesson in path.lessons}
    for index, lesson in enumerate(path.lessons[: last + 1]):
        yield from ((index, need) for need in lesson.needs if need not in own and need not in passed)


def _passed(paths: Iterable[TrackPath]) -> frozenset[str]:
    return frozenset(lesson.slug for path in paths for lesson in path.lessons[: path.passed])


def _waits(path: TrackPath, wish: TrackPath, paths: Iterable[TrackPath]) -> Iterator[PlacingReason]:
    """Why the placement is earlier than the answers alone would have it."""
    if path.passed < wish.passed:
        for index, need in _waiting(wish, _passed(paths), last=wish.passed):
            yield PlacingReason(code=ReasonCode.WAITS, lesson=path.lessons[index].slug, need=need)
            return
