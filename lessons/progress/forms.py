"""Check-ins of another day, and corrections."""

from datetime import datetime
from typing import Any, Self
from uuid import uuid4

from hinge_coach.accounts.models import Client
from hinge_coach.accounts.past_time import past_instant
from hinge_coach.accounts.zones.fields import city
from hinge_coach.fields import WallTimeField
from hinge_coach.tightness.forms import CheckInForm
from hinge_coach.tightness.models import CheckIn
from hinge_coach.wording import hour_words


class EntryForm(CheckInForm):
    """A check-in at a time that the client gives. Cleans to the values that `CheckIn.record` takes."""

    at = WallTimeField(label="When was it?")

    field_order = ["id", "at", "score", "situation", "note", "note_for_doctor"]

    def __init__(self, *args: Any, client: Client, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client, self.now = client, now
        self.fields["score"].label = "How tight was your low back?"
        self.fields["at"].widget.attrs["max"] = f"{now.astimezone(client.user.tz):%Y-%m-%dT%H:%M}"
        self.fields["at"].help_text = f"By the clock in {city(client.user.zone)}, your time zone."
        if client.day_begins:
            hour = hour_words(client.day_begins)
            self.fields["at"].help_text += f" What was before {hour} counts for the day before."

    def clean_at(self) -> datetime:
        local: datetime = self.cleaned_data["at"]
        return past_instant(local, self.client, now=self.now)

    def renewed(self) -> Self:
        """This form, to be sent again: with a new id where the one sent was invalid."""
        if "id" in self.errors:
            self.data = {**{name: self.data.get(name) for name in self.fields}, "id": str(uuid4())}
        return self


class CorrectionForm(EntryForm):
    """A correction: of a check-in of a practice or from memory, its score alone. Cleans to what `correct` takes."""

    def __init__(self, data: Any = None, *, check_in: CheckIn, now: datetime) -> None:
        self.check_in = check_in
        self.wall = check_in.at.astimezone(check_in.client.user.tz).replace(tzinfo=None, second=0, microsecond=0)
        initial = {"score": check_in.score, "situation": check_in.situation, "at": self.wall}
        initial |= {"note": check_in.note, "note_for_doctor": check_in.note_for_doctor}
        super().__init__(data, initial=initial, client=check_in.client, now=now)
        keeps_its_time = check_in.is_of_a_practice or check_in.is_recalled
        for name in ["id", "at", "situation", "note", "note_for_doctor"] if keeps_its_time else ["id"]:
            del self.fields[name]

    def clean_at(self) -> datetime:
        """An unchanged time keeps the stored instant, to the second, also in an hour that the clocks repeat."""
        return self.check_in.at if self.cleaned_data["at"] == self.wall else super().clean_at()

    def clean(self) -> dict[str, Any]:
        names = ("at", "situation", "note", "note_for_doctor")
        unchanged = {name: getattr(self.check_in, name) for name in names}
        return {**unchanged, **self.cleaned_data}
