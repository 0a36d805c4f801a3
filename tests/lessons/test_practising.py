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
from hinge_coach.tightness.trend import Moment
from lessons.models import Lesson, Move, Practice, TrackPosition, VerdictRecord, move_client
from lessons.practice import judging, recording
from lessons.practice.history import load_history, practice_value, prompt_at
from lessons.practice.position import positions_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]


def practise(client: Client, at: datetime, slug: str = "pelvic-clock", **changed: Any) -> Practice:
    values: dict[str, Any] = {
        "id": uuid.uuid4(),
        "before": 3,
        "after": 2,
        "guess": "clean",
        "passed": True,
        "effort": 4,
        "easier": False,
        **changed,
    }
    return recording.record(client=client, lesson=Lesson.objects.get(slug=slug), at=at, **values)


def morning(client: Client, at: datetime, score: int = 2) -> list[VerdictRecord]:
    CheckIn.record(id=uuid.uuid4(), client=client, at=at, score=score, moment=Moment.MORNING)
    return judging.rejudge_after_morning(client, now=at)


def rows() -> tuple[int, int, int, int]:
    return (Practice.objects.count(), CheckIn.objects.count(), VerdictRecord.objects.count(), Move.objects.count())


def where(client: Client) -> list[str]:
    return [position.next.slug for position in positions_of(client)]


def test_a_practice_brings_two_check_ins_and_a_verdict_with_its_reasons(maya: Client, now: datetime) -> None:
    practice = practise(maya, now)
    assert practice.before is not None
    assert practice.after is not None
    assert (practice.before.score, practice.before.moment) == (3, "before")
    assert (practice.after.score, practice.after.moment) == (2, "after")
    assert practice.before.at == now - timedelta(seconds=practice.lesson.seconds)
    assert practice.verdict.decision == "hold"
    assert [reason["code"] for reason in practice.verdict.reasons] == ["too_few", "morning_missing"]
    assert practice.verdict.thresholds["easy_score"] == 2
    assert str(practice.pk) in practice.verdict.reasons[0]["entries"]


def test_sending_it_again_changes_nothing_and_answers_as_the_first_time(maya: Client, now: datetime) -> None:
    first = practise(maya, now)
    before = rows()
    again = practise(maya, now + timedelta(minutes=1), id=first.pk, before=9, after=9, passed=False)
    assert again.before is not None
    assert (again.pk, again.before.score, again.passed) == (first.pk, 3, True)
    assert rows() == before


def test_another_clients_id_is_refused(maya: Client, other_client: Client, now: datetime) -> None:
    first = practise(maya, now)
    before = rows()
    with pytest.raises(recording.NotYoursError):
        practise(other_client, now, id=first.pk)
    assert rows() == before


def test_a_lesson_ahead_is_not_recorded(maya: Client, now: datetime) -> None:
    with pytest.raises(recording.LessonAheadError):
        practise(maya, now, "find-the-middle")
    assert rows() == (0, 0, 0, 0)


def test_a_lesson_that_waits_for_its_neighbour_is_not_recorded(maya: Client, now: datetime) -> None:
    wall_tap = Lesson.objects.get(slug="wall-tap")
    move_client(client=maya, lesson=wall_tap, at=now, by=maya.user, note="for the test")
    with pytest.raises(recording.LessonAheadError):
        practise(maya, now, "wall-tap")
    assert Practice.objects.count() == 0


def test_an_open_stop_closes_practice(maya: Client, now: datetime) -> None:
    closing.close_practice(
        client=maya, cause=Closure.Cause.ANSWERS, level=Level.TODAY, sentence="See a doctor.", at=now
    )
    with pytest.raises(recording.PracticeIsClosedError):
        practise(maya, now)
    assert rows() == (0, 0, 0, 0)


