"""The booked calls that lie in time taken off, for each row of dates on the page of hours."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.availability.days_off import DatedRange, is_off
from hinge_coach.booking.availability.hours_forms import DateRowForm, dates_text
from hinge_coach.booking.availability.saving_hours import range_of
from hinge_coach.booking.availability.slots import BusyInterval
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.booking.models import Call, DateRule


@dataclass(frozen=True, kw_only=True)
class CallOff:
    """A booked call that lies in time taken off, on the trainer's clock.

    `asked` is when the visitor was asked to move it, or None. Nobody is asked about a call that has begun.
    """

    call: Call
    when: LocalTime
    asked: LocalTime | None
    has_begun: bool

    @property
    def may_ask(self) -> bool:
        return not self.asked and not self.has_begun


@dataclass(frozen=True, kw_only=True)
class DateRow:
    """A row of dates with the calls in it. `rule_id` is None where the row isn't stored as it stands on the page."""

    form: DateRowForm
    rule_id: int | None
    calls: tuple[CallOff, ...]

    @property
    def to_ask(self) -> int:
        """How many of the calls nobody was asked to move yet."""
        return count_to_ask([self])


def count_to_ask(rows: Iterable[DateRow]) -> int:
    """How many calls in these rows nobody was asked to move yet; one that lies in several rows counts once."""
    return len({off.call.pk for row in rows for off in row.calls if off.may_ask})


def date_rows(
    forms: Iterable[DateRowForm], rules: Sequence[DateRule], trainer: Trainer, *, now: datetime, today: date
) -> tuple[DateRow, ...]:
    """The rows of the page as they stand on it, stored or not. One query."""
    ids = {dates_text(range_of(rule)): rule.pk for rule in rules}
    ranges = [(form, _range_on_page(form, today)) for form in forms]
    others = [dates for _, dates in ranges if dates]
    calls = list(Call.objects.filter(trainer=trainer).upcoming(now))
    return tuple(
        DateRow(
            form=form,
            rule_id=ids.get(dates_text(dates)) if dates else None,
            calls=calls_off(calls, dates, others, trainer, now=now) if dates else (),
        )
        for form, dates in ranges
    )


def calls_off(
    calls: Iterable[Call], dates: DatedRange, others: Sequence[DatedRange], trainer: Trainer, *, now: datetime
) -> tuple[CallOff, ...]:
    """Those of the calls that lie in the hours off of `dates`."""
    zone = trainer.user.tz
    return tuple(
        CallOff(
            call=call,
            when=LocalTime(call.starts_at, zone),
            asked=LocalTime(call.move_asked_at, zone) if call.move_asked_at else None,
            has_begun=call.starts_at <= now,
        )
        for call in calls
        if is_off(BusyInterval(call.starts_at, call.ends_at), dates, others, zone)
    )


def _range_on_page(form: DateRowForm, today: date) -> DatedRange | None:
    """What the row says as it stands on the page; None where it says nothing valid, or is to be deleted."""
    typed: Mapping[str, object] = {name: form[name].value() for name in form.base_fields}
    if form.is_blank or ("DELETE" in form.fields and form["DELETE"].value()):
        return None
    read = DateRowForm({**typed, "past_midnight": True}, today=today)
    return read.dates if read.is_valid() else None
