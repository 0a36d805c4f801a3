"""Whether the site can do its work: the database takes writes, and the worker is not late."""

import shutil
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from hinge_coach import outbox

LEAST_FREE_BYTES = 20_000_000
CLOCKS_DIFFER = timedelta(minutes=5)
"""By how much the clocks of several machines may."""


class Trouble(StrEnum):
    """What keeps the site from its work; the value is a sentence for whoever watches it."""

    DATABASE = "The database can't be written."
    DISK = "The disk of the database is full, or nearly."
    CLOCK = "The clock of this machine was set back: mails are from later than now."
    WORKER = "Mails wait for longer than ten minutes. Is db_worker running?"


def health_problems(now: datetime) -> list[Trouble]:
    """What is wrong now. Nothing stays written: the trial is rolled back."""
    try:
        with transaction.atomic():
            Session.objects.create(session_key="health", session_data="", expire_date=now)
            transaction.set_rollback(True)
        is_late = outbox.overdue(now).exists()
        is_behind = outbox.from_after(now + CLOCKS_DIFFER).exists()
    except (DatabaseError, InterfaceError):
        return [Trouble.DATABASE]
    troubles = {Trouble.DISK: _disk_is_full(), Trouble.CLOCK: is_behind, Trouble.WORKER: is_late}
    return [trouble for trouble, is_there in troubles.items() if is_there]


def is_passing(problem: BaseException | None) -> bool:
    """Whether an exception means that the database can't work now: locked, full, read-only or away.

    SQLite raises the same class for SQL that is wrong, which is no passing trouble.
    """
    if not isinstance(problem, OperationalError):
        return isinstance(problem, InterfaceError)
    name = getattr(problem.__cause__, "sqlite_errorname", "")
    return name != "SQLITE_ERROR"


def _disk_is_full() -> bool:
    """Of SQLite's disk alone: that of a PostgreSQL server can't be seen from here."""
    if connection.vendor != "sqlite":
        return False
    folder = Path(connection.settings_dict["NAME"]).parent
    return folder.is_dir() and shutil.disk_usage(folder).free < LEAST_FREE_BYTES
