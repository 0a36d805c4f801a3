"""The tightness somebody reported before their free call, kept as the first entry of the client they became."""

from hinge_coach.accounts.models import Client
from hinge_coach.booking.models import Call
from hinge_coach.tightness.models import CheckIn


def record_first_entry(client: Client) -> None:
    """Makes it a check-in at the time it was given, where they agreed to that when they booked."""
    calls = Call.objects.filter(
        email__iexact=client.user.email, status=Call.Status.JOINED, keeps_answers=True, tightness__isnull=False
    )
    call = calls.order_by("-booked_at").first()
    if call is not None and call.tightness is not None:
        # The check-in has the id of the call, so that joining twice stores one.
        CheckIn.record(id=call.pk, client=client, at=call.booked_at, score=call.tightness)
