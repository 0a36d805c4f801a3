"""The figures of a lesson, ready for its page: still frames, what moves between them, and words for what works.

The page shows three stills of each version. With JavaScript the first still moves: the page then gets, as JSON, how
every number of its paths changes from frame to frame (`lessons.body.drawing.delta_codec`), and nothing that it
holds already.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from lessons.body.animation.keyframes import LESSON_BODY, Movement, Variant
from lessons.body.animation.movements import MOVEMENTS
from lessons.body.drawing.delta_codec import encode_frames
from lessons.body.drawing.frames import FRAMES, PART_ROLES, Frame, Way, draw_frames, draw_stills, viewbox
from lessons.figures.at_work import fault_in_words, right_in_words

BUDGET = 13_400
"""Compressed bytes for drawings and changes of both versions; of the 15 kB for a figure, the rest is for its words."""

COUNTS = (17, 13, 11, 9, 7)
"""Frames of one version, the most that the budget allows. The page blends neighbors, a few millimeters apart."""

NAMES = ("Start", "Middle", "End")


@dataclass(frozen=True, slots=True)
class FigurePath:
    """One `<path>`. `shade` is its fill-opacity, for muscles only."""

    part: str
    role: str
    d: str
    shade: float | None


@dataclass(frozen=True, slots=True)
class FigureStill:
    """One drawn frame. `mark` is where the fault differs (x, y), None where there is nothing to point at yet."""

    name: str
    text: str
    paths: tuple[FigurePath, ...]
    mark: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class FigureSide:
    """One version on the page. `texts`: what is seen at each key. `work`: what works; empty when nothing
    does to speak of. Of the fault it says what differs from the right version."""

    way: Way
    stills: tuple[FigureStill, ...]
    texts: tuple[str, ...]
    work: str

    @property
    def is_fault(self) -> bool:
        return self.way == "fault"


@dataclass(frozen=True, slots=True, eq=False)
class LessonFigure:
    """The figure of a movement, made once, so that each is only equal to itself."""

    viewbox: tuple[int, int, int, int]
    sides: tuple[FigureSide, ...]
    data: Mapping[str, Mapping[str, object]]

    @property
    def box(self) -> str:
        """The value of the attribute `viewBox`."""
        return " ".join(map(str, self.viewbox))

    @property
    def is_wide(self) -> bool:
        _, _, width, height = self.viewbox
        return width > 1.6 * height


def lesson_figure(slug: str, *ways: Way) -> LessonFigure | None:
    """The figure of a lesson in these versions (both by default); None where the lesson has no movement."""
    movement = MOVEMENTS.get(slug)
    return _figure(movement, ways or ("right", "fault")) if movement else None


@cache
def _figure(movement: Movement, ways: tuple[Way, ...]) -> LessonFigure:
    return LessonFigure(
        viewbox=viewbox(movement),
        sides=tuple(_side(movement, way) for way in ways),
        data={way: figure_changes(movement, way, moving_frames(movement, way)) for way in ways},
    )


def moving_frames(movement: Movement, way: Way) -> tuple[Frame, ...]:
    """As many of a version's frames, its keys among them, as the budget allows."""
    return thinned(lesson_frames(movement, way), _count(movement))


@cache
def _count(movement: Movement) -> int:
    return next((count for count in COUNTS if weight(movement, count) <= BUDGET), COUNTS[-1])


def thinned(frames: Sequence[Frame], count: int) -> tuple[Frame, ...]:
    """About `count` frames, evenly spread, and all keys."""
    last = len(frames) - 1
    indexes = {round(last * step / (count - 1)) for step in range(count)}
    return tuple(frame for index, frame in enumerate(frames) if index in indexes or frame.keyframe is not None)


def weight(movement: Movement, count: int) -> int:
    """Compressed bytes of the stills and the changes of both versions."""
    page = "".join(
        f'<path class="figure__part figure__{path.role}" data-part="{path.part}" d="{path.d}"/>'
        for way in _WAYS
        for frame in _stills(movement, way)
        for path in paths_of(frame)
    )
    data = {way: figure_changes(movement, way, thinned(lesson_frames(movement, way), count)) for way in _WAYS}
    return len(zlib.compress((page + json.dumps(data)).encode(), 6))


_WAYS: tuple[Way, Way] = ("right", "fault")


def figure_changes(movement: Movement, way: Way, moving: Sequence[Frame]) -> dict[str, object]:
    """What the page's script needs besides the first still, which holds the paths of the first frame."""
    pack = encode_frames(moving, there_and_back=_variant(movement, way).there_and_back)
    names = ("seconds", "back", "changes", "muscles", *(("mark", "marked") if way == "fault" else ()))
    return {name: pack[name] for name in names}


def _stills(movement: Movement, way: Way) -> tuple[Frame, Frame, Frame]:
    # The page animates the first still, so it must be the frame that the changes begin with.
    _, middle, end = draw_stills(movement, way)
    return lesson_frames(movement, way)[0], middle, end


def lesson_frames(movement: Movement, way: Way) -> tuple[Frame, ...]:
    # The same positional arguments as in `draw_stills`: with others, the cache would not know the call.
    return draw_frames(movement, way, LESSON_BODY, FRAMES)


def _variant(movement: Movement, way: Way) -> Variant:
    return movement.right if way == "right" else movement.fault


def _side(movement: Movement, way: Way) -> FigureSide:
    stills = _stills(movement, way)
    return FigureSide(
        way=way,
        stills=tuple(
            _still(name, frame, marked=way == "fault" and frame.marked)
            for name, frame in zip(NAMES, stills, strict=True)
        ),
        texts=tuple(frame.text for frame in lesson_frames(movement, way) if frame.text),
        work=right_in_words(movement) if way == "right" else fault_in_words(movement),
    )


def _still(name: str, frame: Frame, *, marked: bool) -> FigureStill:
    return FigureStill(name, frame.text or "", paths_of(frame), frame.mark if marked else None)


def paths_of(frame: Frame) -> tuple[FigurePath, ...]:
    """A frame as paths to draw, first to last."""
    # A line of one piece ends in a command without numbers, which browsers complain about.
    return tuple(
        FigurePath(part, PART_ROLES[part], d.removesuffix(" s"), frame.muscles.get(part))
        for part, d in frame.parts.items()
    )


def ends_of(slug: str) -> tuple[tuple[Frame, Frame], tuple[int, int, int, int]] | None:
    """Start and end of the right version and their view box, for pictures; None while a lesson has no figure."""
    movement = MOVEMENTS.get(slug)
    if movement is None:
        return None
    start, _, end = _stills(movement, "right")
    return (start, end), viewbox(movement)
