"""The lesson a word to the client would be about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lessons.models import VerdictRecord
from lessons.practice.position import Position
from lessons.rules.values import Decision

PRACTICED_LATELY = timedelta(days=14)  # a lesson left alone for longer is not one the client is stuck at


@dataclass(frozen=True, kw_only=True)
class JudgedPractice:
    """A practice and the decision of the newest verdict on it."""

    lesson_id: int
    done_at: datetime
    local_on: date
    easier: bool
    decision: Decision

    @classmethod
    def of(cls, verdict: VerdictRecord) -> "JudgedPractice":
        practice = verdict.practice
        return cls(
            lesson_id=practice.lesson_id,
            done_at=practice.done_at,
            local_on=practice.local_on,
            easier=practice.easier,
            decision=Decision(verdict.decision),
        )


@dataclass(frozen=True, kw_only=True)
class LessonInQuestion:
    """A lesson by its title, empty where there is none. `since` is the client's first day on it, None like that.

    `holds_running` counts its latest practices in a row with the verdict "hold".
    """

    title: str = ""
    since: date | None = None
    holds_running: int = 0


def lesson_in_question(
    positions: Sequence[Position], since: dict[str, date], judged: Sequence[JudgedPractice], today: date
) -> LessonInQuestion:
    """The next lesson the client has stayed at longest; its title gives way to that of a lesson just stepped back from.

    `since` holds by track the day on which the client came to the next lesson; `judged` is newest first.
    """
    longest = min(_in_practice(positions, since, judged, today), key=_longest_first, default=LessonInQuestion())
    if judged and judged[0].decision == Decision.REGRESS:
        return LessonInQuestion(
            title=_title_of(judged[0].lesson_id, positions), since=longest.since, holds_running=longest.holds_running
        )
    return longest


def _in_practice(
    positions: Sequence[Position], since: dict[str, date], judged: Sequence[JudgedPractice], today: date
) -> list[LessonInQuestion]:
    """The next lesson of each track, where it was practiced in the last two weeks."""
    lessons = []
    for position in positions:
        practices = [practice for practice in judged if practice.lesson_id == position.next.pk]
        if position.finished or not practices or practices[0].local_on < today - PRACTICED_LATELY:
            continue
        first_day = practices[-1].local_on
        lessons.append(
            LessonInQuestion(
                title=position.next.title,
                since=max(since.get(position.track, first_day), first_day),
                holds_running=_holds_running(practices),
            )
        )
    return lessons


def _holds_running(practices: Sequence[JudgedPractice]) -> int:
    decisions = enumerate(practice.decision for practice in practices)
    return next((number for number, decision in decisions if decision != Decision.HOLD), len(practices))


def _longest_first(lesson: LessonInQuestion) -> tuple[date, int]:
    return lesson.since or date.max, -lesson.holds_running


def _title_of(lesson_id: int, positions: Sequence[Position]) -> str:
    lessons = (lesson for position in positions for lesson in position.lessons)
    return next((lesson.title for lesson in lessons if lesson.pk == lesson_id), "")
