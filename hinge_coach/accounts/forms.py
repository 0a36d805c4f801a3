"""Forms about a person, their invitation and their morning mail, and the forms of sign-in."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from allauth.account.adapter import get_adapter
from allauth.account.forms import RequestLoginCodeForm, SignupForm
from allauth.core import context, ratelimit
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm
from django import forms
from django.core import signing
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from hinge_coach.accounts.addresses import address_of
from hinge_coach.accounts.drawn_as import DrawnAs, PersonName, Skin
from hinge_coach.accounts.invitation_states import SENT_JUST_NOW
from hinge_coach.accounts.inviting import Obstacle, ObstacleKind, obstacles
from hinge_coach.accounts.local_day import HOURS_OF_THE_DAY
from hinge_coach.accounts.models import MORNING_HOURS, Client, Invitation, User
from hinge_coach.accounts.phones import format_phone, last_digits, parse_phone
from hinge_coach.accounts.weight_unit import WeightUnit
from hinge_coach.accounts.zones.fields import ZoneField, city
from hinge_coach.fields import UNWRITABLE, Chips, LineField, NameField, PictureChips
from hinge_coach.wording import capitalize, hour_words, spoken

NO_SUCH_PHONE = (
    "This doesn't look like a number that can be called. Try it with + and the country code: +1 202 555 0143. Or leave "
    "it empty."
)


CHOOSE_SKIN = "Please choose one of these skins."


class PersonForm(forms.Form):
    """Name, time zone and phone, on the welcome page and on /me/. The phone cleans to E.164, or to nothing."""

    name = NameField(label="What should we call you?", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    zone = ZoneField(help_text="So we ask in your morning, not ours. Please correct it if it is wrong.")
    phone = LineField(
        label="Your phone number",
        required=False,
        max_length=40,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
        help_text="So that your trainer can call you when something in your answers asks for it. Nobody else sees it.",
        error_messages={
            "max_length": "Please use at most 40 letters and digits.",
            "null_characters_not_allowed": UNWRITABLE,
        },
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        zone: ZoneInfo | None = data.get("zone")
        if zone and data.get("phone"):
            number = parse_phone(data["phone"], zone.key)
            if number is None:
                self.add_error("phone", NO_SUCH_PHONE)
            else:
                data["phone"] = number
        return data

    def save(self, user: User) -> None:
        """Stores name and zone. The phone is a client's, and whoever joins is none yet."""
        zone: ZoneInfo = self.cleaned_data["zone"]
        user.name, user.zone = self.cleaned_data["name"], zone.key
        user.save(update_fields=["name", "zone"])


