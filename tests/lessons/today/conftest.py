"""Somebody who practiced yesterday evening and asked for the morning question by mail."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from hinge_coach.accounts.models import Client
from lessons.models import MorningMail
from tests import factories

AN_HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TODAY = date(2026, 3, 4)


def ask_for_mail(client: Client, hour: int | None) -> None:
    client.morning_hour = hour
    client.save()


@pytest.fixture
def asking(clock: time_machine.Traveller, maya: Client, now: datetime) -> Client:
    """Maya practiced yesterday evening and asked for a mail at nine, which it is in Chicago."""
    factories.practice_once(maya, now - 14 * AN_HOUR)
    ask_for_mail(maya, 9)
    return maya


@pytest.fixture
def mailed(asking: Client, now: datetime) -> MorningMail:
    return MorningMail.begin(asking, TODAY, at=now)
