"""The sentences of the coaching rules, for the client and for the trainer. PURE.

One function for each row of the table, in the order of the rows. What the rows ask is in `table`. A sentence names days
by their date, because it is stored and read later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hinge_coach.tightness.trend import CheckInValue
from hinge_coach.tightness.usual import FIRST_DAYS, ReportedDay
from hinge_coach.wording import capitalize, counted, listed, number_word, plain_number, spoken, times
from lessons.rules.facts import Facts, PracticeDay
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, RuleCode

DECISION_LABELS = {  # from the most careful to the most daring
    Decision.STOP: "stop",
    Decision.REST: "rest",
    Decision.PAUSED: "pause",
    Decision.REGRESS: "a step back",
    Decision.EASE: "easier for now",
    Decision.HOLD: "stay",
    Decision.RESTORE: "the full version again",
    Decision.PROGRESS: "move on",
}

_WHEN = {  # when a row fits, for the public page; numbers are in braces
    RuleCode.SAFETY_EMERGENCY: "A safety answer says: get help now.",
    RuleCode.SAFETY_URGENT: "A safety answer says: speak to a doctor today.",
    RuleCode.SAFETY_REFER: "A safety answer says: see a doctor or physical therapist first.",
    RuleCode.VERY_TIGHT: (
        "The latest {flare_days} reported days are all at {very_high} or more, and the usual before them was "
        "{calm_usual} or less. Or the first {first_days} to {week_days} reported days ever are all at {very_high} or "
        "more, and the trainer has not opened practice yet."
    ),
    RuleCode.PAUSED: "A pause is planned.",
    RuleCode.VERY_HIGH_NOW: (
        "The last number is {very_high} or more, and {jump} or more above the usual (or fewer than {first_days} days "
        "are reported). The next number that is low enough ends it."
    ),
    RuleCode.FLARE: "Most of the latest {flare_days} reported days are up, or most of the latest {week_days}.",
    RuleCode.ALREADY_PASSED: "The lesson was passed before.",
    RuleCode.ROSE_RUNNING: (
        "In each of the last {rose} practice days with numbers, the number after practice was up, and {rise} or more "
        "above the one before."
    ),
    RuleCode.MISSED_RUNNING: (
        "The self-check was missed in the last {missed} practice days of the full version; a stop counts as missed."
    ),
    RuleCode.NOTHING_YET: "The lesson was not practiced since the last move, or not in the last {usual_days} days.",
    RuleCode.LEARNING_USUAL: "Fewer than {first_days} days are reported, so no usual is known yet.",
    RuleCode.EASIER_WENT_WELL: (
        "The easier version is the next one, and in its last {good} practice days no number was up, and none was "
        "stopped."
    ),
    RuleCode.EASIER_LAST: "The last practice was the easier version.",
    RuleCode.NEXT_DAYS_UP: (
        "Over the last {week_days} practiced days with a free day before them, the next reported day was usually "
        "{rise} or more higher than before practice. Held until client and trainer have talked, for two weeks at most."
    ),
    RuleCode.TWO_GOOD: (
        "{good} of the last {of_last} practice days of the full version were good, the last one among them, and one of "
        "the good ones has numbers and a number on a day after it."
    ),
    RuleCode.NOT_GOOD: "The last practice day was not good: self-check, effort, a number that was up, or a stop.",
    RuleCode.ONE_MORE: "There are fewer than {good} good practice days.",
    RuleCode.ANSWER_MISSING: "There are good practice days enough, and none has its numbers and a number after it.",
}


def when(code: RuleCode, thresholds: Thresholds) -> str:
    """When a row fits, with the numbers filled in."""
    numbers = {**thresholds.as_dict(), "first_days": FIRST_DAYS, "calm_usual": thresholds.very_high - thresholds.rise}
    return _WHEN[code].format_map(numbers)


@dataclass(frozen=True)
class Sentences:
    """The same reason for two readers."""

    client: str
    trainer: str


def scores(days: Sequence[ReportedDay]) -> str:
    """The scores of a few days, such as `6 and 5`; of many, from the lowest to the highest, such as `5 to 7`."""
    numbers = [plain_number(day.score) for day in days]
    if len(days) <= 3:
        return listed(numbers)
    low, high = plain_number(min(day.score for day in days)), plain_number(max(day.score for day in days))
    return low if low == high else f"{low} to {high}"


def _reported(numbers: int) -> str:
    return f"{counted(numbers, 'day', 'days')} with a number"


SAFETY_EMERGENCY = Sentences(
    "One of your safety answers means: get help now, before anything else. Practice is closed for now.",
    "A safety answer asks for help at once. Practice is closed until you open it.",
)

SAFETY_URGENT = Sentences(
    "One of your safety answers means: speak to a doctor today. Practice waits until that is done.",
    "A safety answer asks for a doctor the same day. Practice is closed until you open it.",
)

SAFETY_REFER = Sentences(
    "One of your safety answers means: see a doctor or a physical therapist first. The lessons stay open to read.",
    "A safety answer asks for a doctor or a physical therapist first. Practice is closed until you open it.",
)


def very_tight_from_the_start(days: Sequence[ReportedDay], *, limit: int) -> Sentences:
    return Sentences(
        f"Your first numbers were {scores(days)}. From {limit} on, day after day, we talk first. Practice is closed "
        "until then.",
        f"The first reported days were {scores(days)}; {limit} or more on all of them closes practice.",
    )


def very_tight(days: Sequence[ReportedDay], *, usual: float, limit: int) -> Sentences:
    return Sentences(
        f"Your low back was {scores(days)} on the last {_reported(len(days))}; your usual is {plain_number(usual)}. "
        f"From {limit} on, day after day, we talk first. Practice is closed until then.",
        f"{scores(days)} on the last {_reported(len(days))}, usual {plain_number(usual)}; {limit} or more on all of "
        "them closes practice.",
    )


PAUSED = Sentences(
    "You are on a planned pause. You keep your place.",
    "On a planned pause.",
)


def very_high_now(number: CheckInValue, *, usual: float | None, ends_at: int) -> Sentences:
    against = "" if usual is None else f"; your usual is {plain_number(usual)}"
    beside = "" if usual is None else f", usual {plain_number(usual)}"
    return Sentences(
        f"Your last number was {number.score}{against}. We rest until a number is {ends_at} or below; then practice "
        "is open again.",
        f"{number.score} on {spoken(number.local_on)}{beside}. Practice rests until a number is {ends_at} or below.",
    )


def days_among_the_last(days: int, *, looked_at: int) -> str:
    """`two of the last three days with a number`; where it is every one, `all of the last three ...`."""
    return f"{'all' if days == looked_at else number_word(days)} of the last {_reported(looked_at)}"


def flare(high: Sequence[ReportedDay], *, looked_at: int, usual: float, calm_days: int) -> Sentences:
    """`high` are the days that are up, of the `looked_at` latest ones. `calm_days` end the flare.

    `usual`: that before the days looked at. Near the end of a flare it isn't the usual of today any more.
    """
    on = f"on {days_among_the_last(len(high), looked_at=looked_at)}"
    calm = f"{counted(calm_days, 'calm day', 'calm days')} with a number"
    rise = max(day.score for day in high) - usual
    return Sentences(
        f"Your low back was {scores(high)} {on}; your usual until then was {plain_number(usual)}. Every lesson is "
        f"offered in its easier version for now, and your places stay. This ends after {calm}.",
        f"Up {plain_number(rise)} {on}, usual {plain_number(usual)}; all lessons are easier for now.",
    )


ALREADY_PASSED = Sentences(
    "You have passed this lesson before. Practicing it again is fine, and your place stays as it is.",
    "A lesson passed before.",
)

BEFORE_A_MOVE = Sentences(
    "It was done before your place on this track changed, so your place stays as it is. Its numbers count.",
    "Arrived after a later move on the track.",
)

AN_EXTRA = Sentences(
    "This lesson is an extra after the others, so your place stays as it is. Do it as often as you like.",
    "An extra after the last lesson.",
)


def _next_version(*, to_previous: bool, is_easier: bool) -> str:
    if to_previous:
        return "We go back to the lesson before it."
    return "We stay with the easier version." if is_easier else "The easier version comes first now."


def rose_running(days: Sequence[PracticeDay], *, rise: int, to_previous: bool, is_easier: bool) -> Sentences:
    """`is_easier`: the client stands on the easier version already."""
    changes = listed([f"{day.before} to {day.after}" for day in days])
    return Sentences(
        f"{capitalize(times(len(days)))} in a row this lesson took you up by {rise} or more: {changes}. "
        f"{_next_version(to_previous=to_previous, is_easier=is_easier)}",
        f"Rose {times(len(days))} in a row: {changes}.",
    )


def missed_running(days: Sequence[PracticeDay], *, to_previous: bool, is_easier: bool) -> Sentences:
    running = f"{times(len(days))} in a row"
    client, trainer = f"You missed the self-check {running}.", f"Self-check missed {running}."
    if any(day.stopped for day in days):
        client, trainer = f"You stopped, or missed the self-check, {running}.", f"Stopped or missed {running}."
    return Sentences(f"{client} {_next_version(to_previous=to_previous, is_easier=is_easier)}", trainer)


def nothing_yet(window: int, *, is_back: bool) -> Sentences:
    """`window`: the days in which a practice counts. `is_back`: there was no practice of any lesson in them."""
    if is_back:
        return Sentences(
            "Welcome back. You still have your place, and your next practice starts the count.",
            f"No practice at all in the last {window} days.",
        )
    return Sentences(
        "No practice of this lesson counts yet: the next one starts the count.",
        f"No practice of this lesson since the last move, or none in the last {window} days.",
    )


def learning_usual(days: int, *, needed: int) -> Sentences:
    so_far = f"{capitalize(number_word(days)) if days else 'None'} so far"
    return Sentences(
        f"We first learn your usual: numbers on {number_word(needed)} days. {so_far}.",
        f"Numbers on {counted(days, 'day', 'days')}; {number_word(needed)} make the usual.",
    )


def easier_went_well(days: int) -> Sentences:
    return Sentences(
        f"{capitalize(counted(days, 'easier practice day', 'easier practice days'))} without a rise: the full version "
        "is back.",
        f"{capitalize(counted(days, 'easier practice day', 'easier practice days'))} without a rise.",
    )


def easier_last(day: PracticeDay, *, missing: int | None, rise: str) -> Sentences:
    """`missing`: calm days still needed for the full version, None where the client took the easier one by choice.

    `rise`: the sentence about a number of the day that was up, from `number_up`; empty where none was.
    """
    took = f"Took the easier version on {spoken(day.local_on)}{' and stopped' if day.stopped else ''}"
    trainer = f"{took}; {_for_trainer(rise)}." if rise else f"{took}."
    if missing is None:
        begin = "You stopped the easier version" if day.stopped else "You took the easier version"
        return Sentences(f"{begin}. It counts as practice, but only the full version moves you on.", trainer)
    more = "" if rise or day.stopped else "more "
    needed = capitalize(counted(missing, f"{more}easier practice day", f"{more}easier practice days"))
    begin = f"{rise}. " if rise else f"{STOPPED} " if day.stopped else ""
    return Sentences(
        f"{begin}{needed} without a rise {'brings' if missing == 1 else 'bring'} the full version back.", trainer
    )


def next_days_up(rise: float, *, until: date) -> Sentences:
    return Sentences(
        f"The day after practice is usually {plain_number(rise)} higher than before practice. Let's talk before the "
        f"next lesson; without a talk this lesson stays until {spoken(until)}.",
        f"Next days are usually {plain_number(rise)} higher than before practice; "
        f"held until {spoken(until)} or a talk.",
    )


def day_story(day: PracticeDay) -> str:
    """Before, after and the next day's number: "Your low back was 3 before and 4 after, and 3 the next day." """
    answer = None if day.answer is None else day.answer.score
    if day.before is None or day.after is None:
        return f"You were fine, as usual{'' if answer is None else f'; your low back was {answer} after a night'}."
    story = f"Your low back was {day.before} before and {day.after} after"
    if answer is None:
        return f"{story}."
    back_to = "back to " if answer == day.before and day.after > day.before else ""
    return f"{story}, and {back_to}{answer} after a night."


