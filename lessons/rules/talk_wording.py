"""The sentences of the talks, for the client and for the trainer. PURE.

They are stored, and read until the trainer notes the talk. So they name days by their date, and say nothing of what
holds for a shorter time. The client reads them under the heading "A good moment to talk".
"""

from collections.abc import Sequence

from hinge_coach.tightness.trend import middle
from hinge_coach.tightness.usual import ReportedDay
from hinge_coach.wording import capitalize, counted, number_word, plain_number, short_date, spoken, times
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import TalkCode, TalkReason
from lessons.rules.wording import scores

_WHEN = {  # when a row fits, for the public page; numbers are in braces
    TalkCode.WORSE_TWO_WEEKS: (
        "Of the latest {stop_days} reported days, most are up, most are {rise} or more above the start, and most are "
        "above {acceptable}."
    ),
    TalkCode.WEEK_UP: "Most of the latest {week_days} reported days are up.",
    TalkCode.ABOVE_START: (
        "The usual is {rise} or more above the first {week_days} reported days, from {stop_days} reported days on."
    ),
    TalkCode.NEXT_DAYS_UP: "The day after practice is usually {rise} or more higher than before it.",
    TalkCode.NO_CHANGE: (
        "{talk_weeks} weeks of practice (without pauses), or since the last talk: the usual is above {fine_score}, and "
        "less than {rise} below the start."
    ),
    TalkCode.TWICE_BACK: "Two steps back from one lesson, or eight practice days in one lesson without a move.",
}


def when_to_talk(code: TalkCode, thresholds: Thresholds) -> str:
    """When a row fits, with the numbers filled in."""
    return capitalize(_WHEN[code].format_map({**thresholds.as_dict(), "stop_days": thresholds.stop_days}))


def worse_two_weeks(days: Sequence[ReportedDay], *, usual: float, start: float) -> TalkReason:
    size = _rise(days, usual)
    return TalkReason(
        code=TalkCode.WORSE_TWO_WEEKS,
        client=(
            f"Most of the {len(days)} days with a number until {spoken(days[-1].local_on)} were clearly above your "
            "usual and your start. Please talk with your trainer before more; the easier versions stay open."
        ),
        trainer=f"{plain_number(middle([day.score for day in days]))} over {len(days)} days with a number, usual "
        f"{plain_number(usual)}, start {plain_number(start)}.",
        size=(size, len(days)),
    )


def week_up(days: Sequence[ReportedDay], *, high: Sequence[ReportedDay], usual: float) -> TalkReason:
    since = short_date(high[0].local_on)
    return TalkReason(
        code=TalkCode.WEEK_UP,
        client=(
            f"{capitalize(number_word(len(high)))} of the {number_word(len(days))} days with a number until "
            f"{spoken(days[-1].local_on)} were clearly above your usual. The easier versions stay open."
        ),
        trainer=f"{scores(high)} since {since}, usual {plain_number(usual)}: "
        f"{len(high)} of {len(days)} days with a number.",
        size=(_rise(high, usual), len(high)),
    )


def above_start(*, usual: float, first_week: float) -> TalkReason:
    return TalkReason(
        code=TalkCode.ABOVE_START,
        client="Your usual is higher than when you began. Practice goes on.",
        trainer=f"Usual {plain_number(usual)} now, {plain_number(first_week)} in the first days.",
        size=(usual - first_week, 0),
    )


def day_after_up(rise: float, *, days: int) -> TalkReason:
    return TalkReason(
        code=TalkCode.NEXT_DAYS_UP,
        client=f"The day after practice is usually {plain_number(rise)} higher than before practice. "
        "Let's look at your weeks together.",
        trainer=f"Next days are usually {plain_number(rise)} higher than before practice: morning stiffness, or the "
        "practice? Ask.",
        size=(rise, days),
    )


def no_change(*, start: float, usual: float, weeks: int) -> TalkReason:
    return TalkReason(
        code=TalkCode.NO_CHANGE,
        client=f"{capitalize(number_word(weeks))} weeks, and not clearly easier yet. "
        "Let's look at your weeks together. Practice goes on.",
        trainer=f"{capitalize(number_word(weeks))} weeks: "
        f"{plain_number(start)} at the start, {plain_number(usual)} now.",
        size=(usual - start, 0),
    )


def twice_back(steps_back: int) -> TalkReason:
    return TalkReason(
        code=TalkCode.TWICE_BACK,
        client="",
        trainer=f"Stepped back {times(steps_back)} from one lesson.",
        size=(steps_back, 0),
    )


def many_practice_days(days: int) -> TalkReason:
    return TalkReason(
        code=TalkCode.TWICE_BACK,
        client="",
        trainer=f"{capitalize(counted(days, 'practice day', 'practice days'))} in one lesson without moving on.",
        size=(0, days),
    )


def _rise(days: Sequence[ReportedDay], usual: float) -> float:
    return max(day.score for day in days) - usual
