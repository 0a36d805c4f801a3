"""The mail of an invitation."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from hinge_coach.accounts import joining
from hinge_coach.accounts.models import Invitation, Trainer
from tests.reading import invitation_path, token_in

OnCommit = Callable[..., Any]


def test_an_invitation_goes_out_as_text_and_as_html(token: str, trainer: Trainer) -> None:
    (message,) = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    assert (message.subject, message.to) == ("Robin Hale invites you to Hinge Coach", ["nia@example.com"])
    assert str(message.body).startswith("Hello Nia,\n\nRobin Hale invites you")
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert f'<a href="http://127.0.0.1:8000{invitation_path(message)}">' in str(html)


def test_nothing_goes_out_before_the_transaction_is_kept(
    trainer: Trainer, now: datetime, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        joining.invite(trainer=trainer, email="nia@example.com", name="", at=now)
        assert mail.outbox == []
    assert [message.to for message in mail.outbox] == [["nia@example.com"]]
    assert str(mail.outbox[0].body).startswith("Hello,\n")


def test_nothing_goes_out_for_what_was_rolled_back(
    trainer: Trainer, now: datetime, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        joining.invite(trainer=trainer, email="nia@example.com", name="", at=now)
        transaction.set_rollback(True)
    assert (mail.outbox, Invitation.objects.count()) == ([], 0)


def test_what_is_stored_opens_no_door(token: str) -> None:
    invitation = Invitation.objects.get()
    assert token not in repr(Invitation.objects.values())
    with pytest.raises(joining.InvitationGoneError):
        joining.find_invitation(invitation.token_hash, now=invitation.invited_at)


def test_names_are_escaped_in_the_html_and_plain_in_the_text(
    trainer: Trainer, now: datetime, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        joining.invite(trainer=trainer, email="nia@example.com", name="Nia <b>& Co</b>", at=now)
    (message,) = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    assert "Hello Nia <b>& Co</b>," in str(message.body)
    assert "Hello Nia &lt;b&gt;&amp; Co&lt;/b&gt;," in str(message.alternatives[0][0])


def test_pressing_invite_twice_sends_one_mail(
    token: str, trainer: Trainer, now: datetime, django_capture_on_commit_callbacks: OnCommit
) -> None:
    soon = now + timedelta(minutes=9)
    with django_capture_on_commit_callbacks(execute=True):
        joining.invite(trainer=trainer, email="NIA@example.com", name="Nia", at=soon)
    assert (len(mail.outbox), Invitation.objects.count()) == (1, 1)
    assert joining.find_invitation(token, now=soon).email == "nia@example.com"


@pytest.mark.parametrize("later", [timedelta(minutes=10), timedelta(days=3), timedelta(days=30)])
def test_inviting_again_later_renews_the_invitation_and_ends_the_older_link(
    later: timedelta, token: str, trainer: Trainer, now: datetime, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        joining.invite(trainer=trainer, email="nia@example.com", name="Nia N.", at=now + later)
    renewed = joining.find_invitation(token_in(mail.outbox[1]), now=now + later)
    assert (renewed.name, renewed.invited_at, Invitation.objects.count()) == ("Nia N.", now + later, 1)
    with pytest.raises(joining.InvitationGoneError):
        joining.find_invitation(token, now=now + later)


def test_a_mail_that_comes_late_to_an_accepted_invitation_is_not_sent(token: str, now: datetime) -> None:
    joining.accept(token, at=now)
    mail.outbox.clear()
    joining.send_invitation.func(Invitation.objects.get().pk)
    joining.send_invitation.func(0)
    assert mail.outbox == []
