"""What client and trainer read: one exact sentence for each row, true when it is read later, and no medicine."""

import re
from dataclasses import replace

import pytest

from hinge_coach.tightness.trend import Moment
from lessons.rules.values import Reason, RuleCode, TalkCode, TalkReason
from tests.lessons.rules.histories import (
    EASIER_HERE,
    FIRST_GOOD,
    HERE,
    NOW,
    Case,
    at,
    fine,
    maya,
    number,
    numbers,
    practice,
    reported,
)
from tests.lessons.rules.test_ahead import CASES as AHEAD_CASES
from tests.lessons.rules.test_table import CASES, EASE, HARMFUL, HOLD, PAUSED, PROGRESS, REGRESS, RESTORE, SAFETY
from tests.lessons.rules.test_talks import TALKS

SENTENCES: dict[str, tuple[Case, str, str]] = {
    "a safety answer asks for help now": (
        SAFETY["a safety answer asks for help now"],
        "One of your safety answers means: get help now, before anything else. Practice is closed for now.",
        "A safety answer asks for help at once. Practice is closed until you open it.",
    ),
    "a safety answer asks for a doctor today": (
        SAFETY["a safety answer asks for a doctor today"],
        "One of your safety answers means: speak to a doctor today. Practice waits until that is done.",
        "A safety answer asks for a doctor the same day. Practice is closed until you open it.",
    ),
    "a safety answer asks for a doctor first": (
        SAFETY["a safety answer asks for a doctor first"],
        "One of your safety answers means: see a doctor or a physical therapist first. The lessons stay open to read.",
        "A safety answer asks for a doctor or a physical therapist first. Practice is closed until you open it.",
    ),
    "very tight": (
        Case(history=maya(numbers(18, 8, 9, 8)), outcome=""),
        "Your low back was 8, 9 and 8 on the last three days with a number; your usual is 2. From 8 on, day after "
        "day, we talk first. Practice is closed until then.",
        "8, 9 and 8 on the last three days with a number, usual 2; 8 or more on all of them closes practice.",
    ),
    "very tight from the start": (
        Case(history=reported(numbers(18, 8, 9, 8)), outcome=""),
        "Your first numbers were 8, 9 and 8. From 8 on, day after day, we talk first. Practice is closed until then.",
        "The first reported days were 8, 9 and 8; 8 or more on all of them closes practice.",
    ),
    "a pause": (
        PAUSED["a pause that begins today"],
        "You are on a planned pause. You keep your place.",
        "On a planned pause.",
    ),
    "very high now": (
        Case(history=maya(number(20, 9)), outcome=""),
        "Your last number was 9; your usual is 2. We rest until a number is 7 or below; then practice is open again.",
        "9 on May 20, usual 2. Practice rests until a number is 7 or below.",
    ),
    "very high on the first day": (
        Case(history=reported(number(20, 9)), outcome=""),
        "Your last number was 9. We rest until a number is 7 or below; then practice is open again.",
        "9 on May 20. Practice rests until a number is 7 or below.",
    ),
    "a flare of two days": (
        Case(history=maya(numbers(19, 6, 5)), outcome=""),
        "Your low back was 6 and 5 on two of the last three days with a number; your usual until then was 2. "
        "Every lesson is offered in its easier version for now, and your places stay. This ends after two calm days "
        "with a number.",
        "Up 4 on two of the last three days with a number, usual 2; all lessons are easier for now.",
    ),
    "a flare of three days": (
        Case(history=maya(numbers(18, 6, 5, 6)), outcome=""),
        "Your low back was 6, 5 and 6 on all of the last three days with a number; your usual until then was 2. "
        "Every lesson is offered in its easier version for now, and your places stay. This ends after two calm days "
        "with a number.",
        "Up 4 on all of the last three days with a number, usual 2; all lessons are easier for now.",
    ),
    "a flare of a week, nearly over": (
        EASE["four of the last seven days, the last three calm"],
        "Your low back was 4 on four of the last seven days with a number; your usual until then was 2. "
        "Every lesson is offered in its easier version for now, and your places stay. This ends after one calm day "
        "with a number.",
        "Up 2 on four of the last seven days with a number, usual 2; all lessons are easier for now.",
    ),
    "it rose twice": (
        Case(history=maya(practice(17, 2, 5), practice(19, 3, 6)), outcome=""),
        "Twice in a row this lesson took you up by 2 or more: 2 to 5 and 3 to 6. The easier version comes first now.",
        "Rose twice in a row: 2 to 5 and 3 to 6.",
    ),
    "it rose twice in the easier version": (
        REGRESS["it rose in the easier version, too"],
        "Twice in a row this lesson took you up by 2 or more: 2 to 4 and 2 to 4. We go back to the lesson before it.",
        "Rose twice in a row: 2 to 4 and 2 to 4.",
    ),
    "it rose twice in the easier version of the first lesson": (
        REGRESS["it rose in the easier version of the first lesson"],
        "Twice in a row this lesson took you up by 2 or more: 2 to 4 and 2 to 4. We stay with the easier version.",
        "Rose twice in a row: 2 to 4 and 2 to 4.",
    ),
    "missed self-checks": (
        REGRESS["four missed self-checks"],
        "You missed the self-check four times in a row. The easier version comes first now.",
        "Self-check missed four times in a row.",
    ),
    "nothing yet": (
        HOLD["nothing practiced"],
        "No practice of this lesson counts yet: the next one starts the count.",
        "No practice of this lesson since the last move, or none in the last 21 days.",
    ),
    "away": (
        Case(history=maya(practice(19)), now=at(60), outcome=""),
        "Welcome back. You still have your place, and your next practice starts the count.",
        "No practice at all in the last 21 days.",
    ),
    "the first day": (
        HOLD["one day reported"],
        "We first learn your usual: numbers on three days. One so far.",
        "Numbers on one day; three make the usual.",
    ),
    "only fine, and no number ever": (
        Case(history=reported(fine(19)), outcome=""),
        "We first learn your usual: numbers on three days. None so far.",
        "Numbers on no days; three make the usual.",
    ),
    "two calm days of the easier version": (
        RESTORE["two calm days of the easier version"],
        "Two easier practice days without a rise: the full version is back.",
        "Two easier practice days without a rise.",
    ),
    "one calm day of the easier version": (
        HOLD["one calm day of the easier version"],
        "One more easier practice day without a rise brings the full version back.",
        "Took the easier version on May 19.",
    ),
    "a rise in the easier version": (
        HOLD["a rise in the last day of the easier version"],
        "Your low back was 4 after practice on May 19; your usual is 2. Two easier practice days without a rise bring "
        "the full version back.",
        "Took the easier version on May 19; 4 after practice on May 19, usual 2.",
    ),
    "the easier version by choice": (
        HOLD["the easier version by choice, after a good day"],
        "You took the easier version. It counts as practice, but only the full version moves you on.",
        "Took the easier version on May 19.",
    ),
    "next days": (
        Case(history=HARMFUL, outcome=""),
        "The day after practice is usually 2 higher than before practice. Let's talk before the next lesson; without a "
        "talk this lesson stays until June 2.",
        "Next days are usually 2 higher than before practice; held until June 2 or a talk.",
    ),
    "a lesson passed before": (
        REGRESS["it rose twice in a lesson that was passed before"],
        "You have passed this lesson before. Practicing it again is fine, and your place stays as it is.",
        "A lesson passed before.",
    ),
    "done before a move": (
        Case(history=maya(practice(19)), standing=replace(HERE, passed=True, predates_move=True), outcome=""),
        "It was done before your place on this track changed, so your place stays as it is. Its numbers count.",
        "Arrived after a later move on the track.",
    ),
    "an extra": (
        Case(history=maya(practice(19)), standing=replace(HERE, passed=True, is_extra=True), outcome=""),
        "This lesson is an extra after the others, so your place stays as it is. Do it as often as you like.",
        "An extra after the last lesson.",
    ),
    "two good days": (
        Case(history=maya(*FIRST_GOOD, practice(19, 2, 3), number(20, 2)), outcome=""),
        "Your low back was 2 before and 3 after, and back to 2 after a night. That makes two good practice days: you "
        "are ready for the next step.",
        "Two good practice days, the last on May 19.",
    ),
    "two good days, before the last answer": (
        PROGRESS["the last good day has no number after it yet"],
        "Your low back was 2 before and 2 after. That makes two good practice days: you are ready for the next step.",
        "Two good practice days, the last on May 19.",
    ),
    "two good days, the last one fine": (
        PROGRESS["a fine day after a good one"],
        "You were fine, as usual. That makes two good practice days: you are ready for the next step.",
        "Two good practice days, the last on May 19.",
    ),
    "a high number after practice": (
        HOLD["4 after practice"],
        "Your low back was 4 after practice on May 19; your usual is 2. One high day changes nothing by itself: your "
        "place stays.",
        "4 after practice on May 19, usual 2.",
    ),
    "a high number before practice": (
        HOLD["4 before practice"],
        "Your low back was 4 before practice on May 19; your usual is 2. One high day changes nothing by itself: your "
        "place stays.",
        "4 before practice on May 19, usual 2.",
    ),
    "a high next day": (
        HOLD["4 on the next day"],
        "Your low back was 4 on May 20, after practice on May 19; your usual is 2. One high day changes nothing by "
        "itself: your place stays.",
        "4 on May 20, after practice on May 19, usual 2.",
    ),
    "a missed self-check": (
        HOLD["a missed self-check"],
        "You missed the self-check this time. That is what practice is for: same lesson again.",
        "Self-check missed on May 19.",
    ),
    "effort": (
        HOLD["effort 7"],
        "You put the effort at 7 out of 10; up to 6 is easy enough. Same lesson again, with less effort.",
        "Effort 7 on May 19; easy is up to 6.",
    ),
    "one good day": (
        HOLD["one good day"],
        "One good practice day so far. One can be luck, so we look for two.",
        "One good practice day so far; two needed.",
    ),
    "one good day of three": (
        HOLD["a good day, two others, and a good day"],
        "One of the last three practice days was good. One can be luck, so we look for two.",
        "One of the last three practice days was good; two needed.",
    ),
    "no answer": (
        HOLD["two good days, and no number after them"],
        "Two good practice days. A number on the day after practice is missing; nobody moves on without one.",
        "Two good practice days; none has both its numbers and one of the day after.",
    ),
    "only fine": (
        HOLD["only fine days"],
        "Two good practice days, each of them “fine”. Nobody moves on without numbers, so next time we ask for them.",
        "Two good practice days, all “fine”; no numbers.",
    ),
}

