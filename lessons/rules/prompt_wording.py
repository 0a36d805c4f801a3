"""The sentences that say when a client is asked for numbers, and why then. PURE."""

from datetime import date

from hinge_coach.wording import counted, plain_number, spoken
from lessons.rules.wording import Sentences

AT_EVERY_THIRD, ONCE_A_WEEK = "at every third practice", "once a week"

EASIER_ASKS = "With the easier version we always ask for numbers."

QUESTIONS_ASK = "The safety questions are due, so we ask for numbers today."

FLARE_ASKS = "Your tightness is above your usual right now, so we ask for numbers today."

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


def asked_again(*, score: float, on: date) -> Sentences:
    """After a flare of `score` on `on`."""
    flare = f"the {plain_number(score)} on {spoken(on)}"
    return Sentences(f"Since {flare} we ask for numbers at every practice again.", f"Asked every time since {flare}.")


def asked_each_time(so_far: str) -> Sentences:
    return Sentences("We ask for numbers at every practice.", f"Asked every time: {so_far}.")


def absence_asks(days: int) -> str:
    return f"It has been {counted(days, 'day', 'days')}, so we ask for numbers today."


def missing_answer_asks(on: date) -> str:
    return f"There is no number for the day after {spoken(on)}, so we ask for numbers again."
