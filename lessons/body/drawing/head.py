"""Outlines of the head: face with neck, hair, eye. PURE."""

from collections.abc import Mapping

from lessons.body.drawing.link_axes import direction, rising_axes
from lessons.body.model.anthropometry import Body, Sex
from lessons.body.model.pose import Point2D, Skeleton

# Along the line C7 -> top of the head and ahead of it, as fractions of that line.
_FACE = (
    (0.90, 0.20),
    (0.70, 0.385),
    (0.60, 0.37),
    (0.485, 0.455),
    (0.43, 0.395),
    (0.22, 0.36),
    (0.12, 0.15),
    (-0.13, 0.20),
    (-0.16, -0.14),
    (0.20, -0.20),
    (0.60, -0.30),
)
_NECK = 7
"""Index of the point of the face that is the front of the neck's base; the next one is its back."""
_HAIR: Mapping[Sex, tuple[tuple[float, float], ...]] = {
    "m": (
        (1.0, 0.03),
        (0.83, 0.34),
        (0.72, 0.14),
        (0.45, -0.03),
        (0.27, -0.22),
        (0.46, -0.35),
        (0.82, -0.31),
    ),
    "f": (
        (1.01, 0.03),
        (0.83, 0.35),
        (0.74, 0.15),
        (0.42, -0.01),
        (0.15, -0.17),
        (0.34, -0.36),
        (0.80, -0.33),
    ),
}


def head_outlines(body: Body, skeleton: Skeleton) -> tuple[list[Point2D], list[Point2D], list[Point2D]]:
    """Face, hair and eye, m. The face looks where the neck points."""
    p = skeleton.points
    tall = body.lengths["head"]
    axes = rising_axes(p["c7"], direction(p["c7"], p["vertex"]), tall)
    # The base of the neck moves with the ribs, whatever the head does.
    ribs = rising_axes(p["c7"], direction(p["t12l1"], p["c7"]), tall)
    face = [axes(along, ahead) for along, ahead in _FACE]
    face[_NECK], face[_NECK + 1] = ribs(-0.14, 0.20), ribs(-0.16, -0.16)
    hair = [axes(along, ahead) for along, ahead in _HAIR[body.sex]]
    eye = [axes(0.585, 0.275), axes(0.57, 0.285)]
    return face, hair, eye
