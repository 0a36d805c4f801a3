"""The log: one line for each request and each problem, without secrets and without what people wrote.

Whoever holds the token of a mailed link can use it, so no token stands in a log, not even in one that doesn't fit any
more. The messages of exceptions are left out: PostgreSQL quotes rows in them, and mail servers addresses.
"""

import json
import logging
import re
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from traceback import extract_tb
from types import TracebackType

from django.http import HttpRequest, HttpResponse

ROOT = Path(__file__).resolve().parent.parent

LONGEST_LOG_LINE = 400

LIKE_A_SECRET = re.compile(r"\S+@\S+|[\w-]{20,}")
UUID_OR_WORDS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z]+([-_][a-z]+)*")

requests = logging.getLogger("hinge_coach.requests")

_request_id: ContextVar[str] = ContextVar("_request_id", default="")


def masked(words: str) -> str:
    """The same on one line, with `…` in the place of addresses and of everything that may be the token of a link.

    >>> masked("/call/Yp3n8mJtqv-vV0kxJQhK2cB3sGk1b5l6a7d8e9f0g1h/move/")
    '/call/…/move/'
    """

    def mask(match: re.Match[str]) -> str:
        return match[0] if UUID_OR_WORDS.fullmatch(match[0]) else "…"

    line = "".join(character if character.isprintable() else "?" for character in words)
    return LIKE_A_SECRET.sub(mask, line)[:LONGEST_LOG_LINE]


def log_requests(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: one line for each request. Its id is in the answer, too, and in all lines about this request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began, request_id = time.perf_counter(), secrets.token_hex(6)
        _request_id.set(request_id)  # until the next request: Django logs problems after all middleware has ended
        response = get_response(request)
        milliseconds = round((time.perf_counter() - began) * 1000)
        requests.info("%s %s %d %d ms", request.method, request.path, response.status_code, milliseconds)
        response.headers["X-Request-ID"] = request_id
        return response

    return middleware


class LineFormatter(logging.Formatter):
    """Lines such as `2026-03-02T09:00:00Z INFO hinge_coach.requests 5f3a0c1d2e4b GET /call/…/ 200 12 ms`."""

    def fields(self, record: logging.LogRecord) -> dict[str, str]:
        """What a line holds: UTC time, level, logger, id of the request, message, and where an exception came from."""
        return {
            "at": f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%SZ}",
            "level": record.levelname,
            "logger": record.name,
            "request": _request_id.get(),
            "message": masked(record.getMessage()),
            "exception": _where(*record.exc_info[1:]) if record.exc_info else "",
        }

    def format(self, record: logging.LogRecord) -> str:
        return " ".join(filter(None, self.fields(record).values()))


class JSONFormatter(LineFormatter):
    """The same as one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps({name: value for name, value in self.fields(record).items() if value}, ensure_ascii=False)


def _where(problem: BaseException | None, traceback: TracebackType | None) -> str:
    """The kind of an exception and of its causes, and the lines it came through, innermost first."""
    if problem is None:
        return ""
    frames = [f"{_short(frame.filename)}:{frame.lineno}" for frame in extract_tb(traceback)]
    cause = problem.__cause__ or problem.__context__
    because = f" because of {_where(cause, cause.__traceback__)}" if cause else ""
    return f"{type(problem).__qualname__} at {' < '.join(reversed(frames))}{because}"


def _short(path: str) -> str:
    file = Path(path)
    return str(file.relative_to(ROOT)) if file.is_relative_to(ROOT) and ".venv" not in file.parts else file.name
