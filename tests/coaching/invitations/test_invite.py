"""Inviting somebody at the desk."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client as Browser
from pytest_django import DjangoCaptureOnCommitCallbacks

from hinge_coach.accounts.models import Client, Invitation, Trainer
from tests.coaching.pages import html_of, url
from tests.conftest import SignIn

pytestmark = pytest.mark.usefixtures("clock_stands_still")

UNWRITABLE = "This holds a character that can&#x27;t be written down. Please type it again."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": ""}, "Please type their e-mail address."),
        ({"email": "nina"}, "This does not look like an e-mail address."),
        ({"email": "nina\0@example.com"}, UNWRITABLE),
        ({"email": "n" * 10_000 + "@example.com"}, "This is too long for an e-mail address."),
        ({"email": "MAYA@example.com"}, "This person is your client already."),
        ({"email": "trainer@example.com"}, "This is the trainer&#x27;s own address."),
        ({"name": "N" * 10_000}, "Please use at most 80 letters."),
        ({"name": "\0"}, UNWRITABLE),
    ],
)
def test_a_wrong_invitation_is_not_sent(
    trainer: Trainer, maya: Client, sign_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    response = sign_in(trainer).post("/desk/invite/", {"email": "nina@example.com", "name": "Nina", **typed})
    assert sentence in response.content.decode()
    assert (Invitation.objects.count(), mail.outbox) == (0, [])


def test_an_invitation_is_kept_and_mailed(
    desk_browser: Browser, trainer: Trainer, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk_browser.post(url("invite"), {"email": "New@example.com", "name": "New"}, follow=True)
    assert list(Invitation.objects.values_list("email", "name", "invited_by")) == [
        ("new@example.com", "New", trainer.pk)
    ]
    assert [message.to for message in mail.outbox] == [["new@example.com"]]
    assert answer.redirect_chain == [(url("invitations"), 302)]
    assert "The invitation to new@example.com is on its way." in html_of(answer)


def test_pressing_twice_invites_once_and_both_presses_are_answered_alike(
    desk_browser: Browser, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    typed = {"email": "new@example.com", "name": "New"}
    with django_capture_on_commit_callbacks(execute=True):
        answers = [desk_browser.post(url("invite"), typed) for _ in range(2)]
    assert [answer.headers["Location"] for answer in answers] == [url("invitations")] * 2
    assert (len(mail.outbox), Invitation.objects.count()) == (1, 1)


def test_somebody_who_was_invited_before_is_named_with_the_day(
    desk_browser: Browser, invite: Callable[..., Invitation]
) -> None:
    invite("nia@example.com", days_ago=3)
    answer = desk_browser.post(url("invite"), {"email": "NIA@example.com"})
    assert "They were invited already, on March 1. The list of invitations can send the mail again." in html_of(answer)
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": "nonsense"}, "This does not look like an e-mail address."),
        ({"email": "maya@example.com"}, "This person is your client already."),
        ({"email": ""}, "Please type their e-mail address."),
        ({"email": "a@example.com", "name": "a" * 81}, "Please use at most 80 letters."),
        ({"email": "a\x00@example.com"}, "This holds a character that can't be written down. Please type it again."),
    ],
)
def test_an_invitation_that_cannot_be_sent_says_so(
    maya: Client, desk_browser: Browser, typed: dict[str, str], sentence: str
) -> None:
    answer = desk_browser.post(url("invite"), typed)
    assert sentence in html_of(answer)
    assert Invitation.objects.count() == 0


def test_an_invitation_begins_with_what_the_call_knows(desk_browser: Browser) -> None:
    page = html_of(desk_browser.get(url("invite") + "?email=helen@example.org&name=Helen"))
    assert 'value="helen@example.org"' in page
    assert 'value="Helen"' in page
