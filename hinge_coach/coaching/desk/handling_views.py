"""Handled, snoozed, and undone: from a row of the desk or from the page of a client."""

from datetime import datetime
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from hinge_coach.accounts.access import TrainerRequest, trainer_page
from hinge_coach.accounts.models import Client
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.coaching.desk.handling import handle, snooze, undo
from hinge_coach.coaching.desk.handling_forms import HandledForm, SnoozeForm, UndoForm
from hinge_coach.coaching.models import Deed, Handled

BACK_TO = {"desk", "client", "clients", "plan", "thread"}
"""The pages that a press may lead back to, by the names of their addresses."""

ALREADY = "You have handled this already. Nothing has changed."


@require_POST
@trainer_page
def handle_client(request: TrainerRequest, id: int) -> HttpResponse:
    client, now = _client(id), timezone.now()
    form = HandledForm(request.POST, client_id=client.pk, now=now)
    if not form.is_valid():
        return _refused(request, client, form)
    shown, line = form.cleaned_data["shown_at"], form.cleaned_data["line"]
    deed = handle(client, by=request.trainer, up_to=shown.at, line=line, at=now, reasons=shown.reasons)
    return _done(request, client, deed, shown.at, "Handled")


@require_POST
@trainer_page
def snooze_client(request: TrainerRequest, id: int) -> HttpResponse:
    client, now = _client(id), timezone.now()
    form = SnoozeForm(request.POST, client_id=client.pk, zone=request.user.tz, now=now)
    if not form.is_valid():
        return _refused(request, client, form)
    shown, until, line = (form.cleaned_data[name] for name in ("shown_at", "until", "line"))
    deed = snooze(client, by=request.trainer, up_to=shown.at, until=until, line=line, at=now, reasons=shown.reasons)
    return _done(request, client, deed, shown.at, f"Snoozed until {LocalTime(until, request.user.tz).day}")


@require_POST
@trainer_page
def unhandle_client(request: TrainerRequest, id: int) -> HttpResponse:
    """Undoes what the page showed as handled. Nothing changes where it is undone already."""
    client, now = _client(id), timezone.now()
    form, deed = UndoForm(request.POST), None
    if form.is_valid():
        deed = undo(client, by=request.trainer, at=now, up_to=form.cleaned_data["up_to"])
    sentence = f"{client} is back on the desk." if deed else "That was undone already. Nothing has changed."
    messages.success(request, sentence)
    return redirect(page_to_return_to(request, client.pk))


def page_to_return_to(request: TrainerRequest, client_id: int) -> str:
    """The page of the trainer's that `next` names, else that of the client."""
    page = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        try:
            match = resolve(urlsplit(page).path)
        except Resolver404:
            match = None
        if match is not None and match.app_name == "coaching" and match.url_name in BACK_TO:
            return page
    return reverse("coaching:client", args=[client_id])


def _client(id: int) -> Client:
    return get_object_or_404(Client.objects.select_related("user"), pk=id)


def _done(request: TrainerRequest, client: Client, deed: Deed | None, up_to: datetime, words: str) -> HttpResponse:
    """Back to the page, which says what was done and offers to undo it."""
    page = page_to_return_to(request, client.pk)
    if deed is None:
        messages.success(request, ALREADY)
    elif urlsplit(page).path == reverse("coaching:client", args=[client.pk]):
        messages.success(request, f"{words}.")  # the page itself offers to undo it
    else:
        handled = Handled(client=client, up_to=up_to, line=deed.line)
        context = {"client_id": client.pk, "name": str(client), "words": words, "handled": handled, "next": page}
        messages.success(request, render_to_string("coaching/desk/_undo.html", context, request))
    return redirect(page)


def _refused(request: TrainerRequest, client: Client, form: HandledForm) -> HttpResponse:
    """The reasons that the page had shown, and the form with what is wrong in it and what was typed."""
    context = {
        "client": client,
        "form": form,
        "is_snooze": isinstance(form, SnoozeForm),
        "next": page_to_return_to(request, client.pk),
        "nav": "desk",
    }
    return render(request, "coaching/desk/handle.html", context)
