"""Today's session: which one or two lessons to practice, in which order, or why none. PURE.

The rules say where a client stands and what a practice would lead to; they don't say what to do first when three tracks
are open. `compose` does. How much a day holds, how many days in a row, and how often a finished track is practiced is
coaching habit, not science; studies of back exercises compare programs, not calendars.

compose(tracks, today=today).planned     # (Planned(lesson=4, minutes=6, why=Why.TURN), ...)
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hinge_coach.wording import counted, number_word

MOST_LESSONS = 2
MOST_MINUTES = 13
"""About twelve minutes: one more is better than half a session."""

STREAK_DAYS, STREAK_OF = 5, 6
HARD_DAYS = 3
FIRST_WEEK = 7

UPKEEP_DAYS = 7
"""A finished track is practiced again once a week."""


class Why(StrEnum):
    """Why a lesson is in today's session."""

    LAST_DAY = "last_day"
    OPENS = "opens"
    NEW = "new"
    TURN = "turn"
    UPKEEP = "upkeep"


class DayKind(StrEnum):
    """What kind of day it is."""

    PRACTICE = "practice"
    ENOUGH = "enough"
    OFF = "off"
    NUMBER = "number"
    BETWEEN = "between"
    UPKEPT = "upkept"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class TrackToday:
    """One track, and the lesson that the client would practice there, by its primary key.

    `minutes`: of the version that is offered. `opens_another`: a lesson of another track waits for this track.
    `takes_a_number`: a number alone moves the client on. `is_last_day`: a practice leads on if it is done today, and no
    later. `last_on`: the last day with practice on this track. `days_between`: the least days without it between two
    practices of the lesson; `spaced_on`: the last day with practice of any lesson on this track that has such days.
    """

    lesson: int
    minutes: int
    is_open: bool = True
    finished: bool = False
    opens_another: bool = False
    takes_a_number: bool = False
    is_last_day: bool = False
    last_on: date | None = None
    days_between: int = 0
    spaced_on: date | None = None


@dataclass(frozen=True)
class Done:
    """A lesson that was practiced today."""

    lesson: int
    minutes: int


@dataclass(frozen=True, kw_only=True)
class Planned:
    lesson: int
    minutes: int
    why: Why


@dataclass(frozen=True, kw_only=True)
class Session:
    """What is left of today's session. `day_off`: a sentence where nothing is due and nothing was done."""

    day: DayKind
    planned: tuple[Planned, ...] = ()
    day_off: str = ""


def compose(
    tracks: Sequence[TrackToday],
    *,
    today: date,
    done: Sequence[Done] = (),
    practiced_on: Collection[date] = (),
    hard_on: Collection[date] = (),
    may_practice: bool = True,
    is_eased: bool = False,
) -> Session:
    """Today's session. `tracks` in the order they are taught; `done` today, each lesson once.

    `practiced_on`: days with practice of any lesson; `hard_on`: those of them with a high effort. `may_practice`: not
    while practice is closed, rests or pauses. `is_eased`: a flare offers every lesson in its easier version.

    First comes what has to be done today, then what another track waits for, then the track practiced longest ago; a
    lesson that isn't done daily is the harder one and comes last, so that the other one warms up for it. What is
    planned doesn't change when the first lesson is done, unless a rule moved the client meanwhile.
    """
    if not may_practice or not tracks:
        return Session(day=DayKind.CLOSED)
    off = "" if is_eased or any(_is_last_day(track) for track in tracks) else _off(today, practiced_on, hard_on)
    planned = () if off else tuple(_planned(tracks, today, done))
    if planned:
        return Session(day=DayKind.PRACTICE, planned=planned)
    if done:
        return Session(day=DayKind.ENOUGH)
    if off:
        return Session(day=DayKind.OFF, day_off=off)
    return _nothing_due(tracks, today)


def _is_last_day(track: TrackToday) -> bool:
    return track.is_last_day and track.is_open and not track.finished


