"""Sentences that several forms of calls share, why a receipt's button did nothing, and entries that can't be read."""

from hinge_coach.booking.calendars.entries import UnreadablePart
from hinge_coach.booking.calendars.reading import LeftOut
from hinge_coach.booking.calls.errors import WhyNot
from hinge_coach.booking.models import Call
from hinge_coach.fields import UNWRITABLE
from hinge_coach.wording import dated, one_line

LONGEST_TITLE_SHOWN = 60

_WHAT_COUNTS = {
    UnreadablePart.START: "when it begins can't be read, so it doesn't count",
    UnreadablePart.LENGTH: "when it ends can't be read, so it may count for too short a time",
    UnreadablePart.RULE: "how it repeats can't be read, so only its first date counts",
    UnreadablePart.DATES: "a date added to it, or taken out of it, can't be read; all its other dates count",
    UnreadablePart.END: "it breaks off in the middle; what is there counts",
}

ANOTHER_TIME = "You can book another call."

WHY_CANCELED = {
    WhyNot.TAKEN: f"This call can't be kept: somebody else has taken the time meanwhile. {ANOTHER_TIME}",
    WhyNot.TEN_MINUTES: f"A canceled call can be kept for ten minutes, and those are over. {ANOTHER_TIME}",
    WhyNot.BY_TRAINER: f"{{trainer}} canceled this call, so it can't be kept here. {ANOTHER_TIME}",
    WhyNot.BEGUN: f"The time of this call has come, so it can't be kept anymore. {ANOTHER_TIME}",
    WhyNot.CANCELED: "This call is canceled, so it can't be changed anymore.",
}

WHY_NOT = {
    WhyNot.TOO_SOON: "Nothing was changed: the call begins too soon.",
    WhyNot.OVER: "Nothing was changed: this can't be done with this call anymore.",
    WhyNot.GONE: "That time isn't free. Please choose another one.",
    WhyNot.NO_TIME: "Please choose one of the times.",
    WhyNot.BOOKED_BEFORE: "You had booked this call already, so the other time you chose just now was not taken. "
    "To change the time, press “Move the call”.",
}

WHY_ANYWAY = {
    WhyNot.UNCONFIRMED: f"Nobody confirmed this call in time, so it is not booked. {ANOTHER_TIME}",
    WhyNot.OFTEN: "Nothing was changed: this call was changed very often today. Please ask {trainer}, or wait a day.",
    WhyNot.ANOTHER: "Nothing was booked: another call is booked already with your e-mail address or phone number. "
    "The mail about it has the link to move or cancel it.",
}


def field_errors(what: str, max_length: int) -> dict[str, str]:
    """The error messages of a text field that asks for `what`, such as "your name"."""
    return {
        "required": f"Please tell us {what}.",
        "max_length": f"Please keep this to {max_length} letters or fewer.",
        "null_characters_not_allowed": UNWRITABLE,
    }


def why_sentence(code: str, call: Call) -> str:
    """Why the receipt's button did nothing; empty where the code is none, or says what is not true any more.

    The address of the receipt keeps the code, and the call may have changed since.
    """
    sentences = {**(WHY_CANCELED if call.is_cancelled else WHY_NOT), **WHY_ANYWAY}
    return {why.value: sentence for why, sentence in sentences.items()}.get(code, "").format(trainer=call.trainer.name)


def left_out_sentence(entry: LeftOut) -> str:
    """Such as `“Hydration”, May 3, 2026: how it repeats can't be read, so only its first date counts.`"""
    title = printable(entry.title)
    name = f"“{title}”" if title else "An entry without a name"
    return f"{name}{f', {dated(entry.on)}' if entry.on else ''}: {_WHAT_COUNTS[entry.why]}."


def printable(text: str) -> str:
    """A name from somebody else's file, in one line that is not too long and holds nothing that can't be stored."""
    line = " ".join(text.split())
    return one_line("".join(c for c in line if c.isprintable()), LONGEST_TITLE_SHOWN)
