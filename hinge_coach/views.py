"""The site's own pages, and actions that touch several rooms: arriving, the first questions, Me, erasing an account.

Rooms link to them by names without a namespace (`home`, `arrive`, `welcome`, `me`), so that no room depends on another
room for them.
"""

import sys
from datetime import datetime
from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hinge_coach import health
from hinge_coach.accounts import joining
from hinge_coach.accounts.access import (
    ClientRequest,
    SiteRequest,
    belongs_to_another,
    client_data,
    client_of,
    client_page,
    client_settings,
    get_or_post,
    public,
    refusal_of,
    signed_in,
    trainer_of,
    when_signed_out,
)
from hinge_coach.accounts.ending import Act, Ending
from hinge_coach.accounts.forms import EraseForm, MeForm, MorningMailForm, WelcomeForm
from hinge_coach.accounts.looks import LOOKS_SHOWN, look_lines
from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.accounts.phones import format_phone
from hinge_coach.accounts.signing_out import clear_device
from hinge_coach.booking.calls.retention import erase_person
from hinge_coach.booking.models import Call
from hinge_coach.coaching.first_entry_from_call import record_first_entry
from hinge_coach.coaching.told.lines import tell_of_erased_account
from hinge_coach.fields import focus_first_error
from hinge_coach.kept_pages import same_for_everybody
from hinge_coach.page_day import page_day
from hinge_coach.safety.closing import record_screening
from hinge_coach.safety.forms import PauseForm, ScreeningForm
from hinge_coach.safety.models import active_closure, pause_on
from hinge_coach.stale_form import stale_form, stale_page
from hinge_coach.tightness.first_numbers import record_first_numbers
from hinge_coach.tightness.forms import FirstNumbersForm
from hinge_coach.tightness.usual import days_to_recall
from hinge_coach.waiting import RefusedError
from hinge_coach.welcome_draft import WelcomeDraft
from lessons.curriculum.forms import SafetyVariationForm, VariationForm
from lessons.figures.person_picture import person_pictures
from lessons.lab.strip import small_lab
from lessons.models import answered_variations, lessons_by_track
from lessons.practice.deciding import decide_again
from lessons.practice.recording import locked

LOOKS_ON_A_PAGE = 200

RETRY_SECONDS = 60


@require_safe
@same_for_everybody
@public
def home(request: SiteRequest) -> HttpResponse:
    context = {"tracks": lessons_by_track(), "trainer": Trainer.objects.owner(), "small": small_lab()}
    return render(request, "home.html", context)


@require_safe
@public
def healthz(request: SiteRequest) -> HttpResponse:
    """200 and JSON when the site can do its work; 503 with what keeps it from it."""
    found = health.health_problems(timezone.now())
    status = "ok" if not found else " ".join(found)
    return JsonResponse({"status": status}, status=503 if found else 200)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for an exception that nobody caught. Where the database can't work now: 503, and when to try again.

    Neither page reads anything from the database.
    """
    if health.is_passing(sys.exc_info()[1]):
        page = render_to_string("busy.html")
        return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_SECONDS)})
    return HttpResponseServerError(render_to_string("500.html"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a missing or stale CSRF token. Nothing was stored.

    It shows what was sent and offers to send it again, where a page of this site sent it and it isn't somebody else's.
    """
    form, client = stale_form(request), client_of(request)
    if form and client and (refusal := belongs_to_another(request, client)):
        return refusal
    return stale_page(request, form)


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
    """The first of three screens: name, zone, consent. Nothing is stored about health before the consent."""
    draft = WelcomeDraft(request.session)
    if trainer_of(request) or (client_of(request) and not draft.consented_at):
        return redirect("arrive")
    user = cast("User", request.user)
    given = {
        "name": user.name,
        "zone": user.zone,
        "phone": format_phone(draft.phone),
        "consent": draft.consented_at is not None,
    }
    data = request.POST if request.method == "POST" else None
    form = WelcomeForm(data, call_phone=Call.objects.latest_phone(user.email), initial=given)
    if draft.consented_at:
        form.fields["zone"].widget.attrs["data-chosen"] = ""  # given already, so not to be guessed again
    if form.is_valid():
        form.save(user)
        draft.begin(timezone.now(), phone=form.kept_phone)
        return redirect("welcome_safety")
    focus_first_error(form)
    return render(request, "welcome/person.html", {"form": form, "step": 1})


