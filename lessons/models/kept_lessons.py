"""The lessons in memory. Nearly every page shows some of them, and they seldom change.

Reading them takes 23 rows of eleven JSON texts each, which is a third of what a page of lessons costs.
"""

from hinge_coach.content_mark import content_mark
from lessons.models.lesson import Lesson, Track, TrackLessons

_kept: tuple[str, tuple[Lesson, ...]] | None = None
"""The mark of the content, and the lessons under it. Replaced as one, because several threads read it."""


def lessons_in_order() -> list[Lesson]:
    """All lessons as they are now, track by track as they are taught. One query; two after a lesson has changed.

    Each call gives instances of its own, so that a view may put other values into their fields. Their lists and dicts
    are shared and must not be changed in place.
    """
    global _kept
    mark, kept = content_mark(), _kept
    if mark is None:
        return list(Lesson.objects.in_order())
    if kept is None or kept[0] != mark:
        # Read after the mark: a change in between is kept under a mark that nobody asks for any more.
        kept = _kept = mark, tuple(Lesson.objects.in_order())
    return [_copy(lesson) for lesson in kept[1]]


def lessons_by_track() -> tuple[TrackLessons, ...]:
    """The same, track by track."""
    lessons = lessons_in_order()
    return tuple(TrackLessons(t, tuple(lesson for lesson in lessons if lesson.track == t)) for t in Track)


def _copy(lesson: Lesson) -> Lesson:
    """Much quicker than `copy.copy`, which packs and unpacks a row."""
    copied = Lesson.__new__(Lesson)
    copied.__dict__.update(lesson.__dict__)
    return copied
