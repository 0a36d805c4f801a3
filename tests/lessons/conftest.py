"""Somebody who has been steady for two weeks, as the site saw it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client
from tests.conftest import SignIn
from tests.factories import practice_once, report_morning

MakeSteady = Callable[[Client], None]


@pytest.fixture
def make_steady(now: datetime, curriculum: None) -> MakeSteady:
    """Six days of the pelvic clock, at 3 throughout, each with its next morning: the last was yesterday."""

    def makes(client: Client) -> None:
        for days_ago in (15, 12, 9, 6, 3, 1):
            at = now - timedelta(days=days_ago)
            practice_once(client, at, before=3, after=3)
            report_morning(client, at + timedelta(hours=20), 3)

    return makes


@pytest.fixture
def browser(sign_in: SignIn, maya: Client) -> Browser:
    """Maya's own."""
    return sign_in(maya)
