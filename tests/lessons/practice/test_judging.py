"""A verdict is stored with its reasons, and moves the client where it says so."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety.models import active_closure
from lessons.models import Lesson, Move, Practice, TrackPosition, VerdictRecord, move_client
from lessons.practice import judging
from lessons.practice.position import positions_of
from tests.factories import position_on_first_track, practice_once, report_fine, report_morning

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]


def where(client: Client) -> list[str]:
    return [position.next.slug for position in positions_of(client)]


def test_two_clean_days_with_calm_mornings_move_on_and_say_why(maya: Client, now: datetime) -> None:
    for day in range(3):
        practice_once(maya, now + timedelta(days=day))
        report_morning(maya, now + timedelta(days=day, hours=22))
    move = Move.objects.get()
    assert (move.from_lesson.slug, move.to_lesson.slug) == ("pelvic-clock", "find-the-middle")
    assert move.verdict is not None
    assert (move.verdict.decision, [reason["code"] for reason in move.verdict.reasons]) == ("progress", ["clean"])
    assert where(maya) == ["find-the-middle", "tall-kneel-hinge", "high-seat-touch"]


def test_the_earlier_verdict_stays_beside_the_new_one(maya: Client, now: datetime) -> None:
    practice = practice_once(maya, now)
    report_morning(maya, now + timedelta(hours=22))
    assert [verdict.decided_at for verdict in practice.verdicts.order_by("decided_at")] == [
        now,
        now + timedelta(hours=22),
    ]


def test_a_morning_that_changes_no_reason_adds_no_verdict(maya: Client, now: datetime) -> None:
    practice_once(maya, now)
    report_morning(maya, now + timedelta(hours=22))
    before = VerdictRecord.objects.count()
    report_morning(maya, now + timedelta(hours=23))
    assert judging.rejudge_after_morning(maya, now=now + timedelta(hours=23)) == []
    assert VerdictRecord.objects.count() == before


def test_a_morning_that_changes_no_reason_moves_nobody(maya: Client, trainer: Trainer, now: datetime) -> None:
    """The trainer has put the client back on the easier version since the first report of that morning."""
    lesson, morning = Lesson.objects.get(slug="pelvic-clock"), now + timedelta(days=1, hours=20)
    practice_once(maya, now, after=6)
    practice_once(maya, now + timedelta(days=1), after=3, easier=True)
    report_morning(maya, morning, 3)
    move_client(client=maya, lesson=lesson, easier=True, at=morning, by=trainer.user, note="Once more.")
    moves = Move.objects.count()
    report_morning(maya, morning + timedelta(hours=1), 3)
    assert (position_on_first_track(maya), Move.objects.count()) == (("pelvic-clock", True), moves)


def test_above_the_limit_offers_the_easier_version_of_the_same_lesson(maya: Client, now: datetime) -> None:
    practice = practice_once(maya, now, before=4, after=6)
    assert practice.verdict.decision == "regress"
    position = TrackPosition.objects.get()
    assert (position.lesson.slug, position.easier) == ("pelvic-clock", True)


def test_a_gentle_practice_that_goes_well_offers_the_whole_lesson_again(maya: Client, now: datetime) -> None:
    practice_once(maya, now, before=4, after=6)
    practice_once(maya, now + timedelta(days=1), before=3, after=3, easier=True)
    assert TrackPosition.objects.get().easier is False


def test_eight_stops_and_only_the_trainer_reopens(maya: Client, now: datetime) -> None:
    practice = practice_once(maya, now, before=4, after=8)
    assert practice.verdict.decision == "stop"
    stop = active_closure(maya)
    assert stop is not None
    assert (stop.cause, stop.client_may_lift) == ("rule", False)


def test_practicing_an_earlier_lesson_never_moves_the_client(maya: Client, now: datetime) -> None:
    lesson = Lesson.objects.get(slug="leg-slide")
    move_client(client=maya, lesson=lesson, at=now, by=maya.user, note="for the test")
    for day in range(3):
        practice_once(maya, now + timedelta(days=day), "pelvic-clock")
        report_morning(maya, now + timedelta(days=day, hours=22))
    assert where(maya)[0] == "leg-slide"
    assert Practice.objects.first().verdict.next_lesson == lesson  # type: ignore[union-attr]


def test_the_last_lesson_finishes_its_track(maya: Client, now: datetime) -> None:
    last = Lesson.objects.get(slug="neutral-on-the-move")
    move_client(client=maya, lesson=last, at=now, by=maya.user, note="for the test")
    for day in range(3):
        practice_once(maya, now + timedelta(days=day), last.slug)
        report_morning(maya, now + timedelta(days=day, hours=22))
    assert (positions_of(maya)[0].finished, positions_of(maya)[0].done) == (True, 7)


def test_one_day_in_full_and_one_fine_move_on_at_once(maya: Client, make_steady: Any, now: datetime) -> None:
    make_steady(maya)
    practice_once(maya, now, "find-the-middle", before=3, after=3)
    report_morning(maya, now + timedelta(hours=20), 3)
    practice = report_fine(maya, now + timedelta(days=1))
    assert (practice.verdict.decision, practice.verdict.next_lesson.slug) == ("progress", "leg-slide")  # type: ignore[union-attr]


def test_no_move_without_a_reason(maya: Client, now: datetime) -> None:
    lesson = Lesson.objects.get(slug="leg-slide")
    with pytest.raises(IntegrityError), transaction.atomic():
        move_client(client=maya, lesson=lesson, at=now)
