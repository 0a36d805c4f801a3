"""The figures of a lesson, ready for its page: still frames, what moves between them, and words for what works.

The page shows three stills of each version. With JavaScript the first still moves: the page then gets, as JSON, how
every point of its paths moves from frame to frame (`lessons.body.drawing.delta_codec`), and nothing that it
holds already.
"""

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from hinge_coach.accounts.drawn_as import DrawnAs, PersonName
from hinge_coach.palette import EFFORT_COLORS
from lessons.body.animation.keyframes import LESSON_BODY, Movement
from lessons.body.animation.movements import MOVEMENTS
from lessons.body.drawing.above import draw_views_from_above
from lessons.body.drawing.blending import fewest_frames
from lessons.body.drawing.delta_codec import encode_frames
from lessons.body.drawing.figure import OUTLINE_PARTS, PATH_LENGTHS, SMALL_PARTS
from lessons.body.drawing.frames import FRAMES, PART_ROLES, Frame, Way, draw_frames, draw_stills, variant_of, viewbox
from lessons.body.drawing.people import PEOPLE, Person
from lessons.body.drawing.shapes import Shape, box_of
from lessons.figures.at_work import fault_in_words, right_in_words
from lessons.figures.effort import SEEN, effort_color, effort_opacity
from lessons.figures.persons import person_of

BUDGET = 13_200
"""Compressed bytes for drawings and changes of both versions; of the 15 kB for a figure, the rest is for its words."""

CLOSE_MM = (10.0, 13.0, 17.0, 22.0, 30.0, 45.0)
"""How near the moving figure is to the true one between the frames that travel: the nearest that the budget allows.
Lines too fine for a stamp are left out of a lesson before it is moved less closely."""

NAMES = ("Start", "Middle", "End")

WAYS: tuple[Way, Way] = ("right", "fault")

COLORING: Mapping[str, object] = {"effort": {"colors": EFFORT_COLORS, "seen": SEEN}}
"""What a page's script needs to color muscles."""


@dataclass(frozen=True, slots=True)
class FigurePath:
    """One `<path>`. `part` is empty where nothing moves it. `transform` places a rigid shape; `fill` and `opacity` say
    how hard a muscle works; `length` is its pathLength, 0 for its true one."""

    part: str
    role: str
    d: str
    transform: str = ""
    fill: str = ""
    opacity: float = 1.0
    length: int = 0


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


@dataclass(frozen=True, slots=True)
class FigureFromAbove:
    """The right way and a fault from above. The name of each still is its way; `box`: the attribute `viewBox`."""

    box: str
    stills: tuple[FigureStill, ...]


@dataclass(frozen=True, slots=True, eq=False)
class LessonFigure:
    """The figure of a movement, made once, so that each is only equal to itself. `classes`: of the person drawn."""

    viewbox: tuple[int, int, int, int]
    sides: tuple[FigureSide, ...]
    above: FigureFromAbove | None
    data: Mapping[Way, Mapping[str, object]]
    classes: str

    @property
    def box(self) -> str:
        """The value of the attribute `viewBox`."""
        return " ".join(map(str, self.viewbox))

    @property
    def legend(self) -> list[tuple[int, str]]:
        """Three efforts side by side: where each begins, and its color."""
        return [(12 * place, effort_color(work)) for place, work in enumerate((0.35, 0.65, 1.0))]

    @property
    def is_wide(self) -> bool:
        _, _, width, height = self.viewbox
        return width > 1.6 * height


def lesson_figure(slug: str, *ways: Way, drawn_as: DrawnAs | None = None) -> LessonFigure | None:
    """The figure of a lesson in these versions (both by default); None where the lesson has no movement.

    `drawn_as`: whom somebody wants to see instead of the lesson's own person.
    """
    if slug not in MOVEMENTS:
        return None
    return _figure(slug, ways or WAYS, drawn_as or person_of(slug))


