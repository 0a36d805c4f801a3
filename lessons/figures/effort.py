"""How hard a muscle works, as a color.

Color says it, and not transparency: half-transparent amber over navy or teal is mud. Opacity only fades a muscle in,
so that one that hardly works isn't drawn at all.
"""

from hinge_coach.palette import EFFORT_COLORS
from lessons.body.drawing.link_axes import ramp

SEEN = (0.17, 0.38)
"""A muscle begins to be seen at the first effort and is seen fully from the second on, 0..1. Standing at ease takes
less than the first."""


def effort_color(work: float) -> str:
    """The color of an effort 0..1, `#rrggbb`."""
    place = min(1.0, max(0.0, work)) * (len(EFFORT_COLORS) - 1)
    index = min(int(place), len(EFFORT_COLORS) - 2)
    pairs = zip(_channels(EFFORT_COLORS[index]), _channels(EFFORT_COLORS[index + 1]), strict=True)
    return "#" + "".join(f"{round(start + (end - start) * (place - index)):02x}" for start, end in pairs)


def _channels(color: str) -> list[int]:
    return [int(color[at : at + 2], 16) for at in (1, 3, 5)]


def effort_opacity(work: float) -> float:
    """0..1, two places."""
    return round(ramp(work, *SEEN), 2)
