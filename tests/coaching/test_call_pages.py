"""The desk beside the list of calls: what callers told, mails that got lost, calendars, booking for somebody."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from html import unescape
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.http import HttpResponse
from django.test import Client as Browser
from django_tasks_db.models import DBTaskResult
from icalendar import Calendar
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from hinge_coach import outbox
from hinge_coach.accounts.models import Client, Invitation, Trainer, User
from hinge_coach.booking.calls import changing, reserving
from hinge_coach.booking.calls.mail import send_visitor_mail
from hinge_coach.booking.models import BusyCalendar, Call, CallRules, Feed, Hours
from hinge_coach.tightness.models import CheckIn
from hinge_coach.views import join

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
SignIn = Callable[[Any], Browser]


@pytest.fixture
def now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def desk(trainer: Trainer, sign_in: SignIn, now: datetime) -> Browser:
    CallRules.objects.create(trainer=trainer)
    Hours.objects.bulk_create([Hours(trainer=trainer, weekday=day, starts=time(9), ends=time(12)) for day in range(5)])
    return sign_in(trainer)


@pytest.fixture
def call(trainer: Trainer, desk: Browser, now: datetime) -> Call:
    """Nina's, tomorrow at ten in New York; she told all there is to tell."""
    wish = reserving.BookingRequest(
        id=uuid4(),
        name="Nina",
        email="nina@example.com",
        phone="+12025550143",
        about="Tight after driving.",
        zone=ZoneInfo("America/Chicago"),
        starts_at=datetime(2026, 3, 5, 15, tzinfo=UTC),
        tightness=6,
        tight_when="Mornings",
        tried="A foam roller.",
        answers=["saddle"],
        taster="hips",
        keeps_answers=True,
    )
    return reserving.reserve(wish, trainer, now=now)


def text(response: Any) -> str:
    assert isinstance(response, HttpResponse)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def settle(desk: Browser, call: Call, outcome: str) -> str:
    with time_machine.travel(call.ends_at, tick=False):
        return text(desk.post(f"/desk/calls/{call.pk}/outcome/", {"outcome": outcome}, follow=True))


# What was told, and how it went


def test_the_brief_is_there_before_ringing(desk: Browser, call: Call) -> None:
    shown = text(desk.get("/desk/calls/"))
    for piece in ("6 of 10, Mornings", "A foam roller.", "They ticked a safety question.", "in the front of my hips"):
        assert piece in shown


def test_who_became_a_client_is_invited_once(
    desk: Browser, call: Call, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        shown = settle(desk, call, "joined")
        settle(desk, call, "joined")
    assert "Noted. The invitation to nina@example.com is on its way." in shown
    assert [(each.email, each.name) for each in Invitation.objects.all()] == [("nina@example.com", "Nina")]
    assert [message.to for message in mail.outbox if "invites you" in message.subject] == [["nina@example.com"]]


def test_a_client_already_gets_no_invitation(desk: Browser, call: Call, maya: Client) -> None:
    Call.objects.update(email=maya.user.email)
    assert "Noted." in settle(desk, call, "joined")
    assert Invitation.objects.count() == 0


def test_a_missed_call_says_that_a_mail_goes_out(desk: Browser, call: Call) -> None:
    assert "Noted. Nina gets a mail with the next free times." in settle(desk, call, "missed")


# Day zero


def become_a_client(call: Call) -> Client:
    user = User.objects.create_user("nina@example.com", name="Nina", zone="America/Chicago")
    return join(user=user, answers=[], at=call.ends_at + timedelta(days=1))


def test_the_number_from_before_the_call_becomes_the_first_entry(desk: Browser, call: Call) -> None:
    settle(desk, call, "joined")
    nina = become_a_client(call)
    (first,) = CheckIn.objects.filter(client=nina)
    assert (first.score, first.at, first.local_on.isoformat()) == (6, NOW, "2026-03-04")
    join(user=nina.user, answers=[], at=call.ends_at)
    assert CheckIn.objects.count() == 1


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
    desk: Browser, call: Call, changes: dict[str, Any], outcome: str
) -> None:
    settle(desk, call, outcome)
    Call.objects.update(**changes)
    become_a_client(call)
    assert CheckIn.objects.count() == 0


# Mails that did not get through


@pytest.fixture
def lost(call: Call, settings: Settings) -> DBTaskResult[..., str]:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    outbox.enqueue(send_visitor_mail, str(call.pk), "booked", "visitor", 0)
    found = DBTaskResult.objects.get()
    found.claim("tests")
    found.set_failed(OSError("550 nobody here"))
    return found


def test_a_lost_mail_stands_on_the_desk_until_it_is_dealt_with(desk: Browser, lost: DBTaskResult[..., str]) -> None:
    shown = text(desk.get("/desk/calls/"))
    assert "1 mail did not get through" in shown
    assert "A mail to Nina (nina@example.com), about their call , given up on Wednesday 4 March, 10:00 am" in shown
    assert "The mail server said: OSError: 550 nobody here" in shown
    desk.post("/desk/calls/mails/", {"mail": str(lost.pk), "do": "again"})
    assert "did not get through" not in text(desk.get("/desk/calls/"))
    assert [each.status for each in DBTaskResult.objects.all()] == ["READY"]


