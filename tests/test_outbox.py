"""Mails through the real worker to a real mail server on loopback, which behaves badly in every way we know."""

import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.mail import EmailMessage
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from hinge_coach import outbox
from hinge_coach.accounts.models import User

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
MESSAGE_ID = "<one.mail@127.0.0.1>"
Answer = Callable[[SMTP, Session, Envelope], str]


@outbox.mail_task
def one_mail(to: str) -> None:
    EmailMessage("Booked", "Your call", to=[to], headers={"Message-ID": MESSAGE_ID}).send()


class Server:
    """A mail server. It keeps the Message-IDs it took, and answers the next mails as told; then well."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.next: list[str] = []

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        behaviour = self.next[0] if self.next else ""
        if behaviour.startswith(("4", "5")):
            return self.next.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        behaviour = self.next.pop(0) if self.next else "take"
        if "take" in behaviour:
            content = envelope.content or b""
            assert isinstance(content, bytes)
            headers = content.decode().split("\r\n\r\n")[0].split("\r\n")
            self.taken += [line.split(": ")[1] for line in headers if line.startswith("Message-ID: ")]
        if "delay" in behaviour:
            time.sleep(0.5)
        if "drop" in behaviour:
            assert server.transport is not None
            server.transport.close()
        return "250 fine"


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    handler = Server()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_TIMEOUT = 0.25
    yield handler
    controller.stop()


@pytest.fixture
def kept_tasks(db: None, settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def clock(kept_tasks: None) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def work() -> None:
    """Lets the worker do all that is due now."""
    Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="tests",
        excluded_queue_names=[],
    ).run()


def due() -> list[timedelta]:
    """How long until each mail that waits to be tried again."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY).order_by("run_after")
    return [each.run_after - datetime.now(UTC) for each in waiting]


def test_a_mail_is_kept_with_what_it_speaks_of_and_sent_by_the_worker(
    clock: time_machine.Traveller, server: Server
) -> None:
    with transaction.atomic():
        outbox.post(one_mail, "maya@example.com")
        assert DBTaskResult.objects.count() == 1  # already, for the process may be killed after the commit
    work()
    assert server.taken == [MESSAGE_ID]


def test_what_is_rolled_back_leaves_no_mail(clock: time_machine.Traveller, server: Server) -> None:
    with transaction.atomic():
        User.objects.create_user("maya@example.com")
        outbox.post(one_mail, "maya@example.com")
        transaction.set_rollback(True)
    work()
    assert (server.taken, DBTaskResult.objects.count(), User.objects.count()) == ([], 0, 0)


@pytest.mark.parametrize(
    ("behaviour", "taken"),
    [
        ("451 come back later", 1),
        ("drop", 1),
        ("delay", 1),
        # The server has it, but nobody knows: it comes twice, under one name.
        ("take and drop", 2),
        ("take and delay", 2),
    ],
)
def test_a_mail_that_failed_is_sent_a_minute_later_under_the_same_name(
    clock: time_machine.Traveller, server: Server, behaviour: str, taken: int
) -> None:
    server.next = [behaviour]
    outbox.post(one_mail, "maya@example.com")
    work()
    assert due() == [timedelta(minutes=1)]
    clock.shift(timedelta(minutes=1))
    work()
    assert server.taken == [MESSAGE_ID] * taken
    assert (due(), list(outbox.dead())) == ([], [])


def test_the_waits_grow_and_then_the_mail_is_given_up_and_kept(clock: time_machine.Traveller, server: Server) -> None:
    server.next = ["451 never"] * 7
    outbox.post(one_mail, "maya@example.com")
    waits = []
    work()
    while due():
        waits += due()
        clock.shift(waits[-1])
        work()
    assert waits == [timedelta(minutes=m) for m in (1, 5, 30, 120, 480, 960)]
    (dead,) = outbox.dead()
    assert (dead.args_kwargs["args"], "451, b'never'" in dead.traceback) == (["maya@example.com"], True)


def test_a_server_that_is_not_there_is_tried_again(
    clock: time_machine.Traveller, server: Server, settings: Settings
) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    outbox.post(one_mail, "maya@example.com")
    work()
    settings.EMAIL_PORT = port
    clock.shift(timedelta(minutes=1))
    work()
    assert server.taken == [MESSAGE_ID]


def test_an_address_that_takes_no_mail_is_given_up_at_once(clock: time_machine.Traveller, server: Server) -> None:
    server.next = ["550 nobody here"]
    outbox.post(one_mail, "nobody@example.com")
    work()
    assert (due(), outbox.dead().count(), server.taken) == ([], 1, [])


def test_a_dead_mail_can_be_sent_again_or_taken_off(clock: time_machine.Traveller, server: Server) -> None:
    server.next = ["550 nobody here", "550 nobody here"]
    for name in ("maya", "lee"):
        outbox.post(one_mail, f"{name}@example.com")
    work()
    first, second = outbox.dead().values_list("pk", flat=True)
    assert [outbox.send_again(first), outbox.send_again(first), outbox.forget(second), outbox.forget(second)] == [
        True,
        False,
        True,
        False,
    ]
    work()
    assert (server.taken, outbox.dead().count()) == ([MESSAGE_ID], 0)


def test_what_a_killed_worker_left_half_done_is_taken_up_again(clock: time_machine.Traveller, server: Server) -> None:
    outbox.post(one_mail, "maya@example.com")
    DBTaskResult.objects.get().claim("a worker that is killed now")
    work()
    assert (server.taken, outbox.rescue(datetime.now(UTC))) == ([], 0)
    clock.shift(timedelta(minutes=16))
    assert outbox.rescue(datetime.now(UTC)) == 1
    work()
    assert server.taken == [MESSAGE_ID]


def test_mails_that_nobody_sends_are_noticed(clock: time_machine.Traveller, server: Server) -> None:
    server.next = ["451 later"]
    outbox.post(one_mail, "maya@example.com")
    clock.shift(timedelta(minutes=9))
    assert outbox.overdue(datetime.now(UTC)).count() == 0
    clock.shift(timedelta(minutes=2))
    assert outbox.overdue(datetime.now(UTC)).count() == 1
    work()  # fails, and waits for its time
    assert outbox.overdue(datetime.now(UTC)).count() == 0


def test_without_a_worker_mail_goes_at_once_but_not_before_the_commit(
    db: None, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        outbox.post(one_mail, "maya@example.com")
        assert mailoutbox == []
    assert [mail.to for mail in mailoutbox] == [["maya@example.com"]]
