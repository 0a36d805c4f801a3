"""The desk, and inviting somebody."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hinge_coach.accounts import joining
from hinge_coach.accounts.access import TrainerRequest, get_or_post, trainer_page
from hinge_coach.accounts.forms import InvitationForm
from hinge_coach.accounts.models import Client, Invitation
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.coaching.calls.rows import calls_on_this_day
from hinge_coach.coaching.desk.clients import (
    MOST_COUNTED,
    count_needing,
    needing_ids,
    present,
    put_away,
    quiet_clients,
)
from hinge_coach.coaching.desk.rows import client_rows

ROWS_A_PAGE = 40

QUIET_SHOWN = 40

LAST_PAGE = 100_000


@require_safe
@trainer_page
def desk(request: TrainerRequest) -> HttpResponse:
    """Who needs a word, the most urgent first, a page of them at a time; then those who are on their way."""
    now = timezone.now()
    number = page_number(request.GET.get("page"))
    start = (number - 1) * ROWS_A_PAGE
    ids = needing_ids(now, start, start + ROWS_A_PAGE + 1)
    rows = client_rows(ids[:ROWS_A_PAGE], now=now)
    quiet_ids = list(quiet_clients(now).values_list("pk", flat=True)[: QUIET_SHOWN + 1]) if number == 1 else []
    context = {
        "rows": rows,
        "number": number,
        "following": number + 1 if len(ids) > ROWS_A_PAGE else None,
        "needing": len(ids) if number == 1 and len(ids) <= ROWS_A_PAGE else count_needing(now),
        "present": Client.objects.filter(present(now)).order_by()[:MOST_COUNTED].count(),
        "most": MOST_COUNTED,
        "quiet": client_rows(quiet_ids[:QUIET_SHOWN], now=now),
        "more_quiet": len(quiet_ids) > QUIET_SHOWN,
        "put_away": put_away(now),
        "calls": calls_on_this_day(request.trainer, now=now),
        "clock": LocalTime(now, request.user.tz),
        "shown_at": now,
        "nav": "desk",
    }
    return render(request, "coaching/desk/desk.html", context)


def page_number(text: str | None) -> int:
    """The page that was asked for; the first where that is no number of one."""
    return int(text) if text and text.isascii() and text.isdecimal() and 0 < int(text[:6]) < LAST_PAGE else 1


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
