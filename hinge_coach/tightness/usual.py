"""A client's usual tightness, from the days on which they reported a number at rest. PURE.

The unit is the *reported day*: a local day with a number at rest, which counts once, with the median of its numbers. A
number right after practice is not at rest. Neither is one that was recalled at sign-up: it makes no reported day, but
the usual is also made of it.

Scores are points, 0-10. That two points matter is borrowed from low-back pain (Ostelo 2008); the windows are our own
choice, tried out on invented clients (docs/rules.md).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from math import ceil
from operator import attrgetter
from typing import NamedTuple

from hinge_coach.tightness.trend import CheckInValue, Moment, at_rest, in_order, middle, rows_by_day

FIRST_DAYS = 3  # reported days that make the start, and before which no usual is known

USUAL_DAYS = 21

JUMP_POINTS = 3

HIGHEST_SCORE = 10

QUIET_AFTER_ANSWERS = timedelta(days=7)  # in which the same flare doesn't bring the safety questions again

KEPT_BEFORE_ANEW = timedelta(days=7)  # numbers of the week before a new usual belong to it


class ReportedDay(NamedTuple):
    """One local day with numbers at rest: their median, and the ids of the check-ins."""

    local_on: date
    score: float
    entries: tuple[str, ...]


BY_DAY = attrgetter("local_on")


@dataclass(frozen=True, kw_only=True)
class ReportedDays:
    """All reported days of one client, oldest first.

    `window`: the days that make the usual. `recalled`: the two days recalled at sign-up, as from `recalled_days()`.
    They are no reported days, but the usual is also made of them, so that it isn't learned from the first practices
    alone. `anew_on`: the local day on which the trainer opened practice again or said "this is the usual
    now". Days of more than a week before it are forgotten, except for the start, and the latest days begin after it.
    """

    days: tuple[ReportedDay, ...]
    window: int = USUAL_DAYS
    recalled: tuple[ReportedDay, ...] = ()
    anew_on: date | None = None

    @classmethod
    def of(
        cls, entries: Iterable[CheckInValue], *, window: int = USUAL_DAYS, anew_on: date | None = None
    ) -> "ReportedDays":
        """Those of one client's check-ins, which may come in any order."""
        entries = tuple(entries)
        return cls(days=reported_days(entries), window=window, recalled=recalled_days(entries), anew_on=anew_on)

    @cached_property
    def start(self) -> float | None:
        """The median of the first three reported days. None while there are fewer."""
        return self.first(FIRST_DAYS)

    def first(self, number: int) -> float | None:
        """The median of the first `number` reported days. None while there are fewer."""
        days = self.days[:number]
        return _median(days) if len(days) == number else None

    @cached_property
    def usual(self) -> float | None:
        """The usual before the latest three reported days. None while it isn't known."""
        return self.usual_before(self.latest(FIRST_DAYS))

    @cached_property
    def usual_now(self) -> float | None:
        """The usual with the latest days in it. None while it isn't known."""
        return self.usual_before(())

    def latest(self, number: int) -> tuple[ReportedDay, ...]:
        """The last `number` reported days, fewer where there are not as many since `anew_on`."""
        days = self.days[-number:]
        return days if self.anew_on is None else tuple(day for day in days if day.local_on > self.anew_on)

    def before(self, latest: Sequence[ReportedDay]) -> tuple[ReportedDay, ...]:
        """The reported days before these, without forgotten ones. All of them where `latest` is empty.

        Somebody who reports rarely has fewer than three days in the week before `anew_on`: then the last three count,
        however old, because the start would be older still.
        """
        days = self.days[: len(self.days) - len(latest)]
        if self.anew_on is None:
            return days
        remembered = tuple(day for day in days if day.local_on >= self.anew_on - KEPT_BEFORE_ANEW)
        return remembered if len(remembered) >= FIRST_DAYS else days[-FIRST_DAYS:]

    def usual_before(self, latest: Sequence[ReportedDay]) -> float | None:
        """The median of the reported days in the window that ends with the last one before `latest`.

        Days recalled at sign-up are among them. With fewer than three in the window it is that of the last three before
        `latest`; with fewer than three before it at all, that of the three numbers of the sign-up, or else the start.
        `latest` are the last days of all, as from `latest()`.
        """
        if len(self.days) < FIRST_DAYS:
            return self._sign_up
        before, is_new = self.before(latest), self.anew_on is None
        if is_new and len(before) < self.window:
            before = tuple(sorted([*self.recalled, *before]))
        if len(before) < FIRST_DAYS:
            return self._sign_up if is_new and self._sign_up is not None else self.start
        first = before[-1].local_on - timedelta(days=self.window)
        inside = [day for day in before[-self.window :] if day.local_on > first]
        return _median(inside if len(inside) >= FIRST_DAYS else before[-FIRST_DAYS:])

    @cached_property
    def _sign_up(self) -> float | None:
        """The median of the two recalled days and the day of the sign-up itself."""
        if not self.recalled:
            return None
        on = self.recalled[-1].local_on + timedelta(days=1)
        day = next((day for day in self.days if day.local_on == on), None)
        return None if day is None else _median([*self.recalled, day])

    def with_later(self, entries: Sequence[CheckInValue], later: Sequence[CheckInValue]) -> "ReportedDays":
        """Those of `entries`, which these are the days of without the ones that came `later`."""
        since = min(entry.local_on for entry in later)
        days, counted_anew = self.days, later
        if days and days[-1].local_on >= since:
            days = days[: bisect_left(days, since, key=BY_DAY)]
            counted_anew = [entry for entry in entries if entry.local_on >= since]
        return ReportedDays(
            days=(*days, *reported_days(counted_anew)),
            window=self.window,
            recalled=recalled_days(entries),
            anew_on=self.anew_on,
        )

    def until(self, on: date) -> "ReportedDays":
        """The same without the days after `on`."""
        days = self.days[: bisect_right(self.days, on, key=BY_DAY)]
        anew_on = None if self.anew_on is None or self.anew_on > on else self.anew_on
        return ReportedDays(days=days, window=self.window, recalled=self.recalled, anew_on=anew_on)


