"""Hundreds at once against a real gunicorn with several workers, on SQLite and on PostgreSQL; and a patient robot."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from tests.drills import rounds
from tests.migrated import Migrated
from tests.postgres import postgres

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).resolve().parents[2]
VISITORS = 200
PRESSES, ROUNDS = 4, 50
ROBOT_POSTS, ROBOT_HANDS = rounds(4_000, in_the_suite=800), 8
FURNISH = """
from datetime import time
from django.core.management import call_command
from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.models import CallRules, Hours
call_command("trainer", "robin@example.com", name="Robin Hale", zone="America/New_York")
trainer = Trainer.objects.get()
CallRules.objects.create(trainer=trainer, calls_a_day=40)
Hours.objects.bulk_create([Hours(trainer=trainer, weekday=day, starts=time(8), ends=time(20)) for day in range(7)])
"""
# For each line it reads: tells what is stored, checks it as check_bookings does, and takes it away for the next test.
TAKE_STOCK = """
import json, sys
from django.core.cache import cache
from django_tasks_db.models import DBTaskResult
from hinge_coach.booking.calls.audit import problems
from hinge_coach.booking.models import Call, Cell
for _ in sys.stdin:
    found = json.dumps({
        "calls": [str(pk) for pk in Call.objects.values_list("pk", flat=True)],
        "cells": Cell.objects.count(),
        "mails": DBTaskResult.objects.count(),
        "problems": list(problems()),
    })
    Call.objects.all().delete(), DBTaskResult.objects.all().delete(), cache.clear()
    print("FOUND", found, flush=True)  # last: whoever reads it goes on as if everything was taken away
