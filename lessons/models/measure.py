"""What can be measured after a lesson, and in which unit. PURE."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class Measure:
    """`question` is asked before the pass mark is shown. `choices` are all answers where they are few.

    `most` is the highest value accepted. The chart's axis ends at `floor` or above, so that small values look small.
    """

    kind: str
    title: str
    question: str
    one: str
    many: str
    most: int
    floor: int
    choices: tuple[Decimal, ...] = ()

    def words(self, value: Decimal) -> str:
        """The value with its unit: `1½ foot-lengths`, `3 touches`, `20 seconds`."""
        return f"{number_text(value)} {self.one if value == 1 else self.many}"


MEASURES = {
    measure.kind: measure
    for measure in (
        Measure(
            kind="wall-tap",
            title="Distance from the wall",
            question="How far were your heels from the wall, in lengths of your own foot?",
            one="foot-length",
            many="foot-lengths",
            most=2,
            floor=2,
            choices=tuple(Decimal(half) / 2 for half in range(5)),
        ),
        Measure(
            kind="dowel",
            title="Touches kept on the stick",
            question="How many of the three touches (head, back, tailbone) stayed on the stick?",
            one="touch",
            many="touches",
            most=3,
            floor=3,
            choices=tuple(Decimal(touches) for touches in range(4)),
        ),
        Measure(
            kind="hold",
            title="Seconds held",
            question="How many seconds did your longest hold last?",
            one="second",
            many="seconds",
            most=600,
            floor=30,
        ),
        Measure(
            kind="march",
            title="Seconds marched",
            question="How many seconds did your longest march last, with your shirt buttons in line?",
            one="second",
            many="seconds",
            most=600,
            floor=30,
        ),
        Measure(
            kind="sit-downs",
            title="Sit-downs, hips first",
            question="Besides this practice: how many real sit-downs went hips first today? A guess will do.",
            one="sit-down",
            many="sit-downs",
            most=200,
            floor=10,
        ),
    )
}

HIGHEST_MEASURE = max(measure.most for measure in MEASURES.values())


def number_text(value: Decimal) -> str:
    """A multiple of one half as people write it: 0, ½, 1, 1½."""
    whole, half = divmod(value, 1)
    return f"{int(whole) or ''}½" if half == Decimal("0.5") else str(int(value))
