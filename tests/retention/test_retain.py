"""`manage.py retain` deletes what its time is over for, says how much, and leaves all else."""

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db.models import Model
from django_tasks_db.models import DBTaskResult

from hinge_coach.accounts.models import Client, Invitation, Trainer, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still")]
DAY = timedelta(days=1)


def retain() -> dict[str, int]:
    out = StringIO()
    call_command("retain", stdout=out)
    return {words: int(count) for count, words in (line.split(" ", 1) for line in out.getvalue().splitlines())}


def somebody_new(at: datetime, **changed: Any) -> User:
    user = User.objects.create_user(f"new-{at:%Y%m%d}@example.com", joined_at=at, **changed)
    address = EmailAddress.objects.create(user=user, email=user.email)
    EmailConfirmation.objects.create(email_address=address, created=at, key=user.email)
    return user


def invitation(trainer: Trainer, at: datetime) -> Invitation:
    email = f"guest-{at:%Y%m%d}@example.com"
    return Invitation.objects.create(email=email, token_hash=email, invited_by=trainer, invited_at=at)


def mail(at: datetime) -> DBTaskResult[..., Any]:
    return DBTaskResult.objects.create(
        status="SUCCESSFUL", finished_at=at, args_kwargs={"args": ["maya@example.com"], "kwargs": {}}, task_path="a.b"
    )


def change_by_hand(trainer: Trainer, at: datetime) -> LogEntry:
    content_type = ContentType.objects.get_for_model(User)
    row = LogEntry.objects.create(
        user=trainer.user, content_type=content_type, object_repr="Maya", action_flag=CHANGE, change_message=""
    )
    LogEntry.objects.filter(pk=row.pk).update(action_time=at)
    return row


def sign_in_until(at: datetime) -> Session:
    return Session.objects.create(session_key=f"{at:%Y%m%d%H%M}", session_data="", expire_date=at)


def test_what_is_due_goes_and_what_is_not_stays(trainer: Trainer, maya: Client, now: datetime) -> None:
    due: list[Model] = [
        somebody_new(now - 31 * DAY),
        invitation(trainer, now - 61 * DAY),
        mail(now - 15 * DAY),
        change_by_hand(trainer, now - 366 * DAY),
        sign_in_until(now - DAY),
    ]
    stay: list[Model] = [
        somebody_new(now - 29 * DAY),
        somebody_new(now - 40 * DAY, last_login=now - DAY),  # came back to go on
        maya.user,
        trainer.user,
        invitation(trainer, now - 59 * DAY),
        mail(now - 13 * DAY),
        change_by_hand(trainer, now - 364 * DAY),
        sign_in_until(now + DAY),
    ]
    User.objects.filter(pk__in=[maya.user_id, trainer.user_id]).update(joined_at=now - 900 * DAY)
    assert retain() == {
        "calls blanked": 0,
        "addresses that never joined": 1,
        "old invitations": 1,
        "sign-ins that have ended": 1,
        "mails that were sent or given up": 1,
        "old changes by hand": 1,
    }
    assert [type(row).objects.filter(pk=row.pk).exists() for row in due] == [False] * len(due)  # type: ignore[attr-defined]
    assert [type(row).objects.filter(pk=row.pk).exists() for row in stay] == [True] * len(stay)  # type: ignore[attr-defined]
    assert set(retain().values()) == {0}
