"""What callers said beforehand, and what follows from how a call went."""

from django.core import mail
from django.test import Client as Browser
from pytest_django import DjangoCaptureOnCommitCallbacks

from hinge_coach.accounts.models import Client, Invitation
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


def test_a_client_already_gets_no_invitation(desk_browser: Browser, ninas_call: Call, maya: Client) -> None:
    Call.objects.update(email=maya.user.email)
    assert "Noted." in post_outcome(desk_browser, ninas_call, "joined")
    assert Invitation.objects.count() == 0


def test_a_missed_call_says_that_a_mail_goes_out(desk_browser: Browser, ninas_call: Call) -> None:
    assert "Noted. Nina gets a mail with the next free times." in post_outcome(desk_browser, ninas_call, "missed")
