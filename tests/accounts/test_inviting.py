"""Withdrawing an invitation, mailing it again, and correcting it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connections, transaction
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from hinge_coach.accounts import inviting, joining
from hinge_coach.accounts.invitation_states import NotAgain
from hinge_coach.accounts.models import Client, Invitation, Trainer, User
from tests.reading import token_in

OnCommit = Callable[..., Any]
HOUR = timedelta(hours=1)


@pytest.fixture
def invitation(token: str) -> Invitation:
    return Invitation.objects.get()


@pytest.fixture
def a_worker_sends(settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def test_a_withdrawn_invitation_lets_nobody_in_and_withdrawing_twice_changes_nothing(
    invitation: Invitation, token: str, now: datetime
) -> None:
    inviting.withdraw_open(invitation, at=now)
    inviting.withdraw_open(invitation, at=now + HOUR)
    assert Invitation.objects.get().withdrawn_at == now
    with pytest.raises(joining.InvitationWithdrawnError):
        joining.accept(token, at=now)


def test_what_is_over_is_not_withdrawn(invitation: Invitation, token: str, now: datetime) -> None:
    with pytest.raises(inviting.NotOpenError):
        inviting.withdraw_open(invitation, at=now + timedelta(days=14))
    joining.accept(token, at=now)
    with pytest.raises(inviting.NotOpenError):
        inviting.withdraw_open(invitation, at=now)
    invitation.delete()
    with pytest.raises(inviting.NotOpenError):
        inviting.withdraw_open(Invitation(pk=1), at=now)


def test_a_mail_that_had_not_gone_out_is_stopped(a_worker_sends: None, trainer: Trainer, now: datetime) -> None:
    invitation = joining.invite(trainer=trainer, email="nia@example.com", name="", at=now)
    assert DBTaskResult.objects.count() == 1
    inviting.withdraw_open(invitation, at=now)
    assert DBTaskResult.objects.count() == 0


def test_one_mail_waits_however_often_it_is_corrected(a_worker_sends: None, trainer: Trainer, now: datetime) -> None:
    invitation = joining.invite(trainer=trainer, email="nai@example.com", name="", at=now)
    inviting.mend_open(invitation, email="nia@example.com", name="", by=trainer, at=now + HOUR)
    assert DBTaskResult.objects.count() == 1


def test_a_withdrawn_invitation_whose_mail_comes_late_is_not_sent(invitation: Invitation, now: datetime) -> None:
    inviting.withdraw_open(invitation, at=now)
    mail.outbox.clear()
    joining.send_invitation.func(invitation.pk)
    assert mail.outbox == []


def test_the_database_keeps_an_invitation_from_ending_in_two_ways_and_from_a_fourth_mail(
    invitation: Invitation, now: datetime
) -> None:
    for wrong in ({"accepted_at": now, "withdrawn_at": now}, {"mails": 4}, {"mails": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.update(**wrong)


def test_sending_again_mails_the_same_link(
    invitation: Invitation,
    token: str,
    trainer: Trainer,
    now: datetime,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        inviting.mail_again(invitation, by=trainer, at=now + HOUR)
    assert [token_in(message) for message in mail.outbox] == [token, token]


def test_sending_again_at_once_or_to_a_client_is_refused(
    invitation: Invitation, trainer: Trainer, now: datetime
) -> None:
    with pytest.raises(inviting.NotAgainError) as at_once:
        inviting.mail_again(invitation, by=trainer, at=now + timedelta(minutes=1))
    Client.objects.create(user=User.objects.create_user("nia@example.com"), consented_at=now)
    with pytest.raises(inviting.NotAgainError) as joined:
        inviting.mail_again(invitation, by=trainer, at=now + HOUR)
    assert (at_once.value.why, joined.value.why) == (NotAgain.JUST_NOW, NotAgain.JOINED)
    assert len(mail.outbox) == 1


def test_somebody_who_has_not_finished_gets_a_new_link_that_leads_them_on(
    invitation: Invitation,
    token: str,
    trainer: Trainer,
    now: datetime,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    nia = joining.accept(token, at=now)
    with django_capture_on_commit_callbacks(execute=True):
        inviting.mail_again(invitation, by=trainer, at=now + HOUR)
    assert joining.accept(token_in(mail.outbox[-1]), at=now + HOUR) == nia


def test_a_corrected_address_gets_a_new_link_and_the_stranger_with_the_old_one_is_out(
    invitation: Invitation,
    token: str,
    trainer: Trainer,
    now: datetime,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    joining.note_opened(token, at=now)
    with django_capture_on_commit_callbacks(execute=True):
        is_mailed = inviting.mend_open(invitation, email="Nia@example.org", name="Nia", by=trainer, at=now + HOUR)
    assert (is_mailed, mail.outbox[-1].to) == (True, ["nia@example.org"])
    with pytest.raises(joining.InvitationGoneError):
        joining.accept(token, at=now + HOUR)
    mended = joining.find_invitation(token_in(mail.outbox[-1]), now=now + HOUR)
    assert (mended.pk, mended.email, mended.opened_at) == (invitation.pk, "nia@example.org", None)


def test_a_corrected_name_keeps_the_link_and_mails_nothing(
    invitation: Invitation, token: str, trainer: Trainer, now: datetime
) -> None:
    is_mailed = inviting.mend_open(invitation, email="NIA@example.com", name="Nia Neri", by=trainer, at=now + HOUR)
    assert (is_mailed, joining.find_invitation(token, now=now + HOUR).name) == (False, "Nia Neri")
    assert (len(mail.outbox), Invitation.objects.get().invited_at) == (1, now)


def test_a_correction_takes_the_place_of_what_is_over_and_never_of_what_is_open(
    invitation: Invitation, trainer: Trainer, now: datetime
) -> None:
    other = joining.invite(trainer=trainer, email="nia@example.org", name="", at=now)
    with pytest.raises(inviting.AlreadyInvitedError):
        inviting.mend_open(invitation, email="nia@example.org", name="", by=trainer, at=now + HOUR)
    inviting.withdraw_open(other, at=now + HOUR)
    assert inviting.mend_open(invitation, email="nia@example.org", name="", by=trainer, at=now + HOUR)
    assert list(Invitation.objects.values_list("pk", "email")) == [(invitation.pk, "nia@example.org")]


def test_what_is_over_is_not_corrected(invitation: Invitation, token: str, trainer: Trainer, now: datetime) -> None:
    joining.accept(token, at=now)
    with pytest.raises(inviting.NotOpenError):
        inviting.mend_open(invitation, email="nia@example.org", name="", by=trainer, at=now)


@pytest.mark.django_db(transaction=True)
def test_of_withdrawing_and_accepting_at_once_one_wins(
    invitation: Invitation, token: str, real_file: None, now: datetime
) -> None:
    ready = Barrier(2)

    def act(by_the_trainer: bool) -> str:
        ready.wait(timeout=10)
        try:
            if by_the_trainer:
                inviting.withdraw_open(invitation, at=now)
            else:
                joining.accept(token, at=now)
        except (inviting.NotOpenError, joining.InvitationGoneError):
            return "too late"
        finally:
            connections["default"].close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(act, (True, False))) == ["done", "too late"]
