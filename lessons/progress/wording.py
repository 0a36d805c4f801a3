"""The words around the chart: where the usual comes from, flares, and reasons to talk. PURE."""

from collections.abc import Iterable
from datetime import date

from hinge_coach.tightness.trend import Change
from hinge_coach.tightness.usual import FIRST_DAYS, ReportedDays
from hinge_coach.wording import capitalize, counted, dated, number_word, spoken
from lessons.progress.background import FlareSpan
from lessons.rules.values import TalkCode

TALK_WORDS = {
    TalkCode.WORSE_TWO_WEEKS: "two weeks clearly above the usual and the start",
    TalkCode.WEEK_UP: "a week above the usual",
    TalkCode.ABOVE_START: "the usual higher than at the start",
    TalkCode.NEXT_DAYS_UP: "the day after practice usually higher than before it",
    TalkCode.NO_CHANGE: "weeks of practice without a change",
    TalkCode.TWICE_BACK: "a lesson that does not move on",
}


def usual_basis(reported: ReportedDays) -> str:
    """What the usual is the middle of; it must be known."""
    if len(reported.days) < FIRST_DAYS:
        return "the middle of the three numbers of your first day"
    if len(reported.before(reported.latest(FIRST_DAYS))) < FIRST_DAYS:
        return "the middle of your first three days with a number"
    weeks, rest = divmod(reported.window, 7)
    window = f"{reported.window} days" if rest else counted(weeks, "week", "weeks")
    return f"the middle of {window}, your latest {number_word(FIRST_DAYS)} days left out"


def change_label(change: Change, *, has_flare: bool) -> str:
    """The label of a change over weeks, with a word about today where everything is eased at present.

    Weeks may well be easier than the start while the last days are clearly above the usual.
    """
    if has_flare and change.code in {"easier", "same"}:
        return f"{change.label} over these weeks; a flare is on now"
    return change.label


def flare_period(span: FlareSpan) -> str:
    """`on March 4, 2026`, `from March 4 to March 7, 2026`."""
    if span.begins_on == span.ends_on:
        return f"on {dated(span.begins_on)}"
    first = spoken(span.begins_on) if span.begins_on.year == span.ends_on.year else dated(span.begins_on)
    return f"from {first} to {dated(span.ends_on)}"


def flare_sentence(spans: Iterable[FlareSpan]) -> str:
    """All flares in one sentence."""
    periods = [flare_period(span) for span in spans]
    flares = capitalize(counted(len(periods), "flare", "flares"))
    return f"{flares}: {', '.join(periods)}." if periods else f"{flares}."


def talk_sentence(code: str, opened_on: date, talked_on: date | None) -> str:
    """`a week above the usual, noticed on March 4, 2026, talked about on March 6, 2026`."""
    end = "not talked about yet" if talked_on is None else f"talked about on {dated(talked_on)}"
    return f"{TALK_WORDS[TalkCode(code)]}, noticed on {dated(opened_on)}, {end}"
