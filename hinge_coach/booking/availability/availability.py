"""The trainer's availability loaded from the database as the one value that slots.py decides on, in two queries."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import BooleanField, CharField, DateField, IntegerField, Value

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.availability import slots
from hinge_coach.booking.models import BusySpan, Call, Cell, DateRule, Hours, rules_of

ONE_DAY = timedelta(days=1)

UNLIMITED = 1_000  # calls a day


def the_trainer() -> Trainer | None:
    """The trainer with zone and call rules, in one query; None where the site has none yet."""
    return Trainer.objects.select_related("user", "call_rules").first()


def load_availability(
    trainer: Trainer, now: datetime, *, moving: Call | None = None, at_the_desk: bool = False
) -> slots.Availability:
    """What decides which times are free at `now`.

    The cells of a call that is `moving` count as free. At the desk the trainer may take calls at short notice and
    beyond the daily limit.
    """
    rules = rules_of(trainer)
    if at_the_desk:
        rules = replace(rules, notice_minutes=0, calls_a_day=UNLIMITED)
    hours, date_rules = _load_hours(trainer, now)
    last = now + timedelta(days=rules.horizon_days) + 3 * ONE_DAY
    occupied = Cell.objects.filter(call__trainer=trainer, start__gte=now - 2 * ONE_DAY, start__lt=last)
    # A call that nobody confirmed in time holds nothing any more. The next booking cancels it.
    occupied = occupied.exclude(call__confirm_by__lte=now)
    if moving is not None:
        occupied = occupied.exclude(call=moving)
    # Two kinds of intervals that are not free, in one query: cells of calls, and the trainer's other calendars.
    busy_spans = BusySpan.objects.filter(calendar__trainer=trainer, end__gte=now, start__lt=last).order_by()
    rows = list(
        occupied.order_by()
        .values_list("start", "call__starts_at", Value(True, BooleanField()))
        .union(busy_spans.values_list("start", "end", Value(False, BooleanField())), all=True)
    )
    return slots.Availability(
        zone=trainer.user.tz,
        rules=rules,
        hours=hours,
        date_rules=date_rules,
        taken=frozenset(start for start, _, is_call in rows if is_call),
        # Calls can't overlap, so each start is one call.
        call_starts=tuple({starts_at for _, starts_at, is_call in rows if is_call}),
        busy=tuple(slots.BusyInterval(start, end) for start, end, is_call in rows if not is_call),
    )


def _load_hours(
    trainer: Trainer, now: datetime
) -> tuple[tuple[slots.WeeklyInterval, ...], tuple[slots.DatedHours, ...]]:
    """Weekly hours, and dates that differ from the week, in one query because every page about calls needs both."""
    weekly = Hours.objects.filter(trainer=trainer).order_by()
    dated = DateRule.objects.filter(trainer=trainer, on__gte=(now - 2 * ONE_DAY).date()).order_by()
    rows = weekly.values_list("weekday", Value(None, DateField()), Value("", CharField()), "starts", "ends").union(
        dated.values_list(Value(None, IntegerField()), "on", "kind", "starts", "ends"),
        all=True,
    )
    hours: list[slots.WeeklyInterval] = []
    date_rules: list[slots.DatedHours] = []
    for weekday, on, kind, starts, ends in rows:
        if on is None:
            hours.append(slots.WeeklyInterval(weekday, starts, ends))
        else:
            date_rules.append(slots.DatedHours(on, slots.DateRuleKind(kind), starts, ends))
    return tuple(hours), tuple(date_rules)
