"""Why a client needs the trainer today, and what to do about it. PURE.

Everything is measured against the client's own usual, never against one limit for all: a normal 2 that becomes 4 is
news, a normal 6 that stays 6 is not. A planned pause is shown as a pause, not as silence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

MORNINGS_UP = 2  # high next mornings running

MORNING_RISE = 2  # points above the usual that make one

STUCK_DAYS = 21

STUCK_HOLDS = 4

SILENT_DAYS = 10

NEW_DAYS = 7

SORE_PRACTICES = 2  # easier practices in the last seven days

NEWS_DAYS = 7  # how long a step back or a good word stays news

REVIEW_DAYS = 3  # a closed practice waits no longer than this without a second reminder

CALL_DAYS = 1


@dataclass(frozen=True, kw_only=True)
class ClientSnapshot:
    """What the desk knows about one client. Scores are 0-10, days are the client's local dates.

    `change` is a code of the trend (too_early, same, easier, tighter); `last_verdict` is progress, hold, regress or
    stop. `closure_level` is emergency, urgent or refer for a safety answer, and rules where the coaching rules
    stopped. `mornings_up` counts the latest next mornings running that were two or more above the usual,
    `morning_rise` is how far the last of them was. `easier_lately` counts easier practices in seven days.
    `seen_on` is the last day the trainer looked: news from before that day is no news.
    """

    name: str
    joined_on: date
    start: float | None = None
    level: float | None = None
    change: str = "too_early"
    last_practice_on: date | None = None
    last_check_in_on: date | None = None
    stopped: bool = False
    closure_level: str = ""
    stopped_on: date | None = None
    paused: bool = False
    paused_until: date | None = None
    mornings_up: int = 0
    morning_rise: float = 0
    last_verdict: str = ""
    last_verdict_on: date | None = None
    lesson: str = ""
    lesson_since: date | None = None
    holds_running: int = 0
    easier_lately: int = 0
    call_on: date | None = None
    screening_due_on: date | None = None
    track_finished: str = ""
    track_finished_on: date | None = None
    seen_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class AttentionReason:
    """A heavier `weight` is more urgent; below ten nothing is needed."""

    code: str
    weight: int
    sentence: str
    suggestion: str


def attention_reasons(story: ClientSnapshot, today: date) -> tuple[AttentionReason, ...]:
    """All that holds today, the most urgent first; never empty. Practice that is closed or paused can't be late."""
    found = [
        _stopped(story),
        _stop_review(story, today),
        _mornings(story),
        _tighter(story),
        _regressed(story, today),
        _sore(story),
        _screening(story, today),
        _call(story, today),
        _ready(story, today),
    ]
    if not story.stopped and not story.paused:
        found += [_silent(story, today), _stuck(story, today), _new(story, today)]
    if story.paused:
        found.append(_paused(story))
    held = sorted((need for need in found if need is not None), key=lambda need: -need.weight)
    return tuple(held) or (ALL_QUIET,)


def ranking_key(found: tuple[AttentionReason, ...]) -> tuple[int, ...]:
    """Sorts the most urgent client first: by the heaviest need, then by the next one, and so on."""
    # The closing 0 puts two needs before one where the first is the same.
    return (*(-need.weight for need in found), 0)


def order(
    stories: Iterable[ClientSnapshot], today: date
) -> tuple[tuple[ClientSnapshot, tuple[AttentionReason, ...]], ...]:
    """The desk's list: each story with its needs, the most urgent first, then by name."""
    listed = [(story, attention_reasons(story, today)) for story in stories]
    return tuple(sorted(listed, key=lambda each: (ranking_key(each[1]), each[0].name.casefold(), each[0].name)))


ALL_QUIET = AttentionReason(
    code="fine", weight=0, sentence="All quiet and on the way.", suggestion="Nothing to do today."
)

_STOP_SENTENCES = {
    "emergency": (100, "A safety answer asks for help at once.", "Ring today before anything else."),
    "urgent": (96, "A safety answer asks for a doctor today.", "Ring today and ask whether a doctor was seen."),
    "refer": (92, "A safety answer asks for a doctor first.", "Ring and agree what has to happen first."),
}

_STOP_BY_RULES = (94, "The rules have stopped practice.", "Look at the reasons, then ring.")


def _stopped(story: ClientSnapshot) -> AttentionReason | None:
    if not story.stopped:
        return None
    weight, sentence, suggestion = _STOP_SENTENCES.get(story.closure_level, _STOP_BY_RULES)
    return AttentionReason(code="stopped", weight=weight, sentence=sentence, suggestion=suggestion)


def _stop_review(story: ClientSnapshot, today: date) -> AttentionReason | None:
    if not story.stopped or story.stopped_on is None:
        return None
    days = (today - story.stopped_on).days
    if days < REVIEW_DAYS:
        return None
    return AttentionReason(
        code="stop_review",
        weight=90,
        sentence=f"Practice has been closed for {days} days.",
        suggestion="Open it again, or note what it is waiting for.",
    )


def _mornings(story: ClientSnapshot) -> AttentionReason | None:
    if story.mornings_up < MORNINGS_UP or story.morning_rise < MORNING_RISE:
        return None
    return AttentionReason(
        code="next_mornings_up",
        weight=80,
        sentence=f"Next morning was {_n(story.morning_rise)} above the usual, {_times(story.mornings_up)}.",
        suggestion="Ask what else those days held, and make the next practice smaller.",
    )


