"""The sentences that say when a client is asked for numbers, and why then. PURE."""

from datetime import date

from hinge_coach.wording import counted, decimal, number_word, spoken
from lessons.rules.wording import Sentences

AT_EVERY_THIRD, ONCE_A_WEEK = "at every third practice", "once a week"

EASIER_ASKS = "With the easier version we always ask for numbers."

QUESTIONS_ASK = "The safety questions are due, so we ask for numbers today."

FLARE_ASKS = "Your tightness is above your usual just now, so we ask for numbers today."

STEP_BACK_ASKS = "This is the first practice after a step back, so we ask for numbers today."

DECIDING_ASKS = "Your answers decide the next step, so we ask for numbers today."

WEEK_ASKS = "A week has passed, so we ask for numbers today."

THIRD_ASKS = "This is the third practice since the last numbers, so we ask for numbers today."


def calm_so_far(days: int, span: int) -> str:
    """`days` calm days in a row; `span` days lie between the first and the last."""
    if not days:
        return "no calm practice day yet"
    if days == 1:
        return "one calm practice day"
    return f"{counted(days, 'calm practice day', 'calm practice days')} over {counted(span, 'day', 'days')}"


def asked_less(so_far: str, *, span: int, often: str) -> Sentences:
    weeks = counted(span // 7, "week", "weeks")
    return Sentences(
        f"You have been steady for {weeks}, so we ask for numbers {often}.",
        f"Steady for {weeks} ({so_far}), so numbers are asked {often}.",
    )


def asked_again(so_far: str, *, score: float, on: date, days: int, span: int) -> Sentences:
    """After a flare of `score` on `on`. `days` calm days over `span` days bring back every third practice."""
    return Sentences(
        f"Since the {decimal(score)} on {spoken(on)} we ask for numbers at each practice again.",
        f"Asked at each practice again since the {decimal(score)} on {spoken(on)}: {so_far}; {_needed(days, span)}.",
    )


def asked_each_time(so_far: str, *, days: int, span: int) -> Sentences:
    return Sentences(
        "We ask for numbers at each practice.",
        f"Asked at each practice: {so_far}; {_needed(days, span)}.",
    )


def _needed(days: int, span: int) -> str:
    return f"{number_word(days)} over {span} days make it every third"


def absence_asks(days: int) -> str:
    return f"It has been {counted(days, 'day', 'days')}, so we ask for numbers today."


def missing_answer_asks(on: date) -> str:
    return f"There is no number for the day after {spoken(on)}, so we ask for numbers once more."
