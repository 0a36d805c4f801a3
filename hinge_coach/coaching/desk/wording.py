"""The sentences of the desk, for the trainer. PURE."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from hinge_coach.safety.screening import Level
from hinge_coach.tightness.trend import Change
from hinge_coach.wording import counted_in_digits, plain_number, spoken
from lessons.summary.values import SignalCode, SignalValue

Titles = Mapping[Any, str]
"""The titles of lessons by their ids, the labels of tracks and of situations by their codes."""

SUGGESTIONS: dict[SignalCode, str] = {
    SignalCode.REST: "Ask how they are and what happened. Practice rests until a lower number comes.",
    SignalCode.WORSE_TWO_WEEKS: "Call them today, then note the talk on their page.",
    SignalCode.WEEK_UP: "Call them this week, then note the talk on their page.",
    SignalCode.EASED: "Ask what happened. All lessons are easier for now, until calm days come.",
    SignalCode.ABOVE_START: "Look at the plan together, then note the talk on their page.",
    SignalCode.NEXT_DAYS_UP: "Talk before the next lesson; the lesson waits for it, two weeks at most.",
    SignalCode.MESSAGE: "Answer them.",
    SignalCode.JUMP: "Ask what happened. One high day alone changes nothing.",
    SignalCode.STEP_BACK: "Send a message: a step back is normal.",
    SignalCode.NEVER_PRACTICED: "Ask what is in the way, and point to the first lesson.",
    SignalCode.SILENT: "Send a friendly message, and offer to carry on or to repeat the last lesson.",
    SignalCode.PRACTICE_GAP: "Send a friendly message, and offer to carry on or to repeat the last lesson.",
    SignalCode.TWICE_BACK: "Try another cue, or look at the lesson on a call. Then note the talk on their page.",
    SignalCode.SCREENING_DUE: "Ask for the answers; practice stays safer with them.",
    SignalCode.NEW: "Say hello.",
    SignalCode.NO_CHANGE: "Look at the weeks together, then note the talk on their page.",
    SignalCode.TRACK_FINISHED: "Tell them well done.",
    SignalCode.EASIER: "Tell them well done.",
}

# By the level of the safety answer, None where the coaching rules closed practice: the sentence and the suggestion.
CLOSURES: dict[str | None, tuple[str, str]] = {
    Level.EMERGENCY: ("A safety answer asks for help at once.", "Call them now, before anything else."),
    Level.TODAY: (
        "A safety answer asks for a doctor today.",
        "Call them today and ask whether they have seen a doctor.",
    ),
    Level.REFER: ("A safety answer asks for a doctor first.", "Call them and agree what has to happen first."),
    None: ("The rules have stopped practice.", "Look at the reasons, then call them."),
}

QUIET = "All quiet."

NOTHING = "Nothing to do today."


def sentence(signal: SignalValue, today: date, titles: Titles) -> str:
    """A signal in words, on the client's day `today`."""
    return _SENTENCES.get(SignalCode(signal.code), _talk)(signal.facts, today, titles)


def size(signal: SignalValue, today: date) -> str:
    """How large it is, for a badge: points above the usual, days, or what happened in a word."""
    code = SignalCode(signal.code)
    if code in {SignalCode.SILENT, SignalCode.NEVER_PRACTICED, SignalCode.PRACTICE_GAP, SignalCode.SCREENING_DUE}:
        return f"{_days_since(signal.facts, today)} d"
    if code in _BADGES:
        return _BADGES[code]
    return f"+{plain_number(signal.points)}" if signal.points > 0 else "talk"


_BADGES = {
    SignalCode.MESSAGE: "wrote",
    SignalCode.STEP_BACK: "back",
    SignalCode.TWICE_BACK: "stuck",
    SignalCode.NEW: "new",
    SignalCode.NO_CHANGE: "same",
    SignalCode.TRACK_FINISHED: "done",
    SignalCode.EASIER: "easier",
}


def closure(level: str | None, days: int) -> tuple[str, str]:
    """Why practice is closed and for how long, and what to do."""
    why, suggestion = CLOSURES[level]
    return (f"{why} Closed for {_days(days)}." if days > 0 else why), suggestion


def call_booked(days_ahead: int) -> tuple[str, str]:
    return f"A call is booked for {'tomorrow' if days_ahead else 'today'}.", "Read their page before the call."


def paused(until: date | None) -> tuple[str, str]:
    if until is None:
        return "On a planned pause.", "Nothing to do for now."
    return f"On a planned pause until {spoken(until)}.", "Nothing to do until then."


