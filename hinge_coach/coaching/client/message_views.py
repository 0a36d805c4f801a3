"""The trainer's side of a client's thread."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from hinge_coach.accounts.access import TrainerRequest, trainer_page
from hinge_coach.accounts.models import Client
from hinge_coach.wording import first_name
from lessons.messages.forms import MessageForm, seen_ids
from lessons.messages.sending import mark_seen
from lessons.messages.views import page_of_words


@require_safe
@trainer_page
def messages_with_client(request: TrainerRequest, id: int) -> HttpResponse:
    """All words with one client, the latest page first; with `q`, those that hold it."""
    client = get_object_or_404(Client.objects.select_related("user"), pk=id)
    return _thread_page(request, client, MessageForm.empty(to=client.user.name or "them"))


@require_POST
@trainer_page
def send_message(request: TrainerRequest, id: int) -> HttpResponse:
    """Stores a word for the client. What the trainer answers to, they have read.

    A refused word is shown again on the page of the thread, wherever on the desk it was written.
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
    messages.success(request, f"Sent to {first_name(client.user.name) or 'them'}.")
    return redirect(_next(request, client))


@require_POST
@trainer_page
def see_words_of_client(request: TrainerRequest, id: int) -> HttpResponse:
    """The words of the client with these ids were in view, or "I have read this" was pressed."""
    client = get_object_or_404(Client, pk=id)
    mark_seen(client, seen_ids(request.POST), by_trainer=True, at=timezone.now())
    return redirect(_next(request, client))


def _thread_page(request: TrainerRequest, client: Client, form: MessageForm) -> HttpResponse:
    context = {
        **page_of_words(request, client, for_trainer=True),
        "client": client,
        "form": form,
        "next": _wanted_next(request),
        "nav": "desk",
    }
    return render(request, "coaching/client/thread.html", context)


def _gone(request: TrainerRequest) -> HttpResponse:
    return render(request, "coaching/client/gone.html", {"nav": "desk"}, status=404)


def _next(request: TrainerRequest, client: Client) -> str:
    return _wanted_next(request) or reverse("coaching:client", args=[client.pk]) + "#thread"


def _wanted_next(request: TrainerRequest) -> str:
    """The page of the desk that sent the form; empty where it names none of this site."""
    page = request.POST.get("next", "")
    is_here = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if is_here and page.startswith("/desk/") else ""