def is_up(score: float, usual: float | None, *, rise: int, fine: int) -> bool:
    """Whether a score is `rise` points or more above the usual, and above what is always `fine`."""
    return usual is not None and score >= usual + rise and score > fine


def reported_days(entries: Iterable[CheckInValue]) -> tuple[ReportedDay, ...]:
    """The days of these check-ins, oldest first. Order and repeated instants make no difference."""
    return tuple(_reported_day(on, rows) for on, rows in sorted(rows_by_day(at_rest(entries)).items()))


def _reported_day(on: date, entries: list[CheckInValue]) -> ReportedDay:
    if len(entries) == 1:  # most days, and the rules build these days some dozens of times for a page
        return ReportedDay(on, float(entries[0].score), (entries[0].id,))
    return ReportedDay(on, middle([entry.score for entry in entries]), tuple(sorted(entry.id for entry in entries)))


def days_to_recall(entries: Iterable[CheckInValue], today: date, *, joined_on: date) -> tuple[int, ...]:
    """For which days the first numbers are still asked: 0 is today, 1 yesterday; empty where they are not.

    They are asked once, and only where they make a usual: before it is learned from reports, and while both days
    before today have no number since the client joined; one from a call doesn't count.
    """
    rows = list(entries)
    with_number = {(today - entry.local_on).days for entry in rows if entry.local_on >= joined_on}
    is_known = len(reported_days(rows)) >= FIRST_DAYS
    if is_known or any(entry.moment == Moment.RECALLED for entry in rows) or with_number & {1, 2}:
        return ()
    return tuple(days for days in range(FIRST_DAYS) if days not in with_number)


