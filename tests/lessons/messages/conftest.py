"""A thread on one Wednesday in March: mails wait in the database for a worker, and the clock stands still."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.core import mail
from django.test import Client as Browser
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from hinge_coach.accounts.models import Client, Trainer
from lessons.messages.sending import send
from lessons.models import Message
from tests.conftest import SignIn

MINUTE = timedelta(minutes=1)
Say = Callable[..., Message]


@pytest.fixture
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now, tick=False) as clock:
        yield clock


@pytest.fixture
def kept_tasks(db: None, settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def browser(
    clock: time_machine.Traveller, maya: Client, trainer: Trainer, curriculum: None, sign_in: SignIn
) -> Browser:
    return sign_in(maya)


@pytest.fixture
def say(maya: Client, trainer: Trainer) -> Say:
    """A word of Robin's to Maya now, or with `by=None` one of hers."""

    def word(text: str = "Take the chair.", *, by: Trainer | None = trainer, client: Client = maya) -> Message:
        return send(client, by=by, id=uuid4(), text=text, at=timezone.now())

    return word


def work() -> list[tuple[list[str], str]]:
    """Lets the worker do all that is due now; to whom mails went, and their subjects."""
    mail.outbox.clear()
    due = DBTaskResult.objects.filter(status=TaskResultStatus.READY, run_after__lte=timezone.now())
    for task in due.order_by("run_after"):
        task.task.call(*task.args_kwargs["args"], **task.args_kwargs["kwargs"])
        DBTaskResult.objects.filter(pk=task.pk).update(status=TaskResultStatus.SUCCESSFUL)
    return [(message.to, str(message.subject)) for message in mail.outbox]


def seen_by(client: Client) -> dict[UUID, datetime | None]:
    return dict(client.messages.values_list("pk", "seen_at"))