def change_words(change: Change) -> str:
    """What the label of a change rests on: `5 at the start, 2 now, from 9 entries on 6 days`."""
    entries = counted_in_digits(change.entries, "entry", "entries")
    basis = f"{entries} on {counted_in_digits(change.days, 'day', 'days')}"
    if change.start is None:
        return "nothing entered lately" if change.now is None else f"{basis} so far"
    if change.now is None:
        return f"{plain_number(change.start)} at the start, nothing lately"
    return f"{plain_number(change.start)} at the start, {plain_number(change.now)} now, from {basis}"


SignalFacts = Mapping[str, Any]


def _high_number(facts: SignalFacts, today: date, titles: Titles) -> str:
    on, usual = _on(facts), facts["usual"]
    against = "usual not known yet" if usual is None else f"usual {plain_number(usual)}"
    days = (today - on).days
    when = _days_ago(days) if days < 2 else f"on {spoken(on)}, no number since"
    return f"{facts['score']} {when}, {against}."


def _flare(facts: SignalFacts, today: date, titles: Titles) -> str:
    """`2 to 6 since November 21, up on 5 days, most often with “Lifting”.`"""
    up = f"{plain_number(facts['usual'])} to {plain_number(facts['score'])} since {spoken(_on(facts))}"
    days = f"up on {_days(facts['days'])}"
    with_what = ""
    if facts["note"]:
        with_what = f": “{facts['note']}”"
    elif facts["situation"]:
        with_what = f", most often with “{titles[facts['situation']]}”"
    end = "" if with_what.endswith((".”", "!”", "?”")) else "."
    return f"{up}, {days}{with_what}{end}"


def _talk(facts: SignalFacts, today: date, titles: Titles) -> str:
    """The sentence as it was stored, and for how long it has been waiting."""
    days = _days_since(facts, today)
    return f"{facts['sentence']} Open for {_days(days)}." if days > 0 else str(facts["sentence"])


def _message(facts: SignalFacts, today: date, titles: Titles) -> str:
    more = facts["count"] - 1
    return f"“{facts['line']}”" + (f" and {more} more" if more else "")


def _step_back(facts: SignalFacts, today: date, titles: Titles) -> str:
    when = _days_ago(_days_since(facts, today))
    return f"Stepped back in {titles.get(facts['lesson'], 'a lesson')}, {when}. {facts['reason']}"


def _track_finished(facts: SignalFacts, today: date, titles: Titles) -> str:
    return f"Finished {titles[facts['track']]}."


def _easier(facts: SignalFacts, today: date, titles: Titles) -> str:
    return f"Likely easier: usual {plain_number(facts['usual'])} now, {plain_number(facts['start'])} at the start."


def _screening_due(facts: SignalFacts, today: date, titles: Titles) -> str:
    return f"The safety questions have been waiting for {_days(max(_days_since(facts, today), 1))}."


def _silent(facts: SignalFacts, today: date, titles: Titles) -> str:
    return f"Nothing heard for {_days(_days_since(facts, today))}."


def _practice_gap(facts: SignalFacts, today: date, titles: Titles) -> str:
    days, usual = _days(_days_since(facts, today)), facts["usual"]
    if usual is None:
        return f"No practice for {days}, though numbers came."
    every = "day" if usual == 1 else f"{plain_number(usual)} days"
    return f"No practice for {days}; usually every {every}."


def _never_practiced(facts: SignalFacts, today: date, titles: Titles) -> str:
    numbers = facts["numbers"]
    reported = counted_in_digits(numbers, "number", "numbers") if numbers else "no number"
    return f"Joined {_days_ago(_days_since(facts, today))}, {reported}, no practice."


def _new(facts: SignalFacts, today: date, titles: Titles) -> str:
    yet = " and has practiced" if facts["has_practiced"] else "; no practice yet"
    return f"Joined {_days_ago(_days_since(facts, today))}{yet}."


_SENTENCES: dict[SignalCode, Callable[[SignalFacts, date, Titles], str]] = {
    SignalCode.REST: _high_number,
    SignalCode.JUMP: _high_number,
    SignalCode.EASED: _flare,
    SignalCode.MESSAGE: _message,
    SignalCode.STEP_BACK: _step_back,
    SignalCode.NEVER_PRACTICED: _never_practiced,
    SignalCode.SILENT: _silent,
    SignalCode.PRACTICE_GAP: _practice_gap,
    SignalCode.SCREENING_DUE: _screening_due,
    SignalCode.NEW: _new,
    SignalCode.TRACK_FINISHED: _track_finished,
    SignalCode.EASIER: _easier,
}


def _on(facts: SignalFacts) -> date:
    return date.fromisoformat(facts["on"])


def _days_since(facts: SignalFacts, today: date) -> int:
    return (today - _on(facts)).days


def _days(number: int) -> str:
    return "one day" if number == 1 else f"{number} days"


def _days_ago(days: int) -> str:
    """The day may lie ahead where the client's day begins later since, or their zone lies further west."""
    return {0: "today", 1: "yesterday"}.get(max(days, 0), f"{days} days ago")
