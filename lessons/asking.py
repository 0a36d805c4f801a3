"""When the site asks how tight it is: of whom, after which practice, and why then."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol, TypeVar


class OnADay(Protocol):
    """Anything that happened on a local day of the client."""

    @property
    def local_on(self) -> date: ...


class AtAMoment(OnADay, Protocol):
    """A check-in; `moment` is before, after, morning or any."""

    @property
    def moment(self) -> str: ...


Practised = TypeVar("Practised", bound=OnADay)


def morning_after(practices: Iterable[Practised], entries: Iterable[AtAMoment], today: date) -> Practised | None:
    """The practice whose next morning is asked for today: yesterday's, until a morning was told today.

    `practices` newest first; the last practice of a day stands for the day.
    """
    if any(each.moment == "morning" and each.local_on == today for each in entries):
        return None
    yesterday = today - timedelta(days=1)
    return next((practice for practice in practices if practice.local_on == yesterday), None)
