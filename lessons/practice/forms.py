"""The form of a practice."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms

from hinge_coach.accounts.weight_unit import WeightUnit
from hinge_coach.fields import NUL, Chips, LineField, ScoreField
from lessons.models import AnswerScale, Guess, Lesson, Measure, number_text
from lessons.models.load import LONGEST_LOAD_TEXT, LoadRefusedError, parse_load
from lessons.practice.loads import LoadOffer
from lessons.rules.prompt_schedule import Prompt


def measure_field(measure: Measure) -> forms.Field:
    """Chips where the measure has choices, else a whole number. Not required; cleans to None without an answer."""
    if measure.choices:
        return forms.TypedChoiceField(
            choices=[(str(value), number_text(value)) for value in measure.choices],
            coerce=Decimal,
            empty_value=None,
            required=False,
            widget=Chips,
            label=measure.question,
            error_messages={"invalid_choice": "Please choose one of these."},
        )
    error = f"Please give a whole number from 0 to {measure.most}, or leave it out."
    return forms.IntegerField(
        min_value=0,
        max_value=measure.most,
        required=False,
        label=measure.question,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), error),
    )


def answer_field(question: str, scale: AnswerScale) -> forms.Field:
    """Chips for a count or a how-far; cleans to the index on the scale."""
    return forms.TypedChoiceField(
        choices=[(str(index), words) for index, words in enumerate(scale.words)],
        coerce=int,
        widget=Chips,
        label=question,
        error_messages={"required": "Please choose one.", "invalid_choice": "Please choose one of these."},
    )


def load_fields(offer: LoadOffer) -> dict[str, forms.Field]:
    """The weight as it is typed, and the unit that counts where none was typed with it."""
    return {
        "load": LineField(
            required=False,
            label="What weight today?",
            help_text=f"{offer.lesson.what}. Leave it empty, or type 0, if you use none.",
            widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "size": 8}),
            initial=offer.typed_before,
            error_messages=NUL,
        ),
        "load_unit": forms.TypedChoiceField(
            choices=[(unit.value, unit.label) for unit in WeightUnit],
            coerce=WeightUnit,
            empty_value=None,
            required=False,
            widget=Chips,
            label="Kilograms or pounds?",
            initial=offer.unit,
            error_messages={"invalid_choice": "Please choose kilograms or pounds."},
        ),
    }


SCORES = ["before", "after"]

NEW_QUESTION = "This question has changed since you opened the page. Please choose one."

LOAD_NAMES = ("load", "load_unit")

VERSIONS = [("", "Full version"), ("yes", "Easier version")]

FINE_TODAY, NOT_AS_USUAL = "fine", "not-as-usual"


class FirstNumberForm(forms.Form):
    """What a page without scripts sends of a practice before the movement begins."""

    id = forms.UUIDField()
    before = ScoreField(label="How tight is your low back now?")
    easier = forms.ChoiceField(choices=VERSIONS, required=False)

    def initial_of_practice(self) -> dict[str, Any]:
        """The same answers as initial values of `PracticeForm`, with the weight as it was typed."""
        typed = {name: self.data[name][:LONGEST_LOAD_TEXT] for name in LOAD_NAMES if name in self.data}
        return {**self.cleaned_data, **typed}


class PracticeForm(forms.Form):
    """One practice from the first score to the last. Cleans to the values that `recording.record` takes.

    Where the prompt asks for no scores, "fine today" may stand in for both, which clean to None then. `loads` is what
    there is to say about the weight, where the lesson has one.
    """

    id = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), "Please open this page again."),
    )
    before = ScoreField(label="How tight is your low back now?")
    easier = forms.ChoiceField(
        choices=VERSIONS,
        required=False,
        widget=Chips,
        label="Which version today?",
        error_messages={"invalid_choice": "Please choose one of these."},
    )
    guess = forms.ChoiceField(
        choices=Guess.choices,
        widget=Chips,
        label="How clean was it?",
        error_messages={"required": "Please say how it went.", "invalid_choice": "Please choose one of these."},
    )
    passed = forms.TypedChoiceField(
        choices=[("yes", "Yes"), ("no", "Not yet")],
        coerce=lambda value: value == "yes",
        widget=Chips,
        label="Did you reach the pass mark?",
        error_messages={"required": "Please say yes or not yet.", "invalid_choice": "Please say yes or not yet."},
    )
    usual = forms.ChoiceField(
        choices=[(FINE_TODAY, "Fine today, as usual"), (NOT_AS_USUAL, "Not as usual")],
        required=False,
        widget=Chips,
        label="And how was your low back, before and after?",
        error_messages={"invalid_choice": "Please choose one of these."},
    )
    effort = ScoreField(label="How hard was it?", ends=("no effort", "all I had"))
    cue = forms.ChoiceField(
        required=False,
        widget=Chips,
        label="Which words helped most?",
        error_messages={"invalid_choice": "Please choose one of these."},
    )
    after = ScoreField(label="And how tight is your low back after it?")

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        lesson: Lesson,
        prompt: Prompt,
        loads: LoadOffer | None = None,
        **kwargs: Any,
    ) -> None:
        # `gentle` is what a page sends that was opened before 0.2.0; somebody may practice during the upgrade.
        if data and "gentle" in data and "easier" not in data:
            data = {**{name: data[name] for name in data}, "easier": data["gentle"]}
        super().__init__(data, **kwargs)
        self.prompt, self.loads = prompt, loads
        for name in SCORES:
            self.fields[name].required = prompt.asks_scores
        if not prompt.asks_scores:
            self.fields["before"].label = "How tight was it before?"
            self.fields["after"].label = "And how tight is it now?"
        if lesson.measure:
            self.fields["measure"] = measure_field(lesson.measure)
        self.scale = lesson.answer_scale
        if self.scale is None:
            self.fields["guess"].label = lesson.self_check["question"]
        else:
            del self.fields["guess"], self.fields["passed"]
            self.fields["answer"] = answer_field(lesson.self_check["question"], self.scale)
            if data and "guess" in data and "answer" not in data:  # a page that was opened before 0.4.0
                self.fields["answer"].error_messages["required"] = NEW_QUESTION
        if loads:
            self.fields.update(load_fields(loads))
        self.fields["cue"].choices = [(cue, cue) for cue in lesson.cues]  # type: ignore[attr-defined]

    def clean_easier(self) -> bool:
        return bool(self.cleaned_data["easier"])

    def _with_answer(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """A count or a how-far says by itself how clean the set was, and whether it passed."""
        answer = cleaned.get("answer")
        if self.scale is None or answer is None:
            return cleaned
        return {**cleaned, "guess": self.scale.clean(answer).value, "passed": self.scale.passed(answer)}

    def clean(self) -> dict[str, Any]:
        """An explicit "fine today" overrides scores that were chosen before it, which the page hides by then."""
        cleaned = self._with_load(self._with_answer(super().clean() or {}))
        usual = cleaned.pop("usual", "")
        if usual == FINE_TODAY:
            for name in SCORES:
                self.errors.pop(name, None)
            return {**cleaned, "before": None, "after": None}
        missing = [name for name in SCORES if name not in self.errors and cleaned.get(name) in {None, ""}]
        if missing == SCORES and not usual and "usual" not in self.errors:
            self.add_error("usual", "Please choose one.")
        elif usual or len(missing) == 1:
            for name in missing:
                self.add_error(name, ScoreField.default_error_messages["required"])
        return cleaned

    def _with_load(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """The typed weight as a value, and the unit chosen beside it as the client's own from now on."""
        if "load" not in cleaned:
            return cleaned
        unit = cleaned.pop("load_unit", None)
        try:
            cleaned["load"] = parse_load(cleaned["load"], unit)
        except LoadRefusedError as error:
            self.add_error("load", str(error))
            return cleaned
        return {**cleaned, "weight_unit": unit}

    def ask_for_scores(self, prompt: Prompt) -> None:
        """Adds the error of `prompt` and shows both scales; the other answers stay filled in."""
        self.prompt = replace(prompt, asks_scores=True)
        self.fields["before"].label = "How tight was your low back before?"
        self.add_error("before", prompt.sentence)
