"""Becoming a client."""

from datetime import datetime, timedelta

from hinge_coach.accounts.models import User
from hinge_coach.safety.models import active_closure
from hinge_coach.safety.screening import Level
from hinge_coach.views import join


def test_joining_writes_down_consent_and_answers(newcomer: User, now: datetime) -> None:
    client = join(user=newcomer, answers=[], at=now)
    screening = client.screenings.get()
    assert (client.joined_at, client.consented_at) == (now, now)
    assert (screening.level, screening.answers, screening.answered_at) == (Level.CLEAR, [], now)
    assert active_closure(client) is None


def test_joining_twice_makes_one_client_and_keeps_the_first_consent(newcomer: User, now: datetime) -> None:
    first = join(user=newcomer, answers=[], at=now)
    again = join(user=newcomer, answers=[], at=now + timedelta(days=1))
    assert (again.pk, again.consented_at) == (first.pk, now)
