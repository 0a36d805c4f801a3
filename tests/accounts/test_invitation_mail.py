"""The mail of an invitation."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from hinge_coach.accounts import inviting, joining
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


@pytest.mark.parametrize("later", [timedelta(minutes=10), timedelta(days=3), timedelta(days=14, seconds=-1)])
def test_inviting_again_later_mails_the_link_once_more_and_either_mail_works_for_two_weeks_from_then(
    later: timedelta, token: str, trainer: Trainer, now: datetime, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        joining.invite(trainer=trainer, email="nia@example.com", name="Nia N.", at=now + later)
    first, second = mail.outbox
    assert token_in(second) == token
    assert first.message()["Message-ID"] != second.message()["Message-ID"]
    end = now + later + timedelta(days=14)
    again = joining.find_invitation(token, now=end - timedelta(seconds=1))
    assert (again.name, again.invited_at, again.mails, Invitation.objects.count()) == ("Nia N.", now + later, 2, 1)
    with pytest.raises(joining.InvitationGoneError):
        joining.find_invitation(token, now=end)


@pytest.mark.parametrize("how", ["expired", "withdrawn", "begun"])
def test_inviting_somebody_anew_whose_link_is_over_makes_a_new_one_and_the_old_one_stays_over(
    how: str, token: str, trainer: Trainer, now: datetime, django_capture_on_commit_callbacks: OnCommit
) -> None:
    later = now + timedelta(days=14)
    if how == "withdrawn":
        inviting.withdraw_open(Invitation.objects.get(), at=now)
    elif how == "begun":
        joining.accept(token, at=now)
    with django_capture_on_commit_callbacks(execute=True):
        joining.invite(trainer=trainer, email="nia@example.com", name="Nia", at=later)
    new = joining.find_invitation(token_in(mail.outbox[-1]), now=later)
    assert (new.mails, new.opened_at, new.accepted_at, new.withdrawn_at) == (1, None, None, None)
    assert (len(mail.outbox), Invitation.objects.count()) == (2, 1)
    with pytest.raises(joining.InvitationGoneError):
        joining.find_invitation(token, now=later)


def test_nobody_gets_a_fourth_mail_with_one_link(
    token: str, trainer: Trainer, now: datetime, django_capture_on_commit_callbacks: OnCommit
) -> None:
    for days in (1, 2, 3, 4):
        with django_capture_on_commit_callbacks(execute=True):
            joining.invite(trainer=trainer, email="nia@example.com", name="Nia", at=now + timedelta(days=days))
    assert [token_in(message) for message in mail.outbox] == [token] * 3
    assert Invitation.objects.get().invited_at == now + timedelta(days=2)


def test_a_mail_that_comes_late_to_an_accepted_invitation_is_not_sent(token: str, now: datetime) -> None:
    joining.accept(token, at=now)
    mail.outbox.clear()
    joining.send_invitation.func(Invitation.objects.get().pk)
    joining.send_invitation.func(0)
    assert mail.outbox == []
