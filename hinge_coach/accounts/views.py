"""The page of a mailed invitation, and what the site adds to the pages of signing in by django-allauth.

The Me page and the first questions touch several rooms: see `hinge_coach.views`.
"""

from datetime import timedelta
from typing import cast
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required, resume_request
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.views import edit_webauthn, remove_webauthn
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hinge_coach.accounts import joining
from hinge_coach.accounts.access import SiteRequest, get_or_post, signed_in, trainer_of, with_token
from hinge_coach.accounts.forms import FreshCodeForm
from hinge_coach.accounts.fresh_sign_in import FreshSignIn
from hinge_coach.accounts.models import User
from hinge_coach.accounts.second_step import (
    StepState,
    has_taken_second_step,
    needs_second_step,
    note_second_step,
    step_state,
)
from hinge_coach.accounts.signing_out import clear_cache, clear_device

WHO = "hinge_coach.accounts.sign_out_everywhere"
"""Salt of the signature in the form that signs out everywhere."""


@get_or_post
@with_token
def invitation(request: SiteRequest, token: str) -> HttpResponse:
    """A GET, as by the mailed link, only shows the invitation. A POST accepts it and signs in."""
    now = timezone.now()
    try:
        if request.method != "POST":
            context = {"invitation": joining.find_invitation(token, now=now), "token": token}
            return render(request, "accounts/invitation.html", context)
        user = joining.accept(token, at=now)
    except joining.InvitationGoneError as gone:
        if request.user.is_authenticated and joining.was_accepted_by(request.user, token):
            return redirect("arrive")
        # The second of two presses at once. The first has signed them in; whoever is not gets the sign-in page.
        if request.method == "POST" and joining.was_just_accepted(token, now=now):
            return redirect("arrive")
        is_withdrawn = isinstance(gone, joining.InvitationWithdrawnError)
        return render(request, "accounts/invitation_gone.html", {"is_withdrawn": is_withdrawn}, status=404)
    login(cast("HttpRequest", request), user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("arrive")


@require_POST
@with_token
def invitation_opened(request: SiteRequest, token: str) -> HttpResponse:
    """The page of an invitation tells that somebody has it before them; not where the trainer looks at it."""
    if trainer_of(request) is None and not joining.note_opened(token, at=timezone.now()):
        raise Http404
    return HttpResponse(status=204)


@get_or_post
@signed_in
def second_step(request: SiteRequest) -> HttpResponse:
    """Leads whoever can see clients to their second step and their recovery codes. A POST goes on from there."""
    user = cast("User", request.user)
    if not needs_second_step(user) or has_taken_second_step(request):
        return redirect("mfa_index")
    state = step_state(request, user)
    if state == StepState.CODES_NOT_KEPT:
        return redirect("mfa_view_recovery_codes")
    if request.method == "POST" and state == StepState.DONE:
        note_second_step(request, user)
        return redirect("arrive")
    return render(request, "accounts/second_step.html", {"state": state.name})


@get_or_post
@signed_in
def recovery_codes(request: SiteRequest) -> HttpResponse:
    """Shows the recovery codes; a POST says that they are kept."""
    user, codes = cast("User", request.user), _codes_of(request)
    if request.method == "POST":
        codes.mark_as_viewed()
        note_second_step(request, user)
        return redirect("arrive" if needs_second_step(user) else "mfa_index")
    return render(request, "mfa/recovery_codes/index.html", {"codes": codes.get_unused_codes(), "kept": codes.did_view})


@require_safe
@signed_in
def download_recovery_codes(request: SiteRequest) -> HttpResponse:
    lines = "\n".join([f"Recovery codes for {settings.SITE_URL}", "", *_codes_of(request).get_unused_codes(), ""])
    headers = {"Content-Disposition": 'attachment; filename="recovery-codes.txt"'}
    return HttpResponse(lines, content_type="text/plain; charset=utf-8", headers=headers)


def _codes_of(request: SiteRequest) -> RecoveryCodes:
    """The codes of the person who is signed in, shown after a fresh sign-in alone; 404 where they have none."""
    row = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    if row is None:
        raise Http404
    raise_if_reauthentication_required(request, app="allauth.mfa")
    return RecoveryCodes(row)


@get_or_post
@signed_in
def rename_passkey(request: SiteRequest, pk: int) -> HttpResponse:
    _passkey(request, pk)
    response: HttpResponse = edit_webauthn(request, pk=pk)
    return response


def _passkey(request: SiteRequest, pk: int) -> Authenticator:
    """A passkey of the person who is signed in; 404 for all others, before anybody is asked who they are."""
    key: Authenticator = get_object_or_404(Authenticator, user=request.user, type=Authenticator.Type.WEBAUTHN, pk=pk)
    return key


@get_or_post
@signed_in
def remove_passkey(request: SiteRequest, pk: int) -> HttpResponse:
    """Asks whether to remove a passkey, and removes it; but never the last second step of whoever needs one."""
    key = _passkey(request, pk)
    adapter = get_mfa_adapter()
    if request.method == "POST" and not adapter.can_delete_authenticator(key):
        sentence = adapter.error_messages["cannot_delete_authenticator"]
        get_adapter().add_message(request, messages.ERROR, message=sentence)
        return redirect("mfa_list_webauthn")
    response: HttpResponse = remove_webauthn(request, pk=pk)
    return response


@get_or_post
@signed_in
def reauthenticate(request: SiteRequest) -> HttpResponse:
    """Asks somebody without a second step whether it is them: mails a code, and takes it."""
    user, ours = cast("User", request.user), cast("HttpRequest", request)
    there = get_next_redirect_url(request)
    if is_mfa_enabled(user):
        shows = get_adapter().get_reauthentication_methods(user)[0]["url"]
        return redirect(f"{shows}?{urlencode({'next': there})}" if there else shows)
    process = FreshSignIn.under_way(ours, user)
    form, problem = FreshCodeForm(request.POST if "code" in request.POST else None), ""
    if request.method == "POST" and not form.is_bound:
        asked = FreshSignIn.begin(ours, user)
        process, problem = asked or process, "" if asked else get_adapter().error_messages["rate_limited"]
    elif process and form.is_valid():
        if process.takes(form.cleaned_data["code"]):
            return resume_request(ours) or redirect(there or "mfa_index")
        process = FreshSignIn.under_way(ours, user)
        form.add_error("code", get_adapter().error_messages["incorrect_code"])
    if form.is_bound and process is None:
        problem = "That code is no longer good. Please ask for a new one."
    context = {"form": form, "next": there or "", "problem": problem, "is_mailed": process is not None}
    return render(request, "account/reauthenticate.html", context)


def _owner_of_form(who: str) -> User | None:
    try:
        return User.objects.filter(pk=signing.loads(who, salt=WHO, max_age=timedelta(days=1))).first()
    except signing.BadSignature:
        return None


@get_or_post
@never_cache
@login_not_required
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """A page that asks; sent, it signs this person out here and everywhere else.

    The form says whose it is, so that it also works where the sign-in of its page has ended, and when it is sent twice.
    """
    user = request.user if isinstance(request.user, User) else _owner_of_form(request.POST.get("who", ""))
    if request.method != "POST":
        if user is None:
            return redirect_to_login(request.path)
        who = signing.dumps(user.pk, salt=WHO)
        return render(request, "account/sign_out_everywhere.html", {"who": who})
    if user:
        user.end_all_sign_ins()
    logout(request)
    response = redirect("home")
    return clear_cache(response) if request.POST.get("leave_storage") == "yes" else clear_device(response)
