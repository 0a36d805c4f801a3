"""The trainer's notes on one call."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hinge_coach.accounts.access import TrainerRequest, get_or_post, trainer_page
from hinge_coach.booking.models import Call
from hinge_coach.coaching.calls.notes import CallNoteForm
from hinge_coach.coaching.calls.rows import call_row
from hinge_coach.fields import focus_first_error


@get_or_post
@trainer_page
def call_notes(request: TrainerRequest, id: UUID) -> HttpResponse:
    """The notes, and a form for one more. What can't be stored comes back in it, whatever page it was written on."""
    call = _call(request, id)
    form = CallNoteForm(request.POST, call=call) if request.method == "POST" else CallNoteForm.empty(call=call)
    if request.method == "POST" and form.is_valid() and form.save(at=timezone.now()):
        messages.success(request, "Saved. Only you can read it.")
        return redirect(_way_back(request, call))
    form = form.renewed()
    focus_first_error(form)
    context = {
        "row": call_row(call, request.trainer, notes=tuple(call.notes.all())),
        "form": form,
        "nav": "calls",
    }
    return render(request, "coaching/calls/notes.html", context)


@require_POST
@trainer_page
def delete_call_note(request: TrainerRequest, id: UUID, note: UUID) -> HttpResponse:
    call = _call(request, id)
    call.notes.filter(pk=note).delete()
    messages.success(request, "The note is deleted.")
    return redirect(_way_back(request, call))


def _way_back(request: TrainerRequest, call: Call) -> str:
    """The list of calls where it was written on the list, else the page of its own."""
    if request.POST.get("next") == "calls":
        return f"{reverse('coaching:calls')}#notes-{call.pk}"
    return reverse("coaching:call_notes", args=[call.pk])


def _call(request: TrainerRequest, id: UUID) -> Call:
    return get_object_or_404(Call.objects.with_trainer(), pk=id, trainer=request.trainer)