TALK_SENTENCES: dict[str, tuple[TalkCode, str, str]] = {
    "two weeks at 6, usual and start at 3": (
        TalkCode.WORSE_TWO_WEEKS,
        "Most of the 14 days with a number until May 20 were clearly above your usual and your start. Please talk with "
        "your trainer before more; the easier versions stay open.",
        "6 over 14 days with a number, usual 3, start 3.",
    ),
    "four of seven days at 4": (
        TalkCode.WEEK_UP,
        "Four of the seven days with a number until May 20 were clearly above your usual. The easier versions stay "
        "open.",
        "4 since May 14, usual 2: 4 of 7 days with a number.",
    ),
    "14 days, the first week at 2, and at 4 since": (
        TalkCode.ABOVE_START,
        "Your usual is higher than when you began. Practice goes on.",
        "Usual 4 now, 2 in the first days.",
    ),
    "the day after practice was 2 higher": (
        TalkCode.NEXT_DAYS_UP,
        "The day after practice is usually 2 higher than before practice. Let's look at your weeks together.",
        "Next days are usually 2 higher than before practice: morning stiffness, or the practice? Ask.",
    ),
    "six weeks, from 4 to 3": (
        TalkCode.NO_CHANGE,
        "Six weeks, and not clearly easier yet. Let's look at your weeks together. Practice goes on.",
        "Six weeks: 4 at the start, 3 now.",
    ),
    "two steps back from one lesson": (TalkCode.TWICE_BACK, "", "Stepped back twice from one lesson."),
    "eight practice days in one lesson": (
        TalkCode.TWICE_BACK,
        "",
        "Eight practice days in one lesson without moving on.",
    ),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_every_row_says_why_to_client_and_trainer(name: str) -> None:
    case, client, trainer = SENTENCES[name]
    reason = case.verdict().reason
    assert (reason.client, reason.trainer) == (client, trainer)


def test_every_row_has_a_sentence_here() -> None:
    assert {case.verdict().reason.code for case, _, _ in SENTENCES.values()} == set(RuleCode)
    assert {code for code, _, _ in TALK_SENTENCES.values()} == set(TalkCode)


@pytest.mark.parametrize("name", TALK_SENTENCES)
def test_every_talk_says_why_to_client_and_trainer(name: str) -> None:
    reasons = {reason.code: (reason.client, reason.trainer) for reason in TALKS[name].reasons()}
    code, client, trainer = TALK_SENTENCES[name]
    assert reasons[code] == (client, trainer)


def test_a_verdict_names_the_entries_that_made_it() -> None:
    names = ("very high now", "a flare of two days", "two good days")
    entries = {name: SENTENCES[name][0].verdict().reason.entries for name in names}
    assert entries == {
        "very high now": ("any 20 12",),
        "a flare of two days": ("any 19 12", "any 20 12"),
        "two good days": ("practice 17 18", "any 18 12", "practice 19 18", "any 20 12"),
    }


FORBIDDEN = ("diagnos", "treat", "damage", "danger", "injur", "patient", "fail", "streak", "should have")


def all_sentences() -> set[str]:
    """Every sentence of a verdict or a talk that the tests of the tables know."""
    reasons: list[Reason | TalkReason] = [case.verdict().reason for case in CASES.values()]
    reasons += [reason for case in TALKS.values() for reason in case.reasons()]
    return {sentence for reason in reasons for sentence in (reason.client, reason.trainer) if sentence}


def test_sentences_are_whole_and_no_medicine() -> None:
    sentences = all_sentences() | {case.sentence for case in AHEAD_CASES.values()}
    assert [sentence for sentence in sentences if not re.fullmatch(r"[A-Z0-9].*[.?]", sentence)] == []
    assert [sentence for sentence in sentences if any(word in sentence.lower() for word in FORBIDDEN)] == []


def test_what_is_stored_names_no_day_by_today_or_tomorrow() -> None:
    """It is read later. That a doctor should be asked today stays true until it was done."""
    relative = {sentence for sentence in all_sentences() if re.search(r"\b(today|tomorrow|yesterday)\b", sentence)}
    assert relative == {"One of your safety answers means: speak to a doctor today. Practice waits until that is done."}


@pytest.mark.parametrize("name", [name for name in SENTENCES if name != "next days"])
def test_the_page_of_tomorrow_says_the_same_where_nothing_was_reported(name: str) -> None:
    """The date of a hold is fixed once its talk is stored; `test_facts` holds it."""
    case = SENTENCES[name][0]
    today, tomorrow = (
        case.verdict(),
        Case(history=case.history, standing=case.standing, now=at(21), outcome="").verdict(),
    )
    if case.now == NOW:
        assert tomorrow.reason == today.reason


RECALLED = (number(18, 4, Moment.RECALLED), number(19, 4, Moment.RECALLED))


def test_numbers_recalled_at_sign_up_are_a_usual_that_a_sentence_may_name() -> None:
    verdict = Case(history=reported(*RECALLED, practice(20, 4, 6, hour=9)), outcome="").verdict()
    assert verdict.reason.client == (
        "Your low back was 6 after practice on May 20; your usual is 4. One high day changes nothing by itself: your "
        "place stays."
    )
    easier = Case(history=maya(practice(19, easier=True)), standing=EASIER_HERE, outcome="").verdict()
    assert easier.usual == 2
