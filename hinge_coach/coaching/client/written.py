"""What the trainer has written to a client and about a client."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hinge_coach.accounts.models import Client

WRITTEN_SHOWN = 30


@dataclass(frozen=True, kw_only=True)
class WrittenItem:
    """A private note, or a message that the client reads too."""

    id: UUID
    text: str
    at: datetime
    is_private: bool


def written_items(client: Client) -> tuple[WrittenItem, ...]:
    """Notes and messages in one list, newest first: together they are what was said. Two queries."""
    notes = [
        WrittenItem(id=note.pk, text=note.text, at=note.written_at, is_private=True)
        for note in client.notes.all()[:WRITTEN_SHOWN]
    ]
    messages = [
        WrittenItem(id=message.pk, text=message.text, at=message.written_at, is_private=False)
        for message in client.messages.all()[:WRITTEN_SHOWN]
    ]
    return tuple(sorted([*notes, *messages], key=lambda item: (item.at, str(item.id)), reverse=True)[:WRITTEN_SHOWN])
