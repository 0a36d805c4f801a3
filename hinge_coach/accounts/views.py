"""The page of a mailed invitation. The Me page and the first questions touch several rooms: see `hinge_coach.views`."""

from typing import cast

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hinge_coach.accounts import joining
from hinge_coach.accounts.access import SiteRequest, get_or_post, with_token


@get_or_post
@with_token
def invitation(request: SiteRequest, token: str) -> HttpResponse:
    """A GET, as by the mailed link, only shows the invitation. A POST accepts it and signs in."""
    now = timezone.now()
    try:
        if request.method != "POST":
            invitation = joining.find_invitation(token, now=now)
            return render(request, "accounts/invitation.html", {"invitation": invitation})
        user = joining.accept(token, at=now)
    except joining.InvitationGoneError:
        if request.user.is_authenticated and joining.was_accepted_by(request.user, token):
            return redirect("arrive")
        return render(request, "accounts/invitation_gone.html", status=404)
    login(cast("HttpRequest", request), user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("arrive")
