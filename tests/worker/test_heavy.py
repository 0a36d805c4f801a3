"""PostgreSQL is restarted again and again under the real worker: each mail goes out, once, from the same process."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.drills import rounds
from tests.migrated import Migrated
from tests.postgres import postgres

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).resolve().parents[2]
RESTARTS = rounds(10, in_the_suite=2)
MAILS = 40 * RESTARTS
ENQUEUE = """
from tests.worker.test_running import simple_mail
from hinge_coach import outbox
for number in range({mails}):
    outbox.enqueue(simple_mail, f"{{number}}@example.com")
"""


class SlowServer:
    def __init__(self) -> None:
        self.taken: list[str] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        time.sleep(0.05)
        self.taken.extend(envelope.rcpt_tos)
        return "250 fine"


@pytest.fixture
def mail_server() -> Iterator[tuple[SlowServer, int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    handler = SlowServer()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


def restart(data: Path, program: Path, way: str) -> None:
    owner = data.stat().st_uid
    command: list[str | Path] = [program, "-D", data, "-m", "immediate", "-w", "-l", "/dev/null", way]
    user = owner if owner != os.getuid() else None
    subprocess.run(command, check=True, capture_output=True, user=user, cwd=data, timeout=60)


def test_the_worker_outlives_restarts_of_postgres(
    mail_server: tuple[SlowServer, int], tmp_path: Path, migrated: Migrated
) -> None:
    server, port = mail_server
    with postgres() as url:
        environment = {**os.environ, "DATABASE_URL": url, "EMAIL_URL": f"smtp://127.0.0.1:{port}", "DEBUG": "0"}
        environment |= {"SECRET_KEY": "a drill", "ALLOWED_HOSTS": "127.0.0.1"}
        environment |= {"DJANGO_SETTINGS_MODULE": "hinge_coach.settings", "DEMO": "0"}

        def manage(*words: str) -> None:
            subprocess.run(
                [sys.executable, "manage.py", *words], cwd=ROOT, env=environment, check=True, capture_output=True
            )

        migrated(url)
        manage("shell", "--command", ENQUEUE.format(mails=MAILS))
        folder = Path(unquote(urlsplit(url).netloc.partition("@")[2]))
        program = Path((folder / "data" / "postmaster.opts").read_text().split()[0]).with_name("pg_ctl")
        log = tmp_path / "log"
        with log.open("w") as lines:
            worker = subprocess.Popen(
                [sys.executable, "manage.py", "db_worker", "--interval", "0.1"],
                cwd=ROOT,
                env=environment,
                stdout=lines,
                stderr=lines,
            )
        try:
            for number in range(1, RESTARTS + 1):
                wait_until(lambda: len(server.taken) >= number * 30, log)  # noqa: B023
                restart(folder / "data", program, "restart")
            wait_until(lambda: not left(url), log)
            # Where the answer to a claim was lost, nobody has run the task; fifteen minutes later it is put back.
            manage("shell", "--command", "from hinge_coach import outbox; from django.utils import timezone\n"
                   "outbox.requeue_stuck(timezone.now() + outbox.STUCK_AFTER)")  # fmt: skip
            wait_until(lambda: not left(url, "RUNNING"), log)
            assert worker.poll() is None
            assert sorted(server.taken) == sorted(f"{number}@example.com" for number in range(MAILS))
            assert log.read_text().count("The database failed.") >= RESTARTS
        finally:
            worker.kill()
            worker.wait(timeout=30)
            restart(folder / "data", program, "stop")


def left(url: str, *more: str) -> int:
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = ANY(%s)", [["READY", *more]]
        ).fetchone()
    assert found
    return int(found[0])


def wait_until(done: Callable[[], bool], log: Path) -> None:
    for _ in range(600):
        if done():
            return
        time.sleep(0.2)
    raise AssertionError(log.read_text())
