"""Storing safety answers and closing practice. Each function is one transaction."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from hinge_coach import outbox
from hinge_coach.accounts.models import Client
from hinge_coach.safety.models import Closure, Screening
from hinge_coach.safety.screening import ADVICE, Level, level_of
from hinge_coach.safety.trainer_mail import send_closure_mail


@transaction.atomic
def record_screening(
    *, client: Client, answers: list[str], at: datetime, now: datetime | None = None, sent_as: UUID | None = None
) -> Screening:
    """Stores the codes that were answered with yes, and closes practice unless their level is clear.

    `at` is when they were answered; practice is closed `now`, where they had waited on a device. The same `sent_as`
    again changes nothing; one that belongs to somebody else raises `Screening.DoesNotExist`.
    """
    level = level_of(answers)
    client.lock()
    if sent_as and (stored := Screening.objects.filter(sent_as=sent_as).first()):
        if stored.client_id != client.pk:
            raise Screening.DoesNotExist
        return stored
    values = {"answered_at": at, "answers": answers, "level": level, "sent_as": sent_as}
    screening = Screening.objects.create(client=client, **values)
    if level != Level.CLEAR:
        close_practice(client=client, cause=Closure.Cause.ANSWERS, level=level, sentence=ADVICE[level], at=now or at)
    return screening


@transaction.atomic
def close_practice(*, client: Client, cause: str, level: Level, sentence: str, at: datetime) -> Closure:
    """Closes practice and mails the trainer. If it is closed already, the more urgent of both levels stays.

    A more urgent level is mailed again; the same or a milder one changes nothing and is not.
    """
    values = {"cause": cause, "level": level, "sentence": sentence, "closed_at": at}
    # Locked, so that of two answers at once the later sees the level that the first has stored.
    closures = Closure.objects.select_for_update()
    closure, is_new = closures.get_or_create(client=client, lifted_at=None, defaults=values)
    order = list(Level)
    is_raised = not is_new and order.index(level) > order.index(Level(closure.level))
    if is_raised:
        closure.cause, closure.level, closure.sentence, closure.closed_at = cause, level, sentence, at
        closure.save(update_fields=list(values))
    if is_new or is_raised:
        outbox.enqueue(send_closure_mail, closure.pk, level.value, is_raised)
    return closure
