"""The site as it runs for people: gunicorn on its own port; database, files and mails in a temporary folder."""

import email
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from email.message import EmailMessage
from email.policy import default as modern
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.migrated import Migrated, Once

ROOT = Path(__file__).resolve().parents[2]
BETWEEN_MAILS = re.compile(rb"^-{79}\n", re.MULTILINE)  # as Django's file backend writes them
START_SECONDS = 60
MAIL_SECONDS = 30


class Site:
    """A running site: its address, the mails it sent, and a way back to how the demo began."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.url = f"http://127.0.0.1:{port}"
        self.database = folder / "site.sqlite3"

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TZDIR") if name in os.environ}
        return {
            **kept,
            "DEBUG": "1",
            "DEMO": "1",
            "SITE_URL": self.url,
            "DATABASE_URL": f"sqlite:///{self.database}",
            "CACHE_URL": "db://cache",  # as on a real site; and what one test counted there is gone in the next
            "EMAIL_URL": f"file:///{self.folder / 'mails'}",
            "STATIC_ROOT": str(self.folder / "static"),
            "MEDIA_ROOT": str(self.folder / "media"),
            **more,
        }

    def manage(self, *words: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "manage.py", *words]
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def furnish(self, once: Once, migrated: Migrated) -> None:
        """Database, lessons, demo people and the static files: made once, and copied for each process of the tests."""
        makers: dict[str, Callable[[Path], None]] = {
            "furnished": lambda folder: Site(folder, 0)._make(migrated),
            "static": lambda folder: Site(folder, 0)._collect(),
        }
        # Of two processes one makes the people, and the other the files.
        names = list(makers) if os.environ.get("PYTEST_XDIST_WORKER", "gw0") == "gw0" else list(reversed(makers))
        folders = {name: once(name, makers[name]) for name in names}
        made = folders["furnished"]
        shutil.copytree(folders["static"] / "static", self.folder / "static")
        shutil.copytree(made / "media", self.folder / "media")
        (self.folder / "mails").mkdir()
        shutil.copyfile(made / "site.sqlite3", self.folder / "template.sqlite3")
        shutil.copyfile(made / "site.sqlite3", self.database)

    def _make(self, migrated: Migrated) -> None:
        (self.folder / "media").mkdir()
        migrated(f"sqlite:///{self.database}")
        for words in (("load_curriculum",), ("demo",)):
            finish(self.manage(*words))

    def _collect(self) -> None:
        (self.folder / "static").mkdir()
        finish(self.manage("collectstatic", "--no-input", "--verbosity", "0"))

    def begin_anew(self) -> None:
        """The demo people as they were made, and no mail. The running site sees it as one big write."""
        self._copy(self.folder / "template.sqlite3", self.database)
        for mail in (self.folder / "mails").iterdir():
            mail.unlink()

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target, timeout=20)) as new:
            old.backup(new)

    def mails(self, to: str) -> list[EmailMessage]:
        """Every mail to this address, in no order.

        When they were sent can't be known: Django names a file by the second and by an address in memory that is soon
        used again, so a later mail may share the file of an earlier one, and `Date` counts whole seconds.
        """
        contents = [path.read_bytes() for path in (self.folder / "mails").iterdir()]
        # What stands after the last line between mails is still being written.
        parts = [part for content in contents for part in BETWEEN_MAILS.split(content)[:-1]]
        messages = [email.message_from_bytes(part, policy=modern) for part in parts]
        return [message for message in messages if message["To"] == to]

    def mail(self, to: str, subject: str) -> EmailMessage:
        """The one mail to this address whose subject begins so; waits until it has come."""
        end = time.monotonic() + MAIL_SECONDS
        while True:
            mails = self.mails(to)
            matching = [mail for mail in mails if mail["Subject"].startswith(subject)]
            if matching or time.monotonic() > end:
                break
            time.sleep(0.05)
        subjects = sorted(mail["Subject"] for mail in mails)
        assert len(matching) == 1, f"One mail to {to} should begin with {subject!r}; their subjects are {subjects}"
        return matching[0]


class Mailbox:
    """What a mail server on loopback has taken."""

    def __init__(self) -> None:
        self.port = 0
        self.taken: list[EmailMessage] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content or b""
        assert isinstance(content, bytes)
        self.taken.append(email.message_from_bytes(content, policy=modern))
        return "250 taken"

    def wait_for(self, to: str, subject: str) -> EmailMessage:
        """The one mail with this address and subject; waits until it has come."""
        end = time.monotonic() + MAIL_SECONDS
        while not (mails := [mail for mail in self.taken if (mail["To"], mail["Subject"]) == (to, subject)]):
            assert time.monotonic() < end, [(mail["To"], mail["Subject"]) for mail in self.taken]
            time.sleep(0.05)
        assert len(mails) == 1
        return mails[0]


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A mail server on a free port of loopback, until the end of the block."""
    mailbox = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        mailbox.port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def finish(process: "subprocess.Popen[str]") -> str:
    """What it said, once it has ended well."""
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 0, f"{process.args!r}\n{said}"
    return said


@contextmanager
def open_port() -> Iterator[socket.socket]:
    """A free port, listening already: who asks before the site is up waits in the queue."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        yield listening


@contextmanager
def served(site: Site, listening: socket.socket, **environment: str) -> Iterator[str]:
    """Gunicorn on this port, until the end of the block; ended by its process id. Gives its address."""
    descriptor, port = listening.fileno(), listening.getsockname()[1]
    command: Sequence[str] = [
        *(sys.executable, "-m", "gunicorn", "hinge_coach.wsgi", "--bind", f"fd://{descriptor}"),
        *("--workers", "2", "--threads", "4", "--log-level", "warning", "--no-control-socket"),
    ]
    with (site.folder / f"gunicorn-{port}.log").open("w+") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=site.environment(**environment),
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=[descriptor],
        )
        listening.close()  # gunicorn has its own; should it fall, nobody waits in the queue for ever
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=START_SECONDS) as answer:
                assert answer.status == 200
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=30)
