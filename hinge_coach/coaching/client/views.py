"""One client's page, and what the trainer does there."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hinge_coach.accounts.access import TrainerRequest, trainer_page
from hinge_coach.accounts.looks import record_look
from hinge_coach.accounts.models import Client, Look
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.coaching.asked import asked_client, asked_page
from hinge_coach.coaching.client.forms import LiftForm, NewUsualForm, NoteForm, PositionForm, TalkedForm
from hinge_coach.coaching.client.page import clients_of_page, load_client_page
from hinge_coach.coaching.client.plan_page import clients_of_plan, load_plan_page
from hinge_coach.coaching.client.practice_rows import PracticeRow, default_thresholds, practice_page
from hinge_coach.coaching.desk.rows import Neighbors, neighbors
from hinge_coach.coaching.desk.shown import known_up_to, sign_shown
from hinge_coach.safety.forms import PauseForm
from hinge_coach.safety.models import active_closure
from lessons.messages.forms import MessageForm
from lessons.models import Lesson, Track
from lessons.practice.recording import locked

if TYPE_CHECKING:
    from hinge_coach.coaching.client.page import PageClient


@require_safe
@trainer_page
def client(request: TrainerRequest, id: int) -> HttpResponse:
    """What is worth knowing of one client, and the ways to the clients before and after them on the desk."""
    now = timezone.now()
    around = neighbors(id, now, place=_place(request))
    others = [key for key in (around.previous, around.following) if key is not None]
    clients = clients_of_page([id, *others], now)
    if id not in clients:
        raise Http404
    return _render_client_page(request, clients[id], now, around=around, clients=clients)


@require_safe
@trainer_page
def client_plan(request: TrainerRequest, id: int) -> HttpResponse:
    """The plan and how it is changed, and what lies behind them."""
    return _render_plan_page(request, id, timezone.now())


@require_safe
@trainer_page
def practices(request: TrainerRequest, id: int) -> HttpResponse:
    client = asked_client(id)
    record_look(request, client, Look.Kind.FILE)
    page = practice_page(client, request.GET.get("page"))
    context = {
        "client": client,
        "page": page,
        "practice_rows": [PracticeRow.of(practice.verdict) for practice in page],
        "thresholds": default_thresholds(),
        "nav": "desk",
    }
    return render(request, "coaching/client/practices.html", context)


@require_POST
@trainer_page
def set_position(request: TrainerRequest, id: int) -> HttpResponse:
    """Moves the client on one track, with the trainer's reason. 404 where there is no such track."""
    client, now = asked_client(id), timezone.now()
    track = request.POST.get("track", "")
    if track not in Track.values:
        raise Http404
    form = PositionForm(request.POST, track=track, lessons=list(Lesson.objects.in_order()))
    if not form.is_valid():
        return _render_plan_page(request, id, now, position=form)
    with locked(client) as now:
        move = form.save(client=client, by=request.trainer, at=now)
    sentence = "Moved, with your reason." if move else "They are at that lesson already."
    return _redirect_to_plan(request, client, sentence, "tracks")


@require_POST
@trainer_page
def lift_closure(request: TrainerRequest, id: int) -> HttpResponse:
    """Opens practice again. Where it is open already, as after a second press, nothing is written."""
    client = asked_client(id)
    with locked(client) as now:
        closure = active_closure(client)
        form = LiftForm(request.POST, closure=closure)
        if closure is not None and form.is_valid():
            form.save(closure, by=request.trainer, at=now)
    if closure is None:
        return _redirect_to_client(request, client, "Practice is open already.")
    if not form.is_valid():
        return _render_client_page(request, _read_client(id), now, lift=form)
    return _redirect_to_client(request, client, "Practice is open again.")


@require_POST
@trainer_page
def note_talked(request: TrainerRequest, id: int, talk: int) -> HttpResponse:
    """Notes that trainer and client have talked. Where it was noted before, as after a second press, nothing is."""
    client, now = asked_client(id), timezone.now()
    form = TalkedForm(request.POST, talk=get_object_or_404(client.talks.all(), pk=talk))
    if not form.is_valid():
        return _render_client_page(request, _read_client(id), now, talked=form)
    with locked(client) as now:
        is_new = form.save(client=client, by=request.trainer, at=now)
    sentence = "Noted as talked. The rules have looked again." if is_new else "That was noted already."
    return _redirect_to_client(request, client, sentence, "needs")


@require_POST
@trainer_page
def set_usual(request: TrainerRequest, id: int) -> HttpResponse:
    """Makes the numbers of the last week the client's usual. The same line on the same day is stored once."""
    client, form, now = asked_client(id), NewUsualForm(request.POST), timezone.now()
    if not form.is_valid():
        return _render_plan_page(request, id, now, usual=form)
    with locked(client) as now:
        is_new = form.save(client=client, by=request.trainer, at=now)
    sentence = "This is their usual now. The rules have looked again." if is_new else "That was noted already."
    return _redirect_to_plan(request, client, sentence, "talks")