def two_good(days: Sequence[PracticeDay]) -> Sentences:
    good = counted(len(days), "good practice day", "good practice days")
    return Sentences(
        f"{day_story(days[-1])} That makes {good}: you are ready for the next step.",
        f"{capitalize(good)}, the last on {spoken(days[-1].local_on)}.",
    )


def number_up(day: PracticeDay, client: Facts) -> str:
    """The number of a practice day that was up: "Your low back was 6 after practice on March 4; your usual is 2"."""
    on = spoken(day.local_on)
    if client.is_up(day.after):
        number = f"{day.after} after practice on {on}"
    elif client.is_up(day.before):
        number = f"{day.before} before practice on {on}"
    elif day.answer is not None:
        number = f"{day.answer.score} on {spoken(day.answer.local_on)}, after practice on {on}"
    else:
        raise ValueError("no number of this day is up")
    return f"Your low back was {number}; your usual is {plain_number(client.usual or 0)}"


def _for_trainer(number: str) -> str:
    return number.removeprefix("Your low back was ").replace("; your usual is", ", usual")


def one_number_up(day: PracticeDay, client: Facts) -> Sentences:
    number = number_up(day, client)
    return Sentences(f"{number}. One high day changes nothing by itself: your place stays.", f"{_for_trainer(number)}.")


