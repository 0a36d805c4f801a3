"""The sentences of the desk, for the trainer. PURE."""

from collections.abc import Callable
from datetime import date

from hinge_coach.coaching.desk.values import AttentionCode, ClientSnapshot
from hinge_coach.safety.screening import Level
from hinge_coach.tightness.trend import Change
from hinge_coach.wording import counted_in_digits, decimal, spoken, times

SUGGESTIONS = {
    AttentionCode.CLOSURE_REVIEW: "Open it again, or note what it is waiting for.",
    AttentionCode.MORNINGS_UP: "Ask what else those days held, and make the next practice smaller.",
    AttentionCode.TIGHTER: "Ring this week and look at the plan together.",
    AttentionCode.REGRESSED: "Read the reason and send a word: a step back is part of the way.",
    AttentionCode.SCREENING_DUE: "Ask for the answers; practice stays safer with them.",
    AttentionCode.SILENT: "Send a friendly line, and offer to carry on or to repeat the last lesson.",
    AttentionCode.LONG_ON_LESSON: "Try another cue or the easier version, or look at it together on a call.",
    AttentionCode.HOLDING: "Try another cue or the easier version, or look at it together on a call.",
    AttentionCode.SORE: "Ask how it is, and what the days were like.",
    AttentionCode.CALL: "Read the story before it.",
    AttentionCode.NEW: "Say hello and point to the first lesson.",
    AttentionCode.TRACK_FINISHED: "Worth a good word.",
    AttentionCode.EASIER: "Worth a good word.",
    AttentionCode.REGRESSED_SEEN: "See what the next practice brings.",
    AttentionCode.QUIET: "Nothing to do today.",
}

# By the level of the safety answer, None where the coaching rules closed practice: the sentence and the suggestion.
CLOSURES = {
    Level.EMERGENCY: ("A safety answer asks for help at once.", "Ring today before anything else."),
    Level.TODAY: ("A safety answer asks for a doctor today.", "Ring today and ask whether a doctor was seen."),
    Level.REFER: ("A safety answer asks for a doctor first.", "Ring and agree what has to happen first."),
    None: ("The rules have stopped practice.", "Look at the reasons, then ring."),
}


def sentence(code: AttentionCode, client: ClientSnapshot, today: date) -> str:
    """Why this reason holds."""
    return _SENTENCES[code](client, today)


def suggestion(code: AttentionCode, client: ClientSnapshot) -> str:
    """What the trainer could do about it."""
    if code == AttentionCode.CLOSED:
        return CLOSURES.get(client.closure_level, CLOSURES[None])[1]
    if code == AttentionCode.PAUSED:
        return "Nothing to do until then." if client.paused_until else "Nothing to do for now."
    return SUGGESTIONS[code]


def change_words(change: Change) -> str:
    """What the label of a change rests on: `5 at the start, 2 now, from 9 entries on 6 days`."""
    entries = counted_in_digits(change.entries, "entry", "entries")
    basis = f"{entries} on {counted_in_digits(change.days, 'day', 'days')}"
    if change.start is None:
        return "nothing entered lately" if change.now is None else f"{basis} so far"
    if change.now is None:
        return f"{decimal(change.start)} at the start, nothing lately"
    return f"{decimal(change.start)} at the start, {decimal(change.now)} now, from {basis}"


def _closed(client: ClientSnapshot, today: date) -> str:
    return CLOSURES.get(client.closure_level, CLOSURES[None])[0]


def _closure_review(client: ClientSnapshot, today: date) -> str:
    return f"Practice has been closed for {_days_since(client.closed_on, today)} days."


def _mornings_up(client: ClientSnapshot, today: date) -> str:
    return f"Next morning was {decimal(client.morning_rise)} above the usual, {_times(client.mornings_up)}."


def _tighter(client: ClientSnapshot, today: date) -> str:
    return f"Likely tighter{_from_start_to_now(client)}."


def _easier(client: ClientSnapshot, today: date) -> str:
    return f"Likely easier{_from_start_to_now(client)}."


def _regressed(client: ClientSnapshot, today: date) -> str:
    return f"{_step_back(client, today)}."


def _regressed_seen(client: ClientSnapshot, today: date) -> str:
    return f"{_step_back(client, today)}; you have looked since."


def _screening_due(client: ClientSnapshot, today: date) -> str:
    days = _days_since(client.screening_due_on, today)
    return f"The safety questions have been waiting for {'one day' if days == 1 else f'{days} days'}."


def _silent(client: ClientSnapshot, today: date) -> str:
    if client.last_report_on is None:
        return f"Nothing heard since joining {_days_since(client.joined_on, today)} days ago."
    return f"Nothing heard for {_days_since(client.last_report_on, today)} days."


def _long_on_lesson(client: ClientSnapshot, today: date) -> str:
    return f"{_lesson(client)} for {_days_since(client.lesson_since, today) // 7} weeks."


def _holding(client: ClientSnapshot, today: date) -> str:
    return f"{_lesson(client)}: stayed put {_times(client.holds_running)} in a row."


def _sore(client: ClientSnapshot, today: date) -> str:
    return f"Sore: took the easier version {_times(client.easier_lately)} in the last seven days."


def _call(client: ClientSnapshot, today: date) -> str:
    return f"A call is booked for {'today' if client.call_on == today else 'tomorrow'}."


def _new(client: ClientSnapshot, today: date) -> str:
    return f"Joined {_ago(client.joined_on, today)}; no practice yet."


def _track_finished(client: ClientSnapshot, today: date) -> str:
    return f"Finished {client.track_finished}."


def _paused(client: ClientSnapshot, today: date) -> str:
    return f"On a planned pause{f' until {spoken(client.paused_until)}' if client.paused_until else ''}."


def _quiet(client: ClientSnapshot, today: date) -> str:
    return "All quiet and on the way."


_SENTENCES: dict[AttentionCode, Callable[[ClientSnapshot, date], str]] = {
    AttentionCode.CLOSED: _closed,
    AttentionCode.CLOSURE_REVIEW: _closure_review,
    AttentionCode.MORNINGS_UP: _mornings_up,
    AttentionCode.TIGHTER: _tighter,
    AttentionCode.REGRESSED: _regressed,
    AttentionCode.SCREENING_DUE: _screening_due,
    AttentionCode.SILENT: _silent,
    AttentionCode.LONG_ON_LESSON: _long_on_lesson,
    AttentionCode.HOLDING: _holding,
    AttentionCode.SORE: _sore,
    AttentionCode.CALL: _call,
    AttentionCode.NEW: _new,
    AttentionCode.TRACK_FINISHED: _track_finished,
    AttentionCode.EASIER: _easier,
    AttentionCode.REGRESSED_SEEN: _regressed_seen,
    AttentionCode.PAUSED: _paused,
    AttentionCode.QUIET: _quiet,
}


def _from_start_to_now(client: ClientSnapshot) -> str:
    if client.start is None or client.level is None:
        return ""
    return f": {decimal(client.level)} now, {decimal(client.start)} at the start"


def _step_back(client: ClientSnapshot, today: date) -> str:
    lesson = f" in {client.lesson}" if client.lesson else ""
    return f"The rules made a step back{lesson}, {_ago(client.last_verdict_on, today)}"


def _lesson(client: ClientSnapshot) -> str:
    return client.lesson or "The same lesson"


def _days_since(day: date | None, today: date) -> int:
    return (today - day).days if day else 0


def _ago(day: date | None, today: date) -> str:
    days = _days_since(day, today)
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def _times(number: int) -> str:
    return times(number) if number <= 4 else f"{number} times"
