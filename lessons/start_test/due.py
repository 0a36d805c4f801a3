"""When the start test is offered. PURE."""

from datetime import date, timedelta
from enum import StrEnum

FOUR_WEEKS, EIGHT_WEEKS = timedelta(days=28), timedelta(days=56)

EARLY = timedelta(days=7)  # a test up to a week early is the one of its date, so that nobody is asked again at once


class StartTestOffer(StrEnum):
    """What Today offers: the first test as a card or in one small line, or the same tests again."""

    FIRST = "first"
    SKIPPED = "skipped"
    FOUR_WEEKS = "four-weeks"
    EIGHT_WEEKS = "eight-weeks"


def offer_on(
    today: date, *, first_on: date | None, latest_on: date | None, has_history: bool, is_skipped: bool
) -> StartTestOffer | None:
    """What is offered on this local day to somebody who may practice.

    `first_on`, `latest_on`: the local days of their first and latest test, both None where there was none.
    `has_history`: they have practiced or been moved, so that a first test would no longer place them everywhere.
    """
    if first_on is None or latest_on is None:
        if has_history:
            return None
        return StartTestOffer.SKIPPED if is_skipped else StartTestOffer.FIRST
    if today >= first_on + EIGHT_WEEKS:
        return StartTestOffer.EIGHT_WEEKS if latest_on < first_on + EIGHT_WEEKS - EARLY else None
    if today >= first_on + FOUR_WEEKS:
        return StartTestOffer.FOUR_WEEKS if latest_on < first_on + FOUR_WEEKS - EARLY else None
    return None
