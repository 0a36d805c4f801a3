"""What client and trainer read: whole, warm sentences with the numbers in them, and no medicine."""

from dataclasses import replace
from datetime import date

from hinge_coach.tightness.trend import Moment
from lessons.rules.decide import decide
from lessons.rules.values import History
from tests.lessons.rules.histories import (
    DEFAULT,
    NOW,
    THREE_MORNINGS_OF_3,
    at,
    fine,
    last_morning,
    last_practice,
    morning,
    practice,
    report,
    start_of,
    two_clean,
)
from tests.lessons.rules.test_table import CASES


def test_moving_on_names_the_numbers() -> None:
    verdict = decide(last_practice(before=3, after=3), DEFAULT, NOW)
    (reason,) = verdict.reasons
    assert reason.client == (
        "Your low back was 3 before and 3 after, and next morning it was 3. "
        "That makes two clean practices in a row: you are ready for the next step."
    )
    assert reason.trainer == "Two clean sessions in a row, the last on 19 May."
    assert reason.entries == ("practice 19 18", "morning 20 7", "practice 17 18", "morning 18 7")
    assert verdict.would_change == "A practice above 5, or a morning at 5 or above, would take you a step back."
    assert verdict.morning_reference == 3.0
    assert verdict.look_again_on == date(2026, 5, 27)


def test_a_morning_that_settled_is_told_so() -> None:
    verdict = decide(last_practice(before=3, after=4), DEFAULT, NOW)
    assert verdict.reasons[0].client == (
        "Your low back was 3 before and 4 after, and next morning it was back to 3. "
        "Up to 5 is fine, so we stay here until it feels easier."
    )
    assert verdict.would_change == (
        "Two clean practices (3 or less, self-check passed), each with a next morning at 3 or below, would move you on."
    )


def test_fine_today_is_told_as_it_was_said() -> None:
    history = History(practices=(practice(17, after=3), fine(19)), reports=(*THREE_MORNINGS_OF_3, morning(18)))
    verdict = decide(history, DEFAULT, at(19, 19))
    (reason,) = verdict.reasons
    assert reason.client == (
        "You were fine, as usual. That makes two clean practices in a row: you are ready for the next step."
    )
    assert reason.trainer == "Two clean sessions in a row, the last on 19 May; one of them “fine today”."
    assert reason.entries == ("fine 19", "practice 17 18", "morning 18 7")


def test_fine_days_alone_say_what_is_missing() -> None:
    verdict = decide(History(practices=(fine(17), fine(19)), reports=THREE_MORNINGS_OF_3), DEFAULT, at(19, 19))
    assert [reason.client for reason in verdict.reasons] == [
        "You were fine, as usual. Nobody moves on without numbers, so next time we ask for numbers."
    ]
    assert verdict.reasons[0].trainer == "Two clean sessions in a row, all “fine today”; no scores."
    assert verdict.would_change == (
        "One clean practice (3 or less, self-check passed), with a next morning at 3 or below, would move you on. "
        "Where we don't ask for numbers, “fine today” counts as clean, beside one with numbers."
    )
    assert verdict.look_again_on == date(2026, 5, 21)


def test_a_morning_told_after_a_fine_day_is_part_of_its_story() -> None:
    history = replace(last_practice(before=None, after=None), reports=last_morning(4).reports)
    verdict = decide(history, DEFAULT, NOW)
    assert verdict.reasons[0].client == (
        "You were fine, as usual; next morning it was 4. "
        "A point or so above your first mornings, at 3, is noise, so we stay and look again."
    )


def test_one_more_clean_day_is_asked_for_in_the_singular() -> None:
    verdict = decide(two_clean(practices=(practice(17, effort=7), practice(19))), DEFAULT, NOW)
    assert verdict.reasons[0].client.endswith("That was a clean one. One good day can be luck, so we wait for another.")
    assert verdict.would_change == (
        "One clean practice (3 or less, self-check passed), with a next morning at 3 or below, would move you on."
    )
    assert verdict.look_again_on == date(2026, 5, 22)


def test_a_first_practice_waits_for_the_morning() -> None:
    history = History(practices=(practice(19),), reports=(report(19, 3, Moment.BEFORE, hour=18),))
    verdict = decide(history, DEFAULT, at(19, 19))
    assert [reason.client for reason in verdict.reasons] == [
        "One day of practice here so far. One good day can be luck, so we look at two.",
        "Your low back was 3 before and 2 after. How it feels next morning decides; one tap then is all it takes.",
    ]
    assert verdict.look_again_on == date(2026, 5, 20)
    assert verdict.morning_reference is None


def test_a_start_of_nought_asks_for_nought() -> None:
    history = start_of(0, after=2)
    verdict = decide(replace(history, reports=history.reports[:-1]), DEFAULT, at(19, 19))
    assert verdict.would_change == "A next morning at 0 would move you on."


def test_a_missing_morning_is_told_without_blame() -> None:
    verdict = decide(two_clean(reports=(*THREE_MORNINGS_OF_3, morning(18))), DEFAULT, at(22, 12))
    assert verdict.reasons[0].client == ("We don't know how the morning after 19 May felt, so we stay here once more.")


def test_a_high_morning_names_the_first_ones() -> None:
    verdict = decide(last_morning(6), DEFAULT, NOW)
    (reason,) = verdict.reasons
    assert reason.client == (
        "The morning after 19 May was 6. That is 3 above your first mornings, at 3, so we take less for a while."
    )
    assert reason.entries == ("practice 19 18", "morning 20 7")
    assert verdict.would_change == (
        "Two clean practices (3 or less, self-check passed), each with a next morning at 3 or below, would move you on."
    )


def test_a_high_morning_names_the_first_reports_while_mornings_are_few() -> None:
    early = tuple(report(day, 3, Moment.BEFORE, hour=12) for day in (1, 2, 3))
    history = replace(last_morning(6), reports=(*early, morning(20, 6)))
    (reason,) = decide(history, DEFAULT, NOW).reasons
    assert reason.client == (
        "The morning after 19 May was 6. That is 3 above your first reports, at 3, so we take less for a while."
    )
    assert reason.trainer == "Next morning 6 after 19 May: 3 above the first reports, at 3."


def test_a_stop_names_the_score_and_the_day() -> None:
    verdict = decide(two_clean(reports=(*two_clean().reports, report(4, 9))), DEFAULT, NOW)
    (reason,) = verdict.reasons
    assert reason.client == "You put your low back at 9 on 4 May. From 8 on we stop and talk first."
    assert reason.entries == ("any 4 12",)
    assert verdict.look_again_on is None
    assert verdict.would_change == "A talk with your trainer, who then opens practice again."


FORBIDDEN = ("diagnos", "treat", "damage", "danger", "injur", "patient", "fail", "streak", "should have")


def test_sentences_are_whole_warm_and_no_medicine() -> None:
    verdicts = [decide(history, DEFAULT, NOW) for history, _, _ in CASES.values()]
    said = {verdict.would_change for verdict in verdicts}
    said |= {each.client for verdict in verdicts for each in verdict.reasons}
    said |= {each.trainer for verdict in verdicts for each in verdict.reasons}
    assert [sentence for sentence in said if not sentence[0].isupper() or sentence[-1] != "."] == [
        sentence for sentence in said if sentence[0].isdigit()
    ]
    assert [sentence for sentence in said if any(word in sentence.lower() for word in FORBIDDEN)] == []
