"""Mails that failed for good, as the desk lists them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hinge_coach import outbox
from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.calls import mail as call_mails
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.booking.models import Call
from hinge_coach.coaching.calls.rows import PAST_SHOWN


@dataclass(frozen=True, kw_only=True)
class LostMail:
    """A mail that is not tried again: whom it was to, the last line of its error, and when it was given up."""

    id: UUID
    about: str
    why: str
    at: LocalTime
    call_id: UUID | None  # set where the address of a call can be corrected


def lost_mails(trainer: Trainer, *, now: datetime) -> tuple[LostMail, ...]:
    """The newest mails that failed, on the trainer's clock."""
    lost = list(outbox.failed()[:PAST_SHOWN])
    calls = {str(call.pk): call.pk for call in _calls_of(lost) if call.may_mend(now)}
    return tuple(
        LostMail(
            id=mail.pk,
            about=outbox.describe(mail),
            why=_last_line(mail.traceback),
            at=LocalTime(mail.finished_at, trainer.user.tz),
            call_id=calls.get(_first_argument(mail)) if _is_to_caller(mail) else None,
        )
        for mail in lost
        if mail.finished_at
    )


def _calls_of(lost: list[outbox.StoredTask]) -> list[Call]:
    ids = {_first_argument(mail) for mail in lost if _is_to_caller(mail)}
    return list(Call.objects.filter(pk__in=ids)) if ids else []


def _is_to_caller(mail: outbox.StoredTask) -> bool:
    to_trainer = call_mails.send_trainer_mail.module_path
    return mail.task_path.startswith(f"{call_mails.__name__}.") and mail.task_path != to_trainer


def _first_argument(mail: outbox.StoredTask) -> str:
    return str(mail.args_kwargs["args"][0])


def _last_line(traceback: str) -> str:
    lines = traceback.strip().splitlines()
    return lines[-1][:300] if lines else ""
