"""What callers said beforehand, and what follows from how a call went."""

from datetime import timedelta

import time_machine
from django.core import mail
from django.test import Client as Browser
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from hinge_coach.accounts import joining
from hinge_coach.accounts.models import Client, Invitation, Trainer
from hinge_coach.booking.calls.audit import problems
from hinge_coach.booking.calls.mail import send_missed_mail
from hinge_coach.booking.calls.retention import erase_caller
from hinge_coach.booking.models import Call
from tests.coaching.pages import post_outcome, words_of


def test_the_brief_is_there_before_ringing(desk_browser: Browser, ninas_call: Call) -> None:
    shown = words_of(desk_browser.get("/desk/calls/"))
    for piece in (
        "6 of 10, Mornings",
        "A foam roller.",
        "They answered a safety question with yes.",
        "in the front of my hips",
    ):
        assert piece in shown


def test_who_became_a_client_is_invited_once(
    desk_browser: Browser, ninas_call: Call, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        shown = post_outcome(desk_browser, ninas_call, "joined")
        post_outcome(desk_browser, ninas_call, "joined")
    assert "Noted. The invitation to nina@example.com is on its way." in shown
    assert [(invitation.email, invitation.name) for invitation in Invitation.objects.all()] == [
        ("nina@example.com", "Nina")
    ]
    assert [message.to for message in mail.outbox if "invites you" in message.subject] == [["nina@example.com"]]


def test_who_was_invited_often_enough_gets_no_mail_and_the_page_says_so(
    desk_browser: Browser, ninas_call: Call, trainer: Trainer
) -> None:
    joining.invite(trainer=trainer, email="nina@example.com", name="Nina", at=ninas_call.booked_at)
    Invitation.objects.update(mails=3, invited_at=ninas_call.ends_at - timedelta(days=1))
    mail.outbox.clear()
    assert "stays open until March 18." in post_outcome(desk_browser, ninas_call, "joined")
    assert mail.outbox == []


def test_a_client_already_gets_no_invitation(desk_browser: Browser, ninas_call: Call, maya: Client) -> None:
    Call.objects.update(email=maya.user.email)
    assert "Noted." in post_outcome(desk_browser, ninas_call, "joined")
    assert Invitation.objects.count() == 0


def test_a_missed_call_says_that_a_mail_goes_out(desk_browser: Browser, ninas_call: Call) -> None:
    assert "Noted. Nina gets a mail with the next free times." in post_outcome(desk_browser, ninas_call, "missed")


def test_an_outcome_is_put_right_and_says_what_becomes_of_the_invitation(
    desk_browser: Browser, ninas_call: Call
) -> None:
    post_outcome(desk_browser, ninas_call, "joined")
    shown = post_outcome(desk_browser, ninas_call, "talked")
    assert "Noted. The invitation to nina@example.com stays open until" in shown
    assert (Call.objects.get().status, list(problems())) == (Call.Status.TALKED, [])


def test_a_mail_that_has_gone_out_is_said_and_goes_out_once(
    desk_browser: Browser, ninas_call: Call, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        post_outcome(desk_browser, ninas_call, "missed")
        put_right = post_outcome(desk_browser, ninas_call, "talked")
        again = post_outcome(desk_browser, ninas_call, "missed")
    assert "The mail with the next free times has gone out; its link offers none of them anymore." in put_right
    assert "Nina got the mail with the next free times before, and gets no second one." in again
    assert [message.subject for message in mail.outbox] == ["Another time for your free call with Robin Hale?"]


def test_a_missed_mail_still_waiting_is_stopped_and_goes_out_if_it_is_noted_again(
    desk_browser: Browser, ninas_call: Call, settings: Settings
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    assert "Noted. Nina gets a mail with the next free times." in post_outcome(desk_browser, ninas_call, "missed")
    assert waiting_mails() == [send_missed_mail.module_path]
    put_right = post_outcome(desk_browser, ninas_call, "talked")
    assert "Noted. The mail with the next free times is stopped: it had not gone out." in put_right
    assert waiting_mails() == []
    assert "Nina gets a mail with the next free times." in post_outcome(desk_browser, ninas_call, "missed")
    post_outcome(desk_browser, ninas_call, "missed")
    assert waiting_mails() == [send_missed_mail.module_path]
    assert list(problems()) == []


def test_no_outcome_yet_asks_again_how_it_went(desk_browser: Browser, ninas_call: Call) -> None:
    Call.objects.update(confirm_by=ninas_call.starts_at)
    post_outcome(desk_browser, ninas_call, "talked")
    for _ in range(2):
        shown = post_outcome(desk_browser, ninas_call, "none")
    assert "Taken back: this call has no outcome yet." in shown
    assert "How did it go?" in shown
    call = Call.objects.get()
    assert (call.status, call.confirm_by, call.sequence) == (Call.Status.BOOKED, None, 0)
    assert [event.kind for event in call.events.all()] == ["booked", "talked", "restored"]
    assert list(problems()) == []
    with time_machine.travel(call.ends_at, tick=False):
        history = words_of(Browser().get(call.get_absolute_url()))
    assert "Booked again" not in history


def test_a_forgotten_call_is_put_right_and_nobody_is_written_to(
    desk_browser: Browser, ninas_call: Call, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    post_outcome(desk_browser, ninas_call, "talked")
    erase_caller(ninas_call.email, ninas_call.ends_at)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        for outcome in ("missed", "joined"):
            assert "Noted." in post_outcome(desk_browser, ninas_call, outcome)
    assert (mail.outbox, Invitation.objects.count()) == ([], 0)


def waiting_mails() -> list[str]:
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=send_missed_mail.module_path)
    return list(waiting.values_list("task_path", flat=True))
