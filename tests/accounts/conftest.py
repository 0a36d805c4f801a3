"""An invitation that has just been mailed, and a trainer who lets anybody sign up."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client as Browser

from hinge_coach.accounts import joining
from hinge_coach.accounts.models import Client, Trainer
from tests.reading import code_in, token_in

SignInByMail = Callable[[Client | Trainer], Browser]


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


@pytest.fixture
def sign_in_by_mail() -> SignInByMail:
    """A browser in which this person has just typed in a mailed code."""

    def signed_in(person: Client | Trainer) -> Browser:
        email, browser = person.user.email, Browser()
        EmailAddress.objects.get_or_create(user=person.user, email=email, verified=True, primary=True)
        confirm = browser.post("/accounts/login/", {"email": email}).headers["Location"]
        browser.post(confirm, {"code": code_in(mail.outbox[-1])})
        return browser

    return signed_in
