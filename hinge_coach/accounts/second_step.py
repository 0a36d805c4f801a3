"""The second step of whoever can see clients: no page about a client opens without it.

A mailed code alone must not open the files of all clients. Whether a sign-in took its second step is told by its own
session, and not by whether the person has one: a session from before must not profit from it. So it costs no query.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, cast

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from hinge_coach.accounts.models import User
from hinge_coach.accounts.sessions import SessionStore, can_see_clients

TAKEN = "second_step_taken"
"""In a session that took the second step, of somebody who has kept their recovery codes."""

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

SIGN_IN_PAGES = "accounts/"
"""Where the addresses of signing in, of second steps and of signing out begin."""


class StepState(StrEnum):
    """How far somebody is with their second step, in this session."""

    NONE = "they have none yet"
    NOT_SHOWN = "they have one, and this session has not seen it"
    NO_CODES = "they have no recovery codes"
    CODES_NOT_KEPT = "they have not said that they keep their recovery codes"
    DONE = "done"


def step_state(request: HttpRequest, user: User) -> StepState:
    found = {row.type: row for row in Authenticator.objects.filter(user=user)}
    if not any(kind in found for kind in FACTORS):
        return StepState.NONE
    if not any(record["method"] == "mfa" for record in get_authentication_records(request, user)):
        return StepState.NOT_SHOWN
    if Authenticator.Type.RECOVERY_CODES not in found:
        return StepState.NO_CODES
    return StepState.DONE if found[Authenticator.Type.RECOVERY_CODES].wrap().did_view else StepState.CODES_NOT_KEPT


def needs_second_step(user: User | AnonymousUser) -> bool:
    return settings.TRAINER_SECOND_FACTOR and can_see_clients(user)


def has_taken_second_step(request: HttpRequest) -> bool:
    return bool(request.session.get(TAKEN))


def note_second_step(request: HttpRequest, user: User) -> None:
    """Opens the pages about clients to this session, where nothing is missing."""
    if step_state(request, user) == StepState.DONE:
        request.session[TAKEN] = True


def begin_sign_in(request: HttpRequest, user: User) -> None:
    """Call it right after somebody has signed in. A sign-in of whoever can see clients doesn't last long."""
    if can_see_clients(user):
        cast("SessionStore", request.session).be_short(timezone.now())
        note_second_step(request, user)


class SecondStepFirst:
    """Middleware: leads whoever can see clients to their second step before any other page, /admin/ included.

    Open are only the pages for everybody and those of signing in. A sign-in from before this rule has ended. It stands
    above the check that somebody is signed in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        # Asks for nobody on a page for everybody, so that such a page stays the same for all.
        if not getattr(view, "login_required", True) or not needs_second_step(request.user):
            return None
        if not cast("SessionStore", request.session).is_short:
            logout(request)
            return None
        is_sign_in = request.resolver_match is not None and request.resolver_match.route.startswith(SIGN_IN_PAGES)
        if is_sign_in or has_taken_second_step(request):
            return None
        if request.headers.get("HX-Request"):  # htmx would put the page into a fragment's place
            return HttpResponseClientRedirect(resolve_url("second_step"))
        return redirect("second_step")
