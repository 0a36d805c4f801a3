"""What visitors type, and what the trainer sets: every value leaves here as a value of the domain, or not at all."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core import signing
from django.core.validators import URLValidator
from django.forms.models import BaseInlineFormSet, inlineformset_factory
from django.http import QueryDict

from hinge_coach.accounts.forms import LineField
from hinge_coach.accounts.models import Trainer
from hinge_coach.accounts.screening import QUESTIONS
from hinge_coach.accounts.zones import ZoneField, ZoneSelect
from hinge_coach.booking import phones
from hinge_coach.booking.models import BusyCalendar, Call, CallRules, DateRule, Hours
from hinge_coach.booking.reserving import Wish
from hinge_coach.booking.when import place

START = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\dZ", re.ASCII)
SPOILED = "This form came back incomplete. Please send it once more."


def words(what: str, longest: int) -> dict[str, str]:
    """The sentences beside a field."""
    return {
        "required": f"Please tell us {what}.",
        "max_length": f"Please keep this to {longest} letters or fewer.",
        "null_characters_not_allowed": "This holds a character that can't be written down. Please type it again.",
    }


class StartField(forms.CharField):
    """The start of a call as a form writes it, ``2026-12-01T14:30Z``; cleans to a UTC datetime."""

    default_error_messages = {
        "required": "Please choose a time.",
        "unknown": "Please choose one of the free times.",
        "null_characters_not_allowed": "Please choose one of the free times.",
    }

    def clean(self, value: Any) -> datetime:
        text = super().clean(value)
        try:
            if START.fullmatch(text):
                return datetime.strptime(text, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
        except ValueError:
            pass
        raise forms.ValidationError(self.error_messages["unknown"], code="unknown")


# Buttons that book nothing: times in another zone, the days from a date on, another month.
ASKS = ("show", "from", "month")


def asks_for_times(typed: Mapping[str, Any]) -> bool:
    return any(name in typed for name in ASKS)


class TimesForm(forms.Form):
    """Which free times somebody wants to see: on the clock of a zone, from a date on."""

    zone = ZoneField()
    first = forms.DateField(required=False)

    @classmethod
    def of(cls, typed: Mapping[str, Any], zone: Any) -> "TimesForm":
        """What was asked for, looked at already: `first` is None where it is no date."""
        first = typed.get("month") or typed.get("from") or typed.get("page")
        form = cls({"zone": zone, "first": first})
        form.is_valid()
        return form


# Another zone in the list brings the times on its clock; without htmx the button beside it does.
SHOW_TIMES = {
    "data-follow-zone": "",
    "aria-describedby": "zone_hint",
    "hx-post": "",
    "hx-vals": '{"show": "1"}',
    "hx-target": "#slots",
    "hx-swap": "outerHTML",
}


VISIBLE = ("zone", "name", "email", "phone", "about", "tightness", "tight_when", "tried", "answers", "taster")
TELL_MORE = ("tightness", "tight_when", "tried", "answers", "none_of_these", "keeps_answers")
TASTER = ("taster", "attach_taster")
BEFORE_FIRST = "Leave this out, or choose a number from 0 to 10."


class CallForm(forms.Form):
    """The visitor's form. `shown` is the zone in which the times on the page are written."""

    id = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": SPOILED, "invalid": SPOILED})
    opened = forms.CharField(widget=forms.HiddenInput, error_messages={"required": SPOILED})
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    zone = ZoneField(widget=ZoneSelect(attrs=SHOW_TIMES))
    start = StartField()
    name = LineField(
        label="Your name",
        max_length=80,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages=words("your name", 80),
    )
    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text="For the confirmation, and the link to move or cancel.",
        error_messages={
            **words("your e-mail address", 254),
            "invalid": "This doesn't look like an e-mail address. It needs an @ and a name after it.",
        },
    )
    phone = LineField(
        label="Phone",
        max_length=40,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
        help_text="The number to ring you on. From another country, begin with + and the country code.",
        error_messages=words("the number to ring you on", 40),
    )
    about = forms.CharField(
        label="What is going on?",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="A line is plenty: when your low back feels tight, what you would like to do again.",
        error_messages=words("what is going on", 2000),
    )
    # Three more questions; nobody has to answer them.
    tightness = forms.TypedChoiceField(
        label="How tight is it, from 0 to 10?",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", "I'd rather not say"),
            (0, "0, not at all"),
            *((n, str(n)) for n in range(1, 10)),
            (10, "10, most"),
        ],
        error_messages={"invalid_choice": BEFORE_FIRST},
    )
    tight_when = LineField(
        label="When is it tight?",
        required=False,
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages=words("when it is tight", 120),
    )
    tried = forms.CharField(
        label="What have you tried?",
        required=False,
        max_length=600,
        widget=forms.Textarea({"rows": 2}),
        error_messages=words("what you have tried", 600),
    )
    answers = forms.MultipleChoiceField(
        required=False,
        choices=[(question.code, question.text) for question in QUESTIONS],
        error_messages={"invalid_choice": SPOILED, "invalid_list": SPOILED},
    )
    none_of_these = forms.BooleanField(required=False)
    keeps_answers = forms.BooleanField(required=False)
    taster = forms.ChoiceField(
        required=False, choices=Call.Felt.choices, error_messages={"invalid_choice": "Please choose one of the three."}
    )
    attach_taster = forms.BooleanField(required=False)
    # People don't see this one; robots fill it in.
    nickname = forms.CharField(required=False, widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}))

    def __init__(self, *args: Any, trainer: Trainer, now: datetime, **kwargs: Any) -> None:
        self.trainer, self.now = trainer, now
        super().__init__(*args, **kwargs)
        if self.is_bound or self.initial.pop("zone_chosen", False):
            self.fields["zone"].widget.attrs["data-chosen"] = ""

    @classmethod
    def empty(cls, trainer: Trainer, now: datetime, typed: Mapping[str, Any]) -> "CallForm":
        """A form nobody has sent yet, holding what is known or was `typed` so far."""
        fresh = {"id": uuid4(), "opened": open_stamp(now), "zone": trainer.zone}
        kept = {name: typed[name] for name in cls.base_fields if typed.get(name)}
        return cls(initial={**fresh, **kept, "zone_chosen": "zone" in kept}, trainer=trainer, now=now)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean_id(self) -> UUID:
        wanted = cast("UUID", self.cleaned_data["id"])
        if wanted.version != 4:  # a made-up id could be somebody else's too
            raise forms.ValidationError(SPOILED)
        return wanted

    def clean_opened(self) -> str:
        """Nobody reads the times and types a phone number within two seconds."""
        try:
            opened = float(signing.Signer(salt=STAMP).unsign(self.cleaned_data["opened"]))
        except (signing.BadSignature, ValueError):
            raise forms.ValidationError(SPOILED) from None
        if self.now.timestamp() - opened < getattr(settings, "CALL_FORM_SECONDS", 2):
            raise forms.ValidationError("That was very quick. Please press the button once more.")
        return cast("str", self.cleaned_data["opened"])

    def clean_nickname(self) -> str:
        if self.cleaned_data["nickname"]:
            raise forms.ValidationError("A field that should stay empty was filled in. Please send the form once more.")
        return ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        zone: ZoneInfo | None = data.get("zone")
        if zone and data.get("phone"):
            number = phones.parse(data["phone"], zone.key)
            if number is None:
                self.add_error(
                    "phone",
                    "This doesn't look like a number we can ring. Try it with + and the country code: +1 202 555 0143.",
                )
            data["phone"] = number
        if data.get("answers") and data.get("none_of_these"):
            self.add_error("answers", "You ticked “none of these” as well. Please untick one or the other.")
        if zone and data.get("shown") and data["shown"] != zone.key:
            self.add_error("zone", f"The times are now in {place(zone)}. Please check yours, and send the form again.")
        return data

    def wish(self) -> Wish:
        data = self.cleaned_data
        return Wish(
            id=data["id"],
            name=data["name"],
            email=data["email"],
            phone=data["phone"],
            about=data["about"],
            zone=data["zone"],
            starts_at=data["start"],
            tightness=data["tightness"],
            tight_when=data["tight_when"],
            tried=data["tried"],
            answers=data["answers"] if data["answers"] or data["none_of_these"] else None,
            taster=data["taster"] if data["attach_taster"] else "",
            keeps_answers=data["keeps_answers"],
        )

    @property
    def tells_more(self) -> bool:
        """Whether the three questions are open: where something was typed there, it must be seen."""
        return any(self[name].value() for name in TELL_MORE)

    @property
    def tastes(self) -> bool:
        return any(self[name].value() for name in TASTER)

    @property
    def ticked(self) -> list[str]:
        return self["answers"].value() or []

    def problems(self) -> list[tuple[str, str]]:
        """Where and what, for the list at the head of the page: a phone shows only a part of this form at once."""
        places = {"start": "times", **{name: str(self[name].id_for_label) for name in VISIBLE}}
        return [(places[name], str(error)) for name in places for error in self.errors.get(name, [])]

    def unseen_errors(self) -> list[str]:
        """Sentences of fields that have no place on the page, each once."""
        return list(
            dict.fromkeys(str(error) for name in ("id", "opened", "nickname") for error in self.errors.get(name, []))
        )

    def renewed(self) -> "CallForm":
        """The same form to send again: a new id and stamp where those were spoiled, the robot's field empty."""
        spoiled = {"id": str(uuid4()), "opened": open_stamp(self.now)}
        fresh = {name: value for name, value in spoiled.items() if SPOILED in self.errors.get(name, [])}
        self.data = {**as_typed(self.data), **fresh, "nickname": ""}
        return self