def test_a_failure_half_way_leaves_nothing(maya: Client, now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        practise(maya, now, effort=11)
    assert rows() == (0, 0, 0, 0)


def test_two_clean_days_with_calm_mornings_move_on_and_say_why(maya: Client, now: datetime) -> None:
    for day in range(3):
        practise(maya, now + timedelta(days=day))
        morning(maya, now + timedelta(days=day, hours=22))
    move = Move.objects.get()
    assert (move.from_lesson.slug, move.to_lesson.slug) == ("pelvic-clock", "find-the-middle")
    assert move.verdict is not None
    assert (move.verdict.decision, [reason["code"] for reason in move.verdict.reasons]) == ("progress", ["clean"])
    assert where(maya) == ["find-the-middle", "tall-kneel-hinge", "high-seat-touch"]


def test_the_earlier_verdict_stays_beside_the_new_one(maya: Client, now: datetime) -> None:
    practice = practise(maya, now)
    morning(maya, now + timedelta(hours=22))
    assert [verdict.decided_at for verdict in practice.verdicts.order_by("decided_at")] == [
        now,
        now + timedelta(hours=22),
    ]


def test_a_morning_that_changes_no_reason_adds_no_verdict(maya: Client, now: datetime) -> None:
    practise(maya, now)
    morning(maya, now + timedelta(hours=22))
    before = VerdictRecord.objects.count()
    assert morning(maya, now + timedelta(hours=23)) == []
    assert VerdictRecord.objects.count() == before


def test_above_the_limit_offers_the_easier_version_of_the_same_lesson(maya: Client, now: datetime) -> None:
    practice = practise(maya, now, before=4, after=6)
    assert practice.verdict.decision == "regress"
    position = TrackPosition.objects.get()
    assert (position.lesson.slug, position.easier) == ("pelvic-clock", True)


def test_a_gentle_practice_that_goes_well_offers_the_whole_lesson_again(maya: Client, now: datetime) -> None:
    practise(maya, now, before=4, after=6)
    practise(maya, now + timedelta(days=1), before=3, after=3, easier=True)
    assert TrackPosition.objects.get().easier is False


def test_eight_stops_and_only_the_trainer_reopens(maya: Client, now: datetime) -> None:
    practice = practise(maya, now, before=4, after=8)
    assert practice.verdict.decision == "stop"
    stop = active_closure(maya)
    assert stop is not None
    assert (stop.cause, stop.client_may_lift) == ("rule", False)


def test_practising_an_earlier_lesson_never_moves_the_client(maya: Client, now: datetime) -> None:
    lesson = Lesson.objects.get(slug="leg-slide")
    move_client(client=maya, lesson=lesson, at=now, by=maya.user, note="for the test")
    for day in range(3):
        practise(maya, now + timedelta(days=day), "pelvic-clock")
        morning(maya, now + timedelta(days=day, hours=22))
    assert where(maya)[0] == "leg-slide"
    assert Practice.objects.first().verdict.next_lesson == lesson  # type: ignore[union-attr]


def test_the_last_lesson_finishes_its_track(maya: Client, now: datetime) -> None:
    last = Lesson.objects.get(slug="neutral-on-the-move")
    move_client(client=maya, lesson=last, at=now, by=maya.user, note="for the test")
    for day in range(3):
        practise(maya, now + timedelta(days=day), last.slug)
        morning(maya, now + timedelta(days=day, hours=22))
    assert (positions_of(maya)[0].finished, positions_of(maya)[0].done) == (True, 7)


def said_fine(client: Client, at: datetime, slug: str = "find-the-middle", **changed: Any) -> Practice:
    return practise(client, at, slug, before=None, after=None, **changed)


def test_fine_today_is_kept_without_a_number(maya: Client, make_steady: Any, now: datetime) -> None:
    make_steady(maya)
    practices, check_ins, verdicts, moves = rows()
    practice = said_fine(maya, now)
    assert (practice.before, practice.after, practice.is_fine) == (None, None, True)
    assert rows() == (practices + 1, check_ins, verdicts + 1, moves)


def test_fine_today_sent_again_changes_nothing_even_after_a_flare(
    maya: Client, make_steady: Any, now: datetime
) -> None:
    make_steady(maya)
    first = said_fine(maya, now)
    CheckIn.record(id=uuid.uuid4(), client=maya, at=now + timedelta(minutes=1), score=7)
    before = rows()
    assert said_fine(maya, now + timedelta(minutes=2), id=first.pk) == first
    assert rows() == before


@pytest.mark.parametrize("easier", [True, False])
def test_fine_today_is_no_answer_where_it_is_asked_each_time(maya: Client, now: datetime, easier: bool) -> None:
    with pytest.raises(recording.ScoresNeededError, match="We ask for numbers at each practice"):
        said_fine(maya, now, "pelvic-clock", easier=easier)
    assert rows() == (0, 0, 0, 0)


def test_fine_today_is_no_answer_after_a_flare(maya: Client, make_steady: Any, now: datetime) -> None:
    make_steady(maya)
    CheckIn.record(id=uuid.uuid4(), client=maya, at=now, score=6)
    before = rows()
    with pytest.raises(recording.ScoresNeededError, match="Since the 6 on 4 March we ask for numbers"):
        said_fine(maya, now)
    assert rows() == before


def test_fine_today_is_no_answer_for_the_easier_version(maya: Client, make_steady: Any, now: datetime) -> None:
    make_steady(maya)
    before = rows()
    with pytest.raises(recording.ScoresNeededError, match="With the easier version we always ask for numbers"):
        said_fine(maya, now, easier=True)
    assert rows() == before


def test_one_day_in_full_and_one_fine_move_on_at_once(maya: Client, make_steady: Any, now: datetime) -> None:
    make_steady(maya)
    practise(maya, now, "find-the-middle", before=3, after=3)
    morning(maya, now + timedelta(hours=20), 3)
    practice = said_fine(maya, now + timedelta(days=1))
    assert (practice.verdict.decision, practice.verdict.next_lesson.slug) == ("progress", "leg-slide")  # type: ignore[union-attr]


def test_fine_days_alone_move_nobody_on_and_the_site_asks_before_that(
    maya: Client, make_steady: Any, now: datetime
) -> None:
    make_steady(maya)
    lesson, position = Lesson.objects.get(slug="find-the-middle"), positions_of(maya)[0]
    first = prompt_at(maya, lesson, position=position, now=now)
    said_fine(maya, now)
    tomorrow = now + timedelta(days=1)
    second = prompt_at(maya, lesson, position=position, now=tomorrow)
    assert (first.code, second.code) == ("fine", "decides")
    practice = said_fine(maya, tomorrow)  # from a page that was open since
    assert (practice.verdict.decision, practice.verdict.reasons[0]["code"]) == ("hold", "no_scores")


def test_practices_are_values_newest_first(maya: Client, make_steady: Any, now: datetime) -> None:
    make_steady(maya)
    said_fine(maya, now)
    practise(maya, now + timedelta(days=1), "find-the-middle", easier=True, before=3, after=4)
    maya.practices.filter(done_at__lt=now - timedelta(days=14)).update(imported=True, passed=False)
    stored = maya.practices.select_related("before", "after")
    found = maya.practices.done()
    assert found == tuple(practice_value(each) for each in stored)
    assert [each.is_fine for each in found[:3]] == [False, True, False]
    assert (found[0].easier, found[-1].passed, found[-1].imported) == (True, False, True)


def test_what_a_file_brought_in_is_in_no_history(maya: Client, make_steady: Any, now: datetime) -> None:
    make_steady(maya)
    whole = load_history(maya, now=now)
    maya.practices.filter(done_at__lt=now - timedelta(days=7)).update(imported=True)
    maya.check_ins.filter(at__lt=now - timedelta(days=7)).update(imported=True)
    known = load_history(maya, now=now)
    assert (len(whole.practices), len(whole.reports)) == (6, 18)
    assert (known.practices, known.reports) == (whole.practices[:3], whole.reports[-9:])


def test_half_the_scores_are_refused_by_the_database(maya: Client, make_steady: Any, now: datetime) -> None:
    make_steady(maya)
    practice = practise(maya, now)
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
        said_fine(maya, now + timedelta(hours=2))


def test_no_move_without_a_reason(maya: Client, now: datetime) -> None:
    lesson = Lesson.objects.get(slug="leg-slide")
    with pytest.raises(IntegrityError), transaction.atomic():
        move_client(client=maya, lesson=lesson, at=now)
