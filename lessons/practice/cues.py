"""The cues that helped a client, lesson by lesson."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from hinge_coach.accounts.models import Client
from lessons.models import Lesson, Practice


@dataclass(frozen=True, kw_only=True)
class CueCount:
    """How often a cue helped in a lesson, and how many of those practices passed the self-check."""

    lesson: str
    cue: str
    times: int
    passed: int


def cue_counts(practices: Iterable[Practice]) -> tuple[CueCount, ...]:
    """The cues that helped, the most frequent first. Reads each practice's lesson, so select it with them."""
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
    """The cue that helped last in this lesson; empty where none did, or where the lesson no longer has it."""
    cue = client.practices.filter(lesson=lesson).exclude(cue="").values_list("cue", flat=True).first() or ""
    return cue if cue in lesson.cues else ""


def preferred_cue_first(cues: list[str], preferred: str) -> list[str]:
    """The cues with the preferred one first, the rest in their order; unchanged where it is empty."""
    return [preferred, *(cue for cue in cues if cue != preferred)] if preferred else cues
