"""Poses to pictures: one path per part and frame, for right and fault at one scale.

movement = MOVEMENTS["wall-tap"]
frames(movement, "right")[0].parts["trunk"]    -> "M-12-430c..."
viewbox(movement)                              -> (-180, -860, 400, 880), the same for right and fault
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from lessons.body.anthropometry import Body
from lessons.body.figure import ROLES as BODY_ROLES
from lessons.body.figure import figure
from lessons.body.loads import MUSCLE_NAMES, Muscles, Shares, loads
from lessons.body.moving import FIGURE, Instant, Key, Movement, Prop, Version, instants
from lessons.body.outline import extent, on_paper
from lessons.body.pose import Pose, Skeleton, joints
from lessons.body.props import HELD, Scene, prop_parts, scene_at, scene_of
from lessons.body.props import ROLES as PROP_ROLES

Way = Literal["right", "fault"]
ROLES: Mapping[str, str] = {**PROP_ROLES, **BODY_ROLES}
"""Part -> the role that gives its colour: class `figure__<role>` in static/css/figure.css."""

FRAMES = 25
FULL_EFFORT_NM_PER_KG = 3.0
"""Hip, knee and low back together, both legs: about what a loaded lift of these lessons asks. Shading is full there."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One drawn instant. Every frame of a version has the same parts with the same path commands.

    `parts`: part -> path data, painter's order, props included. `muscles`: muscle -> 0..1, how dark it is shaded.
    `shares`: how hip, knee and low back share the work. `mark`: where right and fault differ, in path units;
    `marked`: whether there is something wrong to mark.
    `key`: index of the key this frame stands for, or None; `text`: what is seen then.
    """

    seconds: float
    parts: Mapping[str, str]
    muscles: Mapping[str, float]
    shares: Shares
    mark: tuple[int, int]
    marked: bool
    key: int | None
    text: str | None
    skeleton: Skeleton = field(repr=False)


@lru_cache(maxsize=256)
def frames(movement: Movement, way: Way, body: Body = FIGURE, count: int = FRAMES) -> tuple[Frame, ...]:
    """`count` frames of the right version or the fault."""
    version = movement.right if way == "right" else movement.fault
    scene = scene_of(movement.right, body)
    return tuple(
        _frame(version, body, scene, instant, fault=way == "fault") for instant in instants(version, body, count)
    )


def stills(movement: Movement, way: Way, body: Body = FIGURE, count: int = FRAMES) -> tuple[Frame, Frame, Frame]:
    """The start, the middle and the end: the three frames that tell the story without motion."""
    version = movement.right if way == "right" else movement.fault
    by_key = [frame for frame in frames(movement, way, body, count) if frame.key is not None]
    start, middle, end = (by_key[index] for index in version.stills)
    return start, middle, end


@lru_cache(maxsize=256)
def viewbox(movement: Movement, body: Body = FIGURE) -> tuple[int, int, int, int]:
    """x, y, width, height in path units: as tight as right and fault together allow."""
    boxes = [
        extent(path)
        for way in ("right", "fault")
        for frame in frames(movement, way, body)
        for part, path in frame.parts.items()
        if part not in _ENDLESS
    ]
    boxes += [
        (extent(path)[0], 0, 0, 0) for part, path in frames(movement, "right", body)[0].parts.items() if part == "wall"
    ]
    left, right = min(box[0] for box in boxes) - _MARGIN, max(box[2] for box in boxes) + _MARGIN
    top, bottom = min(box[1] for box in boxes) - _MARGIN, _MARGIN
    return left, top, right - left, bottom - top


_MARGIN = 20
_ENDLESS = frozenset({"floor", "wall", "court"})


def _frame(version: Version, body: Body, scene: Scene, instant: Instant, *, fault: bool) -> Frame:
    skeleton = instant.skeleton
    found = loads(body, skeleton, load=instant.load, far_share=version.far_share)
    effort = (abs(found.hip) + abs(found.knee) + abs(found.l5s1)) / body.mass_kg
    things = prop_parts(version.props, skeleton, replace(scene, open_m=instant.open_m))
    parts = dict(things.behind)
    fist = any(prop.kind in HELD for prop in version.props)
    for name, path in figure(
        body, skeleton, scene.surfaces(version.props), fist=fist, open_m=instant.open_m, across=version.across
    ).items():
        if name == "trunk":
            parts |= things.along
        if name == "arm":
            parts |= things.riding
        parts[name] = path
    x, y = skeleton[version.mark[0]]
    return Frame(
        seconds=instant.seconds,
        parts=parts | things.before,
        muscles=shading(found.muscles, effort, dict(instant.works)),
        shares=found.shares,
        mark=on_paper((x + version.mark[1], y + version.mark[2])),
        marked=fault and not instant.clean,
        key=instant.key,
        text=None if instant.key is None else version.keys[instant.key].text,
        skeleton=skeleton,
    )


def shading(muscles: Muscles, effort_nm_per_kg: float, works: Mapping[str, float]) -> dict[str, float]:
    """Muscle -> 0..1: its share of the work, paler when little is asked; `works` where sums say nothing."""
    strength = min(1.0, effort_nm_per_kg / FULL_EFFORT_NM_PER_KG)
    return {
        name: round(max(min(1.0, 2 * getattr(muscles, name) * strength), works.get(name, 0.0)), 2)
        for name in MUSCLE_NAMES
    }


def drawn(
    body: Body, pose: Pose | Skeleton, *, load: float = 0.0, props: tuple[Prop, ...] = (), text: str | None = None
) -> Frame:
    """One pose as a frame, for pictures outside the lessons. `load` kg are in the hands; `props` stand at x = 0."""
    skeleton = pose if isinstance(pose, Skeleton) else joints(body, pose)
    instant = Instant(seconds=0.0, skeleton=skeleton, share=None, load=load, key=None, open_m=0.0, clean=True, works=())
    version = Version(keys=(Key(text=text or ""),), props=props)
    return replace(_frame(version, body, scene_at(skeleton), instant, fault=False), text=text)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A movement on the contact sheet: its stills side by side, and the view box they share."""

    slug: str
    title: str
    viewbox: tuple[int, int, int, int]
    right: tuple[Frame, Frame, Frame]
    fault: tuple[Frame, Frame, Frame]


def contact_sheet(movements: Iterable[Movement], body: Body = FIGURE) -> tuple[SheetRow, ...]:
    """All that a page with every movement needs."""
    return tuple(
        SheetRow(m.slug, m.title, viewbox(m, body), stills(m, "right", body), stills(m, "fault", body))
        for m in movements
    )
