"""What the trainer has written about a client."""

from hinge_coach.accounts.models import Client
from hinge_coach.coaching.models import Note

NOTES_ABOUT_SHOWN = 30


def latest_notes(client: Client) -> tuple[Note, ...]:
    """The private notes, newest first; one query."""
    return tuple(client.notes.all()[:NOTES_ABOUT_SHOWN])
