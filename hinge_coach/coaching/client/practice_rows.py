"""A client's practices with what the rules said, and with thresholds other than the usual ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.core.paginator import Page, Paginator

from hinge_coach.accounts.models import Client
from lessons.models import Lesson, Practice, VerdictRecord
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import PracticeValue

PRACTICES_A_PAGE = 25


class UsualThreshold(NamedTuple):
    """A number of the rules as the site came with it, and what it means in words."""

    name: str
    words: str
    value: int


@dataclass(frozen=True, kw_only=True)
class PracticeRow:
    """A practice with its newest verdict. `unusual` are thresholds other than the usual ones: words and value."""

    practice: Practice
    verdict: VerdictRecord
    unusual: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, verdict: VerdictRecord) -> "PracticeRow":
        used = {**Thresholds().as_dict(), **verdict.thresholds}
        unusual = tuple((words, used[name]) for name, words, value in usual_thresholds() if used[name] != value)
        return cls(practice=verdict.practice, verdict=verdict, unusual=unusual)


def usual_thresholds() -> list[UsualThreshold]:
    usual = Thresholds()
    fields = Thresholds.__dataclass_fields__
    return [UsualThreshold(name, fields[name].metadata["words"], value) for name, value in usual.as_dict().items()]


def practice_page(client: Client, number: str | None) -> Page[Practice]:
    """All practices, newest first; the last page where the number is too high. Four queries."""
    practices = client.practices.select_related("before", "after", "lesson").prefetch_related("verdicts")
    return Paginator(practices, PRACTICES_A_PAGE).get_page(number)


def newest_verdicts(practices: Iterable[PracticeValue], lessons: Iterable[Lesson]) -> tuple[VerdictRecord, ...]:
    """The newest verdict on each of these practices, with the practice, in their order; one query."""
    lessons_by_id = {lesson.pk: lesson for lesson in lessons}
    keys = [UUID(practice.id) for practice in practices]
    verdicts = VerdictRecord.objects.filter(practice__in=keys).select_related("practice__before", "practice__after")
    newest = {verdict.practice_id: verdict for verdict in verdicts.order_by("decided_at", "pk")}
    in_order = tuple(newest[key] for key in keys if key in newest)
    for verdict in in_order:
        # The same lesson objects for all, so that no text of a lesson is read sixty times.
        verdict.practice.lesson = lessons_by_id[verdict.practice.lesson_id]
    return in_order
