"""Inviting one person or several, and what became of each invitation: sent again, corrected, withdrawn."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hinge_coach.accounts import inviting, joining
from hinge_coach.accounts.access import TrainerRequest, get_or_post, trainer_page
from hinge_coach.accounts.forms import InvitationForm
from hinge_coach.accounts.models import Invitation
from hinge_coach.coaching.asked import asked_page
from hinge_coach.coaching.invitations.forms import SeveralForm
from hinge_coach.coaching.invitations.rows import invitation_list
from hinge_coach.coaching.invitations.several import invite_lines, sent_words
from hinge_coach.coaching.invitations.wording import NOT_AGAIN
from hinge_coach.fields import focus_first_error

NOT_OPEN = "This can't be done anymore: the invitation was answered or withdrawn, or it has expired."


@require_safe
@trainer_page
def invitations(request: TrainerRequest) -> HttpResponse:
    number = asked_page(request.GET.get("page", "1")) or 1
    listed = invitation_list(number, now=timezone.now(), zone=request.user.tz)
    context = {
        "listed": listed,
        "number": number,
        "previous": number - 1,
        "following": number + 1 if listed.has_next else None,
        "nav": "desk",
    }
    return render(request, "coaching/invitations/invitations.html", context)


@get_or_post
@trainer_page
def invite_client(request: TrainerRequest) -> HttpResponse:
    """The form begins with the name and address in the query string."""
    now = timezone.now()
    initial = {name: request.GET.get(name, "")[:254] for name in ("email", "name")}
    data = request.POST if request.method == "POST" else None
    form = InvitationForm(data, now=now, tz=request.user.tz, initial=initial)
    if form.is_valid():
        invitation = joining.invite(trainer=request.trainer, at=now, **form.cleaned_data)
        messages.success(request, f"The invitation to {invitation.email} is on its way.")
        return redirect("coaching:invitations")
    focus_first_error(form)
    return render(request, "coaching/invitations/invite.html", {"form": form, "nav": "desk"})


@get_or_post
@trainer_page
def invite_several(request: TrainerRequest) -> HttpResponse:
    """Invites the good lines of a pasted list. The box then holds the others, and beside each stands what is wrong."""
    form = SeveralForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "nav": "desk"}
    if form.is_valid():
        invited = invite_lines(form.cleaned_data["people"], trainer=request.trainer, at=timezone.now())
        if invited.sent:
            messages.success(request, sent_words(invited.sent))
        if not invited.refused:
            return redirect("coaching:invitations")
        left = "\n".join(refused.line.text for refused in invited.refused)
        context |= {"form": SeveralForm(initial={"people": left}), "refused": invited.refused}
    focus_first_error(form)
    return render(request, "coaching/invitations/invite_several.html", context)


@get_or_post
@trainer_page
def mend_invitation(request: TrainerRequest, id: int) -> HttpResponse:
    """Corrects name or address. Another address gets a mail with a new link, and the link before ends."""
    invitation, now = _invitation(request, id), timezone.now()
    if not invitation.is_open(now):
        return _invitation_is_closed(request)
    initial = {"email": invitation.email, "name": invitation.name}
    data = request.POST if request.method == "POST" else None
    form = InvitationForm(data, now=now, tz=request.user.tz, of=invitation, initial=initial)
    if form.is_valid():
        try:
            is_mailed = inviting.mend_open(invitation, by=request.trainer, at=now, **form.cleaned_data)
        except (inviting.NotOpenError, inviting.AlreadyInvitedError):  # since the form was checked
            return _invitation_is_closed(request)
        if is_mailed:
            messages.success(request, f"Corrected. {form.cleaned_data['email']} gets a mail with a new link.")
        elif form.has_changed():
            messages.success(request, "Corrected. The link stays as it is, and no mail goes out.")
        return redirect("coaching:invitations")
    focus_first_error(form)
    context = {"form": form, "invitation": invitation, "nav": "desk"}
    return render(request, "coaching/invitations/mend_invitation.html", context)


@get_or_post
@trainer_page
def withdraw_invitation(request: TrainerRequest, id: int) -> HttpResponse:
    """A page that asks; its button withdraws, and pressed twice changes nothing."""
    invitation, now = _invitation(request, id), timezone.now()
    if request.method != "POST":
        if not invitation.is_open(now):
            return _invitation_is_closed(request)
        context = {"invitation": invitation, "nav": "desk"}
        return render(request, "coaching/invitations/withdraw_invitation.html", context)
    try:
        if inviting.withdraw_open(invitation, at=now):
            messages.success(request, f"Withdrawn. The link that {invitation.email} has no longer works.")
    except inviting.NotOpenError:
        return _invitation_is_closed(request)
    return redirect("coaching:invitations")


@require_POST
@trainer_page
def send_invitation_again(request: TrainerRequest, id: int) -> HttpResponse:
    invitation = _invitation(request, id)
    try:
        inviting.mail_again(invitation, by=request.trainer, at=timezone.now())
    except inviting.NotAgainError as refused:
        messages.error(request, NOT_AGAIN[refused.why])
    except inviting.NotOpenError:
        return _invitation_is_closed(request)
    else:
        messages.success(request, f"The invitation to {invitation.email} is on its way again.")
    return redirect("coaching:invitations")


def _invitation(request: TrainerRequest, id: int) -> Invitation:
    return get_object_or_404(Invitation, pk=id, invited_by=request.trainer)


def _invitation_is_closed(request: TrainerRequest) -> HttpResponse:
    messages.error(request, NOT_OPEN)
    return redirect("coaching:invitations")
