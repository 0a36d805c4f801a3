"""The cues that helped a client, lesson by lesson."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from hinge_coach.accounts.models import Client
from lessons.models import Lesson, Practice


@dataclass(frozen=True, kw_only=True)
class CueCount:
    """How often a cue clicked in a lesson, and in how many of those practices the pass mark was reached."""

    lesson: str
    cue: str
    times: int
    passed: int


def cue_counts(practices: Iterable[Practice]) -> tuple[CueCount, ...]:
    """The cues that clicked, the most frequent first. ``practices`` with lesson."""
    times, passed = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for practice in practices:
        if practice.cue:
            times[practice.lesson.title, practice.cue] += 1
            passed[practice.lesson.title, practice.cue] += practice.passed
    return tuple(
        CueCount(lesson=lesson, cue=cue, times=count, passed=passed[lesson, cue])
        for (lesson, cue), count in times.most_common()
    )


def last_helpful_cue(client: Client, lesson: Lesson) -> str:
    """The cue that clicked last in this lesson; empty where none did, or where it is no cue of it any more."""
    cue = client.practices.filter(lesson=lesson).exclude(cue="").values_list("cue", flat=True).first() or ""
    return cue if cue in lesson.cues else ""


def preferred_cue_first(cues: list[str], clicked: str) -> list[str]:
    """The person's own words lead; the rest stay in their order."""
    return [clicked, *(cue for cue in cues if cue != clicked)] if clicked else cues
