"""A client's Today and Tightness as the client sees them, and their summary for a doctor, for the trainer to read.

The pages are made by the client's own functions and templates. Nothing is done as the client: there is no session of
theirs, no form, no token, and nothing counts as seen by them.
"""

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import TrainerRequest, trainer_page
from hinge_coach.accounts.looks import record_look
from hinge_coach.accounts.models import Client, Look
from hinge_coach.coaching.asked import asked_client
from hinge_coach.coaching.client.nothing_to_press import nothing_to_press
from hinge_coach.tightness.forms import CheckInForm
from lessons.progress.summary import summary_context
from lessons.progress.views import progress_context
from lessons.today.clients_of_today import clients_of_today
from lessons.today.views import today_context


@require_safe
@trainer_page
def today_as_client(request: TrainerRequest, id: int) -> HttpResponse:
    client = get_object_or_404(clients_of_today(), pk=id)
    record_look(request, client, Look.Kind.AS_CLIENT)
    context = today_context(client, CheckInForm(initial={"id": uuid4()}), now=timezone.now(), row=client)
    page = _page("lessons/today/_today.html", client, context)
    return render(request, "coaching/client/as_client.html", {"client": client, "page": page, "nav": "desk"})


@require_safe
@trainer_page
def tightness_as_client(request: TrainerRequest, id: int) -> HttpResponse:
    client = asked_client(id)
    record_look(request, client, Look.Kind.AS_CLIENT)
    context = progress_context(client, {}, now=timezone.now())
    page = _page("lessons/progress/_progress.html", client, context)
    context = {"client": client, "page": page, "is_tightness": True, "nav": "desk"}
    return render(request, "coaching/client/as_client.html", context)


@require_safe
@trainer_page
def summary_of_client(request: TrainerRequest, id: int) -> HttpResponse:
    client = asked_client(id)
    record_look(request, client, Look.Kind.SUMMARY)
    context = {"back": reverse("coaching:client", args=[client.pk]), "nav": "desk"}
    return render(request, "lessons/progress/summary.html", {**summary_context(client, now=timezone.now()), **context})


def _page(template: str, client: Client, context: dict[str, object]) -> SafeString:
    """Rendered without the request, so that nothing of the trainer's session is in it, and no token of anybody."""
    context = {**context, "user": client.user, "csrf_token": "none"}
    return mark_safe(nothing_to_press(render_to_string(template, context)))  # noqa: S308 - escaped by the template
