"""The sentences of the desk."""

from datetime import date

import pytest

from hinge_coach.coaching.desk.attention import attention_reasons
from hinge_coach.coaching.desk.values import ClientSnapshot, Direction
from hinge_coach.coaching.desk.wording import change_words
from hinge_coach.safety.screening import Level
from hinge_coach.tightness.trend import Change
from lessons.rules.values import TalkCode
from tests.coaching.desk.snapshots import (
    FLARE,
    MAYA,
    TODAY,
    ago,
    ahead,
    finished,
    maya,
    newcomer,
    rest,
    silent_for,
    stepped_back,
    talk,
    without_practice_for,
)


@pytest.mark.parametrize(
    ("client", "sentence", "suggestion"),
    [
        (
            maya(closed=True, closure_level=Level.EMERGENCY),
            "A safety answer asks for help at once.",
            "Call them now, before anything else.",
        ),
        (
            maya(closed=True, closure_level=None),
            "The rules have stopped practice.",
            "Look at the reasons, then call them.",
        ),
        (
            maya(rest=rest(9, 3)),
            "9 today, usual 3.",
            "Ask how they are and what happened. Practice rests until a lower number comes.",
        ),
        (
            maya(rest=rest(9, 3, days=-1)),  # the client's day begins later since
            "9 today, usual 3.",
            "Ask how they are and what happened. Practice rests until a lower number comes.",
        ),
        (
            maya(rest=rest(8, 2.5, days=1)),
            "8 yesterday, usual 2½.",
            "Ask how they are and what happened. Practice rests until a lower number comes.",
        ),
        (
            maya(rest=rest(8, None, days=4)),
            "8 on May 16, no number since, usual not known yet.",
            "Ask how they are and what happened. Practice rests until a lower number comes.",
        ),
        (
            maya(flare=FLARE),
            "Up 4 on two of the last three days with a number; all lessons are easier for now.",
            "Ask what happened on those days. The flare ends by itself with calm days.",
        ),
        (
            maya(talks=(talk(TalkCode.WEEK_UP),)),
            "Why week_up.",
            "Call them this week, then note the talk on their page.",
        ),
        (
            maya(talks=(talk(TalkCode.WORSE_TWO_WEEKS, opened=1),)),
            "Why worse_two_weeks. Open for one day.",
            "Call them today, then note the talk on their page.",
        ),
        (
            maya(talks=(talk(TalkCode.NO_CHANGE, opened=9),)),
            "Why no_change. Open for 9 days.",
            "Look at the weeks together, then note the talk on their page.",
        ),
        (
            maya(step_back=stepped_back(1)),
            "Stepped back in Wall tap, yesterday. Rose twice in a row: 2 to 5 and 3 to 6.",
            "Send a message: a step back is normal.",
        ),
        (
            maya(screening_due_on=ago(1)),
            "The safety questions have been waiting for one day.",
            "Ask for the answers; practice stays safer with them.",
        ),
        (
            silent_for(14),
            "Nothing heard for 14 days.",
            "Send a friendly message, and offer to carry on or to repeat the last lesson.",
        ),
        (
            newcomer(12, numbers=5, last_check_in_on=ago(1)),
            "Joined 12 days ago, 5 numbers, no practice.",
            "Ask what is in the way, and point to the first lesson.",
        ),
        (
            newcomer(12, numbers=1, last_check_in_on=ago(1)),
            "Joined 12 days ago, 1 number, no practice.",
            "Ask what is in the way, and point to the first lesson.",
        ),
        (
            newcomer(12),
            "Joined 12 days ago, no number, no practice.",
            "Ask what is in the way, and point to the first lesson.",
        ),
        (
            without_practice_for(9, 2, 2),
            "No practice for 9 days; usually every 2 days.",
            "Send a friendly message, and offer to carry on or to repeat the last lesson.",
        ),
        (
            without_practice_for(9, 1, 1),
            "No practice for 9 days; usually every day.",
            "Send a friendly message, and offer to carry on or to repeat the last lesson.",
        ),
        (
            without_practice_for(9),
            "No practice for 9 days, though numbers came.",
            "Send a friendly message, and offer to carry on or to repeat the last lesson.",
        ),
        (maya(call_on=TODAY), "A call is booked for today.", "Read their page before the call."),
        (maya(call_on=ahead(1)), "A call is booked for tomorrow.", "Read their page before the call."),
        (newcomer(0), "Joined today; no practice yet.", "Say hello and point to the first lesson."),
        (maya(change=Direction.EASIER, level=2.5), "Likely easier: 2½ now, 5 at the start.", "Tell them well done."),
        (maya(change=Direction.EASIER, level=None), "Likely easier.", "Tell them well done."),
        (
            maya(change=Direction.EASIER, track_end=finished(1)),
            "Finished Find neutral.",
            "Tell them well done.",
        ),
        (
            maya(paused=True, paused_until=date(2026, 6, 3)),
            "On a planned pause until June 3.",
            "Nothing to do until then.",
        ),
        (maya(paused=True), "On a planned pause.", "Nothing to do for now."),
        (MAYA, "Nothing needs your attention.", "Nothing to do today."),
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
        (5, 2.5, 9, 6, "5 at the start, 2½ now, from 9 entries on 6 days"),
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
