from datetime import datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from hinge_coach.accounts.models import Client
from hinge_coach.booking.calls.audit import problems
from hinge_coach.booking.calls.changing import cancel, note_outcome
from hinge_coach.booking.calls.retention import erase_caller
from hinge_coach.booking.models import Call
from hinge_coach.views import erase_everything


def forget(at: datetime, **options: str) -> str:
    out = StringIO()
    with time_machine.travel(at, tick=False):
        call_command("forget_calls", stdout=out, **options)
    return out.getvalue().strip()


@pytest.fixture
def past_call(call: Call) -> Call:
    Call.objects.update(tightness=6, tight_when="Mornings", tried="A roller.", answers=["age"], taster="hips")
    call.refresh_from_db()
    return note_outcome(call, Call.Status.TALKED, now=call.ends_at)


@pytest.mark.parametrize(("days", "expected"), [(179, "0 calls forgotten."), (181, "1 calls forgotten.")])
def test_after_half_a_year_nobody_knows_who_called(past_call: Call, days: int, expected: str) -> None:
    assert forget(past_call.ends_at + timedelta(days=days)) == expected


def test_what_is_left_is_when_it_was_and_how_it_went(past_call: Call, client: Browser) -> None:
    link, late = past_call.get_absolute_url(), past_call.ends_at + timedelta(days=200)
    forget(late)
    assert forget(late) == "0 calls forgotten."
    left = Call.objects.get()
    assert (left.name, left.email, left.phone, left.about) == ("Somebody", "forgotten@example.invalid", "", "")
    assert (left.tightness, left.tight_when, left.tried, left.answers, left.taster) == (None, "", "", None, "")
    assert (left.starts_at, left.status, left.forgotten_at) == (past_call.starts_at, "talked", late)
    assert (client.get(link).status_code, list(problems())) == (404, [])


def test_forgetting_waits_for_a_note_that_is_being_saved(past_call: Call) -> None:
    with CaptureQueriesContext(connection) as queries:
        erase_caller(past_call.email, past_call.ends_at)
    asked = [query["sql"] for query in queries if "FROM" in query["sql"] or "UPDATE" in query["sql"]]
    assert "accounts_trainer" in asked[0]  # locked before anything is read, as a note does
    assert "booking_call" in asked[1]


def test_on_request_past_calls_of_one_person_are_forgotten_at_once(past_call: Call) -> None:
    assert forget(past_call.ends_at + timedelta(days=1), email="lee@example.com") == "0 calls forgotten."
    assert forget(past_call.ends_at + timedelta(days=1), email="Maya@Example.com") == "1 calls forgotten."


def test_a_call_to_come_stays_until_it_is_cancelled(call: Call, now: datetime) -> None:
    assert forget(now, email="maya@example.com") == "0 calls forgotten."
    cancel(call, reason="Back at work", now=now)
    assert forget(now, email="maya@example.com") == "1 calls forgotten."
    assert Call.objects.get().cancel_reason == ""


def test_who_erases_their_account_is_forgotten_here_too(past_call: Call, maya: Client) -> None:
    erase_everything(maya.user)
    assert (Call.objects.get().email, Call.objects.get().tried) == ("forgotten@example.invalid", "")
