"""All forms of the site, found by walking the URL map, each with the database it was seen in; and pressing them."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from threading import Barrier
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import time_machine
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser
from django.urls import Resolver404, resolve

from tests.site.forms import Form, Sent, told

AT = "http://testserver"
# A sign-in prolongs itself; how often somebody asked is counted; reading a file is written down; and the mark of the
# content is random.
NOT_STORED = {"django_session", "cache", "accounts_look", "content_mark"}
# A field that is wrong, the list of errors at the top, a sentence beside a field or for a screen reader at once; the
# place for one may be empty.
REFUSAL = re.compile(r"""aria-invalid="true"|class="error|(field__error|role="alert")[^>]*>\s*(<p>)?\s*[^<\s]""")


@dataclass(frozen=True)
class State:
    """A database as it was when a page was shown: a file, and the cookies of who looked at it."""

    file: Path
    cookies: SimpleCookie

    def browser(self) -> Browser:
        browser = Browser(raise_request_exception=False)
        browser.cookies = deepcopy(self.cookies)
        return browser


@dataclass(frozen=True)
class Found:
    """A form on a page of this audience."""

    audience: str
    page: str
    form: Form
    state: State = field(compare=False)

    @property
    def name(self) -> tuple[str, ...]:
        """The same for forms that differ only in a day, a score or whom they are about."""
        view, fields, button = self.form.what
        alike = {re.sub(r"\d+|__prefix__", "#", name) for name in fields}
        # What a button does is in its value where its name is a verb; else that is a day, a score or a card.
        pressed = f"{button[0]}={button[1]}" if button and button[0] in ("do", "go") else button and button[0]
        return (self.audience, view, *sorted(alike), re.sub(r"[-\d]+|__prefix__", "#", str(pressed)))


@dataclass(frozen=True)
class Answer:
    """What somebody gets to see: status, address it leads to, words, and the page there."""

    status: int
    location: str
    words: str
    page: str = ""
    html: str = field(default="", compare=False)
    error: str = field(default="", compare=False)

    @property
    def path(self) -> str:
        return self.location.partition("?")[0]

    @property
    def is_refused(self) -> bool:
        """A form that comes back with a sentence, or a page that says no."""
        return self.status >= 400 or REFUSAL.search(self.html) is not None


class Press:
    """Presses forms in databases of their own, in threads of their own, each with its own connection."""

    def __init__(self, folder: Path, now: datetime) -> None:
        self.folder, self.now, self.made = folder, now, 0
        self.threads = ThreadPoolExecutor(2)
        self.memory = connection.settings_dict["NAME"]

    def close(self) -> None:
        connection.settings_dict["NAME"] = self.memory
        self.threads.shutdown()

    def keep(self, source: sqlite3.Connection | Path) -> Path:
        """A copy of a database."""
        self.made += 1
        path = self.folder / f"{self.made}.sqlite3"
        with closing(sqlite3.connect(path)) as copy:
            if isinstance(source, Path):
                with closing(sqlite3.connect(source)) as opened:
                    opened.backup(copy)
            else:
                source.backup(copy)
        return path

    def fresh(self, found: Found) -> Path:
        """A copy to press in; no mail was sent yet, and nobody was counted."""
        cache.clear()
        mail.outbox = []
        return self.keep(found.state.file)

    def at(self, file: Path, *works: Callable[[], Any]) -> list[Any]:
        """What each of `works` gives, done at the same time in this database."""
        connection.settings_dict["NAME"] = str(file)

        def done(work: Callable[[], Any]) -> Any:
            connection.close()
            try:
                return work()
            finally:
                connection.close()

        try:
            return [each.result() for each in [self.threads.submit(done, work) for work in works]]
        finally:
            connection.settings_dict["NAME"] = self.memory

    def twice_in_a_row(self, found: Found, sent: Sent) -> tuple[Answer, Answer, dict[str, Any], dict[str, Any], State]:
        """Both answers, what the tables hold after one and after two, and the state between."""
        file, browser = self.fresh(found), found.state.browser()

        def pressed() -> tuple[Answer, dict[str, Any]]:
            return send(browser, found, sent, follow=True), tables()

        [(first, after_one)] = self.at(file, pressed)
        between = State(self.keep(file), deepcopy(browser.cookies))
        with time_machine.travel(self.now + timedelta(seconds=1), tick=False):
            [(second, after_two)] = self.at(file, pressed)
        file.unlink()
        return first, second, after_one, after_two, between

    def by_script(self, found: Found, sent: Sent) -> tuple[Answer, State]:
        """The answer to htmx, which is a part of a page where the view has one, and the state after it."""
        file, browser = self.fresh(found), found.state.browser()
        [answer] = self.at(file, lambda: send(browser, found, sent, follow=True, by_script=True))
        return answer, State(file, deepcopy(browser.cookies))

    def twice_at_once(self, found: Found, sent: Sent) -> tuple[list[Answer], dict[str, Any]]:
        file, ready = self.fresh(found), Barrier(2)

        def pressed() -> Answer:
            browser = found.state.browser()
            ready.wait()
            return send(browser, found, sent)

        answers = self.at(file, pressed, pressed)
        [stored] = self.at(file, tables)
        file.unlink()
        return answers, stored


def send(browser: Browser, found: Found, sent: Sent, follow: bool = False, by_script: bool = False) -> Answer:
    form, headers = found.form, {"Referer": AT + found.page, "Origin": AT}
    if by_script:
        headers["HX-Request"] = "true"
    raw = {name: [value.encode(errors="surrogatepass") for value in values] for name, values in sent.items()}
    response = browser.post(form.action, raw, headers=headers)
    location = response.headers.get("Location", "")
    kind = response.headers.get("Content-Type", "")
    html = response.content.decode() if kind.startswith("text/html") and not response.streaming else ""
    words, page = told(html), ""
    if follow and location.startswith("/"):
        there = browser.get(urljoin(form.action, location), follow=True)
        page, html = there.request["PATH_INFO"], "" if there.streaming else there.content.decode(errors="replace")
    broke = getattr(response, "exc_info", None) if response.status_code >= 500 else None
    error = repr(broke[1])[:300] if broke else str(response.status_code) if response.status_code >= 500 else ""
    return Answer(response.status_code, location, words, page, html, error)


def tables() -> dict[str, list[str]]:
    """All rows of all tables, but of those that nobody reads back."""
    with connection.cursor() as cursor:
        names = sorted(set(connection.introspection.table_names(cursor)) - NOT_STORED)
        stored = {}
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')
            stored[name] = sorted(map(repr, cursor.fetchall()))
    stored["mails"] = sorted(repr((each.to, each.subject)) for each in mail.outbox)
    return stored


def changed(before: dict[str, list[str]], after: dict[str, list[str]]) -> dict[str, tuple[list[str], list[str]]]:
    return {
        name: (sorted(set(rows) - set(after[name])), sorted(set(after[name]) - set(rows)))
        for name, rows in before.items()
        if rows != after[name]
    }


def asked_links(html: str, page: str) -> Iterator[str]:
    """The links of a page with a question mark: such a page may show other forms than the plain one."""
    for href in re.findall(r'<a [^>]*href="([^"#]*\?[^"#]*)', html):
        yield urljoin(page, href.replace("&amp;", "&"))


def kind_of_link(url: str) -> tuple[str, ...] | None:
    parts = urlsplit(url)
    if parts.netloc or not parts.path.startswith("/"):
        return None
    try:
        return (resolve(parts.path).view_name, *sorted({name for name, _ in parse_qsl(parts.query)}))
    except Resolver404:
        return None
