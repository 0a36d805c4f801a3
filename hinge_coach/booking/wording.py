"""Sentences that several forms of calls share."""

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


def field_errors(what: str, max_length: int) -> dict[str, str]:
    """The error messages of a text field that asks for `what`, such as "your name"."""
    return {
        "required": f"Please tell us {what}.",
        "max_length": f"Please keep this to {max_length} letters or fewer.",
        "null_characters_not_allowed": UNWRITABLE,
    }
