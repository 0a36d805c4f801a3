"""The way out for somebody who has a call already and not its mail: its link, mailed anew.

It goes to the address of the call and to no other. Nobody learns here whether there is a call.
"""

from datetime import datetime

from hinge_coach.booking.calls import limits, mending
from hinge_coach.booking.calls.errors import NotChangeableError
from hinge_coach.booking.models import Call


def send_link(email: str, phone: str, extension: str, *, address: str, now: datetime) -> None:
    """Mails the link of the next open call of this contact, if there is one and it wasn't mailed too often today.

    `address` is the visitor's on the network. Raises `TooOftenError`, whether or not there is a call.
    """
    limits.count_asking(address)
    call = Call.objects.upcoming(now).from_contact(email, phone, extension).with_trainer().first()
    if call is None:
        return
    try:
        limits.count_link(call)
        mending.send_link_again(call, now=now)
    except (limits.TooOftenError, NotChangeableError):
        return
