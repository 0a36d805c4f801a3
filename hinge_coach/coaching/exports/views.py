"""The trainer's own exports."""

from typing import cast

from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hinge_coach.accounts.access import TrainerRequest, trainer_page
from hinge_coach.accounts.looks import record_looks
from hinge_coach.accounts.models import Client, Look
from hinge_coach.coaching.exports.everything import zip_of_everything


@require_safe
@trainer_page
def exports(request: TrainerRequest) -> HttpResponse:
    context = {"clients": Client.objects.count(), "nav": "settings"}
    return render(request, "coaching/exports/exports.html", context)


@require_POST
@trainer_page
def export_everything(request: TrainerRequest) -> HttpResponse:
    """Streams the zip. That each client's records are taken along is written first, or nothing is sent."""
    now = timezone.now()
    with transaction.atomic():
        clients = list(Client.objects.order_by("pk").values_list("pk", flat=True))
        record_looks(request, clients, Look.Kind.EXPORT, at=now)
    response = StreamingHttpResponse(zip_of_everything(clients, at=now), content_type="application/zip")
    name = f"hinge-coach-{request.user.today(now):%Y-%m-%d}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return cast("HttpResponse", response)  # Django types the two kinds apart
