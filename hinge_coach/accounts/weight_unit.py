"""Kilograms or pounds: in which of them a person lifts and reads weights. PURE."""

from enum import StrEnum

COUNTRIES_OF_THE_POUND = frozenset({"US", "AS", "GU", "MP", "PR", "VI"})  # weights are sold in pounds there


class WeightUnit(StrEnum):
    KG = "kg"
    LB = "lb"

    @property
    def label(self) -> str:
        return "Kilograms (kg)" if self == WeightUnit.KG else "Pounds (lb)"


def unit_of_country(country: str | None) -> WeightUnit | None:
    """The unit in which weights are sold in a country (ISO code); None where the country isn't known."""
    if country is None:
        return None
    return WeightUnit.LB if country in COUNTRIES_OF_THE_POUND else WeightUnit.KG
