"""Somebody who has been steady for two weeks, as the site saw it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client as Browser

from hinge_coach.accounts.models import Client
from hinge_coach.tightness.models import CheckIn
from lessons.models import Lesson, Move, Practice, TrackPosition, VerdictRecord
from tests.conftest import SignIn
from tests.factories import practice_once, report_morning

MakeSteady = Callable[[Client], None]


@dataclass(frozen=True, kw_only=True)
class SteadyRows:
    """What six steady days leave behind, to be stored again for another client."""

    check_ins: list[CheckIn]
    practices: list[Practice]
    verdicts: list[VerdictRecord]
    positions: list[TrackPosition]
    moves: list[Move]

    @classmethod
    def of(cls, client: Client) -> "SteadyRows":
        assert not client.talks.exists()
        assert not client.closures.exists()
        return cls(
            check_ins=list(client.check_ins.all()),
            practices=list(client.practices.select_related("before", "after")),
            verdicts=list(VerdictRecord.objects.filter(practice__client=client).order_by("pk")),
            positions=list(client.positions.all()),
            moves=list(client.moves.select_related("verdict").order_by("pk")),
        )

    def store(self, client: Client) -> None:
        owned: list[CheckIn | Practice | TrackPosition | Move] = [*self.check_ins, *self.practices]
        for row in [*owned, *self.positions, *self.moves]:
            row.client = client
        verdicts = {verdict.pk: verdict for verdict in self.verdicts}
        numbered: list[VerdictRecord | TrackPosition | Move] = [*self.verdicts, *self.positions]
        for numbered_row in [*numbered, *self.moves]:
            numbered_row.pk = None
        CheckIn.objects.bulk_create(self.check_ins)
        Practice.objects.bulk_create(self.practices)
        VerdictRecord.objects.bulk_create(self.verdicts)
        TrackPosition.objects.bulk_create(self.positions)
        for move in self.moves:
            move.verdict = verdicts[move.verdict_id] if move.verdict_id else None
        Move.objects.bulk_create(self.moves)


@pytest.fixture(scope="session")
def steady_rows() -> dict[int, SteadyRows]:
    """By the key of the first lesson, because a test with real transactions loads the lessons again."""
    return {}


@pytest.fixture
def make_steady(now: datetime, curriculum: None, steady_rows: dict[int, SteadyRows]) -> MakeSteady:
    """Six days of the pelvic clock, at 3 throughout, each with its next morning: the last was yesterday.

    They are lived once; whoever is steady after that gets the same rows.
    """

    def makes(client: Client) -> None:
        first = Lesson.objects.get(slug="pelvic-clock").pk
        if first in steady_rows:
            steady_rows[first].store(client)
            return
        for days_ago in (15, 12, 9, 6, 3, 1):
            at = now - timedelta(days=days_ago)
            practice_once(client, at, before=3, after=3)
            report_morning(client, at + timedelta(hours=20), 3)
        steady_rows[first] = SteadyRows.of(client)

    return makes


@pytest.fixture
def browser(sign_in: SignIn, maya: Client) -> Browser:
    """Maya's own."""
    return sign_in(maya)


@pytest.fixture
def here_for_a_month(maya: Client, now: datetime) -> None:
    """So that something she did some days ago can arrive now."""
    maya.joined_at = now - timedelta(days=30)
    maya.save()


@pytest.fixture
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now, tick=False) as clock:
        yield clock
