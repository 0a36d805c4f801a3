"""Hours in words: what was probably meant, and what was joined."""

from datetime import time

import pytest

from hinge_coach.booking.availability.joined_hours import join_hours
from hinge_coach.booking.availability.slots import WeeklyInterval
from hinge_coach.booking.availability.wording import join_words, slip_words

CHECK = "check “Yes, past midnight” and save again."


@pytest.mark.parametrize(
    ("starts", "ends", "sentence"),
    [
        (time(9), time(5), f"Did you mean 5:00 pm? If not, {CHECK}"),
        (time(11), time(1, 30), f"Did you mean 1:30 pm? If not, {CHECK}"),
        (time(21), time(17), f"Did you mean 9:00 am? If not, {CHECK}"),
        (time(22), time(1), f"If that is right, {CHECK}"),
        (time(9), time(9), f"Did you mean 9:00 pm? If not, {CHECK}"),
        (time(12), time(12), f"Did you mean 12:00 am (midnight)? If not, {CHECK}"),
    ],
)
def test_what_was_probably_meant_is_asked(starts: time, ends: time, sentence: str) -> None:
    assert slip_words(starts, ends) == sentence


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [(0, 9, 12), (0, 11, 15)],
            "Monday 9:00 am to 12:00 pm (noon) and 11:00 am to 3:00 pm were joined to 9:00 am to 3:00 pm.",
        ),
        (
            [(0, 22, 2), (1, 1, 5)],
            "Monday 10:00 pm to 2:00 am and Tuesday 1:00 am to 5:00 am were joined to Monday 10:00 pm to 5:00 am.",
        ),
        (
            [(0, 8, 10), (0, 9, 11), (0, 11, 13)],
            "Monday 8:00 am to 10:00 am, 9:00 am to 11:00 am and 11:00 am to 1:00 pm were joined to"
            " 8:00 am to 1:00 pm.",
        ),
        ([(6, 9, 11), (6, 9, 11)], "Sunday 9:00 am to 11:00 am was there twice, and is kept once."),
        (
            [(0, 9, 9), (1, 8, 17)],
            "Monday 9:00 am to 9:00 am and Tuesday 8:00 am to 5:00 pm were joined to Monday 9:00 am to 9:00 am and"
            " Tuesday 9:00 am to 5:00 pm.",
        ),
    ],
)
def test_what_was_joined_is_said(rows: list[tuple[int, int, int]], sentence: str) -> None:
    [join] = join_hours(WeeklyInterval(day, time(starts), time(ends)) for day, starts, ends in rows).joins
    assert join_words(join) == sentence
