"""What the script of the player needs to lead a lesson: both versions as phases, and the cues that it may say."""

from collections.abc import Mapping

from lessons.models import Lesson
from lessons.practice.phases import as_json, easier_from, phases

GET_SET = 10
"""Seconds to get into position."""


def player_data(lesson: Lesson, *, get_set: int = GET_SET) -> Mapping[str, object]:
    """The data of `static/js/player/`, as JSON values.

    `full` and `easier` are lists of phases, `easier` empty where a lesson has no steps for it. `easier_from` gives for
    each full phase the easier one to go on with. `cues` are in the order in which they are to be said.
    """
    full, easier = phases(lesson.turns, get_set=get_set), phases(lesson.easier_turns, get_set=get_set)
    return {
        "title": lesson.title,
        "cues": lesson.cues,
        "full": as_json(full),
        "easier": as_json(easier),
        "easier_from": easier_from(full, easier),
    }
