"""What is told when the database or the worker can't do its work."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import InterfaceError, OperationalError, connection
from django.test import Client as Browser
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from hinge_coach import health
from hinge_coach.booking.calls.mail import send_missed_mail

pytestmark = pytest.mark.django_db


def sqlite_error(name: str) -> OperationalError:
    error, cause = OperationalError(name), sqlite3.OperationalError(name)
    cause.sqlite_errorname = f"SQLITE_{name}"
    error.__cause__ = cause
    return error


@contextmanager
def failing_database(error: Exception, *, word: str = "") -> Iterator[None]:
    """Every statement with this word in it fails."""

    def fail(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if word in sql:
            raise error
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail):
        yield


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (sqlite_error("BUSY"), True),
        (sqlite_error("FULL"), True),
        (sqlite_error("READONLY"), True),
        (sqlite_error("ERROR"), False),  # no such table
        (OperationalError("the server closed the connection"), True),
        (InterfaceError("connection already closed"), True),
        (ValueError("a defect"), False),
        (None, False),
    ],
)
def test_trouble_that_passes_is_told_from_a_defect(error: Exception | None, passes: bool) -> None:
    assert health.is_passing(error) == passes


def test_a_healthy_site_says_so_and_keeps_nothing_of_the_trial() -> None:
    answer = Browser().get("/healthz")
    assert (answer.status_code, answer.json(), Session.objects.count()) == (200, {"status": "ok"}, 0)


@pytest.mark.parametrize("word", ["INSERT", "SELECT"])
def test_a_database_that_cant_be_written_or_read_is_told(word: str) -> None:
    with failing_database(sqlite_error("READONLY"), word=word):
        answer = Browser().get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "The database can't be written."})


def test_a_late_worker_is_told() -> None:
    late = timezone.now() - timedelta(minutes=11)
    task = DBTaskResult.objects.create(
        task_path=send_missed_mail.module_path, args_kwargs={"args": [], "kwargs": {}}, backend_name="default"
    )
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=late)
    answer = Browser().get("/healthz")
    sentence = "Mails wait for longer than ten minutes. Is db_worker running?"
    assert (answer.status_code, answer.json()) == (503, {"status": sentence})


def test_a_clock_that_was_set_back_is_told() -> None:
    task = DBTaskResult.objects.create(
        task_path=send_missed_mail.module_path, args_kwargs={"args": [], "kwargs": {}}, backend_name="default"
    )
    told = []
    for minutes in (4, 6):
        DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=timezone.now() + timedelta(minutes=minutes))
        told.append(Browser().get("/healthz").json())
    sentence = "The clock of this machine was set back: mails are from later than now."
    assert told == [{"status": "ok"}, {"status": sentence}]


@pytest.mark.parametrize(
    ("error", "status", "wait", "words"),
    [
        (sqlite_error("BUSY"), 503, "60", "What you sent was not stored."),
        (ValueError("a defect"), 500, None, "Something broke on our side"),
    ],
)
def test_people_are_told_whether_to_try_again(error: Exception, status: int, wait: str | None, words: str) -> None:
    with failing_database(error):
        answer = Browser(raise_request_exception=False).get("/call/")
    assert (answer.status_code, answer.headers.get("Retry-After")) == (status, wait)
    assert words in answer.content.decode()
