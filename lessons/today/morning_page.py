"""The page that a morning mail links to, and unsubscribing from these mails."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from hinge_coach.accounts.access import SiteRequest, get_or_post, with_token
from hinge_coach.accounts.models import Client
from hinge_coach.safety.models import active_closure, pause_on
from lessons.models import MorningMail
from lessons.practice.history import RECENT, questions_due
from lessons.today import morning_mail
from lessons.today.forms import MorningForm


@get_or_post
@with_token
def morning(request: SiteRequest, token: str) -> HttpResponse:
    """A GET, as by the mailed link, only shows the question. A POST stores the answer, or corrects it."""
    now, mail = timezone.now(), MorningMail.objects.with_token(token).first()
    if mail is None:
        return render(request, "lessons/today/morning_gone.html", status=404)
    answer, is_reported_otherwise = morning_mail.answer_state(mail)
    is_open = mail.is_open(now) and (answer is not None or not is_reported_otherwise)
    form = MorningForm(
        request.POST if request.method == "POST" else None, initial={"score": answer.score} if answer else None
    )
    if is_open and form.is_valid():
        morning_mail.record_answer(mail, form.cleaned_data["score"], now=now)
        return redirect("lessons:morning", token=token)
    context: dict[str, object] = {"form": form, "noted": answer, "is_open": is_open, "is_over": not mail.is_open(now)}
    if answer and is_open:
        context |= _after(mail.client, now=now)
    return render(request, "lessons/today/morning.html", context)


def _after(client: Client, *, now: datetime) -> dict[str, object]:
    """What the page shows after an answer: the active closure, or why the safety questions are due."""
    today, closure = client.today(now), active_closure(client)
    if closure or pause_on(client, today):
        return {"closure": closure, "asks": None}
    entries = client.check_ins.filter(at__gte=now - RECENT).entries()
    return {"closure": None, "asks": questions_due(client, entries, today)}


@csrf_exempt
@get_or_post
@with_token
def no_more_mornings(request: SiteRequest, token: str) -> HttpResponse:
    """Unsubscribes on POST. No CSRF check, no redirect: the button of a mail program has no cookie (RFC 8058)."""
    mail = MorningMail.objects.with_token(token).first()
    if mail is None:
        return render(request, "lessons/today/morning_gone.html", status=404)
    client = mail.client
    if request.method == "POST" and client.morning_hour is not None:
        client.morning_hour = None
        client.save(update_fields=["morning_hour"])
    return render(request, "lessons/today/no_more_mornings.html", {"is_off": client.morning_hour is None})
