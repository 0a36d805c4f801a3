"""The day that a page was opened for, which its forms send along as `on`. PURE.

Somebody opens a page on Tuesday evening and answers it after their Wednesday has begun. What they answer is about the
day that the page asks about, not about the one on which it arrives.
"""

from datetime import date, timedelta

from hinge_coach.waiting import RefusalCode, RefusedError

DAYS_TO_KEEP = 7
"""Of today and the six days before it, the name of the weekday says which one is meant."""

_AGAIN = "Nothing was changed. Please open the page again."


def page_day(on: str, *, today: date, joined_on: date, is_back_dated: bool = False) -> date:
    """The day in `on`, an ISO date; today where it is empty.

    Raises `RefusedError` for what is no date, a day that is still to come or before the client joined, and, unless the
    person adds it for an earlier day, one that is not among the last seven.
    """
    if not on:
        return today
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise RefusedError(RefusalCode.UNREADABLE_TIME, f"The day of this page can’t be read. {_AGAIN}") from None
    if day > today:
        raise RefusedError(RefusalCode.IN_THE_FUTURE, f"The day of this page is still to come. {_AGAIN}")
    if day < joined_on:
        raise RefusedError(RefusalCode.BEFORE_JOINING, f"The day of this page was before you joined. {_AGAIN}")
    if not is_back_dated and day <= today - timedelta(days=DAYS_TO_KEEP):
        raise RefusedError(RefusalCode.TOO_OLD, f"This page is more than a week old. {_AGAIN}")
    return day
