"""The sentences of the coaching rules, for the client and for the trainer. PURE.

One function for each row of the table, in the order of the rows; then what would change a verdict. What the rows ask is
in `table`; the sentences about when numbers are asked are in `prompt_wording`.
"""

import math
from dataclasses import dataclass
from datetime import date

from hinge_coach.wording import capitalize, counted, decimal, number_word, spoken, times
from lessons.rules.facts import PracticeDay, WeekMean
from lessons.rules.values import Decision, Report, RuleCode

DECISION_LABELS = {  # from the most careful to the most daring
    Decision.STOP: "stop",
    Decision.REGRESS: "a step back",
    Decision.HOLD: "stay",
    Decision.PROGRESS: "move on",
}

WHEN = {  # when a row fits, for the public page; thresholds are in braces
    RuleCode.SAFETY_EMERGENCY: "A safety answer says: get help now.",
    RuleCode.SAFETY_URGENT: "A safety answer says: speak to a doctor today.",
    RuleCode.SAFETY_REFER: "A safety answer says: see a doctor or physiotherapist first.",
    RuleCode.VERY_TIGHT: "Any score of {refer_score} or more.",
    RuleCode.MORNINGS_STAY_UP: (
        "After a step back, {mornings_up_stop} next mornings in a row at {morning_rise} or more above the first "
        "mornings."
    ),
    RuleCode.NO_CHANGE: (
        "After {no_change_weeks} weeks of practice the last seven days (three weeks, with “fine today” among them) "
        "are above {easy_score}, and lower than the start by less than {change_points} points and less than "
        "{change_percent} percent."
    ),
    RuleCode.WEEKS_STAY_UP: (
        "Two weeks in a row, the week's mean is {week_rise_stop} or more above the week before them; no week with "
        "“fine today” in it is compared."
    ),
    RuleCode.PAUSED: "A pause is planned.",
    RuleCode.OVER_LIMIT: "The last session was above {limit_score}.",
    RuleCode.MORNING_UP: "The last next morning was {morning_rise} or more above the first mornings.",
    RuleCode.FAILED_RUNNING: "The self-check was missed in {failed_checks} sessions in a row.",
    RuleCode.WEEK_UP: (
        "The mean of the last seven days is {week_rise_regress} or more above the seven days before, with no "
        "“fine today” in either."
    ),
    RuleCode.NO_PRACTICE: "Nothing was practised here yet.",
    RuleCode.EASIER: "The last practice was the easier version.",
    RuleCode.WORKED_UP: (
        "The last session was above {easy_score} (or above first mornings higher than that), and not above "
        "{limit_score}."
    ),
    RuleCode.FAILED_ONCE: "The self-check was missed once.",
    RuleCode.HARD: "The effort was {hard_effort} or more.",
    RuleCode.TOO_FEW: "There are fewer than {clean_practices} sessions; two practices on one day are one session.",
    RuleCode.MORNING_MISSING: (
        "The last session has scores, and its next morning isn't reported, or was reported more than "
        "{morning_hours} hours later."
    ),
    RuleCode.NO_REFERENCE: (
        "There are sessions enough, but fewer than {reference_reports} reports to compare mornings with."
    ),
    RuleCode.NO_SCORES: (
        "There are clean sessions enough, but all of them “fine today”: one needs its scores and next morning."
    ),
    RuleCode.CLEAN: (
        "{clean_practices} of the last {sessions_looked_at} sessions, the last one among them and none with a "
        "fault between: {easy_score} or less (or not above first mornings of up to {limit_score}), next morning "
        "not above the first mornings, self-check passed, effort {easy_effort} or less. In all of them but one, "
        "“fine today” may stand for the score and the morning."
    ),
    RuleCode.NOT_YET: "Anything else.",
}


@dataclass(frozen=True)
class Sentences:
    """The same reason for two readers."""

    client: str
    trainer: str


def day_story(day: PracticeDay) -> str:
    """Before, after and next morning: "Your low back was 3 before and 4 after, and next morning it was back to 3." """
    morning = None if day.morning is None else day.morning.score
    if day.before is None or day.after is None:
        return f"You were fine, as usual{'' if morning is None else f'; next morning it was {morning}'}."
    story = f"Your low back was {day.before} before and {day.after} after"
    if morning is None:
        return f"{story}."
    back_to = "back to " if morning == day.before and day.after > day.before else ""
    return f"{story}, and next morning it was {back_to}{morning}."


def reference_name(*, is_of_mornings: bool) -> str:
    """What the morning reference is the median of."""
    return "first mornings" if is_of_mornings else "first reports"


