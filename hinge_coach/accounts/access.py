"""Who may open what. Every view says its audience; a test walks the URL map and holds it to its word.

Sign-in is the default for the whole site (LoginRequiredMiddleware); `public` and `with_token` are the
marked exceptions. Somebody signed in who has no business on a page gets 404, as if it were not there.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hinge_coach.accounts.models import Client, Trainer, User

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

get_or_post = require_http_methods(["GET", "HEAD", "POST"])

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


class Audience(StrEnum):
    PUBLIC = "public"
    TOKEN = "visitor with token"  # noqa: S105
    SIGNED_IN = "signed in"
    CLIENT = "client"
    TRAINER = "trainer"


class SiteRequest(HttpRequest):
    """Any request: somebody signed in, or nobody."""

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
    """The signed-in person as a client; no query, the sign-in backend loads it with the user."""
    return getattr(request.user, "client", None)


def trainer_of(request: HttpRequest) -> Trainer | None:
    return getattr(request.user, "trainer", None)


def _states(view: Callable[..., HttpResponse], audience: Audience) -> None:
    view.audience = audience  # type: ignore[attr-defined]


def public(view: Callable[Concatenate[SiteRequest, P], HttpResponse]) -> View[P]:
    """For everybody, signed in or not; what somebody signed in sees is kept by no cache."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(cast("SiteRequest", request), *args, **kwargs)
        if response.headers.get("Content-Type", "").startswith("text/html") and request.user.is_authenticated:
            add_never_cache_headers(response)
        return response

    _states(guarded, Audience.PUBLIC)
    return cast("View[P]", login_not_required(guarded))


def with_token(view: Callable[Concatenate[SiteRequest, P], HttpResponse]) -> View[P]:
    """For whoever holds the mailed link. Never cached, never indexed, and no address leaks to other sites."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(cast("SiteRequest", request), *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    _states(guarded, Audience.TOKEN)
    return cast("View[P]", login_not_required(never_cache(guarded)))


def signed_in(view: Callable[Concatenate[SiteRequest, P], HttpResponse]) -> View[P]:
    """For anybody signed in, whoever they are."""
    guarded = never_cache(view)
    _states(guarded, Audience.SIGNED_IN)
    return cast("View[P]", guarded)


def client_page(view: Callable[Concatenate[ClientRequest, P], HttpResponse]) -> View[P]:
    """For clients; somebody who signed in but never answered the first questions is led there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        client = client_of(request)
        if client is None:
            if trainer_of(request):
                raise Http404
            return redirect("welcome")
        asked = cast("ClientRequest", request)
        asked.client = client
        return view(asked, *args, **kwargs)

    page = never_cache(guarded)
    _states(page, Audience.CLIENT)
    return cast("View[P]", page)


def trainer_page(view: Callable[Concatenate[TrainerRequest, P], HttpResponse]) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        trainer = trainer_of(request)
        if trainer is None:
            raise Http404
        asked = cast("TrainerRequest", request)
        asked.trainer = trainer
        return view(asked, *args, **kwargs)

    page = never_cache(guarded)
    _states(page, Audience.TRAINER)
    return cast("View[P]", page)