@lru_cache(maxsize=1024)
def _figure(slug: str, ways: tuple[Way, ...], drawn_as: DrawnAs) -> LessonFigure:
    drawn = _drawn(slug, drawn_as.person)
    return replace(
        drawn,
        sides=tuple(side for side in drawn.sides if side.way in ways),
        above=drawn.above if ways == WAYS else None,
        data={way: drawn.data[way] for way in ways},
        classes=drawn_as.classes,
    )


@cache
def _drawn(slug: str, name: PersonName) -> LessonFigure:
    """Both versions, in any colors. The four persons of all lessons take about 8 MB."""
    moving = within_budget(MovementDrawing(MOVEMENTS[slug], PEOPLE[name]))
    return LessonFigure(
        viewbox=moving.drawing.viewbox,
        sides=tuple(_side(moving.drawing, way) for way in WAYS),
        above=_from_above(moving.drawing),
        data=moving.changes,
        classes="",
    )


@dataclass(frozen=True, slots=True)
class MovementDrawing:
    """A movement done by a person: all that is drawn of a lesson."""

    movement: Movement
    person: Person
    is_fine: bool = True

    def frames(self, way: Way) -> tuple[Frame, ...]:
        # The same positional arguments as in `draw_stills`: with others, the cache would not know the call.
        frames = draw_frames(self.movement, way, LESSON_BODY, FRAMES, self.person)
        return frames if self.is_fine else tuple(without_fine_lines(frame) for frame in frames)

    def stills(self, way: Way) -> tuple[Frame, Frame, Frame]:
        """Start, middle and end. The first is the frame that moves; the others, the size of a stamp, are plain."""
        _, middle, end = draw_stills(self.movement, way, LESSON_BODY, FRAMES, self.person)
        return self.frames(way)[0], without_fine_lines(middle), without_fine_lines(end)

    def paths_of_stills(self, way: Way) -> Iterator[tuple[FigurePath, ...]]:
        for index, frame in enumerate(self.stills(way)):
            yield paths_of(frame) if index == 0 else seen_paths_of(frame)

    def views_from_above(self) -> list[dict[str, Shape]]:
        return draw_views_from_above(self.movement, LESSON_BODY, self.person)

    @property
    def viewbox(self) -> tuple[int, int, int, int]:
        return viewbox(self.movement, LESSON_BODY, self.person)


@dataclass(frozen=True, slots=True)
class MovingDrawing:
    """What of a drawing travels to a page. `within_mm`: how close to it the moving figure keeps; `frames`: those that
    travel; `changes`: what the page's script gets of them."""

    drawing: MovementDrawing
    within_mm: float
    frames: Mapping[Way, tuple[Frame, ...]]
    changes: Mapping[Way, Mapping[str, object]]

    @property
    def weight(self) -> int:
        """Compressed bytes of the stills, the changes of both versions, and what is seen from above."""
        stills = [paths for way in WAYS for paths in self.drawing.paths_of_stills(way)]
        page = "".join(
            f'<path class="figure__part figure__{path.role}" data-part="{path.part}" d="{path.d}" {path.transform}/>'
            for paths in (*stills, *map(_paths_of_parts, self.drawing.views_from_above()))
            for path in paths
        )
        return len(zlib.compress((page + json.dumps(self.changes)).encode(), 6))


def moving_drawing(drawing: MovementDrawing, within_mm: float) -> MovingDrawing:
    frames = {way: fewest_frames(drawing.frames(way), within_mm) for way in WAYS}
    changes = {way: figure_changes(drawing.movement, way, frames[way]) for way in WAYS}
    return MovingDrawing(drawing, within_mm, frames, changes)


def within_budget(drawing: MovementDrawing) -> MovingDrawing:
    """What the budget allows of a drawing: with fine lines or without, and as close as it can be."""
    plain = replace(drawing, is_fine=False)
    for each, within_mm in ((drawing, CLOSE_MM[0]), *((plain, mm) for mm in CLOSE_MM)):
        moving = moving_drawing(each, within_mm)
        if moving.weight <= BUDGET:
            break
    return moving


