"""The sentences of the desk."""

import pytest

from hinge_coach.coaching.desk.values import ClosedPractice, PausedUntil
from hinge_coach.coaching.desk.wording import change_words
from hinge_coach.safety.screening import Level
from hinge_coach.tightness.trend import Change
from lessons.rules.values import TalkCode
from lessons.summary.values import ClientSnapshot
from tests.coaching.desk.test_attention import reasons_of
from tests.lessons.summary.snapshots import (
    MAYA,
    TODAY,
    ago,
    ahead,
    at,
    easier,
    finished,
    flare,
    maya,
    newcomer,
    rest,
    silent_for,
    stepped_back,
    talk,
    without_practice_for,
    wrote,
)


@pytest.mark.parametrize(
    ("client", "size", "sentence", "suggestion"),
    [
        (
            maya(rest=rest(9, 3)),
            "+6",
            "9 today, usual 3.",
            "Ask how they are and what happened. Practice rests until a lower number comes.",
        ),
        (
            maya(rest=rest(8, 2.5, days=1)),
            "+5½",
            "8 yesterday, usual 2½.",
            "Ask how they are and what happened. Practice rests until a lower number comes.",
        ),
        (
            maya(rest=rest(8, None, days=4)),
            "+8",
            "8 on February 16, no number since, usual not known yet.",
            "Ask how they are and what happened. Practice rests until a lower number comes.",
        ),
        (
            maya(jump=rest(6, 2, days=1)),
            "+4",
            "6 yesterday, usual 2.",
            "Ask what happened. One high day alone changes nothing.",
        ),
        (
            maya(flare=flare(6, 2, begun=4)),
            "+4",
            "2 to 6 since February 16, up on 5 days.",
            "Ask what happened. All lessons are easier for now, until calm days come.",
        ),
        (
            maya(flare=flare(5, 2, begun=0, situation="sport")),
            "+3",
            "2 to 5 since February 20, up on one day, most often with “Pickleball or sport”.",
            "Ask what happened. All lessons are easier for now, until calm days come.",
        ),
        (
            maya(flare=flare(5, 2, situation="sport", note="Three games of pickleball!")),
            "+3",
            "2 to 5 since February 18, up on 3 days: “Three games of pickleball!”",
            "Ask what happened. All lessons are easier for now, until calm days come.",
        ),
        (
            maya(talks=(talk(TalkCode.WEEK_UP),)),
            "+2",
            "Why week_up.",
            "Call them this week, then note the talk on their page.",
        ),
        (
            maya(talks=(talk(TalkCode.WORSE_TWO_WEEKS, opened=1),)),
            "+2",
            "Why worse_two_weeks. Open for one day.",
            "Call them today, then note the talk on their page.",
        ),
        (
            maya(talks=(talk(TalkCode.NO_CHANGE, opened=9),)),
            "same",
            "Why no_change. Open for 9 days.",
            "Look at the weeks together, then note the talk on their page.",
        ),
        (maya(waiting=wrote(1)), "wrote", "“Should I stop the chair sits?”", "Answer them."),
        (maya(waiting=wrote(1, 3)), "wrote", "“Should I stop the chair sits?” and 2 more", "Answer them."),
        (
            maya(step_back=stepped_back(1)),
            "back",
            "Stepped back in Wall tap, yesterday. Rose twice in a row: 2 to 5 and 3 to 6.",
            "Send a message: a step back is normal.",
        ),
        (
            maya(screening_due_on=ago(1)),
            "1 d",
            "The safety questions have been waiting for one day.",
            "Ask for the answers; practice stays safer with them.",
        ),
        (
            silent_for(14),
            "14 d",
            "Nothing heard for 14 days.",
            "Send a friendly message, and offer to carry on or to repeat the last lesson.",
        ),
        (
            newcomer(12, numbers=5, last_check_in_on=ago(1)),
            "12 d",
            "Joined 12 days ago, 5 numbers, no practice.",
            "Ask what is in the way, and point to the first lesson.",
        ),
        (
            newcomer(12, numbers=1, last_check_in_on=ago(1)),
            "12 d",
            "Joined 12 days ago, 1 number, no practice.",
            "Ask what is in the way, and point to the first lesson.",
        ),
        (
            newcomer(12),
            "12 d",
            "Joined 12 days ago, no number, no practice.",
            "Ask what is in the way, and point to the first lesson.",
        ),
        (
            without_practice_for(9, 2, 2),
            "9 d",
            "No practice for 9 days; usually every 2 days.",
            "Send a friendly message, and offer to carry on or to repeat the last lesson.",
        ),
        (
            without_practice_for(9, 1, 1),
            "9 d",
            "No practice for 9 days; usually every day.",
            "Send a friendly message, and offer to carry on or to repeat the last lesson.",
        ),
        (
            without_practice_for(9),
            "9 d",
            "No practice for 9 days, though numbers came.",
            "Send a friendly message, and offer to carry on or to repeat the last lesson.",
        ),
        (newcomer(0), "new", "Joined today; no practice yet.", "Say hello."),
        (
            newcomer(1, practice_days=(TODAY,)),
            "new",
            "Joined yesterday and has practiced.",
            "Say hello.",
        ),
        (
            maya(easier=easier(1, 2.5)),
            "easier",
            "Likely easier: usual 2½ now, 5 at the start.",
            "Tell them well done.",
        ),
        (maya(track_end=finished(1)), "done", "Finished Find neutral.", "Tell them well done."),
    ],
)
def test_a_signal_says_why_and_what_next(client: ClientSnapshot, size: str, sentence: str, suggestion: str) -> None:
    first = reasons_of(client)[0]
    assert (first.size, first.sentence, first.suggestion) == (size, sentence, suggestion)


@pytest.mark.parametrize(
    ("level", "days", "sentence", "suggestion"),
    [
        (Level.EMERGENCY, 0, "A safety answer asks for help at once.", "Call them now, before anything else."),
        (
            Level.TODAY,
            1,
            "A safety answer asks for a doctor today. Closed for one day.",
            "Call them today and ask whether they have seen a doctor.",
        ),
        (
            Level.REFER,
            9,
            "A safety answer asks for a doctor first. Closed for 9 days.",
            "Call them and agree what has to happen first.",
        ),
        (None, 0, "The rules have stopped practice.", "Look at the reasons, then call them."),
    ],
)
def test_a_closure_says_why_and_for_how_long(level: Level | None, days: int, sentence: str, suggestion: str) -> None:
    first = reasons_of(MAYA, closed=ClosedPractice(level=level, at=at(days)))[0]
    assert (first.sentence, first.suggestion) == (sentence, suggestion)


def test_a_call_and_a_pause_are_named_by_their_days() -> None:
    assert [
        reasons_of(MAYA, call_on=TODAY)[0].sentence,
        reasons_of(MAYA, call_on=ahead(1))[0].sentence,
        reasons_of(MAYA, paused=PausedUntil(ends_on=ahead(12)))[0].sentence,
        reasons_of(MAYA, paused=PausedUntil(ends_on=None))[0].sentence,
    ] == [
        "A call is booked for today.",
        "A call is booked for tomorrow.",
        "On a planned pause until March 4.",
        "On a planned pause.",
    ]


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
    change = Change(code="", label="", start=start, now=now, entries=entries, days=days, sentence="")
    assert change_words(change) == words
