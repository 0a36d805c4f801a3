"""Robots fill a handful of times, not a calendar; people never notice."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.http import HttpResponse
from django.test import Client as Browser
from django.test import RequestFactory
from pytest_django import Settings

from hinge_coach.accounts.addresses import address_of
from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.booking.availability.availability import load_availability
from hinge_coach.booking.availability.slot_picker import start_value
from hinge_coach.booking.availability.slots import Slot, offered
from hinge_coach.booking.calls.audit import problems
from hinge_coach.booking.calls.changing import cancel
from hinge_coach.booking.calls.forms import open_stamp
from hinge_coach.booking.calls.reserving import BookingRequest, reserve
from hinge_coach.booking.models import Call

pytestmark = pytest.mark.walk

Robot = Callable[..., HttpResponse]


@pytest.fixture
def robot(trainer: Trainer, now: datetime, settings: Settings) -> Robot:
    """Posts well-made forms, each for another person and another free time."""
    trainer.call_rules.calls_a_day = 40
    trainer.call_rules.save()
    free = offered(load_availability(trainer, now), now)
    browser = Browser()

    def post(number: int, **changes: str) -> HttpResponse:
        slot: Slot = free[(number * 2) % len(free)]
        address = changes.pop("REMOTE_ADDR", "203.0.113.9")
        form = {
            "id": str(uuid4()),
            "opened": open_stamp(now - timedelta(minutes=1)),
            "zone": "America/New_York",
            "start": start_value(slot.starts_at),
            "name": "Robot",
            "email": f"robot-{number}@example.com",
            "phone": f"+1 202 555 {number:04}",
            **changes,
        }
        return browser.post("/call/", form, REMOTE_ADDR=address)  # type: ignore[return-value]

    return post


def test_one_address_books_a_handful_of_calls_a_day(robot: Robot) -> None:
    answers = [robot(number).status_code for number in range(10)]
    assert answers == [302] * 5 + [429] * 5
    assert Call.objects.count() == 5


def test_counted_in_a_table_it_is_the_same(counted_in_a_table: None, robot: Robot, now: datetime) -> None:
    assert [robot(number).status_code for number in range(8)] == [302] * 5 + [429] * 3
    with time_machine.travel(now + timedelta(days=1, minutes=1), tick=False):
        assert robot(12).status_code == 302


def test_signing_in_is_limited_in_a_table_too(counted_in_a_table: None, maya: Client) -> None:
    answers = [Browser().post("/accounts/login/", {"email": "maya@example.com"}).status_code for _ in range(25)]
    assert 0 < answers.count(302) < 25
    assert len(mail.outbox) == answers.count(302)


def test_it_is_told_whom_to_ring_and_what_was_typed_is_kept(robot: Robot) -> None:
    body = [robot(number, about="Tight after driving.").content.decode() for number in range(6)][-1]
    assert "Several calls were booked from here today already. Please call Dana at +49 30 901820." in body
    assert "Tight after driving." in body


def test_the_next_day_it_may_again(robot: Robot, now: datetime) -> None:
    for number in range(6):
        robot(number)
    with time_machine.travel(now + timedelta(days=1, minutes=1), tick=False):
        assert robot(12).status_code == 302


def test_after_many_forms_from_one_address_there_is_a_short_answer(robot: Robot, settings: Settings) -> None:
    settings.CALL_POSTS_AN_HOUR = 3
    answers = [robot(number, name="") for number in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 3 + [429] * 3
    assert "Too many forms came from your connection. Nothing was booked just now." in answers[-1].content.decode()


def test_many_addresses_together_book_no_more_than_the_site_allows_in_an_hour(robot: Robot) -> None:
    for number in range(30):
        robot(number, REMOTE_ADDR=f"203.0.113.{number}")
    assert Call.objects.count() == 12
    assert list(problems()) == []


@pytest.mark.parametrize("same", [{"email": "maya@example.com"}, {"phone": "+1 202 555 0143"}])
def test_one_contact_books_and_cancels_only_so_often(robot: Robot, now: datetime, same: dict[str, str]) -> None:
    for number in range(5):
        robot(number, REMOTE_ADDR=f"203.0.113.{number}", **same)
        for call in Call.objects.open(now):
            cancel(call, now=now)
    assert Call.objects.count() == 3


def test_a_refused_form_and_one_sent_twice_do_not_count(
    robot: Robot, trainer: Trainer, booking_request: BookingRequest, now: datetime
) -> None:
    """Somebody else took the time; the button was pressed twice."""
    reserve(booking_request, trainer, now=now)
    for number in range(8):
        robot(number, start=start_value(booking_request.starts_at))
    for _ in range(4):
        robot(9, id="5f1f0b0e-0c57-4d0f-9d7e-0a1b2c3d4e5f")
    assert [robot(number).status_code for number in (10, 11, 12, 13, 14)] == [302] * 4 + [429]


def test_a_booked_form_pressed_again_gets_its_answer_also_beyond_every_limit(robot: Robot, settings: Settings) -> None:
    settings.CALL_POSTS_AN_HOUR = settings.CALLS_PER_ADDRESS = settings.CALLS_PER_CONTACT = 1
    again = [robot(1, id="5f1f0b0e-0c57-4d0f-9d7e-0a1b2c3d4e5f") for _ in range(5)]
    assert {(answer.status_code, answer.get("Location")) for answer in again} == {
        (302, Call.objects.get().get_absolute_url())
    }
    assert robot(2, id="5f1f0b0e-0c57-4d0f-9d7e-0a1b2c3d4e5f").status_code == 429  # the id alone opens nothing


def test_without_limits_nothing_is_counted(robot: Robot, settings: Settings) -> None:
    settings.CALLS_PER_ADDRESS = settings.CALLS_AN_HOUR = settings.CALL_POSTS_AN_HOUR = 0
    assert {robot(number).status_code for number in range(10)} == {302}


@pytest.mark.parametrize(
    ("header", "sent", "expected"),
    [
        ("", {"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_FOR": "198.51.100.1"}, "203.0.113.9"),
        ("X-Forwarded-For", {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 203.0.113.9"}, "203.0.113.9"),
        ("X-Real-IP", {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_REAL_IP": "203.0.113.9"}, "203.0.113.9"),
        ("X-Real-IP", {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6"}, "unknown"),
        ("X-Real-IP", {"REMOTE_ADDR": "198.51.100.1", "HTTP_X_REAL_IP": "203.0.113.9"}, "198.51.100.1"),
        ("X-Real-IP", {"HTTP_X_REAL_IP": "203.0.113.9:4711"}, "203.0.113.9"),
        ("X-Real-IP", {"HTTP_X_REAL_IP": "[2001:db8:1:2:3:4:5:6]:4711"}, "2001:db8:1:2::/64"),
        ("X-Real-IP", {"HTTP_X_REAL_IP": "[2001:db8:1:2:3:4:5:6]"}, "2001:db8:1:2::/64"),
        ("X-Real-IP", {"HTTP_X_REAL_IP": "203.0.113.9:4711:"}, "unknown"),
        ("", {"REMOTE_ADDR": ""}, "unknown"),
        ("", {"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2::/64"),
        ("", {"REMOTE_ADDR": "::ffff:203.0.113.9"}, "203.0.113.9"),
    ],
)
def test_only_a_configured_header_tells_the_address(
    settings: Settings, header: str, sent: dict[str, str], expected: str
) -> None:
    settings.CLIENT_ADDRESS_HEADER, settings.TRUSTED_PROXIES = header, ["10.0.0.0/8", "127.0.0.1"]
    assert address_of(RequestFactory().get("/call/", **sent)) == expected  # type: ignore[arg-type]


def test_people_who_look_around_are_not_counted(trainer: Trainer, settings: Settings) -> None:
    settings.CALL_POSTS_AN_HOUR = 2
    assert {Browser().post("/call/", {"show": "1"}).status_code for _ in range(4)} == {200}
