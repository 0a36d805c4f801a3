"""What the trainer does with an invitation that was sent: withdraws it, mails it again, corrects name or address.

What writes locks the row, so that of an act of the trainer's and the button of the invited person one comes first.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from django.db import transaction
from django.db.models.functions import Lower

from hinge_coach import outbox
from hinge_coach.accounts.invitation_states import OPEN_STATES, InvitationState, NotAgain
from hinge_coach.accounts.joining import mail_link_once_more, mail_new_link, send_invitation
from hinge_coach.accounts.models import Client, Invitation, Trainer


class ObstacleKind(Enum):
    """Why somebody can't be invited."""

    CLIENT = auto()
    TRAINER = auto()
    INVITED = auto()
    BEGUN = auto()


@dataclass(frozen=True)
class Obstacle:
    """`at`: when they were invited last, or began to join."""

    kind: ObstacleKind
    at: datetime | None = None


class NotOpenError(Exception):
    """The invitation was answered, withdrawn, or has expired."""


class AlreadyInvitedError(Exception):
    """Another invitation to this address is open or begun, or its owner is a client, or the trainer."""


class NotAgainError(Exception):
    """The invitation is not mailed again; `why` says why."""

    def __init__(self, why: NotAgain) -> None:
        super().__init__(why.name)
        self.why = why


@transaction.atomic
def withdraw_open(invitation: Invitation, *, at: datetime) -> bool:
    """Ends the link, and stops its mail where that has not gone out. Raises `NotOpenError`.

    False where it was withdrawn already, as by the first of two presses.
    """
    invitation = _locked(invitation)
    if invitation.withdrawn_at:
        return False
    if not invitation.is_open(at):
        raise NotOpenError
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    outbox.withdraw(send_invitation, invitation.pk)
    return True


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
    `NotOpenError`, and `AlreadyInvitedError` where that address can't be invited.
    """
    invitation = _locked(invitation)
    if not invitation.is_open(at):
        raise NotOpenError
    has_other_email = invitation.email.lower() != email.lower()
    invitation.name = name
    if has_other_email:
        if obstacles([email], now=at, but=invitation):
            raise AlreadyInvitedError
        # What is left of an earlier one to the right address is over, and makes room.
        Invitation.objects.filter(email__iexact=email).delete()
        invitation.email = email.lower()
        mail_new_link(invitation, by=by, at=at)
    else:
        invitation.save(update_fields=["name"])
    return has_other_email


def obstacles(emails: Collection[str], *, now: datetime, but: Invitation | None = None) -> dict[str, Obstacle]:
    """By address in lower case why somebody can't be invited, where they can't. Three queries.

    `but`: an invitation that doesn't stand in its own way.
    """
    wanted = {email.lower() for email in emails}
    found = {}
    for invitation in Invitation.objects.alias(lower=Lower("email")).filter(lower__in=wanted):
        state = invitation.facts().state(now)
        if invitation != but and state is InvitationState.UNFINISHED:
            found[invitation.email.lower()] = Obstacle(ObstacleKind.BEGUN, invitation.accepted_at)
        elif invitation != but and state in OPEN_STATES:
            found[invitation.email.lower()] = Obstacle(ObstacleKind.INVITED, invitation.invited_at)
    for model, kind in ((Client, ObstacleKind.CLIENT), (Trainer, ObstacleKind.TRAINER)):
        people = model.objects.annotate(lower=Lower("user__email")).filter(lower__in=wanted)
        found |= dict.fromkeys(people.values_list("lower", flat=True), Obstacle(kind))
    return found


def _locked(invitation: Invitation) -> Invitation:
    """The row as it stands now. Raises `NotOpenError` where it was deleted meanwhile."""
    locked = Invitation.objects.select_for_update().filter(pk=invitation.pk).first()
    if locked is None:
        raise NotOpenError
    return locked