def figure_changes(movement: Movement, way: Way, frames: Sequence[Frame]) -> dict[str, object]:
    """What the page's script needs besides the first still, which holds the paths of the first frame."""
    pack = encode_frames(frames, there_and_back=variant_of(movement, way).there_and_back)
    names = ("seconds", "back", "keys", "changes", "places", "soft", "muscles")
    marks = ("mark", "marked") if way == "fault" else ()
    return {**{name: pack[name] for name in (*names, *marks)}, **COLORING}


def _side(drawing: MovementDrawing, way: Way) -> FigureSide:
    drawn = zip(NAMES, drawing.stills(way), drawing.paths_of_stills(way), strict=True)
    return FigureSide(
        way=way,
        stills=tuple(
            FigureStill(name, frame.text or "", paths, frame.mark if way == "fault" and frame.marked else None)
            for name, frame, paths in drawn
        ),
        texts=tuple(frame.text for frame in drawing.frames(way) if frame.text),
        work=(right_in_words if way == "right" else fault_in_words)(drawing.movement),
    )


def _from_above(drawing: MovementDrawing) -> FigureFromAbove | None:
    views = drawing.views_from_above()
    if not views:
        return None
    stills = [
        FigureStill(way, view.text, _paths_of_parts(parts), None)
        for way, view, parts in zip(WAYS, drawing.movement.above, views, strict=True)
    ]
    return FigureFromAbove(
        " ".join(map(str, box_of(shape for parts in views for shape in parts.values()))), tuple(stills)
    )


def _paths_of_parts(parts: Mapping[str, Shape]) -> tuple[FigurePath, ...]:
    """Without names: nothing moves them."""
    return tuple(replace(_figure_path(part, shape, None), part="") for part, shape in parts.items())


def paths_of(frame: Frame) -> tuple[FigurePath, ...]:
    """A frame as paths to draw, first to last."""
    return tuple(_figure_path(part, shape, frame.muscles.get(part)) for part, shape in frame.parts.items())


def small_paths_of(frame: Frame) -> tuple[FigurePath, ...]:
    """The same for a small picture: without fine lines, fibers, and muscles that don't work."""
    return seen_paths_of(without_fine_lines(frame))


def seen_paths_of(frame: Frame) -> tuple[FigurePath, ...]:
    """The same without muscles that don't work, for a frame that doesn't move."""
    return tuple(path for path in paths_of(frame) if path.opacity)


def without_fine_lines(frame: Frame) -> Frame:
    """Without the lines too fine for a still the size of a stamp, and the fibers of muscles."""
    parts = {
        part: replace(shape, strokes=shape.strokes[:1]) if part in frame.muscles else shape
        for part, shape in frame.parts.items()
        if part not in SMALL_PARTS
    }
    return replace(frame, parts=parts)


def outline_of(frame: Frame) -> tuple[FigurePath, ...]:
    """The body as one pale shape, for where it came from."""
    return tuple(_figure_path(part, frame.parts[part], None) for part in OUTLINE_PARTS if part in frame.parts)


def _figure_path(part: str, shape: Shape, work: float | None) -> FigurePath:
    return FigurePath(
        part,
        PART_ROLES[part],
        shape.path,
        transform=shape.place.transform if shape.place else "",
        fill="" if work is None else effort_color(work),
        opacity=1.0 if work is None else effort_opacity(work),
        length=PATH_LENGTHS.get(part, 0),
    )


def ends_of(slug: str, drawn_as: DrawnAs | None = None) -> tuple[tuple[Frame, Frame], tuple[int, int, int, int]] | None:
    """Start and end of the right version and their view box, for pictures; None while a lesson has no figure."""
    if slug not in MOVEMENTS:
        return None
    drawing = MovementDrawing(MOVEMENTS[slug], PEOPLE[(drawn_as or person_of(slug)).person])
    start, _, end = drawing.stills("right")
    return (start, end), drawing.viewbox
