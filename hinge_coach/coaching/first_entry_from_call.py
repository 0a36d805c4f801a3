"""What somebody told before their free call, carried over to the first entry of the client they became."""

from hinge_coach.accounts.models import Client
from hinge_coach.booking.models import Call
from hinge_coach.tightness.models import CheckIn


def record_first_entry(client: Client) -> None:
    """Their number from before the call becomes the first entry, on the day they gave it, where they ticked that."""
    told = Call.objects.filter(
        email__iexact=client.user.email, status=Call.Status.JOINED, keeps_answers=True, tightness__isnull=False
    )
    call = told.order_by("-booked_at").first()
    if call is not None and call.tightness is not None:
        CheckIn.record(id=call.pk, client=client, at=call.booked_at, score=call.tightness)
