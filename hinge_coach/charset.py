"""Text comes in UTF-8 or not at all."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest


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
