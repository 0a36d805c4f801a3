"""One client's page, and what the trainer does there."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hinge_coach.accounts.access import TrainerRequest, trainer_page
from hinge_coach.coaching.client.forms import LiftForm, MessageForm, NoteForm, PositionForm, WrittenForm
from hinge_coach.coaching.client.page import PracticeRow, client_page_of, practice_page, usual_thresholds
from hinge_coach.coaching.desk.clients import known_clients
from hinge_coach.safety.forms import PauseForm
from hinge_coach.safety.models import active_closure
from lessons.models import Lesson, Track

if TYPE_CHECKING:
    from hinge_coach.coaching.desk.clients import KnownClient


@require_safe
@trainer_page
def client(request: TrainerRequest, id: int) -> HttpResponse:
    return _render_client_page(request, _client(id), timezone.now())


@require_safe
@trainer_page
def practices(request: TrainerRequest, id: int) -> HttpResponse:
    found = _client(id)
    page = practice_page(found, request.GET.get("page"))
    done = [PracticeRow.of(practice.verdict) for practice in page]
    context = {"client": found, "page": page, "done": done, "thresholds": usual_thresholds(), "nav": "desk"}
    return render(request, "coaching/practices.html", context)


@require_POST
@trainer_page
def set_position(request: TrainerRequest, id: int) -> HttpResponse:
    found, now = _client(id), timezone.now()
    track = request.POST.get("track", "")
    if track not in Track.values:
        raise Http404
    form = PositionForm(request.POST, track=track, lessons=list(Lesson.objects.in_order()))
    if not form.is_valid():
        return _render_client_page(request, found, now, place=form)
    moved = form.save(client=found, by=request.trainer, at=now)
    return _redirect_to_client(
        request, found, "Moved, with your reason." if moved else "That is where they stand already.", "tracks"
    )


@require_POST
@trainer_page
def lift_closure(request: TrainerRequest, id: int) -> HttpResponse:
    """Practice opens again. Where it is open already, as after a second press, nothing is written."""
    found, now = _client(id), timezone.now()
    closure, form = active_closure(found), LiftForm(request.POST)
    if closure is None:
        return _redirect_to_client(request, found, "Practice is open already.")
    if not form.is_valid():
        return _render_client_page(request, found, now, reopen=form)
    form.save(closure, by=request.trainer, at=now)
    return _redirect_to_client(request, found, "Practice is open again.")


@require_POST
@trainer_page
def add_note(request: TrainerRequest, id: int) -> HttpResponse:
    return _write(request, id, NoteForm(request.POST), "note", "Noted, for you alone.")


@require_POST
@trainer_page
def send_message(request: TrainerRequest, id: int) -> HttpResponse:
    return _write(request, id, MessageForm(request.POST), "message", "Sent. It stands on their Today page.")


@require_POST
@trainer_page
def delete_note(request: TrainerRequest, id: int, note: UUID) -> HttpResponse:
    found = _client(id)
    found.notes.filter(pk=note).delete()
    return _redirect_to_client(request, found, "The note is gone.", "written")


@require_POST
@trainer_page
def pause_client(request: TrainerRequest, id: int) -> HttpResponse:
    found, now = _client(id), timezone.now()
    form = PauseForm(request.POST, client=found, today=found.today(now))
    if not form.is_valid():
        return _render_client_page(request, found, now, pause=form)
    form.save(by=request.user)
    return _redirect_to_client(request, found, "On a pause. Silence is fine until it ends.")


@require_POST
@trainer_page
def resume_client(request: TrainerRequest, id: int) -> HttpResponse:
    found = _client(id)
    PauseForm.end(found, today=found.today(timezone.now()))
    return _redirect_to_client(request, found, "The pause is over.")


def _client(id: int) -> "KnownClient":
    return get_object_or_404(known_clients(timezone.now()), pk=id)


def _redirect_to_client(request: TrainerRequest, client: "KnownClient", sentence: str, part: str = "") -> HttpResponse:
    messages.success(request, sentence)
    return redirect(reverse("coaching:client", args=[client.pk]) + (f"#{part}" if part else ""))


def _write(request: TrainerRequest, id: int, form: WrittenForm, name: str, sentence: str) -> HttpResponse:
    found, now = _client(id), timezone.now()
    if form.is_valid() and form.save(client=found, by=request.trainer, at=now):
        return _redirect_to_client(request, found, sentence, "written")
    return _render_client_page(request, found, now, **{name: form.renewed()})


def _render_client_page(request: TrainerRequest, client: "KnownClient", now: datetime, **bound: Any) -> HttpResponse:
    """The client's page; a form that came back with errors takes the place of the fresh one."""
    shown = client_page_of(client, now=now)
    wrong = bound.pop("place", None)
    forms = {
        "note": NoteForm.empty(),
        "message": MessageForm.empty(),
        "reopen": LiftForm(),
        "pause": PauseForm(client=client, today=shown.today),
        **bound,
    }
    tracks = [(each, PositionForm.of(each, wrong)) for each in shown.row.positions]
    forms["message"].name_it(client.user.name or "them")
    context = {"sheet": shown, "row": shown.row, "client": client, "tracks": tracks, **forms, "nav": "desk"}
    return render(request, "coaching/client.html", context)
