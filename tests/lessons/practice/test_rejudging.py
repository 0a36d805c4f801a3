"""Entries corrected afterwards: the latest verdict is made again, and what it moved is taken back."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety.models import active_closure
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Moment
from lessons.models import Lesson, Move, Practice, RuleSet, VerdictRecord, move_client
from lessons.practice import judging
from lessons.rules.thresholds import Thresholds
from tests.conftest import SignIn
from tests.factories import position_on_first_track, practice_once, report_morning

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]
HOUR = timedelta(hours=1)


def correct(check_in: CheckIn | None, score: int, now: datetime) -> None:
    assert check_in is not None
    check_in.correct(score=score, situation="", at=check_in.at, now=now)


def moved_on(client: Client, now: datetime) -> CheckIn:
    """Two clean days with calm mornings: on to the next lesson. Gives the last morning, 44 hours after `now`."""
    for day in range(2):
        practice_once(client, now + timedelta(days=day))
        last = report_morning(client, now + timedelta(days=day, hours=20))
    assert position_on_first_track(client) == ("find-the-middle", False)
    return last


def test_where_nothing_was_touched_nothing_is_asked(maya: Client, now: datetime) -> None:
    practice_once(maya, now)
    before = VerdictRecord.objects.count()
    assert judging.rejudge(maya, now=now + HOUR) == []
    assert VerdictRecord.objects.count() == before


def test_a_slip_that_made_a_step_back_is_taken_back(maya: Client, now: datetime) -> None:
    practice = practice_once(maya, now, after=7)
    assert position_on_first_track(maya) == ("pelvic-clock", True)
    correct(practice.after, 2, now + HOUR)
    judging.rejudge(maya, now=now + 2 * HOUR)
    assert position_on_first_track(maya) == ("pelvic-clock", False)
    assert [verdict.decision for verdict in practice.verdicts.order_by("decided_at")] == ["regress", "hold"]


def test_a_step_back_that_never_was_counts_no_more(maya: Client, now: datetime) -> None:
    """The session before it is one again: two clean ones with it move on."""
    practice_once(maya, now)
    report_morning(maya, now + timedelta(hours=20))
    second = practice_once(maya, now + timedelta(days=1), after=6)
    assert position_on_first_track(maya) == ("pelvic-clock", True)
    correct(second.after, 2, now + timedelta(days=1, hours=1))
    judging.rejudge(maya, now=now + timedelta(days=1, hours=2))
    report_morning(maya, now + timedelta(days=1, hours=20))
    assert position_on_first_track(maya) == ("find-the-middle", False)


def test_a_forgotten_high_score_takes_the_move_back_and_keeps_the_history(maya: Client, now: datetime) -> None:
    last = moved_on(maya, now)
    correct(last, 6, now + timedelta(days=3))
    changed = judging.rejudge(maya, now=now + timedelta(days=3))
    assert [verdict.decision for verdict in changed] == ["regress"]
    assert position_on_first_track(maya) == ("pelvic-clock", True)
    assert [(m.from_lesson.slug, m.to_lesson.slug) for m in Move.objects.order_by("pk")] == [
        ("pelvic-clock", "find-the-middle"),
        ("find-the-middle", "pelvic-clock"),
        ("pelvic-clock", "pelvic-clock"),
    ]
    assert Move.objects.exclude(verdict__in=VerdictRecord.objects.all()).count() == 0


def test_what_the_trainer_moved_since_stays(maya: Client, trainer: Trainer, now: datetime) -> None:
    last = moved_on(maya, now)
    slide = Lesson.objects.get(slug="leg-slide")
    move_client(client=maya, lesson=slide, at=now + timedelta(days=3), by=trainer.user, note="Ready.")
    correct(last, 6, now + timedelta(days=3))
    judging.rejudge(maya, now=now + timedelta(days=3))
    assert position_on_first_track(maya) == ("leg-slide", False)


def test_a_deleted_morning_is_missing_and_back_again_when_it_is_restored(maya: Client, now: datetime) -> None:
    last = moved_on(maya, now)
    last.delete_softly(now + timedelta(days=3))
    judging.rejudge(maya, now=now + timedelta(days=3))
    first = position_on_first_track(maya)
    last.restore(now + timedelta(days=3, hours=1))
    judging.rejudge(maya, now=now + timedelta(days=3, hours=2))
    assert (first, position_on_first_track(maya)) == (("pelvic-clock", False), ("find-the-middle", False))


def test_a_morning_entered_late_counts_for_its_own_day(maya: Client, now: datetime) -> None:
    for day in range(2):
        practice_once(maya, now + timedelta(days=day))
    report_morning(maya, now + timedelta(days=1, hours=20))
    before = Practice.objects.first().verdict.decision  # type: ignore[union-attr]
    late = now + timedelta(days=2)
    with time_machine.travel(late, tick=False):
        CheckIn.record(id=uuid.uuid4(), client=maya, at=now + timedelta(hours=20), score=9, moment=Moment.MORNING)
    changed = judging.rejudge(maya, now=late)
    assert (before, [verdict.decision for verdict in changed]) == ("hold", ["stop"])


def test_the_numbers_of_then_are_used(maya: Client, trainer: Trainer, now: datetime) -> None:
    practice = practice_once(maya, now, after=5)
    values = Thresholds(limit_score=4).as_dict()
    RuleSet.objects.create(values=values, note="Careful.", by=trainer.user, saved_at=now)
    correct(practice.before, 4, now + HOUR)
    changed = judging.rejudge(maya, now=now + 2 * HOUR)
    assert [verdict.decision for verdict in changed] == ["hold"]
    assert changed[0].thresholds["limit_score"] == 5


def test_a_stop_stays_until_the_trainer_opens_it(maya: Client, now: datetime) -> None:
    practice = practice_once(maya, now, after=9)
    correct(practice.after, 2, now + HOUR)
    assert judging.rejudge(maya, now=now + 2 * HOUR) == []
    assert active_closure(maya) is not None


def test_a_second_look_at_the_same_correction_adds_nothing(maya: Client, now: datetime) -> None:
    practice = practice_once(maya, now, after=7)
    correct(practice.after, 2, now + HOUR)
    judging.rejudge(maya, now=now + 2 * HOUR)
    before = (VerdictRecord.objects.count(), Move.objects.count())
    assert judging.rejudge(maya, now=now + 3 * HOUR) == []
    assert (VerdictRecord.objects.count(), Move.objects.count()) == before


def test_the_client_can_read_what_was_said_before(maya: Client, sign_in: SignIn, now: datetime) -> None:
    practice = practice_once(maya, now, after=7)
    first = practice.verdict.reasons[0]["client"]
    assert "What was said before" not in sign_in(maya).get(f"/practices/{practice.pk}/").content.decode()
    correct(practice.after, 2, now + HOUR)
    judging.rejudge(maya, now=now + 2 * HOUR)
    page = sign_in(maya).get(f"/practices/{practice.pk}/").content.decode()
    assert page.index("Stay here once more") < page.index("What was said before") < page.index(first)


def test_a_fine_day_is_judged_anew_like_any_other(maya: Client, make_steady: Any, now: datetime) -> None:
    """The day before it was clean with its scores; put right it is not, so the fine day alone moves nobody."""
    make_steady(maya)
    first = practice_once(maya, now, "find-the-middle", before=3, after=3)
    report_morning(maya, now + timedelta(hours=20), 3)
    second = practice_once(maya, now + timedelta(days=1), "find-the-middle", before=None, after=None)
    assert (second.verdict.decision, position_on_first_track(maya)) == ("progress", ("leg-slide", False))
    correct(first.after, 4, now + timedelta(days=1, hours=1))
    changed = judging.rejudge(maya, now=now + timedelta(days=1, hours=2))
    assert [verdict.reasons[0]["code"] for verdict in changed] == ["not_yet"]
    assert position_on_first_track(maya) == ("find-the-middle", False)


def test_it_happens_with_the_next_tap_on_today(maya: Client, sign_in: SignIn, now: datetime) -> None:
    practice = practice_once(maya, now - timedelta(days=3), after=7)
    correct(practice.after, 2, now - timedelta(days=1))
    with time_machine.travel(now, tick=False):
        sign_in(maya).post("/today/check-in/", {"id": str(uuid.uuid4()), "score": "2"})
    assert position_on_first_track(maya) == ("pelvic-clock", False)