SAFETY_EMERGENCY = Sentences(
    "One of your safety answers means: get help now, before anything else. Practice is closed for now.",
    "A safety answer asks for help at once. Practice is closed until you open it.",
)

SAFETY_URGENT = Sentences(
    "One of your safety answers means: speak to a doctor today. Practice waits until that is done.",
    "A safety answer asks for a doctor today. Practice is closed until you open it.",
)

SAFETY_REFER = Sentences(
    "One of your safety answers means: see a doctor or a physiotherapist first. The lessons stay open to read.",
    "A safety answer asks for a doctor or a physiotherapist first. Practice is closed until you open it.",
)


def very_tight(score: int, on: date, *, limit: int) -> Sentences:
    return Sentences(
        f"You put your low back at {score} on {spoken(on)}. From {limit} on we stop and talk first.",
        f"Reported {score} on {spoken(on)}; the stop score is {limit}.",
    )


def mornings_stay_up(*, since_step_back: int, in_a_row: int, rise: int, reference: float, name: str) -> Sentences:
    were = counted(since_step_back, "morning was", "mornings in a row were")
    high = counted(in_a_row, "high next morning", "high next mornings")
    return Sentences(
        f"After a step back, {were} still {rise} or more above your {name}, at {decimal(reference)}. Let's talk first.",
        capitalize(f"{high} in a row although a step back was made; the {name} were at {decimal(reference)}."),
    )


def no_change(*, start: float, level: float, weeks: int, points: int, percent: int) -> Sentences:
    return Sentences(
        f"You started at {decimal(start)} and are at {decimal(level)} after {number_word(weeks)} weeks. "
        "That is a good moment to talk about another way.",
        f"Start {decimal(start)}, now {decimal(level)}: less than {points} points and less than {percent} % in "
        f"{weeks} weeks of practice.",
    )


def weeks_stay_up(before: WeekMean, last: WeekMean, this: WeekMean, *, rise: int) -> Sentences:
    first, second, third = (decimal(float(week.mean)) for week in (before, last, this))
    return Sentences(
        f"Your weeks went from {first} to {second} and {third}. Two weeks that much higher is a reason to talk first.",
        f"Weekly mean {first}, then {second} and {third}: up {rise} or more for two weeks.",
    )


PAUSED = Sentences(
    "You are on a planned pause. Your place is kept just as it is.",
    "On a planned pause.",
)


def over_limit(day: PracticeDay, *, limit: int) -> Sentences:
    return Sentences(
        f"{day_story(day)} Above {limit} in practice, we make it easier for a while.",
        f"{day.after} in practice on {spoken(day.local_on)}; the limit is {limit}.",
    )


def morning_up(morning: Report, *, after: date, reference: float, name: str) -> Sentences:
    rise, first = decimal(morning.score - reference), decimal(reference)
    return Sentences(
        f"The morning after {spoken(after)} was {morning.score}. That is {rise} above your {name}, at {first}, "
        "so we take less for a while.",
        f"Next morning {morning.score} after {spoken(after)}: {rise} above the {name}, at {first}.",
    )


def failed_running(checks: int) -> Sentences:
    return Sentences(
        f"The self-check didn't come off {times(checks)} in a row. An easier step will get you there.",
        f"Self-check missed {times(checks)} in a row.",
    )


def week_up(last: WeekMean, this: WeekMean) -> Sentences:
    before, now = decimal(float(last.mean)), decimal(float(this.mean))
    return Sentences(
        f"Your last seven days were {now} on average, the seven before {before}. We take a step back until it settles.",
        f"Weekly mean {before}, now {now}.",
    )


NO_PRACTICE = Sentences(
    "Nothing to go by yet: your first practice here starts the story.",
    "No practice of this lesson yet, or none since the last step back.",
)


def easier(day: PracticeDay) -> Sentences:
    return Sentences(
        "You took the easier version. It counts as practice; the next one as written decides.",
        f"Sore on {spoken(day.local_on)}: took the easier version.",
    )


def worked_up(day: PracticeDay, *, limit: int, easy_line: float) -> Sentences:
    return Sentences(
        f"{day_story(day)} Up to {limit} is fine, so we stay here until it feels easier.",
        f"{day.after} in practice on {spoken(day.local_on)}; easy is up to {decimal(easy_line)}.",
    )


def failed_once(day: PracticeDay) -> Sentences:
    return Sentences(
        "The self-check didn't come off this time. That is what practice is for: same lesson again.",
        f"Self-check missed on {spoken(day.local_on)}.",
    )


def hard(day: PracticeDay, *, hard_effort: int) -> Sentences:
    return Sentences(
        f"You put the effort at {day.effort} out of 10. Same lesson again, with less push.",
        f"Effort {day.effort} on {spoken(day.local_on)}; hard is {hard_effort} and up.",
    )


