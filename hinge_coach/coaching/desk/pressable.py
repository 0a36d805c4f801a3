"""A row of the desk with what the trainer can do there."""

import uuid
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from hinge_coach.coaching.desk.rows import ClientRow
from hinge_coach.coaching.desk.shown import known_up_to, sign_shown
from hinge_coach.wording import first_name
from lessons.messages.forms import MessageForm

_ID = "00000000-0000-4000-8000-000000000000"


class DeskRow(NamedTuple):
    """A client who needs a word, the field to write to them, and what the page shows of them, signed."""

    row: ClientRow
    field: SafeString
    shown_at: str


def desk_row(row: ClientRow, now: datetime) -> DeskRow:
    name = first_name(row.client.user.name) or "them"
    reasons = [reason for reason in row.reasons if reason.needs_attention]
    shown_at = sign_shown(row.id, reasons, at=known_up_to(row.client, now))
    before_id, after_id = _field(name, row.id)
    return DeskRow(row, SafeString(f"{before_id}{uuid.uuid4()}{after_id}"), shown_at)


@lru_cache(maxsize=512)
def _field(to: str, number: int) -> tuple[str, str]:
    """The empty field of a message, before and after its id, which is another one for each page."""
    form = MessageForm(to=to, number=number, initial={"id": _ID})
    before, after = render_to_string("lessons/messages/_field.html", {"form": form}).split(_ID)
    return before, after
