"""Then and now: two start tests beside each other. PURE."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from lessons.start_test.placing import BowLevel, ChairLevel, StartAnswers, WallLevel

CHANGE_STEPS = 2  # as on the chart of tightness, a difference of one step may be chance


class StartTaskName(StrEnum):
    """One of the three tests, in the order in which they are done."""

    CHAIR = "chair"
    WALL = "wall"
    BOW = "bow"


class StartTestChange(StrEnum):
    """How a test came out now, compared with then."""

    NOT_BOTH = "not-both"
    SAME = "same"
    STEP_UP = "step-up"
    STEP_DOWN = "step-down"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One test, then and now; None where it wasn't done."""

    task: StartTaskName
    then: ChairLevel | WallLevel | BowLevel | None
    now: ChairLevel | WallLevel | BowLevel | None

    @property
    def change(self) -> StartTestChange:
        if self.then is None or self.now is None:
            return StartTestChange.NOT_BOTH
        steps = self.now - self.then
        if abs(steps) >= CHANGE_STEPS:
            return StartTestChange.UP if steps > 0 else StartTestChange.DOWN
        if steps:
            return StartTestChange.STEP_UP if steps > 0 else StartTestChange.STEP_DOWN
        return StartTestChange.SAME


def compare(then: StartAnswers, now: StartAnswers) -> tuple[Comparison, ...]:
    """All three tests, but for those that were done neither time."""
    return tuple(_compared(then, now))


def _compared(then: StartAnswers, now: StartAnswers) -> Iterator[Comparison]:
    for task in StartTaskName:
        before, after = getattr(then, task), getattr(now, task)
        if before is not None or after is not None:
            yield Comparison(task=task, then=before, now=after)
