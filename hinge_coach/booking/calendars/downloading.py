"""Downloading a file from an address that can't be trusted.

For the first request and for each redirect a host name is resolved once, the IP addresses are checked, and the
connection goes to a checked address. A name that resolves to a private address the second time (DNS rebinding) gains
nothing. What is read, unpacked and waited for is bounded.
"""

import http.client
import ipaddress
import re
import socket
import urllib.request
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import HTTPConnection, HTTPSConnection
from io import BytesIO
from threading import Event, Thread
from time import monotonic
from typing import Any
from urllib.error import HTTPError

from django.conf import settings

FETCH_SECONDS: float = 15
"""For the whole download. With the seconds for reading it stays below the half minute that a web server waits."""

LARGEST_CALENDAR = 20 * 1024 * 1024

CHUNK = 64 * 1024

LONGEST_ETAG = 300

MOST_PIECES = 100

GZIP_MAGIC = b"\x1f\x8b"

SETTLES_IN = timedelta(minutes=1)

_ETAG = re.compile(r'(W/)?"[\x21\x23-\x7e]*"')


class FetchRefusedError(OSError):
    """An address that is not fetched, or a file that is not taken; the message is a sentence for the trainer."""


@dataclass(frozen=True, kw_only=True)
class Validators:
    """What a server sent to tell this version of a file from others (RFC 9110, section 8.8); empty where it didn't."""

    etag: str = ""
    last_modified: str = ""

    @classmethod
    def of(cls, headers: Any, now: datetime) -> "Validators":
        """Those of an answer that can be sent back: well formed, short, and old enough to tell versions apart."""
        etag = str(headers.get("ETag", "")).strip()
        modified = str(headers.get("Last-Modified", "")).strip()
        return cls(
            etag=etag if len(etag) <= LONGEST_ETAG and _ETAG.fullmatch(etag) else "",
            last_modified=modified if _tells_versions_apart(modified, now) else "",
        )

    @property
    def headers(self) -> dict[str, str]:
        """The request headers that ask for another version only."""
        values = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in values.items() if value}


UNKNOWN = Validators()


@dataclass(frozen=True, kw_only=True)
class Download:
    """A file, unpacked, with the type that its server gives it, such as `text/calendar`."""

    content: bytes
    content_type: str
    validators: Validators


def download(url: str, now: datetime, *, known: Validators = UNKNOWN) -> Download | None:
    """What is behind an http, https or webcal address; None where it is still the version with these validators.

    Raises OSError (`FetchRefusedError`, TimeoutError and HTTPError are among them), HTTPException, ValueError and
    OverflowError.
    """
    if url.startswith("webcal://"):
        url = "https://" + url.removeprefix("webcal://")
    headers = {"User-Agent": "Hinge Coach", "Accept": "text/calendar, */*;q=0.1", "Accept-Encoding": "identity"}
    request = urllib.request.Request(url, headers={**headers, **known.headers})  # noqa: S310
    connector = Connector(give_up_at=monotonic() + FETCH_SECONDS)

    def run() -> Download | None:
        try:
            with connector.opener().open(request, timeout=FETCH_SECONDS) as response:
                if response.status != HTTPStatus.OK:  # 206 would be a part of the calendar
                    raise FetchRefusedError(f"The other side answered with {response.status}.")
                content = _unpacked(_read(response, connector), response.headers.get("Content-Encoding", ""))
                return Download(
                    content=content,
                    content_type=response.headers.get_content_type(),
                    validators=Validators.of(response.headers, now),
                )
        except HTTPError as problem:
            problem.close()
            if problem.code == HTTPStatus.NOT_MODIFIED and known.headers:
                return None
            raise

    return _run_within(FETCH_SECONDS, run, stop=connector.stop)


def _read(response: http.client.HTTPResponse, connector: "Connector") -> bytes:
    """The body, refused as soon as it is known to be too large: by its Content-Length, or by what has come."""
    left = response.length  # None where the server doesn't say
    if left is not None and left > LARGEST_CALENDAR:
        raise FetchRefusedError(TOO_LARGE)
    content = BytesIO()
    while left is None or left > 0:
        chunk = response.read1(CHUNK if left is None else min(CHUNK, left))
        if monotonic() > connector.give_up_at:
            raise TimeoutError
        if not chunk:
            break
        content.write(chunk)
        if content.tell() > LARGEST_CALENDAR:
            raise FetchRefusedError(TOO_LARGE)
        left = None if left is None else left - len(chunk)
    if left:
        raise FetchRefusedError("It broke off in the middle.")
    return content.getvalue()


TOO_LARGE = f"It is larger than {LARGEST_CALENDAR // 1024 // 1024} MB."


