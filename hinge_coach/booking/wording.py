"""Sentences that several forms of calls share."""

from hinge_coach.fields import UNWRITABLE


def field_errors(what: str, max_length: int) -> dict[str, str]:
    """The error messages of a text field that asks for `what`, such as "your name"."""
    return {
        "required": f"Please tell us {what}.",
        "max_length": f"Please keep this to {max_length} letters or fewer.",
        "null_characters_not_allowed": UNWRITABLE,
    }
