"""What the trainer does with an invitation that was sent: withdraws it, mails it again, corrects name or address.

Each function locks the row, so that of an act of the trainer's and the button of the invited person one comes first.
"""

from datetime import datetime

from django.db import transaction

from hinge_coach import outbox
from hinge_coach.accounts.invitation_states import InvitationState, NotAgain
from hinge_coach.accounts.joining import mail_link_once_more, mail_new_link, send_invitation
from hinge_coach.accounts.models import Client, Invitation, Trainer


class NotOpenError(Exception):
    """The invitation was answered, withdrawn, or has expired."""


class AlreadyInvitedError(Exception):
    """Another invitation to this address is open, or begun and not finished."""


class NotAgainError(Exception):
    """The invitation is not mailed again; `why` says why."""

    def __init__(self, why: NotAgain) -> None:
        super().__init__(why.name)
        self.why = why


@transaction.atomic
def withdraw_open(invitation: Invitation, *, at: datetime) -> None:
    """Ends the link, and stops its mail where that has not gone out. Twice changes nothing. Raises `NotOpenError`."""
    invitation = _locked(invitation)
    if invitation.withdrawn_at:
        return
    if not invitation.is_open(at):
        raise NotOpenError
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    outbox.withdraw(send_invitation, invitation.pk)


@transaction.atomic
def mail_again(invitation: Invitation, *, by: Trainer, at: datetime) -> None:
    """Mails an open invitation with the link that it has, and one that is over with a new one. Raises `NotAgainError`.

    Both mails of an open invitation work: they went to one mailbox, and nobody looks for the newer of the two.
    """
    invitation = _locked(invitation)
    facts = invitation.facts(has_joined=Client.objects.filter(user__email__iexact=invitation.email).exists())
    if why := facts.not_again(at):
        raise NotAgainError(why)
    if invitation.is_open(at):
        mail_link_once_more(invitation, by=by, at=at)
    else:
        mail_new_link(invitation, by=by, at=at)


@transaction.atomic
def mend_open(invitation: Invitation, *, email: str, name: str, by: Trainer, at: datetime) -> bool:
    """Stores what is right, and says whether a mail goes out: to another address, with a new link.

    The link before ends then, because a stranger may have the mail with it. Another name mails nothing. Raises
    `NotOpenError`, and `AlreadyInvitedError` where another invitation to that address stands in the way.
    """
    invitation = _locked(invitation)
    if not invitation.is_open(at):
        raise NotOpenError
    has_other_email = invitation.email.lower() != email.lower()
    invitation.name = name
    if has_other_email:
        if invited_already(email, now=at):
            raise AlreadyInvitedError
        # What is left of an earlier one to the right address is over, and makes room.
        Invitation.objects.filter(email__iexact=email).delete()
        invitation.email = email.lower()
        mail_new_link(invitation, by=by, at=at)
    else:
        invitation.save(update_fields=["name"])
    return has_other_email


def invited_already(email: str, *, now: datetime, but: Invitation | None = None) -> Invitation | None:
    """The invitation that stands in the way of another one to this address: open, or begun and not finished."""
    others = Invitation.objects.filter(email__iexact=email)
    return next((other for other in others if other != but and stands_in_the_way(other, now)), None)


def stands_in_the_way(invitation: Invitation, now: datetime) -> bool:
    return invitation.is_open(now) or invitation.facts().state(now) is InvitationState.UNFINISHED


def _locked(invitation: Invitation) -> Invitation:
    """The row as it stands now. Raises `NotOpenError` where it was deleted meanwhile."""
    locked = Invitation.objects.select_for_update().filter(pk=invitation.pk).first()
    if locked is None:
        raise NotOpenError
    return locked
