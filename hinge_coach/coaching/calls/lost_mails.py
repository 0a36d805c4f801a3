"""Mails that nobody tries to send any more."""

from dataclasses import dataclass
from uuid import UUID

from hinge_coach import outbox
from hinge_coach.accounts.models import Invitation, Trainer
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.booking.models import Call
from hinge_coach.coaching.calls.rows import PAST_SHOWN
from lessons.models import MorningMail


@dataclass(frozen=True, kw_only=True)
class LostMail:
    """A mail that nobody tries to send any more: what it was, and the mail server's last word."""

    id: UUID
    about: str
    why: str
    at: LocalTime


def lost_mails(trainer: Trainer) -> tuple[LostMail, ...]:
    return tuple(
        LostMail(id=each.pk, about=_about(each), why=_last_line(each.traceback), at=LocalTime(at, trainer.user.tz))
        for each in outbox.failed()[:PAST_SHOWN]
        if (at := each.finished_at)
    )


MAIL_SUBJECTS = {
    "send_visitor_mail": "to {name}, about their call",
    "send_reminder_mail": "to {name}, a reminder of their call",
    "send_missed_mail": "to {name}, about another time",
    "send_trainer_mail": "to you, about the call with {name}",
}


def _about(mail: outbox.StoredTask) -> str:
    name, args = mail.task_path.rpartition(".")[2], mail.args_kwargs["args"]
    if name in MAIL_SUBJECTS:
        call = Call.objects.filter(pk=args[0]).first()
        return MAIL_SUBJECTS[name].format(name=f"{call.name} ({call.email})" if call else "somebody")
    if name == "send_late":
        return f"to {args[2]}, about signing in"
    if name == "send_morning_mail":
        morning = MorningMail.objects.filter(pk=args[0]).select_related("client__user").first()
        return f"to {morning.client.user.email}, the morning question" if morning else "to somebody"
    invitation = Invitation.objects.filter(pk=args[0]).first() if name == "send_invitation" else None
    return f"to {invitation.email}, the invitation" if invitation else "to somebody"


def _last_line(traceback: str) -> str:
    lines = traceback.strip().splitlines()
    return lines[-1][:300] if lines else ""
