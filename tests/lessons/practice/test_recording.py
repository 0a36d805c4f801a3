"""A practice is stored once, with its check-ins, its verdict and the move, or not at all."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety import closing
from hinge_coach.safety.models import Closure, active_closure
from hinge_coach.safety.screening import Level
from hinge_coach.tightness.models import CheckIn
from lessons.models import Lesson, Move, Practice, VerdictRecord, move_client
from lessons.practice import recording
from lessons.practice.position import positions_of
from tests.factories import practice_once, report_fine, report_morning

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]


def rows() -> tuple[int, int, int, int]:
    return (Practice.objects.count(), CheckIn.objects.count(), VerdictRecord.objects.count(), Move.objects.count())


def test_a_practice_brings_two_check_ins_and_a_verdict_with_its_reasons(maya: Client, now: datetime) -> None:
    practice = practice_once(maya, now)
    assert practice.before is not None
    assert practice.after is not None
    assert (practice.before.score, practice.before.moment) == (3, "before")
    assert (practice.after.score, practice.after.moment) == (2, "after")
    assert practice.before.at == now - timedelta(seconds=practice.lesson.seconds())
    assert (practice.verdict.decision, practice.verdict.usual) == ("hold", None)
    assert [reason["code"] for reason in practice.verdict.reasons] == ["learning_usual"]
    assert practice.verdict.thresholds["fine_score"] == 2
    assert practice.verdict.reasons[0]["entries"] == [str(practice.pk)]


def test_sending_it_again_changes_nothing_and_answers_as_the_first_time(maya: Client, now: datetime) -> None:
    first = practice_once(maya, now)
    before = rows()
    again = practice_once(maya, now + timedelta(minutes=1), id=first.pk, before=9, after=9, passed=False)
    assert again.before is not None
    assert (again.pk, again.before.score, again.passed) == (first.pk, 3, True)
    assert rows() == before


def test_another_clients_id_is_refused(maya: Client, other_client: Client, now: datetime) -> None:
    first = practice_once(maya, now)
    before = rows()
    with pytest.raises(recording.NotYoursError):
        practice_once(other_client, now, id=first.pk)
    assert rows() == before


def test_a_lesson_ahead_is_not_recorded(maya: Client, now: datetime) -> None:
    with pytest.raises(recording.LessonAheadError):
        practice_once(maya, now, "find-the-middle")
    assert rows() == (0, 0, 0, 0)


def test_a_lesson_that_waits_for_its_neighbour_is_not_recorded(maya: Client, now: datetime) -> None:
    wall_tap = Lesson.objects.get(slug="wall-tap")
    move_client(client=maya, lesson=wall_tap, at=now, by=maya.user, note="for the test")
    with pytest.raises(recording.LessonAheadError):
        practice_once(maya, now, "wall-tap")
    assert Practice.objects.count() == 0


def test_an_open_stop_closes_practice(maya: Client, now: datetime) -> None:
    closing.close_practice(
        client=maya, cause=Closure.Cause.ANSWERS, level=Level.TODAY, sentence="See a doctor.", at=now
    )
    with pytest.raises(recording.PracticeIsClosedError):
        practice_once(maya, now)
    assert rows() == (0, 0, 0, 0)


def test_a_failure_half_way_leaves_nothing(maya: Client, now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        practice_once(maya, now, effort=11)
    assert rows() == (0, 0, 0, 0)


def test_fine_today_is_kept_without_a_number(maya: Client, make_steady: Any, now: datetime) -> None:
    make_steady(maya)
    practices, check_ins, verdicts, moves = rows()
    practice = report_fine(maya, now)
    assert (practice.before, practice.after, practice.is_fine) == (None, None, True)
    assert rows() == (practices + 1, check_ins, verdicts + 1, moves)


def test_fine_today_sent_again_changes_nothing_even_after_a_flare(
    maya: Client, make_steady: Any, now: datetime
) -> None:
    make_steady(maya)
    first = report_fine(maya, now)
    CheckIn.record(id=uuid.uuid4(), client=maya, at=now + timedelta(minutes=1), score=7)
    before = rows()
    assert report_fine(maya, now + timedelta(minutes=2), id=first.pk) == first
    assert rows() == before


@pytest.mark.parametrize("easier", [True, False])
def test_fine_today_is_no_answer_where_it_is_asked_each_time(maya: Client, now: datetime, easier: bool) -> None:
    with pytest.raises(recording.ScoresNeededError, match="We ask for numbers at every practice"):
        report_fine(maya, now, "pelvic-clock", easier=easier)
    assert rows() == (0, 0, 0, 0)


def test_fine_today_is_no_answer_after_a_flare(maya: Client, make_steady: Any, now: datetime) -> None:
    make_steady(maya)
    later = now + timedelta(days=2)
    CheckIn.record(id=uuid.uuid4(), client=maya, at=later, score=6)
    before = rows()
    with pytest.raises(recording.ScoresNeededError, match="Since the 6 on March 6 we ask for numbers"):
        report_fine(maya, later)
    assert rows() == before


def test_fine_today_is_no_answer_for_the_easier_version(maya: Client, make_steady: Any, now: datetime) -> None:
    make_steady(maya)
    before = rows()
    with pytest.raises(recording.ScoresNeededError, match="With the easier version we always ask for numbers"):
        report_fine(maya, now, easier=True)
    assert rows() == before


def test_half_the_scores_are_refused_by_the_database(maya: Client, make_steady: Any, now: datetime) -> None:
    make_steady(maya)
    practice = practice_once(maya, now)
    for half in ({"before": None}, {"after": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Practice.objects.filter(pk=practice.pk).update(**half)


def test_a_stop_that_was_opened_again_asks_each_time(
    maya: Client, make_steady: Any, trainer: Trainer, now: datetime
) -> None:
    make_steady(maya)
    closing.close_practice(
        client=maya, cause=Closure.Cause.ANSWERS, level=Level.TODAY, sentence="See a doctor.", at=now
    )
    stop = active_closure(maya)
    assert stop is not None
    stop.lift(by=trainer.user, note="Seen.", at=now + timedelta(hours=1))
    with pytest.raises(recording.ScoresNeededError):
        report_fine(maya, now + timedelta(hours=2))


@pytest.mark.parametrize("easier", [False, True])
def test_the_number_before_lies_as_long_ago_as_the_version_took(maya: Client, now: datetime, easier: bool) -> None:
    practice = practice_once(maya, now, easier=easier)
    assert practice.before is not None
    lesson = practice.lesson
    turns = lesson.easier_turns if easier else lesson.turns
    assert practice.before.at == now - timedelta(seconds=sum(turn.seconds for turn in turns))
    assert lesson.seconds(easier=True) < lesson.seconds()


def test_the_answer_is_kept_with_the_practice(maya: Client, now: datetime) -> None:
    stand_on_hinge(maya, "dowel-hinge", now)
    practice = practice_once(maya, now, "dowel-hinge", answer=7, guess="nearly", passed=False)
    assert (Practice.objects.get().answer, practice.answered) == (7, "7 of 8")


def test_an_answer_that_is_on_no_scale_is_refused_by_the_database(maya: Client, now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        practice_once(maya, now, answer=21)
    assert rows() == (0, 0, 0, 0)


def stand_on_hinge(client: Client, slug: str, now: datetime, *, finished: bool = False) -> None:
    """On this lesson of the hinge track, with all that it needs of the others."""
    for needed in ("leg-slide", slug):
        lesson = Lesson.objects.get(slug=needed)
        move_client(client=client, lesson=lesson, at=now, finished=finished, by=client.user, note="for the test")


class TestTheEndOfTheHingeTrack:
    def test_two_good_days_of_the_floor_lift_finish_it(self, maya: Client, now: datetime) -> None:
        start = now - timedelta(days=9)
        stand_on_hinge(maya, "floor-lift", start)
        for day in range(1, 10):
            practice_once(maya, start + timedelta(days=day), "floor-lift", before=2, after=2)
            report_morning(maya, start + timedelta(days=day, hours=20), 2)
            if positions_of(maya)[1].finished:
                break
        hinge = positions_of(maya)[1]
        assert (hinge.next.slug, hinge.finished, hinge.behind) == ("floor-lift", True, 8)
        assert [lesson.slug for lesson in hinge.extras] == ["strong-back"]

    def test_the_extra_is_not_kept_before(self, maya: Client, now: datetime) -> None:
        stand_on_hinge(maya, "floor-lift", now)
        with pytest.raises(recording.LessonAheadError):
            practice_once(maya, now, "strong-back", answer=6)
        assert Practice.objects.count() == 0

    @pytest.mark.parametrize(("passed", "after"), [(True, 2), (False, 2), (False, 5)])
    def test_the_extra_is_kept_after_it_and_moves_nobody(
        self, maya: Client, now: datetime, passed: bool, after: int
    ) -> None:
        start = now - timedelta(days=12)
        stand_on_hinge(maya, "floor-lift", start, finished=True)
        moves = Move.objects.count()
        for days in (9, 6, 3, 0):
            last = practice_once(
                maya, now - timedelta(days=days), "strong-back", before=2, after=after, passed=passed, answer=6
            )
        hinge = positions_of(maya)[1]
        assert (hinge.next.slug, hinge.finished, Move.objects.count()) == ("floor-lift", True, moves)
        assert [reason["client"] for reason in last.verdict.reasons] == [
            "This lesson is an extra after the others, so your place stays as it is. Do it as often as you like."
        ]
