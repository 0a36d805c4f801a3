"""Signing out: what the site has kept on the device goes along, for the next person who uses it."""

from allauth.account import views as allauth_views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse


@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    """A page that asks; sent, it signs out."""
    response: HttpResponse = allauth_views.logout(request)
    return clear_device(response) if request.method == "POST" else response


def clear_device(response: HttpResponse) -> HttpResponse:
    """Has the browser delete what it holds for the site: kept pages, waiting entries, drafts, the service worker.

    A browser that doesn't know the header leaves that to the site's own scripts, which compare whose it is.
    """
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
