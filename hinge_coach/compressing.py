"""How answers are compressed on their way."""

import gzip
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.text import _get_random_filename  # type: ignore[attr-defined]

SHORTEST = 200  # bytes; less isn't worth it, as with Django

QUICK, SMALL = 4, 9


def accepts(request: HttpRequest, coding: str) -> bool:
    """Whether the browser takes this coding: it is named, and not with a weight of nothing."""
    offers = (offer.replace(" ", "").lower() for offer in request.headers.get("Accept-Encoding", "").split(","))
    return any(offer.split(";")[0] == coding and ";q=0" not in offer.replace(";q=0.", ";") for offer in offers)


class QuickGzip(GZipMiddleware):
    """Middleware: gzip at a quarter of the price of Django's, for one twentieth more bytes.

    Never brotli: it has no place for bytes that hide how long a page of somebody signed in has become by a guess at
    what stands in it (BREACH). A file's name in the head of gzip has.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not isinstance(response, HttpResponse):
            return super().process_response(request, response)
        if len(response.content) < SHORTEST or response.has_header("Content-Encoding"):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if not accepts(request, "gzip"):
            return response
        packed = _padded(response.content, most=self.max_random_bytes)
        if len(packed) >= len(response.content):
            return response
        response.content = packed
        response.headers["Content-Length"] = str(len(packed))
        response.headers["Content-Encoding"] = "gzip"
        etag = response.get("ETag", "")
        if etag.startswith('"'):
            response.headers["ETag"] = f"W/{etag}"
        return response


def _padded(content: bytes, *, most: int) -> bytes:
    buffer = BytesIO()
    name = _get_random_filename(most)
    with gzip.GzipFile(filename=name, mode="wb", compresslevel=QUICK, fileobj=buffer, mtime=0) as file:
        file.write(content)
    return buffer.getvalue()
