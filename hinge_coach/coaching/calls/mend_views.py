"""Where the trainer corrects how to reach a caller."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from hinge_coach.accounts.access import TrainerRequest, get_or_post, trainer_page
from hinge_coach.booking.calls import mending, presses
from hinge_coach.booking.calls.errors import NotChangeableError
from hinge_coach.booking.calls.mend_form import CallMendForm
from hinge_coach.booking.models import Call, CallEvent
from hinge_coach.coaching.calls.rows import call_row
from hinge_coach.fields import focus_first_error


@get_or_post
@trainer_page
def mend_call(request: TrainerRequest, id: UUID) -> HttpResponse:
    """Corrects name, address or number and mails the caller anew. The form sent as it is mails the link once more."""
    call = get_object_or_404(Call.objects.with_trainer(), pk=id, trainer=request.trainer)
    now = timezone.now()
    form = CallMendForm(request.POST if request.method == "POST" else None, call=call, for_trainer=True)
    try:
        if not call.may_mend(now):
            raise NotChangeableError
        if form.is_valid():
            details, page = form.details(), form.cleaned_data["id"]
            is_first = presses.is_first(str(call.pk), page, call)
            if not mending.is_right(call, **details):
                call = mending.mend(call, **details, now=now, by=CallEvent.By.TRAINER)
                messages.success(request, f"Corrected. {call.name} gets a new mail.")
            elif is_first:
                mending.send_link_again(call, now=now)
                messages.success(request, f"Nothing was changed. {call.name} gets the link by mail once more.")
            return redirect("coaching:calls")
    except NotChangeableError:
        messages.error(request, "This can't be corrected anymore: the call is over, canceled, or was not confirmed.")
        return redirect("coaching:calls")
    focus_first_error(form)
    context = {"row": call_row(call, request.trainer), "form": form, "nav": "calls"}
    return render(request, "coaching/calls/mend_call.html", context)
