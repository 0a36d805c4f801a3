"""How far an invitation has come, and whether it may be mailed again. PURE."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

LIFETIME = timedelta(days=14)
"""How long the link works after the newest mail."""

SENT_JUST_NOW = timedelta(minutes=10)
"""A second mail within this time would be a double press, or impatience: the first one may still be on its way."""

MOST_MAILS = 3
"""Mails with one link. Whoever doesn't answer three needs a call, or has another address."""


class InvitationState(Enum):
    SENT = auto()
    OPENED = auto()
    UNFINISHED = auto()
    JOINED = auto()
    EXPIRED = auto()
    WITHDRAWN = auto()


OPEN_STATES = {InvitationState.SENT, InvitationState.OPENED}
"""The link works."""


class NotAgain(Enum):
    """Why an invitation is not mailed again."""

    JOINED = auto()
    JUST_NOW = auto()
    ENOUGH = auto()


@dataclass(frozen=True, kw_only=True)
class InvitationFacts:
    """`invited_at`: when it was mailed last; `mails`: how often, with this link; `opened_at`: see `note_opened`.

    `accepted_at`: when the button of its page was pressed; `has_joined`: there is a client with this address.
    """

    invited_at: datetime
    mails: int
    opened_at: datetime | None
    accepted_at: datetime | None
    withdrawn_at: datetime | None
    has_joined: bool

    @property
    def works_until(self) -> datetime:
        return self.invited_at + LIFETIME

    def state(self, now: datetime) -> InvitationState:
        if self.has_joined:
            return InvitationState.JOINED
        if self.withdrawn_at:
            return InvitationState.WITHDRAWN
        if self.accepted_at:
            return InvitationState.UNFINISHED
        if now >= self.works_until:
            return InvitationState.EXPIRED
        return InvitationState.OPENED if self.opened_at else InvitationState.SENT

    def not_again(self, now: datetime) -> NotAgain | None:
        """None where it may be mailed again. One whose link is over gets a new one, and begins to count anew."""
        state = self.state(now)
        if state is InvitationState.JOINED:
            return NotAgain.JOINED
        if state not in OPEN_STATES:
            return None
        if now < self.invited_at + SENT_JUST_NOW:
            return NotAgain.JUST_NOW
        return NotAgain.ENOUGH if self.mails >= MOST_MAILS else None
