"""Middleware: inside a frame on another site there are no cookies, and nobody is signed in."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


class NoCookiesInFrames:
    """Takes the cookies from a request for the embedded form before anything reads them.

    A browser sends them along where the frame stands on the same site, such as a blog on another subdomain; and a
    cookie that is spoiled would be answered with a new one. It stands above the sessions.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_embedded(request):
            request.META.pop("HTTP_COOKIE", None)
            request.COOKIES = {}
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Says who the user is, so that nobody looks into the session for it."""
        if _is_embedded(request):
            request.user = AnonymousUser()


def _is_embedded(request: HttpRequest) -> bool:
    return request.path_info == reverse("booking:embed")
