"""An invitation as it was sent so many days ago."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail

from hinge_coach.accounts import joining
from hinge_coach.accounts.models import Invitation, Trainer

Invite = Callable[..., Invitation]


@pytest.fixture
def invite(trainer: Trainer, now: datetime) -> Invite:
    def invited(email: str = "nia@example.com", name: str = "Nia", *, days_ago: float = 1) -> Invitation:
        invitation = joining.invite(trainer=trainer, email=email, name=name, at=now - timedelta(days=days_ago))
        mail.outbox.clear()
        return invitation

    return invited
