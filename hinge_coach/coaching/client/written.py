"""What the trainer has written about a client."""

from hinge_coach.accounts.models import Client
from hinge_coach.booking.models import CallNote
from hinge_coach.coaching.models import Note

NOTES_ABOUT_SHOWN = 30

NOTES_ON_CALLS_SHOWN = 30


def latest_notes(client: Client) -> tuple[Note, ...]:
    """The private notes, newest first; one query."""
    return tuple(client.notes.all()[:NOTES_ABOUT_SHOWN])


def latest_notes_on_calls(client: Client) -> tuple[CallNote, ...]:
    """The notes on their calls, each with its call, newest first; one query."""
    notes = CallNote.objects.select_related("call").filter(call__email__iexact=client.user.email)
    return tuple(notes[:NOTES_ON_CALLS_SHOWN])
