"""How often one visitor may book, mend, and ask for a link. Counted in the cache, whose entries expire.

Only hashes of addresses are stored.

Each limit is a number of places, and every form or booking takes a free one until it expires. `cache.add` is atomic in
every cache, so several workers that share a cache can't take one place twice. A place holds the id of its booking, or
what tells one correction from another, so that a button pressed several times at once takes one place.

The limits are higher than what a person needs. A robot can book a handful of times and not the whole calendar.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.core.cache import cache

from hinge_coach.booking.calls.reserving import BookingRequest
from hinge_coach.booking.models import Call
from hinge_coach.tokens import hash_token

SEVERAL_TODAY = "Several calls were booked from here today already."

HOUR_SECONDS, DAY_SECONDS = 60 * 60, 24 * 60 * 60


class TooOftenError(Exception):
    """Too many forms or bookings; the message is a sentence for the visitor."""


def count_post(address: str) -> None:
    """Counts one form from this address, valid or not. Raises `TooOftenError`."""
    limit = settings.CALL_POSTS_AN_HOUR
    _take("post", address, limit, HOUR_SECONDS, "Too many forms came from your connection.", str(uuid4()))


@contextmanager
def count_booking(address: str, request: BookingRequest, *, now: datetime) -> Iterator[None]:
    """Counts one booking, unless the block raises. A form sent twice is one booking. Raises `TooOftenError`."""
    if Call.objects.filter(pk=request.id).exists():
        yield
        return
    an_hour_ago = now - timedelta(seconds=HOUR_SECONDS)
    site_limit = settings.CALLS_AN_HOUR
    if site_limit and Call.objects.filter(booked_at__gt=an_hour_ago).count() >= site_limit:
        raise TooOftenError("Very many calls were booked just now.")
    with _places(
        SEVERAL_TODAY,
        str(request.id),
        ("address", address, settings.CALLS_PER_ADDRESS),
        ("email", request.email, settings.CALLS_PER_CONTACT),
        ("phone", request.phone, settings.CALLS_PER_CONTACT),
    ):
        yield


@contextmanager
def count_mend(address: str, call: Call, email: str, page: UUID) -> Iterator[None]:
    """Counts one mended call, and the mail about it to `email`, unless the block raises. Raises `TooOftenError`.

    A call can be mended a few times and no address gets more mails from this than from bookings, so that nobody can
    send mails to a list of strangers by mending one call again and again.
    """
    # The sender chooses the id of the page. So it stands for one press only together with what was there before, and
    # with where the mail goes.
    press = hash_token(f"{page} {call.sequence} {email}")
    with _places(
        "This was corrected several times today already.",
        press,
        ("mend-address", address, settings.CALLS_PER_ADDRESS),
        ("mend", str(call.pk), settings.CALLS_PER_CONTACT),
        ("email", email, settings.CALLS_PER_CONTACT),
    ):
        yield


def count_asking(address: str) -> None:
    """Counts that somebody asked for the link of a call, whether or not there is one. Raises `TooOftenError`."""
    sentence = "The link was asked for several times from here today already."
    _take("link-address", address, settings.CALLS_PER_ADDRESS, DAY_SECONDS, sentence, str(uuid4()))


def count_link(call: Call) -> None:
    """Counts one mail with the link of this call. Raises `TooOftenError`, which would tell that there is a call."""
    sentence = "The link was mailed several times today."
    _take("link", str(call.pk), settings.CALLS_PER_CONTACT, DAY_SECONDS, sentence, str(uuid4()))


@contextmanager
def _places(sentence: str, holder: str, *limits: tuple[str, str, int]) -> Iterator[None]:
    """Takes one place of each limit for a day, and gives them back where one has none left or the block raises."""
    taken: list[str] = []
    shared: list[str] = []
    try:
        for kind, contact, limit in limits:
            place, is_new = _take(kind, contact, limit, DAY_SECONDS, sentence, holder)
            (taken if is_new else shared).append(place)
        yield
    except Exception:
        cache.delete_many(filter(None, taken))
        raise
    # Another press of the same button, refused, may have given back the place that this one counts on.
    cache.set_many(dict.fromkeys(filter(None, shared), holder), DAY_SECONDS)


def _take(kind: str, contact: str, limit: int, seconds: int, sentence: str, holder: str) -> tuple[str, bool]:
    """The key of the place in the cache that the holder has, and whether it was taken just now.

    The key is empty where there is no limit. Each holder tries the places in an order of its own: different ones at the
    same moment don't all try the same place, and the same one twice comes to the same place.
    """
    if not limit:
        return "", False
    contact_hash = hash_token(contact)
    places = [f"call-{kind}-{contact_hash}-{number}" for number in range(limit)]
    held = cache.get_many(places)
    for place in sorted(places, key=lambda place: hash_token(f"{holder} {place}")):
        if held.get(place) == holder:
            return place, False
        if place not in held:
            if cache.add(place, holder, seconds):
                return place, True
            if cache.get(place) == holder:
                return place, False
    raise TooOftenError(sentence)
