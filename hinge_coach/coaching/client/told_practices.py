"""A client's practices for the rules and for the story, read once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from hinge_coach.accounts.models import Client
from hinge_coach.coaching.client.since import PracticeTold
from hinge_coach.fixed_reads import FixedRead
from lessons.models import VALUE_COLUMNS, Lesson, Practice, answered_words, load_of, practice_value, was_self_checked
from lessons.rules.values import PracticeValue

PRACTICES_TOLD = 60  # more than twelve weeks bring

_TOLD = ("answer", "guess", "load", "load_unit", "cue", "note", "sent_at")


_PRACTICES = FixedRead(
    lambda client: (
        Practice.objects.filter(client=client).order_by("-done_at", "-pk").values_list(*VALUE_COLUMNS, *_TOLD)
    ),
    int,
)


class LoadUsed(NamedTuple):
    """A load as it was typed, with the day and the title of the lesson."""

    on: date
    lesson: str
    load: Decimal | None
    unit: str


@dataclass(frozen=True, kw_only=True)
class Practices:
    """All practices as values, newest first; `told` and `loads` of the latest ones, in the same order."""

    values: tuple[PracticeValue, ...]
    told: tuple[PracticeTold, ...]
    loads: tuple[LoadUsed, ...]


def practices_of(client: Client, lessons: Iterable[Lesson]) -> Practices:
    """One query. A practice that waited on a device is told when it arrived, because nobody could see it before."""
    by_id = {lesson.pk: lesson for lesson in lessons}
    values: list[PracticeValue] = []
    told: list[PracticeTold] = []
    loads: list[LoadUsed] = []
    for row in _PRACTICES(client.pk):
        value = practice_value(row[: len(VALUE_COLUMNS)])
        values.append(value)
        if len(told) == PRACTICES_TOLD:
            continue
        answer, guess, load, unit, cue, note, sent_at = row[len(VALUE_COLUMNS) :]
        lesson, used = by_id[value.lesson], load_of(load, unit)
        is_checked = was_self_checked(
            answer=answer, passed=value.passed, guess=guess, easier=value.easier, stopped=value.stopped
        )
        told.append(
            PracticeTold(
                at=sent_at or value.at,
                on=value.local_on,
                title=lesson.title,
                before=value.before,
                after=value.after,
                effort=value.effort,
                easier=value.easier,
                stopped=value.stopped,
                answered=answered_words(lesson, answer, guess) if is_checked else "",
                load=used.words if used else "",
                cue=cue,
                note=note,
            )
        )
        loads.append(LoadUsed(value.local_on, lesson.title, load, unit))
    return Practices(values=tuple(values), told=tuple(told), loads=tuple(loads))