def test_a_lost_mail_can_be_taken_off(desk: Browser, lost: DBTaskResult[..., str]) -> None:
    desk.post("/desk/calls/mails/", {"mail": str(lost.pk), "do": "forget"})
    assert DBTaskResult.objects.count() == 0


@pytest.mark.parametrize("id", ["", "nonsense", "\0", "00000000-0000-4000-8000-000000000000"])
def test_a_mail_that_is_not_there_changes_nothing(desk: Browser, lost: DBTaskResult[..., str], id: str) -> None:
    assert desk.post("/desk/calls/mails/", {"mail": id, "do": "forget"}).status_code == 302
    assert desk.post("/desk/calls/mails/", {"mail": id, "do": "burn"}).status_code == 404
    assert DBTaskResult.objects.count() == 1


def test_mails_that_nobody_sends_are_told(desk: Browser, lost: DBTaskResult[..., str]) -> None:
    DBTaskResult.objects.update(status="READY", enqueued_at=NOW - timedelta(hours=1))
    assert "1 mail should have gone out by now." in text(desk.get("/desk/calls/"))


# Calendars


def test_the_link_to_subscribe_is_shown_once_and_holds_the_calls(desk: Browser, call: Call) -> None:
    made = desk.post("/desk/settings/calendars/", {"do": "link"})
    (path,) = re.findall(r"http://testserver(/call/feed/[\w-]+\.ics)", made.content.decode())
    assert path not in desk.get("/desk/settings/calendars/").content.decode()
    content = Browser().get(path).content
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert (str(event["UID"]), str(event["SUMMARY"])) == (call.uid, "Call with Nina")
    assert (b"driving" in content, b"foam" in content, Feed.objects.get().token_hash in path) == (False, False, False)

    desk.post("/desk/settings/calendars/", {"do": "link"})
    assert Browser().get(path).status_code == 404  # a new link ends the old one
    desk.post("/desk/settings/calendars/", {"do": "unlink"})
    assert Feed.objects.count() == 0


def test_a_cancelled_call_leaves_the_feed(desk: Browser, trainer: Trainer, call: Call, now: datetime) -> None:
    token = Feed.make(trainer, at=now)
    changing.cancel(call, now=now)
    assert b"VEVENT" not in Browser().get(f"/call/feed/{token}.ics").content


def test_a_calendar_that_cannot_be_read_is_kept_and_told(desk: Browser, trainer: Trainer) -> None:
    shown = desk.post(
        "/desk/settings/calendars/", {"do": "add", "name": "Home", "url": "https://10.0.0.1/a.ics"}, follow=True
    )
    assert "This address is on a private network, where the site doesn't look." in text(shown)
    assert "Home could not be read yet." in text(desk.get("/desk/calls/"))
    calendar = BusyCalendar.objects.get()
    desk.post("/desk/settings/calendars/", {"do": "remove", "calendar": str(calendar.pk)})
    assert BusyCalendar.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "url", "sentence"),
    [
        ("", "https://example.com/a.ics", "Please tell us what it is called."),
        ("Home", "", "Please tell us its address."),
        ("Home", "ftp://example.com/a.ics", "This doesn't look like the address of a calendar."),
        ("Home", "file:///etc/passwd", "This doesn't look like the address of a calendar."),
        ("Home", "https://exa\0mple.com/a.ics", "This holds a character that can't be written down."),
        ("Home", "https://example.com/" + "a" * 1000, "Please keep this to 1000 letters or fewer."),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(desk: Browser, name: str, url: str, sentence: str) -> None:
    assert sentence in text(desk.post("/desk/settings/calendars/", {"do": "add", "name": name, "url": url}))
    assert BusyCalendar.objects.count() == 0


@pytest.mark.parametrize("number", ["", "x", "9" * 40, "٣", "\0"])
def test_removing_what_is_not_there_is_harmless(desk: Browser, number: str) -> None:
    assert desk.post("/desk/settings/calendars/", {"do": "remove", "calendar": number}).status_code == 302


# Booking for somebody


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
    desk: Browser, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    form = their_form()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post("/desk/calls/new/", form)
        desk.post("/desk/calls/new/", form)
    call = Call.objects.get()
    assert (call.email, call.phone, call.zone.key) == ("olu@example.com", "+442079460018", "Europe/London")
    assert mail.outbox[0].subject == "Booked: your free call with Robin Hale on Wednesday 4 March, 4:00 pm"
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
        ({"from": "2026-03-09"}, "Monday 9 March"),
    ],
)
def test_a_booking_that_makes_no_sense_is_not_stored(desk: Browser, changes: dict[str, str], sentence: str) -> None:
    response = desk.post("/desk/calls/new/", their_form(**changes))
    assert sentence in text(response)
    assert 'value="Olu"' in response.content.decode() or "name" in changes
    assert Call.objects.count() == 0


def test_enter_in_a_field_presses_the_forms_own_button(desk: Browser, call: Call) -> None:
    """Enter presses the first button of a form, and the times bring buttons of their own."""
    for address, words in (("/desk/calls/new/", "Book the call"), (f"/desk/calls/{call.pk}/move/", "Move the call")):
        form = desk.get(address).content.decode().split("<main", 1)[1]
        first = re.search("<button[^>]*>([^<]*)</button>", form)
        assert first is not None
        assert first[1] == words
