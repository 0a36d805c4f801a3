"""Recording a practice: both check-ins, the practice, the verdict and the move, in one transaction."""

import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from hinge_coach.accounts.models import Client
from hinge_coach.safety.models import Closure
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Moment
from lessons.models import Lesson, Practice, RuleSet
from lessons.practice import judging
from lessons.practice.history import lesson_history, load_history, stepped_back_at, with_practice
from lessons.practice.position import positions_of
from lessons.rules.decide import decide
from lessons.rules.prompt_schedule import Prompt, prompt_for


class PracticeIsClosedError(Exception):
    """Practice is closed for this client; `closure` says why."""

    def __init__(self, closure: Closure) -> None:
        super().__init__(closure.sentence)
        self.closure = closure


class LessonAheadError(Exception):
    """The lesson lies ahead of where the client stands; it can be read and tried, not recorded."""


class ScoresNeededError(Exception):
    """The client is asked for numbers just now, so "fine today" is no answer; `prompt` says why."""

    def __init__(self, prompt: Prompt) -> None:
        super().__init__(prompt.sentence)
        self.prompt = prompt


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
    """Stores a practice once, decides what comes next and moves the client; the same id again changes nothing.

    `before` and `after` are both scores, or both None for "fine today", which is no answer where `questions_due`.
    Raises `PracticeIsClosedError`, `LessonAheadError`, `ScoresNeededError` or `NotYoursError`; then nothing is stored.
    """
    Client.objects.select_for_update().get(pk=client.pk)  # serializes simultaneous posts on PostgreSQL, too
    stored = Practice.objects.filter(pk=id).select_related("lesson").first()
    if stored is not None:
        if stored.client_id != client.pk:
            raise NotYoursError
        return stored
    closures = list(client.closures.all())
    if closure := next((closure for closure in closures if closure.is_active), None):
        raise PracticeIsClosedError(closure)
    position = next(position for position in positions_of(client) if position.track == lesson.track)
    if lesson.number > position.next.number or (lesson == position.next and position.waits_for):
        raise LessonAheadError
    history, thresholds = load_history(client, now=at, closures=closures), RuleSet.objects.in_force()
    back, local = stepped_back_at(client, lesson, now=at), at.astimezone(client.user.tz)
    if before is None or after is None:
        prompt = prompt_for(
            history,
            lesson_history(history, lesson, position=position, stepped_back_at=back),
            thresholds,
            local,
            easier=easier or position.is_easier(lesson),
            questions_due=questions_due,
        )
        if not prompt.may_be_fine:
            raise ScoresNeededError(prompt)
    start, on = at - timedelta(seconds=lesson.seconds), client.today(at)
    practice = Practice.objects.create(
        id=id,
        client=client,
        lesson=lesson,
        done_at=at,
        local_on=on,
        before=_check_in(id, client, at=start, on=on, score=before, moment=Moment.BEFORE),
        after=_check_in(id, client, at=at, on=on, score=after, moment=Moment.AFTER),
        guess=guess,
        passed=passed,
        effort=effort,
        cue=cue,
        easier=easier,
        measure=measure,
    )
    history = with_practice(history, practice)
    verdict = decide(lesson_history(history, lesson, position=position, stepped_back_at=back), thresholds, local)
    judging.apply(verdict, practice=practice, position=position, thresholds=thresholds, now=at)
    return practice


def _check_in(
    practice: uuid.UUID, client: Client, *, at: datetime, on: date, score: int | None, moment: Moment
) -> CheckIn | None:
    """A score of a practice. It lies on the day of the practice, also where the day began between the two scores."""
    if score is None:
        return None
    return CheckIn.record(
        id=uuid.uuid5(practice, moment), client=client, at=at, local_on=on, score=score, moment=moment
    )
