"""Why a call isn't booked or changed. Where one of these is raised, nothing was stored."""

from datetime import datetime

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


class NotChangeableError(Exception):
    """The call is too close, over, or not booked any more, so this change is not possible now."""
