"""Recording a practice: both check-ins, the practice, the verdicts and the moves, in one transaction."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from hinge_coach.accounts.models import Client
from hinge_coach.accounts.weight_unit import WeightUnit
from hinge_coach.safety.models import Closure
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Moment
from lessons.models import Lesson, Load, Practice
from lessons.practice import deciding
from lessons.practice.history import ClientState, load_state, standing_for
from lessons.practice.position import Position
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
    """The id belongs to a practice of another client, or one that is made from it to another check-in."""


@contextmanager
def locked(client: Client) -> Iterator[datetime]:
    """A transaction in which no other post about this client is stored; gives the instant at which its turn came.

    A post takes its time from here: one that has waited for another would otherwise be older than what it finds, and
    the rules leave out what is later than their clock. The lock comes first, so that no two posts hold rows that the
    other one waits for.
    """
    with transaction.atomic():
        client.lock()
        yield timezone.now()


def record(
    *,
    id: uuid.UUID,
    client: Client,
    lesson: Lesson,
    before: int | None,
    after: int | None,
    guess: str,
    passed: bool,
    effort: int | None,
    cue: str = "",
    easier: bool = False,
    stopped: str = "",
    measure: Decimal | None = None,
    answer: int | None = None,
    load: Load | None = None,
    weight_unit: WeightUnit | None = None,
    at: datetime,
    now: datetime | None = None,
    back_dated: bool = False,
    state: ClientState | None = None,
) -> Practice:
    """Stores a practice once, decides what comes next and moves the client; the same id again changes nothing.

    `before` and `after` are both scores, or both None for "fine today". A practice that was `stopped` has `after` alone
    where nothing was told before it, and no effort. `load` is kept as it was typed. With a load,
    `weight_unit` is the client's unit from now on; where none is given or known, the unit of the load is. `at` is when
    it was done, `now` when that is decided on, where it had waited on a device or is added later; without it, both are
    one. `state` is that of the client now, loaded after `client.lock()` in the caller's transaction; it is loaded here
    where it isn't given. What was done while practice rests is stored as well.
    Raises `PracticeIsClosedError`, `LessonAheadError`, `ScoresNeededError` or `NotYoursError`; then nothing is stored,
    and a transaction of the caller has to end.
    """
    with transaction.atomic(savepoint=state is None):
        if state is None:
            client.lock()
        stored = Practice.with_deleted.filter(pk=id).select_related("lesson").first()
        if stored is not None:
            if stored.client_id != client.pk:
                raise NotYoursError
            return stored
        now = now or at
        state = state or load_state(client, now=now)
        on = client.today(at)
        _check(state, lesson, before=before, after=after, easier=easier, stopped=bool(stopped))
        sent_at = now if at < now else None
        kept = _kept_numbers(id, client) if sent_at else {}
        scores = _scores(lesson, before, after, easier=easier, at=at)
        first, last = _check_ins(id, client, on, scores, sent_at=sent_at, kept=kept)
        practice = Practice.objects.create(
            id=id,
            client=client,
            lesson=lesson,
            done_at=at,
            local_on=on,
            before=first,
            after=last,
            guess=guess,
            passed=passed,
            effort=effort,
            cue=cue,
            easier=easier,
            stopped=stopped,
            measure=measure,
            answer=answer,
            load=load.value if load else None,
            load_unit=load.unit if load else "",
            sent_at=sent_at,
            back_dated=back_dated,
        )
        if load:
            unit = weight_unit or client.weight_unit or load.unit
            if unit != client.weight_unit:
                client.weight_unit = unit
                client.save(update_fields=["weight_unit"])
        reports = [check_in.value for check_in in (first, last) if check_in is not None]
        after_it = load_state(client, now=now) if kept else state.with_practice(practice, reports)
        deciding.decide_tracks(after_it, practice)
    return practice


def _check(
    state: ClientState, lesson: Lesson, *, before: int | None, after: int | None, easier: bool, stopped: bool
) -> None:
    """Raises the error that says why this practice can't be stored."""
    if state.closure is not None:
        raise PracticeIsClosedError(state.closure)
    position = state.position_on(lesson.track)
    if not position.may_keep(lesson):
        raise LessonAheadError
    if after is None or (before is None and not stopped):
        prompt = prompt_at(state, lesson, position, easier=easier)
        if not prompt.may_be_fine:
            raise ScoresNeededError(prompt)


