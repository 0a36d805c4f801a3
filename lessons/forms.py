"""What a practice, a morning and a file hand over."""

import base64
import zlib
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms

from hinge_coach.accounts.forms import UNWRITABLE
from hinge_coach.accounts.models import Client
from hinge_coach.tightness.forms import Chips, ScoreField
from lessons.asking import Asking
from lessons.importing import Brought, ImportRefusedError, add, parsed, too_large
from lessons.measures import Measure, number
from lessons.models import Guess, Lesson

PLAIN_WORDS = {"max_length": "Please keep this to 120 letters or fewer.", "null_characters_not_allowed": UNWRITABLE}


def measure_field(measure: Measure) -> forms.Field:
    """Chips where the answers are few, else a whole number. Left out it is None."""
    if measure.choices:
        return forms.TypedChoiceField(
            choices=[(str(value), number(value)) for value in measure.choices],
            coerce=Decimal,
            empty_value=None,
            required=False,
            widget=Chips,
            label=measure.question,
            error_messages={"invalid_choice": "Please choose one of these."},
        )
    wrong = f"Please give a whole number from 0 to {measure.most}, or leave it out."
    return forms.IntegerField(
        min_value=0,
        max_value=measure.most,
        required=False,
        label=measure.question,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )


PLANS = (
    ("I feel the chair behind my calves", "my hips go back first"),
    ("I open the dishwasher", "I fold at the crease and my back stays long"),
    ("I pick up a child or a bag", "I come close, hug it and stand up"),
    ("the other side serves", "I drop into ready"),
)
OWN = "own"


class MorningForm(forms.Form):
    """The page of a morning mail: eleven buttons, each of which sends the form."""

    score = ScoreField(label="How tight is your low back this morning?")
    score.widget.template_name = "forms/presses.html"


class PlanForm(forms.Form):
    """One if-then plan, chosen or written. Cleans to ``when`` and ``then``."""

    chosen = forms.ChoiceField(
        choices=[(str(number), f"When {when}, then {then}.") for number, (when, then) in enumerate(PLANS)]
        + [(OWN, "My own words, below")],
        widget=forms.RadioSelect({"class": "ticks"}),
        label="Choose one",
        error_messages={"required": "Please choose one.", "invalid_choice": "Please choose one of these."},
    )
    when = forms.CharField(label="When …", required=False, max_length=120, error_messages=PLAIN_WORDS)
    then = forms.CharField(label="then …", required=False, max_length=120, error_messages=PLAIN_WORDS)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = cleaned.get("chosen", "")
        if chosen.isdecimal():
            cleaned["when"], cleaned["then"] = PLANS[int(chosen)]
        elif chosen == OWN:
            for name, ask in (("when", "Please say when it happens."), ("then", "Please say what you do then.")):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, ask)
        return cleaned


SCORES = ["before", "after"]
FINE, NOT_AS_USUAL = "fine", "not-as-usual"


class PracticeForm(forms.Form):
    """One practice from the first score to the last. Cleans to the values that ``practising.record`` takes.

    Where it isn't asked for numbers, one tap stands for both scores, which are None then. Scores are always welcome.
    """

    id = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "Please open this page anew."})
    before = ScoreField(label="How tight is your low back now?")
    gentle = forms.ChoiceField(
        choices=[("", "As written"), ("yes", "The easier version")],
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
        label="Did you reach it today?",
        error_messages={"required": "Please say yes or not yet.", "invalid_choice": "Please say yes or not yet."},
    )
    usual = forms.ChoiceField(
        choices=[(FINE, "Fine today, as usual"), (NOT_AS_USUAL, "Not as usual")],
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

    def __init__(self, *args: Any, lesson: Lesson, asks: Asking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks = asks
        for name in SCORES:
            self.fields[name].required = asks.in_full
        if not asks.in_full:
            self.fields["before"].label = "How tight was it before?"
            self.fields["after"].label = "And how tight is it now?"
        if lesson.measure:
            self.fields["measure"] = measure_field(lesson.measure)
        self.fields["guess"].help_text = lesson.self_check["question"]
        self.fields["cue"].choices = [(cue, cue) for cue in lesson.cues]  # type: ignore[attr-defined]

    def clean_gentle(self) -> bool:
        return bool(self.cleaned_data["gentle"])

    def clean(self) -> dict[str, Any]:
        """An explicit "fine today" wins over scores that were chosen before it and are out of sight by then."""
        cleaned = super().clean() or {}
        usual = cleaned.pop("usual", "")
        if usual == FINE:
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

    def ask_in_full(self, asks: Asking) -> None:
        """The numbers are wanted after all: both scales are shown, and everything typed stays."""
        self.asks = replace(asks, in_full=True)
        self.fields["before"].label = "How tight was your low back before?"
        self.add_error("before", asks.sentence)


LARGEST_FILE = 5_000_000  # bytes; five years of daily practice
LARGEST_PACKED = 1_500_000  # letters; such a file takes a third of them
STALE_FILE = "Please choose the file once more."


class FileForm(forms.Form):
    """A client's own export, to be looked at. Afterwards ``brought`` says what it holds and ``packed`` holds it."""

    file = forms.FileField(
        label="Your hinge-coach.json",
        help_text="The file that “Take it with you” gave you, here or on another site.",
        widget=forms.FileInput({"accept": ".json,application/json"}),
        error_messages=dict.fromkeys(("required", "missing", "invalid"), "Please choose the file.")
        | {"empty": "This file is empty."},
    )

    def __init__(self, *args: Any, client: Client, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client, self.now = client, now
        self.brought: Brought | None = None
        self.packed = ""

    def clean_file(self) -> dict[str, Any]:
        upload = self.cleaned_data["file"]
        try:
            if upload.size > LARGEST_FILE:
                raise too_large(LARGEST_FILE)
            content = upload.read()
            found = parsed(content)
            self.packed = base64.b64encode(zlib.compress(content)).decode()
            if len(self.packed) > LARGEST_PACKED:
                raise too_large(LARGEST_FILE)
            self.brought = add(found, self.client, now=self.now, look_only=True)
        except ImportRefusedError as refused:
            raise forms.ValidationError(f"{refused} Nothing was stored.") from None
        return found


class PackedForm(forms.Form):
    """The file as ``FileForm`` packed it, sent back to be brought in; cleans to the export."""

    packed = forms.CharField(widget=forms.HiddenInput, max_length=LARGEST_PACKED)

    def clean_packed(self) -> dict[str, Any]:
        try:
            unpacking = zlib.decompressobj()
            content = unpacking.decompress(base64.b64decode(self.cleaned_data["packed"], validate=True), LARGEST_FILE)
            if not unpacking.eof:
                raise ValueError
            return parsed(content)
        except (ValueError, zlib.error, ImportRefusedError):
            raise forms.ValidationError(STALE_FILE) from None
