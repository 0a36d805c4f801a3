"""When a load goes up or down: one step up, then at least a week. PURE.

The numbers are our own proposal (evidence, sections 4.3, 4.4 and 6): loaded lessons on two or three days a week, with
an effort of 4 to 6. It is advice; the client types what they used.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from lessons.models.load import Load, step_down, step_up

LEAST_DAYS = timedelta(days=7)  # from the first day with a load to a step up

LEAST_PRACTICE_DAYS = 2  # with this load, of which the last ones were easy enough

EASY_EFFORT = 6

# After a longer break a load is no longer the present one. As long as practice days count for the rules.
LONGEST_BREAK = timedelta(days=21)


class LoadStep(StrEnum):
    START = "start"
    STAY = "stay"
    UP = "up"
    DOWN = "down"


class LoadReason(StrEnum):
    """Why. Each belongs to one step."""

    FIRST_TIME = "first_time"
    WENT_WELL = "went_well"
    EASED = "eased"
    EASED_ALREADY = "eased_already"
    RESTS = "rests"
    LONG_AGO = "long_ago"
    STOPPED_LAST = "stopped_last"
    EASIER_LAST = "easier_last"
    MISSED = "missed"
    HARD = "hard"
    WITHIN_THE_WEEK = "within_the_week"
    ONE_DAY = "one_day"
    TOP = "top"


@dataclass(frozen=True, kw_only=True)
class LoadPractice:
    """One practice of the lesson. `load` is None, or zero, where no weight was used; `effort` where it was stopped."""

    at: datetime
    local_on: date
    load: Load | None
    passed: bool
    effort: int | None
    easier: bool = False


@dataclass(frozen=True, kw_only=True)
class LoadHistory:
    """The practices of one lesson, in any order.

    `start`: the load for a beginner. `eased_on`: the local day since which a flare or a step back makes this lesson
    easier now. `rests`: no practice is offered now.
    """

    practices: Sequence[LoadPractice]
    start: Load
    eased_on: date | None = None
    rests: bool = False


@dataclass(frozen=True, kw_only=True)
class LoadAdvice:
    """What to use today, and why.

    `last` is the load used last and `since` the first day with it in a row, on `days` practice days; None and 0 before
    the first. `up` is one step above it, None at the top; `up_on` the first day on which that can be offered.
    """

    step: LoadStep
    reason: LoadReason
    load: Load
    last: Load | None = None
    since: date | None = None
    days: int = 0
    up: Load | None = None
    up_on: date | None = None


def load_advice(history: LoadHistory, today: date) -> LoadAdvice:
    """One step at most from the load that was used last. What lies after `today` is left out.

    A practice that was stopped is passed over: it makes no load the last one. Right after it none goes up.
    """
    practices = [row for row in history.practices if row.load and row.load.value and row.local_on <= today]
    loaded = [(row, row.load) for row in practices if row.effort is not None and row.load is not None]
    if not loaded:
        return LoadAdvice(step=LoadStep.START, reason=LoadReason.FIRST_TIME, load=history.start)
    loaded.sort(key=lambda pair: pair[0].at)
    last, run = loaded[-1][1], _present_run(loaded)
    since, up = run[0].local_on, step_up(last)
    is_stopped = max(practices, key=lambda row: row.at).effort is None
    step, reason, load = _decide(history, loaded, run, last, today, is_stopped=is_stopped)
    return LoadAdvice(
        step=step,
        reason=reason,
        load=load,
        last=last,
        since=since,
        days=len({row.local_on for row in run}),
        up=up,
        up_on=since + LEAST_DAYS,
    )


def _present_run(loaded: Sequence[tuple[LoadPractice, Load]]) -> list[LoadPractice]:
    """The latest practices in a row with the load used last, without a long break between them; oldest first."""
    run = [loaded[-1][0]]
    for practice, load in reversed(loaded[:-1]):
        if not load.is_like(loaded[-1][1]) or run[-1].local_on - practice.local_on > LONGEST_BREAK:
            break
        run.append(practice)
    return run[::-1]


def _decide(
    history: LoadHistory,
    loaded: Sequence[tuple[LoadPractice, Load]],
    run: Sequence[LoadPractice],
    last: Load,
    today: date,
    *,
    is_stopped: bool,
) -> tuple[LoadStep, LoadReason, Load]:
    if history.rests:
        return LoadStep.STAY, LoadReason.RESTS, last
    if history.eased_on is not None:
        before = [load for row, load in loaded if row.local_on < history.eased_on]
        if not before or last.is_below(before[-1]):
            return LoadStep.STAY, LoadReason.EASED_ALREADY, last
        return LoadStep.DOWN, LoadReason.EASED, step_down(last)
    reason = LoadReason.STOPPED_LAST if is_stopped else _why_stay(run, today)
    if reason is not None:
        return LoadStep.STAY, reason, last
    up = step_up(last)
    return (LoadStep.STAY, LoadReason.TOP, last) if up is None else (LoadStep.UP, LoadReason.WENT_WELL, up)


def _why_stay(run: Sequence[LoadPractice], today: date) -> LoadReason | None:
    """What is missing for a step up; None where nothing is."""
    days = sorted({row.local_on for row in run})
    latest = [row for row in run if row.local_on in days[-LEAST_PRACTICE_DAYS:]]
    if today - days[-1] > LONGEST_BREAK:
        return LoadReason.LONG_AGO
    if any(row.easier for row in latest):
        return LoadReason.EASIER_LAST
    if not all(row.passed for row in latest):
        return LoadReason.MISSED
    if any(row.effort is None or row.effort > EASY_EFFORT for row in latest):
        return LoadReason.HARD
    if today - days[0] < LEAST_DAYS:
        return LoadReason.WITHIN_THE_WEEK
    return LoadReason.ONE_DAY if len(days) < LEAST_PRACTICE_DAYS else None
