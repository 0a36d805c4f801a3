"""Whole pages for everybody, kept in memory under the mark of the content they show.

A view says with `same_for_everybody` that its page shows a visitor nothing but lessons, rules, the trainer and
settings: nothing of the visitor, of the hour, or of a form. Each request reads the mark from the database, so that a
change is on the next page of every process and host.
"""

import gzip
import os
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import Concatenate, ParamSpec

import brotli  # type: ignore[import-untyped]
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.cache import get_conditional_response, patch_vary_headers

from hinge_coach.compressing import SMALL, accepts
from hinge_coach.content_mark import content_mark

_P = ParamSpec("_P")
Key = tuple[str, str, str]

MOST_PAGES = 128
"""In one process; the ones not asked for longest go first. A page takes up to 100 kB with its compressed copies."""

_SAME = "is_same_for_everybody"


def same_for_everybody(
    view: Callable[Concatenate[HttpRequest, _P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, _P], HttpResponse]:
    """Marks a view whose page a visitor gets as every other visitor does, for as long as no watched table changes."""

    setattr(view, _SAME, True)
    return view


@dataclass(frozen=True)
class KeptPage:
    """A page as every visitor gets it while this mark is in force; `bodies` by how they are encoded."""

    mark: str
    headers: tuple[tuple[str, str], ...]
    etag: str
    bodies: dict[str, bytes]


_pages: OrderedDict[Key, KeptPage] = OrderedDict()
_lock = Lock()


def keep_pages(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: answers visitors with pages that are kept, and keeps them. With an ETag, by which 304 is answered.

    It goes outside of all that looks at cookies, and inside of what each answer gets. Somebody with any cookie but that
    of forms, htmx, and a page with a query are passed on.
    """
    if os.environ.get("RUN_MAIN"):  # runserver, under which templates are edited
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponseBase:
        host = request.get_host()  # a host that isn't ours is refused, as CommonMiddleware would
        key = (request.scheme or "", host, request.path)
        if not _is_plain(request) or not (key in _pages or _is_marked(request)):
            return get_response(request)
        mark = content_mark()
        if mark is None:
            return get_response(request)
        with _lock:
            page = _pages.get(key)
            if page and page.mark == mark:
                _pages.move_to_end(key)
        if page and page.mark == mark:
            return _answer(request, page)
        response = get_response(request)
        if request.COOKIES or not _may_be_kept(response):
            return response
        page = _packed(response, mark)
        with _lock:
            _pages[key] = page
            _pages.move_to_end(key)
            while len(_pages) > MOST_PAGES:
                _pages.popitem(last=False)
        return _answer(request, page)

    return middleware


def forget_pages() -> None:
    """Lets all pages of this process go."""
    with _lock:
        _pages.clear()


def _is_plain(request: HttpRequest) -> bool:
    """Whether this is a request as any visitor may send it."""
    return (
        request.method == "GET"
        and not request.META.get("QUERY_STRING")
        and "HX-Request" not in request.headers
        and set(request.COOKIES) <= {settings.CSRF_COOKIE_NAME}
    )


def _is_marked(request: HttpRequest) -> bool:
    try:
        return hasattr(resolve(request.path_info).func, _SAME)
    except Resolver404:
        return False


def _may_be_kept(response: HttpResponse) -> bool:
    control = response.headers.get("Cache-Control", "")
    return (
        response.status_code == 200
        and response.headers.get("Content-Type", "").startswith("text/html")
        and not response.streaming
        and not response.cookies
        and not any(word in control for word in ("no-store", "private", "no-cache"))
    )


def _packed(response: HttpResponse, mark: str) -> KeptPage:
    patch_vary_headers(response, ("Accept-Encoding",))
    headers = tuple((name, value) for name, value in response.headers.items() if name != "Content-Length")
    body = response.content
    # It holds no secret, so that nothing need hide how long it is.
    bodies = {"": body, "gzip": gzip.compress(body, SMALL, mtime=0), "br": brotli.compress(body, quality=SMALL)}
    return KeptPage(mark=mark, headers=headers, etag=f'W/"{sha256(body).hexdigest()[:32]}"', bodies=bodies)


def _answer(request: HttpRequest, page: KeptPage) -> HttpResponseBase:
    coding = next((coding for coding in ("br", "gzip") if accepts(request, coding)), "")
    body = page.bodies[coding]
    response = HttpResponse(body, headers=dict(page.headers))
    response.headers["Content-Length"] = str(len(body))
    response.headers["ETag"] = page.etag
    if coding:
        response.headers["Content-Encoding"] = coding
    return get_conditional_response(request, etag=page.etag, response=response) or response