STOPPED = "It was getting tighter, so stopping was right."


def stopped(day: PracticeDay) -> Sentences:
    return Sentences(
        f"{STOPPED} Your place stays.",
        f"Stopped on {spoken(day.local_on)} because it was getting tighter.",
    )


def check_missed(day: PracticeDay) -> Sentences:
    return Sentences(
        "You missed the self-check this time. That is what practice is for: same lesson again.",
        f"Self-check missed on {spoken(day.local_on)}.",
    )


def too_much_effort(day: PracticeDay, *, effort: int, limit: int) -> Sentences:
    return Sentences(
        f"You put the effort at {effort} out of 10; up to {limit} is easy enough. Same lesson again, with less effort.",
        f"Effort {effort} on {spoken(day.local_on)}; easy is up to {limit}.",
    )


def one_more(days: int, *, looked_at: int, needed: int) -> Sentences:
    """`days` of the last `looked_at` practice days were good."""
    if days == looked_at:
        so_far = f"{counted(days, 'good practice day', 'good practice days')} so far"
    else:
        so_far = f"{number_word(days)} of the last {number_word(looked_at)} practice days {_was(days)} good"
    return Sentences(
        f"{capitalize(so_far)}. One can be luck, so we look for {number_word(needed)}.",
        f"{capitalize(so_far)}; {number_word(needed)} needed.",
    )


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def answer_missing(days: int, *, has_numbers: bool) -> Sentences:
    """True while a number can still come in time, and after it: `ahead` says which number is needed now."""
    good = capitalize(counted(days, "good practice day", "good practice days"))
    if has_numbers:
        return Sentences(
            f"{good}. A number on the day after practice is missing; nobody moves on without one.",
            f"{good}; none has both its numbers and one of the day after.",
        )
    return Sentences(
        f"{good}, each of them “fine”. Nobody moves on without numbers, so next time we ask for them.",
        f"{good}, all “fine”; no numbers.",
    )
