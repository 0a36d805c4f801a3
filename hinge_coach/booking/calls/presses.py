"""Which pages that mend a call were sent already, so that a button pressed twice mails nothing twice.

A page has an id of its own, and a `secret` that only it and its reader know: the token or proof in its address. They
are kept for two minutes in the cache, where several workers see the same.
"""

from uuid import UUID

from django.core.cache import cache

from hinge_coach.booking.models import Call
from hinge_coach.tokens import hash_token

_SECONDS = 120


def remember(secret: str, page: UUID, call: Call) -> None:
    cache.set(_key(secret, str(page)), str(call.pk), _SECONDS)


def is_first(secret: str, page: UUID, call: Call) -> bool:
    """Remembers the page, and says whether it was not remembered before."""
    return cache.add(_key(secret, str(page)), str(call.pk), _SECONDS)


def remembered(secret: str, page: str) -> str | None:
    """The id of the call that this page mended just now."""
    call_id: str | None = cache.get(_key(secret, page))
    return call_id


def _key(secret: str, page: str) -> str:
    return f"call-mended-{hash_token(f'{secret} {page}')}"
