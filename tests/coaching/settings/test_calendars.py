"""The feed of calls, and calendars that make the trainer busy."""

import re
from datetime import datetime

import pytest
from django.test import Client as Browser
from icalendar import Calendar

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.calls import changing
from hinge_coach.booking.models import BusyCalendar, Call, Feed
from tests.coaching.pages import words_of


def test_the_link_to_subscribe_is_shown_once_and_holds_the_calls(desk_browser: Browser, ninas_call: Call) -> None:
    made = desk_browser.post("/desk/settings/calendars/", {"do": "link"})
    (path,) = re.findall(r"http://testserver(/call/feed/[\w-]+\.ics)", made.content.decode())
    assert path not in desk_browser.get("/desk/settings/calendars/").content.decode()
    content = Browser().get(path).content
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert (str(event["UID"]), str(event["SUMMARY"])) == (ninas_call.uid, "Call with Nina")
    assert (b"driving" in content, b"foam" in content, Feed.objects.get().token_hash in path) == (False, False, False)

    desk_browser.post("/desk/settings/calendars/", {"do": "link"})
    assert Browser().get(path).status_code == 404  # a new link ends the old one
    desk_browser.post("/desk/settings/calendars/", {"do": "unlink"})
    assert Feed.objects.count() == 0


def test_a_cancelled_call_leaves_the_feed(
    desk_browser: Browser, trainer: Trainer, ninas_call: Call, now: datetime
) -> None:
    token = Feed.make(trainer, at=now)
    changing.cancel(ninas_call, now=now)
    assert b"VEVENT" not in Browser().get(f"/call/feed/{token}.ics").content


def test_a_calendar_that_cannot_be_read_is_kept_and_told(desk_browser: Browser, trainer: Trainer) -> None:
    shown = desk_browser.post(
        "/desk/settings/calendars/", {"do": "add", "name": "Home", "url": "https://10.0.0.1/a.ics"}, follow=True
    )
    assert "This address is on a private network, where the site doesn't look." in words_of(shown)
    assert "Home could not be read yet." in words_of(desk_browser.get("/desk/calls/"))
    calendar = BusyCalendar.objects.get()
    desk_browser.post("/desk/settings/calendars/", {"do": "remove", "calendar": str(calendar.pk)})
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
def test_a_calendar_that_makes_no_sense_is_refused(desk_browser: Browser, name: str, url: str, sentence: str) -> None:
    assert sentence in words_of(desk_browser.post("/desk/settings/calendars/", {"do": "add", "name": name, "url": url}))
    assert BusyCalendar.objects.count() == 0


@pytest.mark.parametrize("number", ["", "x", "9" * 40, "٣", "\0"])
def test_removing_what_is_not_there_is_harmless(desk_browser: Browser, number: str) -> None:
    assert desk_browser.post("/desk/settings/calendars/", {"do": "remove", "calendar": number}).status_code == 302
