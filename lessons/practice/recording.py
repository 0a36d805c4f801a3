"""Recording a practice: both check-ins, the practice, the verdict and the move, in one transaction."""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from hinge_coach.accounts.models import Client
from hinge_coach.safety.models import Closure, active_closure
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Moment
from lessons.models import Lesson, Practice
from lessons.practice.history import prompt_at
from lessons.practice.judging import judge
from lessons.practice.position import positions_of
from lessons.rules.prompt_schedule import Prompt


class PracticeIsClosedError(Exception):
    """Practice is closed for this client; `closure` says why."""

    def __init__(self, closure: Closure) -> None:
        super().__init__(closure.sentence)
        self.closure = closure


class LessonAheadError(Exception):
    """The lesson lies ahead of where the client stands; it can be read and tried, not recorded."""


class ScoresNeededError(Exception):
    """The client is asked for numbers just now, so "fine today" is no answer; ``asks`` says why."""

    def __init__(self, asks: Prompt) -> None:
        super().__init__(asks.sentence)
        self.asks = asks


class NotYoursError(Exception):
    """The id belongs to a practice of another client."""


@transaction.atomic
def record(
    *,
    id: uuid.UUID,
    client: Client,
    lesson: Lesson,
    before: int | None,
    after: int | None,
    guess: str,
    passed: bool,
    effort: int,
    cue: str = "",
    easier: bool = False,
    measure: Decimal | None = None,
    questions_due: bool = False,
    at: datetime,
) -> Practice:
    """Stores a practice once and asks the rules what comes next; the same id again changes nothing.

    ``before`` and ``after`` are both scores, or both None for "fine today", which is none where ``questions_due``.
    Raises ``PracticeIsClosedError``, ``LessonAheadError``, ``ScoresNeededError`` or ``NotYoursError``; then nothing
    is stored.
    """
    Client.objects.select_for_update().get(pk=client.pk)  # two posts at once take turns on PostgreSQL, too
    again = Practice.objects.filter(pk=id).select_related("lesson").first()
    if again is not None:
        if again.client_id != client.pk:
            raise NotYoursError
        return again
    if closure := active_closure(client):
        raise PracticeIsClosedError(closure)
    position = next(s for s in positions_of(client) if s.track == lesson.track)
    if lesson.number > position.next.number or (lesson == position.next and position.waits_for):
        raise LessonAheadError
    if before is None or after is None:
        asks = prompt_at(client, lesson, position=position, now=at, easier=easier, questions_due=questions_due)
        if not asks.may_be_fine:
            raise ScoresNeededError(asks)
    begun = at - timedelta(seconds=lesson.seconds)
    practice = Practice.objects.create(
        id=id,
        client=client,
        lesson=lesson,
        done_at=at,
        local_on=client.today(at),
        before=_check_in(id, client, at=begun, score=before, moment=Moment.BEFORE),
        after=_check_in(id, client, at=at, score=after, moment=Moment.AFTER),
        guess=guess,
        passed=passed,
        effort=effort,
        cue=cue,
        easier=easier,
        measure=measure,
    )
    judge(practice=practice, position=position, now=at)
    return practice


def _check_in(
    practice: uuid.UUID, client: Client, *, at: datetime, score: int | None, moment: Moment
) -> CheckIn | None:
    if score is None:
        return None
    return CheckIn.record(id=uuid.uuid5(practice, moment), client=client, at=at, score=score, moment=moment)
