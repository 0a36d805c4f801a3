"""The page after a practice in words: the decision as its heading, and up to three facts behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from hinge_coach.tightness.usual import is_up
from hinge_coach.wording import plain_number
from lessons.models import Practice, VerdictRecord
from lessons.rules.ahead import Ahead
from lessons.rules.facts import TOP_SCORE
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, RuleCode

HEADINGS = {
    Decision.REGRESS: "A step back, on purpose",
    Decision.RESTORE: "The full version is back",
    Decision.EASE: "Easier for a few days",
    Decision.REST: "Rest for now",
    Decision.PAUSED: "Your place is kept",
    Decision.STOP: "Stop here and talk first",
}

YOUR_PLACE_STAYS = "Your place stays"

# Of a stored verdict to stay, where nothing is known of the way on: a later practice has been decided on since, or
# the client has been moved elsewhere. It says what was found, and promises nothing.
STAYS = {
    RuleCode.ALREADY_PASSED: "Your place stays as it is",
    RuleCode.NOTHING_YET: "Saved for its day",
    RuleCode.LEARNING_USUAL: "Saved. We are learning your usual",
    RuleCode.EASIER_LAST: "It counts as practice",
    RuleCode.NEXT_DAYS_UP: "Let’s talk first",
    RuleCode.NOT_GOOD: YOUR_PLACE_STAYS,
    RuleCode.ONE_MORE: "Good. This one counts.",
    RuleCode.ANSWER_MISSING: "Good. This one counts.",
}

GOOD = frozenset({RuleCode.ONE_MORE, RuleCode.ANSWER_MISSING})
"""The codes to stay whose last practice day was a good one."""


def heading(practice: Practice, verdict: VerdictRecord, ahead: Ahead | None) -> str:
    """The decision in a few words.

    `ahead`: what would move the client on from the lesson of this practice; None where it isn't the latest one on its
    track, or where they stand on another lesson by now.
    """
    decision = Decision(verdict.decision)
    if decision == Decision.PROGRESS:
        following = verdict.next_lesson
        if following is None or following == practice.lesson:
            return f"You finished the track “{practice.lesson.track_name}”"
        return f"You moved on to “{following.title}”"
    if decision != Decision.HOLD:
        return HEADINGS[decision]
    code = verdict.reasons[0]["code"]
    if practice.stopped:
        return "You stopped. Good call."
    if code == RuleCode.ALREADY_PASSED or ahead is None or not ahead.in_short:
        return STAYS.get(code, YOUR_PLACE_STAYS)  # those of before 0.3.0 have codes of their own
    if code == RuleCode.ANSWER_MISSING and ahead.needs_one_number:
        return f"Good. {'A number now' if ahead.today else 'Tomorrow’s number'} decides."
    if code == RuleCode.ONE_MORE and ahead.needs_one_practice and practice.after is not None:
        return "Good. One more practice like this."
    return f"Good. {ahead.in_short}." if code in GOOD else ahead.in_short


class Sign(StrEnum):
    """How a fact is marked: as it should be, on its way, or up."""

    GOOD = "good"
    OPEN = "open"
    UP = "up"


@dataclass(frozen=True)
class Fact:
    """One line; `strong` is the part in front that is set in bold."""

    sign: Sign
    strong: str
    text: str


def facts(practice: Practice, verdict: VerdictRecord, thresholds: Thresholds) -> tuple[Fact, ...]:
    """What the decision rests on. The numbers are those of the verdict; `thresholds` fill up what old ones lack."""
    limits = {**thresholds.as_dict(), **verdict.thresholds}
    return tuple(_facts(practice, verdict.usual, limits))


def _facts(practice: Practice, usual: float | None, limits: dict[str, int]) -> Iterator[Fact]:
    if practice.effort is not None:
        yield from _done(practice, practice.effort, limits["effort"])
    if practice.after is None:
        yield Fact(Sign.GOOD, "Fine today", ", as usual.")
        return
    before, after = practice.before.score if practice.before else None, practice.after.score
    told = f"{after} after" if before is None else f"{before} before, {after} after"
    rise, fine = limits["rise"], limits["fine_score"]
    if any(score is not None and is_up(score, usual, rise=rise, fine=fine) for score in (before, after)):
        lowest = next(score for score in range(TOP_SCORE + 1) if is_up(score, usual, rise=rise, fine=fine))
        yield Fact(Sign.UP, told, f". {lowest} or more is up for you.")
    else:
        known = "We are still learning your usual" if usual is None else f"Your usual is {plain_number(usual)}"
        yield Fact(Sign.GOOD, told, f". {known}.")


def _done(practice: Practice, effort: int, easy: int) -> Iterator[Fact]:
    """The mark and the effort; neither is judged in the easier version."""
    if practice.easier:
        yield Fact(Sign.GOOD, "Easier version", ": it counts as practice.")
        yield Fact(Sign.GOOD, f"Effort {effort}", " of 10.")
        return
    answered = practice.answered if practice.answer is not None else ""
    if practice.passed:
        yield Fact(Sign.GOOD, answered, ": you reached the mark." if answered else "You reached the mark.")
    else:
        mark = f"The mark: {practice.lesson.self_check['pass_mark'].rstrip('.')}."
        yield Fact(Sign.OPEN, answered or "Not yet", f". {mark}")
    is_easy = effort <= easy
    yield Fact(Sign.GOOD if is_easy else Sign.UP, f"Effort {effort}", f". Up to {easy} is easy enough.")
