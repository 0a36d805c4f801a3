"""Recording where the client hinged today, and choosing the one if-then plan."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hinge_coach import device_answers
from hinge_coach.accounts.access import ClientRequest, client_page, get_or_post
from hinge_coach.accounts.models import Client
from hinge_coach.fixed_reads import FixedRead
from hinge_coach.page_day import page_day
from hinge_coach.safety.arriving import arrival_of
from hinge_coach.safety.models import active_closure
from hinge_coach.waiting import RefusedError
from lessons.curriculum.carry_over_cards import CARRY_OVER_CARDS
from lessons.models import CarryOver, DailySituation, Plan
from lessons.today.forms import OWN, PLANS, PlanForm


@dataclass(frozen=True)
class Places:
    """What the card of the daily situations shows: those of one day, each with whether it was recorded then."""

    on: date
    is_today: bool
    chips: list[tuple[DailySituation, bool]]
    problem: str = ""


_SITUATIONS = FixedRead(
    lambda client, on: CarryOver.objects.filter(client=client, local_on=on).values_list("situation", flat=True),
    *(int, date),
)


def places(client: Client, on: date, *, today: date, problem: str = "") -> Places:
    """One query."""
    recorded = set(_SITUATIONS(client.pk, on))
    chips = [(situation, situation.value in recorded) for situation in DailySituation]
    return Places(on, on == today, chips, problem)


def places_asked_for(client: Client, on: str, *, today: date) -> Places:
    """Those of the day that an address names, after a tap on a page that was left open; else today's."""
    try:
        day = page_day(on, today=today, joined_on=client.today(client.joined_at))
    except RefusedError:
        day = today
    return places(client, day, today=today)


@require_POST
@client_page
def record_carry_over(request: ClientRequest) -> HttpResponse:
    """Records the posted `situation`, or removes the one posted as `not`. Repeating it changes nothing.

    It counts for `on`, the day that the page was opened for; without it for the day on which it was done, which may be
    earlier for what had waited on a device. A device gets an answer that names the `id` it sent.
    """
    client, as_json, today = request.client, device_answers.wants_json(request), request.client.today(timezone.now())
    situation, removal = _named(request)
    acknowledged = _answer(request) if as_json else None
    try:
        on = _day_of(request)
    except RefusedError as error:
        if as_json:
            return device_answers.refused(request.POST.get("id", ""), error.code, error.sentence)
        if request.htmx:
            return _card(request, places(client, today, today=today, problem=error.sentence))
        messages.warning(request, error.sentence)
        return redirect(reverse("lessons:today") + "#places")
    if situation:
        CarryOver.objects.get_or_create(client=client, local_on=on, situation=situation)
    else:
        CarryOver.objects.filter(client=client, local_on=on, situation=removal).delete()
    if acknowledged:
        return acknowledged
    if request.htmx:
        return _card(request, places(client, on, today=today))
    query = "" if on == today else f"?on={on}"
    return redirect(f"{reverse('lessons:today')}{query}#places")


def _named(request: ClientRequest) -> tuple[str, str]:
    """The situation to record and the one to remove; one of them is empty."""
    # `spot` is what pages sent before 0.2.0; one may have been open during the upgrade.
    situation = request.POST.get("situation", "") or request.POST.get("spot", "")
    removal = request.POST.get("not", "")
    if (situation or removal) not in DailySituation.values:
        raise Http404
    return situation, removal


def _day_of(request: ClientRequest) -> date:
    client, post = request.client, request.POST
    arrival = arrival_of(post, client, now=timezone.now())
    return page_day(
        post.get("on", ""),
        today=client.today(arrival.at),
        joined_on=client.today(client.joined_at),
        is_back_dated=arrival.back_dated,
    )


def _card(request: ClientRequest, shown: Places) -> HttpResponse:
    return render(request, "lessons/today/_carry_over.html", {"places": shown})


def _answer(request: ClientRequest) -> HttpResponse:
    try:
        return device_answers.stored(UUID(request.POST.get("id", "")))
    except ValueError:
        raise Http404 from None


@get_or_post
@client_page
def choose_plan(request: ClientRequest) -> HttpResponse:
    plan = Plan.objects.filter(client=request.client).first()
    form = PlanForm(request.POST if request.method == "POST" else None, initial=_chosen(plan))
    if form.is_valid():
        Plan.choose(request.client, form.cleaned_data["when"], form.cleaned_data["then"], at=timezone.now())
        return redirect(reverse("lessons:today") + "#places")
    return render(request, "lessons/today/plan.html", {"form": form, "plan": plan, "nav": "today"})


@require_POST
@client_page
def take_card_plan(request: ClientRequest) -> HttpResponse:
    """Makes the plan of the posted `card` the client's one plan, and says which one it replaces.

    The cards are practice too: from a page that was open when practice was closed, nobody takes one.
    """
    card = CARRY_OVER_CARDS.get(request.POST.get("card", ""))
    if card is None:
        raise Http404
    if active_closure(request.client):
        return redirect("safety:safety")
    before = Plan.objects.filter(client=request.client).first()
    if before and (before.when, before.then) == (card.plan.when, card.plan.then):
        messages.success(request, f"This is your plan already: {before}")
    else:
        Plan.choose(request.client, card.plan.when, card.plan.then, at=timezone.now())
        replaced = f" It replaces this one: {before}" if before else ""
        messages.success(request, f"Your plan is now: {card.plan}{replaced}")
    return redirect("lessons:today")


@require_POST
@client_page
def drop_plan(request: ClientRequest) -> HttpResponse:
    Plan.objects.filter(client=request.client).delete()
    return redirect(reverse("lessons:today") + "#places")


def _chosen(plan: Plan | None) -> dict[str, str]:
    if plan is None:
        return {}
    if (plan.when, plan.then) in PLANS:
        return {"chosen": str(PLANS.index((plan.when, plan.then)))}
    return {"chosen": OWN, "when": plan.when, "then": plan.then}
