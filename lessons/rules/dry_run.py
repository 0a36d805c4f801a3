"""A try of other numbers: what they would have said about every past practice. Nothing is stored and nobody moves."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from hinge_coach.safety.models import Closure
from hinge_coach.tightness.models import CheckIn
from lessons.models import Move, Practice, RuleSet
from lessons.practice.history import practice_value
from lessons.rules.decide import decision_of
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, History, PracticeValue, Report
from lessons.rules.wording import DECISION_LABELS as LABELS

MOST_TRIED = 2000  # practices, the newest first: some seconds of work at most

_CAREFUL_FIRST = list(LABELS)


@dataclass(frozen=True, kw_only=True)
class Differing:
    """One practice that other numbers would have answered otherwise; ``was`` and ``now`` in words."""

    client_id: int
    client: str
    lesson: str
    on: date
    was: Decision
    now: Decision

    @property
    def change(self) -> tuple[str, str]:
        return LABELS[self.was], LABELS[self.now]

    @property
    def is_more_careful(self) -> bool:
        return _CAREFUL_FIRST.index(self.now) < _CAREFUL_FIRST.index(self.was)


@dataclass(frozen=True, kw_only=True)
class DryRun:
    """``tried`` practices, of which ``differing`` differ; ``left_out`` older ones were not looked at."""

    tried: int
    left_out: int
    differing: tuple[Differing, ...]

    @property
    def more_careful(self) -> int:
        return sum(each.is_more_careful for each in self.differing)

    @property
    def more_daring(self) -> int:
        return len(self.differing) - self.more_careful

    @property
    def ways(self) -> tuple[tuple[tuple[str, str], int], ...]:
        """How often each (was, now) came, the most frequent first."""
        return tuple(Counter(each.change for each in self.differing).most_common())

    @property
    def people(self) -> tuple[tuple[int, str, tuple[Differing, ...]], ...]:
        """Client id, name and what differs for them, most first."""
        found: defaultdict[tuple[int, str], list[Differing]] = defaultdict(list)
        for each in self.differing:
            found[each.client_id, each.client].append(each)
        most_first = sorted(found.items(), key=lambda item: (-len(item[1]), item[0][1].casefold()))
        return tuple((key, name, tuple(those)) for (key, name), those in most_first)


def dry_run(thresholds: Thresholds, *, against: Thresholds | None = None) -> DryRun:
    """Asks the rules about every past practice twice, with the numbers in force and with others.

    Each is asked as of the moment of its newest verdict, about the entries as they stand corrected today.
    What a file brought in is left out, as the rules do. Six queries, whatever the number of clients.
    """
    against = against or RuleSet.objects.in_force()
    lived = Practice.objects.filter(imported=False)
    practices = list(lived.select_related("client__user", "lesson", "before", "after").prefetch_related("verdicts"))
    memory = _Memory(practices)
    differing = []
    for practice in practices[:MOST_TRIED]:
        at = practice.verdict.decided_at
        history = memory.history(practice, at)
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


class _Memory:
    """What the rules could know about each client, read once for all of them."""

    def __init__(self, practices: list[Practice]) -> None:
        self.reports: Mapping[int, list[Report]] = defaultdict(list)
        columns = ("client_id", "pk", "at", "local_on", "score", "moment")
        check_ins = CheckIn.objects.kept().filter(imported=False).order_by("at")
        for client, key, at, on, score, moment in check_ins.values_list(*columns):
            self.reports[client].append(Report(id=str(key), at=at, local_on=on, score=score, moment=moment))
        self.done: Mapping[tuple[int, int], list[PracticeValue]] = defaultdict(list)
        self.fine_at: Mapping[int, list[datetime]] = defaultdict(list)
        for each in practices:
            self.done[each.client_id, each.lesson_id].append(practice_value(each))
            if each.is_fine:
                self.fine_at[each.client_id].append(each.done_at)
        self.backs: Mapping[tuple[int, int], list[datetime]] = defaultdict(list)
        backs = Move.objects.filter(verdict__decision=Decision.REGRESS, verdict__practice__imported=False)
        for client, lesson, at in backs.order_by("moved_at").values_list("client_id", "to_lesson_id", "moved_at"):
            self.backs[client, lesson].append(at)
        self.reopened: Mapping[int, list[datetime]] = defaultdict(list)
        opened = Closure.objects.exclude(lifted_at=None).order_by("lifted_at").values_list("client_id", "lifted_at")
        for client, lifted_at in opened:
            if lifted_at is not None:
                self.reopened[client].append(lifted_at)

    def history(self, practice: Practice, at: datetime) -> History:
        """As it was before the verdict of ``at``: its own step back had not happened yet."""
        key = (practice.client_id, practice.lesson_id)
        return History(
            practices=tuple(self.done[key]),
            reports=tuple(self.reports[practice.client_id]),
            fine_at=tuple(self.fine_at[practice.client_id]),
            stepped_back_at=max((back for back in self.backs[key] if back < at), default=None),
            lifted_at=max((opened for opened in self.reopened[practice.client_id] if opened < at), default=None),
        )
