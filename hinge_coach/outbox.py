"""Mails as tasks in the database: none is lost in silence, none goes out for what was rolled back."""

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial, wraps
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult, get_date_max

StoredTask = DBTaskResult[..., str]

# After each failure a longer wait, a little more than a day in all. Then the mail is dead, and the desk says so.
RETRY_DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 960))

# No mail takes this long, so its worker was killed.
STUCK_AFTER = timedelta(minutes=15)

OVERDUE_AFTER = timedelta(minutes=10)


def mail_task(send: Callable[..., None]) -> "Task[..., str]":
    """Makes a task of a function that sends one mail and raises where that fails.

    It is tried again as a new task after a growing wait, with the same arguments: what it sends must carry the same
    Message-ID each time, for a server may have taken the mail and lost the line before it said so.
    """

    @wraps(send)
    def patiently(*args: Any, attempt: int = 0) -> str:
        try:
            send(*args)
        except Exception as problem:
            if attempt >= len(RETRY_DELAYS) or is_final(problem) or not _is_kept(itself):
                raise
            itself.using(run_after=timezone.now() + RETRY_DELAYS[attempt]).enqueue(*args, attempt=attempt + 1)
            return f"later: {type(problem).__name__}"
        return "done"

    itself: Task[..., str] = task(patiently)
    return itself


def message_id(words: str) -> str:
    """A Message-ID: the same for the same words, so that a mail that came twice is seen to be one."""
    return f"<{words}@{urlsplit(settings.SITE_URL).hostname}>"


def enqueue(mail: "Task[..., str]", *args: Any) -> None:
    """Sends the mail once the transaction around this call is committed, and never where it is rolled back."""
    if _is_kept(mail):
        # The row of the task is written in the same transaction as what the mail speaks of. Enqueued on commit
        # instead, it would be lost where the process is killed between the two.
        mail.enqueue(*args)
    else:
        transaction.on_commit(partial(mail.enqueue, *args))


def failed() -> "QuerySet[StoredTask]":
    """Mails that nobody tries again, newest first."""
    return DBTaskResult.objects.failed().order_by("-finished_at")


def overdue(now: datetime) -> "QuerySet[StoredTask]":
    """Mails that should have gone by now: no worker is running, or it can't keep up."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, enqueued_at__lt=now - OVERDUE_AFTER)
    return waiting.exclude(run_after__gt=now - OVERDUE_AFTER, run_after__lt=get_date_max())


def send_again(id: str | UUID) -> bool:
    """Brings one dead mail back to life, with all its attempts."""
    with transaction.atomic():
        found = _one_of(failed(), id).select_for_update().first()
        if found is None:
            return False
        found.task.using(run_after=None).enqueue(*found.args_kwargs["args"])
        found.delete()
    return True


def forget(id: str | UUID) -> bool:
    """Takes one dead mail off the desk."""
    return bool(_one_of(failed(), id).delete()[0])


def requeue_stuck(now: datetime) -> int:
    """Hands out anew what a killed worker left half done. It may have been sent: better twice, and recognisable."""
    left = DBTaskResult.objects.running().filter(started_at__lt=now - STUCK_AFTER)
    return int(left.update(status=TaskResultStatus.READY, started_at=None))


def is_final(problem: Exception) -> bool:
    """Whether the server knows that this address takes no mail: trying again for a day would only hide it."""
    if not isinstance(problem, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= 500 for code, _ in problem.recipients.values())


def _one_of(mails: "QuerySet[StoredTask]", id: str | UUID) -> "QuerySet[StoredTask]":
    try:
        return mails.filter(pk=UUID(str(id)))
    except ValueError:
        return mails.none()


def _is_kept(mail: "Task[..., str]") -> bool:
    return isinstance(mail.get_backend(), DatabaseBackend)