def _unpacked(content: bytes, encoding: str) -> bytes:
    """The content without gzip, which some servers use although the request asks them not to."""
    if encoding.strip().lower() not in {"", "identity", "gzip", "x-gzip"}:
        raise FetchRefusedError("It comes packed in a way that this site can't open.")
    if not content.startswith(GZIP_MAGIC):
        return content
    unpacked, pieces = BytesIO(), 0
    while content.startswith(GZIP_MAGIC):  # a file may be packed in several pieces, one behind the other
        pieces += 1
        if pieces > MOST_PIECES:  # each copies what is left of the file
            raise FetchRefusedError("It comes packed in a way that this site can't open.")
        piece = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        try:
            unpacked.write(piece.decompress(content, LARGEST_CALENDAR + 1 - unpacked.tell()))
        except zlib.error as problem:
            raise FetchRefusedError("It comes packed in a way that this site can't open.") from problem
        if unpacked.tell() > LARGEST_CALENDAR:
            raise FetchRefusedError(TOO_LARGE)
        if not piece.eof:
            raise FetchRefusedError("It broke off in the middle.")
        content = piece.unused_data
    return unpacked.getvalue()


def _tells_versions_apart(last_modified: str, now: datetime) -> bool:
    """A file that has just changed may change again within the same second (RFC 9110, section 8.8.2.2)."""
    try:
        return parsedate_to_datetime(last_modified) <= now - SETTLES_IN and len(last_modified) < LONGEST_DATE
    except (TypeError, ValueError, OverflowError):  # TypeError: a date without a zone
        return False


LONGEST_DATE = 40


@dataclass(kw_only=True)
class Connector:
    """The connections of one download: only to public addresses, and none after it has been stopped."""

    give_up_at: float  # on the clock of time.monotonic
    _stopped: Event = field(default_factory=Event)
    _handles: list[socket.socket] = field(default_factory=list)

    def connect(self, address: tuple[str, int], timeout: Any = None, source_address: Any = None) -> socket.socket:
        """Resolves a host and connects to one of its addresses.

        Raises `FetchRefusedError` where any of them is private.
        """
        host, port = address
        ips = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        if not settings.PRIVATE_CALENDARS and not all(_is_public(ip) for ip in ips):
            raise FetchRefusedError("This address is on a private network, where the site doesn't look.")
        if self._stopped.is_set():
            raise TimeoutError
        connection = socket.create_connection((ips[0], port), timeout, source_address)
        # TLS takes the socket itself over, so that only a second handle still reaches the connection.
        self._handles.append(connection.dup())
        if self._stopped.is_set():
            self.stop()
        return connection

    def stop(self) -> None:
        """Ends all connections, so that whoever waits for a byte of them stops waiting."""
        self._stopped.set()
        while self._handles:
            handle = self._handles.pop()
            with suppress(OSError):  # it may have ended already
                handle.shutdown(socket.SHUT_RDWR)
            handle.close()

    def opener(self) -> urllib.request.OpenerDirector:
        """Follows http, https and redirects between them; no files, no FTP, no proxy from the environment."""
        opener = urllib.request.OpenerDirector()
        for handler in (
            _PlainHandler(self),
            _SecureHandler(self),
            _Redirects(),
            urllib.request.HTTPErrorProcessor(),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.UnknownHandler(),
        ):
            opener.add_handler(handler)
        return opener


UNICAST_V6 = ipaddress.ip_network("2000::/3")

RESERVED_V4 = ipaddress.ip_network("192.0.0.0/24")


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or ip
    # `is_global` is true for some ranges that are translated or retired, so the ranges in use are checked as well.
    in_use = ip in UNICAST_V6 if ip.version == 6 else ip not in RESERVED_V4
    return ip.is_global and not ip.is_multicast and in_use


class _PlainHandler(urllib.request.HTTPHandler):
    def __init__(self, connector: Connector) -> None:
        super().__init__()
        self.connector = connector

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._connection, req)

    def _connection(self, host: str, **kwargs: Any) -> HTTPConnection:
        connection = HTTPConnection(host, **kwargs)
        connection._create_connection = self.connector.connect  # type: ignore[attr-defined]
        return connection


class _SecureHandler(urllib.request.HTTPSHandler):
    def __init__(self, connector: Connector) -> None:
        super().__init__()
        self.connector = connector

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._connection, req)

    def _connection(self, host: str, **kwargs: Any) -> HTTPSConnection:
        connection = HTTPSConnection(host, **kwargs)
        connection._create_connection = self.connector.connect  # type: ignore[attr-defined]
        return connection


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = 5

    def http_error_302(self, req: Any, fp: Any, code: int, msg: str, headers: Any) -> Any:
        """Follows without the body, which the parent would read to its end, however long it is."""
        fp.close()
        return super().http_error_302(req, fp, code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


def _run_within(seconds: float, act: Callable[[], Download | None], *, stop: Callable[[], None]) -> Download | None:
    """The result of `act`, which is stopped when the time is over. Raises TimeoutError, and whatever `act` raises.

    The timeout of a socket starts again with each byte that arrives, so a slow server could hold it for ever.
    """
    results: list[Download | None] = []
    problems: list[Exception] = []

    def run() -> None:
        try:
            results.append(act())
        except Exception as problem:
            problems.append(problem)

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    is_over = thread.is_alive()
    stop()
    if is_over:
        raise TimeoutError
    if problems:
        raise problems[0]
    return results[0]
