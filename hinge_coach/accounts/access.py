"""Decorators that state the audience of a view and enforce it. A test walks the URL map and checks every view.

Sign-in is the default for the whole site (`SignInFirst`); `public` and `with_token` mark the exceptions.
Somebody signed in who is not in the audience of a page gets 404, as if the page did not exist.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hinge_coach.accounts.ending import Act
from hinge_coach.accounts.looks import NotShownError
from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.accounts.whose import is_of
from hinge_coach.device_answers import refused, wants_json
from hinge_coach.stale_form import stale_form
from hinge_coach.waiting import RefusalCode, RefusedError

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


def reader_of(request: HttpRequest) -> Client | None:
    """The client who is signed in, as public pages show them what is theirs; None once their pages have closed."""
    client = client_of(request)
    ending = client.ending(timezone.now()) if client else None
    return None if ending and ending.is_over else client


def trainer_of(request: HttpRequest) -> Trainer | None:
    return getattr(request.user, "trainer", None)


class SignInFirst(LoginRequiredMiddleware):
    """Leads whoever isn't signed in to the sign-in page, unless the view answers them itself (`when_signed_out`)."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        answer: Callable[[HttpRequest], HttpResponse | None] | None = getattr(view_func, "when_signed_out", None)
        return (answer and answer(request)) or super().handle_no_permission(request, view_func)


def when_signed_out(
    answer: Callable[[HttpRequest], HttpResponse | None],
) -> Callable[[Callable[P, HttpResponse]], Callable[P, HttpResponse]]:
    """Gives a view an answer to those who aren't signed in; None leads them to the sign-in page."""

    def mark(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
        view.when_signed_out = answer  # type: ignore[attr-defined]
        return view

    return mark


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


def refusal_of(request: HttpRequest, client: Client, act: Act) -> HttpResponse | None:
    """Why this client may not do this now, as an answer; None where they may.

    A form that was opened for another client gets 409. Once coaching has ended, nothing new is stored: what a device
    sends stays there, with a sentence, and a form gets a page that says so. Later only their data is left to them.
    """
    if refusal := belongs_to_another(request, client):
        return refusal
    ending = client.ending(timezone.now())
    if ending is None or ending.allows(act):
        return None
    if wants_json(request):
        return refused(request.POST.get("id", ""), RefusalCode.ENDED, RefusedError(RefusalCode.ENDED).sentence)
    if act == Act.READ or ending.is_over:
        return redirect("ended")
    context = {"ending": ending, "sent": stale_form(request), "client": client}
    return render(request, "accounts/ended_form.html", context, status=403)


def _for_clients(view: Callable[Concatenate[ClientRequest, P], HttpResponse], act: Act) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        client = client_of(request)
        if client is None:
            if trainer_of(request):
                raise Http404
            return redirect("welcome")
        does = act if act == Act.OWN or request.method == "POST" else Act.READ
        if refusal := refusal_of(request, client, does):
            return refusal
        client_request = cast("ClientRequest", request)
        client_request.client = client
        return view(client_request, *args, **kwargs)

    page = never_cache(guarded)
    _set_audience(page, Audience.CLIENT)
    return cast("View[P]", page)


def client_page(view: Callable[Concatenate[ClientRequest, P], HttpResponse]) -> View[P]:
    """Marks a view for clients; what is posted there is stored, or changes what is.

    Somebody who never answered the first questions is redirected to them; the trainer gets 404. A form that was opened
    for another client gets 409. Once coaching has ended, the page is read for a while, and refuses posts.
    """
    return _for_clients(view, Act.STORE)


def client_settings(view: Callable[Concatenate[ClientRequest, P], HttpResponse]) -> View[P]:
    """Marks a view for clients where they change a setting: it goes on working for as long as they may read."""
    return _for_clients(view, Act.SET)


def client_data(view: Callable[Concatenate[ClientRequest, P], HttpResponse]) -> View[P]:
    """Marks a view for clients where they download or erase what is theirs: it never stops working."""
    return _for_clients(view, Act.OWN)


def trainer_page(view: Callable[Concatenate[TrainerRequest, P], HttpResponse]) -> View[P]:
    """Marks a view for the trainer; everybody else who is signed in gets 404.

    A file of a client that must not be shown (`record_look`) is answered with 503, and a HEAD without a body.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        trainer = trainer_of(request)
        if trainer is None:
            raise Http404
        trainer_request = cast("TrainerRequest", request)
        trainer_request.trainer = trainer
        try:
            return view(trainer_request, *args, **kwargs)
        except NotShownError as error:
            return _not_shown(request, error)

    page = never_cache(guarded)
    _set_audience(page, Audience.TRAINER)
    return cast("View[P]", page)


def _not_shown(request: HttpRequest, error: NotShownError) -> HttpResponse:
    if not error.is_unseen:
        return render(request, "503.html", status=503)
    # A browser throws a 503 that it fetched ahead away, and asks again when the page is opened.
    return HttpResponse(status=200 if request.method == "HEAD" else 503)
