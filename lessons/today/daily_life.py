"""Recording where the client hinged today, and choosing the one if-then plan."""

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
from hinge_coach.safety.arriving import arrival_of
from hinge_coach.safety.models import active_closure
from hinge_coach.waiting import RefusedError
from lessons.curriculum.carry_over_cards import CARRY_OVER_CARDS
from lessons.models import CarryOver, DailySituation, Plan
from lessons.today.forms import OWN, PLANS, PlanForm


def chips(client: Client, today: date) -> list[tuple[DailySituation, bool]]:
    """Each daily situation with whether it was recorded today; one query."""
    recorded = set(client.carry_overs.filter(local_on=today).values_list("situation", flat=True))
    return [(situation, situation.value in recorded) for situation in DailySituation]


@require_POST
@client_page
def record_carry_over(request: ClientRequest) -> HttpResponse:
    """Records the posted `situation` for today, or removes the one posted as `not`. Repeating it changes nothing.

    What had waited on a device counts for the day on which it was done, and its answer names the `id` that was sent.
    """
    client, as_json = request.client, device_answers.wants_json(request)
    try:
        arrival = arrival_of(request.POST, client, now=timezone.now())
    except RefusedError as error:
        if as_json:
            return device_answers.refused(request.POST.get("id", ""), error.code, error.sentence)
        raise Http404 from None  # a page sends a time only by script
    today = client.today(arrival.at)
    # `spot` is what pages sent before 0.2.0; one may have been open during the upgrade.
    situation = request.POST.get("situation", "") or request.POST.get("spot", "")
    removal = request.POST.get("not", "")
    if (situation or removal) not in DailySituation.values:
        raise Http404
    if situation:
        CarryOver.objects.get_or_create(client=client, local_on=today, situation=situation)
    else:
        CarryOver.objects.filter(client=client, local_on=today, situation=removal).delete()
    if as_json:
        return _answer(request)
    if not request.htmx:
        return redirect(reverse("lessons:today") + "#places")
    return render(request, "lessons/today/_carry_over.html", {"chips": chips(client, today)})


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