class WhomToDrawField(forms.ChoiceField):
    """A choice to which other pages lead, by `#drawn-as`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.template_name = "accounts/_drawn_as.html"


class MeForm(PersonForm):
    """What a client tells about themselves on /me/: name, zone, phone, when their day begins, kilograms or pounds,
    and whom figures show.

    A page from before one of the latter four existed leaves it as it is.
    """

    day_begins = forms.TypedChoiceField(
        label="When does your day begin?",
        help_text="What you report before this hour counts for the day before. 4 am suits most people. If you work at "
        "night, choose the hour at which you usually get up. Days that are stored already stay as they are.",
        choices=[(hour, capitalize(hour_words(hour))) for hour in HOURS_OF_THE_DAY],
        coerce=int,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Please choose one of these hours."),
    )
    weight_unit = forms.ChoiceField(
        label="Kilograms or pounds?",
        help_text="For the weights of some lessons. What is stored already stays as you typed it.",
        choices=[(unit.value, unit.label) for unit in WeightUnit],
        widget=Chips,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Please choose kilograms or pounds."),
    )

    person = WhomToDrawField(
        label="Draw me as",
        help_text="Lessons show different people. Choose one, and every figure that you see is that person.",
        required=False,
        choices=[("", "Each lesson’s own person"), *((name.value, name.label) for name in PersonName)],
        widget=PictureChips,
        error_messages={"invalid_choice": "Please choose one of these people."},
    )
    skin = forms.ChoiceField(
        label="Which skin?",
        required=False,
        choices=[(skin.value, skin.label) for skin in Skin],
        widget=PictureChips(attrs={"data-skin": ""}),
        error_messages={"invalid_choice": CHOOSE_SKIN},
    )

    LATER_FIELDS = ("phone", "day_begins", "weight_unit", "person")
    CLIENT_FIELDS = ("phone", "day_begins", "weight_unit", "drawn_as")

    def __init__(self, data: Any = None, *, client: Client) -> None:
        user = client.user
        initial = {
            "name": user.name,
            "zone": user.zone,
            "phone": format_phone(client.phone),
            "day_begins": client.day_begins,
            "weight_unit": client.unit,
            "person": client.to_draw.person if client.to_draw else "",
            "skin": client.to_draw.skin if client.to_draw else Skin.MEDIUM,
        }
        super().__init__(data, initial=initial)
        self.client = client
        for name in self.LATER_FIELDS:
            if data is not None and name not in data:
                del self.fields[name]
        if "person" not in self.fields:
            del self.fields["skin"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "person" in data and "skin" in data:
            if data["person"] and not data["skin"]:
                self.add_error("skin", CHOOSE_SKIN)
            else:
                person = data["person"]
                data["drawn_as"] = DrawnAs(PersonName(person), Skin(data["skin"])).value if person else ""
        return data

    @property
    def shown_skin(self) -> Skin:
        """The skin in which the people to choose from are drawn."""
        value = self["skin"].value() if "skin" in self.fields else None
        return Skin(value) if value in set(Skin) else Skin.MEDIUM

    def set_pictures(self, **pictures: Mapping[str, SafeString]) -> None:
        """Puts these, by value, before the words of the choices of a field, where there is one."""
        for name, by_value in pictures.items():
            if name in self.fields:
                cast("PictureChips", self.fields[name].widget).pictures = by_value

    @transaction.atomic
    def save(self, user: User) -> None:
        self.client.lock()
        super().save(user)
        names = [name for name in self.CLIENT_FIELDS if name in self.cleaned_data]
        for name in names:
            setattr(self.client, name, self.cleaned_data[name])
        self.client.save(update_fields=names)


class WelcomeForm(PersonForm):
    """The welcome page: name, time zone, phone, and consent to storing reports.

    `call_phone` is the number, in E.164, of a call that was booked with the same address. It is kept only where they
    say so.
    """

    from_call = forms.BooleanField(required=False)
    consent = forms.BooleanField(
        label="I agree that this site keeps what I report about my body, for me and my trainer to see",
        error_messages={"required": "Without this we can't keep your reports. You can read every lesson without it."},
    )

    def __init__(self, data: Any = None, *, call_phone: str = "", **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.call_phone = call_phone
        if call_phone:
            self.fields["from_call"].label = f"Use the number from your call; it ends in {last_digits(call_phone)}"
        else:
            del self.fields["from_call"]

    @property
    def kept_phone(self) -> str:
        """The number to keep, of a valid form: the one that was typed, or that of the call; may be empty."""
        typed: str = self.cleaned_data["phone"]
        return typed or (self.call_phone if self.cleaned_data.get("from_call") else "")


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label="Their e-mail address",
        max_length=254,
        error_messages={
            "required": "Please type their e-mail address.",
            "invalid": "This does not look like an e-mail address.",
            "max_length": "This is too long for an e-mail address.",
            "null_characters_not_allowed": UNWRITABLE,
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = NameField(required=False, label="Their name, if you know it")

    def __init__(
        self, data: Any = None, *, now: datetime, tz: ZoneInfo, of: Invitation | None = None, **kwargs: Any
    ) -> None:
        """`of`: the invitation that is corrected; `tz`: the trainer's zone."""
        super().__init__(data, **kwargs)
        self.now, self.tz, self.of = now, tz, of

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        obstacle = obstacles([email], now=self.now, but=self.of).get(email)
        if obstacle and not self._is_pressed_twice(obstacle):
            raise forms.ValidationError(obstacle_words(obstacle, self.tz))
        return email

    def _is_pressed_twice(self, obstacle: Obstacle) -> bool:
        """Whether the first of two presses has just invited them; inviting them once more does nothing then."""
        is_new = self.of is None and obstacle.kind is ObstacleKind.INVITED
        return bool(is_new and obstacle.at and self.now < obstacle.at + SENT_JUST_NOW)


def obstacle_words(obstacle: Obstacle, tz: ZoneInfo) -> str:
    """Why somebody can't be invited, with the day of the trainer's calendar."""
    day = spoken(obstacle.at.astimezone(tz).date()) if obstacle.at else ""
    match obstacle.kind:
        case ObstacleKind.CLIENT:
            return "This person is your client already."
        case ObstacleKind.TRAINER:
            return "This is the trainer's own address."
        case ObstacleKind.INVITED:
            return f"They were invited already, on {day}. The list of invitations can send the mail again."
        case ObstacleKind.BEGUN:
            return f"They began to join on {day}. The list of invitations can send them a new link."


