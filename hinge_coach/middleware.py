"""Middleware: headers of every answer; encodings other than UTF-8; what meets whose sign-in has ended."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import resolve_url
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

from hinge_coach.device_answers import wants_json
from hinge_coach.stale_form import must_sign_in, stale_form, stale_page

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


PERMISSIONS = {
    # What the player, passkeys and "Copy" ask for.
    **dict.fromkeys(
        (
            "autoplay",
            "clipboard-write",
            "publickey-credentials-create",
            "publickey-credentials-get",
            "screen-wake-lock",
        ),
        "(self)",
    ),
    **dict.fromkeys(
        (
            "accelerometer",
            "bluetooth",
            "browsing-topics",
            "camera",
            "display-capture",
            "geolocation",
            "gyroscope",
            "hid",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "serial",
            "usb",
        ),
        "()",
    ),
}
"""What a page may ask a browser for: everything else is refused to its scripts and to whatever gets into it."""

PERMISSIONS_POLICY = ", ".join(f"{feature}={allowed}" for feature, allowed in sorted(PERMISSIONS.items()))


def house_headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what browsers may do with an answer, of a view or of a static file.

    Other sites may load static files, such as the script beside the embedded form; anything else only if its view says
    so.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_static = request.path.startswith(f"/{settings.STATIC_URL.lstrip('/')}")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if is_static else "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware


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
        if is_htmx(request) and _leads_to_sign_in(response):
            url = f"{resolve_url('account_login')}?{urlencode({'next': _page_of(request)})}"
            redirect: HttpResponse = HttpResponseClientRedirect(url)
            patch_vary_headers(redirect, ["HX-Request"])
            return redirect
        return response

    return middleware


def what_was_typed_outlasts_the_sign_in(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: shows what was typed into a form whose sign-in has ended, and offers to send it again.

    The plain redirect to the sign-in page would throw it away. A practice is redirected: the device keeps it as a
    draft, and brings it back after the sign-in. So is what a script has sent.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_page = not (wants_json(request) or _is_practice(request))
        if request.method == "POST" and is_page and _leads_to_sign_in(response) and must_sign_in(request):
            form = stale_form(request)
            if form and form.answers:
                return stale_page(request, form)
        return response

    return middleware


def _is_practice(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.view_name == "lessons:practice"


def _leads_to_sign_in(response: HttpResponse) -> bool:
    sign_in = resolve_url("account_login")
    return response.status_code == 302 and urlsplit(response.headers["Location"]).path == sign_in


def _page_of(request: HttpRequest) -> str:
    """Path and query of the page that the fragment belongs to."""
    try:
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
    except ValueError:  # the header can hold anything
        return "/"
    return urlunsplit(("", "", page.path or "/", page.query, ""))
