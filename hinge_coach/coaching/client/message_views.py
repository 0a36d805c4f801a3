"""The trainer's side of a client's thread."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hinge_coach.accounts.access import TrainerRequest, trainer_page
from hinge_coach.accounts.looks import record_look
from hinge_coach.accounts.models import Client, Look
from hinge_coach.coaching.asked import asked_client, page_to_return_to
from hinge_coach.coaching.desk.handling import handle
from hinge_coach.coaching.desk.handling_forms import HandledForm
from hinge_coach.wording import first_name
from lessons.messages.forms import MessageForm, seen_ids
from lessons.messages.sending import mark_seen
from lessons.messages.views import page_of_words


@require_safe
@trainer_page
def messages_with_client(request: TrainerRequest, id: int) -> HttpResponse:
    """All words with one client, the latest page first; with `q`, those that hold it."""
    client = asked_client(id)
    return _thread_page(request, client, MessageForm.empty(to=client.user.name or "them"))


@require_POST
@trainer_page
def send_message(request: TrainerRequest, id: int) -> HttpResponse:
    """Stores a word for the client; with "Send and handled" also takes the client off the desk's list.

    What the trainer answers to, they have read. A refused word is shown again on the page of the thread, wherever on
    the desk it was written.
    """
    client = Client.objects.select_related("user").filter(pk=id).first()
    if client is None:
        return _gone(request)
    form, now = MessageForm(request.POST, to=client.user.name or "them"), timezone.now()
    try:
        sent = form.save(client=client, by=request.trainer, at=now) if form.is_valid() else None
    except Client.DoesNotExist:
        return _gone(request)
    if sent is None:
        return _thread_page(request, client, form.renewed())
    mark_seen(client, seen_ids(request.POST), by_trainer=True, at=now)
    name = first_name(client.user.name) or "them"
    if request.POST.get("then") == "handled":
        messages.success(request, f"Sent to {name}{_handled(request, client, now)}")
    else:
        messages.success(request, f"Sent to {name}.")
    return redirect(_next(request, client))


@require_POST
@trainer_page
def see_words_of_client(request: TrainerRequest, id: int) -> HttpResponse:
    """The words of the client with these ids were in view, or "I have read this" was pressed."""
    client = asked_client(id)
    mark_seen(client, seen_ids(request.POST), by_trainer=True, at=timezone.now())
    return redirect(_next(request, client))


def _handled(request: TrainerRequest, client: Client, now: datetime) -> str:
    """Handles what the page of the form had shown, and says so; the word is sent whatever comes of it."""
    form = HandledForm(request.POST, client_id=client.pk, now=now)
    if not form.is_valid():
        return ". It is not clear what you had read, so nothing is handled."
    shown = form.cleaned_data["shown_at"]
    handle(client, by=request.trainer, up_to=shown.at, at=now, reasons=shown.reasons)
    return ", and handled."


def _thread_page(request: TrainerRequest, client: Client, form: MessageForm) -> HttpResponse:
    """The thread; also after a refused word, which may come from the desk, where nobody has opened it yet."""
    record_look(request, client, Look.Kind.FILE)
    ending = client.ending(timezone.now())
    context = {
        **page_of_words(request, client, for_trainer=True),
        "client": client,
        "gets_mail": client.message_mail and not (ending and ending.has_begun),
        "form": form,
        "next": page_to_return_to(request, ""),
        "shown_at": request.POST.get("shown_at", ""),
        "nav": "desk",
    }
    return render(request, "coaching/client/thread.html", context)


def _gone(request: TrainerRequest) -> HttpResponse:
    return render(request, "coaching/client/gone.html", {"nav": "desk"}, status=404)


def _next(request: TrainerRequest, client: Client) -> str:
    """The page that sent the form, where `next` names one of the desk; else the thread on the client's page."""
    own_page = reverse("coaching:client", args=[client.pk])
    page = page_to_return_to(request, own_page)
    return f"{page}#thread" if page == own_page else page
