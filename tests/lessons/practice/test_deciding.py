"""After each practice and each report, every track is decided on, and what changed is stored with its reason."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety.models import active_closure
from hinge_coach.tightness.models import CheckIn
from lessons.models import Lesson, Move, NewUsual, Practice, Talk, TrackPosition, VerdictRecord, move_client
from lessons.practice import deciding
from lessons.practice.history import load_state
from lessons.practice.position import positions_of
from tests.factories import (
    close_by_answer,
    position_on_first_track,
    practice_once,
    report,
    report_and_decide,
    report_fine,
    report_morning,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def where(client: Client) -> list[str]:
    return [position.next.slug for position in positions_of(client)]


def live_at(client: Client, now: datetime, *scores: int) -> None:
    """One number a day, the last of them yesterday; the rules are not asked."""
    for days_ago, score in zip(range(len(scores), 0, -1), scores, strict=True):
        report(client, now - days_ago * DAY, score)


def decisions(practice: Practice) -> list[str]:
    return [verdict.decision for verdict in practice.verdicts.order_by("decided_at", "pk")]


def codes(practice: Practice) -> list[str]:
    return [verdict.reasons[0]["code"] for verdict in practice.verdicts.order_by("decided_at", "pk")]


def correct(check_in: CheckIn | None, score: int, now: datetime) -> None:
    """Puts a score right, as through its page, after which the rules decide again."""
    assert check_in is not None
    check_in.correct(score=score, situation="", at=check_in.at, now=now)
    deciding.decide_again(check_in.client, now=now)


# --- moving


def test_somebody_who_lives_at_six_moves_on_after_two_good_days(maya: Client, now: datetime) -> None:
    live_at(maya, now, 6, 6, 6)
    practice_once(maya, now, before=6, after=6)
    second = practice_once(maya, now + DAY, before=6, after=7)
    move = Move.objects.get()
    assert (move.from_lesson.slug, move.to_lesson.slug) == ("pelvic-clock", "find-the-middle")
    assert (move.verdict, codes(second)) == (second.verdict, ["two_good"])
    assert where(maya) == ["find-the-middle", "tall-kneel-hinge", "high-seat-touch"]


def test_a_number_on_the_day_after_moves_on_by_itself(maya: Client, now: datetime) -> None:
    live_at(maya, now, 3, 3, 3)
    first = practice_once(maya, now, before=3, after=3)
    practice_once(maya, now + 3 * DAY, before=3, after=3)
    last = practice_once(maya, now + 6 * DAY, before=3, after=3)
    assert (codes(first), codes(last)) == (["one_more"], ["answer_missing"])
    report_and_decide(maya, now + 7 * DAY, 3)
    assert codes(last) == ["answer_missing", "two_good"]
    assert position_on_first_track(maya) == ("find-the-middle", False)


def test_a_number_that_says_nothing_new_adds_no_verdict(maya: Client, now: datetime) -> None:
    live_at(maya, now, 3, 3, 3)
    practice_once(maya, now)
    before = VerdictRecord.objects.count()
    report_and_decide(maya, now + HOUR, 3)
    assert (deciding.decide_again(maya, now=now + 2 * HOUR), VerdictRecord.objects.count()) == ((), before)


def test_two_rises_in_a_row_bring_the_easier_version_and_two_calm_days_the_full_one(
    maya: Client, now: datetime
) -> None:
    live_at(maya, now, 3, 3, 3)
    practice_once(maya, now, before=3, after=5)
    second = practice_once(maya, now + DAY, before=3, after=6)
    assert (codes(second), position_on_first_track(maya)) == (["rose_running"], ("pelvic-clock", True))
    practice_once(maya, now + 2 * DAY, before=3, after=3, easier=True)
    fourth = practice_once(maya, now + 3 * DAY, before=3, after=3, easier=True)
    assert (decisions(fourth), position_on_first_track(maya)) == (["restore"], ("pelvic-clock", False))


def test_a_second_step_back_from_a_lesson_leads_to_the_one_before(maya: Client, now: datetime) -> None:
    lesson = Lesson.objects.get(slug="leg-slide")
    move_client(client=maya, lesson=lesson, at=now - DAY, by=maya.user, note="for the test")
    live_at(maya, now, 3, 3, 3)
    for day in range(2):
        practice_once(maya, now + day * DAY, "leg-slide", before=3, after=6)
    assert position_on_first_track(maya) == ("leg-slide", True)
    for day in range(2, 4):
        practice_once(maya, now + day * DAY, "leg-slide", before=3, after=6, easier=True)
    assert position_on_first_track(maya) == ("find-the-middle", False)


def test_a_step_back_in_the_first_lesson_counts_anew_each_time(maya: Client, now: datetime) -> None:
    live_at(maya, now, 3, 3, 3)
    for day in range(5):
        practice_once(maya, now + day * DAY, before=3, after=6, easier=day >= 2)
    moves = [(move.from_lesson.slug, move.to_lesson.slug) for move in Move.objects.order_by("pk")]
    assert moves == [("pelvic-clock", "pelvic-clock")] * 2
    assert position_on_first_track(maya) == ("pelvic-clock", True)
    assert Talk.objects.get(code="twice_back").client_sentence == ""


def test_practicing_an_earlier_lesson_never_moves_the_client(maya: Client, now: datetime) -> None:
    lesson = Lesson.objects.get(slug="leg-slide")
    move_client(client=maya, lesson=lesson, at=now, by=maya.user, note="for the test")
    practices = [practice_once(maya, now + day * DAY, "pelvic-clock") for day in range(1, 5)]
    assert [codes(practice) for practice in practices] == [["already_passed"]] * 4
    assert (where(maya)[0], practices[-1].verdict.next_lesson) == ("leg-slide", lesson)


def test_the_numbers_of_an_earlier_lesson_answer_for_the_one_that_is_next(maya: Client, now: datetime) -> None:
    live_at(maya, now, 3, 3, 3)
    lesson = Lesson.objects.get(slug="find-the-middle")
    move_client(client=maya, lesson=lesson, at=now, by=maya.user, note="for the test")
    for day in (1, 4):
        latest = practice_once(maya, now + day * DAY, lesson.slug, before=3, after=3)
    assert codes(latest) == ["answer_missing"]
    earlier = practice_once(maya, now + 5 * DAY, "pelvic-clock", before=3, after=3)
    assert (codes(earlier), codes(latest)) == (["already_passed"], ["answer_missing", "two_good"])
    assert (where(maya)[0], Move.objects.filter(verdict__practice=latest).count()) == ("leg-slide", 1)


def test_the_last_lesson_finishes_its_track(maya: Client, now: datetime) -> None:
    live_at(maya, now, 3, 3, 3)
    last = Lesson.objects.get(slug="neutral-on-the-move")
    move_client(client=maya, lesson=last, at=now - DAY, by=maya.user, note="for the test")
    for day in range(2):
        practice_once(maya, now + day * DAY, last.slug)
    assert (positions_of(maya)[0].finished, positions_of(maya)[0].behind) == (True, 7)


def test_one_day_in_full_and_one_fine_move_on_at_once(maya: Client, make_steady: Any, now: datetime) -> None:
    make_steady(maya)
    practice_once(maya, now, "find-the-middle", before=3, after=3)
    report_morning(maya, now + timedelta(hours=20), 3)
    practice = report_fine(maya, now + DAY)
    assert (decisions(practice), position_on_first_track(maya)) == (["progress"], ("leg-slide", False))


def test_no_move_without_a_reason(maya: Client, now: datetime) -> None:
    lesson = Lesson.objects.get(slug="leg-slide")
    with pytest.raises(IntegrityError), transaction.atomic():
        move_client(client=maya, lesson=lesson, at=now)


# --- the back: one answer for every track


def test_a_flare_eases_every_track_and_moves_none(maya: Client, now: datetime) -> None:
    live_at(maya, now, 3, 3, 3, 3)
    practice_once(maya, now - 12 * HOUR, "tall-kneel-hinge")
    high = [report_and_decide(maya, now + day * DAY, 6) for day in range(2)]
    practice = practice_once(maya, now + DAY + HOUR, "pelvic-clock", before=6, after=6, easier=True)
    tall_kneel = Practice.objects.get(lesson__slug="tall-kneel-hinge")
    assert [check_in.score for check_in in high] == [6, 6]
    assert (decisions(practice), decisions(tall_kneel)) == (["ease"], ["hold", "hold", "ease"])
    assert (Move.objects.count(), where(maya)) == (0, ["pelvic-clock", "tall-kneel-hinge", "high-seat-touch"])


def test_a_flare_ends_by_itself(maya: Client, now: datetime) -> None:
    live_at(maya, now, 3, 3, 3, 3)
    report(maya, now, 6)
    report(maya, now + DAY, 6)
    eased = load_state(maya, now=now + DAY + HOUR).is_eased
    report(maya, now + 2 * DAY, 3)
    report(maya, now + 3 * DAY, 3)
    assert (eased, load_state(maya, now=now + 4 * DAY).is_eased) == (True, False)


def test_one_very_high_number_rests_and_the_next_lower_one_ends_it(maya: Client, now: datetime) -> None:
    live_at(maya, now, 3, 3, 3)
    practice = practice_once(maya, now, before=4, after=9)
    assert (decisions(practice), active_closure(maya)) == (["rest"], None)
    report_and_decide(maya, now + DAY, 4)
    assert load_state(maya, now=now + DAY).must_rest is False


def test_three_very_high_days_close_practice_until_the_trainer_opens_it(
    maya: Client, trainer: Trainer, now: datetime
) -> None:
    live_at(maya, now, 3, 3, 3)
    for day in range(3):
        report_and_decide(maya, now + day * DAY, 9)
    closure = active_closure(maya)
    assert closure is not None
    assert (closure.cause, closure.client_may_lift) == ("rule", False)
    closure.lift(by=trainer.user, note="We talked.", at=now + 2 * DAY + HOUR)
    deciding.decide_again(maya, now=now + 2 * DAY + 2 * HOUR)
    assert active_closure(maya) is None


def test_a_closure_stays_when_the_number_is_put_right(maya: Client, now: datetime) -> None:
    live_at(maya, now, 3, 3, 3)
    numbers = [report_and_decide(maya, now + day * DAY, 9) for day in range(3)]
    correct(numbers[-1], 2, now + 2 * DAY + HOUR)
    assert active_closure(maya) is not None


def test_while_practice_is_closed_nothing_is_decided(maya: Client, now: datetime) -> None:
    live_at(maya, now, 3, 3, 3)
    practice_once(maya, now)
    close_by_answer(maya, now + HOUR)
    report(maya, now + DAY, 9)
    before = VerdictRecord.objects.count()
    assert (deciding.decide_again(maya, now=now + DAY), VerdictRecord.objects.count()) == ((), before)


# --- corrections


def test_a_practice_put_right_decides_at_once(maya: Client, now: datetime) -> None:
    live_at(maya, now, 2, 2, 2)
    practice_once(maya, now - HOUR - DAY, before=2, after=2)
    practice = practice_once(maya, now, before=2, after=6)
    assert codes(practice) == ["not_good"]
    correct(practice.after, 2, now + HOUR)
    assert codes(practice) == ["not_good", "two_good"]
    assert position_on_first_track(maya) == ("find-the-middle", False)


def test_a_correction_never_takes_back_a_move(maya: Client, now: datetime) -> None:
    live_at(maya, now, 3, 3, 3)
    practice_once(maya, now)
    second = practice_once(maya, now + DAY)
    moves = Move.objects.count()
    correct(second.after, 9, now + DAY + HOUR)
    assert (position_on_first_track(maya), Move.objects.count()) == (("find-the-middle", False), moves)


def test_a_second_look_at_the_same_correction_adds_nothing(maya: Client, now: datetime) -> None:
    live_at(maya, now, 3, 3, 3)
    practice = practice_once(maya, now, after=7)
    correct(practice.after, 2, now + HOUR)
    before = (VerdictRecord.objects.count(), Move.objects.count())
    assert deciding.decide_again(maya, now=now + 3 * HOUR) == ()
    assert (VerdictRecord.objects.count(), Move.objects.count()) == before


def test_looking_never_writes(maya: Client, now: datetime) -> None:
    live_at(maya, now, 3, 3, 3, 3, 6, 6)
    practice_once(maya, now)
    before = (VerdictRecord.objects.count(), Move.objects.count(), Talk.objects.count())
    state = load_state(maya, now=now + DAY)
    assert [state.verdict_on(position).decision for position in state.positions] == ["ease"] * 3
    assert (VerdictRecord.objects.count(), Move.objects.count(), Talk.objects.count()) == before


# --- the trainer's placement


def test_the_trainers_placement_stands_after_one_more_tap(maya: Client, trainer: Trainer, now: datetime) -> None:
    """An easier practice, a morning, the trainer's placement, one more tap."""
    live_at(maya, now, 3, 3, 3)
    lesson, morning = Lesson.objects.get(slug="pelvic-clock"), now + timedelta(hours=20)
    for day in range(2):
        practice_once(maya, now + (day - 2) * DAY - HOUR, before=3, after=6)
    practice_once(maya, now, before=3, after=3, easier=True)
    practice_once(maya, now + HOUR, before=3, after=3, easier=True)
    report_morning(maya, morning, 3)
    move_client(client=maya, lesson=lesson, easier=True, at=morning, by=trainer.user, note="Once more.")
    placed = (position_on_first_track(maya), Move.objects.count())
    report_morning(maya, morning + HOUR, 3)
    report_and_decide(maya, morning + DAY, 3)
    assert (placed[0], (position_on_first_track(maya), Move.objects.count())) == (("pelvic-clock", True), placed)


