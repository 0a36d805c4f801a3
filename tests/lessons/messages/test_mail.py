"""The mail about a word: one for the words of ten minutes, nothing of what they say, and none for what was seen."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.test import Client as Browser
from django_tasks_db.models import DBTaskResult

from hinge_coach import outbox
from hinge_coach.accounts import joining
from hinge_coach.accounts.models import Client, Trainer
from lessons.messages.mail import send_message_mail, switch_mail
from lessons.messages.sending import mark_seen, send
from lessons.models import Message, MessageMail
from tests.lessons.messages.conftest import MINUTE, Say, work

pytestmark = pytest.mark.usefixtures("clock", "kept_tasks")
TO_MAYA = (["maya@example.com"], "A word from Robin is waiting")


def test_the_words_of_ten_minutes_make_one_mail(clock: time_machine.Traveller, say: Say) -> None:
    say("One.")
    clock.shift(4 * MINUTE)
    say("Two.")
    clock.shift(6 * MINUTE - timedelta(seconds=1))
    assert work() == []
    clock.shift(timedelta(seconds=1))
    assert work() == [TO_MAYA]
    clock.shift(60 * MINUTE)
    assert work() == []
    say("Three.")
    clock.shift(10 * MINUTE)
    assert work() == [TO_MAYA]


def test_the_trainer_hears_from_one_client_by_name_and_from_more_by_number(
    clock: time_machine.Traveller, say: Say, other_client: Client
) -> None:
    say("Does it count?", by=None)
    clock.shift(10 * MINUTE)
    assert work() == [(["trainer@example.com"], "A word from Maya is waiting")]
    assert mail.outbox[0].reply_to == ["maya@example.com"]
    say("And now?", by=None)
    say("Me too.", by=None, client=other_client)
    clock.shift(10 * MINUTE)
    assert work() == [(["trainer@example.com"], "Words from 2 clients are waiting")]
    assert "/desk/\n" in mail.outbox[0].body


def test_it_says_nothing_of_what_was_written(clock: time_machine.Traveller, say: Say) -> None:
    say("Your back is at 7, so rest.")
    clock.shift(10 * MINUTE)
    work()
    (message,) = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    whole = " ".join(map(str, (message.subject, message.body, message.alternatives[0][0])))
    assert re.findall(r"back|rest|\b7\b", re.sub(r"https?://\S+|<[^>]*>", "", whole)) == []


def test_a_word_at_night_waits_for_the_morning_of_its_reader(clock: time_machine.Traveller, say: Say) -> None:
    clock.move_to(datetime(2026, 3, 5, 4, 0, tzinfo=UTC), tick=False)  # 22:00 in Chicago, 23:00 in New York
    say()
    say("At night, too.", by=None)
    clock.move_to(datetime(2026, 3, 5, 13, 0, tzinfo=UTC), tick=False)  # 7:00 and 8:00
    assert work() == [(["trainer@example.com"], "A word from Maya is waiting")]
    clock.shift(60 * MINUTE)
    assert work() == [TO_MAYA]


def test_a_worker_that_was_down_puts_a_mail_off_until_the_morning(clock: time_machine.Traveller, say: Say) -> None:
    say()
    clock.move_to(datetime(2026, 3, 5, 4, 0, tzinfo=UTC), tick=False)
    assert work() == []
    clock.move_to(datetime(2026, 3, 5, 14, 0, tzinfo=UTC), tick=False)
    assert work() == [TO_MAYA]


@pytest.mark.parametrize("since", ["seen", "switched off", "gone inactive", "erased"])
def test_what_changes_before_it_is_due_stops_it(
    clock: time_machine.Traveller, say: Say, maya: Client, since: str
) -> None:
    word = say()
    match since:
        case "seen":
            mark_seen(maya, [word.pk], by_trainer=False, at=word.written_at)
        case "switched off":
            switch_mail(maya.user, on=False)
        case "gone inactive":
            maya.user.is_active = False
            maya.user.save()
        case "erased":
            joining.erase_account(maya.user)
    clock.shift(10 * MINUTE)
    assert work() == []


def test_a_word_after_all_were_seen_begins_a_mail_of_its_own(
    clock: time_machine.Traveller, say: Say, maya: Client
) -> None:
    mark_seen(maya, [say().pk], by_trainer=False, at=datetime.now(UTC))
    clock.shift(10 * MINUTE)
    assert work() == []
    say("One more thing.")
    clock.shift(10 * MINUTE)
    assert work() == [TO_MAYA]


def test_whoever_wants_no_mail_causes_no_task(say: Say, maya: Client) -> None:
    switch_mail(maya.user, on=False)
    say()
    assert (MessageMail.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_what_is_rolled_back_leaves_no_mail(clock: time_machine.Traveller, say: Say) -> None:
    with transaction.atomic():
        say()
        transaction.set_rollback(True)
    clock.shift(10 * MINUTE)
    assert (Message.objects.count(), MessageMail.objects.count(), work()) == (0, 0, [])


def test_what_is_stored_muted_blocks_no_later_mail(clock: time_machine.Traveller, say: Say) -> None:
    with outbox.muted():
        say()
    say("And now for real.")
    clock.shift(10 * MINUTE)
    assert work() == [TO_MAYA]


def test_a_mail_whose_worker_was_killed_comes_again_under_the_same_name(
    clock: time_machine.Traveller, say: Say
) -> None:
    say()
    clock.shift(10 * MINUTE)
    (kept,) = MessageMail.objects.all()
    for _ in range(2):
        send_message_mail.call(str(kept.pk))
    first, again = mail.outbox
    assert first.message()["Message-ID"] == again.message()["Message-ID"] == f"<{kept.pk}.message@127.0.0.1>"
    assert first.body == again.body


def test_a_mail_that_failed_leaves_its_words_to_a_later_one(clock: time_machine.Traveller, say: Say) -> None:
    say()
    (first,) = MessageMail.objects.all()
    MessageMail.objects.update(done_at=first.due_at)  # it was taken up, and the server was not there
    clock.shift(20 * MINUTE)
    say("And this.")
    send_message_mail.call(str(first.pk))
    assert mail.outbox == []
    clock.shift(10 * MINUTE)
    assert work() == [TO_MAYA]


def test_a_mail_that_was_lost_with_its_task_holds_up_no_other_for_long(clock: time_machine.Traveller, say: Say) -> None:
    say()
    DBTaskResult.objects.all().delete()
    clock.shift(timedelta(days=3))
    say("Hello?")
    clock.shift(10 * MINUTE)
    assert work() == [TO_MAYA]


def test_one_press_switches_it_off_and_looking_does_not(
    clock: time_machine.Traveller, say: Say, maya: Client, trainer: Trainer
) -> None:
    say()
    say("Mine.", by=None)
    clock.shift(10 * MINUTE)
    work()
    by_reader = {message.to[0]: message for message in mail.outbox}
    for reader, owner in (("maya@example.com", maya), ("trainer@example.com", trainer)):
        message = by_reader[reader]
        headers = message.message()
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        link = headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
        browser = Browser(enforce_csrf_checks=True)
        browser.get(link)
        owner.refresh_from_db()
        assert owner.message_mail is True
        page = browser.post(link, {"List-Unsubscribe": "One-Click"}).content.decode()
        owner.refresh_from_db()
        assert (owner.message_mail, "These mails are off" in page) == (False, True)


def test_a_link_that_is_no_link_switches_nothing_off(maya: Client, trainer: Trainer) -> None:
    answer = Browser().post("/messages/mail/nonsense/off/")
    assert (answer.status_code, "This link has ended" in answer.content.decode()) == (404, True)


def test_without_a_worker_the_mail_goes_at_once(
    clock: time_machine.Traveller,
    maya: Client,
    trainer: Trainer,
    settings: pytest.FixtureRequest,
    django_capture_on_commit_callbacks: object,
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}  # type: ignore[attr-defined]
    clock.move_to(datetime(2026, 3, 5, 4, 0, tzinfo=UTC), tick=False)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        send(maya, by=trainer, id=uuid4(), text="Take the chair.", at=datetime.now(UTC))
    assert [message.subject for message in mail.outbox] == ["A word from Robin is waiting"]
