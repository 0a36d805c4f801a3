"""The sentences of Today about moves. PURE."""


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
