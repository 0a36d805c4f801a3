"""The site's own pages, and actions that touch several rooms: arriving, the first questions, Me, erasing an account.

Rooms link to them by names without a namespace (`home`, `arrive`, `welcome`, `me`), so that no room depends on another
room for them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from hinge_coach.accounts import joining
from hinge_coach.accounts.access import (
    ClientRequest,
    SiteRequest,
    client_of,
    client_page,
    get_or_post,
    public,
    signed_in,
    trainer_of,
)
from hinge_coach.accounts.forms import EraseForm, MeForm, MorningMailForm, WelcomeForm
from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.booking.calls.retention import erase_person
from hinge_coach.coaching.first_entry_from_call import record_first_entry
from hinge_coach.safety.closing import record_screening
from hinge_coach.safety.forms import PauseForm, ScreeningForm
from hinge_coach.safety.models import active_closure, pause_on
from hinge_coach.tightness.first_numbers import record_first_numbers
from hinge_coach.tightness.forms import FirstNumbersForm
from lessons.curriculum.forms import VariationForm
from lessons.lab.strip import small_lab
from lessons.models import Lesson, answered_variations
from lessons.models.variation import Variation
from lessons.practice.deciding import decide_again


@require_safe
@public
def home(request: SiteRequest) -> HttpResponse:
    context = {"tracks": Lesson.objects.by_track(), "trainer": Trainer.objects.owner(), "small": small_lab()}
    return render(request, "home.html", context)


@require_safe
@public
def healthz(request: SiteRequest) -> HttpResponse:
    """200 and JSON when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a missing or stale CSRF cookie, with a link back to the form. Nothing was stored."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        page = reverse("home")
    return render(request, "403_csrf.html", {"back": page}, status=403)


@require_safe
@signed_in
def arrive(request: SiteRequest) -> HttpResponse:
    """Redirects after sign-in: to the desk, to Today, or to the first questions."""
    if trainer_of(request):
        return redirect("coaching:desk")
    return redirect("lessons:today" if client_of(request) else "welcome")


@get_or_post
@signed_in
def welcome(request: SiteRequest) -> HttpResponse:
    if client_of(request) or trainer_of(request):
        return redirect("arrive")
    user = cast("User", request.user)
    data = request.POST if request.method == "POST" else None
    person = WelcomeForm(data, initial={"name": user.name})
    questions, numbers = ScreeningForm(data), FirstNumbersForm(data)
    fits = VariationForm(data, needs_answer=False)
    page: dict[str, forms.Form] = {"person": person, "questions": questions, "fits": fits, "numbers": numbers}
    are_valid = [form.is_valid() for form in page.values()]  # all of them, so that each shows its errors
    if all(are_valid) and _contradict(questions, fits):
        fits.add_error("variations", THIN_BONES_ABOVE_TOO)
    elif data is not None and all(are_valid):
        now = timezone.now()
        with transaction.atomic():
            person.save(user)
            client = join(user=user, answers=questions.cleaned_data["answers"], numbers=numbers.numbers(), at=now)
            fits.save(client, at=now, is_first=True)
        return redirect("safety:safety" if active_closure(client) else "lessons:today")
    return render(request, "welcome.html", page)


THIN_BONES_ABOVE_TOO = (
    "You checked osteoporosis here, and not in the safety questions above. Please check it in both, or in neither."
)


def _contradict(questions: ScreeningForm, fits: VariationForm) -> bool:
    """Whether somebody says here what they deny in the safety questions, which close practice for it."""
    kinds = fits.cleaned_data["variations"] or ()
    return Variation.THIN_BONES in kinds and "thin-bones" not in questions.cleaned_data["answers"]


