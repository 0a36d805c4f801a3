"""Subjects and first sentences of the mails about a call."""

from enum import StrEnum

from hinge_coach.booking.local_time import LocalTime
from hinge_coach.booking.models import Call, CallEvent, Reminder
from hinge_coach.wording import capitalize


class CallChange(StrEnum):
    """What a mail is about."""

    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    RESTORED = "restored"  # cancelled, and on again
    MENDED = "mended"  # the name, address or number was wrong
    ASKED = "asked"  # booked, and to be confirmed


VISITOR_SUBJECTS = {
    CallChange.BOOKED: "Booked: {what} with {trainer} on {when.day}, {when.clock}",
    CallChange.MOVED: "Moved: {what} with {trainer} is now {when.day}, {when.clock}",
    CallChange.CANCELLED: "Canceled: {what} with {trainer} on {when.day}",
    CallChange.RESTORED: "On again: {what} with {trainer} on {when.day}, {when.clock}",
    CallChange.MENDED: "Corrected: {what} with {trainer} on {when.day}, {when.clock}",
    CallChange.ASKED: "Please confirm: {what} with {trainer} on {when.day}, {when.clock}",
}

TRAINER_SUBJECTS = {
    CallChange.BOOKED: "New call: {name}, {when.day}, {when.clock}",
    CallChange.MOVED: "Moved call: {name}, now {when.day}, {when.clock}",
    CallChange.CANCELLED: "Canceled call: {name}, {when.day}, {when.clock}",
    CallChange.RESTORED: "On again: the call with {name}, {when.day}, {when.clock}",
    CallChange.MENDED: "Corrected: how to reach {name}, {when.day}, {when.clock}",
}

# The first sentence, by who did it.
VISITOR_LEADS = {
    (CallChange.BOOKED, CallEvent.By.VISITOR): "{what} with {trainer} is booked:",
    (CallChange.BOOKED, CallEvent.By.TRAINER): "{trainer} has booked {a_call} with you:",
    (CallChange.MOVED, CallEvent.By.VISITOR): "{what} with {trainer} has moved. It is now on:",
    (CallChange.MOVED, CallEvent.By.TRAINER): "{trainer} has moved {your_call}. It is now on:",
    (CallChange.CANCELLED, CallEvent.By.VISITOR): "{what} with {trainer} is canceled. It was planned for:",
    (CallChange.CANCELLED, CallEvent.By.TRAINER): "{trainer} has had to cancel {your_call}. It was planned for:",
    (CallChange.RESTORED, CallEvent.By.VISITOR): "{what} with {trainer} is on again, at the same time:",
    (CallChange.MENDED, CallEvent.By.VISITOR): "{what} with {trainer} now has the right details. It is on:",
    (CallChange.MENDED, CallEvent.By.TRAINER): "{trainer} has corrected the details of {your_call}. It is on:",
    (CallChange.ASKED, CallEvent.By.VISITOR): (
        "One more step: please confirm {what} with {trainer}. It is planned for:"
    ),
}

TRAINER_LEADS = {
    (CallChange.BOOKED, CallEvent.By.VISITOR): "{name} has booked {a_call}:",
    (CallChange.BOOKED, CallEvent.By.TRAINER): "You have booked {a_call} with {name}:",
    (CallChange.MOVED, CallEvent.By.VISITOR): "{name} has moved {the_call}. It is now on:",
    (CallChange.MOVED, CallEvent.By.TRAINER): "You have moved {the_call} with {name}. It is now on:",
    (CallChange.CANCELLED, CallEvent.By.VISITOR): "{name} has canceled {the_call}. It was planned for:",
    (CallChange.CANCELLED, CallEvent.By.TRAINER): "You have canceled {the_call} with {name}. It was planned for:",
    (CallChange.RESTORED, CallEvent.By.VISITOR): "{name} had canceled {the_call}, and keeps it after all. It is on:",
    (CallChange.MENDED, CallEvent.By.VISITOR): "{name} has corrected {mended}. The call is on:",
    (CallChange.MENDED, CallEvent.By.TRAINER): "You have corrected {mended} of {name}. The call is on:",
}

REMINDER_SUBJECTS = {
    Reminder.Kind.DAY: "Reminder: {what} with {trainer} on {when.day}, {when.clock}",
    Reminder.Kind.HOUR: "Soon: {what} with {trainer} at {when.clock}",
}


def to_visitor(words: str, call: Call) -> str:
    """One of the subjects or sentences above, filled in as the visitor reads it."""
    when = LocalTime(call.starts_at, call.tz, call.has_24h_clock)
    return _filled(words, call, what=call.what, when=when)


def to_trainer(words: str, call: Call, *, mended: str = "") -> str:
    """The same for the trainer. `mended` says what was corrected, such as `the phone number`."""
    when = LocalTime(call.starts_at, call.trainer.user.tz)
    return _filled(words, call, the_call=call.what_for_trainer, when=when, mended=mended)


def _filled(words: str, call: Call, **facts: object) -> str:
    kind = f"call ({call.title})" if call.title else "free call"
    people = {"trainer": call.trainer.name, "name": call.name}
    filled = words.format(**people, a_call=f"a {kind}", your_call=f"your {kind}", **facts)
    return capitalize(filled) if words.startswith("{what}") else filled
