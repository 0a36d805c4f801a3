"""Pages that belong to no room: home, health, and what a lost form cookie looks like."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import SiteRequest, public
from hinge_coach.accounts.models import Trainer
from lessons import lab
from lessons.models import Lesson


@require_safe
@public
def home(request: SiteRequest) -> HttpResponse:
    context = {"tracks": Lesson.objects.by_track(), "trainer": Trainer.objects.owner(), "small": lab.small()}
    return render(request, "home.html", context)


@require_safe
@public
def healthz(request: SiteRequest) -> HttpResponse:
    """200 and JSON when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's cookie is missing or stale: say so, and how to go on. Nothing was stored."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        page = reverse("home")
    return render(request, "403_csrf.html", {"back": page}, status=403)
