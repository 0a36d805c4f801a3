"""A client's practices with what the rules said, and with thresholds other than the defaults."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.core.paginator import Page, Paginator

from hinge_coach.accounts.models import Client
from lessons.models import Lesson, Practice, VerdictRecord
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, PracticeValue

PRACTICES_A_PAGE = 25

OUTCOMES = {
    Decision.PROGRESS: "moved on",
    Decision.HOLD: "stayed",
    Decision.REGRESS: "step back",
    Decision.RESTORE: "full version again",
    Decision.EASE: "eased",
    Decision.REST: "rest",
    Decision.PAUSED: "paused",
    Decision.STOP: "stopped",
}

COLORS = {
    Decision.PROGRESS: "teal",
    Decision.RESTORE: "teal",
    Decision.REGRESS: "coral",
    Decision.REST: "coral",
    Decision.STOP: "coral",
}


class DefaultThreshold(NamedTuple):
    """A number of the rules as the site came with it, and what it means in words."""

    name: str
    words: str
    value: int


@dataclass(frozen=True, kw_only=True)
class PracticeRow:
    """A practice with its newest verdict.

    `changed` are the thresholds that were other than the defaults: words and value. `by_old_rules`: it was decided
    before 0.3.0, by other rules with other numbers.
    """

    practice: Practice
    verdict: VerdictRecord
    changed: tuple[tuple[str, int], ...]
    by_old_rules: bool

    @classmethod
    def of(cls, verdict: VerdictRecord) -> "PracticeRow":
        defaults = default_thresholds()
        used = {**Thresholds().as_dict(), **verdict.thresholds}
        by_old_rules = bool(set(verdict.thresholds) - {threshold.name for threshold in defaults})
        changed = tuple((words, used[name]) for name, words, value in defaults if used[name] != value)
        return cls(
            practice=verdict.practice,
            verdict=verdict,
            changed=() if by_old_rules else changed,
            by_old_rules=by_old_rules,
        )

    @property
    def outcome(self) -> str:
        """What the verdict led to, in a word or two."""
        return OUTCOMES[Decision(self.verdict.decision)]

    @property
    def color(self) -> str:
        """How its label is colored: teal for a way on, coral for a way back or a stop; empty for neither."""
        return COLORS.get(Decision(self.verdict.decision), "")


def default_thresholds() -> list[DefaultThreshold]:
    fields = Thresholds.__dataclass_fields__
    values = Thresholds().as_dict()
    return [DefaultThreshold(name, fields[name].metadata["words"], value) for name, value in values.items()]


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