def prompt_at(state: ClientState, lesson: Lesson, position: Position, *, easier: bool = False) -> Prompt:
    """Whether a practice of this lesson is asked for numbers now, and why."""
    return prompt_for(
        state.facts,
        standing_for(lesson, position, state.moves),
        easier=easier or position.is_easier(lesson),
        questions_due=state.questions_due is not None,
    )


Score = tuple[datetime, int | None, Moment]
"""When it was told, the number or None, and its moment."""


def _scores(
    lesson: Lesson, before: int | None, after: int | None, *, easier: bool, at: datetime
) -> tuple[Score, Score]:
    """Both numbers of a practice that was done at `at`; the first one was told when it began."""
    began_at = at - timedelta(seconds=lesson.seconds(easier=easier))
    return (began_at, before, Moment.BEFORE), (at, after, Moment.AFTER)


def check_in_key(practice: uuid.UUID, moment: Moment) -> uuid.UUID:
    """The id of the check-in of a practice follows from that of the practice, so that both are stored once."""
    return uuid.uuid5(practice, moment)


def _check_ins(
    practice: uuid.UUID,
    client: Client,
    on: date,
    scores: Sequence[Score],
    *,
    sent_at: datetime | None,
    kept: Mapping[uuid.UUID, CheckIn],
) -> tuple[CheckIn | None, ...]:
    """Stores the scores of a practice that is new: plain inserts, because their ids follow from its id.

    Those that are `kept` already become its own, with what was corrected in them since. They lie on the day of the
    practice, `on`, also where the day began between the two.
    Raises `NotYoursError` where a check-in has such an id already, which only somebody who makes ids by hand can do.
    """
    check_ins: list[CheckIn | None] = []
    for at, score, moment in scores:
        key = check_in_key(practice, moment)
        if score is None:
            check_ins.append(None)
            continue
        check_in = kept.get(key) or CheckIn(id=key, client=client, score=score, sent_at=sent_at)
        check_in.at, check_in.local_on, check_in.moment, check_in.deleted_at = at, on, moment, None
        check_ins.append(check_in)
    new = [check_in for check_in in check_ins if check_in is not None and check_in.pk not in kept]
    try:
        CheckIn.objects.bulk_create(new)
    except IntegrityError:
        raise NotYoursError from None
    for check_in in kept.values():
        check_in.save()
    return tuple(check_ins)


def _kept_numbers(practice: uuid.UUID, client: Client) -> dict[uuid.UUID, CheckIn]:
    """The plain check-ins that `keep_numbers` made of this practice, which is stored now after all."""
    keys = [check_in_key(practice, moment) for moment in (Moment.BEFORE, Moment.AFTER)]
    return {check_in.pk: check_in for check_in in client.check_ins.filter(pk__in=keys, moment=Moment.ANY)}


def keep_numbers(
    *,
    id: uuid.UUID,
    client: Client,
    lesson: Lesson,
    before: int | None,
    after: int | None,
    easier: bool = False,
    at: datetime,
    now: datetime,
) -> None:
    """Stores the numbers of a practice that can't be stored itself, as plain check-ins at their times.

    In a transaction. They are a report like any other, so the rules decide again. Sent again, it changes nothing.
    Raises `NotYoursError`.
    """
    for told_at, score, moment in _scores(lesson, before, after, easier=easier, at=at):
        if score is None:
            continue
        try:
            CheckIn.record(
                id=check_in_key(id, moment),
                client=client,
                at=told_at,
                local_on=client.today(at),
                score=score,
                sent_at=now if at < now else None,
            )
        except CheckIn.DoesNotExist:
            raise NotYoursError from None
    deciding.decide_again(client, now=now)
