"""Numbers in words, as every sentence of the site has them."""

import pytest
from django.template.defaultfilters import floatformat

from hinge_coach.wording import decimal


@pytest.mark.parametrize(("value", "words"), [(4.0, "4"), (3.5, "3.5"), (2.25, "2.3"), (5.75, "5.8"), (0, "0")])
def test_a_number_has_one_decimal_place_and_says_the_same_as_the_templates(value: float, words: str) -> None:
    assert (decimal(value), floatformat(value)) == (words, words)
