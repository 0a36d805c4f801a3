"""The log holds one line for each request and no secrets."""

import io
import json
import logging
import re
from collections.abc import Iterator

import pytest
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver

from hinge_coach.logs import JSONFormatter, LineFormatter, masked

TOKEN = "41mNjflrRfgsT9bUWHPjAwZ6zwJOm-5-CiqFjz6IzGU"
SECRET = re.compile("<str:(token|proof)>")
REQUEST_LINE = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ INFO hinge_coach\.requests [0-9a-f]{12} (\S+ \S+ \d{3}) \d+ ms"
)


@pytest.fixture
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What the site logs, each line as in production."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(getattr(request, "param", LineFormatter)())
    loggers = [logging.getLogger(name) for name in (None, "hinge_coach.requests")]
    levels = [logger.level for logger in loggers]
    logging.getLogger().addHandler(handler)
    logging.getLogger("hinge_coach.requests").setLevel("INFO")
    yield lines
    logging.getLogger().removeHandler(handler)
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


def routes_with_tokens(resolver: URLResolver | None = None, before: str = "/") -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes_with_tokens(pattern, route)
        elif isinstance(pattern, URLPattern) and SECRET.search(route):
            yield SECRET.sub(TOKEN, route)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("/lessons/reach-back-and-hug/", "/lessons/reach-back-and-hug/"),
        ("/lessons/neutral-on-the-move-and-more/", "/lessons/neutral-on-the-move-and-more/"),
        (
            "/desk/calls/0e7f3f5c-5a0b-4f0e-9b57-2f7c1f5d8a42/move/",
            "/desk/calls/0e7f3f5c-5a0b-4f0e-9b57-2f7c1f5d8a42/move/",
        ),
        (f"/call/{TOKEN}/", "/call/…/"),
        (f"/call/feed/{TOKEN}.ics", "/call/feed/….ics"),
        (f"/call/{TOKEN}extra/nowhere", "/call/…/nowhere"),
        (f"/call/{TOKEN[:22]}", "/call/…"),
        ("maya@example.com wrote", "… wrote"),
        ("/a\nb\x1b[31m/\u202e", "/a?b?[31m/?"),
        ("/" + "a" * 1_000, "/" + "a" * 399),
    ],
)
def test_tokens_and_addresses_are_masked_and_lines_stay_lines(words: str, line: str) -> None:
    assert masked(words) == line


def test_no_token_of_a_link_stands_in_the_log(db: None, log: io.StringIO) -> None:
    routes = sorted(routes_with_tokens())
    assert len(routes) >= 15
    browser = Browser(raise_request_exception=False)
    for route in routes:
        for path in (route, route + "nowhere", route.rstrip("/")):
            browser.get(path)
            browser.post(path)
            browser.delete(path)
    assert TOKEN not in log.getvalue()
    lines = log.getvalue().splitlines()
    assert [line for line in lines if not REQUEST_LINE.fullmatch(line)] == []
    assert len(lines) == len(routes) * 9


def test_a_request_has_one_line_and_its_id_in_the_answer(db: None, client: Browser, log: io.StringIO) -> None:
    answer = client.get("/healthz?email=maya@example.com")
    (line,) = log.getvalue().splitlines()
    assert REQUEST_LINE.fullmatch(line)
    assert f" {answer.headers['X-Request-ID']} GET /healthz 200 " in line


@pytest.mark.parametrize("log", [JSONFormatter], indirect=True)
def test_an_exception_is_told_without_its_message(client: Browser, log: io.StringIO) -> None:
    try:
        try:
            raise KeyError("maya@example.com")
        except KeyError as cause:
            raise ValueError("my back is tight") from cause
    except ValueError:
        logging.getLogger("hinge_coach").exception("It could not be stored.")
    line = json.loads(log.getvalue())
    where = r"ValueError at tests/test_logs\.py:\d+ because of KeyError at tests/test_logs\.py:\d+"
    assert re.fullmatch(where, line.pop("exception"))
    assert {**line, "at": "", "request": ""} == {
        "at": "",
        "level": "ERROR",
        "logger": "hinge_coach",
        "request": "",
        "message": "It could not be stored.",
    }
