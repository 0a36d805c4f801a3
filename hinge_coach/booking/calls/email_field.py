"""The field of an e-mail address. A likely slip is asked about once, with a button for each answer, never refused."""

from typing import Any, NamedTuple

from django import forms

from hinge_coach.booking.calls.slips import likely_slip, with_domain


class TypedAddress(NamedTuple):
    """An address as it was sent, and the one that was kept in spite of the question."""

    address: str
    kept: str

    @property
    def meant(self) -> str:
        """The address that was probably meant; empty where nothing looks wrong, or it was kept."""
        domain = likely_slip(self.address)
        is_kept = self.kept.lower() == self.address.lower()
        return with_domain(self.address, domain) if domain and not is_kept else ""


class AskingEmailInput(forms.EmailInput):
    """Sends `<name>_kept` along, the address that was kept; the buttons of the question send `<name>_taken`."""

    template_name = "forms/email.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> TypedAddress:
        if taken := str(data.get(f"{name}_taken") or "").strip():
            return TypedAddress(taken, taken)
        return TypedAddress(str(data.get(name) or "").strip(), str(data.get(f"{name}_kept") or ""))

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        typed = value if isinstance(value, TypedAddress) else TypedAddress(str(value or ""), "")
        context = super().get_context(name, typed.address, attrs)
        context["widget"]["kept"] = typed.kept
        return context


class AskingEmailField(forms.EmailField):
    """Cleans to the address in small letters. Its value in a bound form is a `TypedAddress`."""

    widget = AskingEmailInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.template_name = "forms/email_field.html"

    def clean(self, value: TypedAddress) -> str:
        address = str(super().clean(value.address)).lower()
        if value.meant:
            raise forms.ValidationError(f"Did you mean {value.meant}?", code="slip")
        return address
