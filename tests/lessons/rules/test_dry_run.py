"""Other numbers tried on the past: what would differ, for whom, which way; and nothing moves."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety.models import Closure
from hinge_coach.safety.screening import Level
from hinge_coach.tightness.models import CheckIn
from lessons.models import Lesson, Move, Practice, RuleSet, VerdictRecord
from lessons.rules.dry_run import dry_run
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision
from tests.factories import practice_once, report_morning

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]
DAY = timedelta(days=1)


def weeks_of(client: Client, now: datetime) -> None:
    """Three days: practice in the afternoon, a calm morning after each."""
    for day in range(3):
        practice_once(client, now + timedelta(days=day))
        report_morning(client, now + timedelta(days=day, hours=20))


def test_the_same_numbers_differ_nowhere(maya: Client, now: datetime) -> None:
    weeks_of(maya, now)
    run = dry_run(Thresholds())
    assert (run.tried, run.left_out, run.differing) == (3, 0, ())


def test_what_it_says_about_the_numbers_in_force_is_what_was_said(maya: Client, now: datetime) -> None:
    """Tried against itself with one number shifted, the old side is the stored verdict."""
    weeks_of(maya, now)
    run = dry_run(Thresholds(clean_practices=3))
    assert [(each.was, each.now) for each in run.differing] == [(Decision.PROGRESS, Decision.HOLD)]
    assert Decision.PROGRESS in {Decision(verdict.decision) for verdict in VerdictRecord.objects.all()}


def test_fine_days_are_judged_as_they_were(maya: Client, make_steady: Any, now: datetime) -> None:
    make_steady(maya)
    practice_once(maya, now, before=None, after=None)
    assert (dry_run(Thresholds()).tried, dry_run(Thresholds()).differing) == (7, ())
    assert dry_run(Thresholds(steady_sessions=3, settled_days=30)).differing == ()


def test_what_a_file_brought_in_is_not_tried_and_counts_for_nothing(maya: Client, now: datetime) -> None:
    """Neither as a practice of its own, nor as a calm day before one that was lived here."""
    weeks_of(maya, now)
    maya.practices.filter(done_at__lt=now + timedelta(days=2)).update(imported=True)
    run = dry_run(Thresholds(clean_practices=3))
    assert (run.tried, run.left_out, run.differing) == (1, 0, ())


def test_entries_that_a_file_brought_in_make_no_start(maya: Client, now: datetime) -> None:
    """Without a start nothing is clean, so nobody would have moved on."""
    weeks_of(maya, now)
    CheckIn.objects.update(imported=True)
    assert dry_run(Thresholds(clean_practices=3)).differing == ()


def test_a_step_back_that_a_file_brought_in_starts_no_count_again(maya: Client, now: datetime) -> None:
    weeks_of(maya, now)
    lesson, at = Lesson.objects.get(slug="pelvic-clock"), now + timedelta(hours=22)
    common = {"lesson": lesson, "guess": "clean", "passed": True, "effort": 4, "imported": True}
    brought = Practice.objects.create(client=maya, done_at=at, local_on=maya.today(at), **common)
    reasons = [{"code": "over_limit", "client": "Less.", "trainer": "Less.", "entries": []}]
    verdict = VerdictRecord.objects.create(practice=brought, decision="regress", reasons=reasons, decided_at=at)
    step = {"track": lesson.track, "from_lesson": lesson, "to_lesson": lesson, "verdict": verdict}
    Move.objects.create(client=maya, moved_at=at, local_on=maya.today(at), **step)
    run = dry_run(Thresholds(clean_practices=3))
    assert [each.on for each in run.differing] == [maya.today(now + timedelta(days=1))]


def test_while_a_safety_answer_kept_practice_closed_no_number_makes_a_difference(maya: Client, now: datetime) -> None:
    practice_once(maya, now, after=5)
    assert len(dry_run(Thresholds(limit_score=4)).differing) == 1
    closed = {"cause": Closure.Cause.ANSWERS, "level": Level.TODAY, "sentence": "See a doctor.", "closed_at": now - DAY}
    closure = Closure.objects.create(client=maya, **closed)
    assert dry_run(Thresholds(limit_score=4)).differing == ()
    closure.lift(by=maya.user, note="Seen.", at=now - DAY / 2)
    assert len(dry_run(Thresholds(limit_score=4)).differing) == 1


def test_it_says_for_whom_and_which_way(maya: Client, other_client: Client, now: datetime) -> None:
    practice_once(maya, now, after=5)
    practice_once(other_client, now, after=6)
    careful = dry_run(Thresholds(limit_score=4))
    assert [(each.client, each.was, each.now) for each in careful.differing] == [
        ("Maya", Decision.HOLD, Decision.REGRESS)
    ]
    assert (careful.more_careful, careful.more_daring) == (1, 0)
    assert careful.ways == ((("stay", "a step back"), 1),)
    daring = dry_run(Thresholds(limit_score=6))
    assert [(name, len(those)) for _, name, those in daring.people] == [("Lee", 1)]
    assert (daring.more_careful, daring.more_daring) == (0, 1)


def test_it_is_measured_against_the_numbers_in_force(maya: Client, trainer: Trainer, now: datetime) -> None:
    practice_once(maya, now, after=5)
    values = Thresholds(limit_score=4).as_dict()
    RuleSet.objects.create(values=values, note="Careful.", by=trainer.user, saved_at=now)
    run = dry_run(Thresholds())
    assert [(each.was, each.now) for each in run.differing] == [(Decision.REGRESS, Decision.HOLD)]


def test_nothing_is_stored_and_nobody_moves(maya: Client, now: datetime) -> None:
    weeks_of(maya, now)
    before = list(VerdictRecord.objects.order_by("pk").values_list()), list(maya.positions.values_list())
    dry_run(Thresholds(easy_score=0, limit_score=1))
    assert (list(VerdictRecord.objects.order_by("pk").values_list()), list(maya.positions.values_list())) == before


def test_it_takes_the_same_queries_for_one_client_as_for_two(
    maya: Client, other_client: Client, now: datetime, django_assert_num_queries: Callable[[int], Any]
) -> None:
    weeks_of(maya, now)
    with django_assert_num_queries(6):
        dry_run(Thresholds(easy_score=1))
    weeks_of(other_client, now)
    with django_assert_num_queries(6):
        dry_run(Thresholds(easy_score=1))


def test_saved_numbers_judge_from_then_on_and_stand_beside_the_verdict(
    maya: Client, trainer: Trainer, now: datetime
) -> None:
    first = practice_once(maya, now, after=5)
    values = Thresholds(limit_score=4).as_dict()
    RuleSet.objects.create(values=values, note="Careful.", by=trainer.user, saved_at=now)
    second = practice_once(maya, now + timedelta(days=1), after=5)
    assert (first.verdict.decision, second.verdict.decision) == ("hold", "regress")
    assert (first.verdict.thresholds["limit_score"], second.verdict.thresholds["limit_score"]) == (5, 4)


def test_a_set_of_another_version_is_filled_with_the_usual_numbers(trainer: Trainer, now: datetime) -> None:
    RuleSet.objects.create(values={"easy_score": 1, "gone": 7}, note="Old.", by=trainer.user, saved_at=now)
    assert RuleSet.objects.in_force() == Thresholds(easy_score=1)
