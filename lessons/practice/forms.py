"""The form of a practice."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms

from hinge_coach.accounts.weight_unit import WeightUnit
from hinge_coach.fields import NUL, Chips, LineField, ScoreField, WordsField
from hinge_coach.tightness.forms import note_for_doctor_field
from hinge_coach.tightness.models import LONGEST_NOTE
from lessons.models import MEASURES, AnswerScale, Guess, Lesson, Measure, Practice, answer_scale, number_text
from lessons.models.load import LONGEST_LOAD_TEXT, LoadRefusedError, parse_load
from lessons.practice.begun import self_check_as_asked, sign
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


CLEAN, REACHED, NOT_YET = "clean", "reached", "not-yet"

IN_WORDS = {
    CLEAN: ("Yes, all", Guess.CLEAN, True),
    REACHED: ("Most, and I reached the mark", Guess.NEARLY, True),
    NOT_YET: ("Not yet", Guess.NOT_YET, False),
}
"""The answers to a question in words: what each is called, how clean it was, and whether the mark was reached."""


def mark_field(self_check: Mapping[str, Any]) -> forms.ChoiceField:
    """Whether the mark was reached: by a count, by how far, or in words."""
    scale = answer_scale(self_check)
    words = [(str(index), each) for index, each in enumerate(scale.words)] if scale else None
    return forms.ChoiceField(
        choices=words or [(value, label) for value, (label, _, _) in IN_WORDS.items()],
        widget=Chips,
        label=self_check["question"],
        error_messages={"required": "Please choose one.", "invalid_choice": "Please choose one of these."},
    )


def judged(mark: str, scale: AnswerScale | None) -> dict[str, Any]:
    """An answer to the question as `guess` and `passed`; on a scale, also as the `answer` there."""
    if scale is None:
        _, guess, passed = IN_WORDS[mark]
        return {"guess": guess.value, "passed": passed}
    answer = int(mark)
    return {"guess": scale.clean(answer).value, "passed": scale.passed(answer), "answer": answer}


class KnownChoiceField(forms.ChoiceField):
    """One of its choices; anything else is dropped, because the lesson may have been edited since the page opened."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return text if self.valid_value(text) else ""


def cue_field(cues: Sequence[str]) -> forms.ChoiceField:
    return KnownChoiceField(
        choices=[(cue, cue) for cue in cues], required=False, widget=Chips, label="Which words helped most?"
    )


