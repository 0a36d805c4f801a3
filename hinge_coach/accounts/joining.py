"""Becoming a client: invited or through the open door, then the first answers. Each act is one transaction."""

import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.module_loading import import_string

from hinge_coach import outbox
from hinge_coach.accounts.models import Client, Invitation, Screening, Stop, Trainer, User, hash_token
from hinge_coach.accounts.screening import ADVICE, Level, level_of

SENT_JUST_NOW = timedelta(minutes=10)


class InvitationGoneError(Exception):
    """The link is unknown, used, or older than two weeks."""


@transaction.atomic
def invite(*, trainer: Trainer, email: str, name: str, at: datetime) -> Invitation:
    """Stores the invitation and mails its link once the transaction has committed.

    Inviting again renews it: a new link goes out and the old one ends. A second press of the button sends nothing.
    """
    unlinked = {"token_hash": secrets.token_hex(), "invited_by": trainer, "invited_at": at}
    invitation, made = Invitation.objects.get_or_create(email=email.lower(), accepted_at=None, defaults=unlinked)
    if not made and at - invitation.invited_at < SENT_JUST_NOW:
        return invitation
    invitation.name, invitation.invited_by, invitation.invited_at = name, trainer, at
    invitation.make_token()
    invitation.save()
    outbox.post(send_invitation, invitation.pk)
    return invitation


@outbox.mail_task
def send_invitation(invitation_id: int) -> None:
    """The link is made again from the site's secret: a copy of the database, its tasks included, opens no door."""
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
        headers={"Message-ID": outbox.message_id(f"{invitation.pk}.{invitation.invited_at.timestamp()}.invitation")},
    )
    mail.attach_alternative(render_to_string("accounts/mail/invitation.html", context), "text/html")
    mail.send()


def find_invitation(token: str, *, now: datetime) -> Invitation:
    invitation = Invitation.objects.select_related("invited_by__user").filter(token_hash=hash_token(token)).first()
    if invitation is None or not invitation.is_open(now):
        raise InvitationGoneError
    return invitation


@transaction.atomic
def accept(token: str, *, at: datetime) -> User:
    """The link proves the address, so the person is a user with a confirmed e-mail from here on."""
    invitation = find_invitation(token, now=at)
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(accepted_at=at)
    if not taken:
        raise InvitationGoneError
    user = User.objects.filter(email__iexact=invitation.email).first()
    if user is not None and (hasattr(user, "client") or hasattr(user, "trainer") or is_mfa_enabled(user)):
        raise InvitationGoneError  # who has joined signs in as always, with the second step where there is one
    if user is None:
        user = User.objects.create_user(invitation.email, name=invitation.name)
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user


def was_accepted_by(user: User, token: str) -> bool:
    """Whether this used link was this person's own, as after pressing the button twice."""
    return Invitation.objects.filter(token_hash=hash_token(token), email=user.email, accepted_at__isnull=False).exists()


@transaction.atomic
def join(*, user: User, answers: list[str], at: datetime) -> Client:
    """Makes a user a client, with consent and the first safety answers."""
    client, made = Client.objects.get_or_create(user=user, defaults={"joined_at": at, "consented_at": at})
    screen(client=client, answers=answers, at=at)
    Invitation.objects.filter(email__iexact=user.email, accepted_at=None).update(accepted_at=at)
    for path in settings.AFTER_JOINING if made else ():
        import_string(path)(client)
    return client


@transaction.atomic
def screen(*, client: Client, answers: list[str], at: datetime) -> Screening:
    """Stores one round of safety answers; anything but clear closes practice."""
    level = level_of(answers)
    screening = Screening.objects.create(client=client, answered_at=at, answers=answers, level=level)
    if level != Level.CLEAR:
        close(client=client, cause=Stop.Cause.ANSWERS, level=level, sentence=ADVICE[level], at=at)
    return screening


@transaction.atomic
def leave(user: User) -> None:
    """Erases the person with all they reported, and the invitations that name them."""
    for path in settings.BEFORE_LEAVING:
        import_string(path)(user)
    Invitation.objects.filter(email=user.email).delete()
    user.delete()


@transaction.atomic
def close(*, client: Client, cause: str, level: Level, sentence: str, at: datetime) -> Stop:
    """Closes practice; where it is closed already, the graver level stays."""
    values = {"cause": cause, "level": level, "sentence": sentence, "stopped_at": at}
    stop, made = Stop.objects.get_or_create(client=client, reopened_at=None, defaults=values)
    order = list(Level)
    if not made and order.index(level) > order.index(Level(stop.level)):
        stop.cause, stop.level, stop.sentence, stop.stopped_at = cause, level, sentence, at
        stop.save(update_fields=list(values))
    return stop