@transaction.atomic
def join(*, user: User, answers: list[str], at: datetime, numbers: Sequence[int | None] = ()) -> Client:
    """Makes a user a client: consent, the first safety answers, the first numbers, and the one given before a call.

    `numbers` are those of the day itself and of the days before it, the latest first; None was left out. They are
    stored whatever the answers are.
    """
    is_new = not Client.objects.filter(user=user).exists()
    client = joining.make_client(user=user, at=at)
    record_screening(client=client, answers=answers, at=at)
    if is_new:
        record_first_entry(client)
        record_first_numbers(client, numbers, at=at)
        decide_again(client, now=at)
    return client


@get_or_post
@client_page
def me(request: ClientRequest) -> HttpResponse:
    form = MeForm(request.POST if request.method == "POST" else None, client=request.client)
    if request.method == "POST" and form.is_valid():
        form.save(request.user)
        messages.success(request, "Saved.")
        return redirect("me")
    return _me_page(request, form=form)


@require_POST
@client_page
def pause(request: ClientRequest) -> HttpResponse:
    form = PauseForm(request.POST, client=request.client, today=request.client.today(timezone.now()))
    if not form.is_valid():
        return _me_page(request, pause=form)
    form.save(by=request.user)
    messages.success(request, "You are on a pause. Nothing is asked of you until it ends.")
    return redirect("me")


@require_POST
@client_page
def resume(request: ClientRequest) -> HttpResponse:
    PauseForm.end(request.client, today=request.client.today(timezone.now()))
    messages.success(request, "Welcome back. The pause is over.")
    return redirect("lessons:today")


@require_POST
@client_page
def variations(request: ClientRequest) -> HttpResponse:
    """Stores which variations of lessons fit the client; one that the safety questions ask about leads to these.

    `first` comes with the button on Today, which asks whoever hasn't answered: an old page changes no later answer.
    """
    form = VariationForm(request.POST)
    if not form.is_valid():
        return _me_page(request, fits=form)
    is_first = "first" in request.POST
    before = answered_variations(request.client)
    form.save(request.client, at=timezone.now(), is_first=is_first)
    if is_first:
        return redirect("lessons:today")
    kinds = set(form.cleaned_data["variations"] or ()) - set(before.kinds if before else ())
    if any(kind.first for kind in kinds):
        messages.success(request, "Saved. The safety questions ask about this, too. Please answer them now.")
        return redirect("safety:questions")
    messages.success(request, "Saved. Each lesson shows what is different for you.")
    return redirect("me")


@require_POST
@client_page
def morning_mail(request: ClientRequest) -> HttpResponse:
    form = MorningMailForm(request.POST, client=request.client)
    if not form.is_valid():
        return _me_page(request, morning=form)
    form.save()
    is_on = request.client.morning_hour is not None
    messages.success(
        request, "Saved. The mail comes on mornings after a practice." if is_on else "Saved. No mail will come."
    )
    return redirect("me")


@require_POST
@client_page
def erase(request: ClientRequest) -> HttpResponse:
    form = EraseForm(request.POST)
    if not form.is_valid():
        return _me_page(request, erase=form)
    erase_everything(request.user)
    logout(request)
    return redirect("erased")


@transaction.atomic
def erase_everything(user: User) -> None:
    """Erases the person in every room: blanks their calls, then deletes the account with all they reported."""
    erase_person(user)
    joining.erase_account(user)


@require_safe
@public
def erased(request: SiteRequest) -> HttpResponse:
    return render(request, "erased.html")


def _me_page(request: ClientRequest, **bound: forms.Form) -> HttpResponse:
    """The Me page. The forms in `bound`, which were refused, replace the empty ones of the same name."""
    client, today = request.client, request.client.today(timezone.now())
    context = {
        "form": MeForm(client=client),
        "erase": EraseForm(),
        "pause": PauseForm(client=client, today=today),
        "morning": MorningMailForm(client=client),
        "fits": VariationForm(answer=answered_variations(client)),
        **bound,
        "client": client,
        "running": pause_on(client, today),
        "trainer": Trainer.objects.owner(),
        "nav": "me",
    }
    return render(request, "me.html", context)