def test_a_placement_in_the_same_second_as_a_practice_comes_after_it(
    maya: Client, trainer: Trainer, now: datetime
) -> None:
    live_at(maya, now, 3, 3, 3)
    practice_once(maya, now - DAY)
    lesson = Lesson.objects.get(slug="pelvic-clock")
    move_client(client=maya, lesson=lesson, easier=True, at=now, by=trainer.user, note="Easier first.")
    practice = practice_once(maya, now)
    assert (codes(practice), position_on_first_track(maya)) == (["nothing_yet"], ("pelvic-clock", True))


# --- talks


def test_a_talk_is_stored_once_and_quiet_after_it(maya: Client, trainer: Trainer, now: datetime) -> None:
    live_at(maya, now, *[3] * 10, *[6] * 6)
    for day in range(3):
        report_and_decide(maya, now + day * DAY, 6)
    talk = Talk.objects.get(code="week_up")
    assert (talk.is_open, talk.opened_on, talk.points) == (True, date(2026, 3, 4), 3)
    talk.note_talked(by=trainer.user, line="We talked.", at=now + 3 * DAY, on=date(2026, 3, 7))
    report_and_decide(maya, now + 4 * DAY, 6)
    assert Talk.objects.filter(code="week_up").count() == 1


def test_this_is_the_usual_now_ends_the_flare(maya: Client, trainer: Trainer, now: datetime) -> None:
    live_at(maya, now, 3, 3, 3, 3, 6, 6, 6)
    eased = load_state(maya, now=now).is_eased
    NewUsual.objects.create(client=maya, since=now, since_on=date(2026, 3, 4), by=trainer.user, line="It is so now.")
    state = load_state(maya, now=now + HOUR)
    assert (eased, state.is_eased, state.facts.usual) == (True, False, 3)


# --- the database


def test_eased_is_a_decision_that_the_database_knows(maya: Client, now: datetime) -> None:
    practice = practice_once(maya, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        VerdictRecord.objects.create(practice=practice, decision="gentle", reasons=[{"code": "x"}], decided_at=now)
    assert TrackPosition.objects.count() == 0
