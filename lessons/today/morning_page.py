"""The page that a morning mail links to, and unsubscribing from these mails."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from hinge_coach.accounts.access import SiteRequest, get_or_post, with_token
from hinge_coach.accounts.models import Client
from hinge_coach.tightness.models import CheckIn
from lessons.models import MorningMail
from lessons.practice.history import load_state
from lessons.practice.recording import locked
from lessons.practice.told_moves import moves_by_rules
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
    ending = mail.client.ending(now)
    is_over = not mail.is_open(now) or (ending is not None and ending.has_begun)
    is_open = not is_over and (answer is not None or not is_reported_otherwise)
    form = MorningForm(
        request.POST if request.method == "POST" else None, initial={"score": answer.score} if answer else None
    )
    if is_open and form.is_valid():
        with locked(mail.client) as now:
            morning_mail.record_answer(mail, form.cleaned_data["score"], now=now)
        return redirect("lessons:morning", token=token)
    context: dict[str, object] = {"form": form, "noted": answer, "is_open": is_open, "is_over": is_over}
    if answer and is_open:
        context |= _after(mail.client, answer, now=now)
    return render(request, "lessons/today/morning.html", context)


def _after(client: Client, answer: CheckIn, *, now: datetime) -> dict[str, object]:
    """What the page shows after an answer: what keeps the client from practice, and where it moved them.

    Whoever has the mail can read it, so it names the lesson, and neither a number nor what the trainer wrote.
    """
    state = load_state(client, now=now)
    made = moves_by_rules(state, since=answer.at)
    return {"closure": state.closure, "asks": state.questions_due, "state": state, "made": made}


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
