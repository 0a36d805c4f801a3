"""Kilograms or pounds."""

import pytest

from hinge_coach.accounts.weight_unit import WeightUnit, unit_of_country


@pytest.mark.parametrize(
    ("country", "unit"),
    [(None, None), ("US", WeightUnit.LB), ("DE", WeightUnit.KG), ("NZ", WeightUnit.KG), ("", WeightUnit.KG)],
)
def test_the_unit_follows_the_country(country: str | None, unit: WeightUnit | None) -> None:
    assert unit_of_country(country) == unit


def test_a_unit_is_named_in_full() -> None:
    assert [unit.label for unit in WeightUnit] == ["Kilograms (kg)", "Pounds (lb)"]