def _tighter(story: ClientSnapshot) -> AttentionReason | None:
    if story.change != "tighter":
        return None
    numbers = ""
    if story.start is not None and story.level is not None:
        numbers = f": {_n(story.level)} now, {_n(story.start)} at the start"
    return AttentionReason(
        code="tighter",
        weight=70,
        sentence=f"Likely tighter{numbers}.",
        suggestion="Ring this week and look at the plan together.",
    )


def _regressed(story: ClientSnapshot, today: date) -> AttentionReason | None:
    on = story.last_verdict_on
    if story.last_verdict != "regress" or not _is_recent(on, today):
        return None
    made = f"The rules made a step back{f' in {story.lesson}' if story.lesson else ''}, {_ago(on, today)}"
    if not _is_news(on, story, today):
        return AttentionReason(
            code="regressed_seen",
            weight=2,
            sentence=f"{made}; you have looked since.",
            suggestion="See what the next practice brings.",
        )
    return AttentionReason(
        code="regressed",
        weight=60,
        sentence=f"{made}.",
        suggestion="Read the reason and send a word: a step back is part of the way.",
    )


def _screening(story: ClientSnapshot, today: date) -> AttentionReason | None:
    if story.stopped or story.paused or story.screening_due_on is None or story.screening_due_on >= today:
        return None
    days = (today - story.screening_due_on).days
    return AttentionReason(
        code="screening",
        weight=50,
        sentence=f"The safety questions have been waiting for {_days(days)}.",
        suggestion="Ask for the answers; practice stays safer with them.",
    )


def _silent(story: ClientSnapshot, today: date) -> AttentionReason | None:
    heard = [on for on in (story.last_practice_on, story.last_check_in_on) if on is not None]
    days = (today - max(heard, default=story.joined_on)).days
    if days < SILENT_DAYS:
        return None
    return AttentionReason(
        code="silent",
        weight=45,
        sentence=f"Nothing heard for {days} days." if heard else f"Nothing heard since joining {days} days ago.",
        suggestion="Send a friendly line, and offer to carry on or to repeat the last lesson.",
    )


def _stuck(story: ClientSnapshot, today: date) -> AttentionReason | None:
    days = (today - story.lesson_since).days if story.lesson_since is not None else 0
    if days < STUCK_DAYS and story.holds_running < STUCK_HOLDS:
        return None
    lesson = story.lesson or "The same lesson"
    if days >= STUCK_DAYS:
        sentence = f"{lesson} for {days // 7} weeks."
    else:
        sentence = f"{lesson}: stayed put {_times(story.holds_running)} in a row."
    return AttentionReason(
        code="stuck",
        weight=40,
        sentence=sentence,
        suggestion="Try another cue or the easier version, or look at it together on a call.",
    )


def _sore(story: ClientSnapshot) -> AttentionReason | None:
    if story.easier_lately < SORE_PRACTICES:
        return None
    return AttentionReason(
        code="sore",
        weight=35,
        sentence=f"Sore: took the easier version {_times(story.easier_lately)} in the last seven days.",
        suggestion="Ask how it is, and what the days were like.",
    )


def _call(story: ClientSnapshot, today: date) -> AttentionReason | None:
    if story.call_on is None or not 0 <= (story.call_on - today).days <= CALL_DAYS:
        return None
    return AttentionReason(
        code="call",
        weight=30,
        sentence=f"A call is booked for {'today' if story.call_on == today else 'tomorrow'}.",
        suggestion="Read the story before it.",
    )


def _new(story: ClientSnapshot, today: date) -> AttentionReason | None:
    days = (today - story.joined_on).days
    if story.last_practice_on is not None or days > NEW_DAYS:
        return None
    return AttentionReason(
        code="new",
        weight=25,
        sentence=f"Joined {_ago(story.joined_on, today)}; no practice yet.",
        suggestion="Say hello and point to the first lesson.",
    )


def _ready(story: ClientSnapshot, today: date) -> AttentionReason | None:
    if story.stopped:
        return None
    if story.track_finished and _is_news(story.track_finished_on, story, today):
        sentence = f"Finished {story.track_finished}."
    elif story.change == "easier" and not _is_seen_this_week(story, today):
        sentence = "Likely easier."
        if story.start is not None and story.level is not None:
            sentence = f"Likely easier: {_n(story.level)} now, {_n(story.start)} at the start."
    else:
        return None
    return AttentionReason(code="ready", weight=10, sentence=sentence, suggestion="Worth a good word.")


def _paused(story: ClientSnapshot) -> AttentionReason:
    until = f" until {story.paused_until.day} {_MONTHS[story.paused_until.month - 1]}" if story.paused_until else ""
    return AttentionReason(
        code="paused",
        weight=1,
        sentence=f"On a planned pause{until}.",
        suggestion="Nothing to do until then." if until else "Nothing to do for now.",
    )


def _is_news(on: date | None, story: ClientSnapshot, today: date) -> bool:
    """Within the last week, and not on a day before the trainer last looked."""
    if on is None or not _is_recent(on, today):
        return False
    return story.seen_on is None or on >= story.seen_on


def _is_recent(on: date | None, today: date) -> bool:
    return on is not None and (today - on).days <= NEWS_DAYS


def _is_seen_this_week(story: ClientSnapshot, today: date) -> bool:
    return story.seen_on is not None and (today - story.seen_on).days <= NEWS_DAYS


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _ago(on: date | None, today: date) -> str:
    if on is None:
        return "lately"
    days = (today - on).days
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def _days(number: int) -> str:
    return "one day" if number == 1 else f"{number} days"


def _times(number: int) -> str:
    return {1: "once", 2: "twice", 3: "three times", 4: "four times"}.get(number, f"{number} times")


def _n(value: float) -> str:
    return f"{float(value):.1f}".removesuffix(".0")
