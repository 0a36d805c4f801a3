"""Asking for a mailed code twice, as by a double click: one mail goes out, and its code works after either answer.

Nobody may have a session yet, and then each answer begins one of its own. So a browser is known by its CSRF cookie.
What the first press has put into its session, to compare the code with, is kept in the cache for some seconds, where
several workers see the same; the second gets a copy. Both count towards the limits of django-allauth. The copy lets
nobody guess more often than another code would: each session allows as many tries, and each costs the same.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from allauth.account.forms import RequestLoginCodeForm, SignupForm
from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.stages import LoginStage
from allauth.account.views import RequestLoginCodeView, SignupView
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from hinge_coach.tokens import hash_token

T = TypeVar("T")

KEPT_FOR = 10
"""Seconds after the answer to the first press: who asks later than that wants another mail."""

MAIL_TAKES = 20
"""Seconds that the second press waits at most; a mail server has 15."""

KeptAnswer = dict[str, Any]

LOOKS_EVERY = 0.05


def once(name: str, *, first: Callable[[], tuple[T, KeptAnswer]], again: Callable[[KeptAnswer], T]) -> T:
    """What `first` gives, together with what is kept of it for some seconds; nothing where a second press starts anew.

    A second press under the same name waits for the first one and gets what `again` makes of what was kept.
    """
    for _ in range(int(MAIL_TAKES / LOOKS_EVERY)):
        kept = cache.get(name)
        if kept:
            return again(kept)
        if kept is None and cache.add(name, {}, MAIL_TAKES):
            break
        time.sleep(LOOKS_EVERY)
    keeps: KeptAnswer = {}
    try:
        answer, keeps = first()
    finally:
        if keeps:
            cache.set(name, keeps, KEPT_FOR)
        else:
            cache.delete(name)
    return answer


def asked_once(
    request: HttpRequest, email: str, keys: tuple[str, ...], *, ask: Callable[[], T], again: Callable[[], T]
) -> T:
    """What `ask` gives, which mails a code and stores under `keys` of the session what it will be compared with.

    Where the same browser has just asked for this address, nothing is mailed: what was stored then is put into this
    session, and `again` gives the answer. Call it after the limits have counted.
    """
    name = _name(request, email, keys)
    if name is None:
        return ask()

    def ask_first() -> tuple[T, KeptAnswer]:
        before = _stored(request, keys)
        answer = ask()
        stored = _stored(request, keys)
        return answer, {} if stored == before else stored  # the same: nothing was mailed

    def ask_again(kept: KeptAnswer) -> T:
        request.session.update(kept)
        return again()

    return once(name, first=ask_first, again=ask_again)


def ask_anew(request: HttpRequest, email: str, keys: tuple[str, ...]) -> None:
    """The code is used up or thrown away: whoever asks for one now gets another."""
    if name := _name(request, email, keys):
        cache.delete(name)


def _stored(request: HttpRequest, keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: request.session[key] for key in keys if key in request.session}


def _name(request: HttpRequest, email: str, keys: tuple[str, ...]) -> str | None:
    """None where the browser has no CSRF cookie: it has opened no page with a form."""
    secret = request.META.get("CSRF_COOKIE")
    return f"code-asked-{hash_token(f'{keys} {secret} {email.lower()}')}" if secret else None


class AskForCodeView(RequestLoginCodeView):  # type: ignore[misc]
    """The sign-in page."""

    def form_valid(self, form: RequestLoginCodeForm) -> HttpResponse:
        ask: Callable[[Any], HttpResponse] = super().form_valid
        return asked_once(
            self.request,
            form.cleaned_data["email"],
            (LOGIN_SESSION_KEY,),
            ask=lambda: ask(form),
            again=lambda: redirect(self.get_success_url()),
        )

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> HttpResponse:
        """To where the code is typed in, as after the first press: with the page that they wanted to go to."""
        response: HttpResponse = super()._redirect_to_pending_stage(request, stage)
        return redirect(self.passthrough_next_url(response.headers["Location"]))


class JoinView(SignupView):  # type: ignore[misc]
    """The page for whoever signs up without an invitation."""

    def form_valid(self, form: SignupForm) -> HttpResponse:
        ask: Callable[[Any], HttpResponse] = super().form_valid
        return asked_once(
            self.request,
            form.cleaned_data["email"],
            (LOGIN_SESSION_KEY, EMAIL_VERIFICATION_CODE_SESSION_KEY),
            ask=lambda: ask(form),
            again=lambda: redirect("account_email_verification_sent"),
        )
