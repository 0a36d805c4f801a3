"""Numbers and dates in words, as every sentence of the site has them."""

from datetime import date

import pytest
from django.template.defaultfilters import floatformat

from hinge_coach.wording import (
    capitalize,
    counted,
    counted_in_digits,
    dated,
    day_words,
    decimal,
    first_name,
    hour_words,
    listed,
    number_word,
    one_line,
    plain_number,
    short_date,
    spoken,
    times,
)


@pytest.mark.parametrize(("value", "words"), [(4.0, "4"), (3.5, "3.5"), (2.25, "2.3"), (5.75, "5.8"), (0, "0")])
def test_a_number_has_one_decimal_place_and_says_the_same_as_the_templates(value: float, words: str) -> None:
    assert (decimal(value), floatformat(value)) == (words, words)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        *((4.0, "4"), (0, "0"), (3.5, "3½"), (0.5, "½"), (10, "10"), (2.25, "about 2"), (5.75, "about 6")),
        *((4.2, "about 4"), (-0.5, "about -1"), (0.4, "about 0")),
    ],
)
def test_a_score_has_no_decimals(value: float, words: str) -> None:
    assert plain_number(value) == words


def test_dates_are_american() -> None:
    on = date(2026, 3, 4)
    assert (spoken(on), dated(on), day_words(on), short_date(on)) == (
        "March 4",
        "March 4, 2026",
        "Wednesday, March 4",
        "Mar 4",
    )


def test_a_long_word_is_cut_at_a_space() -> None:
    assert one_line("one\n two", 200) == "one two"
    assert one_line("word " * 100, 200) == "word " * 39 + "word …"
    assert one_line("x" * 9, 8) == "xxxxxxxx …"


@pytest.mark.parametrize(
    ("number", "word", "days", "in_digits", "often"),
    [
        (0, "no", "no days", "0 days", "no times"),
        (1, "one", "one day", "1 day", "once"),
        (2, "two", "two days", "2 days", "twice"),
        (10, "ten", "ten days", "10 days", "ten times"),
        (11, "11", "11 days", "11 days", "11 times"),
    ],
)
def test_up_to_ten_is_written_out(number: int, word: str, days: str, in_digits: str, often: str) -> None:
    assert (number_word(number), counted(number, "day", "days"), times(number)) == (word, days, often)
    assert counted_in_digits(number, "day", "days") == in_digits


@pytest.mark.parametrize(
    ("words", "sentence"), [([], ""), (["6"], "6"), (["6", "5"], "6 and 5"), (["6", "5", "4"], "6, 5 and 4")]
)
def test_several_are_listed_with_and_before_the_last(words: list[str], sentence: str) -> None:
    assert listed(words) == sentence


@pytest.mark.parametrize(("sentence", "capital"), [("", ""), ("a", "A"), ("two iPads", "Two iPads")])
def test_only_the_first_letter_becomes_a_capital(sentence: str, capital: str) -> None:
    assert capitalize(sentence) == capital


@pytest.mark.parametrize(
    ("hour", "words"), [(0, "midnight"), (1, "1 am"), (11, "11 am"), (12, "noon"), (13, "1 pm"), (23, "11 pm")]
)
def test_an_hour_is_that_of_an_american_clock(hour: int, words: str) -> None:
    assert hour_words(hour) == words


@pytest.mark.parametrize(
    ("name", "called"), [("", ""), (" ", ""), ("Maya", "Maya"), (" Maya  Ortiz ", "Maya"), (" Dr. Ortiz ", "Dr. Ortiz")]
)
def test_people_are_called_by_their_first_name(name: str, called: str) -> None:
    assert first_name(name) == called
