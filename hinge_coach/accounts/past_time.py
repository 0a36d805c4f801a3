"""A time of the past that a client gives by their own clock."""

from datetime import UTC, datetime, timedelta

from django import forms

from hinge_coach.accounts.models import Client

LONGEST_BACK = timedelta(days=366 * 2)

SLACK = timedelta(minutes=1)  # for the clock of the client's device


def past_instant(local: datetime, client: Client, *, now: datetime) -> datetime:
    """The UTC instant of a wall time in the client's zone; in an hour that the clocks repeat, the first one.

    The clock of a device may be fast: what it puts just after now is now, because the rules leave out what is still to
    come. Raises `ValidationError`.
    """
    at = local.replace(tzinfo=client.user.tz)
    if at < now - LONGEST_BACK:
        raise forms.ValidationError("This is more than two years ago. Please give a later day.")
    if at > now + SLACK:
        raise forms.ValidationError("This is still to come. Please give a time that has been.")
    at = at.astimezone(UTC)
    if at.astimezone(client.user.tz).replace(tzinfo=None) != local:
        raise forms.ValidationError(
            "The clocks went forward over this time, so it never was. Please give one before or after."
        )
    return min(at, now)
