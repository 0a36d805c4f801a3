"""Mails as tasks in the database.

A mail is enqueued in the transaction of what it is about, so none goes out for what was rolled back. A mail that can't
be sent is tried again for a day and then shown on the trainer's desk, so that no mail is lost unnoticed.
"""

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial, wraps
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult, get_date_max

from hinge_coach.fixed_reads import FixedRead

StoredTask = DBTaskResult[..., str]

# The waits after each failure, a little more than a day in all. After the last one the mail has failed for good and is
# shown on the desk.
RETRY_DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 960))

# No mail takes this long to send, so a task that has been running for longer belongs to a worker that was killed.
STUCK_AFTER = timedelta(minutes=15)

OVERDUE_AFTER = timedelta(minutes=10)

_descriptions: dict[str, Callable[..., str]] = {}
"""Path of a mail task -> the function that turns its arguments into the words of `describe`."""

_is_muted: ContextVar[bool] = ContextVar("_is_muted", default=False)


def mail_task(*, about: Callable[..., str]) -> Callable[[Callable[..., None]], "Task[..., str]"]:
    """Makes a task of a function that sends one mail and raises an exception where that fails.

    A failed mail is tried again as a new task with the same arguments, after waits that grow (`RETRY_DELAYS`). A server
    may have accepted a mail although the connection broke before it answered, so the function must send the same
    Message-ID each time.

    `about` takes the arguments of the function and returns whom the mail is to and what it is about, such as "to
    maya@example.com, the invitation". The desk prints it where the mail failed for good.
    """

    def decorate(send: Callable[..., None]) -> "Task[..., str]":
        @wraps(send)
        def with_retries(*args: Any, attempt: int = 0) -> str:
            try:
                send(*args)
            except Exception as problem:
                if attempt >= len(RETRY_DELAYS) or is_final(problem) or not _is_stored(mail):
                    raise
                mail.using(run_after=timezone.now() + RETRY_DELAYS[attempt]).enqueue(*args, attempt=attempt + 1)
                return f"later: {type(problem).__name__}"
            return "done"

        mail: Task[..., str] = task(with_retries)
        _descriptions[mail.module_path] = about
        return mail

    return decorate


def message_id(name: str) -> str:
    """A Message-ID made of `name`: a mail that arrives twice with the same one is recognized as one mail."""
    return f"<{name}@{urlsplit(settings.SITE_URL).hostname}>"


def enqueue(mail: "Task[..., str]", *args: Any, run_after: datetime | None = None) -> None:
    """Sends the mail once the transaction around this call is committed, and never where it is rolled back.

    `run_after`: not before this instant, where a worker sends the mails; see `can_wait`. Does nothing inside `muted`.
    """
    if is_muted():
        return
    if _is_stored(mail):
        # The row of the task is written in the same transaction as what the mail is about. Enqueued on commit
        # instead, it would be lost where the process is killed between the two.
        mail.using(run_after=run_after).enqueue(*args)
    else:
        transaction.on_commit(partial(mail.enqueue, *args))


def can_wait(mail: "Task[..., str]") -> bool:
    """Whether a mail can be sent later than at once: a worker sends it, and not the process that enqueues it."""
    return _is_stored(mail)


def is_muted() -> bool:
    return _is_muted.get()


@contextmanager
def muted() -> Iterator[None]:
    """Nothing done inside sends mail; also a decorator.

    It is for what happened long ago or elsewhere and is only stored now: the weeks of the demo people, a file that is
    brought in.
    """
    token = _is_muted.set(True)
    try:
        yield
    finally:
        _is_muted.reset(token)


def failed() -> "QuerySet[StoredTask]":
    """Mails that failed for good, newest first."""
    return DBTaskResult.objects.failed().order_by("-finished_at")


def describe(mail: StoredTask) -> str:
    """Whom a stored mail is to and what it is about, in the words of its task's `about`."""
    with suppress(ImportError):  # an earlier release may have queued it by a function that is gone
        import_string(mail.task_path)  # a module that was not imported yet registers its descriptions now
    about = _descriptions.get(mail.task_path)
    return about(*mail.args_kwargs["args"]) if about else "to somebody"


