"""What has happened to a client since the trainer last looked, day by day. PURE.

Every line has a lead in bold, a rest, and what the client wrote themselves, so that a page can tell them apart.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from hinge_coach.tightness.trend import CheckInValue, Moment

STORY_DAYS_SHOWN = 8

DAYS_FOLDED = 32  # a trainer who comes back after months has the chart and the list of practices

FIRST_VISIT = timedelta(days=7)

LONGEST_QUOTE = 200  # letters

IsUp = Callable[[float | None], bool]
"""Whether a score is up against the usual, as the rules take it."""


class StoryLine(NamedTuple):
    """One thing that happened: when, on which of the client's days, and in words. `is_high`: a number that is up."""

    at: datetime
    on: date
    lead: str
    rest: str = ""
    quote: str = ""
    is_high: bool = False

    @property
    def stop(self) -> str:
        """The period after it, unless what they wrote ends with a mark of its own."""
        return "" if self.quote.endswith((".", "!", "?", "…")) else "."


class StoryDay(NamedTuple):
    """The lines of one day, the first one first."""

    on: date
    lines: tuple[StoryLine, ...]


@dataclass(frozen=True, kw_only=True)
class SinceLooked:
    """The days since the last visit, newest first: those to show, and those to fold."""

    days: tuple[StoryDay, ...]
    folded: tuple[StoryDay, ...]


@dataclass(frozen=True, kw_only=True)
class PracticeTold:
    """A practice as the page tells it; `answered` and `load` in words, empty where there was none."""

    at: datetime
    on: date
    title: str
    before: int | None
    after: int | None
    effort: int | None
    easier: bool = False
    stopped: bool = False
    answered: str = ""
    load: str = ""
    cue: str = ""
    note: str = ""


def since_looked(lines: Iterable[StoryLine]) -> SinceLooked:
    newest_first = sorted(lines, key=lambda line: (line.on, line.at), reverse=True)
    days = [
        StoryDay(on=on, lines=tuple(reversed(list(of_day))))
        for on, of_day in groupby(newest_first, key=lambda line: line.on)
    ]
    return SinceLooked(
        days=tuple(days[:STORY_DAYS_SHOWN]), folded=tuple(days[STORY_DAYS_SHOWN : STORY_DAYS_SHOWN + DAYS_FOLDED])
    )


def number_line(entry: CheckInValue, *, hour: int, situation: str, is_up: IsUp) -> StoryLine:
    """A number outside of a practice. `hour` is that of the client's clock, `situation` its label or empty."""
    when = {
        Moment.MORNING: "the morning after",
        Moment.RECALLED: "from memory",
        Moment.BEFORE: "before a practice",
        Moment.AFTER: "after a practice",
    }.get(Moment(entry.moment), part_of_day(hour))
    with_what = f", {situation[:1].lower()}{situation[1:]}" if situation else ""
    return StoryLine(
        at=entry.at,
        on=entry.local_on,
        lead=str(entry.score),
        rest=f" {when}{with_what}",
        quote=entry.note,
        is_high=is_up(entry.score),
    )


def part_of_day(hour: int) -> str:
    """`in the morning`, from five to noon, and so on."""
    parts = ((5, "at night"), (12, "in the morning"), (17, "in the afternoon"), (22, "in the evening"))
    return next((words for end, words in parts if hour < end), "at night")


def practice_line(practice: PracticeTold, *, is_up: IsUp) -> StoryLine:
    """`Chair sit, easier: 6 before, 6 after, effort 4, 7 of 8, 5 kg`."""
    return StoryLine(
        at=practice.at,
        on=practice.on,
        lead=practice.title + (", easier" if practice.easier else ""),
        rest=": " + ", ".join(_told(practice)),
        quote=practice.note,
        is_high=is_up(practice.before) or is_up(practice.after),
    )


def _told(practice: PracticeTold) -> Sequence[str]:
    parts: list[str] = []
    if practice.stopped:
        parts.append("stopped, it was getting tighter")
    if practice.before is not None:
        parts.append(f"{practice.before} before")
    if practice.after is not None:
        parts.append(f"{practice.after} after")
    elif not practice.stopped:
        parts.append("fine")
    if practice.effort is not None:
        parts.append(f"effort {practice.effort}")
    if practice.answered:
        parts.append(f"clean: {practice.answered[:1].lower()}{practice.answered[1:]}")
    if practice.load:
        parts.append(practice.load)
    if practice.cue:
        parts.append(f"“{practice.cue}” helped")
    return parts
