"""What to use today, in words for the client. PURE."""

from hinge_coach.accounts.weight_unit import WeightUnit
from hinge_coach.wording import counted, spoken
from lessons.models.load import LessonLoad
from lessons.rules.load_steps import EASY_EFFORT, LoadAdvice, LoadReason


def load_sentence(advice: LoadAdvice, lesson: LessonLoad, unit: WeightUnit | None) -> str:
    """Two or three short sentences. `unit` is that of the client, None while it isn't known."""
    if advice.last is None or advice.since is None or advice.up_on is None:
        start = " or ".join(lesson.start(each).words for each in WeightUnit if unit in {None, each})
        return (
            f"You can do this without a weight. To add one, start with {start}."
            if lesson.optional
            else (f"Start with {start}, or less.")
        )
    last = advice.last.words
    up = f"one step up is {advice.up.words}" if advice.up else ""
    match advice.reason:
        case LoadReason.WENT_WELL:
            days = counted(advice.days, "day", "days")
            return f"{last} on {days} since {spoken(advice.since)}. If you like, {up}."
        case LoadReason.EASED:
            down = f"One step down is {advice.load.words}: use that" if advice.load.value else "Do it without a weight"
            return f"Last time {last}. {down} for now."
        case LoadReason.EASED_ALREADY:
            return f"Last time {last}. Stay with it for now."
        case LoadReason.RESTS:
            return f"Last time {last}. Practice rests now."
        case LoadReason.LONG_AGO:
            return f"Last time {last}, more than three weeks ago. Use {last} again, or less."
        case LoadReason.STOPPED_LAST:
            return f"You stopped last time. Before that you used {last}: use it again, or less."
        case LoadReason.EASIER_LAST:
            return f"Last time {last}. Use it in the full version on two days before you go up."
        case LoadReason.MISSED:
            return f"Last time {last}. Reach the pass mark with it on two days before you go up."
        case LoadReason.HARD:
            return f"Last time {last}. Stay with it until two days feel like {EASY_EFFORT} of 10 or less."
        case LoadReason.WITHIN_THE_WEEK if up:
            return f"Last time {last}. Use it for a week: {up}, from {spoken(advice.up_on)} at the earliest."
        case LoadReason.ONE_DAY if up:
            return f"Last time {last}. Use it on one more day. If that goes well, {up}."
    return f"Last time {last}. Stay with it."
