"""Adding a calendar that says when the trainer is busy."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import URLValidator

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.models import BusyCalendar
from hinge_coach.booking.wording import field_errors
from hinge_coach.fields import LineField

MOST_CALENDARS = 10


class BusyCalendarForm(forms.Form):
    """The name and the address of one calendar; at most `MOST_CALENDARS`, each address once."""

    name = LineField(label="What it is called", max_length=60, error_messages=field_errors("what it is called", 60))
    url = forms.CharField(
        label="Its address",
        max_length=1000,
        widget=forms.URLInput({"autocomplete": "off"}),
        help_text="The secret address in iCal format. It begins with https:// or webcal:// and often ends in .ics.",
        error_messages=field_errors("its address", 1000),
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
            is_private = settings.PRIVATE_CALENDARS and re.fullmatch(r"https?://[\w.\[\]:-]+/\S*", web)
            if not is_private:
                raise forms.ValidationError("This doesn't look like the address of a calendar.") from None
        known = self.trainer.busy_calendars.filter(url=web).first()
        if known is not None:
            if known.name != self.cleaned_data.get("name"):  # the same name is a second press of the same form
                raise forms.ValidationError("This calendar is in the list already.")
            return web
        if self.trainer.busy_calendars.count() >= MOST_CALENDARS:
            raise forms.ValidationError(f"{MOST_CALENDARS} calendars are the most. Please remove one first.")
        return web

    def save(self) -> BusyCalendar:
        """The calendar; pressed twice, it is the same one."""
        name, url = self.cleaned_data["name"], self.cleaned_data["url"]
        calendar, _ = BusyCalendar.objects.get_or_create(trainer=self.trainer, url=url, defaults={"name": name})
        return calendar
