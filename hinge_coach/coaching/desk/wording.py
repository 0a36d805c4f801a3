"""The sentences of the desk, for the trainer. PURE."""

from datetime import date

from hinge_coach.coaching.desk.values import (
    AttentionCode,
    ClientSnapshot,
    FlareDays,
    HighNumber,
    OpenTalk,
    StepBackNews,
    TrackEnd,
)
from hinge_coach.safety.screening import Level
from hinge_coach.tightness.trend import Change
from hinge_coach.wording import counted_in_digits, plain_number, spoken
from lessons.rules.wording import days_among_the_last

SUGGESTIONS = {
    AttentionCode.CLOSURE_REVIEW: "Open practice again, or note what it is waiting for.",
    AttentionCode.REST: "Ask how they are and what happened. Practice rests until a lower number comes.",
    AttentionCode.WORSE_TWO_WEEKS: "Call them today, then note the talk on their page.",
    AttentionCode.WEEK_UP: "Call them this week, then note the talk on their page.",
    AttentionCode.EASED: "Ask what happened on those days. The flare ends by itself with calm days.",
    AttentionCode.ABOVE_START: "Look at the plan together, then note the talk on their page.",
    AttentionCode.NEXT_DAYS_UP: "Talk before the next lesson; the lesson waits for it, two weeks at most.",
    AttentionCode.STEP_BACK: "Send a message: a step back is normal.",
    AttentionCode.NEVER_PRACTICED: "Ask what is in the way, and point to the first lesson.",
    AttentionCode.SILENT: "Send a friendly message, and offer to carry on or to repeat the last lesson.",
    AttentionCode.PRACTICE_GAP: "Send a friendly message, and offer to carry on or to repeat the last lesson.",
    AttentionCode.TWICE_BACK: "Try another cue, or look at the lesson on a call. Then note the talk on their page.",
    AttentionCode.SCREENING_DUE: "Ask for the answers; practice stays safer with them.",
    AttentionCode.CALL: "Read their page before the call.",
    AttentionCode.NEW: "Say hello and point to the first lesson.",
    AttentionCode.NO_CHANGE: "Look at the weeks together, then note the talk on their page.",
    AttentionCode.TRACK_FINISHED: "Tell them well done.",
    AttentionCode.EASIER: "Tell them well done.",
    AttentionCode.QUIET: "Nothing to do today.",
}

# By the level of the safety answer, None where the coaching rules closed practice: the sentence and the suggestion.
CLOSURES = {
    Level.EMERGENCY: ("A safety answer asks for help at once.", "Call them now, before anything else."),
    Level.TODAY: (
        "A safety answer asks for a doctor today.",
        "Call them today and ask whether they have seen a doctor.",
    ),
    Level.REFER: ("A safety answer asks for a doctor first.", "Call them and agree what has to happen first."),
    None: ("The rules have stopped practice.", "Look at the reasons, then call them."),
}

QUIET = "Nothing needs your attention."


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
        return f"{plain_number(change.start)} at the start, nothing lately"
    return f"{plain_number(change.start)} at the start, {plain_number(change.now)} now, from {basis}"


def closed(level: Level | None) -> str:
    return CLOSURES.get(level, CLOSURES[None])[0]


def closure_review(days: int) -> str:
    return f"Practice has been closed for {_days(days)}."


def rest(number: HighNumber, today: date) -> str:
    usual = "usual not known yet" if number.usual is None else f"usual {plain_number(number.usual)}"
    days = (today - number.on).days
    on = _days_ago(days) if days < 2 else f"on {spoken(number.on)}, no number since"
    return f"{number.score} {on}, {usual}."


def eased(flare: FlareDays) -> str:
    days = days_among_the_last(flare.days, looked_at=flare.looked_at)
    return f"Up {plain_number(flare.points)} on {days}; all lessons are easier for now."


def open_talk(talk: OpenTalk, today: date) -> str:
    """The sentence as it was stored, and for how long it has been waiting."""
    days = (today - talk.opened_on).days
    return f"{talk.sentence} Open for {_days(days)}." if days > 0 else talk.sentence


def step_back(news: StepBackNews, today: date) -> str:
    return f"Stepped back in {news.lesson}, {_days_ago((today - news.on).days)}. {news.reason}"


def call_booked(days_ahead: int) -> str:
    return f"A call is booked for {'tomorrow' if days_ahead else 'today'}."


def paused(until: date | None) -> str:
    return f"On a planned pause{f' until {spoken(until)}' if until else ''}."


def track_finished(end: TrackEnd) -> str:
    return f"Finished {end.label}."


def easier(start: float | None, level: float | None) -> str:
    numbers = (
        "" if start is None or level is None else f": {plain_number(level)} now, {plain_number(start)} at the start"
    )
    return f"Likely easier{numbers}."


def screening_due(days: int) -> str:
    return f"The safety questions have been waiting for {_days(days)}."


def silent(days: int) -> str:
    return f"Nothing heard for {_days(days)}."


def practice_gap(days: int, usual: float | None) -> str:
    if usual is None:
        return f"No practice for {_days(days)}, though numbers came."
    every = "day" if usual == 1 else f"{plain_number(usual)} days"
    return f"No practice for {_days(days)}; usually every {every}."


def never_practiced(days: int, numbers: int) -> str:
    reported = counted_in_digits(numbers, "number", "numbers") if numbers else "no number"
    return f"Joined {_days_ago(days)}, {reported}, no practice."


def new(days: int) -> str:
    return f"Joined {_days_ago(days)}; no practice yet."


def _days(number: int) -> str:
    return "one day" if number == 1 else f"{number} days"


def _days_ago(days: int) -> str:
    """The day may lie ahead where the client's day begins later since, or their zone lies further west."""
    return {0: "today", 1: "yesterday"}.get(max(days, 0), f"{days} days ago")
