"""Forms that put a practice right, or add one of an earlier day: from memory, or from the printed card."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, cast
from uuid import uuid4

from django import forms

from hinge_coach.accounts.models import Client
from hinge_coach.accounts.past_time import past_instant
from hinge_coach.accounts.weight_unit import WeightUnit
from hinge_coach.accounts.zones.fields import city
from hinge_coach.fields import SCORE_CHOICES, LineField, ScoreField, WallTimeField
from hinge_coach.wording import hour_words
from lessons.models import Lesson, Practice
from lessons.models.load import LoadRefusedError, parse_load
from lessons.practice.forms import FINE_TODAY, IN_WORDS, PracticeForm, judged, mark_field
from lessons.practice.history import ClientState
from lessons.practice.loads import LoadOffer, load_offer
from lessons.practice.mending import Correction
from lessons.practice.position import Position
from lessons.practice.recording import prompt_at

NOON = time(12)
DAYS_ON_A_CARD = 7
TOO_EARLY = "This was before you joined."
LOAD_WITH_UNIT = "Please type one number with its unit, such as 12 kg or 27 lb."


class PastPracticeForm(PracticeForm):
    """A practice at a time that the client gives. Cleans to `at`, and to what `PracticeForm` does."""

    at = WallTimeField(label="When did you finish?")

    ORDER = ("at", "easier", "before", "mark", "measure", "load", "load_unit", "effort", "after", "usual")

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        state: ClientState,
        position: Position,
        lesson: Lesson,
        loads: LoadOffer | None,
        initial: Mapping[str, Any] | None = None,
        may_be_fine: bool = False,
    ) -> None:
        """`may_be_fine`: "fine today" is an answer, whether or not numbers are asked at each practice now."""
        prompt = prompt_at(state, lesson, position)
        if may_be_fine or prompt.may_be_fine:  # of an earlier day nobody knows whether numbers were asked
            prompt = replace(prompt, asks_scores=False)
        super().__init__(data, lesson=lesson, prompt=prompt, loads=loads, initial=initial)
        self.client, self.now = state.client, state.now
        for name in ("cue", "done_at", "back_dated"):
            del self.fields[name]
        self.fields["stopped"].disabled = True  # nobody can stop a practice afterwards, or go on with a stopped one
        self.fields["before"].label = "How tight was your low back before it?"
        self.fields["after"].label = "How tight was it right after?"
        self.fields["effort"].label = "How hard was it?"
        self.fields["easier"].label = "Which version?"
        self.fields["mark"].help_text = f"The mark: {self.self_check['pass_mark']}. The easier version needs no answer."
        self.fields["usual"].label = "Or instead of both numbers"
        if prompt.asks_scores:
            del self.fields["usual"]
        if "load" in self.fields:
            self.fields["load"].label = "Weight"
        self.fields["at"].widget.attrs["max"] = f"{state.now.astimezone(self.client.user.tz):%Y-%m-%dT%H:%M}"
        self.fields["at"].help_text = _clock_words(self.client)
        self.order_fields(self.ORDER)

    def clean_at(self) -> datetime:
        at = past_instant(self.cleaned_data["at"], self.client, now=self.now)
        if at < self.client.joined_at:
            raise forms.ValidationError(TOO_EARLY)
        return at


def _clock_words(client: Client) -> str:
    words = f"By the clock in {city(client.user.zone)}, your time zone."
    if client.day_begins:
        words += f" What was before {hour_words(client.day_begins)} counts for the day before."
    return words


class MendForm(PastPracticeForm):
    """A stored practice; cleans to a `Correction` under `correction`.

    What is left as the form shows it stays as it is stored: to the second, and judged as it was, also where the lesson
    asks something else by now.
    """

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, practice: Practice, state: ClientState, position: Position
    ) -> None:
        self.practice = practice
        tz = state.client.user.tz
        self.wall = practice.done_at.astimezone(tz).replace(tzinfo=None, second=0, microsecond=0)
        loads = load_offer(state, position, practice.lesson)
        super().__init__(
            data,
            state=state,
            position=position,
            lesson=practice.lesson,
            loads=loads,
            initial=self._initial(),
            may_be_fine=True,
        )
        del self.fields["id"]
        if practice.stopped:
            for name in ("mark", "measure", "effort", "usual", "easier", "load", "load_unit"):
                self.fields.pop(name, None)
            return
        mark = self.fields["mark"]
        if isinstance(mark, forms.ChoiceField) and not mark.valid_value(self.initial["mark"]):
            self.initial["mark"] = ""
            mark.required = mark.required and not practice.has_self_check

    def _initial(self) -> dict[str, Any]:
        practice = self.practice
        initial = {
            "at": self.wall,
            "stopped": practice.stopped,
            "easier": "yes" if practice.easier else "",
            "before": practice.before.score if practice.before else None,
            "after": practice.after.score if practice.after else None,
            "mark": _mark_of(practice),
            "measure": _measure_of(practice),
            "effort": practice.effort,
            "usual": FINE_TODAY if practice.is_fine else "",
            "load": practice.used.number if practice.used else "",
        }
        return {**initial, "load_unit": practice.used.unit} if practice.used else initial

    def clean_at(self) -> datetime:
        """An unchanged time keeps the stored instant, to the second."""
        return self.practice.done_at if self.cleaned_data["at"] == self.wall else super().clean_at()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        told = {"done_at": cleaned["at"], "before": cleaned["before"], "after": cleaned["after"]}
        if not self.practice.stopped:
            told |= {"effort": cleaned["effort"], "easier": cleaned["easier"]}
            changed = set(self.changed_data)
            if "mark" in changed:
                told |= {"guess": cleaned["guess"], "passed": cleaned["passed"], "answer": cleaned.get("answer")}
            if "measure" in changed:
                told["measure"] = cleaned["measure"]
            if changed & {"load", "load_unit"}:
                told["load"] = cleaned["load"]
        return {**cleaned, "correction": replace(Correction.of(self.practice), **told)}


def _mark_of(practice: Practice) -> str:
    """The answer to the self-check as its form has it; empty where there was none, or the question is another now."""
    if not practice.has_self_check:
        return ""
    if practice.lesson.answer_scale is not None:
        return "" if practice.answer is None else str(practice.answer)
    wanted = (practice.guess, practice.passed)
    pairs = ((value, (guess.value, passed)) for value, (_, guess, passed) in IN_WORDS.items())
    return next((value for value, each in pairs if each == wanted), "")


def _measure_of(practice: Practice) -> str | int:
    """As its field has it: one of the choices, or a whole number; empty where nothing was measured."""
    measure = practice.lesson.measure
    if measure is None or practice.measure is None:
        return ""
    if measure.choices:
        return next((str(choice) for choice in measure.choices if choice == practice.measure), "")
    return round(practice.measure)


class CardRowForm(forms.Form):
    """One column of the printed card: a day, and what was written there. Cleans to what `recording.record` takes."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    on = forms.DateField(
        label="Day",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Please give a day, such as 2026-12-24."},
    )
    before = ScoreField(label="Tight before", required=False, empty_value=None)
    effort = ScoreField(label="How hard", required=False, empty_value=None)
    after = ScoreField(label="Tight after", required=False, empty_value=None)

    ANSWERS = ("before", "load", "mark", "effort", "after")

    def __init__(
        self, data: Any = None, *, row: int, lesson: Lesson, loads: LoadOffer | None, client: Client, now: datetime
    ) -> None:
        on = client.today(now) - timedelta(days=DAYS_ON_A_CARD - row)
        super().__init__(data, prefix=f"row-{row}", initial={"id": uuid4(), "on": on})
        self.row, self.lesson, self.client, self.now = row, lesson, client, now
        for name in ("before", "effort", "after"):
            self.fields[name].widget = forms.Select(choices=[("", "–"), *SCORE_CHOICES])
        mark = mark_field(lesson.self_check)
        mark.label, mark.required = "Mark", False
        options = cast("Iterable[tuple[str, str]]", mark.choices)
        mark.widget = forms.Select()
        mark.choices = [("", "–"), *options]
        self.fields["mark"] = mark
        if loads:
            unit = f" ({loads.unit})" if loads.unit else ""
            self.fields["load"] = LineField(label=f"Weight{unit}", required=False, widget=forms.TextInput({"size": 6}))
            self.unit: WeightUnit | None = loads.unit
        self.order_fields(["id", "on", *self.ANSWERS])
        today = client.today(now)
        self.fields["on"].widget.attrs.update(max=f"{today}", min=f"{client.today(client.joined_at)}")

    @property
    def is_empty(self) -> bool:
        """Whether nothing but a day stands in this row."""
        return not any(str(self.data.get(self.add_prefix(name), "")).strip() for name in self.ANSWERS)

    def clean_on(self) -> date | None:
        on: date | None = self.cleaned_data["on"]
        if on is None:
            raise forms.ValidationError("Please give the day.")
        if on > self.client.today(self.now):
            raise forms.ValidationError("This day is still to come.")
        if on < self.client.today(self.client.joined_at):
            raise forms.ValidationError(TOO_EARLY)
        return on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.errors.pop("id", None)  # a new one is made then
        mark = cleaned.get("mark", "")
        if "mark" not in self.errors and not mark:
            self.add_error("mark", "Please choose one.")
        if "effort" not in self.errors and cleaned.get("effort") is None:
            self.add_error("effort", "Please choose a number.")
        told = [cleaned.get(name) is not None for name in ("before", "after")]
        if any(told) and not all(told) and not {"before", "after"} & set(self.errors):
            self.add_error("after" if told[0] else "before", "Please give both numbers, or none.")
        load = None
        if cleaned.get("load"):
            try:
                load = parse_load(cleaned["load"], self.unit)
            except LoadRefusedError as error:
                self.add_error("load", str(error) if self.unit else LOAD_WITH_UNIT)
        if self.errors:
            return cleaned
        values = {name: cleaned[name] for name in ("before", "after", "effort")} | judged(
            mark, self.lesson.answer_scale
        )
        return {"id": cleaned.get("id") or uuid4(), "at": self._at(cleaned["on"]), "load": load, **values}

    def _at(self, on: date) -> datetime:
        """Nobody wrote the hour on the card: noon of that day, or now where that is still to come."""
        noon = datetime.combine(on, NOON, tzinfo=self.client.user.tz)
        return max(min(noon, self.now), min(self.client.joined_at, self.now))


def card_rows(
    data: Any, *, lesson: Lesson, loads: LoadOffer | None, client: Client, now: datetime
) -> list[CardRowForm]:
    """Seven rows, with the days of the last week in them."""
    rows = range(DAYS_ON_A_CARD)
    return [CardRowForm(data, row=row, lesson=lesson, loads=loads, client=client, now=now) for row in rows]
