"""The gravest reason to talk reaches the trainer by mail at once; the others wait on the desk."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from hinge_coach import outbox
from hinge_coach.accounts import joining
from hinge_coach.accounts.models import Client, Trainer
from lessons.models import Talk
from lessons.practice.talk_mail import send_talk_mail
from lessons.rules.values import TalkCode
from tests.factories import report, report_and_decide

pytestmark = pytest.mark.usefixtures("clock_stands_still", "curriculum", "trainer")

DAY = timedelta(days=1)


@pytest.fixture
def stored_tasks(settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def open_talk(client: Client, now: datetime, code: TalkCode = TalkCode.WORSE_TWO_WEEKS) -> Talk:
    return Talk.objects.create(
        client=client, code=code, trainer_sentence="Two weeks at 7.", opened_at=now, opened_on=date(2026, 3, 4)
    )


def test_the_mail_says_who_and_why_in_general_and_nothing_about_a_body(maya: Client, now: datetime) -> None:
    talk = open_talk(maya, now)
    send_talk_mail.call(talk.pk)
    (message,) = mail.outbox
    assert (message.subject, message.to, message.reply_to) == (
        "Please talk with Maya",
        ["trainer@example.com"],
        ["maya@example.com"],
    )
    assert message.body == (
        "Maya was asked to talk with you before doing more.\n\n"
        "Why: for two weeks, what they report is clearly worse than what is usual for them, and than when they began.\n"
        "When: Wednesday, March 4, 10:00 am, New York time.\n\n"
        "They were told so on their Today page, and offered a call. Practice stays open, in its easier versions.\n\n"
        "Please call them, and then note the talk on their page:\n\n"
        f"    http://127.0.0.1:8000/desk/clients/{maya.pk}/\n\n"
        "To write to Maya, answer this mail.\n\n"
        "This mail says nothing about a body, on purpose, because mail passes through many hands. "
        "What they answered and reported is only on their page, behind your sign-in.\n"
    )


def test_two_weeks_clearly_worse_mail_the_trainer_once(maya: Client, stored_tasks: None, now: datetime) -> None:
    for days_ago in range(34, 15, -1):
        report(maya, now - days_ago * DAY, 3)
    for days_ago in range(15, -1, -1):
        report_and_decide(maya, now - days_ago * DAY, 7)
    assert [talk.code for talk in Talk.objects.order_by("opened_at", "code")] == [
        "week_up",
        "worse_two_weeks",
        "above_start",
    ]
    (row,) = DBTaskResult.objects.filter(task_path=send_talk_mail.module_path)
    assert row.args_kwargs["args"] == [Talk.objects.get(code="worse_two_weeks").pk]


def test_a_talk_that_was_noted_since_sends_nothing(maya: Client, trainer: Trainer, now: datetime) -> None:
    talk = open_talk(maya, now)
    talk.note_talked(by=trainer.user, line="", at=now, on=date(2026, 3, 4))
    send_talk_mail.call(talk.pk)
    assert mail.outbox == []


def test_the_desk_can_name_it(maya: Client, stored_tasks: None, now: datetime) -> None:
    outbox.enqueue(send_talk_mail, open_talk(maya, now).pk)
    row = DBTaskResult.objects.get()
    assert outbox.describe(row) == "to you, that a talk with Maya (maya@example.com) is needed"
    joining.erase_account(maya.user)
    assert outbox.describe(row) == "to you, that a talk with somebody is needed"
