"""The mark of a client in pages and forms, by which a device tells whose something is.

Several people may use one device. Without the mark, what somebody did would be stored for whoever is signed in when it
is sent.
"""

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from hinge_coach.accounts.models import Client
from hinge_coach.tokens import make_token

PURPOSE = "hinge_coach.accounts.whose"


def mark_of(client: Client) -> str:
    """43 characters, the same in every session of this client."""
    return make_token(PURPOSE, str(client.pk))


def is_of(client: Client, mark: str) -> bool:
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(make_token(PURPOSE, str(client.pk), secret=key), mark) for key in secrets)


def whose(request: HttpRequest) -> dict[str, str]:
    """Context processor: `whose` is the mark of the client who is signed in, empty for everybody else."""
    client = getattr(getattr(request, "user", None), "client", None)
    return {"whose": mark_of(client) if client else ""}
