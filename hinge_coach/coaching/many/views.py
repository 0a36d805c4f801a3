"""Writing one word to many clients: choosing, a look at what they will read, and sending."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hinge_coach.accounts.access import TrainerRequest, get_or_post, trainer_page
from hinge_coach.coaching.clients.filters import Which, chosen
from hinge_coach.coaching.many.forms import ManyForm, choice_problem, chosen_keys
from hinge_coach.coaching.many.recipients import (
    MOST_RECIPIENTS,
    NAME_MARK,
    Recipients,
    filled_in,
    fitting,
    left_out_words,
    outcome_words,
    recipients,
    send_to_each,
)

_PREVIEW, _SEND, _CHANGE, _NONE = "preview", "send", "change", "none"
"""What the buttons are for; the others choose another filter, and everybody whom it holds."""


@get_or_post
@trainer_page
def write_to_many(request: TrainerRequest) -> HttpResponse:
    """Nothing is sent before the trainer has seen what will be read, and by whom."""
    now = timezone.now()
    go = request.POST.get("go", "")
    if go not in {_PREVIEW, _SEND, _CHANGE}:
        return _choosing(request, _kept(request), now=now, ticked=set() if go == _NONE else None)
    form, keys = ManyForm(request.POST), chosen_keys(request.POST)
    to = recipients(keys, now=now)
    problem = choice_problem(keys, to.clients)
    if go == _CHANGE:
        return _choosing(request, _kept(request), now=now, ticked=set(keys))
    if not form.check(to) or problem:
        return _choosing(request, form.renewed(), now=now, ticked=set(keys), problem=problem)
    text, form_id = form.cleaned_data["text"], form.cleaned_data["id"]
    if go == _PREVIEW:
        return _preview(request, form, to)
    outcome = send_to_each(to, text, form_id=form_id, by=request.trainer, at=now)
    messages.success(request, outcome_words(outcome))
    return redirect("coaching:desk")


def _kept(request: TrainerRequest) -> ManyForm:
    """A form that holds what was typed so far, and finds no fault with it yet."""
    form = ManyForm.empty()
    if request.method == "POST":
        form.initial = {"id": request.POST.get("id") or form.initial["id"], "text": request.POST.get("text", "")}
    return form


def _choosing(
    request: TrainerRequest,
    form: ManyForm,
    *,
    now: datetime,
    ticked: set[int] | None,
    problem: str = "",
) -> HttpResponse:
    """`ticked`: whom the trainer has chosen; None for all whom the filter holds."""
    choice = chosen(request.POST if request.method == "POST" else request.GET)
    clients = [] if choice.errors else fitting(choice, now=now)
    listed = clients[:MOST_RECIPIENTS]
    context = {
        "form": form,
        "choice": choice,
        "kinds": [which for which in Which if which != Which.PAST],
        "rows": [(client, ticked is None or client.pk in ticked) for client in listed],
        "has_more": len(clients) > MOST_RECIPIENTS,
        "most": MOST_RECIPIENTS,
        "name_mark": NAME_MARK,
        "problem": problem,
        "nav": "desk",
    }
    return render(request, "coaching/many/write.html", context)


def _preview(request: TrainerRequest, form: ManyForm, to: Recipients) -> HttpResponse:
    text = form.cleaned_data["text"]
    context = {
        "form": form,
        "text": text,
        "choice": chosen(request.POST),
        "clients": to.clients,
        "first": to.clients[0],
        "first_text": filled_in(text, to.clients[0]),
        "nameless": [client for client in to.clients if not client.user.name.strip()] if NAME_MARK in text else [],
        "left_out": left_out_words([str(client) for client in to.archived], to.gone),
        "nav": "desk",
    }
    return render(request, "coaching/many/preview.html", context)
