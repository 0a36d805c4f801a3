"""Numbers and dates in words, as every sentence of the site has them."""

from datetime import date

import pytest
from django.template.defaultfilters import floatformat

from hinge_coach.wording import dated, day_words, decimal, one_line, plain_number, short_date, spoken


@pytest.mark.parametrize(("value", "words"), [(4.0, "4"), (3.5, "3.5"), (2.25, "2.3"), (5.75, "5.8"), (0, "0")])
def test_a_number_has_one_decimal_place_and_says_the_same_as_the_templates(value: float, words: str) -> None:
    assert (decimal(value), floatformat(value)) == (words, words)


@pytest.mark.parametrize(
    ("value", "words"),
    [(4.0, "4"), (0, "0"), (3.5, "3½"), (0.5, "½"), (10, "10"), (2.25, "about 2"), (5.75, "about 6"), (4.2, "about 4")],
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