@get_or_post
@signed_in
def welcome_safety(request: SiteRequest) -> HttpResponse:
    """The second screen: the safety questions and the variations that matter for safety. They make a client.

    An answer that closes practice leads to the stop page at once.
    """
    draft, client = WelcomeDraft(request.session), client_of(request)
    if trainer_of(request) or not draft.consented_at:
        return redirect("arrive")
    if client and (refusal := refusal_of(request, client, Act.STORE)):
        return refusal
    data = request.POST if request.method == "POST" else None
    given = draft.kept("safety") or (_safety_answers(client) if client else {})
    questions, fits = ScreeningForm(data, initial=given), SafetyVariationForm(data, initial=given)
    if request.POST.get("go") == "back":
        draft.keep("safety", questions, fits)
        return redirect("welcome")
    are_valid = [form.is_valid() for form in (questions, fits)]  # both, so that each shows its errors
    if all(are_valid):
        answers, now = questions.cleaned_data["answers"], timezone.now()
        with transaction.atomic():
            user = cast("User", request.user)
            client = join(user=user, answers=answers, at=now, consented_at=draft.consented_at, phone=draft.phone)
            fits.save(client, screening=answers, at=now)
        draft.forget("safety")
        return redirect("safety:safety" if active_closure(client) else "welcome_numbers")
    focus_first_error(questions, fits)
    return render(request, "welcome/safety.html", {"questions": questions, "fits": fits, "step": 2})


def _safety_answers(client: Client) -> dict[str, list[str]]:
    """What this client answered last, as the initial values of the second screen."""
    screening = client.screenings.first()
    ticks = ScreeningForm.ticks(screening.answers) if screening else {}
    return ticks | SafetyVariationForm.ticks(answered_variations(client))


@get_or_post
@client_page
def welcome_numbers(request: ClientRequest) -> HttpResponse:
    """The third screen: the first numbers, each of which may be left out. Today leads here as long as none is given.

    What is sent from a page of yesterday is about the days that it asked for.
    """
    draft, client, is_sent = WelcomeDraft(request.session), request.client, request.method == "POST"
    today, joined_on = client.today(timezone.now()), client.today(client.joined_at)
    try:
        on, problem = page_day(request.POST.get("on", ""), today=today, joined_on=joined_on), ""
    except RefusedError as error:
        on, problem = today, error.sentence
    days, data = days_to_recall(client.check_ins.entries(), on, joined_on=joined_on), request.POST if is_sent else None
    form = FirstNumbersForm(data, days=days, on=None if on == today else on, initial=draft.kept("numbers"))
    if request.POST.get("go") == "back":
        draft.keep("numbers", form)
        return redirect("welcome_safety")
    if not days or request.POST.get("go") == "on":
        if is_sent:
            draft.end()
        return redirect("lessons:today")
    if form.is_valid() and not problem:
        with locked(client) as at:
            record_first_numbers(client, form.numbers(), at=at, on=on)
            decide_again(client, now=at)
        draft.end()
        return redirect("lessons:today")
    if problem:
        form.add_error(None, problem)
    focus_first_error(form)
    return render(request, "welcome/numbers.html", {"form": form, "on": on, "step": 3 if draft.consented_at else None})


@transaction.atomic
def join(
    *, user: User, answers: list[str], at: datetime, consented_at: datetime | None = None, phone: str = ""
) -> Client:
    """Makes a user a client: consent, phone, the first safety answers, and the number given before a call.

    The same answers sent again are stored once; other ones are new safety answers.
    """
    client = joining.make_client(user=user, at=at, consented_at=consented_at)
    client.lock()
    if client.phone != phone:
        client.phone = phone
        client.save(update_fields=["phone"])
    latest = client.screenings.first()
    if latest is None or latest.answers != answers:
        record_screening(client=client, answers=answers, at=at)
    if latest is None:
        record_first_entry(client)
        decide_again(client, now=at)
    return client


