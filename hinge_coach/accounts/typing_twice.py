"""Sending a typed code twice, as by a double click: both presses are answered alike.

The first press signs in and ends the session that the page came with, so the second would belong to nobody, with a code
that is used up. The answer to the first is kept for some seconds, under all that both have sent: the cookies, the page
and the code. The second press gets the same session and is led to the same page.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from hinge_coach.accounts.asking_twice import KeptAnswer, once
from hinge_coach.tokens import hash_token

_View = Callable[..., HttpResponse]


def typed_once(view: _View) -> _View:
    """A page that takes a mailed code in the field `code`, and redirects whoever it has signed in."""

    @wraps(view)
    def typed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        def take() -> HttpResponse:
            return view(request, *args, **kwargs)

        def first() -> tuple[HttpResponse, KeptAnswer]:
            answer = take()
            if answer.status_code != 302 or not request.user.is_authenticated:
                return answer, {}
            request.session.save()  # the second press may read it before this one is answered
            return answer, {"session": request.session.session_key, "there": answer.headers["Location"]}

        def again(kept: KeptAnswer) -> HttpResponse:
            session = type(request.session)(kept["session"])
            if SESSION_KEY not in session:  # signed out meanwhile
                return take()
            session.modified = True  # sends its cookie
            request.session = session
            return redirect(kept["there"])

        name = _name(request)
        return once(name, first=first, again=again) if name else take()

    return typed


def _name(request: HttpRequest) -> str | None:
    """What the answer is kept under; None where nothing is typed, or the browser has no session."""
    code, session = request.POST.get("code"), request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if request.method != "POST" or not code or not session:
        return None
    sent = (session, request.META.get("CSRF_COOKIE"), request.path, code.strip())
    return f"code-typed-{hash_token(repr(sent))}"
