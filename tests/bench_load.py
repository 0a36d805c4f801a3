"""Part of `make bench`: the real gunicorn beside the bare page of a plain Django site, loaded in turns.

Each figure is a share of the bare page in the same run, for a share travels between machines and a millisecond does
not. Requests per second are those of the best round, with 16 connections by `wrk`; times are medians of one request
after the other. With 100, 1,000 and 10,000 clients; `python tests/bench_load.py 100` takes only those.
"""

import logging
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.client import BadStatusLine, HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(tempfile.mkdtemp(prefix="hinge-coach-bench-load-"))
SETTINGS = {
    "DEBUG": "0",
    "SECRET_KEY": "only for the benchmark",
    "SECRETS_KEY": "only for the benchmark",
    "ALLOWED_HOSTS": "127.0.0.1,testserver",
    "SITE_URL": "http://127.0.0.1",
    "EMAIL_URL": "dummy:",
    "TRAINER_SECOND_FACTOR": "0",
    "DATABASE_URL": f"sqlite:///{FOLDER / 'bench.sqlite3'}",
    "STATIC_ROOT": str(FOLDER / "static"),
    "MEDIA_ROOT": str(FOLDER / "media"),
    "LOG_FORMAT": "text",
    "WEB_WORKERS": "2",
    "WEB_THREADS": "2",
    "DJANGO_SETTINGS_MODULE": "tests.bench_site",
    "PYTHONPATH": str(ROOT),
}
SIZES = [int(number) for number in sys.argv[1:]] or [100, 1_000, 10_000]
ROUNDS = int(os.environ.get("ROUNDS", "4"))
SECONDS = os.environ.get("SECONDS", "2")
TIMES = 40
VISITOR, MAYA, TRAINER = "", "maya@example.com", "trainer@example.com"
GOALS = {  # shares of the bare page
    (VISITOR, "/"): 1.0,
    (VISITOR, "/lessons/"): 1.0,
    (VISITOR, "/lessons/wall-tap/"): 1.0,
    (VISITOR, "/lab/"): 1.0,
    (VISITOR, "/safety/"): 1.0,
    (VISITOR, "/accounts/login/"): 0.6,
    (VISITOR, "/call/"): 0.25,
    (MAYA, "/lessons/wall-tap/"): 0.25,
    (MAYA, "/today/"): 0.20,
    (MAYA, "/lessons/wall-tap/practice/"): 0.15,
    (MAYA, "/tightness/"): 0.10,
    (TRAINER, "/desk/clients/1/"): 0.05,
    (TRAINER, "/desk/"): 0.20,
}
OF_EACH_SIZE = [(TRAINER, "/desk/"), (TRAINER, "/desk/clients/")]
CSRF = "a" * 32
WRK = os.environ.get("WRK") or shutil.which("wrk")


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    def ask(self, path: str, cookie: str, *, body: dict[str, str] | None = None, **headers: str) -> tuple[int, int]:
        """Status and bytes of one request, on a connection that is kept open."""
        connection = _connections.setdefault(self.port, HTTPConnection("127.0.0.1", self.port, timeout=60))
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if cookie:
            sent["Cookie"] = cookie
        if body is not None:
            sent |= {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"{cookie}; csrftoken={CSRF}"}
        data = urlencode({**body, "csrfmiddlewaretoken": CSRF}) if body is not None else None
        method = "GET" if body is None else "POST"
        try:
            connection.request(method, path, body=data, headers=sent)
            answer = connection.getresponse()
        except (ConnectionError, BadStatusLine):  # gunicorn closes a connection that was idle for two seconds
            connection.close()
            connection.request(method, path, body=data, headers=sent)
            answer = connection.getresponse()
        return answer.status, len(answer.read())

    def memory(self) -> list[float]:
        """Megabytes of each worker, shared pages shared out (PSS)."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        texts = (Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in children)
        pss = [re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE) for text in texts]
        return [int(found[1]) / 1000 for found in pss if found]


_connections: dict[int, HTTPConnection] = {}


@contextmanager
def server(**settings: str) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "gunicorn.conf.py"), "--bind", f"127.0.0.1:{port}"]
    log = (FOLDER / f"{port}.log").open("w")
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **SETTINGS, **settings}, stdout=log, stderr=log
    ) as process:
        try:
            _wait_for(port)
            yield Server(port, process.pid)
        finally:
            _connections.pop(port, None)
            process.terminate()


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("gunicorn did not start")


def per_second(site: Server, path: str, cookie: str) -> float:
    """Requests in a second of one round. An answer other than 2xx stops the run."""
    command = [str(WRK), "-t1", "-c16", f"-d{SECONDS}s", "-H", f"Cookie: {cookie or 'none='}"]
    if not cookie:
        command = command[:-2]
    told = subprocess.run(
        [*command, f"http://127.0.0.1:{site.port}{path}"], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in told:
        raise SystemExit(f"{path}: {told}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", told)
    return float(found[1]) if found else 0.0


def seconds_of(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def sign_in(email: str) -> str:
    """A cookie of a sign-in."""
    from django.test import Client as Browser

    from hinge_coach.accounts.models import User

    if not email:
        return ""
    browser = Browser()
    browser.force_login(User.objects.get(email=email))
    return f"sessionid={browser.cookies['sessionid'].value}"


def statements(email: str, path: str) -> int:
    """Queries of one request that isn't the first of its process."""
    from django.db import connection
    from django.test import Client as Browser
    from django.test.utils import CaptureQueriesContext

    from hinge_coach.accounts.models import User

    browser = Browser()
    if email:
        browser.force_login(User.objects.get(email=email))
    browser.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}")
    return len(queries)


