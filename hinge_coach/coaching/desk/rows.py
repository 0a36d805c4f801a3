"""Clients as the desk lists them, the most urgent first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hinge_coach.coaching.desk.attention import attention_reasons, ranking_key
from hinge_coach.coaching.desk.clients import ClientRecords, load_clients
from hinge_coach.coaching.desk.snapshot import client_facts, snapshot_of
from hinge_coach.coaching.desk.values import AttentionReason
from hinge_coach.coaching.desk.wording import change_words
from hinge_coach.tightness import trend
from hinge_coach.tightness.trend import Change
from lessons.models import Lesson, RuleSet
from lessons.practice.position import Position, track_positions
from lessons.progress.chart import Spark, sparkline
from lessons.progress.wording import change_label
from lessons.rules.thresholds import Thresholds

SPARKLINE_SPAN = timedelta(days=55)  # eight weeks with today


@dataclass(frozen=True, kw_only=True)
class ClientRow:
    """One client as the desk shows them. `reasons` is never empty, the most urgent first."""

    id: int
    name: str
    reasons: tuple[AttentionReason, ...]
    change: Change
    has_flare: bool
    spark: Spark
    positions: tuple[Position, ...]
    is_closed: bool
    is_paused: bool

    @property
    def first(self) -> AttentionReason:
        return self.reasons[0]

    @property
    def others(self) -> tuple[AttentionReason, ...]:
        """The other reasons to act on; pauses and what was seen already say nothing beside them."""
        return tuple(reason for reason in self.reasons[1:] if reason.needs_attention)

    @property
    def needs_attention(self) -> bool:
        return self.first.needs_attention

    @property
    def change_label(self) -> str:
        return change_label(self.change, has_flare=self.has_flare)

    @property
    def change_words(self) -> str:
        return change_words(self.change)


def client_rows(now: datetime) -> tuple[ClientRow, ...]:
    """All clients, the most urgent first. Ten queries."""
    lessons, thresholds = lesson_titles(), RuleSet.objects.in_force()
    rows = [
        client_row(records, lessons=lessons, thresholds=thresholds, now=now)
        for records in load_clients(thresholds, now=now)
    ]
    return tuple(sorted(rows, key=lambda row: (ranking_key(row.reasons, row.name), row.id)))


def client_row(
    records: ClientRecords, *, lessons: Sequence[Lesson], thresholds: Thresholds, now: datetime
) -> ClientRow:
    facts = client_facts(records, thresholds, now=now)
    positions = track_positions(lessons, records.positions)
    change = trend.change(records.check_ins, facts.today)
    snapshot = snapshot_of(records, facts=facts, positions=positions, change=change)
    return ClientRow(
        id=records.client.pk,
        name=snapshot.name,
        reasons=attention_reasons(snapshot, facts.today),
        change=change,
        has_flare=bool(facts.flare),
        spark=sparkline(records.check_ins, facts.today - SPARKLINE_SPAN, facts.today),
        positions=positions,
        is_closed=snapshot.closed,
        is_paused=snapshot.paused,
    )


def lesson_titles() -> list[Lesson]:
    """The lessons without their texts: what it takes to say where somebody stands."""
    return list(Lesson.objects.only("slug", "track", "number", "title", "needs", "self_check", "optional"))
