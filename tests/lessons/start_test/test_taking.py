"""A start test is stored once, places the first time, and never touches a track with history."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from time_machine import Traveller

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety.models import Pause
from hinge_coach.tightness.models import CheckIn
from hinge_coach.views import erase_everything
from lessons.models import Lesson, Move, SkippedStartTest, StartTest, TrackPosition, VerdictRecord, move_client
from lessons.practice.history import load_state
from lessons.practice.position import positions_of
from lessons.practice.recording import NotYoursError, PracticeIsClosedError
from lessons.start_test.placing import BowLevel, ChairLevel, StartAnswers, WallLevel
from lessons.start_test.taking import NotOfferedNowError, take_start_test
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "curriculum")]
BEST = StartAnswers(chair=ChairLevel.SOFT, wall=WallLevel.WHOLE, bow=BowLevel.MID_SHIN)
POOR = StartAnswers(chair=ChairLevel.HANDS, wall=WallLevel.CLOSE, bow=BowLevel.ABOVE_KNEES)
FIRST_LESSONS = ["pelvic-clock", "tall-kneel-hinge", "high-seat-touch"]


def take(client: Client, answers: StartAnswers = BEST, before: int | None = None) -> StartTest:
    test = take_start_test(id=uuid.uuid4(), client=client, answers=answers, before=before)
    assert test is not None
    return test


def stands_at(client: Client) -> list[str]:
    return [position.next.slug for position in positions_of(client)]


def test_the_first_test_places_on_each_track_with_its_reason(maya: Client, now: datetime) -> None:
    test = take(maya)
    assert stands_at(maya) == ["rock-back", "waiters-bow", "hover-and-rise"]
    moves = [(move.start_test, move.by, move.verdict, move.moved_at, move.local_on) for move in Move.objects.all()]
    assert moves == [(test, None, None, now, maya.today(now))] * 3
    assert {move.to_lesson.slug: move.note for move in Move.objects.all()} == {
        "rock-back": "Start test: bow with fingertips at mid-shin, low back still.",
        "waiters-bow": "Start test: wall tap from one foot-length, shins still; "
        "bow with fingertips at mid-shin, low back still.",
        "hover-and-rise": "Start test: slow and soft onto the chair, hips first.",
    }
    assert all(position.is_open for position in positions_of(maya))


def test_what_was_answered_and_placed_is_stored(maya: Client, now: datetime) -> None:
    test = StartTest.objects.get(pk=take(maya, StartAnswers(chair=ChairLevel.DROPS, bow=BowLevel.AT_KNEES)).pk)
    assert (test.client, test.taken_at, test.local_on) == (maya, now, maya.today(now))
    assert test.answers == StartAnswers(chair=ChairLevel.DROPS, bow=BowLevel.AT_KNEES)
    assert [(row.track, row.lesson) for row in test.placed] == [
        ("neutral", "find-the-middle"),
        ("hinge", "tall-kneel-hinge"),
        ("sit", "high-seat-touch"),
    ]


def test_where_somebody_begins_at_the_first_lesson_nothing_moves(maya: Client) -> None:
    take(maya, POOR)
    assert (stands_at(maya), Move.objects.count(), TrackPosition.objects.count()) == (FIRST_LESSONS, 0, 0)


def test_sent_twice_it_is_stored_once_and_moves_once(maya: Client) -> None:
    key = uuid.uuid4()
    tests = [take_start_test(id=key, client=maya, answers=BEST, before=3) for _ in range(2)]
    assert tests[0] == tests[1]
    assert (StartTest.objects.count(), Move.objects.count(), CheckIn.objects.count()) == (1, 3, 1)


def test_sent_again_with_other_answers_the_first_ones_stay(maya: Client) -> None:
    key = uuid.uuid4()
    for answers in (BEST, POOR):
        take_start_test(id=key, client=maya, answers=answers)
    assert StartTest.objects.get().answers == BEST


def test_a_second_test_only_compares(maya: Client, clock: Traveller) -> None:
    take(maya, POOR)
    clock.shift(timedelta(days=28))
    assert take(maya).placements == []
    assert (stands_at(maya), Move.objects.count()) == (FIRST_LESSONS, 0)


def test_a_track_with_practice_stays_as_it_is(maya: Client, now: datetime) -> None:
    factories.practice_once(maya, now - timedelta(days=1), "tall-kneel-hinge")
    test = take(maya)
    assert stands_at(maya) == ["rock-back", "tall-kneel-hinge", "high-seat-touch"]
    assert [row.track for row in test.placed] == ["neutral", "sit"]


def test_who_has_practiced_everywhere_gets_a_comparison_only(maya: Client, now: datetime) -> None:
    for days, slug in enumerate(FIRST_LESSONS, 1):
        factories.practice_once(maya, now - timedelta(days=days), slug)
    assert take(maya).placements == []
    assert (stands_at(maya), Move.objects.exclude(start_test=None).count()) == (FIRST_LESSONS, 0)


def test_it_never_overrides_the_trainer(maya: Client, trainer: Trainer, now: datetime) -> None:
    lessons = {lesson.slug: lesson for lesson in Lesson.objects.all()}
    for slug in ("loaded-hinge", "leg-slide", "pelvic-clock"):
        move_client(
            client=maya, lesson=lessons[slug], at=now - timedelta(hours=1), by=trainer.user, note="Seen on the call."
        )
    take(maya)
    assert stands_at(maya) == ["pelvic-clock", "loaded-hinge", "hover-and-rise"]


def test_an_easier_version_of_the_first_lesson_is_history_too(maya: Client, trainer: Trainer, now: datetime) -> None:
    first = Lesson.objects.get(slug="pelvic-clock")
    move_client(client=maya, lesson=first, at=now, easier=True, by=trainer.user, note="Gently.")
    take(maya)
    position = positions_of(maya)[0]
    assert (position.next, position.easier) == (first, True)


def test_practice_from_a_file_is_no_history(maya: Client, now: datetime) -> None:
    practice = factories.practice_once(maya, now - timedelta(days=300))
    type(practice).objects.update(imported=True)
    take(maya)
    assert stands_at(maya) == ["rock-back", "waiters-bow", "hover-and-rise"]


def test_a_test_from_a_file_is_not_the_first(maya: Client, now: datetime) -> None:
    StartTest.objects.create(client=maya, taken_at=now, local_on=maya.today(now), bow=1, imported=True)
    take(maya)
    assert stands_at(maya) == ["rock-back", "waiters-bow", "hover-and-rise"]


def test_the_number_before_it_is_a_report_on_which_the_rules_decide(maya: Client, now: datetime) -> None:
    factories.practice_once(maya, now - timedelta(days=1), before=3, after=3)
    verdicts = VerdictRecord.objects.count()
    take(maya, before=3)
    check_in = maya.check_ins.get(at=now)
    assert (check_in.score, check_in.moment) == (3, "morning")
    assert VerdictRecord.objects.count() >= verdicts


def test_without_a_practice_the_day_before_the_number_is_one_at_any_time(maya: Client) -> None:
    take(maya, before=2)
    assert [(entry.score, entry.moment) for entry in CheckIn.objects.all()] == [(2, "any")]


def test_a_number_that_means_rest_is_stored_alone(maya: Client, now: datetime) -> None:
    rests_from = load_state(maya, now=now).rests_from
    assert rests_from is not None
    assert take_start_test(id=uuid.uuid4(), client=maya, answers=BEST, before=rests_from) is None
    assert [entry.score for entry in CheckIn.objects.all()] == [rests_from]
    assert (StartTest.objects.count(), stands_at(maya)) == (0, FIRST_LESSONS)


def test_in_a_flare_nobody_is_placed(maya: Client, now: datetime) -> None:
    """A flare holds every track, and a test of a sore day would be compared with later ones."""
    for days_ago, score in enumerate((6, 5, 3, 3, 3, 3)):
        factories.report(maya, now - timedelta(days=days_ago, hours=1), score)
    assert load_state(maya, now=now).is_eased is True
    with pytest.raises(NotOfferedNowError):
        take(maya)
    assert (StartTest.objects.count(), stands_at(maya)) == (0, FIRST_LESSONS)


def test_a_number_that_makes_it_a_flare_is_stored_alone(maya: Client, now: datetime) -> None:
    for days_ago, score in enumerate((5, 3, 3, 3, 3), start=1):
        factories.report(maya, now - timedelta(days=days_ago), score)
    assert load_state(maya, now=now).is_eased is False
    assert take_start_test(id=uuid.uuid4(), client=maya, answers=BEST, before=6) is None
    assert maya.check_ins.get(at=now).score == 6
    assert (StartTest.objects.count(), stands_at(maya)) == (0, FIRST_LESSONS)


def test_the_rules_go_on_from_where_it_placed(maya: Client, clock: Traveller, now: datetime) -> None:
    take(maya)
    for days in range(1, 8):
        clock.move_to(now + timedelta(days=days))
        factories.practice_once(maya, now + timedelta(days=days), stands_at(maya)[1])
    moves = Move.objects.filter(track="hinge").order_by("moved_at", "pk")
    assert [move.to_lesson.slug for move in moves][:2] == ["waiters-bow", "reach-back-and-hug"]


def test_a_closed_client_takes_none(maya: Client, now: datetime) -> None:
    factories.close_by_answer(maya, now)
    with pytest.raises(PracticeIsClosedError):
        take(maya, before=2)
    assert (StartTest.objects.count(), CheckIn.objects.count(), Move.objects.count()) == (0, 0, 0)


def test_a_paused_client_takes_none(maya: Client, now: datetime) -> None:
    Pause.objects.create(client=maya, begins_on=maya.today(now))
    with pytest.raises(NotOfferedNowError):
        take(maya)
    assert StartTest.objects.count() == 0


def test_a_resting_client_takes_none(maya: Client, now: datetime) -> None:
    factories.report_and_decide(maya, now - timedelta(hours=2), 10)
    with pytest.raises(NotOfferedNowError):
        take(maya)
    assert StartTest.objects.count() == 0


def test_the_id_of_somebody_elses_test_changes_nothing(maya: Client, other_client: Client) -> None:
    theirs = take(other_client, POOR)
    with pytest.raises(NotYoursError):
        take_start_test(id=theirs.pk, client=maya, answers=BEST)
    assert (StartTest.objects.get().client, stands_at(maya)) == (other_client, FIRST_LESSONS)


@pytest.mark.parametrize("values", [{}, {"chair": 3}, {"wall": 3}, {"bow": 4}])
def test_the_table_refuses_what_can_not_be(maya: Client, now: datetime, values: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        StartTest.objects.create(client=maya, taken_at=now, local_on=maya.today(now), **values)


def test_erasing_an_account_erases_its_tests(maya: Client, other_client: Client, now: datetime) -> None:
    take(maya)
    SkippedStartTest.objects.create(client=maya, skipped_at=now)
    theirs = take(other_client)
    erase_everything(maya.user)
    assert list(StartTest.objects.all()) == [theirs]
    assert SkippedStartTest.objects.count() == 0
