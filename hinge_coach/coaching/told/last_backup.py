"""When the site was backed up last, as the trainer reads it."""

from dataclasses import dataclass
from datetime import datetime

from hinge_coach.accounts.models import Trainer
from hinge_coach.backups.models import Backup
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.fixed_reads import FixedRead


@dataclass(frozen=True, kw_only=True)
class LastBackup:
    """`at` is the instant whose state it holds, on the trainer's clock; None where there was none yet."""

    at: LocalTime | None
    is_late: bool

    @property
    def sentence(self) -> str:
        """Such as `The last backup was made on Sunday, March 1, 2026, 3:10 am, New York time (UTC−5).`"""
        return f"The last backup was made on {self.at}." if self.at else "This site has never been backed up."


def last_backup(trainer: Trainer, *, now: datetime) -> LastBackup:
    """One query. None yet is late, too."""
    backup = _LATEST.first()
    if backup is None:
        return LastBackup(at=None, is_late=True)
    return LastBackup(at=LocalTime(backup.taken_at, trainer.user.tz), is_late=backup.is_late(now))


_LATEST = FixedRead(lambda: Backup.objects.all()[:1])
