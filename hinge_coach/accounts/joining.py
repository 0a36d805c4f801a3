"""Invitations, becoming a client, and erasing an account. Each function that writes is one transaction."""

import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from hinge_coach import outbox
from hinge_coach.accounts.models import Client, Invitation, Trainer, User
from hinge_coach.accounts.traces import delete_traces
from hinge_coach.tokens import hash_token

SENT_JUST_NOW = timedelta(minutes=10)
PRESSED_TWICE = timedelta(seconds=5)


class InvitationGoneError(Exception):
    """The link is unknown, used, or older than two weeks."""


@transaction.atomic
def invite(*, trainer: Trainer, email: str, name: str, at: datetime) -> Invitation:
    """Stores the invitation and mails its link once the transaction has committed.

    Inviting again sends a new link and ends the old one, but does nothing within ten minutes, as after a double click.
    """
    defaults = {"token_hash": secrets.token_hex(), "invited_by": trainer, "invited_at": at}
    invitation, is_new = Invitation.objects.get_or_create(email=email.lower(), accepted_at=None, defaults=defaults)
    if not is_new and at - invitation.invited_at < SENT_JUST_NOW:
        return invitation
    invitation.name, invitation.invited_by, invitation.invited_at = name, trainer, at
    invitation.make_token()
    invitation.save()
    outbox.enqueue(send_invitation, invitation.pk)
    return invitation


def _describe_invitation(invitation_id: int) -> str:
    invitation = Invitation.objects.filter(pk=invitation_id).first()
    return f"to {invitation.email}, the invitation" if invitation else "to somebody"


@outbox.mail_task(about=_describe_invitation)
def send_invitation(invitation_id: int) -> None:
    """Derives the link from the site's secret, so that no copy of the database, tasks included, holds it."""
    invitation = (
        Invitation.objects.select_related("invited_by__user").filter(pk=invitation_id, accepted_at=None).first()
    )
    if invitation is None:
        return
    link = settings.SITE_URL + reverse("accounts:invitation", args=[invitation.token])
    context = {"invitation": invitation, "trainer": invitation.invited_by, "link": link, "site_url": settings.SITE_URL}
    mail = EmailMultiAlternatives(
        subject=f"{invitation.invited_by.name} invites you to Hinge Coach",
        body=render_to_string("accounts/mail/invitation.txt", context),
        to=[invitation.email],
        reply_to=[invitation.invited_by.user.email],
        headers={"Message-ID": outbox.message_id(f"{invitation.pk}.{invitation.invited_at.timestamp()}.invitation")},
    )
    mail.attach_alternative(render_to_string("accounts/mail/invitation.html", context), "text/html")
    mail.send()


def find_invitation(token: str, *, now: datetime) -> Invitation:
    """The open invitation with this token. Raises `InvitationGoneError`."""
    invitation = Invitation.objects.select_related("invited_by__user").filter(token_hash=hash_token(token)).first()
    if invitation is None or not invitation.is_open(now):
        raise InvitationGoneError
    return invitation


@transaction.atomic
def accept(token: str, *, at: datetime) -> User:
    """Uses up an invitation and returns its user, whose e-mail address the mailed link confirms.

    Raises `InvitationGoneError`, also for somebody who has joined already or has a second factor.
    """
    invitation = find_invitation(token, now=at)
    accepted = Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(accepted_at=at)
    if not accepted:
        raise InvitationGoneError
    user = User.objects.filter(email__iexact=invitation.email).first()
    if user is not None and (hasattr(user, "client") or hasattr(user, "trainer") or is_mfa_enabled(user)):
        raise InvitationGoneError  # a link must not bypass their own sign-in and second factor
    if user is None:
        user = User.objects.create_user(invitation.email, name=invitation.name)
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user


def was_accepted_by(user: User, token: str) -> bool:
    """Whether this user accepted the invitation with this token earlier, as after a double click."""
    return Invitation.objects.filter(token_hash=hash_token(token), email=user.email, accepted_at__isnull=False).exists()


def was_just_accepted(token: str, *, now: datetime) -> bool:
    """Whether anybody accepted the invitation with this token seconds ago, as the first of two presses at once."""
    accepted = Invitation.objects.filter(token_hash=hash_token(token), accepted_at__gt=now - PRESSED_TWICE)
    return accepted.exists()


@transaction.atomic
def make_client(*, user: User, at: datetime, consented_at: datetime | None = None) -> Client:
    """Makes a user a client, with consent at `at` or earlier, and uses up open invitations to their address."""
    defaults = {"joined_at": at, "consented_at": consented_at or at}
    client, _ = Client.objects.get_or_create(user=user, defaults=defaults)
    Invitation.objects.filter(email__iexact=user.email, accepted_at=None).update(accepted_at=at)
    return client


@transaction.atomic
def erase_account(user: User) -> None:
    """Deletes the user with all they reported, the invitations to their address, and what else names them."""
    Invitation.objects.filter(email__iexact=user.email).delete()
    delete_traces(user)
    user.delete()