def recalled_days(entries: Iterable[CheckInValue]) -> tuple[ReportedDay, ...]:
    """The two days recalled at sign-up. Empty where one of them is missing, or a number of the day itself."""
    entries = list(entries)
    recalled = sorted((entry for entry in entries if entry.moment == Moment.RECALLED), key=BY_DAY)
    if len(recalled) != FIRST_DAYS - 1:
        return ()
    on = recalled[-1].local_on + timedelta(days=1)
    if not any(entry.local_on == on for entry in at_rest(entries)):
        return ()
    return tuple(ReportedDay(entry.local_on, entry.score, (entry.id,)) for entry in recalled)


def jump(entries: Iterable[CheckInValue], since: datetime, points: int = JUMP_POINTS) -> CheckInValue | None:
    """The first check-in after `since` that stands `points` or more above the usual of the days before its own.

    `since`: when the safety questions were answered last. For a week after that, a number that is no higher than the
    one that asked then belongs to the same flare and doesn't ask again. Imported check-ins may add a jump but must not
    hide one, so the usual is computed with them and without them.
    """
    all_entries = sorted(entries, key=in_order)
    site_entries = [entry for entry in all_entries if not entry.imported]
    jumps = [_jump(all_entries, since, points)]
    if len(site_entries) < len(all_entries):
        jumps.append(_jump(site_entries, since, points))
    return min((entry for entry in jumps if entry), key=in_order, default=None)


def lowest_jump(entries: Sequence[CheckInValue], since: datetime, points: int, *, at: datetime, on: date) -> int | None:
    """The lowest score of one more number with which there is a `jump`; 0 where there is one already, else up to 10.

    The number would come `at` an instant `on` a local day, after all `entries`. None where no score does.
    """
    site_entries = [entry for entry in entries if not entry.imported]
    kinds = [entries, site_entries] if len(site_entries) < len(entries) else [entries]
    number = CheckInValue(id="", at=at, local_on=on, score=0)
    lowest = (_lowest_jump(sorted([*each, number], key=in_order), number, since, points) for each in kinds)
    return min((score for score in lowest if score is not None), default=None)


def _lowest_jump(entries: list[CheckInValue], number: CheckInValue, since: datetime, points: int) -> int | None:
    """`entries` with the number among them, as 0: a higher score changes nothing about the days before it."""
    if _jump(entries, since, points):
        return 0
    reported, at = ReportedDays.of(entries), number.at
    usual = reported.until(number.local_on - timedelta(days=1)).usual_now
    if usual is None or at <= since:
        return None
    lowest = max(ceil(usual + points), 0)
    if at <= since + QUIET_AFTER_ANSWERS:
        lowest = max(lowest, _asked(entries, reported, since, points) + 1)
    return lowest if lowest <= HIGHEST_SCORE else None


def _asked(entries: list[CheckInValue], reported: ReportedDays, since: datetime, points: int) -> int:
    """The highest number of the week before `since` that brought the safety questions then; -1 without one."""
    before = (entry for entry in at_rest(entries) if since - QUIET_AFTER_ANSWERS < entry.at <= since)
    usuals = ((entry, reported.until(entry.local_on - timedelta(days=1)).usual_now) for entry in before)
    high = (entry.score for entry, usual in usuals if usual is not None and entry.score >= usual + points)
    return max(high, default=-1)


def _jump(entries: list[CheckInValue], since: datetime, points: int) -> CheckInValue | None:
    reported = ReportedDays.of(entries)
    recent = [entry for entry in at_rest(entries) if entry.at > since - QUIET_AFTER_ANSWERS]
    asked = -1
    for entry in recent:
        usual = reported.until(entry.local_on - timedelta(days=1)).usual_now
        if usual is None or entry.score < usual + points:
            continue
        if entry.at <= since:
            asked = max(asked, entry.score)
        elif entry.score > asked or entry.at > since + QUIET_AFTER_ANSWERS:
            return entry
    return None


def _median(days: Sequence[ReportedDay]) -> float:
    return middle([day.score for day in days])
