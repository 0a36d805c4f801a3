"""Middleware: refuses encodings other than UTF-8, and loads the whole sign-in page for htmx."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import resolve_url
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


def utf_8_only(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: answers 400 to a request that declares a charset other than UTF-8.

    Django would decode the query with any codec of Python. Some of them are not for text and raise on every page.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in {"utf-8", "utf8"}:
            return HttpResponseBadRequest("Please send UTF-8.", content_type="text/plain; charset=utf-8")
        return get_response(request)

    return middleware


def is_htmx(request: HttpRequest) -> bool:
    return bool(cast("HtmxDetails", getattr(request, "htmx", False)))


def full_page_for_expired_sign_in(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: answers a fragment request that needs sign-in with a full load of the sign-in page.

    htmx would follow a plain 302 and swap the sign-in form into the fragment's place.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        sign_in = resolve_url("account_login")
        if is_htmx(request) and response.status_code == 302 and urlsplit(response.headers["Location"]).path == sign_in:
            url = f"{sign_in}?{urlencode({'next': _page_of(request)})}"
            redirect: HttpResponse = HttpResponseClientRedirect(url)
            patch_vary_headers(redirect, ["HX-Request"])
            return redirect
        return response

    return middleware


def _page_of(request: HttpRequest) -> str:
    """Path and query of the page that the fragment belongs to."""
    try:
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
    except ValueError:  # the header can hold anything
        return "/"
    return urlunsplit(("", "", page.path or "/", page.query, ""))
