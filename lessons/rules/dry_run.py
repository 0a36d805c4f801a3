"""Tries other thresholds on past practices and compares the decisions. Stores and moves nothing."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from hinge_coach.safety.models import Closure, last_lift
from hinge_coach.tightness.models import CheckIn
from lessons.models import Move, Practice, RuleSet
from lessons.practice.history import practice_value, screening_level
from lessons.rules.decide import decision_of
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, History, PracticeValue, Report
from lessons.rules.wording import DECISION_LABELS

MOST_TRIED = 2000  # practices, the newest first: some seconds of work at most

_MOST_CAREFUL_FIRST = list(DECISION_LABELS)


@dataclass(frozen=True, kw_only=True)
class Differing:
    """One practice that other thresholds would have judged differently: `was` with those in force, `now` with them."""

    client_id: int
    client: str
    lesson: str
    on: date
    was: Decision
    now: Decision

    @property
    def change(self) -> tuple[str, str]:
        """Both decisions in words."""
        return DECISION_LABELS[self.was], DECISION_LABELS[self.now]

    @property
    def is_more_careful(self) -> bool:
        return _MOST_CAREFUL_FIRST.index(self.now) < _MOST_CAREFUL_FIRST.index(self.was)


@dataclass(frozen=True, kw_only=True)
class DryRun:
    """`tried` practices, and those among them that differ; `left_out` older ones were not judged."""

    tried: int
    left_out: int
    differing: tuple[Differing, ...]

    @property
    def more_careful(self) -> int:
        return sum(practice.is_more_careful for practice in self.differing)

    @property
    def more_daring(self) -> int:
        return len(self.differing) - self.more_careful

    @property
    def ways(self) -> tuple[tuple[tuple[str, str], int], ...]:
        """How often each pair of decisions occurred, in words, the most frequent first."""
        return tuple(Counter(practice.change for practice in self.differing).most_common())

    @property
    def people(self) -> tuple[tuple[int, str, tuple[Differing, ...]], ...]:
        """Client id, name and what differs for them, the most affected first."""
        by_client: defaultdict[tuple[int, str], list[Differing]] = defaultdict(list)
        for practice in self.differing:
            by_client[practice.client_id, practice.client].append(practice)
        rows = sorted(by_client.items(), key=lambda item: (-len(item[1]), item[0][1].casefold()))
        return tuple((client_id, name, tuple(differing)) for (client_id, name), differing in rows)


def dry_run(thresholds: Thresholds, *, against: Thresholds | None = None) -> DryRun:
    """Decides on every past practice twice, with the thresholds in force and with others.

    Each practice is judged as of its newest verdict, with the entries as they stand corrected today. Imported
    rows are left out, as the rules do. Six queries, whatever the number of clients.
    """
    against = against or RuleSet.objects.in_force()
    rows = Practice.objects.filter(imported=False).select_related("client__user", "lesson", "before", "after")
    practices = list(rows.prefetch_related("verdicts"))
    past = _Past(practices)
    differing = []
    for practice in practices[:MOST_TRIED]:
        at = practice.verdict.decided_at
        history = past.history(practice, at)
        local = at.astimezone(practice.client.user.tz)
        was, now = decision_of(history, against, local), decision_of(history, thresholds, local)
        if was != now:
            differing.append(
                Differing(
                    client_id=practice.client_id,
                    client=str(practice.client),
                    lesson=practice.lesson.title,
                    on=practice.local_on,
                    was=was,
                    now=now,
                )
            )
    tried = min(len(practices), MOST_TRIED)
    return DryRun(tried=tried, left_out=len(practices) - tried, differing=tuple(differing))


class _Past:
    """The rows behind the histories of all clients, loaded once."""

    def __init__(self, practices: list[Practice]) -> None:
        self.reports: Mapping[int, list[Report]] = defaultdict(list)
        columns = ("client_id", "pk", "at", "local_on", "score", "moment")
        check_ins = CheckIn.objects.kept().filter(imported=False).order_by("at")
        for client, key, at, on, score, moment in check_ins.values_list(*columns):
            self.reports[client].append(Report(id=str(key), at=at, local_on=on, score=score, moment=moment))
        self.practices: Mapping[tuple[int, int], list[PracticeValue]] = defaultdict(list)
        self.fine_at: Mapping[int, list[datetime]] = defaultdict(list)
        for practice in practices:
            self.practices[practice.client_id, practice.lesson_id].append(practice_value(practice))
            if practice.is_fine:
                self.fine_at[practice.client_id].append(practice.done_at)
        self.steps_back: Mapping[tuple[int, int], list[datetime]] = defaultdict(list)
        moves = Move.objects.filter(verdict__decision=Decision.REGRESS, verdict__practice__imported=False)
        for client, lesson, at in moves.values_list("client_id", "to_lesson_id", "moved_at"):
            self.steps_back[client, lesson].append(at)
        self.closures: Mapping[int, list[Closure]] = defaultdict(list)
        for closure in Closure.objects.all():
            self.closures[closure.client_id].append(closure)

    def history(self, practice: Practice, at: datetime) -> History:
        """The history just before the verdict of `at`, without the step back or the closure that it caused."""
        client, lesson = practice.client_id, practice.lesson_id
        closures = self.closures[client]
        lifted = [closure for closure in closures if closure.lifted_at is not None and closure.lifted_at < at]
        active = [closure for closure in closures if closure.closed_at < at and closure not in lifted]
        steps_back = (moved_at for moved_at in self.steps_back[client, lesson] if moved_at < at)
        return History(
            practices=tuple(self.practices[client, lesson]),
            reports=tuple(self.reports[client]),
            fine_at=tuple(self.fine_at[client]),
            screening=screening_level(active),
            stepped_back_at=max(steps_back, default=None),
            lifted_at=last_lift(lifted),
        )
