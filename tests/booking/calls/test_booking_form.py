"""The booking form as it is sent: it books once, and every bad input gets a sentence."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.core import mail
from django.test import Client as Browser
from pytest_django import DjangoCaptureOnCommitCallbacks

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.calls.forms import open_stamp
from hinge_coach.booking.calls.reserving import BookingRequest, reserve
from hinge_coach.booking.models import Call, CallEvent, Cell
from hinge_coach.safety.screening import QUESTIONS
from tests.booking.calls.conftest import (
    CALL_ID,
    FillIn,
    link,
    text,
)


def test_a_form_filled_in_well_books_and_leads_to_the_receipt(
    client: Browser, fill_in: FillIn, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/call/", fill_in())
    call = Call.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, link(call))
    assert (str(call.pk), call.name, call.email, call.phone) == (CALL_ID, "Maya", "maya@example.com", "+12025550143")
    assert (call.zone.key, call.starts_at) == ("America/New_York", datetime(2026, 3, 3, 9, tzinfo=UTC))
    assert [message.to for message in mail.outbox] == [["maya@example.com"], ["dana@example.com"]]


def test_the_form_as_the_page_hands_it_out_books(client: Browser, fill_in: FillIn, now: datetime) -> None:
    body = client.get("/call/", {"zone": "America/New_York"}).content.decode()
    given = {
        name: re.search(rf'name="{name}" value="([^"]*)"', body).group(1)  # type: ignore[union-attr]
        for name in ("id", "opened", "shown")
    }
    with time_machine.travel(now + timedelta(seconds=40), tick=False):
        client.post("/call/", fill_in(**given))
    assert str(Call.objects.get().pk) == given["id"]


def test_a_form_sent_twice_books_once_and_answers_alike(client: Browser, fill_in: FillIn) -> None:
    first, again = client.post("/call/", fill_in()), client.post("/call/", fill_in())
    assert first.headers["Location"] == again.headers["Location"]
    assert (Call.objects.count(), Cell.objects.count(), CallEvent.objects.count()) == (1, 3, 1)


def test_a_form_sent_again_with_another_time_says_that_the_call_stays(client: Browser, fill_in: FillIn) -> None:
    """As after the way back in the browser."""
    first, again = client.post("/call/", fill_in()), client.post("/call/", fill_in(start="2026-03-03T10:00Z"))
    assert again.headers["Location"] == f"{first.headers['Location']}?why=booked-before"
    assert "You had booked this call already, so the other time" in text(client.get(again.headers["Location"]))
    assert [call.starts_at.isoformat() for call in Call.objects.all()] == ["2026-03-03T09:00:00+00:00"]


def test_the_focus_goes_to_the_first_thing_to_mend_and_the_summary_leads_there(
    client: Browser, fill_in: FillIn
) -> None:
    for changes, anchors in (
        ({"start": "", "name": ""}, ["id_start", "id_name"]),
        ({"phone": "12", "email": "at home"}, ["id_email", "id_phone"]),
        ({"answers": [QUESTIONS[0].code], "none_of_these": "on"}, ["id_answers"]),
    ):
        body = client.post("/call/", fill_in(**changes)).content.decode()
        assert re.findall(r'<a href="#(id_\w+)">', body) == anchors
        focused = re.findall(r"<[^>]* autofocus[^>]*>", body)
        assert [f'id="{anchors[0]}"' in tag for tag in focused] == [True]
        assert {anchor: body.count(f'id="{anchor}"') for anchor in anchors} == dict.fromkeys(anchors, 1)


def test_the_clock_of_the_browsers_language_is_kept_with_the_call(client: Browser, fill_in: FillIn) -> None:
    page = client.get("/call/", {"zone": "Europe/Berlin"}, headers={"Accept-Language": "de-AT,en;q=0.5"})
    assert "Tuesday, March 3 Berlin time (UTC+1) 09:00 09:30" in text(page)
    assert 'name="clock" value="24" checked' in " ".join(
        page.content.decode().replace('autocomplete="off"', "").split()
    )
    receipt = client.post("/call/", fill_in(clock="24", start="2026-03-03T10:30Z")).headers["Location"]
    assert Call.objects.get().has_24h_clock
    shown = text(client.get(receipt))
    assert ("Tuesday, March 3, 2026, 05:30" in shown, "11:30, Berlin time" in shown) == (True, True)


def test_another_clock_is_asked_for_like_another_zone(client: Browser, fill_in: FillIn) -> None:
    shown = client.post("/call/", fill_in(show="1", zone="Europe/Berlin", clock="24", start="2026-03-03T10:00Z"))
    assert "Tuesday, March 3 Berlin time (UTC+1) 09:00 09:30" in text(shown)
    assert 'value="Maya"' in shown.content.decode()


def test_a_slot_that_has_just_gone_offers_the_nearest_three_and_keeps_the_rest(
    client: Browser, fill_in: FillIn, trainer: Trainer, booking_request: BookingRequest, now: datetime
) -> None:
    reserve(replace(booking_request, id=uuid4(), email="lee@example.com", phone="+12025550144"), trainer, now=now)
    response = client.post("/call/", fill_in())
    assert response.status_code == 200
    assert "That time has just gone. These are the nearest free ones:" in text(response)
    assert "Tuesday, March 3, 3:00 am, New York time (UTC−5) (9:00 am for Dana)" in text(response)
    assert re.findall(r'name="start" value="([^"]+)">', response.content.decode()) == [
        "2026-03-03T08:00Z",
        "2026-03-03T10:00Z",
        "2026-03-03T10:30Z",
    ]
    assert 'value="(202) 555-0143"' in response.content.decode()
    assert Call.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"start": "2026-03-03T09:10Z"}, "That time is not one of the free times."),
        ({"start": "2026-03-07T09:00Z"}, "That time is not one of the free times."),
        ({"start": "2026-03-02T08:00Z"}, "That time is too soon to book here."),
        ({"start": "2026-09-01T09:00Z"}, "That time is too far ahead to book yet."),
        ({"start": ""}, "Please choose a time."),
        ({"start": "tomorrow"}, "Please choose one of the free times."),
        ({"start": "2026-13-40T09:00Z"}, "Please choose one of the free times."),
        ({"start": "9999-12-31T23:59Z"}, "Please choose one of the free times."),
        ({"start": "2026-03-03T09:00Z\0"}, "Please choose one of the free times."),
        ({"start": "٢٠٢٦-03-03T09:00Z"}, "Please choose one of the free times."),
        ({"zone": "Mars/Olympus"}, "We don't know this time zone. Please choose one from the list."),
        ({"zone": "../../etc/passwd"}, "We don't know this time zone. Please choose one from the list."),
        ({"zone": "UTC\0"}, "We don't know this time zone. Please choose one from the list."),
        ({"shown": "Asia/Tokyo"}, "The times are now in New York time. Please check yours, and send the form again."),
        ({"name": ""}, "Please tell us your name."),
        ({"name": " \r\n\u202e "}, "Please tell us your name."),
        ({"name": "x" * 10_000}, "Please keep this to 80 letters or fewer."),
        ({"name": "Ma\0ya"}, "This holds a character that can't be written down. Please type it again."),
        ({"email": ""}, "Please tell us your e-mail address."),
        ({"email": "maya"}, "This doesn't look like an e-mail address. It needs an @ and a name after it."),
        ({"email": "maya@example.com\0"}, "This holds a character that can't be written down. Please type it again."),
        ({"email": "maya@example.com\nBcc: lee@example.com"}, "This doesn't look like an e-mail address."),
        ({"email": f"{'m' * 10_000}@example.com"}, "Please keep this to 254 letters or fewer."),
        ({"phone": ""}, "Please tell us the number to call you at."),
        ({"phone": "12"}, "This doesn't look like a number we can call."),
        ({"phone": "call me"}, "This doesn't look like a number we can call."),
        ({"phone": "0" * 10_000}, "Please keep this to 40 letters or fewer."),
        ({"phone": "202\x00555"}, "This holds a character that can't be written down. Please type it again."),
        ({"zone": "UTC", "shown": "UTC"}, "Try it with + and the country code: +1 202 555 0143."),
        ({"about": "x" * 2_001}, "Please keep this to 2000 letters or fewer."),
        ({"about": "tight\0"}, "This holds a character that can't be written down. Please type it again."),
        ({"id": ""}, "This form came back incomplete. Please send it again."),
        ({"id": "not an id"}, "This form came back incomplete. Please send it again."),
        ({"id": str(UUID(int=0))}, "This form came back incomplete. Please send it again."),
        ({"opened": "1772438400:forged"}, "This form came back incomplete. Please send it again."),
        ({"nickname": "Buy now"}, "A field that should stay empty was filled in. Please send the form again."),
    ],
)
def test_a_bad_value_gets_a_sentence_and_stores_nothing(
    client: Browser, fill_in: FillIn, changes: dict[str, str], sentence: str
) -> None:
    response = client.post("/call/", fill_in(**changes))
    assert response.status_code == 200
    assert sentence in text(response)
    assert "Tight after long drives." in response.content.decode() or "about" in changes
    assert (Call.objects.count(), Cell.objects.count(), CallEvent.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("name", ["José 🙂", "مايا بنت علي", "李 小龍", "O'Neil & <b>Sons</b>"])
def test_names_of_all_kinds_are_kept_as_they_are(client: Browser, fill_in: FillIn, name: str) -> None:
    client.post("/call/", fill_in(name=name))
    call = Call.objects.get()
    assert call.name == name
    assert f"calls {name} at +1 202-555-0143" in text(client.get(link(call)))


def test_line_breaks_and_turned_text_in_a_name_become_one_plain_line(client: Browser, fill_in: FillIn) -> None:
    client.post("/call/", fill_in(name=" Maya\r\n\u202e of\tOslo "))
    assert Call.objects.get().name == "Maya of Oslo"


def test_a_form_sent_within_two_seconds_is_asked_for_again_and_then_taken(
    client: Browser, fill_in: FillIn, now: datetime
) -> None:
    form = fill_in(opened=open_stamp(now))
    assert "That was very quick. Please press the button again." in text(client.post("/call/", form))
    with time_machine.travel(now + timedelta(seconds=3), tick=False):
        client.post("/call/", form)
    assert Call.objects.count() == 1


def test_a_form_that_was_spoiled_can_be_sent_again_as_it_comes_back(client: Browser, fill_in: FillIn) -> None:
    body = client.post("/call/", fill_in(id="spoiled", nickname="Buy now")).content.decode()
    fresh = re.search(r'name="id" value="([^"]+)"', body)
    assert fresh is not None
    assert UUID(fresh.group(1)).version == 4
    assert "Buy now" not in body
    client.post("/call/", fill_in(id=fresh.group(1)))
    assert Call.objects.count() == 1


def test_a_second_call_for_the_same_person_is_refused(client: Browser, fill_in: FillIn, call: Call) -> None:
    response = client.post("/call/", fill_in(id=str(uuid4())))
    assert "A call is booked already with this e-mail address or phone number." in text(response)
    assert call.token not in response.content.decode()
    assert Call.objects.count() == 1


def test_a_lost_form_cookie_stores_nothing(fill_in: FillIn) -> None:
    response = Browser(enforce_csrf_checks=True).post("/call/", fill_in())
    assert (response.status_code, Call.objects.count()) == (403, 0)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client: Browser, trainer: Trainer, method: str) -> None:
    response = getattr(client, method)("/call/")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, POST")
