"""The three numbers of the sign-up, stored as check-ins: today's, and two from memory."""

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from django.utils.crypto import salted_hmac

from hinge_coach.accounts.local_day import day_start
from hinge_coach.accounts.models import Client
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Moment

_ONE_DAY, _A_SECOND = timedelta(days=1), timedelta(seconds=1)


def record_first_numbers(
    client: Client, numbers: Sequence[int | None], *, at: datetime, on: date | None = None
) -> None:
    """Stores the numbers of the day of the sign-up and of the days before it, the latest first; None was left out.

    The first is an ordinary check-in at `at`. The others lie on the client's days before it, at the same time by the
    clock. `on`: the client's day that was asked about as today, where the answer came after its end; the numbers then
    lie on that day, the first one at its last second, and on the days before it. Storing them again changes nothing.
    """
    today = on or client.today(at)
    at = min(at, day_start(today + _ONE_DAY, client.user.tz, client.day_begins) - _A_SECOND)
    clock = at.astimezone(client.user.tz).replace(tzinfo=None)
    for days_before, score in enumerate(numbers):
        if score is None:
            continue
        wall = (clock - timedelta(days=days_before)).replace(tzinfo=client.user.tz)
        CheckIn.record(
            id=_id(client, today - timedelta(days=days_before)),
            client=client,
            at=wall.astimezone(UTC) if days_before else at,
            local_on=today - timedelta(days=days_before),  # also where the clocks skipped this time on that day
            score=score,
            moment=Moment.RECALLED if days_before else Moment.ANY,
        )


def _id(client: Client, on: date) -> uuid.UUID:
    """From the user and the site's secret, so that nobody else can have stored something under this id before."""
    mac = salted_hmac("hinge_coach.first_numbers", f"{client.user_id} {on}", algorithm="sha256")
    return uuid.UUID(bytes=mac.digest()[:16])
