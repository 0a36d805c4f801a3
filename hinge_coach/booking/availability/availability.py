"""The availability of the trainer, loaded in four plain queries as the one value that `slots` decides on."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.availability import slots
from hinge_coach.booking.models import BusySpan, Call, Cell, DateRule, Hours, rules_of
from hinge_coach.fixed_reads import FixedRead

ONE_DAY = timedelta(days=1)

UNLIMITED = 1_000  # calls a day

NO_CALL = UUID(int=0)  # the key of none


def _occupied_cells(
    trainer: int, since: datetime, until: datetime, now: datetime, moving: UUID
) -> "QuerySet[Cell, tuple[datetime, datetime]]":
    cells = Cell.objects.filter(call__trainer=trainer, start__gte=since, start__lt=until)
    # A call that nobody confirmed in time holds nothing any more. The next booking cancels it.
    cells = cells.exclude(call__confirm_by__lte=now).exclude(call=moving)
    return cells.values_list("start", "call__starts_at")


def _busy_spans(trainer: int, now: datetime, until: datetime) -> "QuerySet[BusySpan, tuple[datetime, datetime]]":
    spans = BusySpan.objects.filter(calendar__trainer=trainer, end__gte=now, start__lt=until)
    return spans.values_list("start", "end")


def _dated(trainer: int, last_day: date, first_day: date) -> "QuerySet[DateRule]":
    until = DateRule.objects.filter(trainer=trainer, on__lte=last_day)
    return until.filter(Q(on__gte=first_day) | Q(last__gte=first_day))


_TRAINER = FixedRead(lambda: Trainer.objects.select_related("user", "call_rules").order_by("pk")[:1])
_CELLS = FixedRead(_occupied_cells, int, datetime, datetime, datetime, UUID)
_BUSY = FixedRead(_busy_spans, int, datetime, datetime)
_HOURS = FixedRead(lambda trainer: Hours.objects.filter(trainer=trainer).values_list("weekday", "starts", "ends"), int)
_DATE_RULES = FixedRead(_dated, int, date, date)


def the_trainer() -> Trainer | None:
    """The trainer with zone and call rules, in one query; None where the site has none yet."""
    return _TRAINER.first()


def load_availability(
    trainer: Trainer,
    now: datetime,
    *,
    moving: Call | None = None,
    at_the_desk: bool = False,
    minutes: int | None = None,
) -> slots.Availability:
    """What decides which times are free at `now`.

    The cells of a call that is `moving` count as free, and the times are for a call of its length; `minutes` is the
    length of a new call where it isn't the usual one. At the desk the trainer may take calls at short notice and beyond
    the daily limit.
    """
    rules = moving.rules if moving else rules_of(trainer)
    if minutes is not None:
        rules = replace(rules, length_minutes=minutes)
    if at_the_desk:
        rules = replace(rules, notice_minutes=0, calls_a_day=UNLIMITED)
    last = now + timedelta(days=rules.horizon_days) + 3 * ONE_DAY
    since, key = now - 2 * ONE_DAY, trainer.pk
    cells = _CELLS(key, since, last, now, moving.pk if moving else NO_CALL)
    first_day, last_day = since.date(), (last + ONE_DAY).date()
    return slots.Availability(
        zone=trainer.user.tz,
        rules=rules,
        hours=tuple(slots.WeeklyInterval(weekday, starts, ends) for weekday, starts, ends in _HOURS(key)),
        date_rules=tuple(
            slots.DatedHours(on, slots.DateRuleKind(rule.kind), rule.starts, rule.ends)
            for rule in _DATE_RULES(key, last_day, first_day)
            for on in rule.dates(first_day, last_day)
        ),
        taken=frozenset(start for start, _ in cells),
        # Calls can't overlap, so each start is one call.
        call_starts=tuple({starts_at for _, starts_at in cells}),
        busy=tuple(slots.BusyInterval(start, end) for start, end in _BUSY(key, now, last)),
    )
