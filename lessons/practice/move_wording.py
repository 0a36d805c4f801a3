"""What pages say of a move: what happened, by the name of the lesson, and what comes next. PURE."""

from collections.abc import Sequence


def trainer(name: str) -> str:
    return name or "Your trainer"


def moved_on(lesson: str) -> str:
    return f"You moved on to “{lesson}”."


def finished(track: str) -> str:
    return f"You finished the track “{track}”."


def restored(lesson: str) -> str:
    return f"The full version of “{lesson}” is back."


def stepped_back(lesson: str, *, to_previous: bool) -> str:
    if to_previous:
        return f"A step back, on purpose: “{lesson}” comes next."
    return f"A step back, on purpose: “{lesson}” comes first in its easier version."


def placed(lesson: str, *, by: str, is_easier: bool) -> str:
    return f"{trainer(by)} placed you at “{lesson}”{', in its easier version' if is_easier else ''}."


def placed_by_start_test(lesson: str) -> str:
    return f"Your start test placed you at “{lesson}”."


def placed_at_the_end(track: str, *, by: str) -> str:
    return f"{trainer(by)} noted the track “{track}” as finished."


def then(lesson: str, *, track: str, finished: bool, waits_for: Sequence[str], is_due_today: bool) -> str:
    """What to do next. `lesson` is where the client stands, `waits_for` the lessons of other tracks that open it."""
    if finished:
        return f"Practice “{lesson}” now and then, to keep it."
    if waits_for:
        return f"It opens after {' and '.join(f'“{title}”' for title in waits_for)}."
    return "It is in today’s session." if is_due_today else f"It comes next on the track “{track}”."
