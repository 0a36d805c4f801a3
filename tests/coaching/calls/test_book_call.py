"""Booking for somebody on the phone."""

import re
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client as Browser
from pytest_django import DjangoCaptureOnCommitCallbacks

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.booking.models import Call
from tests.coaching.pages import url, words_of

pytestmark = pytest.mark.usefixtures("call_hours")


def their_form(**changes: str) -> dict[str, str]:
    return {
        "id": str(uuid4()),
        "start": "2026-03-04T16:00Z",
        "name": "Olu",
        "email": "Olu@example.com",
        "phone": "020 7946 0018",
        "zone": "Europe/London",
        **changes,
    }


def test_the_trainer_books_for_somebody_at_short_notice(
    desk_browser: Browser, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    form = their_form()
    with django_capture_on_commit_callbacks(execute=True):
        desk_browser.post("/desk/calls/new/", form)
        desk_browser.post("/desk/calls/new/", form)
    call = Call.objects.get()
    assert (call.email, call.phone, call.zone.key) == ("olu@example.com", "+442079460018", "Europe/London")
    assert mail.outbox[0].subject == "Booked: your free call with Robin Hale on Wednesday, March 4, 4:00 pm"
    assert "Robin Hale has booked a free call with you:" in str(mail.outbox[0].body)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"start": ""}, "Please choose a time."),
        ({"start": "2026-03-04T03:00Z"}, "That time is too soon to book here."),
        ({"name": "O\0lu"}, "This holds a character that can't be written down."),
        ({"email": "olu"}, "This doesn't look like an e-mail address."),
        ({"phone": "12"}, "This doesn't look like a number."),
        ({"zone": "Mars"}, "We don't know this time zone."),
        ({"id": "x"}, "This form came back incomplete."),
        ({"day": "2026-03-09"}, "Monday, March 9"),
    ],
)
def test_a_booking_that_makes_no_sense_is_not_stored(
    desk_browser: Browser, changes: dict[str, str], sentence: str
) -> None:
    response = desk_browser.post("/desk/calls/new/", their_form(**changes))
    assert sentence in words_of(response)
    assert 'value="Olu"' in response.content.decode() or "name" in changes
    assert Call.objects.count() == 0


def test_enter_in_a_field_presses_the_forms_own_button(desk_browser: Browser, ninas_call: Call) -> None:
    """Enter presses the first button of a form, and the times bring buttons of their own."""
    buttons = {url("book_call"): "Book the call", url("move_call", ninas_call.pk): "Move the call"}
    for address, words in buttons.items():
        form = desk_browser.get(address).content.decode().split("<main", 1)[1]
        first = re.search("<button[^>]*>([^<]*)</button>", form)
        assert first is not None
        assert first[1] == words


def test_a_call_with_a_client_begins_with_what_is_known_of_them(
    desk_browser: Browser, call_hours: Trainer, maya: Client
) -> None:
    Client.objects.filter(pk=maya.pk).update(phone="+13125550143")
    page = desk_browser.get(f"/desk/calls/new/?client={maya.pk}&name=Mallory&email=m@example.com").content.decode()
    for field, value in (("name", "Maya"), ("email", "maya@example.com"), ("phone", "+1 312-555-0143")):
        assert f'value="{value}"' in re.findall(rf'<input[^>]*name="{field}"[^>]*>', page)[0]
    assert '<option value="America/Chicago" selected' in page
    assert "Mallory" not in page


@pytest.mark.parametrize("key", ["", "0", "x", "9" * 30, "١", "1.0", "-1"])
def test_a_client_who_is_not_there_leaves_the_form_empty(
    desk_browser: Browser, call_hours: Trainer, maya: Client, key: str
) -> None:
    page = desk_browser.get("/desk/calls/new/", {"client": key})
    assert page.status_code == 200
    assert "maya@example.com" not in page.content.decode()