def _off(today: date, practiced_on: Collection[date], hard_on: Collection[date]) -> str:
    """Why today is a day off, in a sentence; empty where it isn't.

    Never in the first week, while somebody makes it a habit. Later after five of the last six days, or after three days
    in a row of which each was hard. Both end yesterday: so a day off is never followed by another one, and nobody who
    practices less often ever gets one. Coaching habit, not science: we know of no study that counts such days off for
    tightness. Short practices with little effort can be done daily, but most lessons ask for "most days".
    """
    yesterday = today - timedelta(days=1)
    if yesterday not in practiced_on or min(practiced_on) > today - timedelta(days=FIRST_WEEK):
        return ""
    if all(today - timedelta(days=number) in hard_on for number in range(1, HARD_DAYS + 1)):
        return f"The last {number_word(HARD_DAYS)} days of practice were hard. Nothing is due today."
    days = sum(today - timedelta(days=number) in practiced_on for number in range(1, STREAK_OF + 1))
    if days < STREAK_DAYS:
        return ""
    of = "each" if days == STREAK_OF else number_word(days)
    return f"You practiced on {of} of the last {number_word(STREAK_OF)} days. Nothing is due today."


def _planned(tracks: Sequence[TrackToday], today: date, done: Sequence[Done]) -> Iterator[Planned]:
    """What is chosen, in the order it is to be done."""
    candidates = _candidates(tracks, today, done)
    chosen: list[TrackToday] = []
    minutes = sum(each.minutes for each in done)
    for track in candidates:
        is_first = not done and not chosen
        fits = is_first or track.is_last_day or minutes + track.minutes <= MOST_MINUTES
        if len(done) + len(chosen) < MOST_LESSONS and fits:
            chosen.append(track)
            minutes += track.minutes
    for track in sorted(chosen, key=lambda track: bool(track.days_between) and not track.is_last_day):
        yield Planned(lesson=track.lesson, minutes=track.minutes, why=_why(track))


def _candidates(tracks: Sequence[TrackToday], today: date, done: Sequence[Done]) -> list[TrackToday]:
    """The tracks on which something is due, the first one first; where none is, one finished track for upkeep."""
    practiced = {each.lesson for each in done}
    due = [track for track in tracks if track.lesson not in practiced and _is_due(track, today)]
    if not due and not done:
        kept = [track for track in tracks if _is_upkeep_due(track, today)]
        return sorted(kept, key=_longest_ago)[:1]
    return sorted(due, key=lambda track: (not track.is_last_day, not track.opens_another, _longest_ago(track)))


def _is_due(track: TrackToday, today: date) -> bool:
    if track.finished or not track.is_open:
        return False
    return track.is_last_day or not (track.takes_a_number or _rests_between(track, today))


def _rests_between(track: TrackToday, today: date) -> bool:
    """Whether today is one of the days between two practices."""
    if not track.days_between or track.spaced_on is None:
        return False
    return today - track.spaced_on <= timedelta(days=track.days_between)


def _is_upkeep_due(track: TrackToday, today: date) -> bool:
    is_long_ago = track.last_on is None or track.last_on <= today - timedelta(days=UPKEEP_DAYS)
    return track.finished and is_long_ago and not _rests_between(track, today)


def _longest_ago(track: TrackToday) -> date:
    return track.last_on or date.min


def _why(track: TrackToday) -> Why:
    if track.finished:
        return Why.UPKEEP
    if track.is_last_day:
        return Why.LAST_DAY
    if track.opens_another:
        return Why.OPENS
    return Why.NEW if track.last_on is None else Why.TURN


def _nothing_due(tracks: Sequence[TrackToday], today: date) -> Session:
    """A day without a session that was neither earned nor closed, and its sentence."""
    open_tracks = [track for track in tracks if track.is_open and not track.finished]
    if any(track.takes_a_number for track in open_tracks):
        return Session(day=DayKind.NUMBER, day_off="A number decides what comes next. No practice is due today.")
    if days := max((track.days_between for track in open_tracks if _rests_between(track, today)), default=0):
        needed = f"Your lesson needs {counted(days, 'day', 'days')} between practices."
        return Session(day=DayKind.BETWEEN, day_off=f"{needed} Nothing is due today.")
    return Session(day=DayKind.UPKEPT, day_off="Your tracks are done and kept up. Nothing is due today.")
