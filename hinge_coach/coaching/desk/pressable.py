"""A row of the desk with what the trainer can do there."""

from datetime import datetime
from typing import NamedTuple

from hinge_coach.coaching.desk.rows import ClientRow
from hinge_coach.coaching.desk.shown import known_up_to, sign_shown
from hinge_coach.wording import first_name
from lessons.messages.forms import MessageForm


class DeskRow(NamedTuple):
    """A client who needs a word, the form to write to them, and what the page shows of them, signed."""

    row: ClientRow
    form: MessageForm
    shown_at: str


def desk_row(row: ClientRow, now: datetime) -> DeskRow:
    name = first_name(row.client.user.name) or "them"
    reasons = [reason for reason in row.reasons if reason.needs_attention]
    shown_at = sign_shown(row.id, reasons, at=known_up_to(row.client, now))
    return DeskRow(row, MessageForm.empty(to=name, number=row.id), shown_at)
