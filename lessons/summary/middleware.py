"""Middleware: works out the summaries of the clients whom a request has written about."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from lessons.summary.refreshing import refresh_marked

AT_ONCE = 5  # clients; a word to many leaves the others to the next requests and to the worker

log = logging.getLogger(__name__)


def summaries_after_posts(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: refreshes what a POST has made stale.

    What the POST has stored is committed and acknowledged, whatever happens here: a summary that can't be worked out
    stays stale, and the log says why.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "POST":
            try:
                refresh_marked(limit=AT_ONCE)
            except Exception:
                log.exception("a client's summary could not be worked out")
        return response

    return middleware
