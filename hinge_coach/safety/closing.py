"""Storing safety answers and closing practice. Each function is one transaction."""

from datetime import datetime

from django.db import transaction

from hinge_coach.accounts.models import Client
from hinge_coach.safety.models import Closure, Screening
from hinge_coach.safety.screening import ADVICE, Level, level_of


@transaction.atomic
def record_screening(*, client: Client, answers: list[str], at: datetime) -> Screening:
    """Stores the codes that were answered with yes, and closes practice unless their level is clear."""
    level = level_of(answers)
    screening = Screening.objects.create(client=client, answered_at=at, answers=answers, level=level)
    if level != Level.CLEAR:
        close_practice(client=client, cause=Closure.Cause.ANSWERS, level=level, sentence=ADVICE[level], at=at)
    return screening


@transaction.atomic
def close_practice(*, client: Client, cause: str, level: Level, sentence: str, at: datetime) -> Closure:
    """Closes practice. If it is closed already, the more urgent of both levels stays."""
    values = {"cause": cause, "level": level, "sentence": sentence, "closed_at": at}
    closure, is_new = Closure.objects.get_or_create(client=client, lifted_at=None, defaults=values)
    order = list(Level)
    if not is_new and order.index(level) > order.index(Level(closure.level)):
        closure.cause, closure.level, closure.sentence, closure.closed_at = cause, level, sentence, at
        closure.save(update_fields=list(values))
    return closure
