"""Correcting the name, address or number of a booked call, and sending its mails anew.

Who may do it is decided by what they hold:

- the mailed link: whoever reads the mails about a call may change it;
- the proof in the page that answered the booking, while the call waits to be confirmed: only the browser that booked
  has it, and can mend the call before anybody has read a mail. It never confirms a call: the link in the mail to the
  new address does;
- the desk. The trainer has spoken with the caller, so what the trainer corrects needs no confirmation.

A call that is confirmed stays so when its visitor gives another address, even where addresses have to be confirmed.
Somebody who reads mails has confirmed the time already, and asking again would give it away after an hour if the second
address had a slip, too, or its mail came late. What it allows is one mail to an address that didn't ask for it, as the
booking form does, and limits.py counts both together. The trainer is told at once.
"""

from datetime import datetime
from typing import TypedDict

from django.core import signing
from django.db import transaction

from hinge_coach.booking.calls.claiming import lock_call, record_event, refuse_second_call, save_change
from hinge_coach.booking.calls.errors import NotChangeableError
from hinge_coach.booking.calls.mail import mail_link_again, notify
from hinge_coach.booking.calls.mail_words import CallChange
from hinge_coach.booking.models import Call, CallEvent
from hinge_coach.wording import listed

PROOF_SALT = "hinge_coach.booking.mend"  # part of every proof; a change would break pages that are open


class Details(TypedDict):
    """How to reach a caller. `phone` is E.164."""

    name: str
    email: str
    phone: str
    extension: str


def mend(
    call: Call,
    *,
    name: str,
    email: str,
    phone: str,
    extension: str,
    now: datetime,
    by: CallEvent.By = CallEvent.By.VISITOR,
) -> Call:
    """Stores what is right, raises the SEQUENCE, and mails both anew. What is right already changes nothing.

    Another address gets a new link, because a stranger may have the mail with the old one. `phone` is E.164. Raises
    `DuplicateBookingError`, and `NotChangeableError` where the call is over, cancelled, or was not confirmed in time.
    """
    with transaction.atomic():
        call = lock_call(call)
        if is_right(call, name=name, email=email, phone=phone, extension=extension):
            return call
        if not call.may_mend(now):
            raise NotChangeableError
        has_other_email = call.email.lower() != email.lower()
        has_other_phone = (call.phone, call.extension) != (phone, extension)
        parts = {
            "the name": call.name != name,
            "the e-mail address": has_other_email,
            "the phone number": has_other_phone,
        }
        mended = listed([part for part, is_other in parts.items() if is_other])
        if by is CallEvent.By.VISITOR:
            # Only what is new: the trainer may have booked a second call with what stays.
            number = (phone, extension) if has_other_phone else ("", "")
            refuse_second_call(email if has_other_email else "", *number, now, but=call)
        else:
            call.confirm_by = None
        call.name, call.email, call.phone, call.extension = name, email, phone, extension
        if has_other_email:
            call.make_token()
        save_change(call, now, "name", "email", "phone", "extension", "confirm_by", "nonce", "token_hash")
        record_event(call, CallEvent.Kind.MENDED, now, by)
        # While it waits to be confirmed, the trainer has had no mail about it; the one that comes then is right.
        notify(call, CallChange.ASKED if call.confirm_by else CallChange.MENDED, by, mended=mended)
    return call


def is_right(call: Call, *, name: str, email: str, phone: str, extension: str) -> bool:
    """Whether these are the details that the call has already."""
    stored = (call.name, call.email.lower(), call.phone, call.extension)
    return stored == (name, email.lower(), phone, extension)


def send_link_again(call: Call, *, now: datetime) -> None:
    """Mails the link of the call to its address once more. Raises `NotChangeableError` where there is nothing to do."""
    with transaction.atomic():
        call = lock_call(call)
        if not call.may_mend(now):
            raise NotChangeableError
        mail_link_again(call, now)


def proof_of(call: Call) -> str:
    """What shows that somebody made this booking. Only the answer to the booking has it. It opens no receipt."""
    return _signer().sign(str(call.pk))


def call_of(proof: str) -> Call | None:
    """The call that somebody made who has this proof; None where nobody was given it."""
    try:
        call_id = _signer().unsign(proof)
    except signing.BadSignature:
        return None
    return Call.objects.with_trainer().filter(pk=call_id).first()


def _signer() -> signing.Signer:
    return signing.Signer(sep=".", salt=PROOF_SALT)