def too_few(days: int, *, needed: int, has_easier_days: bool) -> Sentences:
    as_written = " as written" if has_easier_days else ""
    so_far = capitalize(f"{counted(days, 'day', 'days')} of practice here{as_written} so far")
    return Sentences(
        f"{so_far}. One good day can be luck, so we look at {number_word(needed)}.",
        f"{so_far}; {number_word(needed)} needed.",
    )


def morning_awaited(day: PracticeDay, *, has_day_story: bool) -> Sentences:
    """`has_day_story`: the reason before this one begins with it already."""
    story = "" if has_day_story else f"{day_story(day)} "
    return Sentences(
        f"{story}How it feels next morning decides; one tap then is all it takes.",
        f"Waiting for the morning after {spoken(day.local_on)}.",
    )


def morning_not_reported(day: PracticeDay) -> Sentences:
    return Sentences(
        f"We don't know how the morning after {spoken(day.local_on)} felt, so we stay here once more.",
        f"No report for the morning after {spoken(day.local_on)}.",
    )


def no_reference(needed: int) -> Sentences:
    reports = counted(needed, "report", "reports")
    return Sentences(
        f"We need {reports} to know where you started.",
        f"Fewer than {reports}: nothing to compare mornings with yet.",
    )


def no_scores(run: tuple[PracticeDay, ...]) -> Sentences:
    return Sentences(
        f"{day_story(run[0])} Nobody moves on without numbers, so next time we ask for numbers.",
        f"{_clean_sessions(run)} in a row, all “fine today”; no scores.",
    )


def clean(run: tuple[PracticeDay, ...]) -> Sentences:
    fine = sum(day.is_fine for day in run)
    of_them_fine = f"; {number_word(fine)} of them “fine today”" if fine else ""
    return Sentences(
        f"{day_story(run[0])} That makes {counted(len(run), 'clean practice', 'clean practices')} in a row: "
        "you are ready for the next step.",
        f"{_clean_sessions(run)} in a row, the last on {spoken(run[0].local_on)}{of_them_fine}.",
    )


def _clean_sessions(run: tuple[PracticeDay, ...]) -> str:
    return capitalize(counted(len(run), "clean session", "clean sessions"))


NOTHING_YET = Sentences("Nothing to go by yet.", "Nothing to go by yet.")


def morning_inside_noise(day: PracticeDay, morning: Report, *, reference: float, name: str) -> Sentences:
    first = decimal(reference)
    return Sentences(
        f"{day_story(day)} A point or so above your {name}, at {first}, is noise, so we stay and look again.",
        f"Next morning {morning.score}, {name} at {first}: inside the noise.",
    )


def effort_above_easy(day: PracticeDay, *, easy_effort: int) -> Sentences:
    return Sentences(
        f"{day_story(day)} The effort was {day.effort}; at {easy_effort} it would count as easy.",
        f"Effort {day.effort} on {spoken(day.local_on)}, a little above easy.",
    )


def clean_once(run: tuple[PracticeDay, ...]) -> Sentences:
    return Sentences(
        f"{day_story(run[0])} That was a clean one. One good day can be luck, so we wait for another.",
        f"{_clean_sessions(run)} in a row so far.",
    )


def nearly(day: PracticeDay) -> Sentences:
    return Sentences(
        f"{day_story(day)} Nearly there.",
        f"Close on {spoken(day.local_on)}, but not clean.",
    )


TALK_REOPENS = "A talk with your trainer, who then opens practice again."

PAUSE_ENDS = "The end of your pause."


def what_steps_back(*, limit: int, rise: int, reference: float | None) -> str:
    if reference is None:
        high = f"a morning {rise} or more above your first ones"
    else:
        high = f"a morning at {math.ceil(reference) + rise} or above"
    return f"A practice above {limit}, or {high}, would take you a step back."


def morning_moves_on(score: int) -> str:
    return f"A next morning at {score}{' or below' if score else ''} would move you on."


def clean_practices_move_on(number: int, *, easy_line: float, reference: float | None) -> str:
    calm = "no higher than your first ones" if reference is None else f"at {decimal(reference)} or below"
    return capitalize(
        f"{counted(number, 'clean practice', 'clean practices')} ({decimal(easy_line)} or less, self-check passed), "
        f"{'with' if number == 1 else 'each with'} a next morning {calm}, would move you on."
    )


def fine_counts_as_clean(*, needs_numbers: bool) -> str:
    """`needs_numbers`: none of the clean practices so far has scores."""
    beside = ", beside one with numbers" if needs_numbers else ""
    return f"Where we don't ask for numbers, “fine today” counts as clean{beside}."
