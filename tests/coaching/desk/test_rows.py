"""Clients as the desk lists them."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.booking.models import Call
from hinge_coach.coaching.client.page import load_client_page
from hinge_coach.coaching.desk.clients import clients_with_next_call
from hinge_coach.coaching.desk.rows import ClientRow, client_rows
from hinge_coach.coaching.models import Note
from hinge_coach.safety import closing
from hinge_coach.safety.models import Closure, Pause
from hinge_coach.safety.screening import Level
from lessons.models import Lesson, Message, Track, TrackPosition, move_client
from lessons.rules.values import Decision
from tests.coaching.conftest import Feel, Practise


@pytest.fixture(autouse=True)
def _the_lessons_are_there(curriculum: None) -> None:
    """The desk says where clients stand, so there have to be lessons."""


def row_of(client: Client, now: datetime) -> ClientRow:
    return next(row for row in client_rows(now) if row.id == client.pk)


def codes(client: Client, now: datetime) -> list[str]:
    return [reason.code for reason in row_of(client, now).reasons]


def sentences(client: Client, now: datetime) -> list[str]:
    return [reason.sentence for reason in row_of(client, now).reasons]


def joined(client: Client, now: datetime, *, days_ago: int) -> None:
    """So long ago, with the safety questions answered anew this week."""
    client.joined_at = now - timedelta(days=days_ago)
    client.save()
    closing.record_screening(client=client, answers=[], at=now - timedelta(days=min(days_ago, 5)))


def test_whom_to_ring_first_stands_first(maya: Client, other_client: Client, now: datetime) -> None:
    closing.record_screening(client=other_client, answers=["fever"], at=now)
    assert [row.name for row in client_rows(now)] == ["Lee", "Maya"]
    assert [row.first.code for row in client_rows(now)] == ["closed", "new"]


def test_with_the_same_needs_names_are_in_order(maya: Client, other_client: Client, now: datetime) -> None:
    assert [row.name for row in client_rows(now)] == ["Lee", "Maya"]


@pytest.mark.parametrize(
    ("cause", "level", "sentence"),
    [
        (Closure.Cause.ANSWERS, Level.EMERGENCY, "A safety answer asks for help at once."),
        (Closure.Cause.ANSWERS, Level.TODAY, "A safety answer asks for a doctor today."),
        (Closure.Cause.ANSWERS, Level.REFER, "A safety answer asks for a doctor first."),
        (Closure.Cause.RULE, Level.REFER, "The rules have stopped practice."),
    ],
)
def test_each_kind_of_stop_has_its_own_sentence(
    maya: Client, now: datetime, cause: str, level: Level, sentence: str
) -> None:
    closing.close_practice(client=maya, cause=cause, level=level, sentence="…", at=now)
    row = row_of(maya, now)
    assert (row.first.sentence, row.is_closed) == (sentence, True)


def test_a_stop_that_was_lifted_is_no_stop(maya: Client, trainer: Trainer, now: datetime) -> None:
    stop = closing.close_practice(client=maya, cause="answers", level=Level.REFER, sentence="…", at=now)
    stop.lift(by=trainer.user, note="Saw a doctor.", at=now)
    assert row_of(maya, now).is_closed is False


@pytest.mark.parametrize(
    ("mornings", "is_news"),
    [
        ([2, 2], False),
        ([2, 5], False),  # one high morning is no news
        ([5, 5], True),
        ([5, 5, 2], False),  # the latest one is fine again
        ([2, 5, 4], True),
    ],
)
def test_two_high_mornings_running_are_news_while_the_last_one_is_high(
    maya: Client, now: datetime, feel: Feel, mornings: list[int], is_news: bool
) -> None:
    for day in (30, 29, 28):
        feel(maya, 2, days_ago=day)
    for days_ago, score in zip(reversed(range(len(mornings))), mornings, strict=True):
        feel(maya, score, days_ago=days_ago, moment="morning")
    assert ("mornings_up" in codes(maya, now)) == is_news


def test_high_mornings_are_measured_from_their_own_start(maya: Client, now: datetime, feel: Feel) -> None:
    for day in (30, 29, 28):
        feel(maya, 6, days_ago=day)
    for day in (1, 0):
        feel(maya, 6, days_ago=day, moment="morning")
    assert "mornings_up" not in codes(maya, now)


def test_high_mornings_of_last_month_are_no_news(maya: Client, now: datetime, feel: Feel) -> None:
    for day in (40, 39, 38):
        feel(maya, 1, days_ago=day)
    for day in (22, 21):
        feel(maya, 7, days_ago=day, moment="morning")
    assert "mornings_up" not in codes(maya, now)


def test_the_start_is_the_first_three_entries_even_a_year_later(maya: Client, now: datetime, feel: Feel) -> None:
    for day in (400, 399, 398):
        feel(maya, 7, days_ago=day)
    for day in (2, 1, 0):
        feel(maya, 3, days_ago=day)
    change = row_of(maya, now).change
    assert (change.start, change.now, change.code) == (7, 3, "easier")


def test_what_was_felt_right_after_practice_is_not_the_level(maya: Client, now: datetime, practise: Practise) -> None:
    for day in (3, 2, 1):
        practise(maya, days_ago=day, before=4, after=1)
    assert (row_of(maya, now).change.start, row_of(maya, now).change.now) == (4, 4)


def test_a_deleted_entry_counts_for_nothing(maya: Client, now: datetime, feel: Feel) -> None:
    joined(maya, now, days_ago=30)
    feel(maya, 9, days_ago=1).delete_softly(now)
    assert codes(maya, now) == ["silent"]


def test_silence_is_counted_from_the_last_sign_of_life(maya: Client, now: datetime, feel: Feel) -> None:
    joined(maya, now, days_ago=60)
    feel(maya, 3, days_ago=12)
    assert row_of(maya, now).first.sentence == "Nothing heard for 12 days."


@pytest.mark.parametrize(
    ("days", "expected"), [(14, []), (15, ["The safety questions have been waiting for one day."])]
)
def test_questions_unanswered_for_two_weeks_are_named(
    maya: Client, now: datetime, feel: Feel, days: int, expected: list[str]
) -> None:
    closing.record_screening(client=maya, answers=[], at=now - timedelta(days=days))
    feel(maya, 3)
    assert [reason.sentence for reason in row_of(maya, now).reasons if reason.code == "screening_due"] == expected


def test_a_jump_makes_the_questions_wait_from_its_day(maya: Client, now: datetime, feel: Feel) -> None:
    closing.record_screening(client=maya, answers=[], at=now - timedelta(days=6))
    for days_ago, score in ((5, 2), (4, 2), (3, 2), (2, 5)):
        feel(maya, score, days_ago=days_ago)
    assert "The safety questions have been waiting for 2 days." in [
        reason.sentence for reason in row_of(maya, now).reasons
    ]
    closing.record_screening(client=maya, answers=[], at=now - timedelta(days=1))
    assert "screening_due" not in codes(maya, now)


def test_a_pause_is_a_pause_and_not_silence(maya: Client, now: datetime) -> None:
    joined(maya, now, days_ago=60)
    Pause.objects.create(client=maya, begins_on=date(2026, 1, 1), ends_on=date(2026, 1, 20))
    Pause.objects.create(client=maya, begins_on=date(2026, 3, 1), ends_on=date(2026, 3, 20))
    row = row_of(maya, now)
    assert (row.is_paused, row.needs_attention) == (True, False)
    assert row.first.sentence == "On a planned pause until 20 March."


def test_a_pause_that_has_ended_is_over(maya: Client, now: datetime) -> None:
    joined(maya, now, days_ago=60)
    Pause.objects.create(client=maya, begins_on=date(2026, 2, 1), ends_on=date(2026, 3, 3))
    assert row_of(maya, now).is_paused is False


def test_a_step_back_is_news_until_the_trainer_has_written(
    maya: Client, trainer: Trainer, now: datetime, practise: Practise
) -> None:
    practise(maya, days_ago=3, passed=False)
    back = practise(maya, days_ago=2, passed=False)
    assert back.verdict.decision == Decision.REGRESS
    assert "The rules made a step back in Tall-kneel hinge" in row_of(maya, now).first.sentence
    Message.objects.create(client=maya, by=trainer, text="A step back is part of it.", written_at=now)
    assert "regressed" not in codes(maya, now)


def test_a_note_to_oneself_makes_older_news_old_as_well(
    maya: Client, trainer: Trainer, now: datetime, practise: Practise
) -> None:
    for day in (3, 2):
        practise(maya, days_ago=day, passed=False)
    Note.objects.create(client=maya, by=trainer, text="Seen.", written_at=now)
    assert "regressed" not in codes(maya, now)


def test_three_weeks_on_one_lesson_is_stuck(maya: Client, now: datetime, practise: Practise) -> None:
    for day in (24, 16, 8, 1):
        practise(maya, days_ago=day, effort=9)
    assert row_of(maya, now).first.sentence == "Tall-kneel hinge for 3 weeks."


def test_a_lesson_nobody_practises_lately_is_not_what_they_are_stuck_at(
    maya: Client, now: datetime, practise: Practise
) -> None:
    practise(maya, "pelvic-clock", days_ago=60)
    practise(maya, days_ago=1)
    assert codes(maya, now) == ["quiet"]


def test_a_finished_track_is_worth_a_good_word(maya: Client, now: datetime, practise: Practise) -> None:
    joined(maya, now, days_ago=60)
    practise(maya, days_ago=1)
    last = Lesson.objects.filter(track=Track.SIT).last()
    assert last is not None
    TrackPosition.objects.create(client=maya, track=Track.SIT, lesson=last, finished=True, since=now)
    assert row_of(maya, now).first.sentence == "Finished Sit down."


def test_a_call_is_found_by_the_address_it_was_booked_with(maya: Client, trainer: Trainer, now: datetime) -> None:
    starts_at = now + timedelta(hours=24)
    call = Call(
        trainer=trainer,
        name="Maya",
        email="MAYA@example.com",
        phone="+12025550143",
        zone="America/Chicago",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=30),
        booked_at=now,
        changed_at=now,
    )
    call.make_token()
    call.save()
    assert "A call is booked for tomorrow." in sentences(maya, now)
    # For a client whose day begins at two in the afternoon this is still yesterday, but the call is tomorrow.
    Client.objects.filter(pk=maya.pk).update(day_begins=14)
    assert "A call is booked for tomorrow." in sentences(Client.objects.get(pk=maya.pk), now)
    assert "A call is booked for today." in sentences(Client.objects.get(pk=maya.pk), now + timedelta(hours=20))


def test_the_day_is_the_clients_own(maya: Client, other_client: Client, now: datetime) -> None:
    """At half past eleven in the evening in Chicago it is tomorrow in Berlin."""
    closing.close_practice(client=maya, cause="rule", level=Level.REFER, sentence="…", at=now)
    closing.close_practice(client=other_client, cause="rule", level=Level.REFER, sentence="…", at=now)
    late = datetime.fromisoformat("2026-03-07T05:30Z")
    assert codes(maya, late) == ["closed"]
    assert codes(other_client, late) == ["closed", "closure_review"]


def test_a_client_who_has_done_nothing_has_a_row(maya: Client, now: datetime) -> None:
    row = row_of(maya, now)
    assert (row.first.code, row.change.label, row.change_words) == ("new", "Too early to say", "nothing entered lately")
    assert [position.next.number for position in row.positions] == [1, 1, 1]


def test_the_desk_and_the_page_of_a_client_say_the_same(
    maya: Client, trainer: Trainer, now: datetime, practise: Practise, feel: Feel
) -> None:
    for day in range(40, 0, -1):
        practise(maya, "pelvic-clock", days_ago=day, before=3 + day % 2, after=3, effort=9)
        feel(maya, 3 + day % 3, days_ago=day - 0.5, moment="morning")
    lesson = Lesson.objects.get(slug="tall-kneel-hinge")
    move_client(client=maya, lesson=lesson, easier=True, at=timezone.now(), by=trainer.user, note="Slower.")
    page = load_client_page(clients_with_next_call(now).get(pk=maya.pk), now=now).row
    assert page == row_of(maya, now)
