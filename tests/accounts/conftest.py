"""An invitation that has just been mailed, and a trainer who lets anybody sign up."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core import mail

from hinge_coach.accounts import joining
from hinge_coach.accounts.models import Trainer
from tests.reading import token_in


@pytest.fixture
def token(trainer: Trainer, now: datetime, django_capture_on_commit_callbacks: Callable[..., Any]) -> str:
    """The token of the link in Nia's mail."""
    with django_capture_on_commit_callbacks(execute=True):
        joining.invite(trainer=trainer, email="nia@example.com", name="Nia", at=now)
    return token_in(mail.outbox[-1])


@pytest.fixture
def allow_signup(trainer: Trainer) -> Trainer:
    trainer.allow_signup = True
    trainer.save()
    return trainer
