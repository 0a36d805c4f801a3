from uuid import UUID

import pytest

from hinge_coach.tightness.forms import CheckInForm, FirstNumbersForm

ID = UUID("0c8f1d8e-3b7a-4c55-9f5d-6a2f4a1b7e01")


def test_one_tap_cleans_to_what_a_record_takes() -> None:
    form = CheckInForm({"id": str(ID), "score": "0", "situation": "bathroom"})
    assert form.is_valid()
    assert form.cleaned_data == {
        "id": ID,
        "score": 0,
        "situation": "bathroom",
        "note": "",
        "note_for_doctor": False,
    }


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ({}, (None, None, None)),
        ({"tight-today": "0", "tight-yesterday": "10", "tight-day_before": "none"}, (0, 10, None)),
        ({"tight-today": "none", "tight-day_before": "4"}, (None, None, 4)),
        ({"tight-today": ""}, (None, None, None)),
    ],
)
def test_each_first_number_may_be_left_out(typed: dict[str, str], numbers: tuple[int | None, ...]) -> None:
    form = FirstNumbersForm(typed)
    assert form.is_valid()
    assert form.numbers() == numbers


@pytest.mark.parametrize("typed", ["11", "-1", "7,5", "4\x00", "\u0663", "None", "x" * 9000])
def test_a_bad_first_number_gets_a_sentence_beside_it(typed: str) -> None:
    form = FirstNumbersForm({"tight-yesterday": typed})
    assert form.errors == {"yesterday": ["Please choose a whole number from 0 to 10."]}
