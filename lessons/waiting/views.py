"""What waits on this device to be sent, and the script that opens kept pages without a connection."""

from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import ClientRequest, client_page, public


@require_safe
@client_page
def waiting(request: ClientRequest) -> HttpResponse:
    """The site doesn't know what waits: the page lists it by script, from the device."""
    return render(request, "lessons/waiting/waiting.html", {"nav": "me"})


@require_safe
@public
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at the root because it may answer only for addresses below its own."""
    return HttpResponse(_script(), content_type="text/javascript; charset=utf-8")


@cache
def _script() -> str:
    path = finders.find("js/sw.js")
    if path is None:
        raise FileNotFoundError("static/js/sw.js")
    return Path(path).read_text(encoding="utf-8")
