"""The desk, and inviting somebody."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hinge_coach.accounts import joining
from hinge_coach.accounts.access import TrainerRequest, get_or_post, trainer_page
from hinge_coach.accounts.forms import InvitationForm
from hinge_coach.accounts.models import Invitation
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.coaching.calls.rows import calls_on_this_day
from hinge_coach.coaching.desk.rows import client_rows


@require_safe
@trainer_page
def desk(request: TrainerRequest) -> HttpResponse:
    now = timezone.now()
    rows = client_rows(now)
    context = {
        "needing_attention": [row for row in rows if row.needs_attention],
        "quiet": [row for row in rows if not row.needs_attention],
        "calls": calls_on_this_day(request.trainer, now=now),
        "clock": LocalTime(now, request.user.tz),
        "nav": "desk",
    }
    return render(request, "coaching/desk/desk.html", context)


@get_or_post
@trainer_page
def invite_client(request: TrainerRequest) -> HttpResponse:
    """The form, begun with the name and address in the query string, and the invitations nobody has answered yet."""
    now = timezone.now()
    initial = {name: request.GET.get(name, "")[:254] for name in ("email", "name")}
    form = InvitationForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        invitation = joining.invite(trainer=request.trainer, at=now, **form.cleaned_data)
        messages.success(request, f"The invitation to {invitation.email} is on its way.")
        return redirect("coaching:invite")
    unanswered = Invitation.objects.filter(accepted_at=None, invited_at__gt=now - Invitation.LIFETIME)
    context = {
        "form": form,
        "open": [(invitation, invitation.invited_at + Invitation.LIFETIME) for invitation in unanswered],
        "nav": "desk",
    }
    return render(request, "coaching/desk/invite.html", context)