def load_fields(offer: LoadOffer) -> dict[str, forms.Field]:
    """The weight as it is typed, and the unit that counts where none was typed with it."""
    return {
        "load": LineField(
            required=False,
            label="Weight today?",
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


NO_SELF_CHECK = {"guess": Guess.NOT_YET.value, "passed": False}

SCORES = ["before", "after"]

LOAD_NAMES = ("load", "load_unit")

VERSIONS = [("", "Full version"), ("yes", "Easier version")]

FINE_TODAY = "fine"

NOT_ASKED_WHEN_STOPPED = ("mark", "effort", "measure", "before", "usual")


class FirstNumberForm(forms.Form):
    """What a page without scripts sends of a practice before the movement begins."""

    id = forms.UUIDField()
    before = ScoreField(label="How tight is your low back now?")
    easier = forms.ChoiceField(choices=VERSIONS, required=False)
    begun = forms.Field(required=False)

    def initial_of_practice(self) -> dict[str, Any]:
        """The same answers as initial values of `PracticeForm`, with the weight as it was typed."""
        typed = {name: self.data[name][:LONGEST_LOAD_TEXT] for name in LOAD_NAMES if name in self.data}
        answers = {name: value for name, value in self.cleaned_data.items() if name != "begun" or value}
        return {**answers, **typed}


class PracticeForm(forms.Form):
    """One practice from the first score to the last. Cleans to the values that `recording.record` takes.

    Where the prompt asks for no scores, "fine today" may stand in for both, which clean to None then. A practice that
    was `stopped` needs its last score alone. `loads` is what there is to say about the weight, where there is one.

    `self_check` and `scale` are those that were asked: of a page that was opened before the lesson was edited, the ones
    it came with (`begun`).
    """

    id = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), "Please open this page again."),
    )
    begun = forms.Field(required=False, widget=forms.HiddenInput)
    done_at = forms.Field(required=False, widget=forms.HiddenInput)  # read by `arrival_of_practice`
    back_dated = forms.Field(required=False, widget=forms.HiddenInput)
    stopped = KnownChoiceField(choices=[("", ""), *Practice.Stopped.choices], required=False, widget=forms.HiddenInput)
    before = ScoreField(label="How tight is your low back now?")
    easier = forms.ChoiceField(
        choices=VERSIONS,
        required=False,
        widget=Chips,
        label="Which version today?",
        error_messages={"invalid_choice": "Please choose one of these."},
    )
    usual = KnownChoiceField(choices=[(FINE_TODAY, "Fine today, as usual")], required=False, widget=Chips)
    effort = ScoreField(label="How hard was it?", ends=("no effort", "all I had"))
    after = ScoreField(label="How tight is it now?")

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        lesson: Lesson,
        prompt: Prompt,
        loads: LoadOffer | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        begun = (initial or {}).get("begun") or sign(lesson)
        self.lesson, self.prompt, self.loads = lesson, prompt, loads
        self.self_check = self_check_as_asked(lesson, data.get("begun", "") if data is not None else begun)
        self.scale = answer_scale(self.self_check)
        self._old = OldAnswers(data or {}, self.scale)
        super().__init__(self._old.renamed(data) if data else data, initial={**(initial or {}), "begun": begun})
        for name in SCORES:
            self.fields[name].required = prompt.asks_scores
        self.fields["mark"] = mark_field(self.self_check)
        self.fields["mark"].required = not self._old.are_in_words
        if measure := MEASURES.get(self.self_check.get("kind", "")):
            self.fields["measure"] = measure_field(measure)
        if loads:
            self.fields.update(load_fields(loads))
        self.fields["cue"] = cue_field(lesson.cues)

    def clean_easier(self) -> bool:
        return bool(self.cleaned_data["easier"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("begun", "done_at", "back_dated"):
            cleaned.pop(name, None)
        usual = cleaned.pop("usual", "")
        cleaned = self._with_load(cleaned)
        if cleaned.get("stopped"):
            return self._stopped(cleaned)
        return self._with_scores(self._with_mark(cleaned), usual)

    def _stopped(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """Stopped on the way: nothing but the number after it is asked, and no mark was reached."""
        for name in (*NOT_ASKED_WHEN_STOPPED, *LOAD_NAMES):
            self.errors.pop(name, None)
        if cleaned.get("after") == "":
            self.add_error("after", ScoreField.default_error_messages["required"])
        before = cleaned.get("before")
        answers = {name: value for name, value in cleaned.items() if name not in NOT_ASKED_WHEN_STOPPED}
        return {**answers, **NO_SELF_CHECK, "effort": None, "before": None if before == "" else before}

    def _with_mark(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """How clean the set was, and whether it passed, by the question as it was asked.

        The answer on a scale is kept where the lesson still has these words for it. The easier version needs none: it
        has other sets than the question is about, and its self-check decides nothing.
        """
        mark = cleaned.pop("mark", "")
        if cleaned.get("easier") and not mark and not self._old.are_in_words:
            self.errors.pop("mark", None)
            return {**cleaned, **NO_SELF_CHECK}
        if self._measured_otherwise:
            self.errors.pop("measure", None)
            cleaned["measure"] = None
        if not mark:
            return {**cleaned, **self._old.in_words}
        answers = judged(mark, self.scale)
        if self.scale is None:
            return {**cleaned, **answers, **self._old.in_words}
        scale_now = self.lesson.answer_scale
        if scale_now is None or scale_now.words != self.scale.words:
            answers["answer"] = None
        return {**cleaned, **answers}

    @property
    def _measured_otherwise(self) -> bool:
        """Whether the lesson measures something else by now than what was asked."""
        return "measure" in self.fields and self.self_check.get("kind") != self.lesson.self_check.get("kind")

    def _with_scores(self, cleaned: dict[str, Any], usual: str) -> dict[str, Any]:
        """An explicit "fine today" overrides scores that were chosen before it, which the page hides by then."""
        if usual == FINE_TODAY:
            for name in SCORES:
                self.errors.pop(name, None)
            return {**cleaned, "before": None, "after": None}
        missing = [name for name in SCORES if name not in self.errors and cleaned.get(name) in {None, ""}]
        if missing == SCORES:
            self.add_error("usual", "Please choose one.")
            return cleaned
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
        self.add_error("before", prompt.sentence)


class OldAnswers:
    """The names that pages sent which were opened before an upgrade; somebody may practice during it.

    `gentle` is from before 0.2.0; `answer` on a scale, or `guess` and `passed` in words, are from before `mark`. Where
    the question has got a scale since then, the words still say whether it passed.
    """

    def __init__(self, data: Mapping[str, Any], scale: AnswerScale | None) -> None:
        guess, passed = data.get("guess"), data.get("passed")
        is_old = "mark" not in data and not (scale and "answer" in data)
        is_answered = is_old and guess in Guess.values and passed in ("yes", "no")
        self._is_scaled = scale is not None
        self.in_words: dict[str, Any] = {"guess": guess, "passed": passed == "yes"} if is_answered else {}

    @property
    def are_in_words(self) -> bool:
        """Whether they answer a question that has got a scale since, so that no answer on it is needed."""
        return self._is_scaled and bool(self.in_words)

    def renamed(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """The same data with today's names."""
        named: dict[str, Any] = {}
        if "gentle" in data and "easier" not in data:
            named["easier"] = data["gentle"]
        if "mark" not in data and self._is_scaled and "answer" in data:
            named["mark"] = data["answer"]
        elif self.in_words and not self._is_scaled:
            reached = CLEAN if self.in_words["guess"] == Guess.CLEAN else REACHED
            named["mark"] = reached if self.in_words["passed"] else NOT_YET
        return {**{name: data[name] for name in data}, **named} if named else data


class ExtrasForm(forms.Form):
    """What may be added to a practice once it is saved: the cue that helped, and a note. Both can be changed later."""

    note = WordsField(ask="", required=False, max_length=LONGEST_NOTE, rows=2, label="A note for your trainer")
    note_for_doctor = note_for_doctor_field()

    def __init__(self, data: Mapping[str, Any] | None = None, *, practice: Practice) -> None:
        initial = {name: getattr(practice, name) for name in ("cue", "note", "note_for_doctor")}
        super().__init__(data, initial=initial)
        cues = practice.lesson.cues
        self.fields["cue"] = cue_field(cues if not practice.cue or practice.cue in cues else [*cues, practice.cue])
        self.fields["cue"].label = "Which cue helped?"
