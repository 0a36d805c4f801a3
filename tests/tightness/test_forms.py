from uuid import UUID

from hinge_coach.tightness.forms import CheckInForm

ID = UUID("0c8f1d8e-3b7a-4c55-9f5d-6a2f4a1b7e01")


def test_one_tap_cleans_to_what_a_record_takes() -> None:
    form = CheckInForm({"id": str(ID), "score": "0", "situation": "bathroom"})
    assert form.is_valid()
    assert form.cleaned_data == {"id": ID, "score": 0, "situation": "bathroom"}
