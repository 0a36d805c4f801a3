"""The upgrade from 0.2.0: closures after six weeks become talks, once; everything else about clients stays."""

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety.models import Closure
from hinge_coach.safety.screening import Level
from lessons.models import Move, RuleSet, Talk, VerdictRecord
from lessons.rules.old_rules import OLD_NUMBERS, lost_numbers
from lessons.rules.talk_wording import no_change
from lessons.rules.thresholds import Thresholds
from lessons.summary.refreshing import refresh_stale
from tests.factories import close_by_answer, practice_once, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]

DAY = timedelta(days=1)
OLD_SET = {name: number.default for name, number in OLD_NUMBERS.items()}


def close_by_old_rule(client: Client, now: datetime, *codes: str) -> Closure:
    """Practice as a release before 0.3.0 closed it yesterday, after six weeks with a number on most days."""
    for days_ago in range(42, 0, -1):
        report(client, now - days_ago * DAY, 5)
    practice = practice_once(client, now - DAY, before=5, after=5)
    reasons = [{"code": code, "client": "We talk.", "trainer": "Talk.", "entries": []} for code in codes]
    practice.verdicts.update(decision="stop", reasons=reasons, thresholds=OLD_SET, decided_at=now - DAY)
    values: dict[str, Any] = {"cause": Closure.Cause.RULE, "level": Level.REFER, "sentence": "We talk."}
    return Closure.objects.create(client=client, closed_at=now - DAY, **values)


def run(*words: str) -> str:
    out = StringIO()
    call_command("rules_upgrade", *words, stdout=out)
    return out.getvalue()


def rows() -> list[list[Any]]:
    tables = (Closure, Talk, VerdictRecord, Move, RuleSet)
    return [list(table.objects.order_by("pk").values_list()) for table in tables]


def test_six_weeks_without_a_change_become_a_talk(maya: Client, trainer: Trainer, now: datetime) -> None:
    closure = close_by_old_rule(maya, now, "no_change")
    out = run()
    closure.refresh_from_db()
    talk = Talk.objects.get()
    assert (closure.lifted_at, closure.lifted_by, closure.note) == (
        now,
        None,
        "By the upgrade to 0.3.0: six weeks without a change no longer close practice. A talk is open instead.",
    )
    assert (talk.client, talk.code, talk.opened_at, talk.is_open) == (maya, "no_change", now, True)
    reason = no_change(start=5, usual=5, weeks=6)
    assert (talk.client_sentence, talk.trainer_sentence) == (reason.client, reason.trainer)
    assert "Maya: practice is open again, and a talk is on the desk (six weeks without a change)." in out
    assert not Move.objects.exists()


def test_the_talk_is_on_the_desk(maya: Client, trainer: Trainer, now: datetime) -> None:
    close_by_old_rule(maya, now, "no_change")
    refresh_stale()
    run()
    refresh_stale()
    assert maya.signals.filter(code="no_change").count() == 1


def test_the_sentence_says_the_weeks_of_the_old_number_and_nothing_that_has_changed_since(
    maya: Client, trainer: Trainer, now: datetime
) -> None:
    close_by_old_rule(maya, now, "no_change")
    VerdictRecord.objects.update(thresholds={**OLD_SET, "no_change_weeks": 8})
    maya.check_ins.filter(at__gt=now - 30 * DAY).update(score=2)  # better while practice was closed
    run()
    assert Talk.objects.get().client_sentence == "Eight weeks of practice. Let's look at it together. Practice goes on."


