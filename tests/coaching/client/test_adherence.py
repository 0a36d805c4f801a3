"""How often a client has practiced lately, beside what a lesson asks for."""

from datetime import date, timedelta

import pytest

from hinge_coach.coaching.client.adherence import adherence, first_sentence, track_adherence

TODAY = date(2026, 3, 4)


def days(*ago: int) -> list[date]:
    return [TODAY - timedelta(days=number) for number in ago]


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        ([], "no practice in 14 days"),
        ([14, 20], "no practice in 14 days"),
        ([13], "1 practice on 1 of 14 days"),
        ([0, 0, 3, 14], "3 practices on 2 of 14 days"),
    ],
)
def test_practices_and_days_of_two_weeks_are_counted(ago: list[int], words: str) -> None:
    assert adherence(days(*ago), TODAY).words == words


@pytest.mark.parametrize(
    ("ago", "days_between", "words"),
    [
        ([], 0, "not practiced in 14 days"),
        ([2, 5], 0, "practiced twice in 14 days"),
        ([2], 1, "practiced once in 14 days, 7 asked"),
        ([], 2, "not practiced in 14 days, 4 asked"),
    ],
)
def test_a_track_says_how_often_its_lesson_is_asked_where_it_needs_days_between(
    ago: list[int], days_between: int, words: str
) -> None:
    assert track_adherence(days(*ago), TODAY, days_between) == words


@pytest.mark.parametrize(
    ("dose", "first"),
    [
        ("2 sets of 8 slow sits, most days", "2 sets of 8 slow sits, most days"),
        ("3 sets of 5, two days a week. Box: one step up", "3 sets of 5, two days a week"),
        ("2 sets of 6, most days; and 1 set to warm up", "2 sets of 6, most days"),
        ("", ""),
    ],
)
def test_a_dose_is_told_without_what_follows_it(dose: str, first: str) -> None:
    assert first_sentence(dose) == first
