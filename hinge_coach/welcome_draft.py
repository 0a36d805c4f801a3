"""What somebody gives on the way through the welcome, kept in their session until it is over."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.sessions.backends.base import SessionBase

KEY = "welcome"


class WelcomeDraft:
    """The consent of somebody on their way through the welcome, and what they chose on a screen and left unsent.

    An ended session takes it along, and the welcome starts over. Nothing is kept before the consent.
    """

    def __init__(self, session: SessionBase) -> None:
        self.session = session

    @property
    def consented_at(self) -> datetime | None:
        """None for somebody who is not on the way: before the first screen, and once the welcome is over."""
        kept = self.session.get(KEY)
        return datetime.fromisoformat(kept["consented_at"]) if kept else None

    @property
    def phone(self) -> str:
        """The number given on the first screen, in E.164; may be empty. It becomes the client's with the second."""
        phone: str = self.session.get(KEY, {}).get("phone", "")
        return phone

    def begin(self, at: datetime, *, phone: str) -> None:
        """Notes the consent and the phone. Given again, the first consent stands, and the latest phone."""
        if self.consented_at is None:
            self.session[KEY] = {"consented_at": at.isoformat(), "screens": {}}
        self.session[KEY]["phone"] = phone
        self.session.modified = True

    def end(self) -> None:
        self.session.pop(KEY, None)

    def keep(self, screen: str, *bound_forms: forms.BaseForm) -> None:
        """Keeps what these forms, not yet valid, hold of their choices. Nothing for whoever is not on the way."""
        if self.consented_at is not None:
            self.session[KEY]["screens"][screen] = {
                name: value for form in bound_forms for name, value in _chosen(form)
            }
            self.session.modified = True

    def kept(self, screen: str) -> dict[str, Any]:
        """The initial values of the screen's forms; empty where nothing was left unsent."""
        screens: dict[str, dict[str, Any]] = self.session.get(KEY, {}).get("screens", {})
        return screens.get(screen, {})

    def forget(self, screen: str) -> None:
        if self.kept(screen):
            del self.session[KEY]["screens"][screen]
            self.session.modified = True


def _chosen(form: forms.BaseForm) -> list[tuple[str, Any]]:
    """Names and values of the fields that have choices; what is not offered is left out."""
    chosen: list[tuple[str, Any]] = []
    for bound in form:
        if not isinstance(bound.field, forms.ChoiceField):
            continue
        offered, value = {str(option.data["value"]) for option in bound}, bound.data
        if isinstance(value, list):
            chosen.append((bound.name, [code for code in value if code in offered]))
        elif value in offered:
            chosen.append((bound.name, value))
    return chosen