@get_or_post
@client_settings
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
    kinds = set(form.cleaned_data["variations"]) - set(before.kinds if before else ())
    if any(kind.first for kind in kinds):
        messages.success(request, "Saved. The safety questions ask about this, too. Please answer them now.")
        return redirect("safety:questions")
    messages.success(request, "Saved. Each lesson shows what is different for you.")
    return redirect("me")


@require_POST
@client_settings
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


def _erased_already(request: HttpRequest) -> HttpResponse | None:
    """The answer to the second of two presses, where the first has erased who was signed in."""
    is_second = request.method == "POST" and EraseForm.is_of_somebody_erased(request.POST)
    return clear_device(redirect("erased")) if is_second else None


@when_signed_out(_erased_already)
@require_POST
@client_data
def erase(request: ClientRequest) -> HttpResponse:
    form = EraseForm(request.POST, user=request.user)
    if not form.is_valid():
        ending = request.client.ending(timezone.now())
        return _ended_page(request, ending, form) if ending and ending.is_over else _me_page(request, erase=form)
    erase_everything(request.user)
    logout(request)
    return clear_device(redirect("erased"))


@transaction.atomic
def erase_everything(user: User) -> None:
    """Erases the person in every room: blanks their calls, then deletes the account with all they reported.

    Of a client the desk is told that somebody erased their account, and not who.
    """
    # Locked, so that of two presses at once the later finds nobody, and tells nobody.
    if not User.objects.select_for_update().filter(pk=user.pk).exists():
        return
    was_client = hasattr(user, "client")
    erase_person(user)
    joining.erase_account(user)
    if was_client:
        tell_of_erased_account(at=timezone.now())


@require_safe
@public
def erased(request: SiteRequest) -> HttpResponse:
    return render(request, "erased.html")


@require_safe
@client_data
def ended(request: ClientRequest) -> HttpResponse:
    """All that is left to a client whose pages have closed: the download, erasing, and the free call."""
    ending = request.client.ending(timezone.now())
    if ending and ending.is_over:
        return _ended_page(request, ending, EraseForm(user=request.user))
    return redirect("arrive")


def _ended_page(request: ClientRequest, ending: Ending, form: EraseForm) -> HttpResponse:
    focus_first_error(form)
    context = {"ending": ending, "erase": form, "trainer": Trainer.objects.owner()}
    return render(request, "accounts/ended.html", context)


@require_safe
@client_page
def looks(request: ClientRequest) -> HttpResponse:
    """Everybody who has looked at the client's file, with the newest first, and by which page."""
    page = Paginator(request.client.looks.all(), LOOKS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": look_lines(request.client, page), "trainer": Trainer.objects.owner(), "nav": "me"}
    return render(request, "accounts/looks.html", context)


def _me_page(request: ClientRequest, **bound: forms.Form) -> HttpResponse:
    """The Me page. The forms in `bound`, which were refused, replace the empty ones of the same name."""
    client, now = request.client, timezone.now()
    today = client.today(now)
    focus_first_error(*bound.values())
    looks = list(client.looks.all()[: LOOKS_SHOWN + 1])
    context = {
        "form": MeForm(client=client),
        "erase": EraseForm(user=request.user),
        "pause": PauseForm(client=client, today=today),
        "morning": MorningMailForm(client=client),
        "fits": VariationForm(answer=answered_variations(client)),
        **bound,
        "client": client,
        "ending": client.ending(now),
        "looks": look_lines(client, looks[:LOOKS_SHOWN]),
        "has_more_looks": len(looks) > LOOKS_SHOWN,
        "running": pause_on(client, today),
        "trainer": Trainer.objects.owner(),
        "nav": "me",
    }
    form = cast("MeForm", context["form"])
    pictures = person_pictures(form.shown_skin)
    form.set_pictures(person=pictures.people, skin=pictures.skins)
    return render(request, "me.html", context)
