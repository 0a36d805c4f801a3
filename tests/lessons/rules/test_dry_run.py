"""Other numbers tried on the past: what would differ, row by row, for whom, which way; and nothing moves."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

import pytest

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety.models import Closure
from hinge_coach.safety.screening import Level
from hinge_coach.tightness.models import CheckIn
from lessons.models import Lesson, Move, Practice, RuleSet, Talk, VerdictRecord, move_client
from lessons.rules import dry_run as module
from lessons.rules.dry_run import dry_run, upgrade_run
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, TalkCode
from tests.factories import close_by_answer, practice_once, report, report_morning

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]
DAY = timedelta(days=1)
OLD_NUMBERS = {"easy_score": 2, "limit_score": 5}


def learn_usual(client: Client, now: datetime, score: int = 3) -> None:
    """Three days with a number before the first practice."""
    for days_ago in (3, 2, 1):
        report(client, now - days_ago * DAY, score)


def calm_days(client: Client, now: datetime, days: int = 3, **values: Any) -> None:
    """Practice in the afternoon, and a calm number on the day after each."""
    learn_usual(client, now)
    for day in range(days):
        practice_once(client, now + day * DAY, **values)
        report_morning(client, now + day * DAY + timedelta(hours=20))


def test_the_same_numbers_differ_nowhere(maya: Client, now: datetime) -> None:
    calm_days(maya, now)
    run = dry_run(Thresholds())
    assert (run.tried, run.left_out, run.differing, run.rows_that_differ) == (3, 0, (), ())
    assert run.talks_that_differ == ()


def test_each_row_says_how_many_it_decided_and_how_many_would_differ(maya: Client, now: datetime) -> None:
    calm_days(maya, now)
    stored = [verdict.reasons[0]["code"] for verdict in VerdictRecord.objects.order_by("pk")]
    assert stored.count("two_good") == 1
    run = dry_run(Thresholds(good=3))
    (row,) = run.rows_that_differ
    assert (row.code, row.decided, row.would_decide) == ("two_good", 1, 0)
    assert row.ways == ((("move on", "stay"), 1),)
    assert (row.more_careful, row.more_daring) == (1, 0)
    (differing,) = row.differing
    assert (differing.was, differing.now, differing.now_code) == (Decision.PROGRESS, Decision.HOLD, "one_more")
    assert (differing.client, differing.lesson) == ("Maya", "Pelvic clock")
    assert next(row for row in run.rows if row.code == "one_more").would_decide == 2
    assert sum(row.decided for row in run.rows) == run.tried


def test_it_says_for_whom_and_which_way(maya: Client, other_client: Client, now: datetime) -> None:
    calm_days(maya, now, days=2, effort=6)
    calm_days(other_client, now, days=2, effort=7)
    careful = dry_run(Thresholds(effort=5))
    assert [(name, len(those)) for _, name, those in careful.people] == [("Maya", 1)]
    assert (careful.more_careful, careful.more_daring) == (1, 0)
    daring = dry_run(Thresholds(effort=7))
    assert [(name, len(those)) for _, name, those in daring.people] == [("Lee", 1)]
    assert (daring.more_careful, daring.more_daring) == (0, 1)
    (row,) = daring.rows_that_differ
    assert (row.code, row.ways) == ("not_good", ((("stay", "move on"), 1),))


def test_a_row_for_each_code_shows_its_words_with_the_numbers_in_force(maya: Client, now: datetime) -> None:
    calm_days(maya, now)
    words = {row.code: row.words for row in dry_run(Thresholds(flare_days=5)).rows}
    assert words["flare"] == "Most of the latest 3 reported days are up, or most of the latest 7."
    assert list(words)[:4] == ["safety_emergency", "safety_urgent", "safety_refer", "very_tight"]


def test_a_flare_seen_by_other_numbers_is_told_for_that_day(maya: Client, now: datetime) -> None:
    for days_ago in range(12, 2, -1):
        report(maya, now - days_ago * DAY, 2)
    for days_ago in (2, 1):
        report(maya, now - days_ago * DAY, 5)
    practice_once(maya, now, before=5, after=5)
    (row,) = dry_run(Thresholds(rise=4, jump=4)).rows_that_differ
    assert (row.code, row.ways) == ("flare", ((("easier for now", "stay"), 1),))


def test_talks_that_would_come_up_or_not_are_told_by_name(maya: Client, now: datetime) -> None:
    for days_ago in range(16, 6, -1):
        report(maya, now - days_ago * DAY, 2)
    for days_ago in range(6, 0, -1):
        report(maya, now - days_ago * DAY, 5)
    practice_once(maya, now, before=5, after=5)
    (talk,) = dry_run(Thresholds(rise=4, jump=4)).talks_that_differ
    assert (talk.code, talk.gained, talk.lost) == (TalkCode.WEEK_UP, (), ((maya.pk, "Maya"),))
    assert talk.words == "Most of the latest 7 reported days are up."
    RuleSet.objects.create(values=Thresholds(rise=4, jump=4).as_dict(), note="Braver.", saved_at=now)
    (talk,) = dry_run(Thresholds()).talks_that_differ
    assert (talk.gained, talk.lost) == (((maya.pk, "Maya"),), ())


def test_a_talk_that_was_open_does_not_come_up_again(maya: Client, now: datetime) -> None:
    for days_ago in range(16, 6, -1):
        report(maya, now - days_ago * DAY, 2)
    for days_ago in range(6, 0, -1):
        report(maya, now - days_ago * DAY, 5)
    opened = {"opened_at": now - DAY, "opened_on": maya.today(now - DAY)}
    Talk.objects.create(client=maya, code=TalkCode.WEEK_UP, trainer_sentence="A week up.", **opened)
    practice_once(maya, now, before=5, after=5)
    assert dry_run(Thresholds(rise=4, jump=4)).talks_that_differ == ()


def test_entries_count_as_they_stand_corrected_today(maya: Client, now: datetime) -> None:
    learn_usual(maya, now)
    practice = practice_once(maya, now, after=5)
    practice_once(maya, now + DAY)
    assert dry_run(Thresholds(rise=3)).tried == 2
    before = next(row for row in dry_run(Thresholds()).rows if row.code == "not_good").decided
    assert practice.after is not None
    practice.after.correct(score=3, situation="", at=practice.after.at, now=now + 2 * DAY)
    after = next(row for row in dry_run(Thresholds()).rows if row.code == "not_good").decided
    assert (before, after) == (1, 0)


def test_what_a_file_brought_in_is_not_tried_and_counts_for_nothing(maya: Client, now: datetime) -> None:
    """Neither as a practice of its own, nor as a good day before one that was lived here."""
    calm_days(maya, now, days=2)
    maya.practices.filter(done_at__lt=now + DAY).update(imported=True)
    run = dry_run(Thresholds(good=3))
    assert (run.tried, run.left_out, run.differing) == (1, 0, ())


def test_entries_that_a_file_brought_in_make_no_usual(maya: Client, now: datetime) -> None:
    """Without a usual nothing is good, so nobody would have moved on."""
    calm_days(maya, now)
    CheckIn.objects.update(imported=True)
    assert dry_run(Thresholds(good=3)).differing == ()


def test_while_a_safety_answer_kept_practice_closed_no_number_makes_a_difference(
    maya: Client, trainer: Trainer, now: datetime
) -> None:
    calm_days(maya, now, days=2, effort=6)
    assert len(dry_run(Thresholds(effort=5)).differing) == 1
    closure = close_by_answer(maya, now - DAY, Level.TODAY)
    assert dry_run(Thresholds(effort=5)).differing == ()
    closure.lift(by=trainer.user, note="Seen.", at=now + 30 * DAY)
    assert dry_run(Thresholds(effort=5)).differing == ()
    Closure.objects.update(lifted_at=now - 40 * DAY)
    assert len(dry_run(Thresholds(effort=5)).differing) == 1


def test_it_is_measured_against_the_numbers_in_force(maya: Client, trainer: Trainer, now: datetime) -> None:
    calm_days(maya, now, days=2, effort=6)
    values = Thresholds(effort=5).as_dict()
    RuleSet.objects.create(values=values, note="Careful.", by=trainer.user, saved_at=now)
    run = dry_run(Thresholds())
    assert [(each.was, each.now) for each in run.differing] == [(Decision.HOLD, Decision.PROGRESS)]


def test_nothing_is_stored_and_nobody_moves(maya: Client, now: datetime) -> None:
    calm_days(maya, now)
    tables = (VerdictRecord, Move, Talk, CheckIn, Practice)
    before = [list(table.objects.order_by("pk").values_list()) for table in tables]
    dry_run(Thresholds(good=5, of_last=9, effort=1))
    assert [list(table.objects.order_by("pk").values_list()) for table in tables] == before


def test_it_takes_the_same_queries_for_one_client_as_for_two(
    maya: Client, other_client: Client, now: datetime, django_assert_num_queries: Callable[[int], Any]
) -> None:
    calm_days(maya, now)
    with django_assert_num_queries(14):
        dry_run(Thresholds(effort=5))
    calm_days(other_client, now)
    with django_assert_num_queries(14):
        dry_run(Thresholds(effort=5))


def test_only_the_newest_practices_are_tried(maya: Client, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    calm_days(maya, now)
    monkeypatch.setattr(module, "MOST_TRIED", 2)
    run = dry_run(Thresholds())
    assert (run.tried, run.left_out) == (2, 1)


def test_saved_numbers_decide_from_then_on_and_stand_beside_the_verdict(
    maya: Client, trainer: Trainer, now: datetime
) -> None:
    learn_usual(maya, now)
    first = practice_once(maya, now, effort=6)
    values = Thresholds(effort=5).as_dict()
    RuleSet.objects.create(values=values, note="Careful.", by=trainer.user, saved_at=now)
    second = practice_once(maya, now + DAY, effort=6)
    codes = [practice.verdict.reasons[0]["code"] for practice in (first, second)]
    assert codes == ["one_more", "not_good"]
    assert (first.verdict.thresholds["effort"], second.verdict.thresholds["effort"]) == (6, 5)


def test_a_set_of_another_version_is_filled_with_the_usual_numbers(trainer: Trainer, now: datetime) -> None:
    RuleSet.objects.create(values={"effort": 5, "gone": 7}, note="Old.", by=trainer.user, saved_at=now)
    assert RuleSet.objects.in_force() == Thresholds(effort=5)


@pytest.mark.heavy
def test_two_thousand_practices_of_long_histories_take_a_few_seconds(maya: Client, other_client: Client) -> None:
    lesson, begin = Lesson.objects.get(slug="find-the-middle"), datetime(2024, 1, 1, 15, tzinfo=UTC)
    for client in (maya, other_client):
        move_client(client=client, lesson=lesson, at=begin, by=client.user, note="for the test")
        reports, practices, verdicts = [], [], []
        for day in range(1000):
            at = begin + day * DAY
            for hour, moment in ((1, "before"), (2, "after"), (18, "morning")):
                then, score = at + timedelta(hours=hour), 2 + day % 3
                reports.append(_check_in(client, then, score, moment))
            practice = Practice(
                client=client,
                lesson=lesson,
                done_at=at + timedelta(hours=2),
                local_on=client.today(at),
                before=reports[-3],
                after=reports[-2],
                guess="clean",
                passed=True,
                effort=4,
            )
            practices.append(practice)
            verdicts.append(
                VerdictRecord(
                    practice=practice,
                    decision="hold",
                    reasons=[{"code": "one_more"}],
                    decided_at=practice.done_at,
                )
            )
        CheckIn.objects.bulk_create(reports)
        Practice.objects.bulk_create(practices)
        VerdictRecord.objects.bulk_create(verdicts)
    began = perf_counter()
    assert dry_run(Thresholds(rise=3)).tried == 2000
    assert perf_counter() - began < 20


def _check_in(client: Client, at: datetime, score: int, moment: str) -> CheckIn:
    return CheckIn(id=uuid.uuid4(), client=client, at=at, local_on=client.today(at), score=score, moment=moment)


# --- verdicts of the rules before 0.3.0


def make_old(practice: Practice, decision: str, code: str) -> None:
    """Its verdict as a release before 0.3.0 would have stored it."""
    reasons = [{"code": code, "client": "So it is.", "trainer": "So it is.", "entries": []}]
    practice.verdicts.update(decision=decision, reasons=reasons, thresholds=OLD_NUMBERS)


def test_old_verdicts_are_decided_anew_and_new_ones_are_left_out(maya: Client, now: datetime) -> None:
    learn_usual(maya, now)
    make_old(practice_once(maya, now, after=4), "regress", "week_up")
    practice_once(maya, now + 3 * DAY)
    run = upgrade_run(Thresholds(), words={"clean": "Two clean days.", "week_up": "The week was up."})
    assert [(row.code, row.words, row.decided, len(row.differing)) for row in run.rows] == [
        ("clean", "Two clean days.", 0, 0),
        ("week_up", "The week was up.", 1, 1),
    ]
    (differing,) = run.differing
    assert (differing.was, differing.now, differing.now_code) == (Decision.REGRESS, Decision.HOLD, "one_more")
    assert (run.tried, run.more_daring) == (1, 1)


def test_a_code_without_words_is_shown_as_it_is(maya: Client, now: datetime) -> None:
    make_old(practice_once(maya, now), "regress", "gone_for_long")
    (row,) = upgrade_run(Thresholds(), words={}).rows
    assert (row.code, row.words) == ("gone_for_long", "gone_for_long")
