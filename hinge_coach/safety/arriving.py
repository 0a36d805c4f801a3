"""When what a client sends was done, read from the form: now, unless it had waited on the device."""

from datetime import datetime

from django.http import QueryDict

from hinge_coach.accounts.models import Client
from hinge_coach.safety.models import last_lift
from hinge_coach.waiting import Arrival, arrival


def arrival_of(post: QueryDict, client: Client, *, now: datetime) -> Arrival:
    """For a number or answers. Raises `RefusedError`."""
    return arrival(post.get("done_at", ""), now=now, joined_at=client.joined_at, back_dated=_is_back_dated(post))


def arrival_of_practice(post: QueryDict, client: Client, *, now: datetime) -> Arrival:
    """Practice of before it was opened again isn't taken without asking. Raises `RefusedError`."""
    done_at = post.get("done_at", "")
    return arrival(
        done_at,
        now=now,
        joined_at=client.joined_at,
        reopened_at=last_lift(client.closures.all()) if done_at else None,
        back_dated=_is_back_dated(post),
    )


def _is_back_dated(post: QueryDict) -> bool:
    return post.get("back_dated") == "yes"
