"""The worker goes on where the database fails, and no mail is lost, sent twice, or told of wrongly."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import OperationalError, connection
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from hinge_coach import outbox
from hinge_coach.worker.running import MOST_TRIES, SteadyWorker

pytestmark = pytest.mark.django_db(transaction=True)


@outbox.mail_task(about=lambda to: f"to {to}, a test of the worker")
def simple_mail(to: str) -> None:
    EmailMessage("Booked", "Your call", to=[to]).send()


@outbox.mail_task(about=lambda to: f"to {to}, a test of a worker whose database fails")
def mail_of_a_row(to: str) -> None:
    DBTaskResult.objects.filter(task_path="what the mail is about").exists()
    EmailMessage("Booked", "Your call", to=[to]).send()


@outbox.mail_task(about=lambda to: f"to {to}, a test of a mail that is erased meanwhile")
def mail_of_somebody_who_leaves(to: str) -> None:
    EmailMessage("Booked", "Your call", to=[to]).send()
    DBTaskResult.objects.filter(args_kwargs__args=[to]).delete()


@pytest.fixture(autouse=True)
def kept_tasks(settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits after a failure; those of the library between its own three tries are not told."""
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", lambda seconds: waited.append(seconds) if seconds >= 1 else None)
    return waited


def failing(part: str, times: int) -> AbstractContextManager[None]:
    """The database fails at the next statements with this in their SQL or as a value, so many times."""
    left = [times]

    def statement(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if left[0] and (part in sql or part in (params or ())):
            left[0] -= 1
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, params, many, context)

    return connection.execute_wrapper(statement)


def work(*, batch: bool = False, tasks: int = 1) -> None:
    SteadyWorker(
        queue_names=["default"],
        interval=0,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None if batch else tasks,
        worker_id="tests",
        excluded_queue_names=[],
    ).run()


def outcome() -> tuple[list[str], list[str]]:
    """The addresses mails went to, and what the tasks say of themselves."""
    return [message.to[0] for message in mail.outbox], [task.status for task in DBTaskResult.objects.all()]


def test_it_goes_on_after_a_database_that_fails_while_it_looks(
    waits: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    outbox.enqueue(simple_mail, "maya@example.com")
    with failing("SELECT", 2):
        work()
    assert (outcome(), waits) == ((["maya@example.com"], [TaskResultStatus.SUCCESSFUL]), [5, 5])
    lines = [record.getMessage() for record in caplog.records if record.name == "hinge_coach.worker.running"]
    assert lines == ["The database failed. The next try is in 5 seconds."] * 2


def test_a_mail_that_went_out_is_noted_once_the_database_is_back(waits: list[float]) -> None:
    outbox.enqueue(simple_mail, "maya@example.com")
    with failing(TaskResultStatus.SUCCESSFUL, 7):  # the library alone tries three times
        work()
    assert (outcome(), waits) == ((["maya@example.com"], [TaskResultStatus.SUCCESSFUL]), [5, 5])


def test_a_mail_that_could_not_be_made_is_put_back(waits: list[float]) -> None:
    outbox.enqueue(mail_of_a_row, "maya@example.com")
    with failing('AS "a"', 1), failing("INSERT", 1):
        work(tasks=2)
    assert (outcome(), waits) == ((["maya@example.com"], [TaskResultStatus.SUCCESSFUL]), [5])


def test_a_task_that_meets_a_failing_database_each_time_is_given_up(waits: list[float]) -> None:
    outbox.enqueue(mail_of_a_row, "maya@example.com")
    with failing('AS "a"', 99), failing("INSERT", 99):
        work(tasks=MOST_TRIES)
    assert (outcome(), len(waits)) == (([], [TaskResultStatus.FAILED]), MOST_TRIES - 1)


def test_a_task_that_is_deleted_while_it_runs_does_not_end_it(waits: list[float]) -> None:
    outbox.enqueue(mail_of_somebody_who_leaves, "maya@example.com")
    outbox.enqueue(simple_mail, "lee@example.com")
    work(tasks=2)
    assert (outcome(), waits) == ((["maya@example.com", "lee@example.com"], [TaskResultStatus.SUCCESSFUL]), [])


def test_a_batch_tells_of_a_database_that_fails(waits: list[float]) -> None:
    outbox.enqueue(simple_mail, "maya@example.com")
    with failing("SELECT", 1), pytest.raises(OperationalError):
        work(batch=True)
    assert (outcome(), waits) == (([], [TaskResultStatus.READY]), [])
