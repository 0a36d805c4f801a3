"""What the script of the player needs to lead a lesson: both versions as phases, and the cues that it may say."""

from collections.abc import Mapping

from lessons.figures.player_figure import get_set_seconds
from lessons.models import Lesson
from lessons.practice.phases import Phase, as_json, easier_from, phases


def led_phases(lesson: Lesson, *, easier: bool = False) -> tuple[Phase, ...]:
    """The phases of one version; empty where a lesson has no steps for it."""
    turns = lesson.easier_turns if easier else lesson.turns
    return phases(turns, get_set=get_set_seconds(lesson.slug))


def player_data(lesson: Lesson) -> Mapping[str, object]:
    """The data of `static/js/player/`, as JSON values.

    `full` and `easier` are lists of phases, `easier` empty where a lesson has no steps for it. `easier_from` gives for
    each full phase the easier one to go on with. `cues` are in the order in which they are to be said.
    """
    full, easier = led_phases(lesson), led_phases(lesson, easier=True)
    return {
        "title": lesson.title,
        "cues": lesson.cues,
        "full": as_json(full),
        "easier": as_json(easier),
        "easier_from": easier_from(full, easier),
    }
