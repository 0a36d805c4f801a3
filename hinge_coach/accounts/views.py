"""First entry, invitation, the safety questions, and what a client can do with their own things."""

from typing import cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hinge_coach.accounts import joining
from hinge_coach.accounts.access import (
    ClientRequest,
    SiteRequest,
    client_of,
    client_page,
    public,
    signed_in,
    trainer_of,
    with_token,
)
from hinge_coach.accounts.forms import (
    ClearedForm,
    EraseForm,
    MorningMailForm,
    PauseForm,
    PersonForm,
    ScreeningForm,
    WelcomeForm,
)
from hinge_coach.accounts.models import Stop, Trainer, User
from hinge_coach.accounts.screening import Level, dialled, texts
from hinge_coach.rendering import DEMO_PEOPLE


@require_safe
@signed_in
def arrive(request: SiteRequest) -> HttpResponse:
    """Where a sign-in ends: the desk, today's page, or the first questions."""
    if trainer_of(request):
        return redirect("coaching:desk")
    return redirect("lessons:today" if client_of(request) else "accounts:welcome")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def welcome(request: SiteRequest) -> HttpResponse:
    if client_of(request) or trainer_of(request):
        return redirect("accounts:arrive")
    user = cast("User", request.user)
    data = request.POST if request.method == "POST" else None
    person = WelcomeForm(data, initial={"name": user.name})
    questions = ScreeningForm(data)
    if data is not None and all([person.is_valid(), questions.is_valid()]):
        person.save(user)
        client = joining.join(user=user, answers=questions.cleaned_data["answers"], at=timezone.now())
        return redirect("accounts:safety" if client.open_stop() else "lessons:today")
    return render(request, "accounts/welcome.html", {"person": person, "questions": questions})


@require_http_methods(["GET", "HEAD", "POST"])
@with_token
def invitation(request: SiteRequest, token: str) -> HttpResponse:
    """The mailed link only opens this page; the button accepts and signs in."""
    now = timezone.now()
    try:
        if request.method != "POST":
            found = joining.find_invitation(token, now=now)
            return render(request, "accounts/invitation.html", {"invitation": found})
        user = joining.accept(token, at=now)
    except joining.InvitationGoneError:
        if request.user.is_authenticated and joining.was_accepted_by(request.user, token):
            return redirect("accounts:arrive")
        return render(request, "accounts/invitation_gone.html", status=404)
    login(cast("HttpRequest", request), user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("accounts:arrive")


@require_safe
@public
def safety(request: SiteRequest) -> HttpResponse:
    client = client_of(request)
    return _safety_page(request, client.open_stop() if client else None, ClearedForm())


@require_POST
@client_page
def cleared(request: ClientRequest) -> HttpResponse:
    stop = request.client.open_stop()
    if stop is None or not stop.client_may_reopen:  # pressed twice, or closed more firmly since the page was opened
        return redirect("accounts:safety" if stop else "lessons:today")
    form = ClearedForm(request.POST)
    if not form.is_valid():
        return _safety_page(request, stop, form)
    stop.reopen(by=request.user, note="Says a doctor or physiotherapist is happy.", at=timezone.now())
    return redirect("lessons:today")


@require_http_methods(["GET", "HEAD", "POST"])
@client_page
def questions(request: ClientRequest) -> HttpResponse:
    form = ScreeningForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        joining.screen(client=request.client, answers=form.cleaned_data["answers"], at=timezone.now())
        if request.client.open_stop():
            return redirect("accounts:safety")
        messages.success(request, "Thank you. Nothing you answered stands in the way of practising.")
        return redirect("lessons:today")
    return render(request, "accounts/questions.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@client_page
def me(request: ClientRequest) -> HttpResponse:
    form = PersonForm(request.POST if request.method == "POST" else None, initial=_known(request.user))
    if request.method == "POST" and form.is_valid():
        form.save(request.user)
        messages.success(request, "Saved.")
        return redirect("accounts:me")
    return _me_page(request, form=form)


@require_POST
@client_page
def erase(request: ClientRequest) -> HttpResponse:
    form = EraseForm(request.POST)
    if not form.is_valid():
        return _me_page(request, erase=form)
    joining.leave(request.user)
    logout(request)
    return redirect("accounts:erased")


@require_POST
@client_page
def pause(request: ClientRequest) -> HttpResponse:
    form = PauseForm(request.POST, client=request.client, today=request.client.today(timezone.now()))
    if not form.is_valid():
        return _me_page(request, pause=form)
    form.save(by=request.user)
    messages.success(request, "You are on a pause. Nothing is asked of you until it ends.")
    return redirect("accounts:me")


@require_POST
@client_page
def resume(request: ClientRequest) -> HttpResponse:
    PauseForm.end(request.client, today=request.client.today(timezone.now()))
    messages.success(request, "Welcome back. The pause is over.")
    return redirect("lessons:today")


@require_POST
@client_page
def morning_mail(request: ClientRequest) -> HttpResponse:
    form = MorningMailForm(request.POST, client=request.client)
    if not form.is_valid():
        return _me_page(request, morning=form)
    form.save()
    comes = request.client.morning_hour is not None
    messages.success(request, "Saved. It comes on mornings after a practice." if comes else "Saved. No mail will come.")
    return redirect("accounts:me")


@require_safe
@public
def erased(request: SiteRequest) -> HttpResponse:
    return render(request, "accounts/erased.html")


@require_POST
@public
def look_around(request: SiteRequest) -> HttpResponse:
    """In the demo only: sign in as one of the demo people with one click."""
    email = request.POST.get("email", "")
    if not settings.DEMO or email not in dict(DEMO_PEOPLE):
        raise Http404
    user = get_object_or_404(User, email=email)
    login(cast("HttpRequest", request), user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("accounts:arrive")


def _known(user: User) -> dict[str, str]:
    return {"name": user.name, "zone": user.zone}


def _me_page(request: ClientRequest, **sent: forms.Form) -> HttpResponse:
    """All its forms; one that was sent and not accepted stands in for its empty one."""
    client, today = request.client, request.client.today(timezone.now())
    context = {
        "form": PersonForm(initial=_known(request.user)),
        "erase": EraseForm(),
        "pause": PauseForm(client=client, today=today),
        "morning": MorningMailForm(client=client),
        **sent,
        "client": client,
        "running": client.pause_on(today),
        "trainer": Trainer.objects.owner(),
        "nav": "me",
    }
    return render(request, "accounts/me.html", context)


def _safety_page(request: HttpRequest, stop: Stop | None, form: ClearedForm) -> HttpResponse:
    """What was ticked is shown only beside the stop that it brought about."""
    ticked = stop and stop.cause == Stop.Cause.ANSWERS and stop.client.screenings.filter(level=stop.level).first()
    context = {"stop": stop, "answers": texts(ticked.answers) if ticked else [], "form": form, "nav": "safety"}
    if stop and stop.level == Level.EMERGENCY:
        return render(request, "accounts/emergency.html", {**context, "emergency": dialled(settings.EMERGENCY_NUMBER)})
    return render(request, "accounts/safety.html", {**context, "trainer": Trainer.objects.owner()})
