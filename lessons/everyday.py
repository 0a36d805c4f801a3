"""The hinge in real life: where it happened today, the weeks of it, and the one if-then plan."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import FilteredRelation, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hinge_coach.accounts.access import ClientRequest, client_page
from hinge_coach.accounts.models import Client
from lessons.forms import OWN, PLANS, PlanForm
from lessons.models import Plan, RealPlace, Spot


@dataclass(frozen=True, kw_only=True)
class Week:
    """Seven days that end with today, as rows of (place, whether on each day), and what they add up to."""

    days: tuple[date, ...]
    rows: tuple[tuple[Spot, tuple[bool, ...]], ...]
    times: int
    times_before: int

    @property
    def spots(self) -> int:
        return sum(any(row) for _, row in self.rows)


def week(found: Iterable[tuple[date, str]], today: date) -> Week:
    """``found`` are (local day, spot); ``times_before`` counts the seven days before."""
    known = set(found)
    days = tuple(today - timedelta(days=ago) for ago in range(6, -1, -1))
    rows = tuple((spot, tuple((day, spot.value) in known for day in days)) for spot in Spot)
    before = sum(today - timedelta(days=14) < day <= today - timedelta(days=7) for day, _ in known)
    return Week(days=days, rows=rows, times=sum(sum(row) for _, row in rows), times_before=before)


def chips(client: Client, today: date) -> list[tuple[Spot, bool]]:
    """Each place with whether it was named today. One query."""
    return _chips(set(client.real_places.filter(local_on=today).values_list("spot", flat=True)))


def chips_and_plan(client: Client, today: date) -> tuple[list[tuple[Spot, bool]], Plan | None]:
    """The same, and the plan, from one query."""
    of_today = FilteredRelation("real_places", condition=Q(real_places__local_on=today))
    rows = Client.objects.filter(pk=client.pk).annotate(of_today=of_today)
    found = list(rows.values_list("of_today__spot", "plan__when", "plan__then"))
    named, (_, when, then) = {spot for spot, _, _ in found}, found[0]
    return _chips(named), Plan(client=client, when=when, then=then) if when else None


def _chips(named: Container[str]) -> list[tuple[Spot, bool]]:
    return [(spot, spot.value in named) for spot in Spot]


@require_POST
@client_page
def note_place(request: ClientRequest) -> HttpResponse:
    """``spot`` was, or with ``not`` wasn't after all. Sent again it changes nothing."""
    client, today = request.client, request.client.today(timezone.now())
    spot, taken_back = request.POST.get("spot", ""), request.POST.get("not", "")
    if (spot or taken_back) not in Spot.values:
        raise Http404
    if spot:
        RealPlace.objects.get_or_create(client=client, local_on=today, spot=spot)
    else:
        RealPlace.objects.filter(client=client, local_on=today, spot=taken_back).delete()
    if not request.htmx:
        return redirect(reverse("lessons:today") + "#places")
    return render(request, "lessons/_places.html", {"chips": chips(client, today)})


@require_http_methods(["GET", "HEAD", "POST"])
@client_page
def plan(request: ClientRequest) -> HttpResponse:
    known = Plan.objects.filter(client=request.client).first()
    form = PlanForm(request.POST if request.method == "POST" else None, initial=_chosen(known))
    if form.is_valid():
        values = {"when": form.cleaned_data["when"], "then": form.cleaned_data["then"], "chosen_at": timezone.now()}
        Plan.objects.update_or_create(client=request.client, defaults=values)
        return redirect(reverse("lessons:today") + "#places")
    return render(request, "lessons/plan.html", {"form": form, "plan": known, "nav": "today"})


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