@require_POST
@trainer_page
def add_note(request: TrainerRequest, id: int) -> HttpResponse:
    client, form, now = asked_client(id), NoteForm(request.POST), timezone.now()
    if form.is_valid() and form.save(client=client, by=request.trainer, at=now):
        return _redirect_to_client(request, client, "Saved. Only you can read it.", "written")
    return _render_plan_page(request, id, now, note=form.renewed())


@require_POST
@trainer_page
def delete_note(request: TrainerRequest, id: int, note: UUID) -> HttpResponse:
    client = asked_client(id)
    client.notes.filter(pk=note).delete()
    return _redirect_to_plan(request, client, "The note is deleted.", "written")


@require_POST
@trainer_page
def pause_client(request: TrainerRequest, id: int) -> HttpResponse:
    client, now = asked_client(id), timezone.now()
    form = PauseForm(request.POST, client=client, today=client.today(now))
    if not form.is_valid():
        return _render_plan_page(request, id, now, pause=form)
    form.save(by=request.user)
    return _redirect_to_plan(request, client, "The pause has begun. Nobody has to answer until it ends.", "pause")


@require_POST
@trainer_page
def resume_client(request: TrainerRequest, id: int) -> HttpResponse:
    client = asked_client(id)
    PauseForm.end(client, today=client.today(timezone.now()))
    return _redirect_to_plan(request, client, "The pause is over.", "pause")


def _read_client(id: int) -> "PageClient":
    clients = clients_of_page([id], timezone.now())
    if id not in clients:
        raise Http404
    return clients[id]


def _place(request: TrainerRequest) -> int:
    """Where the client stood on the desk, so that the next one still follows once this one is handled."""
    return asked_page(request.GET.get("place", "1")) or 1


def _redirect_to_client(request: TrainerRequest, client: Client, sentence: str, part: str = "") -> HttpResponse:
    """To the client's page, or to a part of it, where the sentence stands on top."""
    messages.success(request, sentence)
    return redirect(reverse("coaching:client", args=[client.pk]) + (f"#{part}" if part else ""))


def _redirect_to_plan(request: TrainerRequest, client: Client, sentence: str, part: str) -> HttpResponse:
    """To a part of the page with the plan."""
    messages.success(request, sentence)
    return redirect(reverse("coaching:plan", args=[client.pk]) + f"#{part}")


def _render_client_page(
    request: TrainerRequest,
    client: "PageClient",
    now: datetime,
    *,
    around: Neighbors | None = None,
    clients: Mapping[int, Client] | None = None,
    lift: LiftForm | None = None,
    talked: TalkedForm | None = None,
) -> HttpResponse:
    """The client's page; a form that came back with errors takes the place of the fresh one.

    That shows the file as well, so it is a look, too.
    """
    record_look(request, client, Look.Kind.FILE, at=now)
    page = load_client_page(client, trainer_zone=request.user.tz, now=now)
    talks = {talk.code: (talk, TalkedForm.of(talk, refused=talked)) for talk in page.open_talks}
    needs = [(reason, *talks.pop(reason.code, (None, None))) for reason in page.row.reasons]
    ending = client.ending(now)
    is_ended = ending is not None and ending.has_begun
    names, message = clients or {}, MessageForm.empty(to=client.user.name or "them")
    message.fields["text"].widget.attrs["data-key"] = "m"  # for js/desk_keys.js
    place = (around.number if around else None) or _place(request)
    reasons = [reason for reason in page.row.reasons if reason.needs_attention]
    shown_at = sign_shown(client.pk, reasons, at=known_up_to(client, now))
    context = {
        "page": page,
        "row": page.row,
        "client": client,
        "ending": ending,
        "gets_mail": client.message_mail and not is_ended,
        "around": around,
        "previous": names.get(around.previous) if around and around.previous else None,
        "following": names.get(around.following) if around and around.following else None,
        "needs": needs,
        "other_talks": list(talks.values()),
        "here": f"{reverse('coaching:client', args=[client.pk])}?place={place}",
        "shown_at": shown_at,
        "composer_shown_at": shown_at if page.row.needs_attention and not is_ended else "",
        "until": LocalTime(page.row.handled.until, request.user.tz)
        if page.row.handled and page.row.handled.until
        else None,
        "note": NoteForm.empty(),
        "message_form": message,
        "lift": lift or LiftForm(closure=page.closure),
        "nav": "desk",
    }
    return render(request, "coaching/client/client.html", context)


def _render_plan_page(
    request: TrainerRequest,
    id: int,
    now: datetime,
    *,
    note: NoteForm | None = None,
    pause: PauseForm | None = None,
    position: PositionForm | None = None,
    usual: NewUsualForm | None = None,
) -> HttpResponse:
    """The page with the plan; a form that came back with errors takes the place of the fresh one.

    That shows the file as well, so it is a look, too.
    """
    client = get_object_or_404(clients_of_plan(), pk=id)
    record_look(request, client, Look.Kind.FILE, at=now)
    page = load_plan_page(client, now=now)
    context = {
        "page": page,
        "client": client,
        "tracks": [(each, PositionForm.of(each, refused=position)) for each in page.positions],
        "usual": usual or NewUsualForm(),
        "note": note or NoteForm.empty(),
        "pause": pause or PauseForm(client=client, today=page.today),
        "nav": "desk",
    }
    return render(request, "coaching/client/plan.html", context)