"""
NO_LIMITS = dict.fromkeys(
    ("CALL_POSTS_AN_HOUR", "CALLS_PER_ADDRESS", "CALLS_PER_CONTACT", "CALLS_AN_HOUR", "CALL_FORM_SECONDS"), "0"
)
AS_ALWAYS = {"CALL_FORM_SECONDS": "0"}


@dataclass(frozen=True)
class Answer:
    id: str
    status: int
    body: str = ""

    @property
    def nearest(self) -> list[str]:
        """The times that are offered instead."""
        offered = self.body.partition('<ul class="ticks note note--plain">')[2].partition("</ul>")[0]
        return re.findall(r'name="start" value="([^"]+)"', offered)

    @property
    def words(self) -> str:
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.body)).split())


@dataclass
class Site:
    """A site of its own: database, gunicorn, and a form as the page hands it out."""

    database: str
    folder: Path
    limits: dict[str, str] = field(default_factory=lambda: NO_LIMITS)
    workers: int = 3
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = None
    counter: "subprocess.Popen[str] | None" = None
    cookie: str = ""
    form: dict[str, str] = field(default_factory=dict)
    starts: list[str] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {
            **inherited,
            **self.limits,
            "DEBUG": "1",
            "CACHE_URL": "db://cache?max_entries=100000",
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "DATABASE_URL": self.database,
            "TASKS_BACKEND": "django_tasks_db.DatabaseBackend",
        }

    def manage(self, *words: str) -> None:
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr

    def stock(self) -> dict[str, object]:
        """Asks a process that stays, for one takes longer to start than to count."""
        assert self.counter
        assert self.counter.stdin
        assert self.counter.stdout
        print("count", file=self.counter.stdin, flush=True)
        line = next(line for line in self.counter.stdout if line.startswith("FOUND"))
        stored: dict[str, object] = json.loads(line.removeprefix("FOUND"))
        return stored

    def furnish(self) -> None:
        self.manage("shell", "-c", FURNISH)
        self.counter = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "-c", TAKE_STOCK],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        self.stop(signal.SIGKILL)
        if self.counter:
            self.counter.communicate()

    def start(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "hinge_coach.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        sizes = ["--workers", str(self.workers), "--threads", "4", "--backlog", "512", "--no-control-socket"]
        # A group of its own, so that the whole server can be killed at one stroke, and nothing else.
        with (self.folder / "gunicorn.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *sizes, "--log-level", "warning"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        for _ in range(300):
            with suppress(OSError):
                self.open_form()
                return
            time.sleep(0.1)
        raise AssertionError((self.folder / "gunicorn.log").read_text())

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, how)
            self.process.wait(timeout=30)

    def log(self) -> str:
        return (self.folder / "gunicorn.log").read_text()

    def open_form(self) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        line.request("GET", "/call/?zone=America/New_York")
        answer = line.getresponse()
        body = answer.read().decode()
        line.close()
        self.cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
        fields = re.findall(r'name="(csrfmiddlewaretoken|opened)" value="([^"]+)"', body)
        self.form = {**dict(fields), "zone": "America/New_York", "shown": "America/New_York", "name": "Maya"}
        self.starts = re.findall(r'name="start" value="([^"]+)"', body)

    def post(self, number: int, start: str, line: http.client.HTTPConnection | None = None) -> Answer:
        """One visitor, on a connection of their own unless one is given."""
        call_id = str(uuid4())
        form = {**self.form, "id": call_id, "start": start, "email": f"visitor-{number}@example.com"}
        form["phone"] = f"+1 202 {200 + number % 700} {1000 + number:04}"
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        own = line or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            own.request("POST", "/call/", urlencode(form), headers)
            answer = own.getresponse()
            return Answer(call_id, answer.status, answer.read().decode())
        except (OSError, http.client.HTTPException):
            own.close()
            return Answer(call_id, 0)
        finally:
            if line is None:
                own.close()

    def press(self, form: dict[str, str]) -> tuple[int, str]:
        """The status, and where the answer leads to."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        line.request("POST", "/call/", urlencode(form), headers)
        answer = line.getresponse()
        answer.read()
        line.close()
        return answer.status, answer.getheader("Location") or ""

    def press_at_once(self, number: int, start: str) -> list[tuple[int, str]]:
        """The answers to one visitor who presses the button several times at the same moment."""
        form = {**self.form, "id": str(uuid4()), "start": start, "email": f"visitor-{number}@example.com"}
        form["phone"] = f"+1 202 {200 + number % 700} {1000 + number:04}"
        ready = Barrier(PRESSES)

        def press(_: int) -> tuple[int, str]:
            ready.wait(timeout=60)
            return self.press(form)

        with ThreadPoolExecutor(PRESSES) as pool:
            return list(pool.map(press, range(PRESSES)))

    def burst(self, starts: Sequence[str]) -> list[Answer]:
        """One visitor for each start, all at the same moment."""
        ready = Barrier(len(starts))

        def press(numbered: tuple[int, str]) -> Answer:
            ready.wait(timeout=60)
            return self.post(*numbered)

        with ThreadPoolExecutor(len(starts)) as pool:
            return list(pool.map(press, enumerate(starts)))


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def furnished(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, migrated: Migrated
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp(request.param)

    with postgres() if request.param == "postgres" else nullcontext(f"sqlite:///{folder / 'site.sqlite3'}") as url:
        migrated(url)
        site = Site(url, folder)
        site.furnish()
        site.start()
        yield site
        site.close()


@pytest.fixture
def site(furnished: Site) -> Iterator[Site]:
    yield furnished
    log = furnished.log().lower()
    assert [word for word in ("traceback", "locked", "deadlock") if word in log] == []


@pytest.mark.parametrize("apart", [0, 1], ids=["one slot", "overlapping slots"])
def test_of_two_hundred_at_once_one_gets_the_time(site: Site, apart: int) -> None:
    """Neighbouring starts overlap by the quarter of an hour after a call."""
    starts = [site.starts[20 + number % 2 * apart] for number in range(VISITORS)]
    answers = site.burst(starts)
    assert Counter(answer.status for answer in answers) == {302: 1, 200: VISITORS - 1}
    refusals = [answer for answer in answers if answer.status == 200]
    assert {"That time has just gone. These are the nearest free ones:" in answer.words for answer in refusals} == {
        True
    }
    assert {len(answer.nearest) for answer in refusals} == {3}
    (booked,) = (answer.id for answer in answers if answer.status == 302)
    assert site.stock() == {"calls": [booked], "cells": 3, "mails": 2, "problems": []}


def test_a_button_pressed_four_times_at_once_books_one_call_and_says_so_four_times(site: Site) -> None:
    """Nobody is told that the time has gone which they have just got."""
    free = site.starts[10::2]  # every hour, so that none overlaps
    for number in range(ROUNDS):
        if number % len(free) == 0:
            site.stock()  # takes the calls away
        answers = site.press_at_once(number, free[number % len(free)])
        assert (len(set(answers)), answers[0][0]) == (1, 302), answers
        assert "?why" not in answers[0][1]
    stored = site.stock()
    calls = stored["calls"]
    assert isinstance(calls, list)
    assert (len(calls), stored["problems"]) == ((ROUNDS - 1) % len(free) + 1, [])


def test_a_server_killed_in_the_middle_leaves_no_half_call(site: Site) -> None:
    """Many book different times; the whole server is killed when the first are booked."""
    free = site.starts[10::2]  # every hour, so that none overlaps
    starts = [free[number % len(free)] for number in range(VISITORS)]
    with ThreadPoolExecutor(VISITORS) as pool:
        presses = [pool.submit(site.post, number, start) for number, start in enumerate(starts)]
        while sum(press.done() for press in presses) < 8:
            time.sleep(0.01)
        site.stop(signal.SIGKILL)
        answers = [press.result() for press in presses]
    promised = {answer.id for answer in answers if answer.status == 302}
    assert promised
    assert any(answer.status == 0 for answer in answers)
    stored = site.stock()
    calls = stored["calls"]
    assert isinstance(calls, list)
    assert promised <= set(calls)
    assert (stored["cells"], stored["mails"], stored["problems"]) == (3 * len(calls), 2 * len(calls), [])

    site.start()
    again = site.post(900, site.starts[-1])
    assert again.status == 302
    assert site.stock()["calls"] == [again.id]


@pytest.fixture
def guarded(site: Site) -> Iterator[Site]:
    """The same site as it is for people, with two workers and with its limits."""
    guarded = replace(site, limits=AS_ALWAYS, workers=2, process=None)
    guarded.start()
    yield guarded
    guarded.stop()


def test_of_many_posts_at_once_from_one_address_few_are_read(guarded: Site) -> None:
    """The workers count together: sixty forms an hour, and of these five calls."""
    free = guarded.starts[10::2]
    answers = guarded.burst([free[number % len(free)] for number in range(VISITORS)])
    read = [answer for answer in answers if answer.status != 429 or "Nothing was booked just now." not in answer.words]
    stored = guarded.stock()
    calls = stored["calls"]
    assert isinstance(calls, list)
    assert {answer.status for answer in answers} <= {200, 302, 429}
    assert (len(read), len(calls), stored["problems"]) == (60, 5, [])


def test_the_limits_count_a_button_pressed_four_times_at_once_as_one_booking(guarded: Site) -> None:
    """Five calls a day from one address, each asked for four times."""
    guarded.stock()
    answers = [guarded.press_at_once(number, guarded.starts[10 + 2 * number]) for number in range(6)]
    assert [{status for status, _ in presses} for presses in answers] == [{302}] * 5 + [{429}]
    assert [len(set(presses)) for presses in answers] == [1] * 6
    assert guarded.stock()["problems"] == []


@pytest.mark.parametrize("furnished", ["sqlite"], indirect=True)
def test_thousands_of_posts_by_a_robot_leave_a_handful_of_calls(guarded: Site) -> None:
    """Eight hands that never rest, each on a line that stays open."""
    began, per_hand = time.perf_counter(), ROBOT_POSTS // ROBOT_HANDS
    free = guarded.starts

    def work(hand: int) -> Counter[int]:
        line = http.client.HTTPConnection("127.0.0.1", guarded.port, timeout=60)
        numbers = range(hand * per_hand, (hand + 1) * per_hand)
        statuses = Counter(guarded.post(number, free[number % len(free)], line).status for number in numbers)
        line.close()
        return statuses

    with ThreadPoolExecutor(ROBOT_HANDS) as pool:
        statuses = sum(pool.map(work, range(ROBOT_HANDS)), Counter[int]())
    stored = guarded.stock()
    calls = stored["calls"]
    assert isinstance(calls, list)
    print(f"{ROBOT_POSTS} posts in {time.perf_counter() - began:.1f} s: {dict(statuses)}, {len(calls)} calls")
    assert statuses.total() == ROBOT_POSTS
    assert set(statuses) <= {200, 302, 429}
    assert (0 < len(calls) <= 5, stored["problems"]) == (True, [])
    guarded.open_form()  # the site works on
    assert guarded.starts
