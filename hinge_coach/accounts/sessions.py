"""How long a sign-in lasts: the session engine of the site, and the middleware that keeps people signed in.

A client's lasts as long as it is used. Whoever can see clients is signed out after an hour without a page, and after
twelve hours in any case. `SESSION_ENGINE` names this module.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from hinge_coach.accounts.access import client_of, trainer_of
from hinge_coach.accounts.looks import is_seen_by_nobody
from hinge_coach.accounts.models import User
from hinge_coach.fixed_reads import FixedRead

SHORT_SINCE = "short_since"
"""Key of a session that doesn't last long: when the person signed in, in seconds since 1970."""

IDLE = timedelta(minutes=60)
WHOLE = timedelta(hours=12)
WRITTEN_EVERY = timedelta(minutes=5)
"""So idle time counts from up to five minutes before the last page: it is never longer than an hour."""


def can_see_clients(user: User | AnonymousUser) -> bool:
    """Whether it is the trainer, or somebody who may open /admin/. Costs no query: the trainer comes with the user."""
    return user.is_staff or getattr(user, "trainer", None) is not None


_SESSIONS = FixedRead(lambda key: Session.objects.filter(session_key=key), str)


class SessionStore(db.SessionStore):
    """A session that knows when it ends. The name is part of what Django signs, so it stays."""

    expires_at: datetime | None = None
    """When it ends, as read from the database; None for a session that is new."""

    def _get_session_from_db(self) -> Any:
        row = _SESSIONS.first(self.session_key or "")
        if row is None or row.expire_date <= timezone.now():
            self._session_key = row = None
        self.expires_at = row.expire_date if row else None
        return row

    def last_kept_at(self) -> datetime | None:
        """When its time began last; None for a session that is new."""
        return None if self.expires_at is None else self.expires_at - self._age()

    def last_longer(self, now: datetime) -> None:
        """Begins its time again, and writes nothing else: another request may be storing its own values meanwhile.

        A session that was ended meanwhile stays ended.
        """
        self.expires_at = now.astimezone(UTC) + self._age()
        self.model.objects.filter(session_key=self.session_key).update(expire_date=self.expires_at)

    def be_short(self, now: datetime) -> None:
        """From now on it ends after `IDLE` without use, and after `WHOLE` in any case."""
        self[SHORT_SINCE] = now.timestamp()

    @property
    def is_short(self) -> bool:
        return SHORT_SINCE in self

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        if not self.is_short:
            return super().get_expiry_date(**kwargs)
        whole = datetime.fromtimestamp(self[SHORT_SINCE], UTC) + WHOLE
        return min(timezone.now() + IDLE, whole)

    def get_expiry_age(self, **kwargs: Any) -> int:
        """Seconds; of the cookie, too."""
        if not self.is_short:
            return super().get_expiry_age(**kwargs)
        return max(0, int((self.get_expiry_date() - timezone.now()).total_seconds()))

    def _age(self) -> timedelta:
        return timedelta(seconds=self.get_expiry_age())


def sign_ins_last(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: who uses the site stays signed in; a client for `SESSION_COOKIE_AGE` from the last day of use on.

    The first page of a client's day writes when the session ends, and sends the cookie again with its new age. A short
    session writes it every five minutes. HEAD, and a page that the browser only fetches ahead, are no use and write
    nothing. It stands below the sign-in.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        # What anybody's cache may keep must not hold somebody's cookie.
        is_for_all = "public" in response.headers.get("Cache-Control", "")
        if response.status_code < 500 and not is_for_all and not is_seen_by_nobody(request):
            _let_last(cast("SessionStore", request.session), request, response)
        return response

    return middleware


def _let_last(session: SessionStore, request: HttpRequest, response: HttpResponse) -> None:
    now = timezone.now()
    if not _is_due(session, request, now):
        return
    session.last_longer(now)
    response.set_cookie(
        settings.SESSION_COOKIE_NAME,
        session.session_key or "",
        max_age=session.get_expiry_age(),
        domain=settings.SESSION_COOKIE_DOMAIN,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=settings.SESSION_COOKIE_HTTPONLY,
        samesite=settings.SESSION_COOKIE_SAMESITE,
    )


def _is_due(session: SessionStore, request: HttpRequest, now: datetime) -> bool:
    """Whether to write now that the session lasts longer."""
    client = client_of(request)
    if session.expires_at is None:
        return False
    if session.is_short:
        return session.get_expiry_date() - session.expires_at >= WRITTEN_EVERY
    kept_at = session.last_kept_at()
    if client is None or trainer_of(request) or kept_at is None:
        return False
    return client.today(kept_at) < client.today(now)
