"""Drawn frames of movements, kept for all tests of a process: a site keeps fewer (`draw_frames`)."""

from functools import cache

from lessons.body.animation.movements import MOVEMENTS
from lessons.body.drawing.frames import Frame, Way, draw_frames

WAYS: tuple[Way, Way] = ("right", "fault")
BOTH = [(slug, way) for slug in MOVEMENTS for way in WAYS]


@cache
def frames_of(slug: str, way: Way) -> tuple[Frame, ...]:
    return draw_frames(MOVEMENTS[slug], way, count=25)