def test_the_trainer_gets_one_mail_with_names_and_nothing_about_a_body(
    maya: Client, other_client: Client, trainer: Trainer, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    close_by_old_rule(maya, now, "no_change")
    close_by_old_rule(other_client, now, "weeks_stay_up")
    RuleSet.objects.create(values={**OLD_SET, "clean_practices": 3}, note="Careful.", by=trainer.user, saved_at=now)
    with django_capture_on_commit_callbacks(execute=True):
        run()
    with django_capture_on_commit_callbacks(execute=True):
        run()
    (message,) = mail.outbox
    assert (message.subject, message.to) == (
        "After the upgrade, practice is open again for 1 person",
        ["trainer@example.com"],
    )
    assert message.body == (
        "The coaching rules changed with release 0.3.0. Weeks without a change no longer close practice. They are a "
        "reason to talk, and practice goes on meanwhile.\n\n"
        "Practice is open again, and a talk waits on your desk:\n\n"
        f"* Maya\n    http://127.0.0.1:8000/desk/clients/{maya.pk}/\n\n"
        "Practice stays closed until you open it on their page. The old rules had closed it for another reason, and "
        "nobody has talked with them yet:\n\n"
        f"* Lee\n    http://127.0.0.1:8000/desk/clients/{other_client.pk}/\n\n"
        "You had changed numbers of the old rules that don't count anymore:\n\n"
        "* `clean_practices` was set to 3; its place has `good`, which is back at 2.\n\n"
        "The numbers of the rules, and what others would have said about the past:\n\n"
        "    http://127.0.0.1:8000/desk/settings/rules/\n\n"
        "Nobody was moved to another lesson. This mail says nothing about a body, on purpose, because mail passes "
        "through many hands.\n"
    )


@pytest.mark.parametrize(
    "codes", [("weeks_stay_up",), ("mornings_stay_up",), ("no_change", "weeks_stay_up"), ("very_tight",)]
)
def test_what_closed_for_getting_worse_waits_for_the_trainer(
    maya: Client, trainer: Trainer, now: datetime, codes: tuple[str, ...]
) -> None:
    closure = close_by_old_rule(maya, now, *codes)
    before = rows()
    assert "Maya: practice stays closed until the trainer opens it" in run()
    assert rows() == before
    assert (closure.is_active, mail.outbox) == (True, [])


def test_what_the_new_rules_would_close_again_stays_closed(maya: Client, trainer: Trainer, now: datetime) -> None:
    close_by_old_rule(maya, now, "no_change")
    for hours in range(3):
        report(maya, now - (3 - hours) * DAY + timedelta(hours=1), 10)
    maya.check_ins.filter(at__lt=now - 3 * DAY).update(score=4)
    maya.check_ins.filter(at__gte=now - 3 * DAY).update(score=9)
    assert "Maya: practice stays closed" in run()
    assert not Talk.objects.exists()


def test_a_closure_by_an_answer_is_not_touched(maya: Client, trainer: Trainer, now: datetime) -> None:
    close_by_answer(maya, now)
    before = rows()
    assert "No practice is closed for six weeks without a change." in run()
    assert rows() == before


def test_doing_it_twice_changes_nothing_more(maya: Client, trainer: Trainer, now: datetime) -> None:
    close_by_old_rule(maya, now, "no_change")
    run()
    before = rows()
    assert "No practice is closed for six weeks without a change." in run()
    assert rows() == before


def test_a_talk_that_is_open_already_is_the_one(maya: Client, trainer: Trainer, now: datetime) -> None:
    close_by_old_rule(maya, now, "no_change")
    Talk.objects.create(
        client=maya, code="no_change", trainer_sentence="Six weeks.", opened_at=now - DAY, opened_on=maya.today(now)
    )
    run()
    assert Talk.objects.get().trainer_sentence == "Six weeks."
    assert not Closure.objects.active().exists()


def test_a_dry_run_prints_row_by_row_and_writes_nothing(
    maya: Client, other_client: Client, trainer: Trainer, now: datetime
) -> None:
    close_by_old_rule(maya, now, "no_change")
    for days_ago in (3, 2, 1):
        report(other_client, now - days_ago * DAY, 3)
    practice = practice_once(other_client, now)
    reasons = [{"code": "week_up", "client": "Up.", "trainer": "Up.", "entries": []}]
    practice.verdicts.update(decision="regress", reasons=reasons, thresholds=OLD_SET)
    before = rows()
    out = run("--dry-run")
    assert rows() == before
    assert out.splitlines()[:8] == [
        "2 practices have a verdict of the old rules. The new rules would decide 2 otherwise: 0 more careful, 2 more "
        "daring.",
        "",
        "no_change (six weeks without a change): 1 of 1 differ",
        "    stop -> stay: 1",
        "    Maya: 0 more careful, 1 more daring",
        "",
        "week_up (a week's mean up by 1): 1 of 1 differ",
        "    a step back -> stay: 1",
    ]
    assert "Maya: practice would open again, and a talk would be on the desk (six weeks without a change)." in out
    assert out.endswith("Nothing was written.\n")


@pytest.mark.parametrize(
    ("changed", "lines"),
    [
        ({}, ()),
        ({"easy_score": 3}, ("`easy_score` was set to 3; its place has `fine_score`, which is back at 2.",)),
        ({"change_percent": 20}, ("`change_percent` was set to 20; there is no such number anymore.",)),
        ({"steady_days": 21}, ()),
        ({"easy_score": 3, **Thresholds().as_dict()}, ()),
    ],
)
def test_numbers_that_the_trainer_had_changed_and_that_count_no_more_are_named(
    changed: dict[str, int], lines: tuple[str, ...]
) -> None:
    assert lost_numbers({**OLD_SET, **changed}) == lines


def test_a_number_that_stays_keeps_the_trainers_value(trainer: Trainer, now: datetime) -> None:
    RuleSet.objects.create(values={**OLD_SET, "steady_days": 21}, note="Later.", by=trainer.user, saved_at=now)
    assert RuleSet.objects.in_force() == Thresholds(steady_days=21)
