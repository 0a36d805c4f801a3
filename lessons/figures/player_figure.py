"""The figure that a player shows: the right version of a lesson's movement in a disc, moved by the page's script.

The page gets the first frame as paths and, as JSON, how their numbers change, where the stills are, and how folded the
body is in each frame, so that figure, count and tone come from one curve (`static/js/player/figure.js`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from hinge_coach.accounts.drawn_as import DrawnAs, PersonName
from lessons.body.animation.movements import MOVEMENTS
from lessons.body.drawing.blending import fewest_frames
from lessons.body.drawing.figure import OUTLINE_PARTS
from lessons.body.drawing.frames import ENDLESS, Frame
from lessons.body.drawing.people import PEOPLE
from lessons.body.model.pose import Pose, Support
from lessons.figures.lesson_figure import CLOSE_MM, FigurePath, MovementDrawing, figure_changes, paths_of
from lessons.figures.persons import person_of
from lessons.figures.smallest_circle import Circle, smallest_circle

MARGIN = 24
"""Path units between the points of the drawing and the rim of its disc; curves swing a little beyond their points."""

STILLS = ("start", "middle", "end")

_GET_SET = {Support.KNEES: 15, Support.HANDS_AND_KNEES: 15, Support.BACK: 20}
_GET_SET_UPRIGHT = 10

_FOLDS, _TILTS = 15.0, 5.0
"""Degrees by which a thigh, or the pelvis, must turn to be what a movement is about."""


@dataclass(frozen=True, slots=True, eq=False)
class PlayerFigure:
    """Made once for each movement, so that each is only equal to itself.

    `text`: what is seen, for people who don't see it. `data`: what the script needs, as JSON values. `classes`: of the
    person drawn.
    """

    paths: tuple[FigurePath, ...]
    circle: Circle
    text: str
    data: Mapping[str, object]
    classes: str

    @property
    def box(self) -> str:
        """The square round the disc, as the value of the attribute `viewBox`."""
        x, y, radius = self.circle.x, self.circle.y, self.circle.radius
        return f"{x - radius:.0f} {y - radius:.0f} {2 * radius:.0f} {2 * radius:.0f}"


def get_set_seconds(slug: str) -> int:
    """How long somebody needs to get into the position that this lesson starts in."""
    movement = MOVEMENTS.get(slug)
    return _GET_SET.get(movement.right.keyframes[0].pose.support, _GET_SET_UPRIGHT) if movement else _GET_SET_UPRIGHT


def player_figure(slug: str, drawn_as: DrawnAs | None = None) -> PlayerFigure | None:
    """The figure of a lesson; None where the lesson has no movement. `drawn_as` as in `lesson_figure`."""
    return _figure(slug, drawn_as or person_of(slug)) if slug in MOVEMENTS else None


@lru_cache(maxsize=1024)
def _figure(slug: str, drawn_as: DrawnAs) -> PlayerFigure:
    return replace(_drawn(slug, drawn_as.person), classes=drawn_as.classes)


@cache
def _drawn(slug: str, name: PersonName) -> PlayerFigure:
    movement = MOVEMENTS[slug]
    drawing = MovementDrawing(movement, PEOPLE[name])
    every = drawing.frames("right")
    frames = fewest_frames(every, CLOSE_MM[0])
    keys = [index for index, frame in enumerate(frames) if frame.keyframe is not None]
    circle = smallest_circle(point for frame in every for point in drawn_points(frame))
    return PlayerFigure(
        paths=paths_of(frames[0]),
        circle=Circle(circle.x, circle.y, circle.radius + MARGIN),
        text=" ".join(frame.text for frame in frames if frame.text),
        data={
            **figure_changes(movement, "right", frames),
            "stills": {name: keys[key] for name, key in zip(STILLS, movement.right.stills, strict=True)},
            "fold": [round(share, 2) for share in folds([frame.skeleton.pose for frame in frames])],
            "ghost": [part for part in OUTLINE_PARTS if part in frames[0].parts],
        },
        classes="",
    )


def drawn_points(frame: Frame) -> list[tuple[float, float]]:
    """The points of a frame that its picture must hold. The rim cuts off what has no end, like the floor."""
    return [point for part, shape in frame.parts.items() if part not in ENDLESS for point in shape.points]


def folds(poses: Sequence[Pose]) -> list[float]:
    """How folded the body is in each pose: 0 in the least of them, 1 in the most.

    That is the bend of the hip that bends more. Where the hips don't bend it is how far the pelvis has tilted away from
    the first pose, and where that is still, how far the knee has opened or closed.
    """
    near = [pose.thigh for pose in poses]
    far = [pose.thigh if pose.thigh_far is None else pose.thigh_far for pose in poses]
    thighs = max(near, far, key=_range)
    if _range(thighs) >= _FOLDS:
        return _shares([thigh + pose.pelvis for thigh, pose in zip(thighs, poses, strict=True)])
    tilts = [abs(pose.pelvis - poses[0].pelvis) for pose in poses]
    if _range(tilts) >= _TILTS:
        return _shares(tilts)
    return _shares([abs(pose.knee - poses[0].knee) for pose in poses])


def _range(values: Sequence[float]) -> float:
    return max(values) - min(values)


def _shares(values: Sequence[float]) -> list[float]:
    least, span = min(values), _range(values)
    return [(value - least) / span if span else 0.0 for value in values]
