"""The page behind the mailed link, and what its address gives away."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from icalendar import Calendar

from hinge_coach.booking.models import Call, CallEvent, Cell
from tests.booking.calls.conftest import link, state_of, text


def test_the_receipt_says_when_who_and_what_can_be_done(client: Browser, call: Call) -> None:
    response = client.get(link(call))
    shown = text(response)
    assert "Wednesday, March 4, 2026, 4:00 am New York time (UTC−5)" in shown
    assert "For Dana it is Wednesday, March 4, 10:00 am, Berlin time (UTC+1)." in shown
    assert "Dana calls Maya at +1 202-555-0143 , from a number ending in 1820 ." in shown
    assert "Booked Monday, March 2, 2026, 3:00 am, New York time (UTC−5)" in shown
    assert [label in shown for label in ("Add to my calendar", "Move the call", "Cancel the call")] == [True] * 3


def test_the_receipt_stays_between_the_visitor_and_us(client: Browser, call: Call) -> None:
    headers = client.get(link(call)).headers
    assert (headers["Referrer-Policy"], headers["X-Robots-Tag"]) == ("same-origin", "noindex, nofollow")
    assert "no-store" in headers["Cache-Control"]


@pytest.mark.parametrize("name", ["", "move/", "cancel/", "calendar.ics"])
def test_a_stranger_with_a_wrong_token_finds_nothing(client: Browser, call: Call, name: str) -> None:
    for token in ("A" * 43, str(call.pk), call.token_hash, call.token[:-1], "%00", "🙂"):
        assert client.get(f"/call/{token}/{name}").status_code == 404
    assert client.post(f"/call/{'A' * 43}/restore/").status_code == 404


@pytest.mark.parametrize("name", ["", "move/", "cancel/", "calendar.ics", "restore/"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_a_link_changes_nothing(client: Browser, call: Call, name: str, method: str) -> None:
    before = stored_rows()
    response = getattr(client, method)(link(call, name))
    assert response.status_code == (405 if name == "restore/" else 200)
    assert stored_rows() == before


def stored_rows() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (Call, Cell, CallEvent)]


def test_the_receipt_can_not_be_posted_to(client: Browser, call: Call) -> None:
    assert client.post(link(call)).status_code == 405
    assert client.post(link(call, "calendar.ics")).status_code == 405


def test_within_the_shortest_notice_the_phone_is_offered_instead(client: Browser, call: Call) -> None:
    with time_machine.travel(call.starts_at - timedelta(hours=11), tick=False):
        shown = text(client.get(link(call)))
        assert "The call is too soon to change it on this page. Please call Dana at +49 30 901820" in shown
        assert ("Move it" in shown, "Cancel it" in shown) == (False, False)
        for name, form in (("move/", {"start": "2026-03-05T09:00Z"}), ("cancel/", {})):
            for answer in (client.post(link(call, name), form, follow=True), client.get(link(call, name), follow=True)):
                assert "Nothing was changed: the call begins too soon." in text(answer)
    assert state_of(call) == ("booked", 0)


def test_a_call_that_is_over_leads_to_the_next_one(client: Browser, call: Call) -> None:
    assert "Whoever has the address of this page can change the call" in text(client.get(link(call)))
    with time_machine.travel(call.ends_at, tick=False):
        shown = text(client.get(link(call)))
    assert "Whoever has the address of this page can see the call" in shown
    assert "This call is over" in shown
    assert "Book another call" in shown


def test_the_calendar_file_can_be_fetched_from_the_receipt(client: Browser, call: Call) -> None:
    response = client.get(link(call, "calendar.ics"))
    calendar = Calendar.from_ical(response.content)
    (event,) = calendar.walk("VEVENT")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="call.ics"'
    assert (str(calendar["METHOD"]), str(event["UID"]), event["SEQUENCE"]) == ("PUBLISH", call.uid, 0)
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (call.starts_at, call.ends_at)
