"""Clients who stand on a lesson and know it, made within the database of a running site."""

import json
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from hinge_coach.accounts import joining
from hinge_coach.accounts.models import Client, User
from hinge_coach.safety import closing
from lessons.models import Lesson, Track, TrackPosition
from tests.browser.running import Site, finish
from tests.factories import practice_once, report

WEEKS = timedelta(weeks=4)


def cookies(site: Site, *slugs: str) -> dict[str, dict[str, str]]:
    """For each of these lessons, or for all, the cookie of a client who knows it."""
    said = finish(site.manage("shell", "-v0", "-c", f"from tests.browser.knowing import tell; tell(*{slugs!r})"))
    found: dict[str, dict[str, str]] = json.loads(said)
    return {slug: {**cookie, "url": site.url} for slug, cookie in found.items()}


def tell(*slugs: str) -> None:
    """Prints what `cookies` reads. Nobody ever stands on an optional lesson."""
    every = Lesson.objects.filter(optional=False).order_by("track", "number").values_list("slug", flat=True)
    now = timezone.now()
    print(json.dumps({slug: _cookie(_client(slug, now).user) for slug in slugs or every}))


def _client(slug: str, now: datetime) -> Client:
    """Here for four weeks, a 3 each day; did this lesson some days ago, and has finished the other tracks."""
    user = User.objects.create_user(f"{slug}@example.com", name="Nina", zone="America/Chicago")
    client = joining.make_client(user=user, at=now - WEEKS)
    for days in (WEEKS.days, 7):
        closing.record_screening(client=client, answers=[], at=now - timedelta(days=days))
    for days in range(WEEKS.days, 0, -1):
        report(client, now - timedelta(days=days), 3)

    lesson = Lesson.objects.get(slug=slug)
    required = Lesson.objects.filter(optional=False).order_by("number")
    others = [each for track in Track.values if track != lesson.track and (each := required.filter(track=track).last())]

    def stand() -> None:
        client.positions.all().delete()
        for each in (lesson, *others):
            TrackPosition.objects.create(
                client=client, track=each.track, lesson=each, finished=each != lesson, since=now - WEEKS / 2
            )

    stand()
    for done, days_ago in (lesson, lesson.days_between + 3), *((other, 2) for other in others):
        # At the hour it is now: a little later may be the next day already, for a day begins at four.
        practice_once(client, now - timedelta(days=days_ago), done.slug, before=3, after=3)
    stand()  # the rules have moved them on
    return client


def _cookie(user: User) -> dict[str, str]:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return {"name": settings.SESSION_COOKIE_NAME, "value": str(store.session_key)}