class MorningMailForm(forms.Form):
    """Whether and when the morning question is mailed. Cleans to an hour in the client's zone, or None for never."""

    OFF = "off"

    hour = forms.ChoiceField(
        label="When should it come?",
        choices=[(OFF, "Never: no morning mail"), *((str(hour), f"At {hour}:00 am") for hour in MORNING_HOURS)],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Please choose one of these."),
    )

    def __init__(self, data: Any = None, *, client: Client) -> None:
        super().__init__(data, auto_id="morning_%s", initial={"hour": str(client.morning_hour or self.OFF)})
        self.client = client
        self.fields["hour"].help_text = f"By the clock in {city(client.user.zone)}, your time zone."
        if client.day_begins > MORNING_HOURS.start:
            hour = hour_words(client.day_begins)
            self.fields["hour"].help_text += f" Your day begins at {hour}, so no mail comes before."

    def clean_hour(self) -> int | None:
        hour: str = self.cleaned_data["hour"]
        return None if hour == self.OFF else int(hour)

    def save(self) -> None:
        self.client.morning_hour = self.cleaned_data["hour"]
        self.client.save(update_fields=["morning_hour"])


class EraseForm(forms.Form):
    """The form says whose it is, so that the second of two presses is told from somebody whose sign-in has ended."""

    WHO = "hinge_coach.accounts.erase"  # salt of the signature

    sure = forms.BooleanField(
        label="Yes, erase everything about me. I know that this can't be undone",
        error_messages={"required": "Please check this box, so that nobody erases by mistake."},
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        self.who = signing.dumps(user.pk, salt=self.WHO)

    @classmethod
    def is_of_somebody_erased(cls, data: Mapping[str, Any]) -> bool:
        """Whether this was sent from the page of somebody who is no user anymore."""
        try:
            user_id = signing.loads(data.get("who", ""), salt=cls.WHO, max_age=timedelta(days=1))
        except signing.BadSignature:
            return False
        return not User.objects.filter(pk=user_id).exists()


class SignInForm(RequestLoginCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self.fields["email"])

    def clean_email(self) -> str:
        """Limits attempts per network address and e-mail, so that a stranger can't use up the attempts of the owner."""
        who = f"{address_of(context.request)} {self.cleaned_data['email'].lower()}"
        if not ratelimit.consume(context.request, action="request_login_code_from_here", key=who):
            raise get_adapter().validation_error("too_many_login_attempts")
        return str(super().clean_email())


KEY_IS_GONE = (
    "This site can't check numbers and recovery codes now, because its key was changed. Please tell whoever runs it; a "
    "passkey still works."
)


class SecondStepForm(AuthenticateForm):  # type: ignore[misc]
    def clean_code(self) -> str:
        try:
            return str(super().clean_code())
        except LookupError:
            raise forms.ValidationError(KEY_IS_GONE) from None


class SecondStepAgainForm(ReauthenticateForm):  # type: ignore[misc]
    def clean_code(self) -> str:
        try:
            return str(super().clean_code())
        except LookupError:
            raise forms.ValidationError(KEY_IS_GONE) from None


class FreshCodeForm(forms.Form):
    code = LineField(
        label="The code",
        max_length=40,
        widget=forms.TextInput({"autocomplete": "one-time-code"}),
        error_messages={
            "required": "Please type in the code from the mail.",
            "max_length": "A code is shorter than this.",
            "null_characters_not_allowed": UNWRITABLE,
        },
    )


class JoinForm(SignupForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self.fields["email"])

    def save(self, request: HttpRequest) -> User:
        with transaction.atomic():
            user: User = super().save(request)
        return user

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        try:
            saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
        except IntegrityError:  # somebody has joined with this address since it was looked up
            self.account_already_exists = True
            saved = super().try_save(request)
        return saved


def _in_our_words(email: forms.Field) -> None:
    email.label = "E-mail"
    email.widget.attrs.pop("placeholder", None)
    email.error_messages["required"] = "Please type your e-mail address."
    email.error_messages["invalid"] = "This does not look like an e-mail address."


class PasskeyField(forms.JSONField):
    """JSON from the browser; text on which the parser itself fails is invalid, too."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (ValueError, RecursionError):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        return None  # a credential is never rendered again


UNREADABLE = "This passkey is not known here, or your browser could not show it. Please sign in with a mailed code."


class PasskeyForm(LoginWebAuthnForm):  # type: ignore[misc]
    """Sign-in with a passkey. A malformed credential gets the same error as an unknown passkey."""

    credential = PasskeyField(widget=forms.HiddenInput, error_messages={"required": UNREADABLE, "invalid": UNREADABLE})

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()
        except (forms.ValidationError, KeyError, TypeError, ValueError, AttributeError):
            raise forms.ValidationError(UNREADABLE) from None


NOT_SENT = "Your browser sent no passkey that we can read. Please try it again."


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    credential = PasskeyField(widget=forms.HiddenInput, error_messages={"required": NOT_SENT, "invalid": NOT_SENT})
    name = NameField(required=False, label="A name to tell it by")
    passwordless = forms.BooleanField(
        required=False,
        initial=True,
        label="It signs me in by itself",
        help_text="Without this it is a second step, after the mailed code.",
    )

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except (forms.ValidationError, KeyError, TypeError, ValueError, AttributeError):
            raise forms.ValidationError(NOT_SENT) from None
        return cleaned
