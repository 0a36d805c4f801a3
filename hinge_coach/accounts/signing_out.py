"""Signing out: what the site has kept on the device goes along, for the next person who uses it."""

from allauth.account import views as allauth_views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse


@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    """A page that asks; sent, it signs out."""
    response: HttpResponse = allauth_views.logout(request)
    if request.method != "POST":
        return response
    # The script of the page (static/js/device/sign_out.js) has deleted what is this person's already; entries of
    # somebody else, who left this device without signing out, wait there until they are back.
    leaves_storage = request.POST.get("leave_storage") == "yes"
    return clear_cache(response) if leaves_storage else clear_device(response)


def clear_device(response: HttpResponse) -> HttpResponse:
    """Has the browser delete what it holds for the site: kept pages, waiting entries, drafts, the service worker.

    A browser that doesn't know the header leaves that to the site's own scripts, which compare whose it is.
    """
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def clear_cache(response: HttpResponse) -> HttpResponse:
    """Has the browser delete pages and pictures it has seen, and nothing that waits."""
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
