"""Reading the trainer's other calendars over the network, which is not to be trusted.

An address is looked up once, checked, and then that very address is connected to, for the first request and for each
redirect alike: a name can't point to a private place the second time.
"""

import http.client
import ipaddress
import socket
import urllib.request
from collections.abc import Callable
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Thread
from typing import Any
from urllib.error import HTTPError, URLError
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from hinge_coach.booking.calendars.recurrence import CalendarReader, UnreadableCalendarError
from hinge_coach.booking.models import BusyCalendar, BusySpan, Call, uid_of

FETCH_SECONDS = 10

LARGEST_CALENDAR = 2 * 1024 * 1024

READ_AHEAD = timedelta(days=125)  # the longest horizon, and a little


class FetchRefusedError(OSError):
    """An address we don't go to."""


def read_calendar(calendar: BusyCalendar, now: datetime) -> bool:
    """Reads one calendar anew. Where that fails, what was read last stays and `problem` says why."""
    calendar.tried_at = now
    try:
        content = _within(FETCH_SECONDS, lambda: download(calendar.url))
        spans = _reader(calendar, now).spans(content)
    except UnreadableCalendarError as problem:
        calendar.problem = str(problem)
    except FetchRefusedError as problem:
        calendar.problem = str(problem)
    except HTTPError as problem:
        calendar.problem = f"The other side answered with {problem.code}."
        problem.close()
    except TimeoutError:
        calendar.problem = f"It took longer than {FETCH_SECONDS} seconds."
    except (OSError, HTTPException, ValueError) as problem:
        refused = problem.reason if isinstance(problem, URLError) else problem
        calendar.problem = str(refused) if isinstance(refused, FetchRefusedError) else "It could not be reached."
    else:
        with transaction.atomic():
            calendar.spans.all().delete()
            BusySpan.objects.bulk_create(BusySpan(calendar=calendar, start=s.start, end=s.end) for s in spans)
            calendar.read_at, calendar.problem = now, ""
            calendar.save(update_fields=["tried_at", "read_at", "problem"])
        return True
    calendar.save(update_fields=["tried_at", "problem"])
    return False


def _reader(calendar: BusyCalendar, now: datetime) -> CalendarReader:
    trainer = calendar.trainer
    first, last = now - timedelta(days=2), now + READ_AHEAD
    own: list[UUID] = list(Call.objects.filter(ends_at__gt=first).values_list("pk", flat=True))
    return CalendarReader(
        zone=ZoneInfo(trainer.zone),
        email=trainer.user.email,
        first=first,
        last=last,
        own=frozenset(uid_of(call_id) for call_id in own),
    )


def download(url: str) -> bytes:
    """The file behind a http, https or webcal address. Raises OSError, HTTPException or ValueError."""
    if url.startswith("webcal://"):
        url = "https://" + url.removeprefix("webcal://")
    headers = {"User-Agent": "Hinge Coach", "Accept": "text/calendar", "Accept-Encoding": "identity"}
    with _opener().open(urllib.request.Request(url, headers=headers), timeout=FETCH_SECONDS) as answer:  # noqa: S310
        content: bytes = answer.read(LARGEST_CALENDAR + 1)
    if len(content) > LARGEST_CALENDAR:
        raise FetchRefusedError("It is larger than 2 MB.")
    return content


def connect(address: tuple[str, int], timeout: Any = FETCH_SECONDS, source_address: Any = None) -> socket.socket:
    """Looks a host up, refuses it where any of its addresses is not out in the open, and connects to the first."""
    host, port = address
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not settings.PRIVATE_CALENDARS and not all(_is_open(each) for each in found):
        raise FetchRefusedError("This address is on a private network, where the site doesn't look.")
    return socket.create_connection((found[0], port), timeout, source_address)


ORDINARY_V6 = ipaddress.ip_network("2000::/3")

SPECIAL_V4 = ipaddress.ip_network("192.0.0.0/24")


def _is_open(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or ip
    # Python calls some translated and retired ranges global: only today's unicast space is.
    is_special = ip in (ORDINARY_V6 if ip.version == 6 else SPECIAL_V4)
    return ip.is_global and not ip.is_multicast and is_special == (ip.version == 6)


class _Plain(HTTPConnection):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._create_connection = connect


class _Secure(HTTPSConnection):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._create_connection = connect


class _PlainHandler(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Plain, req)


class _SecureHandler(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Secure, req)


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = 5


def _opener() -> urllib.request.OpenerDirector:
    """Knows http, https and redirects between them; no files, no FTP, no proxy from the environment."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        _PlainHandler(),
        _SecureHandler(),
        _Redirects(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _within(seconds: float, act: Callable[[], bytes]) -> bytes:
    """The result of `act`, or TimeoutError. A socket's own timeout begins anew with each byte, this one doesn't."""
    results: list[bytes] = []
    problems: list[Exception] = []

    def run() -> None:
        try:
            results.append(act())
        except Exception as problem:
            problems.append(problem)

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if problems:
        raise problems[0]
    if not results:
        raise TimeoutError
    return results[0]