def as_typed(data: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, by field; of tick-boxes all that were ticked."""
    typed: dict[str, Any] = {name: data[name] for name in data}
    if isinstance(data, QueryDict):
        typed["answers"] = data.getlist("answers")
    return typed


STAMP = "hinge_coach.booking.opened"


def open_stamp(now: datetime) -> str:
    """When a form was handed out, signed."""
    return signing.Signer(salt=STAMP).sign(str(int(now.timestamp())))


class BehalfForm(forms.Form):
    """The trainer books for somebody, as on the phone. Times are on the trainer's own clock."""

    id = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": SPOILED, "invalid": SPOILED})
    start = StartField()
    name = LineField(label="Their name", max_length=80, error_messages=words("their name", 80))
    email = forms.EmailField(
        label="Their e-mail",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={**words("their e-mail address", 254), "invalid": "This doesn't look like an e-mail address."},
    )
    phone = LineField(
        label="Their phone",
        max_length=40,
        widget=forms.TextInput({"type": "tel", "autocomplete": "off"}),
        error_messages=words("the number to ring them on", 40),
    )
    zone = ZoneField(label="Their time zone")
    about = forms.CharField(
        label="What is going on?",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages=words("what is going on", 2000),
    )

    def __init__(self, *args: Any, trainer: Trainer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].widget.attrs.pop("data-guess-zone", None)  # it is theirs, not this browser's

    @classmethod
    def empty(cls, trainer: Trainer, typed: Mapping[str, Any]) -> "BehalfForm":
        kept = {name: typed[name] for name in cls.base_fields if typed.get(name)}
        return cls(initial={"id": uuid4(), "zone": trainer.zone, **kept}, trainer=trainer)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        zone: ZoneInfo | None = data.get("zone")
        if zone and data.get("phone"):
            number = phones.parse(data["phone"], zone.key)
            if number is None:
                self.add_error("phone", "This doesn't look like a number. Try it with + and the country code.")
            data["phone"] = number
        return data

    def wish(self) -> Wish:
        return Wish(
            starts_at=self.cleaned_data["start"], **{k: v for k, v in self.cleaned_data.items() if k != "start"}
        )


class MoveForm(forms.Form):
    start = StartField()


class CancelForm(forms.Form):
    reason = LineField(
        label="Why?",
        required=False,
        max_length=300,
        error_messages=words("why", 300),
    )


# What the trainer sets; the desk's settings page shows these.

CALENDARS_MOST = 10


class BusyCalendarForm(forms.Form):
    """A calendar elsewhere that says when the trainer is busy."""

    name = LineField(label="What it is called", max_length=60, error_messages=words("what it is called", 60))
    url = forms.CharField(
        label="Its address",
        max_length=1000,
        widget=forms.URLInput({"autocomplete": "off"}),
        help_text="The secret address in iCal format. It begins with https:// or webcal:// and often ends in .ics.",
        error_messages=words("its address", 1000),
    )

    def __init__(self, *args: Any, trainer: Trainer, **kwargs: Any) -> None:
        self.trainer = trainer
        super().__init__(*args, **kwargs)

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        web = re.sub("^webcal://", "https://", url, flags=re.IGNORECASE)
        try:
            URLValidator(schemes=["http", "https"])(web)
        except forms.ValidationError:
            local = settings.PRIVATE_CALENDARS and re.fullmatch(r"https?://[\w.\[\]:-]+/\S*", web)
            if not local:
                raise forms.ValidationError("This doesn't look like the address of a calendar.") from None
        if self.trainer.busy_calendars.filter(url=web).exists():
            raise forms.ValidationError("This calendar is in the list already.")
        if self.trainer.busy_calendars.count() >= CALENDARS_MOST:
            raise forms.ValidationError(f"{CALENDARS_MOST} calendars are the most. Please remove one first.")
        return web

    def save(self) -> BusyCalendar:
        return BusyCalendar.objects.create(trainer=self.trainer, **self.cleaned_data)


MINUTES = {
    "length_minutes": [15, 20, 30, 45, 60],
    "buffer_before": [0, 5, 10, 15, 30],
    "buffer_after": [0, 5, 10, 15, 30, 60],
    "grid_minutes": [15, 20, 30, 45, 60],
}
NOTICE = [
    (0, "none"),
    (60, "1 hour"),
    (4 * 60, "4 hours"),
    (12 * 60, "12 hours"),
    (24 * 60, "1 day"),
    (48 * 60, "2 days"),
    (7 * 24 * 60, "1 week"),
]


class CallRulesForm(forms.ModelForm[CallRules]):
    class Meta:
        model = CallRules
        fields = [
            "length_minutes",
            "grid_minutes",
            "buffer_before",
            "buffer_after",
            "notice_minutes",
            "horizon_days",
            "calls_a_day",
            "confirm_by_mail",
        ]
        labels = {
            "horizon_days": "How many days ahead",
            "calls_a_day": "At most this many calls a day",
            "confirm_by_mail": "People confirm by mail first (for when robots come)",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, minutes in MINUTES.items():
            self._offer(name, [(count, f"{count} minutes" if count else "none") for count in minutes])
        self._offer("notice_minutes", NOTICE)

    def _offer(self, name: str, choices: list[tuple[int, str]]) -> None:
        """A few good values, and the one that is stored."""
        stored = getattr(self.instance, name)
        if stored not in dict(choices):
            choices = sorted([*choices, (stored, f"{stored} minutes")])
        self.fields[name] = forms.TypedChoiceField(
            coerce=int, choices=choices, label=(self.fields[name].label or "").capitalize(), initial=stored
        )


class QuarterField(forms.TimeField):
    """A wall time on a quarter hour, for calls are kept apart by quarter hours."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput({"type": "time", "step": 900}, format="%H:%M")
        messages = {"invalid": "Please write a time such as 09:30.", "required": "Please write a time such as 09:30."}
        super().__init__(**{"widget": widget, "error_messages": messages, **kwargs})

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned is not None and (cleaned.minute % 15 or cleaned.second):
            raise forms.ValidationError("Please choose a quarter hour: 9:00, 9:15, 9:30 or 9:45.", code="quarter")
        return cleaned


class HoursForm(forms.ModelForm[Hours]):
    """One row of weekly hours. An end before the start runs past midnight."""

    starts = QuarterField(label="From")
    ends = QuarterField(label="Until")

    class Meta:
        model = Hours
        fields = ["weekday", "starts", "ends"]
        labels = {"weekday": "Day"}


class DateRuleForm(forms.ModelForm[DateRule]):
    starts = QuarterField(label="From", required=False)
    ends = QuarterField(label="Until", required=False)

    class Meta:
        model = DateRule
        fields = ["on", "kind", "starts", "ends"]
        labels = {"on": "Date", "kind": "What"}
        widgets = {"on": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        starts, ends = data.get("starts"), data.get("ends")
        if (starts is None) != (ends is None) and not {"starts", "ends"} & self.errors.keys():
            self.add_error("ends" if ends is None else "starts", "Please give both times, or none for the whole day.")
        if data.get("kind") == DateRule.Kind.EXTRA and starts is None and ends is None and not self.errors:
            self.add_error("starts", "Extra hours need a time from and a time until.")
        return data


class HoursFormSetBase(BaseInlineFormSet[Hours, Trainer, HoursForm]):
    """Refuses two rows with the same day and start with a sentence, before the database has to."""

    def get_unique_error_message(self, unique_check: Any) -> str:
        return "Two rows begin on the same day at the same time. Please delete one of them."

    def get_form_error(self) -> str:
        return "This day and time is there twice."


HoursFormSet = inlineformset_factory(
    Trainer, Hours, form=HoursForm, formset=HoursFormSetBase, extra=1, max_num=42, can_delete=True
)
DateRuleFormSet = inlineformset_factory(Trainer, DateRule, form=DateRuleForm, extra=1, max_num=200, can_delete=True)
