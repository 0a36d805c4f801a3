"""What can be measured after a lesson."""

from decimal import Decimal

from lessons.models.measure import HIGHEST_MEASURE, MEASURES


def test_each_measure_has_its_bounds_and_its_answers_where_they_are_few() -> None:
    bounds = {
        kind: (each.most, each.floor, [float(choice) for choice in each.choices]) for kind, each in MEASURES.items()
    }
    assert bounds == {
        "wall-tap": (2, 2, [0, 0.5, 1, 1.5, 2]),
        "dowel": (3, 3, [0, 1, 2, 3]),
        "hold": (600, 30, []),
        "march": (600, 30, []),
        "sit-downs": (200, 10, []),
    }
    assert HIGHEST_MEASURE == 600


def test_one_is_singular_and_half_a_foot_is_not() -> None:
    words = [MEASURES["wall-tap"].words(Decimal(value)) for value in ("0.5", "1", "1.5")]
    assert words == ["½ foot-lengths", "1 foot-length", "1½ foot-lengths"]
