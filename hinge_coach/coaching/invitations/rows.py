"""The invitations of one page of the list, in a fixed number of queries whatever their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Lower

from hinge_coach.accounts.invitation_states import LIFETIME, OPEN_STATES, InvitationState, NotAgain
from hinge_coach.accounts.models import Client, Invitation
from hinge_coach.coaching.invitations.wording import STATE_LABELS, progress_words

INVITATIONS_A_PAGE = 40

_AWAITED = {*OPEN_STATES, InvitationState.UNFINISHED}


@dataclass(frozen=True, kw_only=True)
class InvitationRow:
    """One invitation as the list shows it. `client_id`: who has joined by it, or by another way."""

    id: int
    name: str
    email: str
    state: InvitationState
    words: str
    client_id: int | None
    not_again: NotAgain | None

    @property
    def label(self) -> str:
        return STATE_LABELS[self.state]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_awaited(self) -> bool:
        """Whether the invited person may still join by what was sent."""
        return self.state in _AWAITED

    @property
    def has_joined(self) -> bool:
        return self.state is InvitationState.JOINED

    @property
    def is_unfinished(self) -> bool:
        return self.state is InvitationState.UNFINISHED

    @property
    def had_enough(self) -> bool:
        return self.not_again is NotAgain.ENOUGH


@dataclass(frozen=True, kw_only=True)
class InvitationList:
    """One page: first those who may still join, then the others, each part with the newest first."""

    awaited: Sequence[InvitationRow]
    over: Sequence[InvitationRow]
    has_next: bool


def invitation_list(number: int, *, now: datetime, zone: ZoneInfo) -> InvitationList:
    """The page with this number, from 1 on. One query."""
    start = (number - 1) * INVITATIONS_A_PAGE
    found = list(_ordered(now)[start : start + INVITATIONS_A_PAGE + 1])
    rows = [_row(invitation, now=now, zone=zone) for invitation in found[:INVITATIONS_A_PAGE]]
    return InvitationList(
        awaited=[row for row in rows if row.is_awaited],
        over=[row for row in rows if not row.is_awaited],
        has_next=len(found) > INVITATIONS_A_PAGE,
    )


def _ordered(now: datetime) -> QuerySet[Invitation]:
    clients = Client.objects.alias(lower=Lower("user__email")).filter(lower=Lower(OuterRef("email")))
    is_over = (
        Q(client_id__isnull=False) | Q(withdrawn_at__isnull=False) | Q(accepted_at=None, invited_at__lte=now - LIFETIME)
    )
    annotated = Invitation.objects.annotate(
        client_id=Subquery(clients.values("pk")[:1]), joined_at=Subquery(clients.values("joined_at")[:1])
    )
    part = Case(When(is_over, then=Value(1)), default=Value(0), output_field=IntegerField())
    return annotated.annotate(part=part).order_by("part", "-invited_at", "-pk")


def _row(invitation: Invitation, *, now: datetime, zone: ZoneInfo) -> InvitationRow:
    client_id: int | None = getattr(invitation, "client_id", None)
    joined_at: datetime | None = getattr(invitation, "joined_at", None)
    facts = invitation.facts(has_joined=client_id is not None)
    return InvitationRow(
        id=invitation.pk,
        name=invitation.name,
        email=invitation.email,
        state=facts.state(now),
        words=progress_words(facts, joined_at=joined_at, now=now, zone=zone),
        client_id=client_id,
        not_again=facts.not_again(now),
    )
