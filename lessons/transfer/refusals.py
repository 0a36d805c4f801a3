"""Why a file is refused, in a sentence for the client. PURE."""

from collections.abc import Mapping
from typing import Any

from hinge_coach.wording import counted
from lessons.transfer.version_1 import FilePath

NOT_WHOLE = "This is not a whole export: the file is cut off or of another kind."

NOT_AN_EXPORT = "This is not an export of this site."

UNWRITABLE_LETTER = "This export holds a character that can't be written down."

_AN_ID = "it must be an id, such as 3f333df6-90a4-4fda-8dd3-9485d27cee36."
_A_DAY = "it must be a day, such as 2026-03-04."
_AN_INSTANT = "it must be an instant, such as 2026-03-04T15:00:00Z."

SENTENCES = {
    "missing": "it is missing.",
    "extra_forbidden": "it is not a key we know.",
    "string_type": "it must be text.",
    "string_too_long": "it is longer than {max_length:,} letters.",
    "string_too_short": "it is empty.",
    "int_type": "it must be a whole number.",
    "float_type": "it must be a number.",
    "finite_number": "it must be a number.",
    "bool_type": "it must be true or false.",
    "greater_than_equal": "it must be at least {ge}.",
    "less_than_equal": "it must be at most {le}.",
    "decimal_type": "it must be a number.",
    "decimal_parsing": "it must be a number.",
    "decimal_max_places": "it must have {places} at most.",
    "literal_error": "it must be {expected}.",
    "tuple_type": "it must be a list.",
    "too_short": "it must hold at least one.",
    "too_long": "it holds more than {max_length:,}.",
    "dict_type": "it must be an object.",
    "model_type": "it must be an object.",
    "uuid_type": _AN_ID,
    "uuid_parsing": _AN_ID,
    "no_day": _A_DAY,
    "date_from_datetime_parsing": _A_DAY,
    "no_instant": _AN_INSTANT,
    "datetime_from_date_parsing": _AN_INSTANT,
    "timezone_aware": "it must be an instant with its zone, such as 2026-03-04T15:00:00Z.",
    "too_early": "it lies before {earliest}.",
    "in_the_future": "it is still to come.",
    "day_far_from_instant": "it is not the day of its instant.",
    "half_the_scores": "it is null, and the other score is not.",
    "no_effort": "it is null, and the practice was not stopped.",
    "no_score_after_a_stop": "it is null, and the practice was stopped.",
    "half_a_load": "it is null, and the rest of the weight is not.",
    "too_heavy": "it is more than 200 kg.",
    "half_a_verdict": "it is null, and the rest of the verdict is not.",
    "no_reason": "it is empty, and no verdict is named.",
    "ends_before_it_begins": "it lies before the first day.",
    "repeated": "it is there twice.",
    "active_twice": "practice can't be closed twice at once.",
    "no_check_in": "there is no such check-in, or another practice has it.",
    "no_verdict": "there is no such verdict.",
    "two_causes": "a verdict and a start test can't both have moved.",
    "no_start_test": "there is no such start test.",
    "nothing_done": "a start test needs one answer at least.",
    "half_a_talk": "it is null, and the other time of the talk is not.",
    "open_twice": "a talk about the same can't be open twice.",
    "tall_and_short": "nobody is both tall and short.",
    "overlaps": "it lies within another pause.",
    "other_track": "it is a lesson of another track.",
    "an_extra": "it is an extra, and nobody stands on one.",
}
"""What is wrong with a value, by pydantic's type of error and our own; pydantic's messages speak to programmers."""


LONGEST_PATH = 100  # letters; a file can have keys of any length


class ImportRefusedError(Exception):
    """Nothing was stored; the sentence says why."""


def damaged(path: str, sentence: str) -> ImportRefusedError:
    """`path` from the top of the file, such as `practices[3].effort`."""
    return ImportRefusedError(f"This export is damaged: {path}: {sentence}")


def too_large(most: int) -> ImportRefusedError:
    """`most` in bytes."""
    return ImportRefusedError(f"This file is larger than {most // 1_000_000} MB, so it is no export of one person.")


def path_text(path: FilePath) -> str:
    """As programmers write it: `practices[3].effort`."""
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).removeprefix(".")
    return text if len(text) <= LONGEST_PATH else f"{text[:LONGEST_PATH]}…"


def problem_sentence(kind: str, details: Mapping[str, Any]) -> str:
    """What is wrong, by the type of a pydantic error and its context."""
    if kind == "decimal_max_places":
        details = {"places": counted(details["decimal_places"], "decimal", "decimals")}
    return SENTENCES.get(kind, "it can't be.").format_map(details)
