"""Form fields of the whole site: one line, names, scores from 0 to 10, wall times, lines of text; and their focus."""

import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django import forms
from django.utils.safestring import SafeString

UNWRITABLE = "This holds a character that can't be written down. Please type it again."

# Bidirectional control characters. They are dropped, because they also reverse the text that follows the field's own.
TURNS_TEXT = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


_BLANK = {"Cc", "Cf", "Zl", "Zp", "Zs"}  # categories of Unicode: control, format, and separators of all kinds


def words_or_nothing(text: str) -> str:
    """The text; empty where nothing of it can be seen, as with a zero-width space. NUL stays, to be refused."""
    return text if any(c == "\0" or unicodedata.category(c) not in _BLANK for c in text) else ""


class LineField(forms.CharField):
    """One line of text: line breaks and other control characters become spaces, and runs of spaces one space."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        # NUL stays, so that the validator refuses it with an error message.
        one_line = "".join(" " if unicodedata.category(c) == "Cc" and c != "\0" else c for c in text)
        return words_or_nothing(" ".join(one_line.translate(TURNS_TEXT).split()))


class NameField(LineField):
    """A name of up to 80 letters in any script, safe for the subject of a mail."""

    default_error_messages = {
        "required": "Please tell us what to call you.",
        "max_length": "Please use at most 80 letters.",
        "null_characters_not_allowed": UNWRITABLE,
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=80, **kwargs)


WALL_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?", re.ASCII)  # as browsers send it

NOT_AT_ALL, AS_TIGHT_AS_IT_GETS = "not tight at all", "as tight as it gets"

SCORE_CHOICES = [(number, str(number)) for number in range(11)]


class OptionGroup(forms.widgets.ChoiceWidget):
    """Radio buttons or check boxes of which only the first takes the `autofocus` of the field."""

    def create_option(
        self,
        name: str,
        value: Any,
        label: int | str,
        selected: bool,
        index: int,
        subindex: int | None = None,
        attrs: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        if index:
            option["attrs"].pop("autofocus", None)
        return option


class Ticks(OptionGroup, forms.CheckboxSelectMultiple):
    """A group of check boxes."""


class Scale(OptionGroup, forms.RadioSelect):
    """Eleven large buttons that are one radio group, with words at the ends."""

    template_name = "forms/scale.html"

    def __init__(self, ends: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.ends = ends

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["ends"] = self.ends
        return context


class MaybeScale(Scale):
    """The scale, and one more choice below it in the same group, for whoever has no number."""

    template_name = "forms/maybe_scale.html"


class Chips(OptionGroup, forms.RadioSelect):
    """A radio group drawn as a row of chips, for a few short choices."""

    template_name = "forms/chips.html"


class PictureChips(Chips):
    """Chips with a small picture before the words. `pictures`: markup by value; a page sets it that has some."""

    template_name = "forms/picture_chips.html"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.pictures: Mapping[str, SafeString] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return {**option, "picture": self.pictures.get(str(value), "")}


class ScoreField(forms.TypedChoiceField):
    """A whole number from 0 to 10; cleans to an int."""

    default_error_messages = {
        "required": "Please choose a number from 0 to 10.",
        "invalid_choice": "Please choose a whole number from 0 to 10.",
    }

    def __init__(self, *, ends: tuple[str, str] = (NOT_AT_ALL, AS_TIGHT_AS_IT_GETS), **kwargs: Any) -> None:
        super().__init__(**{"choices": SCORE_CHOICES, "coerce": int, "widget": Scale(ends), **kwargs})


NO_NUMBER = "none"


class MaybeScoreField(ScoreField):
    """A whole number from 0 to 10, or none: cleans to an int, and to None where `no_number` or nothing is chosen."""

    def __init__(self, *, no_number: str, **kwargs: Any) -> None:
        super().__init__(
            choices=[*SCORE_CHOICES, (NO_NUMBER, no_number)],
            coerce=lambda value: None if value == NO_NUMBER else int(value),
            empty_value=None,
            required=False,
            widget=MaybeScale((NOT_AT_ALL, AS_TIGHT_AS_IT_GETS)),
            **kwargs,
        )


class WallTimeField(forms.DateTimeField):
    """A local date and time; cleans to a naive datetime."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_error_messages = {"required": "Please say when it was.", "invalid": "Please give a day and a time."}

    def to_python(self, value: Any) -> datetime | None:
        """Parses without a zone: Django would use the site's zone and refuse times that its clock changes skip."""
        if value in self.empty_values:
            return None
        text = str(value).strip()
        if WALL_TIME.fullmatch(text):
            with suppress(ValueError):
                return datetime.fromisoformat(text)
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


def focus_first_error(*bound_forms: forms.BaseForm) -> None:
    """Puts the focus on the first field with an error, in the order of the page; a hidden one can't take it."""
    for form in bound_forms:
        for field in form.visible_fields():
            if field.errors:
                field.field.widget.attrs["autofocus"] = True
                return


NUL = {"null_characters_not_allowed": UNWRITABLE}

SPOILED_FORM = "This form came back incomplete. Please send it again."


class WordsField(forms.CharField):
    """Text of several lines, with LF as line break. `ask` is the error message for an empty value."""

    def __init__(self, *, ask: str, max_length: int, rows: int = 3, **kwargs: Any) -> None:
        errors = {"required": ask, "max_length": f"Please keep this to {max_length} letters or fewer.", **NUL}
        super().__init__(max_length=max_length, error_messages=errors, widget=forms.Textarea({"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        return words_or_nothing(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class LinesField(WordsField):
    """One item per line; cleans to a list of the distinct items that are not empty."""

    def __init__(self, *, line_letters: int, most: int, **kwargs: Any) -> None:
        super().__init__(max_length=line_letters * most, rows=5, **kwargs)
        self.line_letters, self.most = line_letters, most

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(data) != self.prepare_value(initial))

    def clean(self, value: Any) -> list[str]:
        lines = [" ".join(line.split()) for line in super().clean(value).split("\n")]
        distinct = list(dict.fromkeys(line for line in lines if line))
        if len(distinct) > self.most:
            raise forms.ValidationError(f"Please keep this to {self.most} lines.")
        if long := next((line for line in distinct if len(line) > self.line_letters), None):
            raise forms.ValidationError(
                f"Please keep each line to {self.line_letters} letters. Too long: “{long[:40]}…”"
            )
        return distinct


def first_error(form: forms.Form) -> str:
    """The first error of a form in one line, behind the label of its field; for answers without a page."""
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else None
    return f"{label or ''} {errors[0]}".strip()
