"""The form of the hinge lab."""

from typing import Any

from django import forms
from django.http import HttpRequest

from hinge_coach.fields import Chips
from lessons.lab.poses import DEPTH, LOAD_KG, STATURE_CM, Setting

SHOWN_FIRST = 60

HOUR = 3600


class Slider(forms.NumberInput):
    input_type = "range"


class RangeField(forms.IntegerField):
    """A whole number on a slider. Outside its range it is invalid; the error names the end that is drawn."""

    def __init__(self, ends: tuple[int, int], *, unit: str = "", step: int = 1, **kwargs: Any) -> None:
        low, high = self.ends = ends
        self.unit = unit
        widget = Slider(attrs={"min": low, "max": high, "step": step})
        errors = {"invalid": f"Please give a whole number from {low} to {high}."}
        super().__init__(widget=widget, error_messages=errors, required=False, **kwargs)

    def run_validators(self, value: int | None) -> None:
        low, high = self.ends
        if value is not None and not low <= value <= high:
            nearest = self.clamped(value)
            raise forms.ValidationError(f"It goes from {low} to {high}{self.unit}; {nearest}{self.unit} is drawn.")

    def clamped(self, value: int) -> int:
        low, high = self.ends
        return min(max(value, low), high)


def _one_of(label: str, choices: dict[str, str]) -> forms.ChoiceField:
    words = ", ".join(name.lower() for name in choices.values())
    return forms.ChoiceField(
        label=label,
        choices=list(choices.items()),
        widget=Chips,
        required=False,
        error_messages={"invalid_choice": f"Please choose one of these: {words}."},
    )


class LabForm(forms.Form):
    """All settings of the lab, from the query. None is required, and invalid ones are drawn as something near."""

    depth = RangeField(DEPTH, label="How deep")
    lead = _one_of("What goes first", {"hips": "Hips", "knees": "Knees", "back": "Low back"})
    move = _one_of("The move", {"hinge": "Hinge", "squat": "Squat"})
    load = RangeField(LOAD_KG, unit=" kg", label="Weight in the hands")
    hold = _one_of("Held", {"close": "Hanging close", "reached": "Reached out"})
    stature = RangeField(STATURE_CM, unit=" cm", label="Body height")
    sex = _one_of("Measurements of a", {"f": "Woman", "m": "Man"})

    def __init__(self, request: HttpRequest) -> None:
        super().__init__({**DEFAULTS, **request.GET.dict()})
        self.full_clean()

    def chosen(self, name: str) -> Any:
        """The value to draw: the one sent, else the end of its range nearest to it, else the default."""
        value = self.cleaned_data.get(name)
        if value in (None, ""):
            field = self.fields[name]
            value = DEFAULTS[name]
            if isinstance(field, RangeField):
                try:
                    value = field.clamped(field.to_python(self.data[name]) or 0)
                except forms.ValidationError:
                    value = DEFAULTS[name]
        return value

    @property
    def setting(self) -> Setting:
        return Setting(
            move=self.chosen("move"),
            lead=self.chosen("lead"),
            sex=self.chosen("sex"),
            stature_cm=self.chosen("stature"),
            load_kg=self.chosen("load"),
            hold=self.chosen("hold"),
        )


DEFAULTS: dict[str, Any] = {
    "depth": SHOWN_FIRST,
    "lead": "hips",
    "move": "hinge",
    "load": 0,
    "hold": "close",
    "stature": 165,
    "sex": "f",
}
