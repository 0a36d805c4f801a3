"""Invitations, becoming a client, and erasing an account. Each function that writes is one transaction."""

import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse

from hinge_coach import outbox
from hinge_coach.accounts.models import Client, Invitation, Trainer, User
from hinge_coach.accounts.traces import delete_traces
from hinge_coach.tokens import hash_token

PRESSED_TWICE = timedelta(seconds=5)


class InvitationGoneError(Exception):
    """The link is unknown, used, or older than two weeks."""


class InvitationWithdrawnError(InvitationGoneError):
    """The trainer has withdrawn the invitation."""


@transaction.atomic
def invite(*, trainer: Trainer, email: str, name: str, at: datetime) -> Invitation:
    """Stores the invitation and mails its link once the transaction has committed.

    One that is open already is mailed once more, where it may be: within ten minutes nothing happens, as after a double
    click. One that was withdrawn, has expired or was left unfinished gets a new link.
    """
    email = email.lower()
    # An open one comes first. Of those that were accepted, an older release may have left several.
    known = Invitation.objects.select_for_update().filter(email__iexact=email)
    invitation = known.order_by(F("accepted_at").desc(nulls_first=True)).first()
    if invitation is None:
        defaults = {"token_hash": secrets.token_hex(), "invited_by": trainer, "invited_at": at}
        invitation, is_new = Invitation.objects.get_or_create(email=email, accepted_at=None, defaults=defaults)
    else:
        is_new = False
    if is_new or not invitation.is_open(at):
        invitation.name = name
        mail_new_link(invitation, by=trainer, at=at)
    elif invitation.facts().not_again(at) is None:
        invitation.name = name
        mail_link_once_more(invitation, by=trainer, at=at)
    return invitation


def mail_new_link(invitation: Invitation, *, by: Trainer, at: datetime) -> None:
    """Begins the invitation anew, as one that nobody has opened; the link before ends. Saves."""
    invitation.invited_by, invitation.invited_at, invitation.mails = by, at, 1
    invitation.opened_at = invitation.accepted_at = invitation.withdrawn_at = None
    invitation.make_token(at)
    invitation.save()
    _enqueue(invitation)


def mail_link_once_more(invitation: Invitation, *, by: Trainer, at: datetime) -> None:
    """Mails the same link, which works for two weeks from now: whoever finds the first mail may use that. Saves."""
    invitation.invited_by, invitation.invited_at = by, at
    invitation.mails += 1
    invitation.save()
    _enqueue(invitation)


def _enqueue(invitation: Invitation) -> None:
    outbox.withdraw(send_invitation, invitation.pk)  # one that still waits would go out as a twin
    outbox.enqueue(send_invitation, invitation.pk)


def _describe_invitation(invitation_id: int) -> str:
    invitation = Invitation.objects.filter(pk=invitation_id).first()
    return f"to {invitation.email}, the invitation" if invitation else "to somebody"


@outbox.mail_task(about=_describe_invitation)
def send_invitation(invitation_id: int) -> None:
    """Derives the link from the site's secret, so that no copy of the database, tasks included, holds it."""
    unanswered = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    invitation = unanswered.select_related("invited_by__user").filter(pk=invitation_id).first()
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
    """The open invitation with this token. Raises `InvitationGoneError`, `InvitationWithdrawnError` among them."""
    invitation = Invitation.objects.select_related("invited_by__user").filter(token_hash=hash_token(token)).first()
    if invitation is not None and invitation.withdrawn_at:
        raise InvitationWithdrawnError
    if invitation is None or not invitation.is_open(now):
        raise InvitationGoneError
    return invitation


def note_opened(token: str, *, at: datetime) -> bool:
    """Notes when somebody first had the page of an open invitation before them. False for a token that nobody has.

    The page tells it by a POST of its own: a GET writes nothing, and programs that check mail open links, too.
    """
    invitations = Invitation.objects.filter(token_hash=hash_token(token))
    invitations.filter(opened_at=None, accepted_at=None, withdrawn_at=None).update(opened_at=at)
    return invitations.exists()


@transaction.atomic
def accept(token: str, *, at: datetime) -> User:
    """Uses up an invitation and returns its user, whose e-mail address the mailed link confirms.

    Raises `InvitationGoneError`, also for somebody who has joined already or has a second factor.
    """
    invitation = find_invitation(token, now=at)
    unanswered = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if not unanswered.update(accepted_at=at):
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
    unanswered = Invitation.objects.filter(email__iexact=user.email, accepted_at=None, withdrawn_at=None)
    unanswered.update(accepted_at=at)
    return client


@transaction.atomic
def erase_account(user: User) -> None:
    """Deletes the user with all they reported, the invitations to their address, and what else names them."""
    Invitation.objects.filter(email__iexact=user.email).delete()
    delete_traces(user)
    user.delete()
