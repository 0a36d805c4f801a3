"""The availability of the trainer, loaded in four plain queries as the one value that `slots` decides on."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Q

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.availability import slots
from hinge_coach.booking.models import BusySpan, Call, Cell, DateRule, Hours, rules_of

ONE_DAY = timedelta(days=1)

UNLIMITED = 1_000  # calls a day


def the_trainer() -> Trainer | None:
    """The trainer with zone and call rules, in one query; None where the site has none yet."""
    return Trainer.objects.select_related("user", "call_rules").first()


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
    occupied = Cell.objects.filter(call__trainer=trainer, start__gte=now - 2 * ONE_DAY, start__lt=last)
    # A call that nobody confirmed in time holds nothing any more. The next booking cancels it.
    occupied = occupied.exclude(call__confirm_by__lte=now)
    if moving is not None:
        occupied = occupied.exclude(call=moving)
    cells = list(occupied.values_list("start", "call__starts_at"))
    busy_spans = BusySpan.objects.filter(calendar__trainer=trainer, end__gte=now, start__lt=last)
    weekly_hours = Hours.objects.filter(trainer=trainer).values_list("weekday", "starts", "ends")
    first_day, last_day = (now - 2 * ONE_DAY).date(), (last + ONE_DAY).date()
    dated_hours = DateRule.objects.filter(trainer=trainer, on__lte=last_day).filter(
        Q(on__gte=first_day) | Q(last__gte=first_day)
    )
    return slots.Availability(
        zone=trainer.user.tz,
        rules=rules,
        hours=tuple(slots.WeeklyInterval(weekday, starts, ends) for weekday, starts, ends in weekly_hours),
        date_rules=tuple(
            slots.DatedHours(on, slots.DateRuleKind(rule.kind), rule.starts, rule.ends)
            for rule in dated_hours
            for on in rule.dates(first_day, last_day)
        ),
        taken=frozenset(start for start, _ in cells),
        # Calls can't overlap, so each start is one call.
        call_starts=tuple({starts_at for _, starts_at in cells}),
        busy=tuple(slots.BusyInterval(start, end) for start, end in busy_spans.values_list("start", "end")),
    )
