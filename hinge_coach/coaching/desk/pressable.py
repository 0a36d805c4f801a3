"""A row of the desk with what the trainer can do there."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID, uuid4

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from hinge_coach.coaching.desk.rows import ClientRow, ShownRow
from hinge_coach.coaching.desk.shown import known_up_to, sign_shown
from hinge_coach.kept_parts import gap_mark
from hinge_coach.wording import first_name
from lessons.messages.forms import MessageForm


class DeskRow(NamedTuple):
    """A client who needs a word, the field to write to them, and what is another one for each page.

    That is the id of the message, which stands in a gap of the field, and what the page shows of them, signed.
    """

    shown: ShownRow
    field: SafeString
    message_id: UUID
    shown_at: str


def desk_row(row: ClientRow, now: datetime) -> DeskRow:
    name = first_name(row.client.user.name) or "them"
    reasons = [reason for reason in row.reasons if reason.needs_attention]
    shown_at = sign_shown(row.id, reasons, at=known_up_to(row.client, now))
    return DeskRow(row.shown, _field(name, row.id), uuid4(), shown_at)


@lru_cache(maxsize=512)
def _field(to: str, number: int) -> SafeString:
    form = MessageForm(to=to, number=number, initial={"id": gap_mark("message_id")})
    return render_to_string("lessons/messages/_field.html", {"form": form})
