"""The client's side of the thread: reading, answering, what was seen, and the mail that says a word is waiting."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from hinge_coach import device_answers
from hinge_coach.accounts.access import (
    ClientRequest,
    SiteRequest,
    client_page,
    client_settings,
    get_or_post,
    with_token,
)
from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.fields import first_error
from hinge_coach.safety.arriving import arrival_of
from hinge_coach.waiting import RefusalCode, RefusedError
from hinge_coach.wording import first_name
from lessons.messages.forms import MessageForm, SearchForm, seen_ids
from lessons.messages.mail import switch_mail, wants_mail
from lessons.messages.sending import mark_seen
from lessons.messages.thread import Thread, shown_messages, thread_on_today, thread_page
from lessons.models import Message, MessageMail, Practice

TODAY, PRACTICE = "today", "practice"
"""The pages besides that of the thread on which a client writes, as the field `next` names them."""


@require_safe
@client_page
def messages_with_trainer(request: ClientRequest) -> HttpResponse:
    """All words with the trainer, the latest page first; with `q`, those that hold it."""
    return _thread_page(request, MessageForm.empty(to=_trainer_name() or "your trainer"))


@require_POST
@client_page
def write_message(request: ClientRequest) -> HttpResponse:
    """Stores a word for the trainer. What the client answers to, they have read.

    It may have waited on the device; that it was written while practice rests or is closed is no reason to refuse it.
    """
    name = _trainer_name()
    form, code, sent = MessageForm(request.POST, to=name or "your trainer"), RefusalCode.FORM, None
    if name is None:
        form.add_error(None, "This site has no trainer right now, so nobody would read it.")
    elif form.is_valid():
        try:
            sent = _store(request, form)
        except RefusedError as error:
            code = error.code
            form.add_error(None, error.sentence)
    if device_answers.wants_json(request):
        if sent:
            return device_answers.stored(form.cleaned_data["id"])
        return device_answers.refused(request.POST.get("id", ""), code, first_error(form))
    if request.htmx:
        return _section(request, form if sent is None else None, name, sent)
    if sent is None:
        return _thread_page(request, form.renewed())
    messages.success(request, f"Sent to {name}.")
    return redirect(_next(request, sent))


def _store(request: ClientRequest, form: MessageForm) -> Message | None:
    """Raises `RefusedError`."""
    client, now = request.client, timezone.now()
    arrival = arrival_of(request.POST, client, now=now)
    practice = _practice_of(client, request.POST.get("practice", ""))
    sent = form.save(client=client, by=None, at=arrival.at, sent_at=arrival.sent_at, practice=practice)
    if sent:
        mark_seen(client, seen_ids(request.POST), by_trainer=False, at=now)
    return sent


def _practice_of(client: Client, id: str) -> Practice | None:
    """None also for a practice that is not theirs or was deleted: the word matters more than what it is about."""
    try:
        return client.practices.filter(pk=UUID(id)).first() if id else None
    except ValueError:
        return None


@require_POST
@client_settings
def see_words_of_trainer(request: ClientRequest) -> HttpResponse:
    """The words of the trainer with these ids were in view, or "I have read this" was pressed."""
    mark_seen(request.client, seen_ids(request.POST), by_trainer=False, at=timezone.now())
    return redirect(_next(request))


@require_POST
@client_settings
def choose_message_mail(request: ClientRequest) -> HttpResponse:
    is_on = request.POST.get("message_mail") == "on"
    switch_mail(request.user, on=is_on)
    messages.success(request, "Saved. A mail says when a word waits." if is_on else "Saved. No mail about words comes.")
    return redirect(f"{reverse('me')}#words")


@csrf_exempt
@get_or_post
@with_token
def no_more_message_mails(request: SiteRequest, token: str) -> HttpResponse:
    """Unsubscribes on POST. No CSRF check, no redirect: the button of a mail program has no cookie (RFC 8058)."""
    mail = MessageMail.objects.with_token(token).first()
    if mail is None:
        return render(request, "lessons/messages/mail_gone.html", status=404)
    if request.method == "POST":
        switch_mail(mail.reader, on=False)
    context = {"is_off": not wants_mail(mail.reader), "is_trainer": hasattr(mail.reader, "trainer")}
    return render(request, "lessons/messages/no_more_message_mails.html", context)


def page_of_words(request: HttpRequest, client: Client, *, for_trainer: bool) -> dict[str, object]:
    """What a page of a whole thread shows for `q` and `page` of its address; three queries at most."""
    search = SearchForm(request.GET)
    wanted = search.wanted()
    page: Page[UUID] = thread_page(client, number=request.GET.get("page"), search=wanted)
    newest_first = shown_messages(client, for_trainer=for_trainer, ids=page)
    return {
        "thread": Thread(messages=tuple(reversed(newest_first)), has_earlier=page.has_next()),
        "page": page,
        "search": search if "q" in request.GET else SearchForm(),
        "wanted": wanted,
    }


def _thread_page(request: ClientRequest, form: MessageForm) -> HttpResponse:
    context = {
        **page_of_words(request, request.client, for_trainer=False),
        "form": form,
        "name": _trainer_name(),
        "next": request.POST.get("next", ""),
        "practice_id": request.POST.get("practice", ""),
        "ending": request.client.ending(timezone.now()),
        "nav": "today",
    }
    return render(request, "lessons/messages/messages.html", context)


def _section(
    request: ClientRequest, refused: MessageForm | None, name: str | None, sent: Message | None
) -> HttpResponse:
    """The part of the page in which it was written, as it is now."""
    place, client = request.POST.get("next", ""), request.client
    form = refused.renewed() if refused else MessageForm.empty(to=name or "your trainer")
    context: dict[str, object] = {"form": form, "name": name, "sent": sent, "client": client, "swapped": True}
    if place == PRACTICE:
        context |= {"practice_id": request.POST.get("practice", "")}
        return render(request, "lessons/messages/_below_practice.html", context)
    if place == TODAY:
        context |= {"thread": thread_on_today(client, now=timezone.now())}
        return render(request, "lessons/messages/_on_today.html", context)
    context |= page_of_words(request, client, for_trainer=False)
    return render(request, "lessons/messages/_all.html", context)


def _next(request: ClientRequest, sent: Message | None = None) -> str:
    place = request.POST.get("next")
    if place == TODAY:
        return f"{reverse('lessons:today')}#messages"
    if place == PRACTICE and sent and sent.practice_id:
        return reverse("lessons:verdict", args=[sent.practice_id])
    return f"{reverse('lessons:messages')}#write"


def _trainer_name() -> str | None:
    """What the trainer is called; None where the site has none."""
    trainer = Trainer.objects.owner()
    return (first_name(trainer.name) or "your trainer") if trainer else None
