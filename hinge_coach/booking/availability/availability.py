"""The trainer's diary as the one value that slots.py decides on, in two queries."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, CharField, DateField, IntegerField, Value

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.availability import slots
from hinge_coach.booking.models import BusySpan, Call, Cell, DateRule, Hours, rules_of

A_DAY = timedelta(days=1)

NEVER_FULL = 1_000


def the_trainer() -> Trainer | None:
    """Who takes the calls, with zone and rules, in one query."""
    return Trainer.objects.select_related("user", "call_rules").first()


def load_availability(
    trainer: Trainer, now: datetime, *, moving: Call | None = None, at_the_desk: bool = False
) -> slots.Availability:
    """What decides about free times at `now`.

    A call that is being moved doesn't stand in its own way. At the desk the trainer may take calls at short notice
    and beyond the daily number.
    """
    rules = rules_of(trainer)
    if at_the_desk:
        rules = replace(rules, notice_minutes=0, calls_a_day=NEVER_FULL)
    hours, date_rules = _openings(trainer, now)
    last = now + timedelta(days=rules.horizon_days) + 3 * A_DAY
    occupied = Cell.objects.filter(call__trainer=trainer, start__gte=now - 2 * A_DAY, start__lt=last)
    # A call that nobody confirmed in time is as good as gone; whoever takes its time next lets it go.
    occupied = occupied.exclude(call__confirm_by__lte=now)
    if moving is not None:
        occupied = occupied.exclude(call=moving)
    # Two kinds of stretches that are not free, in one query: cells of calls, and the trainer's other calendars.
    elsewhere = BusySpan.objects.filter(calendar__trainer=trainer, end__gte=now, start__lt=last).order_by()
    rows = list(
        occupied.order_by()
        .values_list("start", "call__starts_at", Value(True, BooleanField()))
        .union(elsewhere.values_list("start", "end", Value(False, BooleanField())), all=True)
    )
    return slots.Availability(
        zone=ZoneInfo(trainer.zone),
        rules=rules,
        hours=hours,
        date_rules=date_rules,
        taken=frozenset(start for start, _, is_call in rows if is_call),
        # Calls can't overlap, so each start is one call.
        call_starts=tuple({starts_at for _, starts_at, is_call in rows if is_call}),
        busy=tuple(slots.BusyInterval(start, end) for start, end, is_call in rows if not is_call),
    )


def _openings(trainer: Trainer, now: datetime) -> tuple[tuple[slots.WeeklyInterval, ...], tuple[slots.DatedHours, ...]]:
    """Weekly hours and dates that differ. They are one short list to every page about calls: one query, not two."""
    weekly = Hours.objects.filter(trainer=trainer).order_by()
    dated = DateRule.objects.filter(trainer=trainer, on__gte=(now - 2 * A_DAY).date()).order_by()
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
