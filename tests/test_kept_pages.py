"""Whole pages in memory: the same for every visitor, never for anybody else, and never what they were before."""

import gzip
import os
import re
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.content_mark import WATCHED
from hinge_coach.kept_pages import forget_pages
from lessons.models import Lesson
from tests.conftest import NOW, SignIn

KEPT = (
    "/",
    "/lessons/",
    "/lessons/wall-tap/",
    "/lessons/wall-tap/practice/",
    "/lessons/loaded-hinge/practice/",
    "/cards/",
    "/why-tight/",
    "/break/",
    "/lab/",
    "/lab/figures/",
    "/safety/",
    "/safety/how-it-decides/",
)
ONE_QUERY = ["SELECT mark FROM content_mark"]

pytestmark = pytest.mark.usefixtures("curriculum")


def queries_of(browser: Browser, url: str, **headers: str) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(url, headers=headers).status_code == 200
    return [query["sql"] for query in queries]


@pytest.mark.parametrize("url", KEPT)
def test_a_kept_page_reads_only_tables_that_are_watched_and_then_only_the_mark(url: str, trainer: Trainer) -> None:
    read = {table for sql in queries_of(Browser(), url) for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', sql)}
    assert read <= set(WATCHED)
    assert queries_of(Browser(), url) == ONE_QUERY


@pytest.mark.parametrize("url", KEPT)
def test_a_kept_page_is_the_same_at_every_hour_with_the_headers_of_the_first(url: str, trainer: Trainer) -> None:
    answers = []
    for days in (0, 0, 200):
        with time_machine.travel(NOW + timedelta(days=days, hours=days), tick=False):
            answer = Browser().get(url)
        answers.append((answer.content, {**answer.headers, "X-Request-ID": ""}))
        if days == 0 and len(answers) == 2:
            forget_pages()  # the third is drawn on another day
    assert answers[1] == answers[0]
    assert answers[2] == answers[0]


def test_headers_are_those_of_a_page_that_is_not_kept(trainer: Trainer, settings: Settings) -> None:
    kept = Browser().get("/safety/").headers
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("keep_pages")]
    bare = Browser().get("/safety/").headers
    own = ("ETag", "X-Request-ID")
    assert {name: value for name, value in kept.items() if name not in own} == {
        name: value for name, value in bare.items() if name not in own
    }
    assert "ETag" in kept
    assert "ETag" not in bare


def test_changed_content_is_on_the_next_page(trainer: Trainer) -> None:
    assert "Meet the wall" not in Browser().get("/lessons/wall-tap/").text
    etag = Browser().get("/lessons/wall-tap/").headers["ETag"]
    Lesson.objects.filter(slug="wall-tap").update(title="Meet the wall")
    trainer.user.name = "Kim Novak"
    trainer.user.save()
    answer = Browser().get("/lessons/wall-tap/", headers={"If-None-Match": etag})
    assert (answer.status_code, "Meet the wall" in answer.text) == (200, True)
    assert "Kim Novak" in Browser().get("/").text


ANOTHER_PROCESS = """
import sys, django; django.setup()
from django.test import Client
for line in sys.stdin:
    answer = Client().get("/lessons/wall-tap/")
    print("Meet the wall" in answer.text, answer.headers["ETag"], flush=True)
"""


def test_a_change_by_one_process_is_on_the_next_page_of_another(trainer: Trainer, tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the transaction of a test shows another process nothing")
    with sqlite3.connect(tmp_path / "two.sqlite3") as database:
        database.executescript("".join(connection.connection.iterdump()))  # a backup would wait for the test's end
    address = {"DATABASE_URL": f"sqlite:///{tmp_path / 'two.sqlite3'}", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    with subprocess.Popen(
        [sys.executable, "-c", ANOTHER_PROCESS],
        env={**os.environ, **address},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdin
        assert other.stdout

        def ask() -> list[str]:
            print("now", file=other.stdin, flush=True)
            return other.stdout.readline().split()  # type: ignore[union-attr]

        before = ask()
        assert ask() == before
        with sqlite3.connect(tmp_path / "two.sqlite3") as database:
            database.execute("UPDATE lessons_lesson SET title = 'Meet the wall' WHERE slug = 'wall-tap'")
        after = ask()
        assert (before[0], after[0]) == ("False", "True")
        assert after[1] != before[1]
        other.stdin.close()


def test_two_people_and_a_visitor_in_turn_get_their_own_pages(
    maya: Client, other_client: Client, trainer: Trainer, sign_in: SignIn
) -> None:
    people = {"": Browser(), "Maya": sign_in(maya), str(other_client): sign_in(other_client), "Robin": sign_in(trainer)}
    etag = people[""].get("/lessons/").headers["ETag"]
    for _ in range(2):
        for name, browser in people.items():
            answer = browser.get("/lessons/", headers={"If-None-Match": etag})
            assert answer.status_code == (200 if name else 304)
            assert [other for other in people if other and f"<bdi>{other}" in answer.text] == ([name] if name else [])
            assert ("ETag" in answer.headers) == (not name)


@pytest.mark.parametrize(
    "url", ["/lessons/?which=all", "/accounts/login/", "/call/", "/healthz", "/nowhere/", "/lessons/nowhere/"]
)
def test_pages_with_a_query_a_form_or_free_times_are_not_kept(url: str, trainer: Trainer) -> None:
    Browser().get(url)
    answer = Browser().get(url)
    assert "ETag" not in answer.headers


def test_a_page_is_not_kept_from_or_for_htmx_or_a_browser_with_other_cookies(trainer: Trainer) -> None:
    browser = Browser()
    browser.cookies["messages"] = "anything"
    assert "ETag" not in browser.get("/lessons/").headers
    assert "ETag" not in Browser().get("/lessons/", headers={"HX-Request": "true"}).headers
    assert "ETag" not in Browser().head("/lessons/").headers
    assert "ETag" in Browser().get("/lessons/").headers


def test_a_foreign_host_is_refused_on_a_kept_page_too(trainer: Trainer) -> None:
    Browser().get("/lessons/")
    assert Browser().get("/lessons/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    ("offer", "coding"),
    [("", ""), ("gzip", "gzip"), ("gzip, deflate, br", "br"), ("br;q=0, gzip;q=0.5", "gzip"), ("identity", "")],
)
def test_a_kept_page_comes_as_the_browser_takes_it(offer: str, coding: str, trainer: Trainer) -> None:
    plain = Browser().get("/lessons/").content
    unpack = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}[coding]
    answer = Browser().get("/lessons/", headers={"Accept-Encoding": offer})
    assert (answer.headers.get("Content-Encoding", ""), unpack(answer.content)) == (coding, plain)
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert "Accept-Encoding" in answer.headers["Vary"]
