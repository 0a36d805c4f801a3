"""Why a call isn't booked or changed. Where one of these is raised, nothing was stored."""

from datetime import datetime
from enum import StrEnum

from hinge_coach.booking.availability import slots
from hinge_coach.booking.models import Call


class SlotTakenError(Exception):
    """The time isn't free. `why` is the reason, `free` every slot that is free, `nearest` up to three close to it."""

    def __init__(self, why: slots.Refusal, free: tuple[slots.Slot, ...], starts_at: datetime) -> None:
        super().__init__(why.sentence)
        self.why, self.free, self.nearest = why, free, slots.nearest(free, starts_at)


class DuplicateBookingError(Exception):
    """This e-mail address or phone number has an open call already: `call`."""

    def __init__(self, call: Call) -> None:
        super().__init__("a call is booked already")
        self.call = call


class WhyNot(StrEnum):
    """Why a button on the receipt, or behind it, did nothing. The value stands in the address of the receipt.

    A page behind a token has no session to keep a message in: cookies may be off.
    """

    TAKEN = "taken"
    ANOTHER = "another"
    TEN_MINUTES = "ten-minutes"
    BY_TRAINER = "by-trainer"
    BEGUN = "begun"
    CANCELED = "canceled"
    UNCONFIRMED = "unconfirmed"
    TOO_SOON = "too-soon"
    OVER = "over"
    GONE = "gone"
    NO_TIME = "no-time"
    BOOKED_BEFORE = "booked-before"
    OFTEN = "often"


class NotChangeableError(Exception):
    """The call is too close, over, or not booked any more, so this change is not possible now. `why` says which."""

    def __init__(self, why: WhyNot = WhyNot.OVER) -> None:
        super().__init__(why.value)
        self.why = why