def measure(pages: list[tuple[str, str]], site: Server, floor: Server) -> None:
    cookies = {email: sign_in(email) for email in (VISITOR, MAYA, TRAINER)}
    asked: dict[tuple[str, str], tuple[Server, str, str]] = {("floor", "/bare/"): (floor, "/bare/", cookies[MAYA])}
    asked |= {(email, path): (site, path, cookies[email]) for email, path in pages}
    for target, path, cookie in asked.values():
        for _ in range(8):  # each worker has drawn it once
            status, _size = target.ask(path, cookie, Connection="close")
            if status != 200:
                raise SystemExit(f"{path} answered {status}")
    rounds: dict[tuple[str, str], list[float]] = {key: [] for key in asked}
    if WRK:
        for _ in range(ROUNDS):
            for key, (target, path, cookie) in asked.items():
                rounds[key].append(per_second(target, path, cookie))
    alone: dict[tuple[str, str], list[float]] = {key: [] for key in asked}
    for _ in range(TIMES):
        for key, (target, path, cookie) in asked.items():
            alone[key].append(seconds_of(lambda t=target, p=path, c=cookie: t.ask(p, c)))  # type: ignore[misc]
    bare = ("floor", "/bare/")
    print(f"{'page':44}{'share':>7}{'goal':>6}{'req/s':>8}{'ms':>8}{'x bare':>7}{'SQL':>5}{'kB':>7}{'kB sent':>9}")
    for key, (target, path, cookie) in asked.items():
        email, _ = key
        best = max(rounds[key], default=0.0)
        share = f"{best / max(rounds[bare]):.3f}" if WRK else "-"
        ms, bare_ms = (1000 * statistics.median(alone[name]) for name in (key, bare))
        sent = target.ask(path, cookie, Accept_Encoding="gzip, deflate, br")[1]
        name = f"{path} {email.split('@')[0] if key != bare else ''}"
        goal = f"{GOALS[key]:.2f}" if key in GOALS else ""
        queries = statements(email, path) if key != bare else 2
        whole = target.ask(path, cookie)[1]
        print(
            f"{name:44}{share:>7}{goal:>6}{best:8.0f}{ms:8.2f}{ms / bare_ms:7.1f}{queries:5}"
            f"{whole / 1000:7.1f}{sent / 1000:9.1f}"
        )


def measure_posts(site: Server, floor: Server) -> None:
    """A number on Today, one after the other, in turns with a bare insert; before and after a late entry."""
    from django.db import connection
    from django.test import Client as Browser
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from hinge_coach.accounts.models import User
    from hinge_coach.accounts.whose import mark_of
    from hinge_coach.tightness.models import CheckIn

    cookie = sign_in(MAYA)
    user = User.objects.get(email=MAYA)
    mark = mark_of(user.client)

    def form() -> dict[str, str]:
        return {"id": str(uuid.uuid4()), "score": "3", "for": mark}

    def post() -> None:
        status, _ = site.ask("/today/check-in/", cookie, body=form())
        if status not in (302, 303):
            raise SystemExit(f"/today/check-in/ answered {status}")

    def insert() -> None:
        floor.ask("/insert/", cookie, body={"a": "b"})

    def count() -> int:
        browser = Browser()
        browser.force_login(user)
        with CaptureQueriesContext(connection) as queries:
            browser.post("/today/check-in/", form())
        return len(queries)

    for name in ("a number on Today", "the same after a late entry"):
        if name.startswith("the same"):
            at = timezone.now() - timedelta(hours=30)
            CheckIn.record(id=uuid.uuid4(), client=user.client, at=at, score=4, moment="any", situation="")
            post()
        ours, bare = [], []
        for _ in range(12):
            bare.append(seconds_of(insert))
            ours.append(seconds_of(post))
        ours_ms, bare_ms = 1000 * statistics.median(ours), 1000 * statistics.median(bare)
        share, times = bare_ms / ours_ms, ours_ms / bare_ms
        print(f"{name:44}{share:7.3f}  0.11{ours_ms:16.2f}{times:7.1f}{count():5}  of an insert")


def prepare() -> None:
    """The demo's people, made in a process of its own: nobody may sign in as anybody where the site is served."""
    made = {**os.environ, **SETTINGS, "DEBUG": "1", "DEMO": "1"}
    for command in ("migrate", "createcachetable", "load_curriculum", "demo", "collectstatic"):
        options = ["--noinput"] if command == "collectstatic" else []
        manage = [sys.executable, "manage.py", command, *options]
        subprocess.run(manage, cwd=ROOT, env=made, check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    os.environ.update(SETTINGS)
    prepare()
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from tests import bench_desk

    logging.getLogger("hinge_coach.requests").setLevel(logging.WARNING)

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_insert (id integer PRIMARY KEY, who text, at text)")
    if WRK is None:
        print("wrk isn't here, so there are no requests per second: install it, or name it in WRK.")
    print(f"2 workers of 2 threads; the best of {ROUNDS} rounds; the bare page is one of 10 kB for somebody signed in")
    made = 0
    for size in SIZES:
        bench_desk.seed(made, size - made, now=timezone.now())
        made = size
        with server(BENCH="site") as site, server(BENCH="floor") as floor:
            print(f"\n{size:,} clients")
            measure(list(GOALS) if size == SIZES[0] else OF_EACH_SIZE, site, floor)
            if size == SIZES[0]:
                measure_posts(site, floor)
            print("MB of each worker: " + ", ".join(f"{megabytes:.0f}" for megabytes in site.memory()))
    shutil.rmtree(FOLDER)


if __name__ == "__main__":
    main()
