"""Hours in words: what was probably meant, and what was joined."""

from datetime import date, datetime, time

from hinge_coach.booking.availability.joined_hours import Join
from hinge_coach.booking.availability.slots import WeeklyInterval
from hinge_coach.booking.local_time import clock
from hinge_coach.booking.models import Weekday
from hinge_coach.wording import listed


def slip_words(starts: time, ends: time) -> str:
    """Asks about the time that was probably meant where am and pm were mixed up, and how to go on."""
    meant = None
    if ends.hour < 12 and (later := ends.replace(hour=ends.hour + 12)) > starts:
        meant = later
    elif starts.hour >= 12 and (earlier := starts.replace(hour=starts.hour - 12)) < ends:
        meant = earlier
    question = f"Did you mean {clock_words(meant)}? If not, check" if meant else "If that is right, check"
    return f"{question} “Yes, past midnight” and save again."


def clock_words(wall: time) -> str:
    """Such as `9:30 am`."""
    return clock(datetime.combine(date.min, wall))


def hours_words(hours: WeeklyInterval) -> str:
    """Such as `Monday 9:00 am to 1:00 pm`."""
    return f"{Weekday(hours.weekday).label} {_times(hours)}"


def join_words(join: Join) -> str:
    """Such as "Monday 9:00 am to 11:00 am and 10:00 am to 3:00 pm were joined to 9:00 am to 3:00 pm."."""
    if len(set(join.parts)) == 1:
        return f"{hours_words(join.parts[0])} was there twice, and is kept once."
    return f"{_rows_listed(join.parts)} were joined to {_rows_listed(join.whole, after=join.parts[-1].weekday)}."


def _times(hours: WeeklyInterval) -> str:
    return f"{clock_words(hours.start)} to {clock_words(hours.end)}"


def _rows_listed(rows: tuple[WeeklyInterval, ...], after: int | None = None) -> str:
    """The rows one after the other, each weekday once; the first without it where it is the one named before."""
    words = []
    for hours in rows:
        words.append(_times(hours) if hours.weekday == after else hours_words(hours))
        after = hours.weekday
    return listed(words)
