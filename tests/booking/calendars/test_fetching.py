"""Calendars read over a real connection from a real server on loopback, which tries to lead us astray."""

import gzip
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from threading import Event, Thread, active_count
from time import sleep
from typing import ClassVar

import pytest
import time_machine
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries, Settings

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.availability.availability import load_availability
from hinge_coach.booking.availability.slots import offered
from hinge_coach.booking.calendars import downloading, fetching
from hinge_coach.booking.models import BusyCalendar, BusySpan, Call
from hinge_coach.coaching.settings.forms import SettingsForm

DENTIST = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:dentist\r\n"
    b"DTSTART:20260303T080000Z\r\nDTEND:20260303T110000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


ETAG = '"v1"'
CHANGED_AT = "Sun, 01 Mar 2026 07:00:00 GMT"
MB = 1024 * 1024


def padded(size: int) -> bytes:
    """The dentist, in a file of this many bytes."""
    begin, end = DENTIST.split(b"BEGIN:VEVENT", 1)
    lines = b"X-NOTE:" + b"x" * 62 + b"\r\n"
    return (begin + lines * ((size - len(DENTIST)) // len(lines)) + b"BEGIN:VEVENT" + end).ljust(size, b"\n")


BODIES = {
    "/good.ics": DENTIST,
    "/page.html": b"<html>Sign in</html>",
    "/empty.ics": b"",
    "/20mb.ics": padded(20 * MB),
    "/25mb.ics": padded(25 * MB),
    "/packed.ics": gzip.compress(DENTIST),
    "/packed-unsaid.ics": gzip.compress(DENTIST[:50]) + gzip.compress(DENTIST[50:]),
    "/called-a-page.ics": DENTIST,
    "/bomb.ics": gzip.compress(padded(25 * MB)),
    "/half.ics": gzip.compress(DENTIST)[:-9],
    "/in-a-million-pieces.ics": (gzip.compress(b"") * MB)[: 20 * MB // 20 * 20],
    "/brotli.ics": b"whatever",
    "/part.ics": DENTIST,
}
HEADERS = {
    "/page.html": {"Content-Type": "text/html; charset=utf-8"},
    "/packed.ics": {"Content-Encoding": "gzip"},
    "/called-a-page.ics": {"Content-Type": "text/html"},
    "/bomb.ics": {"Content-Encoding": "gzip"},
    "/half.ics": {"Content-Encoding": "gzip"},
    "/brotli.ics": {"Content-Encoding": "br"},
}


class Elsewhere(BaseHTTPRequestHandler):
    hung = Event()
    validators: ClassVar[dict[str, str]] = {}
    asked: ClassVar[list[dict[str, str]]] = []
    statuses: ClassVar[list[int]] = []

    def do_GET(self) -> None:
        names = ("If-None-Match", "If-Modified-Since")
        conditions = {name: value for name in names if (value := self.headers.get(name))}
        self.asked.append(conditions)
        if self.path.startswith("/to/"):
            self.answer(302, {"Location": self.path.removeprefix("/to/")})
        elif self.path == "/endless-redirect.ics":
            self.answer(302, {"Location": "/good.ics"})
            with suppress(OSError):
                while not self.hung.wait(0.01):
                    self.wfile.write(b"x" * 65536)
        elif self.path == "/slow.ics":
            self.hung.wait(5)
        elif self.path == "/byte-by-byte.ics":
            self.answer(200, {"Content-Length": str(len(DENTIST))})
            for byte in DENTIST:
                if self.hung.wait(0.1):
                    break
                self.wfile.write(bytes([byte]))
        elif self.path == "/headers-byte-by-byte.ics":
            for byte in b"HTTP/1.1 200 OK\r\nX-Note: " + b"x" * 1000:
                if self.hung.wait(0.1):
                    break
                self.wfile.write(bytes([byte]))
        elif self.path == "/broken-off.ics":
            self.answer(200, {"Content-Length": str(len(DENTIST))})
            self.wfile.write(DENTIST[:-20])
        elif self.path == "/25mb-announced.ics":
            self.answer(200, {"Content-Length": str(25 * MB)})
            self.hung.wait(5)
        elif conditions and self.path == "/good.ics" and conditions.items() <= expected(self.validators).items():
            self.answer(304, {})
        elif self.path in BODIES:
            self.answer(206 if self.path == "/part.ics" else 200, {**self.validators, **HEADERS.get(self.path, {})})
            self.wfile.write(BODIES[self.path])
        else:
            self.send_error(404)

    def answer(self, status: int, headers: dict[str, str]) -> None:
        self.statuses.append(status)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def expected(validators: dict[str, str]) -> dict[str, str]:
    """What whoever has this version sends along."""
    names = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
    return {names[name]: value for name, value in validators.items()}


@pytest.fixture
def elsewhere(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Its address. Loopback counts as out in the open here, so that there is something to read."""
    settings.PRIVATE_CALENDARS = True
    monkeypatch.setattr(Elsewhere, "validators", {})
    monkeypatch.setattr(Elsewhere, "asked", [])
    monkeypatch.setattr(Elsewhere, "statuses", [])
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        Elsewhere.hung.set()
        server.shutdown()
        thread.join()
        Elsewhere.hung.clear()


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloading, "FETCH_SECONDS", 0.5)


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
        (
            "/page.html",
            "A web page is at this address, and no calendar. Please copy the secret address in iCal format.",
        ),
        ("/empty.ics", "This is not a calendar file that can be read."),
        ("/25mb.ics", "It is larger than 20 MB."),
        ("/25mb-announced.ics", "It is larger than 20 MB."),
        ("/bomb.ics", "It is larger than 20 MB."),
        ("/half.ics", "It broke off in the middle."),
        ("/broken-off.ics", "It broke off in the middle."),
        ("/brotli.ics", "It comes packed in a way that this site can't open."),
        ("/part.ics", "The other side answered with 206."),
        ("/to//to//to//to//to//to//to//good.ics", "The other side answered with 302."),
        ("/to/file:///etc/passwd", "The other side answered with 302."),
        ("/to/ftp://127.0.0.1/", "It could not be reached."),
        ("/to/http://127.0.0.1:99999/", "It could not be reached."),
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


@pytest.mark.parametrize("path", ["/slow.ics", "/byte-by-byte.ics", "/headers-byte-by-byte.ics"])
def test_a_slow_calendar_is_given_up_and_its_connection_ended(calendar: BusyCalendar, hurry: None, path: str) -> None:
    before = active_count()
    BusyCalendar.objects.update(url=calendar.url.replace("/good.ics", path))
    assert fetch() == "At home: It took longer than 0.5 seconds. What was read last stays."
    for _ in range(100):  # the thread that waited for a byte ends, and so does that of the server, which can't write
        if active_count() <= before + 1:
            break
        sleep(0.02)
    assert active_count() <= before + 1


@pytest.mark.parametrize("path", ["/20mb.ics", "/packed.ics", "/packed-unsaid.ics", "/called-a-page.ics"])
def test_a_large_a_packed_and_a_wrongly_called_calendar_are_read(calendar: BusyCalendar, path: str) -> None:
    BusyCalendar.objects.update(url=calendar.url.replace("/good.ics", path))
    assert fetch() == "At home: 1 busy times"


@pytest.mark.parametrize(
    "validators",
    [{"ETag": ETAG}, {"ETag": "W/" + ETAG}, {"Last-Modified": CHANGED_AT}, {"ETag": ETAG, "Last-Modified": CHANGED_AT}],
)
def test_an_unchanged_calendar_does_not_come_again_and_counts_as_read(
    calendar: BusyCalendar, now: datetime, validators: dict[str, str]
) -> None:
    Elsewhere.validators.update(validators)
    fetch()
    BusyCalendar.objects.update(problem="It could not be reached.")  # as an hour ago
    with time_machine.travel(now + timedelta(hours=2), tick=False):
        assert fetch() == "At home: 1 busy times"
    calendar.refresh_from_db()
    assert (Elsewhere.statuses, Elsewhere.asked) == ([200, 304], [{}, expected(validators)])
    assert (calendar.read_at, calendar.problem, calendar.entries) == (now + timedelta(hours=2), "", 1)


def test_a_changed_calendar_comes_again(calendar: BusyCalendar, monkeypatch: pytest.MonkeyPatch) -> None:
    Elsewhere.validators["ETag"] = ETAG
    fetch()
    Elsewhere.validators["ETag"] = '"v2"'
    monkeypatch.setitem(
        BODIES, "/good.ics", DENTIST.replace(b"BEGIN:VEVENT", b"BEGIN:VTODO").replace(b"END:VEVENT", b"END:VTODO")
    )
    assert fetch() == "At home: 0 busy times"
    calendar.refresh_from_db()
    assert (Elsewhere.statuses, calendar.etag) == ([200, 200], '"v2"')


@pytest.mark.parametrize(
    "validators",
    [
        {"ETag": '"' + "a" * 10_000 + '"'},
        {"ETag": 'W/"' + "a" * 10_000 + '"'},
        {"ETag": "v1"},
        {"ETag": '"a" "b"'},
        {"ETag": '"\xe9"'},
        {"Last-Modified": "yesterday"},
        {"Last-Modified": "Mon, 02 Mar 2026 07:59:59 GMT"},  # a second ago: it may change again within it
        {"Last-Modified": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"Last-Modified": CHANGED_AT + " " * 5_000},
    ],
)
def test_what_can_not_tell_versions_apart_is_not_kept(calendar: BusyCalendar, validators: dict[str, str]) -> None:
    Elsewhere.validators.update(validators)
    fetch()
    fetch()
    calendar.refresh_from_db()
    assert Elsewhere.statuses == [200, 200]
    assert (calendar.etag, calendar.last_modified) in {("", ""), ("", CHANGED_AT)}
    assert Elsewhere.asked[1] in ({}, {"If-Modified-Since": CHANGED_AT})


def test_a_day_later_the_whole_file_is_read_so_that_repeating_events_never_run_out(
    calendar: BusyCalendar, now: datetime
) -> None:
    Elsewhere.validators["ETag"] = ETAG
    for hours in (0, 23, 24, 47, 48):
        with time_machine.travel(now + timedelta(hours=hours), tick=False):
            fetch()
    calendar.refresh_from_db()
    assert Elsewhere.statuses == [200, 304, 200, 304, 200]
    assert calendar.expanded_until == now + timedelta(hours=48) + fetching.READ_AHEAD


def test_the_whole_file_is_read_when_asked_for(calendar: BusyCalendar, now: datetime) -> None:
    Elsewhere.validators["ETag"] = ETAG
    fetch()
    calendar.refresh_from_db()
    assert fetching.read_calendar(calendar, now, whole=True) is True
    assert Elsewhere.statuses == [200, 200]


@pytest.mark.parametrize("has_changed", [True, False])
def test_a_zone_changed_while_it_is_read_has_it_read_again(
    calendar: BusyCalendar, now: datetime, has_changed: bool
) -> None:
    Elsewhere.validators["ETag"] = ETAG
    fetching.read_calendar(calendar, now)
    Elsewhere.validators["ETag"] = '"v2"' if has_changed else ETAG
    form = SettingsForm.of(Trainer.objects.get(), {"name": "Robin", "zone": "Asia/Tokyo", "phone": "", "bio": ""})
    assert form.is_valid(), form.errors
    form.save(Trainer.objects.get())
    fetching.read_calendar(calendar, now)  # with what was loaded before the zone changed
    calendar.refresh_from_db()
    assert (Elsewhere.statuses[1:], calendar.etag) == ([200] if has_changed else [304], "")


def test_a_calendar_removed_while_it_is_read_leaves_nothing_behind(
    calendar: BusyCalendar, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    BusyCalendar.objects.all().delete()
    assert fetching.read_calendar(calendar, now) is False
    assert (BusyCalendar.objects.count(), BusySpan.objects.count()) == (0, 0)


def test_what_could_not_be_read_is_counted_and_named(calendar: BusyCalendar, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = (
        b"BEGIN:VEVENT\r\nUID:water\r\nSUMMARY:Hydra\xe2\x80\xaetion\x00\r\nDTSTART:20260503T080000Z\r\n"
        b"DTEND:20260503T083000Z\r\nRRULE:FREQ=OFTEN\r\nEND:VEVENT\r\n"
        b"BEGIN:VEVENT\r\nUID:zone\r\nDTSTART;TZID=Nowhere/Land:20260304T080000\r\n"
        b"DTEND;TZID=Nowhere/Land:20260304T083000\r\nEND:VEVENT\r\n"
    )
    monkeypatch.setitem(BODIES, "/good.ics", DENTIST.replace(b"BEGIN:VEVENT", broken + b"BEGIN:VEVENT", 1))
    fetch()
    calendar.refresh_from_db()
    assert (calendar.entries, calendar.left_out, calendar.unknown_zones) == (3, 1, ["Nowhere/Land"])
    assert calendar.left_out_words == [
        "“Hydration”, May 3, 2026: how it repeats can't be read, so only its first date counts."
    ]


def test_the_body_of_a_redirect_is_not_read(calendar: BusyCalendar, elsewhere: str, hurry: None) -> None:
    calendar.url = f"{elsewhere}/endless-redirect.ics"
    calendar.save()
    assert fetch() == "At home: 1 busy times"


def test_a_file_packed_in_very_many_pieces_is_refused(calendar: BusyCalendar, elsewhere: str) -> None:
    calendar.url = f"{elsewhere}/in-a-million-pieces.ics"
    calendar.save()
    fetch()
    calendar.refresh_from_db()
    assert calendar.problem == "It comes packed in a way that this site can't open."


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
    monkeypatch.setattr(downloading, "_is_public", lambda address: address == "127.0.0.1")
    calendar.url = f"{elsewhere}/to/http://127.0.0.2:9/a.ics"
    assert fetching.read_calendar(calendar, now) is False
    assert calendar.problem == "This address is on a private network, where the site doesn't look."


def test_the_feed_that_comes_back_does_not_block_its_own_call(
    calendar: BusyCalendar, call: Call, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(BODIES, "/good.ics", DENTIST.replace(b"UID:dentist", b"UID:" + call.uid.encode()))
    assert fetching.read_calendar(calendar, now) is True
    assert calendar.spans.count() == 0


def test_a_calendar_nobody_reads_any_more_is_noticed(calendar: BusyCalendar, now: datetime) -> None:
    fetch()
    calendar.refresh_from_db()
    assert (calendar.is_stale(now), calendar.is_stale(now + timedelta(hours=25))) == (False, True)
    assert calendar.read_at == datetime(2026, 3, 2, 8, tzinfo=UTC)