def overdue(now: datetime) -> "QuerySet[StoredTask]":
    """Mails that should have gone out by now: no worker is running, or it can't keep up."""
    return DBTaskResult.objects.filter(_is_overdue(now - OVERDUE_AFTER))


def from_after(instant: datetime) -> "QuerySet[StoredTask]":
    """Mails that came in later than an instant: where that hasn't come yet, a clock was set back."""
    return DBTaskResult.objects.filter(enqueued_at__gt=instant)


def _is_overdue(before: datetime) -> Q:
    waits = Q(status=TaskResultStatus.READY, enqueued_at__lt=before)
    return waits & ~Q(run_after__gt=before, run_after__lt=get_date_max())


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """How many mails are overdue, when the first of them was enqueued, and how many failed for good."""

    overdue: int
    first_at: datetime | None
    failed: int


def backlog(now: datetime) -> Backlog:
    """What has not gone out; one query."""
    found = Backlog(overdue=0, first_at=None, failed=0)
    for status, overdue, first_at, number in _UNSENT(now - OVERDUE_AFTER):
        if status == TaskResultStatus.FAILED:
            found = replace(found, failed=number)
        elif status == TaskResultStatus.READY:
            found = replace(found, overdue=overdue, first_at=first_at)
    return found


def _unsent(before: datetime) -> "QuerySet[StoredTask, tuple[str, int, datetime | None, int]]":
    """By status how many mails are overdue, when the first of them was enqueued, and how many there are."""
    unsent = DBTaskResult.objects.exclude(status=TaskResultStatus.SUCCESSFUL).order_by().values("status")
    overdue = unsent.annotate(
        overdue=Count("pk", filter=_is_overdue(before)),
        first_at=Min("enqueued_at", filter=_is_overdue(before)),
        number=Count("pk"),
    )
    return overdue.values_list("status", "overdue", "first_at", "number")


_UNSENT = FixedRead(_unsent, datetime)


def withdraw(mail: "Task[..., str]", *args: Any) -> bool:
    """Deletes a mail with these arguments that is still waiting. False where it has gone out, or is going out now."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=mail.module_path)
    return bool(waiting.filter(args_kwargs__args=list(args)).delete()[0])


def send_again(id: str | UUID) -> bool:
    """Enqueues one failed mail again, with all its attempts. False where there is no failed mail with this id."""
    with transaction.atomic():
        mail = _with_id(failed(), id).select_for_update().first()
        if mail is None:
            return False
        mail.task.using(run_after=None).enqueue(*mail.args_kwargs["args"])
        mail.delete()
    return True


def forget(id: str | UUID) -> bool:
    """Deletes one failed mail. False where there is no failed mail with this id."""
    return bool(_with_id(failed(), id).delete()[0])


def requeue_stuck(now: datetime) -> int:
    """Enqueues mails again whose worker was killed, and returns how many.

    Such a mail may have been sent already. Arriving twice, recognizable by its Message-ID, is better than not at all.
    """
    stuck = DBTaskResult.objects.running().filter(started_at__lt=now - STUCK_AFTER)
    return int(stuck.update(status=TaskResultStatus.READY, started_at=None))


def is_final(problem: Exception) -> bool:
    """Whether the server says that the address accepts no mail, so that there is no point in trying again."""
    if not isinstance(problem, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= 500 for code, _ in problem.recipients.values())


def _with_id(mails: "QuerySet[StoredTask]", id: str | UUID) -> "QuerySet[StoredTask]":
    try:
        return mails.filter(pk=UUID(str(id)))
    except ValueError:
        return mails.none()


def _is_stored(mail: "Task[..., str]") -> bool:
    """Whether the settings keep tasks in the database for a worker, or run them at once."""
    return isinstance(mail.get_backend(), DatabaseBackend)
