"""The number from before the call becomes the first entry."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, User
from hinge_coach.booking.models import Call
from hinge_coach.tightness.first_numbers import record_first_numbers
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.usual import recalled_days, reported_days
from hinge_coach.views import join
from tests.coaching.pages import post_outcome


def become_a_client(ninas_call: Call) -> Client:
    user = User.objects.create_user("nina@example.com", name="Nina", zone="America/Chicago")
    return join(user=user, answers=[], at=ninas_call.ends_at + timedelta(days=1))


def test_the_number_from_before_the_call_becomes_the_first_entry(
    desk_browser: Browser, ninas_call: Call, now: datetime
) -> None:
    post_outcome(desk_browser, ninas_call, "joined")
    nina = become_a_client(ninas_call)
    (first,) = CheckIn.objects.filter(client=nina)
    assert (first.score, first.at, first.local_on.isoformat()) == (6, now, "2026-03-04")
    join(user=nina.user, answers=[], at=ninas_call.ends_at)
    assert CheckIn.objects.count() == 1


def test_beside_the_numbers_of_the_sign_up_it_is_an_ordinary_reported_day(
    desk_browser: Browser, ninas_call: Call, now: datetime
) -> None:
    post_outcome(desk_browser, ninas_call, "joined")
    user = User.objects.create_user("nina@example.com", name="Nina", zone="America/Chicago")
    at = ninas_call.ends_at + timedelta(days=1)
    nina = join(user=user, answers=[], at=at)
    record_first_numbers(nina, (3, 4, 5), at=at)
    entries = nina.check_ins.entries()
    assert sorted((entry.moment, entry.score) for entry in entries) == [
        ("any", 3),
        ("any", 6),
        ("recalled", 4),
        ("recalled", 5),
    ]
    assert [day.score for day in reported_days(entries)] == [6, 3]
    assert [day.score for day in recalled_days(entries)] == [5, 4]


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"keeps_answers": False}, "joined"),
        ({"tightness": None}, "joined"),
        ({}, "talked"),
        ({"email": "l@e.de"}, "joined"),
    ],
)
def test_without_consent_or_a_number_nothing_is_carried_over(
    desk_browser: Browser, ninas_call: Call, changes: dict[str, Any], outcome: str
) -> None:
    post_outcome(desk_browser, ninas_call, outcome)
    Call.objects.update(**changes)
    become_a_client(ninas_call)
    assert CheckIn.objects.count() == 0
