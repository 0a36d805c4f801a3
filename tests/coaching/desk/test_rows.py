"""Clients as the desk lists them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.booking.models import Call
from hinge_coach.coaching.client.page import ClientPage, clients_of_page, load_client_page
from hinge_coach.coaching.desk.clients import needing_ids, quiet_clients
from hinge_coach.coaching.desk.handling import handle
from hinge_coach.coaching.desk.rows import ClientRow, client_rows
from hinge_coach.coaching.desk.values import AttentionReason
from hinge_coach.coaching.models import Note
from hinge_coach.safety import closing
from hinge_coach.safety.models import Closure, Pause
from hinge_coach.safety.screening import Level
from hinge_coach.tightness.models import CheckIn
from hinge_coach.wording import decimal
from lessons.models import (
    Lesson,
    Message,
    Move,
    NewUsual,
    RuleSet,
    Talk,
    Track,
    TrackPosition,
    move_client,
)
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import TalkCode
from lessons.summary.refreshing import refresh
from tests.coaching.conftest import Feel, Practise


@pytest.fixture(autouse=True)
def _the_lessons_are_there(curriculum: None) -> None:
    """The desk says where clients stand, so there have to be lessons."""


def desk_rows(now: datetime) -> tuple[ClientRow, ...]:
    """Those who need a word, most urgent first, then the others; after all summaries have been worked out."""
    for client in Client.objects.all():
        refresh(client.pk, now=now)
    ids = needing_ids(now)
    return client_rows([*ids, *quiet_clients(now).values_list("pk", flat=True)], now=now)


def row_of(client: Client, now: datetime) -> ClientRow:
    return next(row for row in desk_rows(now) if row.id == client.pk)


def page_of(client: Client, now: datetime) -> ClientPage:
    return load_client_page(
        clients_of_page([client.pk], now)[client.pk], trainer_zone=ZoneInfo("America/New_York"), now=now
    )


def page_sentences(client: Client, now: datetime) -> list[str]:
    return [reason.sentence for reason in page_of(client, now).row.reasons]


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
    assert [row.name for row in desk_rows(now)] == ["Lee", "Maya"]
    assert [row.first.code for row in desk_rows(now)] == ["closed", "new"]


def test_with_the_same_needs_who_has_waited_longer_stands_first(
    maya: Client, other_client: Client, now: datetime
) -> None:
    joined(other_client, now, days_ago=2)
    assert [row.name for row in desk_rows(now)] == ["Lee", "Maya"]


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


def calm_weeks(client: Client, feel: Feel, score: int = 2) -> None:
    """One number a day from the fourth day ago on, backward for two weeks."""
    for days_ago in range(4, 18):
        feel(client, score, days_ago=days_ago)


@pytest.mark.parametrize(
    ("latest", "sentence"),
    [
        ([4, 2, 2], None),
        ([4, 4, 2], "2 to 4 since March 1, up on 2 days."),
        ([2, 6, 4], "2 to 5 since March 2, up on 2 days."),
        ([6, 6, 6], "2 to 6 since March 1, up on 3 days."),
        ([3, 3, 3], None),
    ],
)
def test_a_flare_is_news_while_it_eases(
    maya: Client, now: datetime, feel: Feel, practise: Practise, latest: list[int], sentence: str | None
) -> None:
    practise(maya, days_ago=5)
    calm_weeks(maya, feel)
    for days_ago, score in zip((3, 2, 1), latest, strict=True):
        feel(maya, score, days_ago=days_ago)
    eased = [reason.sentence for reason in row_of(maya, now).reasons if reason.code == "eased"]
    assert eased == ([sentence] if sentence else [])


@pytest.mark.parametrize("latest", [6, 7])
def test_a_flare_is_news_though_its_first_high_day_was_handled(
    maya: Client, trainer: Trainer, now: datetime, feel: Feel, latest: int
) -> None:
    joined(maya, now, days_ago=30)
    calm_weeks(maya, feel)
    feel(maya, 7, days_ago=2)
    evening = now - timedelta(days=1.5)
    with time_machine.travel(evening, tick=False):
        assert codes(maya, evening)[0] == "jump"
        handle(maya, by=trainer, up_to=evening, at=evening)
    feel(maya, latest, days_ago=1)
    eased = row_of(maya, now).first
    assert (eased.code, eased.is_handled, eased.evidence_at) == ("eased", False, now - timedelta(days=1))


def test_a_flare_that_was_handled_stays_so_while_it_gets_no_worse(
    maya: Client, trainer: Trainer, now: datetime, feel: Feel
) -> None:
    joined(maya, now, days_ago=30)
    calm_weeks(maya, feel)
    for days_ago in (3, 2):
        feel(maya, 6, days_ago=days_ago)
    evening = now - timedelta(days=1.5)
    handle(maya, by=trainer, up_to=evening, at=evening)
    feel(maya, 6, days_ago=1)
    assert (row_of(maya, now).first.code, row_of(maya, now).first.is_handled) == ("eased", True)
    feel(maya, 7, days_ago=0)
    assert (row_of(maya, now).first.code, row_of(maya, now).first.is_handled) == ("eased", False)


def test_a_flare_does_not_reach_back_before_a_new_usual(
    maya: Client, trainer: Trainer, now: datetime, feel: Feel
) -> None:
    for days_ago, score in {10: 5, 9: 5, 8: 5, 7: 5, 6: 7, 5: 7}.items():
        feel(maya, score, days_ago=days_ago)
    then = now - timedelta(days=4)
    NewUsual.objects.create(client=maya, since=then, since_on=maya.today(then), by=trainer.user, line="Fives it is.")
    for days_ago in (3, 2, 1):
        feel(maya, 7, days_ago=days_ago)
    assert "5 to 7 since March 1, up on 3 days." in sentences(maya, now)


def test_easier_weeks_do_not_hide_a_flare_that_is_on(maya: Client, now: datetime, feel: Feel) -> None:
    for days_ago, score in enumerate((6, 6, *[3] * 12, 9, 9, 9)):
        feel(maya, score, days_ago=days_ago)
    page = page_of(maya, now)
    assert (page.change.label, page.change_label) == (
        "Likely easier",
        "Likely easier over these weeks; a flare is on now",
    )
    assert "easier" not in codes(maya, now)


def test_high_numbers_that_are_their_usual_are_no_news(maya: Client, now: datetime, feel: Feel) -> None:
    joined(maya, now, days_ago=6)
    calm_weeks(maya, feel, score=7)
    for days_ago in (3, 2, 1):
        feel(maya, 8, days_ago=days_ago)
    assert codes(maya, now) == ["new"]


def test_a_flare_is_not_called_eased_while_paused_or_closed(maya: Client, now: datetime, feel: Feel) -> None:
    calm_weeks(maya, feel)
    for days_ago in (2, 1):
        feel(maya, 6, days_ago=days_ago)
    assert "eased" in codes(maya, now)
    pause = Pause.objects.create(client=maya, begins_on=date(2026, 3, 1), ends_on=date(2026, 3, 20))
    assert "eased" not in codes(maya, now)
    pause.delete()
    closing.close_practice(client=maya, cause="rule", level=Level.REFER, sentence="…", at=now)
    assert "eased" not in codes(maya, now)


@pytest.mark.parametrize(("score", "rests"), [(7, False), (8, True), (9, True)])
def test_the_last_number_rests_practice_until_the_next(
    maya: Client, now: datetime, feel: Feel, score: int, rests: bool
) -> None:
    calm_weeks(maya, feel)
    feel(maya, score, days_ago=0, moment="after")
    assert sentences(maya, now)[0] == f"{score} today, usual 2."
    assert ("rest" in codes(maya, now), "jump" in codes(maya, now)) == (rests, not rests)
    feel(maya, 3, days_ago=-0.01)
    assert "rest" not in codes(maya, now + timedelta(hours=1))


def test_a_new_usual_ends_what_was_up_against_the_old_one(
    maya: Client, trainer: Trainer, now: datetime, feel: Feel
) -> None:
    calm_weeks(maya, feel)
    for days_ago in (3, 2, 1):
        feel(maya, 6, days_ago=days_ago)
    assert "eased" in codes(maya, now)
    NewUsual.objects.create(
        client=maya, since=now, since_on=maya.today(now), by=trainer.user, line="This is where you are now."
    )
    assert "eased" not in codes(maya, now)


def test_the_numbers_of_the_rules_in_force_decide(maya: Client, trainer: Trainer, now: datetime, feel: Feel) -> None:
    calm_weeks(maya, feel)
    for days_ago in (2, 1):
        feel(maya, 4, days_ago=days_ago)
    assert "eased" in codes(maya, now)
    values = Thresholds(rise=3).as_dict()
    RuleSet.objects.create(values=values, note="Less careful.", by=trainer.user, saved_at=now)
    assert "eased" not in codes(maya, now)


def open_talk(
    client: Client, now: datetime, code: str, *, days_ago: int = 0, points: float = 2, count: int = 5
) -> Talk:
    at = now - timedelta(days=days_ago)
    return Talk.objects.create(
        client=client,
        code=code,
        trainer_sentence=f"Why {code}.",
        points=points,
        count=5,
        opened_at=at,
        opened_on=client.today(at),
    )


@pytest.mark.parametrize("code", TalkCode)
def test_an_open_talk_is_on_the_desk_until_it_is_noted(
    maya: Client, trainer: Trainer, now: datetime, code: TalkCode
) -> None:
    talk = open_talk(maya, now, code, days_ago=9)
    assert f"Why {code}. Open for 9 days." in sentences(maya, now)
    talk.note_talked(by=trainer.user, line="", at=now, on=maya.today(now))
    assert code not in codes(maya, now)


def test_the_larger_talk_stands_first(maya: Client, other_client: Client, now: datetime) -> None:
    open_talk(other_client, now, "week_up", points=2)
    open_talk(maya, now, "week_up", points=4)
    assert [row.name for row in desk_rows(now)] == ["Maya", "Lee"]


@pytest.mark.parametrize(
    ("code", "size", "points", "is_above", "is_urgent"),
    [
        ("week_up", "+2", 2, True, True),
        ("closed", "Stop", 0, False, True),
        ("twice_back", "stuck", 0, False, False),
        ("no_change", "same", 1, False, False),
        ("no_change", "same", -1, False, False),
        ("easier", "easier", 2.5, False, False),
    ],
)
def test_only_a_badge_with_points_is_told_as_above_the_usual(
    maya: Client, now: datetime, code: str, size: str, points: float, is_above: bool, is_urgent: bool
) -> None:
    reason = AttentionReason(code=code, weight=10, sentence="", suggestion="", size=size, points=points)
    row = replace(row_of(maya, now), reasons=(reason,)).shown
    assert (row.is_above_usual, row.is_urgent) == (is_above, is_urgent)


def test_somebody_away_for_months_keeps_their_usual(maya: Client, now: datetime, feel: Feel) -> None:
    joined(maya, now, days_ago=200)
    for days_ago in range(150, 180):
        feel(maya, 3, days_ago=days_ago)
    feel(maya, 8, days_ago=0)
    assert row_of(maya, now).first.sentence == "8 today, usual 3."


def test_the_start_is_the_first_three_entries_even_a_year_later(maya: Client, now: datetime, feel: Feel) -> None:
    for day in (400, 399, 398):
        feel(maya, 7, days_ago=day)
    for day in (2, 1, 0):
        feel(maya, 3, days_ago=day)
    change = page_of(maya, now).change
    assert (change.start, change.now, change.code) == (7, 3, "easier")


def test_what_was_felt_right_after_practice_is_not_the_level(maya: Client, now: datetime, practise: Practise) -> None:
    for day in (3, 2, 1):
        practise(maya, days_ago=day, before=4, after=1)
    change = page_of(maya, now).change
    assert (change.start, change.now) == (4, 4)


def test_a_deleted_entry_counts_for_nothing(maya: Client, now: datetime, feel: Feel) -> None:
    joined(maya, now, days_ago=30)
    feel(maya, 9, days_ago=1).delete_softly(now)
    assert sentences(maya, now) == ["Joined 30 days ago, no number, no practice."]


def test_recalled_numbers_are_not_counted_as_numbers(maya: Client, now: datetime, feel: Feel) -> None:
    joined(maya, now, days_ago=12)
    for days_ago, moment in ((14, "recalled"), (13, "recalled"), (12, "any"), (3, "any")):
        feel(maya, 3, days_ago=days_ago, moment=moment)
    assert row_of(maya, now).first.sentence == "Joined 12 days ago, 2 numbers, no practice."


def test_silence_is_counted_from_the_last_sign_of_life(
    maya: Client, now: datetime, feel: Feel, practise: Practise
) -> None:
    joined(maya, now, days_ago=60)
    practise(maya, days_ago=20)
    feel(maya, 3, days_ago=12)
    assert row_of(maya, now).first.sentence == "Nothing heard for 12 days."


def test_nobody_was_silent_before_they_joined(maya: Client, now: datetime, feel: Feel, practise: Practise) -> None:
    """As with the number of a call of two weeks ago, or with a file that somebody brings along."""
    joined(maya, now, days_ago=1)
    feel(maya, 5, days_ago=14)
    for days_ago in (24, 22, 20):
        practise(maya, days_ago=days_ago)
    maya.practices.update(imported=True)
    maya.check_ins.filter(moment__in=["before", "after"]).update(imported=True)
    assert codes(maya, now) == ["new"]
    assert row_of(maya, now + timedelta(days=9)).first.sentence == "Nothing heard for 10 days."
    feel(maya, 5, days_ago=0)
    assert codes(maya, now) == ["new"]


def test_a_gap_in_practice_is_measured_by_their_own_gaps(
    maya: Client, now: datetime, feel: Feel, practise: Practise
) -> None:
    joined(maya, now, days_ago=60)
    for days_ago in (15, 13, 11, 9):
        practise(maya, days_ago=days_ago)
    practise(maya, days_ago=8.9)  # on the same day
    feel(maya, 2, days_ago=1)
    assert row_of(maya, now).first.sentence == "No practice for 9 days; usually every 2 days."
    practise(maya, days_ago=0)
    assert "practice_gap" not in codes(maya, now)


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
    assert row.first.sentence == "On a planned pause until March 20."


def test_a_pause_that_has_ended_is_over_and_its_days_are_not_silent(
    maya: Client, now: datetime, practise: Practise
) -> None:
    joined(maya, now, days_ago=60)
    practise(maya, days_ago=35)
    pause = Pause.objects.create(client=maya, begins_on=date(2026, 2, 1), ends_on=date(2026, 3, 3))
    assert row_of(maya, now).is_paused is False
    assert codes(maya, now) == ["quiet"]
    pause.ends_on = date(2026, 2, 22)
    pause.save()
    assert sentences(maya, now) == ["Nothing heard for 35 days."]


@pytest.fixture
def stepped_back(maya: Client, practise: Practise, now: datetime) -> Move:
    """Missed four times in a row; the last time two days ago, at nine in the morning in Chicago."""
    for days_ago in (5, 4, 3, 2):
        practise(maya, days_ago=days_ago, passed=False)
    return Move.objects.get(client=maya)


def test_a_step_back_is_news_with_its_reason(maya: Client, stepped_back: Move, now: datetime) -> None:
    assert (
        row_of(maya, now).first.sentence
        == "Stepped back in Tall-kneel hinge, 2 days ago. Self-check missed four times in a row."
    )


@pytest.mark.parametrize(("minutes", "is_news"), [(-60, True), (0, True), (60, False)])
def test_a_step_back_is_news_until_a_word_sent_later(
    maya: Client, trainer: Trainer, stepped_back: Move, now: datetime, minutes: int, is_news: bool
) -> None:
    at = stepped_back.moved_at + timedelta(minutes=minutes)
    Message.objects.create(client=maya, by=trainer, text="A step back is part of it.", written_at=at)
    assert ("step_back" in codes(maya, now)) is is_news


def test_a_note_to_oneself_is_no_word(maya: Client, trainer: Trainer, stepped_back: Move, now: datetime) -> None:
    Note.objects.create(client=maya, by=trainer, text="Seen.", written_at=now)
    assert "step_back" in codes(maya, now)


def test_a_talk_is_a_word(maya: Client, trainer: Trainer, stepped_back: Move, now: datetime) -> None:
    open_talk(maya, now, "no_change").note_talked(by=trainer.user, line="", at=now, on=maya.today(now))
    assert "step_back" not in codes(maya, now)


@pytest.mark.parametrize(("slug", "is_news"), [("tall-kneel-hinge", False), ("pelvic-clock", True)])
def test_a_placement_on_the_same_track_answers_a_step_back(
    maya: Client, trainer: Trainer, stepped_back: Move, now: datetime, slug: str, is_news: bool
) -> None:
    lesson = Lesson.objects.get(slug=slug)
    move_client(client=maya, lesson=lesson, at=now, counts_anew=True, by=trainer.user, note="The full version again.")
    assert ("step_back" in codes(maya, now)) is is_news


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
    assert "A call is booked for tomorrow." in page_sentences(maya, now)
    # For a client whose day begins at two in the afternoon this is still yesterday, but the call is tomorrow.
    Client.objects.filter(pk=maya.pk).update(day_begins=14)
    assert "A call is booked for tomorrow." in page_sentences(maya, now)
    assert "A call is booked for today." in page_sentences(maya, now + timedelta(hours=20))


def test_the_day_is_the_clients_own(maya: Client, other_client: Client, now: datetime) -> None:
    """At half past eleven in the evening in Chicago it is tomorrow in Berlin."""
    late = datetime.fromisoformat("2026-03-07T05:30Z")
    assert sentences(maya, late) == ["Joined 2 days ago; no practice yet."]
    assert sentences(other_client, late) == ["Joined 3 days ago; no practice yet."]


def test_a_client_who_has_done_nothing_has_a_row(maya: Client, now: datetime) -> None:
    row = row_of(maya, now)
    assert (row.first.code, row.last, row.dots.text) == ("new", "nothing yet", "No number in 14 days.")
    assert [place.words for place in row.places] == ["Pelvic clock", "Tall-kneel hinge", "High-seat touch"]


@pytest.mark.walk
def test_the_desk_and_the_page_of_a_client_say_the_same(
    maya: Client, trainer: Trainer, now: datetime, practise: Practise, feel: Feel
) -> None:
    joined(maya, now, days_ago=120)
    for day in range(90, 8, -1):  # more than the desk reads: the first 14 days and the latest 63
        practise(maya, "pelvic-clock", days_ago=day, before=3 + day % 2, after=3, effort=9)
        feel(maya, 3 + day % 3, days_ago=day - 0.5, moment="morning")
    for day in range(8, 0, -1):
        feel(maya, 6 + day % 2, days_ago=day)
    feel(maya, 9)
    lesson = Lesson.objects.get(slug="tall-kneel-hinge")
    move_client(client=maya, lesson=lesson, easier=True, at=timezone.now(), by=trainer.user, note="Slower.")
    open_talk(maya, now, "week_up")
    row, page = row_of(maya, now), page_of(maya, now)
    assert page.row == row
    assert {"rest", "practice_gap", "week_up"} <= set(codes(maya, now))
    assert page.usual is not None
    assert f"9 today, usual {decimal(page.usual)}." in sentences(maya, now)


def test_what_somebody_brought_along_eases_nobody(maya: Client, now: datetime, feel: Feel) -> None:
    calm_weeks(maya, feel)
    for days_ago in (2, 1):
        feel(maya, 9, days_ago=days_ago)
    CheckIn.objects.filter(score=9).update(imported=True)
    assert not {"eased", "rest"} & set(codes(maya, now))
