"""The feed of calls, and calendars that make the trainer busy."""

import re
from datetime import datetime

import pytest
from django.test import Client as Browser
from icalendar import Calendar

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.calendars import fetching
from hinge_coach.booking.calendars.downloading import Download, Validators
from hinge_coach.booking.calendars.fetching import READ_AHEAD
from hinge_coach.booking.calls import changing
from hinge_coach.booking.models import BusyCalendar, Call, Feed
from tests.coaching.pages import words_of

FREE_WEEK = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"


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
    for page in ("/desk/", "/desk/calls/", "/desk/settings/calendars/"):
        words = words_of(desk_browser.get(page))
        assert "Home was never read." in words
        assert "People may book a call while you are busy" in words
    calendar = BusyCalendar.objects.get()
    desk_browser.post("/desk/settings/calendars/", {"do": "remove", "calendar": str(calendar.pk)})
    assert BusyCalendar.objects.count() == 0


@pytest.fixture
def calendar(trainer: Trainer, now: datetime) -> BusyCalendar:
    return BusyCalendar.objects.create(
        trainer=trainer,
        name="Home",
        url="https://example.com/a.ics",
        tried_at=now,
        read_at=now,
        etag='"v1"',
        expanded_until=now + READ_AHEAD,
        entries=340,
        left_out=7,
        left_out_words=["“Hydration”, May 3, 2026: when it begins can't be read, so it doesn't count."],
        unknown_zones=["Customized Time Zone"],
    )


def test_what_could_not_be_read_is_counted_and_named_and_what_to_do(
    desk_browser: Browser, calendar: BusyCalendar
) -> None:
    words = words_of(desk_browser.get("/desk/settings/calendars/"))
    for piece in (
        "7 of 340 entries could not be read:",
        "“Hydration”, May 3, 2026: when it begins can't be read, so it doesn't count.",
        "And 6 more.",
        "Nobody knows the time zone “Customized Time Zone” .",
        "what is written in it keeps you busy twice: as if it were New York time, and as if it were UTC.",
    ):
        assert piece in words


def test_reading_again_asks_for_the_whole_file(
    desk_browser: Browser, calendar: BusyCalendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The network is not there: what the press would ask it is all that shows."""
    asked = []

    def download(url: str, now: datetime, *, known: Validators) -> Download:
        asked.append((url, known))
        return Download(content=FREE_WEEK, content_type="text/calendar", validators=Validators())

    monkeypatch.setattr(fetching, "download", download)
    pressed = desk_browser.post("/desk/settings/calendars/", {"do": "read", "calendar": str(calendar.pk)}, follow=True)
    assert asked == [("https://example.com/a.ics", Validators())]
    assert "Read again: Home, 0 busy times." in words_of(pressed)
    calendar.refresh_from_db()
    assert (calendar.entries, calendar.left_out, calendar.left_out_words, calendar.unknown_zones) == (0, 0, [], [])


def test_another_zone_of_the_trainer_makes_the_whole_file_come_again(
    desk_browser: Browser, calendar: BusyCalendar
) -> None:
    settings = {"name": "Robin Hale", "zone": "America/New_York"}
    desk_browser.post("/desk/settings/", settings)
    assert BusyCalendar.objects.get().etag == '"v1"'
    desk_browser.post("/desk/settings/", settings | {"zone": "Europe/Lisbon"})
    assert BusyCalendar.objects.get().etag == ""


def test_adding_a_calendar_twice_keeps_one(desk_browser: Browser, trainer: Trainer) -> None:
    typed = {"do": "add", "name": "Home", "url": "https://10.0.0.1/a.ics"}
    for _ in range(2):
        assert desk_browser.post("/desk/settings/calendars/", typed).status_code == 302
    assert BusyCalendar.objects.count() == 1
    words = words_of(desk_browser.post("/desk/settings/calendars/", typed | {"name": "Work"}))
    assert "This calendar is in the list already." in words


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
@pytest.mark.parametrize("action", ["remove", "read"])
def test_what_is_not_there_is_neither_removed_nor_read(desk_browser: Browser, number: str, action: str) -> None:
    answer = desk_browser.post("/desk/settings/calendars/", {"do": action, "calendar": number})
    assert (answer.status_code, BusyCalendar.objects.count()) == (302, 0)
