"""When the start test is offered, on each side of each boundary."""

from datetime import date, timedelta

import pytest

from lessons.start_test.due import StartTestOffer, offer_on

FIRST_ON = date(2026, 3, 4)


def offer(day: int, latest: int = 0, *, has_history: bool = True, is_skipped: bool = False) -> StartTestOffer | None:
    """On this day after the first test, when the latest test was on day `latest`."""
    return offer_on(
        FIRST_ON + timedelta(days=day),
        first_on=FIRST_ON,
        latest_on=FIRST_ON + timedelta(days=latest),
        has_history=has_history,
        is_skipped=is_skipped,
    )


@pytest.mark.parametrize(
    ("has_history", "is_skipped", "expected"),
    [
        (False, False, StartTestOffer.FIRST),
        (False, True, StartTestOffer.SKIPPED),
        (True, False, None),
        (True, True, None),
    ],
)
def test_without_a_test(has_history: bool, is_skipped: bool, expected: StartTestOffer | None) -> None:
    offered = offer_on(FIRST_ON, first_on=None, latest_on=None, has_history=has_history, is_skipped=is_skipped)
    assert offered == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (-1, None),
        (0, None),
        (27, None),
        (28, StartTestOffer.FOUR_WEEKS),
        (55, StartTestOffer.FOUR_WEEKS),
        (56, StartTestOffer.EIGHT_WEEKS),
        (400, StartTestOffer.EIGHT_WEEKS),
    ],
)
def test_it_comes_again_after_four_and_eight_weeks_until_it_is_done(day: int, expected: StartTestOffer | None) -> None:
    assert offer(day) == expected


@pytest.mark.parametrize(
    ("day", "latest", "expected"),
    [
        (28, 20, StartTestOffer.FOUR_WEEKS),  # too early to be the one after four weeks
        (28, 21, None),
        (28, 28, None),
        (55, 40, None),
        (56, 48, StartTestOffer.EIGHT_WEEKS),
        (56, 49, None),
        (56, 56, None),
        (400, 60, None),
    ],
)
def test_a_test_that_was_done_is_not_offered_again(day: int, latest: int, expected: StartTestOffer | None) -> None:
    assert offer(day, latest) == expected


def test_what_was_skipped_at_first_and_history_make_no_difference_after_a_test() -> None:
    choices = {(history, skipped) for history in (True, False) for skipped in (True, False)}
    for day in range(-3, 120):
        assert {offer(day, has_history=history, is_skipped=skipped) for history, skipped in choices} == {offer(day)}
