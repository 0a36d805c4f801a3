"""Adding a busy calendar."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import URLValidator

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.calls.forms import line_errors
from hinge_coach.booking.models import BusyCalendar
from hinge_coach.fields import LineField

CALENDARS_MOST = 10


class BusyCalendarForm(forms.Form):
    """A calendar elsewhere that says when the trainer is busy."""

    name = LineField(label="What it is called", max_length=60, error_messages=line_errors("what it is called", 60))
    url = forms.CharField(
        label="Its address",
        max_length=1000,
        widget=forms.URLInput({"autocomplete": "off"}),
        help_text="The secret address in iCal format. It begins with https:// or webcal:// and often ends in .ics.",
        error_messages=line_errors("its address", 1000),
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
