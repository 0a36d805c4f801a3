"""Which lessons were passed over: the trainer or a start test placed the client beyond them. PURE.

They open what they would open if they had been passed, and nobody has to go back to them. But they were not done: pages
that count what was done leave them out. Lessons are primary keys.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple


class Jump(NamedTuple):
    """A placement on a track: from the lesson where the client stood to the one where they were placed."""

    track: str
    from_lesson: int
    to_lesson: int


def skipped_lessons(
    tracks: Mapping[str, Sequence[int]],
    jumps: Iterable[Jump],
    *,
    passed: Collection[int],
    placed_at_the_end: Collection[str] = (),
) -> frozenset[int]:
    """The lessons that a placement led past and that were not passed before or since.

    `tracks`: the required lessons of each track, in order. `passed`: lessons that a practice of the full version
    passed, with its mark reached. `placed_at_the_end`: the tracks whose last move was a placement, and that are
    finished: on them the last lesson was passed over, too.
    """
    skipped: set[int] = set()
    for jump in jumps:
        lessons = list(tracks.get(jump.track, ()))
        if jump.from_lesson in lessons and jump.to_lesson in lessons:
            skipped.update(lessons[lessons.index(jump.from_lesson) : lessons.index(jump.to_lesson)])
    for track in placed_at_the_end:
        skipped.update(list(tracks.get(track, ()))[-1:])
    return frozenset(skipped.difference(passed))
