"""How the rules do on this site's own clients: measured where `docs/rules.md` only simulates. PURE.

Three things are measured, each with the number it rests on, and "too few to say" where that is too small:

* *Day-to-day spread.* For each client the root mean square of the difference between two reported days that lie at
  most three days apart, divided by the square root of two; over all clients, the median. It is the standard deviation
  of a day's score around the client's own level, and a level that moves slowly hardly adds to it.
* *Eases.* An ease begins on the first reported day on which a flare eased everything. It passed soon where nothing was
  eased any more on one of the next two reported days.
* *Moves on.* Calm a week later: the median of the reported days in the seven days after the move is not up against the
  usual of that time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import sqrt

from hinge_coach.tightness.trend import CheckInValue, middle
from hinge_coach.tightness.usual import ReportedDay, ReportedDays, is_up
from lessons.rules.flares import eased_days
from lessons.rules.thresholds import Thresholds

NEAR = timedelta(days=3)  # as far apart as two reported days may lie to tell something about the spread

SOON_DAYS = 2

WEEK = timedelta(days=7)

FEWEST_REPORTED_DAYS, FEWEST_CLIENTS = 14, 5

FEWEST_EASES, FEWEST_MOVES = 10, 20


@dataclass(frozen=True, kw_only=True)
class LivedHere:
    """What one client reported, and the local days on which the rules moved them on. `anew_on` as in `History`."""

    reports: tuple[CheckInValue, ...]
    moved_on: tuple[date, ...] = ()
    anew_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Share:
    """`part` of `whole`; `fewest` are needed to say anything."""

    part: int
    whole: int
    fewest: int

    @property
    def is_enough(self) -> bool:
        return self.whole >= self.fewest

    @property
    def percent(self) -> int:
        return round(100 * self.part / self.whole)


@dataclass(frozen=True, kw_only=True)
class Spread:
    """The median, lowest and highest spread of so many clients, in points; None where there is no client."""

    clients: int
    usual: float | None
    low: float | None
    high: float | None
    fewest: int = FEWEST_CLIENTS

    @property
    def is_enough(self) -> bool:
        return self.clients >= self.fewest


@dataclass(frozen=True, kw_only=True)
class ReportCard:
    """`eases_passed`: those that passed soon. `moves_calm`: the moves on that were calm a week later."""

    spread: Spread
    eases_passed: Share
    moves_calm: Share


def report_card(clients: Iterable[LivedHere], thresholds: Thresholds, *, today: date) -> ReportCard:
    """Measures what the clients of a site lived. Eases and moves that are too young to judge are left out."""
    spreads: list[float] = []
    eases: list[bool] = []
    moves: list[bool] = []
    for client in clients:
        reported = ReportedDays.of(client.reports, window=thresholds.usual_days, anew_on=client.anew_on)
        spread = spread_of(reported.days)
        spreads += [] if spread is None else [spread]
        eases += eases_that_passed(reported, thresholds)
        moves += [
            is_calm
            for on in client.moved_on
            if on + WEEK < today and (is_calm := is_calm_after(reported, on, thresholds)) is not None
        ]
    return ReportCard(
        spread=Spread(
            clients=len(spreads),
            usual=middle(spreads) if spreads else None,
            low=min(spreads, default=None),
            high=max(spreads, default=None),
        ),
        eases_passed=Share(part=sum(eases), whole=len(eases), fewest=FEWEST_EASES),
        moves_calm=Share(part=sum(moves), whole=len(moves), fewest=FEWEST_MOVES),
    )


def spread_of(days: Sequence[ReportedDay]) -> float | None:
    """The day-to-day spread in points; None with fewer than 14 reported days that lie near one another."""
    changes = [day.score - before.score for before, day in pairwise(days) if day.local_on - before.local_on <= NEAR]
    if len(changes) < FEWEST_REPORTED_DAYS - 1:
        return None
    return sqrt(sum(change**2 for change in changes) / len(changes) / 2)


def eases_that_passed(reported: ReportedDays, thresholds: Thresholds) -> list[bool]:
    """For each ease that has two reported days after its beginning: whether it passed within them."""
    days = reported.days
    if not days:
        return []
    eased = {day.local_on for day in eased_days(reported, thresholds, days[0].local_on)}
    is_eased = [day.local_on in eased for day in days]
    beginnings = [number for number, now in enumerate(is_eased) if now and not (number and is_eased[number - 1])]
    return [
        not all(is_eased[number + 1 : number + 1 + SOON_DAYS])
        for number in beginnings
        if number + SOON_DAYS < len(is_eased)
    ]


def is_calm_after(reported: ReportedDays, moved_on: date, thresholds: Thresholds) -> bool | None:
    """Whether the week after a move was calm. None where nothing was reported in it, or no usual was known."""
    week = [day.score for day in reported.days if moved_on < day.local_on <= moved_on + WEEK]
    usual = reported.until(moved_on).usual_now
    if not week or usual is None:
        return None
    return not is_up(middle(week), usual, rise=thresholds.rise, fine=thresholds.fine_score)
