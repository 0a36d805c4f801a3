"""What the trainer notes about a call, for themselves alone."""

from datetime import datetime
from typing import Any

from django.db import transaction

from hinge_coach.booking.calls.claiming import lock_call
from hinge_coach.booking.models import Call, CallNote
from hinge_coach.fields import SPOILED_FORM
from lessons.messages.forms import WrittenForm

FORGOTTEN = "Who called was forgotten, and what was noted with it, so nothing new is kept here."


class CallNoteForm(WrittenForm):
    """A note on one call. The page makes its id, so that a double press stores one."""

    def __init__(self, data: Any = None, *, call: Call, **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"note_{call.pk}_%s", **kwargs)
        self.call = call
        self.fields["text"].label = "A note to yourself"
        self.fields["text"].help_text = "Only you can read it. It is deleted together with what they told you."

    @transaction.atomic
    def save(self, *, at: datetime) -> bool:
        """Where other words about the call have the id already, both are kept.

        False where the id belongs to a note on another call, or the caller was forgotten; then nothing is stored.
        """
        text = self.cleaned_data["text"]
        if lock_call(self.call).forgotten_at is not None:  # its notes are deleted, and a new one would stay
            self.add_error(None, FORGOTTEN)
            return False
        values = {"call": self.call, "text": text, "written_at": at}
        note, is_new = CallNote.objects.get_or_create(id=self.cleaned_data["id"], defaults=values)
        if not is_new and note.call_id != self.call.pk:
            self.add_error(None, SPOILED_FORM)
            return False
        if note.text != text:
            CallNote.objects.get_or_create(id=self.changed_id(), defaults=values)
        return True
