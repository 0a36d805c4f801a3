"""Handled, snoozed, and undone: from a row of the desk or from the page of a client."""

from datetime import datetime
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hinge_coach.accounts.access import TrainerRequest, trainer_page
from hinge_coach.accounts.models import Client
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.coaching.asked import asked_client, page_to_return_to
from hinge_coach.coaching.desk.handling import handle, snooze, undo
from hinge_coach.coaching.desk.handling_forms import HandledForm, SnoozeForm, UndoForm
from hinge_coach.coaching.models import Deed, Handled

ALREADY = "You have handled this already. Nothing has changed."


@require_POST
@trainer_page
def handle_client(request: TrainerRequest, id: int) -> HttpResponse:
    client, now = asked_client(id), timezone.now()
    form = HandledForm(request.POST, client_id=client.pk, now=now)
    if not form.is_valid():
        return _refused(request, client, form)
    shown, line = form.cleaned_data["shown_at"], form.cleaned_data["line"]
    deed = handle(client, by=request.trainer, up_to=shown.at, line=line, at=now, reasons=shown.reasons)
    return _done(request, client, deed, shown.at, "Handled")


@require_POST
@trainer_page
def snooze_client(request: TrainerRequest, id: int) -> HttpResponse:
    client, now = asked_client(id), timezone.now()
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
    client, now = asked_client(id), timezone.now()
    form, deed = UndoForm(request.POST), None
    if form.is_valid():
        deed = undo(client, by=request.trainer, at=now, up_to=form.cleaned_data["up_to"])
    sentence = f"{client} is back on the desk." if deed else "That was undone already. Nothing has changed."
    messages.success(request, sentence)
    return redirect(_page_to_return_to(request, client))


def _page_to_return_to(request: TrainerRequest, client: Client) -> str:
    return page_to_return_to(request, reverse("coaching:client", args=[client.pk]))


def _done(request: TrainerRequest, client: Client, deed: Deed | None, up_to: datetime, words: str) -> HttpResponse:
    """Back to the page, which says what was done and offers to undo it."""
    page = _page_to_return_to(request, client)
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
        "next": _page_to_return_to(request, client),
        "nav": "desk",
    }
    return render(request, "coaching/desk/handle.html", context)
