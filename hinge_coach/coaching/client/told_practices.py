"""A client's practices for the rules and for the story, read once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from hinge_coach.accounts.models import Client
from hinge_coach.coaching.client.since import PracticeTold
from lessons.models import Guess, Lesson, answer_words, load_of
from lessons.rules.values import PracticeValue

PRACTICES_TOLD = 60  # more than twelve weeks bring

_COLUMNS = ("pk", "done_at", "local_on", "before__score", "after__score", "passed", "effort", "easier", "stopped")
_TOLD = ("lesson_id", "imported", "answer", "guess", "load", "load_unit", "cue", "note", "sent_at")


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
    for row in client.practices.order_by("-done_at", "-pk").values_list(*_COLUMNS, *_TOLD):
        pk, at, on, before, after, passed, effort, easier, stopped, lesson_id, imported, *rest = row
        values.append(
            PracticeValue(
                id=str(pk),
                at=at,
                local_on=on,
                before=before,
                after=after,
                passed=passed,
                effort=effort,
                easier=easier,
                stopped=bool(stopped),
                lesson=lesson_id,
                imported=imported,
            )
        )
        if len(told) == PRACTICES_TOLD:
            continue
        answer, guess, load, unit, cue, note, sent_at = rest
        lesson, used = by_id[lesson_id], load_of(load, unit)
        was_asked = answer is not None or passed or guess != Guess.NOT_YET
        is_checked = not (stopped or (easier and not was_asked))
        answered = answer_words(lesson.self_check, answer) or str(Guess(guess).label)
        told.append(
            PracticeTold(
                at=sent_at or at,
                on=on,
                title=lesson.title,
                before=before,
                after=after,
                effort=effort,
                easier=easier,
                stopped=bool(stopped),
                answered=answered if is_checked else "",
                load=used.words if used else "",
                cue=cue,
                note=note,
            )
        )
        loads.append(LoadUsed(on, lesson.title, load, unit))
    return Practices(values=tuple(values), told=tuple(told), loads=tuple(loads))
