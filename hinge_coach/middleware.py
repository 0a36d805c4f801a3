"""Middleware: UTF-8 only, and what htmx needs of the whole site."""

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
    """Middleware: refuses what calls itself written in another way.

    Django would read the query by any codec of Python's, and some of those aren't for text and break every page.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        named = (request.content_params or {}).get("charset", "utf-8")
        if named.lower() not in {"utf-8", "utf8"}:
            return HttpResponseBadRequest("Please send UTF-8.", content_type="text/plain; charset=utf-8")
        return get_response(request)

    return middleware


def is_htmx(request: HttpRequest) -> bool:
    return bool(cast("HtmxDetails", getattr(request, "htmx", False)))


def full_page_for_expired_sign_in(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: sends a fragment request that meets the sign-in to the whole sign-in page.

    A plain 302 would be followed by htmx, and the sign-in form swapped into the fragment's place.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        sign_in = resolve_url("account_login")
        if is_htmx(request) and response.status_code == 302 and urlsplit(response.headers["Location"]).path == sign_in:
            to = f"{sign_in}?{urlencode({'next': _page_of(request)})}"
            redirect: HttpResponse = HttpResponseClientRedirect(to)
            patch_vary_headers(redirect, ["HX-Request"])
            return redirect
        return response

    return middleware


def _page_of(request: HttpRequest) -> str:
    """Path and query of the page that the fragment belongs to."""
    try:
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
    except ValueError:  # anybody can write anything into a header
        return "/"
    return urlunsplit(("", "", page.path or "/", page.query, ""))
