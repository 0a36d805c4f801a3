"""The site is killed again and again while a device sends what waited there: nothing is lost or stored twice."""

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from threading import Timer
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils import timezone

from hinge_coach.accounts.models import Client
from hinge_coach.accounts.whose import mark_of
from lessons.models import Practice
from tests.browser.running import open_port
from tests.drills import rounds

pytestmark = [pytest.mark.heavy, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("curriculum")]

ROOT = Path(__file__).resolve().parents[3]
PRACTICE = {"before": "3", "mark": "clean", "effort": "4", "after": "2", "easier": ""}
URL = "/lessons/pelvic-clock/practice/"
TOKEN = "t" * 32
KILLS = rounds(50, in_the_suite=20)
PATIENCE = 30  # seconds until somebody answers again


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def session(maya: Client, now: datetime) -> str:
    maya.joined_at = now - timedelta(days=30)
    maya.save()
    signed_in = SessionStore()
    signed_in[SESSION_KEY] = str(maya.user.pk)
    signed_in[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    signed_in[HASH_SESSION_KEY] = maya.user.get_session_auth_hash()
    signed_in.save()
    return str(signed_in.session_key)


@contextmanager
def site() -> Iterator[tuple[int, int]]:
    """Port and process id of a gunicorn whose one worker comes back at once, because it is loaded before it is born."""
    with open_port() as listening:
        port, descriptor = listening.getsockname()[1], listening.fileno()
        command = [sys.executable, "-m", "gunicorn", "hinge_coach.wsgi", "--preload", "--bind", f"fd://{descriptor}"]
        database = f"sqlite:///{connection.settings_dict['NAME']}"
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        environment = {**kept, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": database}
        with subprocess.Popen(
            [*command, "--log-level", "critical", "--no-control-socket"],
            cwd=ROOT,
            env={**environment, "SITE_URL": f"http://127.0.0.1:{port}"},
            pass_fds=[descriptor],
        ) as process:
            try:
                yield port, process.pid
            finally:
                process.terminate()


def in_a_thread(question: Callable[[], Any]) -> Any:
    """What the database holds: the file belongs to the threads (`real_file`)."""

    def answer() -> Any:
        try:
            return question()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(answer).result()


def kill_workers(master: int) -> None:
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    for child in children:
        with suppress(ProcessLookupError):
            os.kill(int(child), signal.SIGKILL)


def send_once(port: int, session: str, fields: dict[str, str]) -> str:
    """The id that the answer names as stored; empty where no answer came, or another one."""
    headers = {
        "Accept": "application/json",
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
        "X-CSRFToken": TOKEN,
    }
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request("POST", URL, urlencode(fields), headers)
        answer = line.getresponse()
        return str(json.loads(answer.read()).get("stored", "")) if answer.status == 200 else ""
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        line.close()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="The killed process is the site's, not the database's.")
def test_kills_between_acknowledged_practices_lose_none_and_double_none(
    maya: Client, session: str, now: datetime, real_file: None
) -> None:
    chance, sent = random.Random(13), []
    lost_answers = 0
    with site() as (port, master):
        for number in range(KILLS):
            key, done_at = str(uuid4()), (now - timedelta(hours=2) + timedelta(seconds=number)).isoformat()
            fields = {**PRACTICE, "id": key, "for": mark_of(maya), "done_at": done_at}
            end, tries = time.monotonic() + PATIENCE, 0
            while True:
                tries += 1
                if tries == 1:
                    Timer(chance.uniform(0, 0.08), kill_workers, [master]).start()
                if send_once(port, session, fields) == key:
                    break
                assert time.monotonic() < end
                time.sleep(0.02)
            lost_answers += tries > 1
            sent.append((key, done_at))
    practices = in_a_thread(lambda: list(Practice.objects.order_by("done_at")))
    assert [(str(practice.pk), practice.done_at.isoformat()) for practice in practices] == sent
    moments = in_a_thread(lambda: Counter(maya.check_ins.values_list("moment", flat=True)))
    assert moments == {"before": KILLS, "after": KILLS}
    assert lost_answers > 0  # else nothing was killed on the way
