"""How often one visitor may book. Counted in the cache, which forgets by itself; nobody's address is stored.

Each limit is so many places, and whoever comes takes a free one until it runs out. To add what isn't there yet is one
step in every cache, so many at once, in several workers that share a cache, can't take one place twice.

People never meet these limits, and a robot that does can fill a handful of times, not a calendar.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import SystemRandom

from django.conf import settings
from django.core.cache import cache

from hinge_coach.booking.calls.reserving import BookingRequest
from hinge_coach.booking.models import Call
from hinge_coach.tokens import hash_token

AN_HOUR, DAY_SECONDS = 60 * 60, 24 * 60 * 60


class TooOftenError(Exception):
    """Too many from one place: said in a sentence."""


def count_post(address: str) -> None:
    """One more form from this address, good or bad."""
    _take("post", address, settings.CALL_POSTS_AN_HOUR, AN_HOUR, "Too many forms came from your connection.")


@contextmanager
def count_booking(address: str, wish: BookingRequest, *, now: datetime) -> Iterator[None]:
    """Counts one booking; where it fails inside, it doesn't count. A form sent twice is one booking."""
    if Call.objects.filter(pk=wish.id).exists():
        yield
        return
    an_hour_ago = now - timedelta(seconds=AN_HOUR)
    on_site = settings.CALLS_AN_HOUR
    if on_site and Call.objects.filter(booked_at__gt=an_hour_ago).count() >= on_site:
        raise TooOftenError("Very many calls were booked just now.")
    taken: list[str] = []
    try:
        for kind, who, most in (
            ("address", address, settings.CALLS_PER_ADDRESS),
            ("email", wish.email, settings.CALLS_PER_CONTACT),
            ("phone", wish.phone, settings.CALLS_PER_CONTACT),
        ):
            taken.append(_take(kind, who, most, DAY_SECONDS, "Several calls were booked from here today already."))
        yield
    except Exception:
        cache.delete_many(filter(None, taken))
        raise


def _take(kind: str, who: str, most: int, seconds: int, sentence: str) -> str:
    """The place taken, or an empty word where there is no limit."""
    if not most:
        return ""
    who = hash_token(who)
    places = [f"call-{kind}-{who}-{number}" for number in range(most)]
    free = list(set(places) - set(cache.get_many(places)))
    SystemRandom().shuffle(free)  # so that many at once don't all try the same one
    for place in free:
        if cache.add(place, 1, seconds):
            return place
    raise TooOftenError(sentence)
