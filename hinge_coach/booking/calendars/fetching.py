"""Fetching the trainer's other calendars from addresses that can't be trusted.

For the first request and for each redirect a host name is resolved once, the IP addresses are checked, and the
connection goes to the checked address. A name that resolves to a private address the second time (DNS rebinding)
gains nothing.
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

from django.conf import settings
from django.db import transaction

from hinge_coach.booking.calendars.reading import BusyQuestion, UnreadableCalendarError, read_calendar_file
from hinge_coach.booking.models import BusyCalendar, BusySpan, Call, uid_of

FETCH_SECONDS = 10

LARGEST_CALENDAR = 2 * 1024 * 1024

READ_AHEAD = timedelta(days=125)  # more than the longest horizon, 120 days


class FetchRefusedError(OSError):
    """An address that is not fetched, or a file that is too large; the message is a sentence for the trainer."""


def read_calendar(calendar: BusyCalendar, now: datetime) -> bool:
    """Replaces the busy times of one calendar by what its address says now, and returns whether that succeeded.

    Where it fails the earlier busy times stay, and `problem` is a sentence that says why.
    """
    calendar.tried_at = now
    try:
        content = _run_within(FETCH_SECONDS, lambda: download(calendar.url))
        reading = read_calendar_file(content, _question(calendar, now))
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
        cause = problem.reason if isinstance(problem, URLError) else problem
        calendar.problem = str(cause) if isinstance(cause, FetchRefusedError) else "It could not be reached."
    else:
        with transaction.atomic():
            calendar.spans.all().delete()
            BusySpan.objects.bulk_create(BusySpan(calendar=calendar, start=s.start, end=s.end) for s in reading.spans)
            calendar.read_at, calendar.problem = now, ""
            calendar.save(update_fields=["tried_at", "read_at", "problem"])
        return True
    calendar.save(update_fields=["tried_at", "problem"])
    return False


def _question(calendar: BusyCalendar, now: datetime) -> BusyQuestion:
    trainer = calendar.trainer
    first, last = now - timedelta(days=2), now + READ_AHEAD
    own: list[UUID] = list(Call.objects.filter(ends_at__gt=first).values_list("pk", flat=True))
    return BusyQuestion(
        zone=trainer.user.tz,
        email=trainer.user.email,
        first=first,
        last=last,
        own=frozenset(uid_of(call_id) for call_id in own),
    )


def download(url: str) -> bytes:
    """The content behind an http, https or webcal address. Raises OSError, HTTPException or ValueError."""
    if url.startswith("webcal://"):
        url = "https://" + url.removeprefix("webcal://")
    headers = {"User-Agent": "Hinge Coach", "Accept": "text/calendar", "Accept-Encoding": "identity"}
    with _opener().open(urllib.request.Request(url, headers=headers), timeout=FETCH_SECONDS) as response:  # noqa: S310
        content: bytes = response.read(LARGEST_CALENDAR + 1)
    if len(content) > LARGEST_CALENDAR:
        raise FetchRefusedError("It is larger than 2 MB.")
    return content


def connect(address: tuple[str, int], timeout: Any = FETCH_SECONDS, source_address: Any = None) -> socket.socket:
    """Resolves a host and connects to its first IP address. Raises `FetchRefusedError` where any of them is private."""
    host, port = address
    ips = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not settings.PRIVATE_CALENDARS and not all(_is_public(ip) for ip in ips):
        raise FetchRefusedError("This address is on a private network, where the site doesn't look.")
    return socket.create_connection((ips[0], port), timeout, source_address)


UNICAST_V6 = ipaddress.ip_network("2000::/3")

RESERVED_V4 = ipaddress.ip_network("192.0.0.0/24")


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or ip
    # `is_global` is true for some ranges that are translated or retired, so the ranges in use are checked as well.
    in_use = ip in UNICAST_V6 if ip.version == 6 else ip not in RESERVED_V4
    return ip.is_global and not ip.is_multicast and in_use


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
    """Follows http, https and redirects between them; no files, no FTP, no proxy from the environment."""
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


def _run_within(seconds: float, act: Callable[[], bytes]) -> bytes:
    """The result of `act`. Raises TimeoutError, and whatever `act` raises.

    The timeout of a socket starts again with each byte that arrives, so a slow server could hold it for ever.
    """
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
