"""Mails that failed for good, as the desk lists them."""

from dataclasses import dataclass
from uuid import UUID

from hinge_coach import outbox
from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.coaching.calls.rows import PAST_SHOWN


@dataclass(frozen=True, kw_only=True)
class LostMail:
    """A mail that is not tried again: whom it was to, the last line of its error, and when it was given up."""

    id: UUID
    about: str
    why: str
    at: LocalTime


def lost_mails(trainer: Trainer) -> tuple[LostMail, ...]:
    """The newest mails that failed, on the trainer's clock."""
    return tuple(
        LostMail(
            id=mail.pk,
            about=outbox.describe(mail),
            why=_last_line(mail.traceback),
            at=LocalTime(mail.finished_at, trainer.user.tz),
        )
        for mail in outbox.failed()[:PAST_SHOWN]
        if mail.finished_at
    )


def _last_line(traceback: str) -> str:
    lines = traceback.strip().splitlines()
    return lines[-1][:300] if lines else ""
