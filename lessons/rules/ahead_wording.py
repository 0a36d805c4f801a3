"""The sentence that says what would move a client on. PURE.

It is made when a page is drawn and never stored, so it may say "today" and "tomorrow".
"""

from datetime import date
from enum import StrEnum

from hinge_coach.wording import capitalize, counted, number_word, spoken
from lessons.rules.facts import TOP_SCORE


class Begins(StrEnum):
    """When the way on may begin: today at the latest, today or later, or not before tomorrow."""

    TODAY = "today"
    EITHER = "either"
    LATER = "later"


_ON = {Begins.TODAY: "today", Begins.EITHER: "today or tomorrow", Begins.LATER: "tomorrow"}


HELD_IN_SHORT = "Let’s talk first"


def held(until: date) -> str:
    return f"Talk with your trainer about the days after practice. Without a talk, this hold ends on {spoken(until)}."


def needed(
    *,
    calm_days: int,
    practices: int,
    number_after: bool,
    limit: int | None,
    begins: Begins,
    can_wait: bool,
    is_easier: bool,
) -> str:
    """The shortest way on. Every number on it may be `limit` at most; None where the usual isn't known yet.

    Where any number will do, as for somebody who lives at nine, none is named.

    `can_wait`: it may begin on any day of the next week. The number that answers a practice has to come in time.
    """
    if limit is None:
        return _learning(calm_days, practices, number_after=number_after)
    if is_easier:
        return _restoring(calm_days, practices)
    if not practices and calm_days == 1:
        at_most = f", {_at_most(limit)}," if limit < TOP_SCORE else ""
        return f"A number {_ON[begins]}{at_most} moves you on."
    steps = []
    if calm_days:
        steps.append(f"{_calm(calm_days)}{'' if can_wait else _from(calm_days, begins)}")
    if practices:
        good = counted(practices, "good practice", "good practices")
        steps.append(f"{good}{_on(calm_days, practices, begins, can_wait=can_wait)}")
    if number_after:
        steps.append("a number the day after")
    at_most = f", every number {_at_most(limit)}" if limit < TOP_SCORE else ""
    end = ": that moves you on"
    if (calm_days, practices, number_after) == (0, 1, False):
        end = ", moves you on" if at_most else " moves you on"
    return f"{capitalize(', then '.join(steps))}{at_most}{end}."


def in_short(*, calm_days: int, practices: int, number_after: bool, is_learning: bool, is_easier: bool) -> str:
    """The same way in a few words, for a heading: without its days and without the highest number."""
    days = calm_days + practices + number_after
    if is_learning:
        return "A number on one more day" if days == 1 else f"Numbers on {counted(days, 'more day', 'more days')}"
    if not practices:
        return "One more day with a number" if calm_days == 1 else f"{_calm_in_short(calm_days)} to go"
    kind = ("easier day", "easier days") if is_easier else ("good practice", "good practices")
    if calm_days:
        return f"{_calm_in_short(calm_days)}, then {counted(practices, *kind)}"
    steps = f"One more {kind[0]}" if practices == 1 else capitalize(counted(practices, *kind))
    if number_after:
        return f"{steps}, then a number"
    return steps if practices == 1 else f"{steps} to go"


def _calm_in_short(days: int) -> str:
    return capitalize(counted(days, "calm day", "calm days"))


def _calm(days: int) -> str:
    return f"{counted(days, 'calm day', 'calm days')} with a number"


def _from(calm_days: int, begins: Begins) -> str:
    """Where the first calm day has to answer a practice, so that it must come in time."""
    return f" {_ON[begins]}" if calm_days == 1 else f" from {_ON[begins]} on"


def _on(calm_days: int, practices: int, begins: Begins, *, can_wait: bool) -> str:
    """On which days the practices must be. Several of one day count once, so that another one today may not do."""
    if practices > 1:
        return " on days in a row"
    if calm_days:
        return ""
    if not can_wait:
        return f" {_ON[begins]}"
    return " on another day" if begins == Begins.LATER else " today or on another day"


def _at_most(limit: int) -> str:
    return "at 0" if limit == 0 else f"{limit} or below"


def _learning(calm_days: int, practices: int, *, number_after: bool) -> str:
    """No limit can be named without a usual. Numbers that differ much would make one of them a high one afterwards."""
    days = calm_days + practices + number_after
    if days == 1:
        return f"A number on one more day, about the same{', with a good practice' if practices else ''}."
    numbers = f"Numbers on {counted(days, 'more day', 'more days')}, all about the same"
    if not practices:
        return f"{numbers}."
    if practices == days:
        return f"{numbers}, each with a good practice."
    if number_after and not calm_days:
        first = "first" if practices == 1 else f"first {number_word(practices)}"
        return f"{numbers}, the {first} with a good practice."
    return f"{numbers}, {number_word(practices)} of them with a good practice."


def _restoring(calm_days: int, practices: int) -> str:
    easier = f"{counted(practices, 'easier practice day', 'easier practice days')} without a rise"
    if calm_days and practices:
        return f"{capitalize(_calm(calm_days))}, then {easier}: that brings the full version back."
    verb = "brings" if calm_days + practices == 1 else "bring"
    return f"{capitalize(easier if practices else _calm(calm_days))} {verb} the full version back."
