"""Whether something may be stored that was done a while ago and arrives now. PURE.

A practice or a number that could not be sent waits on the device and comes with the instant at which it was done. That
instant decides on which day it counts, so it is taken only within limits.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

FAST_CLOCK = timedelta(minutes=2)
"""So far ahead the clock of a device may be; what it puts later has not been done yet."""

LONGEST_WAIT = timedelta(days=7)
"""The usual looks back over weeks: a number that is older than one arrives too late to be taken without asking."""


class RefusalCode(StrEnum):
    """Why a waiting entry wasn't stored."""

    FORM = "form"
    SCORES = "scores"
    CLOSED = "closed"
    AHEAD = "ahead"
    TOO_OLD = "too-old"
    BEFORE_REOPENING = "before-reopening"
    BEFORE_JOINING = "before-joining"
    IN_THE_FUTURE = "in-the-future"
    UNREADABLE_TIME = "unreadable-time"
    ENDED = "ended"


class Offer(StrEnum):
    """What the person may do with a refused entry, besides keeping or discarding it."""

    MEND = "mend"
    NUMBERS = "numbers"
    BACK_DATE = "back_date"


OFFERS: dict[RefusalCode, tuple[Offer, ...]] = {
    RefusalCode.FORM: (Offer.MEND,),
    RefusalCode.SCORES: (Offer.MEND,),
    RefusalCode.AHEAD: (Offer.NUMBERS,),
    RefusalCode.TOO_OLD: (Offer.BACK_DATE,),
    RefusalCode.BEFORE_REOPENING: (Offer.BACK_DATE,),
}

_SENTENCES = {
    RefusalCode.TOO_OLD: "This waited longer than seven days. You can add it for its day.",
    RefusalCode.BEFORE_REOPENING: "This was done before practice was opened again. You can add it for its day.",
    RefusalCode.BEFORE_JOINING: "This was done before you joined, so it can’t be stored.",
    RefusalCode.IN_THE_FUTURE: "This is still to come. Please check the clock of this device.",
    RefusalCode.ENDED: "Your coaching here has ended, so nothing new is stored. This stays on your device.",
    RefusalCode.UNREADABLE_TIME: "The time of this can’t be read, so it can’t be stored.",
}


class RefusedError(Exception):
    """`code` and a sentence for the person; nothing was stored."""

    def __init__(self, code: RefusalCode, sentence: str = "") -> None:
        self.code, self.sentence = code, sentence or _SENTENCES[code]
        super().__init__(self.sentence)


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """When something was done, as a UTC instant.

    `sent_at`: when it arrived; None where that is the same. `back_dated`: the person asked to add it for its day.
    """

    at: datetime
    sent_at: datetime | None = None
    back_dated: bool = False


def arrival(
    done_at: str,
    *,
    now: datetime,
    joined_at: datetime,
    reopened_at: datetime | None = None,
    back_dated: bool = False,
) -> Arrival:
    """What a device says about when something was done; `done_at` is ISO 8601 with its offset, or empty for now.

    `reopened_at`: when practice was opened again last. Raises `RefusedError`.
    """
    if not done_at:
        return Arrival(at=now)
    try:
        at = datetime.fromisoformat(done_at).astimezone(UTC) if len(done_at) <= 40 else None
    except (ValueError, OverflowError):
        at = None
    if at is None or datetime.fromisoformat(done_at).tzinfo is None:
        raise RefusedError(RefusalCode.UNREADABLE_TIME)
    if at > now + FAST_CLOCK:
        raise RefusedError(RefusalCode.IN_THE_FUTURE)
    if at < joined_at:
        raise RefusedError(RefusalCode.BEFORE_JOINING)
    if not back_dated and at < now - LONGEST_WAIT:
        raise RefusedError(RefusalCode.TOO_OLD)
    if not back_dated and reopened_at is not None and at < reopened_at:
        raise RefusedError(RefusalCode.BEFORE_REOPENING)
    if at >= now:
        return Arrival(at=now)
    return Arrival(at=at, sent_at=now, back_dated=back_dated)
