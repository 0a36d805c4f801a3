"""First entry, invitation, the safety questions, and what a client can do with their own things."""

from typing import cast

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
from hinge_coach.accounts.forms import ClearedForm, EraseForm, PersonForm, ScreeningForm, WelcomeForm
from hinge_coach.accounts.models import Trainer, User
from hinge_coach.accounts.screening import Level, texts


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
    person = WelcomeForm(request.POST or None, initial={"name": user.name})
    questions = ScreeningForm(request.POST or None)
    if request.method == "POST" and all([person.is_valid(), questions.is_valid()]):
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
        return render(request, "accounts/invitation_gone.html", status=404)
    login(cast("HttpRequest", request), user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("accounts:arrive")


@require_safe
@public
def safety(request: SiteRequest) -> HttpResponse:
    client = client_of(request)
    stop = client.open_stop() if client else None
    screening = client.screenings.first() if client and stop else None
    answers = texts(screening.answers) if screening and screening.level != Level.CLEAR else []
    context = {"stop": stop, "answers": answers, "form": ClearedForm(), "trainer": Trainer.objects.owner()}
    return render(request, "accounts/safety.html", context)


@require_POST
@client_page
def cleared(request: ClientRequest) -> HttpResponse:
    stop = request.client.open_stop()
    if stop is None or not stop.client_may_reopen:
        raise Http404
    form = ClearedForm(request.POST)
    if not form.is_valid():
        return render(request, "accounts/safety.html", {"stop": stop, "form": form})
    stop.reopen(by=request.user, note="Says a doctor or physiotherapist is happy.", at=timezone.now())
    return redirect("lessons:today")


@require_http_methods(["GET", "HEAD", "POST"])
@client_page
def questions(request: ClientRequest) -> HttpResponse:
    form = ScreeningForm(request.POST or None)
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
    form = PersonForm(request.POST or None, initial={"name": request.user.name, "zone": request.user.zone})
    if request.method == "POST" and form.is_valid():
        form.save(request.user)
        messages.success(request, "Saved.")
        return redirect("accounts:me")
    context = {"form": form, "erase": EraseForm(), "trainer": Trainer.objects.owner()}
    return render(request, "accounts/me.html", context)


@require_POST
@client_page
def erase(request: ClientRequest) -> HttpResponse:
    form = EraseForm(request.POST)
    if not form.is_valid():
        person = PersonForm(initial={"name": request.user.name, "zone": request.user.zone})
        context = {"form": person, "erase": form, "trainer": Trainer.objects.owner()}
        return render(request, "accounts/me.html", context)
    user = request.user
    logout(request)
    user.delete()
    return redirect("accounts:erased")


@require_safe
@public
def erased(request: SiteRequest) -> HttpResponse:
    return render(request, "accounts/erased.html")


@require_POST
@public
def look_around(request: SiteRequest) -> HttpResponse:
    """In the demo only: sign in as one of the demo people with one click."""
    if not settings.DEMO:
        raise Http404
    user = get_object_or_404(User, email=request.POST.get("email", ""), email__endswith="@example.com")
    login(cast("HttpRequest", request), user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("accounts:arrive")
