"""Looking around as one of the demo people."""

from typing import cast

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from hinge_coach.accounts.access import SiteRequest, public
from hinge_coach.accounts.models import User
from hinge_coach.accounts.second_step import begin_sign_in
from hinge_coach.demo.personas import DEMO_PEOPLE


@require_POST
@public
def look_around(request: SiteRequest) -> HttpResponse:
    """Signs in as one of the demo people, without a code; 404 for anybody else, and where this is not a demo."""
    email = request.POST.get("email", "")
    if not settings.DEMO or email not in dict(DEMO_PEOPLE):
        raise Http404
    user = get_object_or_404(User, email=email)
    if request.user != user:
        login(cast("HttpRequest", request), user, backend=settings.AUTHENTICATION_BACKENDS[0])
        begin_sign_in(cast("HttpRequest", request), user)
    return redirect("arrive")
