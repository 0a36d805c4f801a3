"""Ending the coaching of a client, and taking them back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hinge_coach.accounts.access import TrainerRequest, get_or_post, trainer_page
from hinge_coach.coaching.asked import asked_client
from hinge_coach.coaching.ending.archiving import archive, take_back
from hinge_coach.coaching.ending.forms import EndingForm
from hinge_coach.fields import focus_first_error
from hinge_coach.wording import dated


@get_or_post
@trainer_page
def end_coaching(request: TrainerRequest, id: int) -> HttpResponse:
    """Asks for the day and the words; sent, archives the client. With an end set already, offers to take them back."""
    client, now = asked_client(id), timezone.now()
    form = EndingForm(request.POST if request.method == "POST" else None, today=client.today(now))
    if form.is_valid():
        if archive(client, by=request.trainer, at=now, **form.cleaned_data):
            messages.success(request, f"Coaching ends on {dated(form.cleaned_data['on'])}. {client} gets a mail.")
        else:
            messages.info(request, "An end is set already. Nothing was changed.")
        return redirect("coaching:end_coaching", id=client.pk)
    focus_first_error(form)
    context = {"client": client, "form": form, "ending": client.ending(now), "nav": "desk"}
    return render(request, "coaching/ending/ending.html", context)


@require_POST
@trainer_page
def return_client(request: TrainerRequest, id: int) -> HttpResponse:
    client = asked_client(id)
    if take_back(client, by=request.trainer, at=timezone.now()):
        messages.success(request, f"{client} is back: everything is open again, as it was.")
    else:
        messages.info(request, f"{client} is here. Nothing was changed.")
    return redirect("coaching:client", id=client.pk)
