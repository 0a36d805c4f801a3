"""Free times for the person who looks: under their own dates, a few days a page, each time in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from hinge_coach.booking.availability.days import Month, by_day, month_of
from hinge_coach.booking.availability.slots import Slot
from hinge_coach.booking.local_time import LocalTime, clocks_sentence
from hinge_coach.wording import day_words

DAYS_SHOWN = 5

# So many times of a day are shown at once; the others wait behind "more".
FEW = 2


@dataclass(frozen=True)
class SlotChoice:
    """One radio button. `for_trainer` is None where the trainer's clock shows the same time."""

    when: LocalTime
    for_trainer: LocalTime | None
    is_chosen: bool

    @property
    def value(self) -> str:
        return start_value(self.when.at)

    @property
    def trainer_day(self) -> str:
        """The trainer's weekday in three letters, where it is another date for the trainer; else empty."""
        theirs = self.for_trainer
        return f"{theirs.local:%a}" if theirs and theirs.local.date() != self.when.local.date() else ""


@dataclass(frozen=True)
class OfferedDay:
    on: date
    choices: tuple[SlotChoice, ...]

    @property
    def few(self) -> tuple[SlotChoice, ...]:
        """The times to show at once: all where only one would be hidden."""
        return self.choices if len(self.choices) <= FEW + 1 else self.choices[:FEW]

    @property
    def more(self) -> tuple[SlotChoice, ...]:
        """The later times of the day, behind a line until they are wanted."""
        return self.choices[len(self.few) :]

    @property
    def opens(self) -> bool:
        """Whether the later times are shown at once: one of them is chosen."""
        return any(choice.is_chosen for choice in self.more)

    @property
    def words(self) -> str:
        return day_words(self.on)

    @property
    def zone_words(self) -> str:
        return self.choices[0].when.zone_words


@dataclass(frozen=True)
class SlotPage:
    """The days of one page. `earlier` and `later` are where the pages before and after it begin, or None.

    `clocks` is a sentence where the clocks change soon; `nearest` holds times close to one that was taken. `chosen` is
    the selected time where it lies on another page; `is_gone` says that it isn't free any more.
    """

    zone: ZoneInfo
    days: tuple[OfferedDay, ...]
    earlier: date | None
    later: date | None
    clocks: str
    month: Month
    nearest: tuple[SlotChoice, ...] = ()
    chosen: SlotChoice | None = None
    is_gone: bool = False

    @property
    def zone_words(self) -> str:
        """The zone of every time on this page; empty where the clocks change in between, or there are no times."""
        words = {choice.when.zone_words for day in self.days for choice in day.choices}
        return words.pop() if len(words) == 1 else ""

    @property
    def trainer_zone_words(self) -> str:
        """The trainer's zone in words, where some time on this page differs on the trainer's clock; else empty."""
        different = (choice.for_trainer for day in self.days for choice in day.choices if choice.for_trainer)
        first = next(different, None)
        return first.place if first else ""

    @property
    def first(self) -> date | None:
        """The date on which this page begins, or None for the first page."""
        return self.days[0].on if self.earlier and self.days else None

    @property
    def listed(self) -> frozenset[date]:
        """The dates of this page."""
        return frozenset(day.on for day in self.days)

    @property
    def range_words(self) -> str:
        """Such as "Tuesday, March 3 to Monday, March 9"."""
        first, last = self.days[0], self.days[-1]
        return first.words if first is last else f"{first.words} to {last.words}"


def paginate(
    free: Iterable[Slot],
    *,
    viewer: ZoneInfo,
    trainer: ZoneInfo,
    now: datetime,
    first: date | None = None,
    chosen: str = "",
    nearest: tuple[Slot, ...] = (),
    has_24h_clock: bool = False,
) -> SlotPage:
    """The page that begins with the first free day at or after `first`, and the month of that day.

    Where no day is that late, it begins with the last free day. `chosen` is the value of the start that is selected.
    """

    def choice(slot: Slot) -> SlotChoice:
        when = LocalTime(slot.starts_at, viewer, has_24h_clock)
        for_trainer = None if when.same_clock(trainer) else LocalTime(slot.starts_at, trainer, has_24h_clock)
        return SlotChoice(when, for_trainer, start_value(slot.starts_at) == chosen)

    free = tuple(free)
    days = by_day(free, viewer)
    begin = next((index for index, day in enumerate(days) if first is None or day.on >= first), len(days) - 1)
    begin = max(begin, 0)
    shown = days[begin : begin + DAYS_SHOWN]
    later = days[begin + DAYS_SHOWN].on if len(days) > begin + DAYS_SHOWN else None
    earlier = days[max(begin - DAYS_SHOWN, 0)].on if begin else None
    last = shown[-1].slots[-1].starts_at if shown else now
    selected = next((slot for slot in free if start_value(slot.starts_at) == chosen), None)
    is_listed = any(selected in day.slots for day in shown)
    return SlotPage(
        zone=viewer,
        days=tuple(OfferedDay(day.on, tuple(choice(slot) for slot in day.slots)) for day in shown),
        earlier=earlier,
        later=later,
        clocks=clocks_sentence(viewer, now, last) or clocks_sentence(trainer, now, last),
        month=month_of(days, shown[0].on if shown else now.astimezone(viewer).date()),
        nearest=tuple(choice(slot) for slot in nearest),
        chosen=choice(selected) if selected and not is_listed else None,
        is_gone=bool(chosen) and selected is None,
    )


def start_value(at: datetime) -> str:
    """A start as forms send it, such as `2026-12-01T14:30Z`."""
    return f"{at:%Y-%m-%dT%H:%MZ}"
