"""Calendars read over a real connection from a real server on loopback, which tries to lead us astray."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from threading import Event, Thread

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries, Settings

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.availability.availability import load_availability
from hinge_coach.booking.availability.slots import offered
from hinge_coach.booking.calendars import fetching
from hinge_coach.booking.models import BusyCalendar, Call

DENTIST = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:dentist\r\n"
    b"DTSTART:20260303T080000Z\r\nDTEND:20260303T110000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


class Elsewhere(BaseHTTPRequestHandler):
    hung = Event()

    def do_GET(self) -> None:
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
        elif self.path in ("/good.ics", "/large.ics", "/page.html"):
            self.send_response(200)
            self.end_headers()
            content = {"/good.ics": DENTIST, "/page.html": b"<html>Sign in</html>"}.get(self.path, b"x" * 2_200_000)
            self.wfile.write(content)
        elif self.path == "/slow.ics":
            self.hung.wait(5)
        else:
            self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def elsewhere(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Its address. Loopback counts as out in the open here, so that there is something to read."""
    settings.PRIVATE_CALENDARS = True
    monkeypatch.setattr(fetching, "FETCH_SECONDS", 0.5)
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        Elsewhere.hung.set()
        server.shutdown()
        thread.join()
        Elsewhere.hung.clear()


@pytest.fixture
def calendar(trainer: Trainer, elsewhere: str) -> BusyCalendar:
    return BusyCalendar.objects.create(trainer=trainer, name="At home", url=f"{elsewhere}/good.ics")


def fetch() -> str:
    out = StringIO()
    call_command("fetch_calendars", stdout=out)
    return out.getvalue().strip()


def free_on_tuesday(trainer: Trainer, now: datetime) -> list[str]:
    slots = offered(load_availability(trainer, now), now)
    return [f"{slot.starts_at:%H:%M}" for slot in slots if slot.starts_at.date().isoformat() == "2026-03-03"]


def test_no_call_is_offered_while_the_trainer_is_busy(
    calendar: BusyCalendar, trainer: Trainer, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert free_on_tuesday(trainer, now) == ["08:00", "08:30", "09:00", "09:30", "10:00", "10:30"]
    assert fetch() == "At home: 1 busy times"
    with django_assert_num_queries(4):
        assert free_on_tuesday(trainer, now) == []


def test_reading_it_again_replaces_what_was_read(calendar: BusyCalendar) -> None:
    fetch()
    fetch()
    calendar.refresh_from_db()
    assert (calendar.spans.count(), calendar.problem) == (1, "")


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/gone.ics", "The other side answered with 404."),
        ("/page.html", "This is not a calendar file that can be read."),
        ("/large.ics", "It is larger than 2 MB."),
        ("/slow.ics", "It took longer than 0.5 seconds."),
        ("/to//to//to//to//to//to//to//good.ics", "The other side answered with 302."),
        ("/to/file:///etc/passwd", "The other side answered with 302."),
        ("/to/ftp://127.0.0.1/", "It could not be reached."),
    ],
)
def test_a_broken_calendar_keeps_what_was_read_last_and_says_why(
    calendar: BusyCalendar, trainer: Trainer, now: datetime, path: str, problem: str
) -> None:
    fetch()
    BusyCalendar.objects.update(url=calendar.url.replace("/good.ics", path))
    assert fetch() == f"At home: {problem} What was read last stays."
    calendar.refresh_from_db()
    assert (calendar.problem, calendar.spans.count(), calendar.read_at) == (problem, 1, now)
    assert free_on_tuesday(trainer, now) == []
    assert calendar.is_stale(now)


def test_a_redirect_to_a_good_place_is_followed(calendar: BusyCalendar, elsewhere: str) -> None:
    BusyCalendar.objects.update(url=f"{elsewhere}/to/{elsewhere}/good.ics")
    assert fetch() == "At home: 1 busy times"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/a.ics",
        "http://localhost:9/a.ics",
        "http://[::1]:9/a.ics",
        "http://[::ffff:127.0.0.1]:9/a.ics",
        "http://2130706433:9/a.ics",
        "http://0.0.0.0:9/a.ics",
        "http://10.0.0.7/a.ics",
        "http://192.168.1.1/a.ics",
        "http://169.254.169.254/latest/meta-data",
        "https://127.0.0.1:9/a.ics",
    ],
)
def test_private_places_are_refused(trainer: Trainer, now: datetime, url: str) -> None:
    calendar = BusyCalendar.objects.create(trainer=trainer, name="At home", url=url)
    assert fetching.read_calendar(calendar, now) is False
    assert calendar.problem == "This address is on a private network, where the site doesn't look."


def test_a_redirect_into_a_private_place_is_refused(
    calendar: BusyCalendar, elsewhere: str, now: datetime, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the first server counts as out in the open here; it leads to another port of the same machine."""
    settings.PRIVATE_CALENDARS = False
    monkeypatch.setattr(fetching, "_is_public", lambda address: address == "127.0.0.1")
    calendar.url = f"{elsewhere}/to/http://127.0.0.2:9/a.ics"
    assert fetching.read_calendar(calendar, now) is False
    assert calendar.problem == "This address is on a private network, where the site doesn't look."


def test_the_feed_that_comes_back_does_not_block_its_own_call(
    calendar: BusyCalendar, call: Call, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "download", lambda url: DENTIST.replace(b"UID:dentist", b"UID:" + call.uid.encode()))
    assert fetching.read_calendar(calendar, now) is True
    assert calendar.spans.count() == 0


def test_a_calendar_nobody_reads_any_more_is_noticed(calendar: BusyCalendar, now: datetime) -> None:
    fetch()
    calendar.refresh_from_db()
    assert (calendar.is_stale(now), calendar.is_stale(now + timedelta(hours=25))) == (False, True)
    assert calendar.read_at == datetime(2026, 3, 2, 8, tzinfo=UTC)
