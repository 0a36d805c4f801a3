"""Decorators that state the audience of a view and enforce it. A test walks the URL map and checks every view.

Sign-in is the default for the whole site (`LoginRequiredMiddleware`); `public` and `with_token` mark the exceptions.
Somebody signed in who is not in the audience of a page gets 404, as if the page did not exist.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.accounts.whose import is_of

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

get_or_post = require_http_methods(["GET", "HEAD", "POST"])

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


class Audience(StrEnum):
    """Whom a page is for."""

    PUBLIC = "public"
    TOKEN = "visitor with token"  # noqa: S105
    SIGNED_IN = "signed in"
    CLIENT = "client"
    TRAINER = "trainer"


class SiteRequest(HttpRequest):
    """A request by anybody, signed in or not."""

    user: User | AnonymousUser
    htmx: "HtmxDetails"


class ClientRequest(HttpRequest):
    user: User
    htmx: "HtmxDetails"
    client: Client


class TrainerRequest(HttpRequest):
    user: User
    htmx: "HtmxDetails"
    trainer: Trainer


def client_of(request: HttpRequest) -> Client | None:
    """The client who is signed in, or None. Costs no query: the sign-in backend loads the client with the user."""
    return getattr(request.user, "client", None)


def trainer_of(request: HttpRequest) -> Trainer | None:
    return getattr(request.user, "trainer", None)


def _set_audience(view: Callable[..., HttpResponse], audience: Audience) -> None:
    view.audience = audience  # type: ignore[attr-defined]


def public(view: Callable[Concatenate[SiteRequest, P], HttpResponse]) -> View[P]:
    """Marks a view for everybody. HTML for somebody signed in is never cached."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(cast("SiteRequest", request), *args, **kwargs)
        if response.headers.get("Content-Type", "").startswith("text/html") and request.user.is_authenticated:
            add_never_cache_headers(response)
        return response

    _set_audience(guarded, Audience.PUBLIC)
    return cast("View[P]", login_not_required(guarded))


def with_token(view: Callable[Concatenate[SiteRequest, P], HttpResponse]) -> View[P]:
    """Marks a view for the holder of a mailed link: never cached, never indexed, its URL never sent to other sites."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(cast("SiteRequest", request), *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    _set_audience(guarded, Audience.TOKEN)
    return cast("View[P]", login_not_required(never_cache(guarded)))


def signed_in(view: Callable[Concatenate[SiteRequest, P], HttpResponse]) -> View[P]:
    """Marks a view for anybody signed in: a client, the trainer, or neither yet."""
    guarded = never_cache(view)
    _set_audience(guarded, Audience.SIGNED_IN)
    return cast("View[P]", guarded)


def belongs_to_another(request: HttpRequest, client: Client) -> HttpResponse | None:
    """The answer of 409 to a form that was opened for another client than the one who is signed in now."""
    mark = request.POST.get("for", "")
    return render(request, "409.html", status=409) if mark and not is_of(client, mark) else None


def client_page(view: Callable[Concatenate[ClientRequest, P], HttpResponse]) -> View[P]:
    """Marks a view for clients.

    Somebody who never answered the first questions is redirected to them; the trainer gets 404. A form that was opened
    for another client gets 409.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        client = client_of(request)
        if client is None:
            if trainer_of(request):
                raise Http404
            return redirect("welcome")
        if refusal := belongs_to_another(request, client):
            return refusal
        client_request = cast("ClientRequest", request)
        client_request.client = client
        return view(client_request, *args, **kwargs)

    page = never_cache(guarded)
    _set_audience(page, Audience.CLIENT)
    return cast("View[P]", page)


def trainer_page(view: Callable[Concatenate[TrainerRequest, P], HttpResponse]) -> View[P]:
    """Marks a view for the trainer; everybody else who is signed in gets 404."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        trainer = trainer_of(request)
        if trainer is None:
            raise Http404
        trainer_request = cast("TrainerRequest", request)
        trainer_request.trainer = trainer
        return view(trainer_request, *args, **kwargs)

    page = never_cache(guarded)
    _set_audience(page, Audience.TRAINER)
    return cast("View[P]", page)
