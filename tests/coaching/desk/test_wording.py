"""The sentences of the desk."""

from datetime import date

import pytest

from hinge_coach.coaching.desk.attention import attention_reasons
from hinge_coach.coaching.desk.values import ClientSnapshot, Direction
from hinge_coach.coaching.desk.wording import change_words
from hinge_coach.safety.screening import Level
from hinge_coach.tightness.trend import Change
from lessons.rules.values import Decision
from tests.coaching.desk.snapshots import MAYA, TODAY, ago, ahead, maya, silent_for


@pytest.mark.parametrize(
    ("client", "sentence", "suggestion"),
    [
        (
            maya(closed=True, closure_level=Level.EMERGENCY),
            "A safety answer asks for help at once.",
            "Ring today before anything else.",
        ),
        (
            maya(closed=True, closure_level=None),
            "The rules have stopped practice.",
            "Look at the reasons, then ring.",
        ),
        (
            maya(mornings_up=2, morning_rise=3),
            "Next morning was 3 above the usual, twice.",
            "Ask what else those days held, and make the next practice smaller.",
        ),
        (
            maya(mornings_up=5, morning_rise=2.5),
            "Next morning was 2.5 above the usual, 5 times.",
            "Ask what else those days held, and make the next practice smaller.",
        ),
        (
            maya(change=Direction.TIGHTER, level=7),
            "Likely tighter: 7 now, 5 at the start.",
            "Ring this week and look at the plan together.",
        ),
        (
            maya(change=Direction.TIGHTER, level=None),
            "Likely tighter.",
            "Ring this week and look at the plan together.",
        ),
        (
            maya(last_verdict=Decision.REGRESS, last_verdict_on=ago(2), seen_on=ago(1)),
            "The rules made a step back in Wall tap, 2 days ago; you have looked since.",
            "See what the next practice brings.",
        ),
        (
            maya(last_verdict=Decision.REGRESS, last_verdict_on=ago(1)),
            "The rules made a step back in Wall tap, yesterday.",
            "Read the reason and send a word: a step back is part of the way.",
        ),
        (
            maya(screening_due_on=ago(1)),
            "The safety questions have been waiting for one day.",
            "Ask for the answers; practice stays safer with them.",
        ),
        (
            silent_for(14),
            "Nothing heard for 14 days.",
            "Send a friendly line, and offer to carry on or to repeat the last lesson.",
        ),
        (
            ClientSnapshot(name="Lee", joined_on=ago(12)),
            "Nothing heard since joining 12 days ago.",
            "Send a friendly line, and offer to carry on or to repeat the last lesson.",
        ),
        (
            maya(lesson_since=ago(21), holds_running=5),
            "Wall tap for 3 weeks.",
            "Try another cue or the easier version, or look at it together on a call.",
        ),
        (
            maya(holds_running=4),
            "Wall tap: stayed put four times in a row.",
            "Try another cue or the easier version, or look at it together on a call.",
        ),
        (
            maya(easier_lately=3),
            "Sore: took the easier version three times in the last seven days.",
            "Ask how it is, and what the days were like.",
        ),
        (maya(call_on=ahead(1)), "A call is booked for tomorrow.", "Read the story before it."),
        (
            ClientSnapshot(name="Lee", joined_on=TODAY),
            "Joined today; no practice yet.",
            "Say hello and point to the first lesson.",
        ),
        (maya(change=Direction.EASIER, level=2.5), "Likely easier: 2.5 now, 5 at the start.", "Worth a good word."),
        (
            maya(change=Direction.EASIER, track_finished="Find neutral", track_finished_on=ago(1)),
            "Finished Find neutral.",
            "Worth a good word.",
        ),
        (
            maya(paused=True, paused_until=date(2026, 6, 3)),
            "On a planned pause until 3 June.",
            "Nothing to do until then.",
        ),
        (maya(paused=True), "On a planned pause.", "Nothing to do for now."),
        (MAYA, "All quiet and on the way.", "Nothing to do today."),
    ],
)
def test_a_reason_says_why_and_what_next(client: ClientSnapshot, sentence: str, suggestion: str) -> None:
    first = attention_reasons(client, TODAY)[0]
    assert (first.sentence, first.suggestion) == (sentence, suggestion)


def change_in_words(*, start: float | None, now: float | None, entries: int, days: int) -> str:
    return change_words(Change(code="", label="", start=start, now=now, entries=entries, days=days, sentence=""))


@pytest.mark.parametrize(
    ("start", "now", "entries", "days", "words"),
    [
        (5, 2.5, 9, 6, "5 at the start, 2.5 now, from 9 entries on 6 days"),
        (5, 5, 1, 1, "5 at the start, 5 now, from 1 entry on 1 day"),
        (4, None, 0, 0, "4 at the start, nothing lately"),
        (None, 3, 2, 1, "2 entries on 1 day so far"),
        (None, None, 0, 0, "nothing entered lately"),
    ],
)
def test_a_change_says_what_it_rests_on(
    start: float | None, now: float | None, entries: int, days: int, words: str
) -> None:
    assert change_in_words(start=start, now=now, entries=entries, days=days) == words
