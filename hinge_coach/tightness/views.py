"""Is it helping? The picture, the entries behind it, and putting an entry right."""

import csv
from contextlib import suppress
from datetime import date
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hinge_coach.accounts.access import ClientRequest, client_page
from hinge_coach.accounts.models import Client
from hinge_coach.accounts.zones import city
from hinge_coach.tightness import chart, trend
from hinge_coach.tightness.forms import CorrectionForm, EntryForm
from hinge_coach.tightness.models import CheckIn, CheckInQuerySet, Situation

RANGES: dict[str, tuple[str, int | None]] = {"4": ("4 weeks", 4), "12": ("12 weeks", 12), "all": ("All", None)}
USUAL_RANGE = "12"
ROWS = 50
STALE = "This page is not fresh any more. Please send it once more."


@require_safe
@client_page
def tightness(request: ClientRequest) -> HttpResponse:
    client, now = request.client, timezone.now()
    entries, today = client.check_ins.entries(), client.today(now)
    chosen = request.GET.get("range", USUAL_RANGE)
    chosen = chosen if chosen in RANGES else USUAL_RANGE
    pairs, nights, situations = chart.pairs(entries), chart.nights(entries), trend.by_situation(entries, today)
    context = {
        "nav": "tightness",
        "client": client,
        "zone": city(client.user.zone),
        "change": trend.change(entries, today),
        "chart": chart.weeks(entries, *chart.span(entries, today, RANGES[chosen][1]), pauses=_pauses(client, today)),
        "ranges": [(value, label) for value, (label, _) in RANGES.items()],
        "chosen": chosen,
        "situations": [(Situation(each.situation), each) for each in situations],
        "moved": any(each.change.code in ("easier", "tighter") for each in situations),
        "within": trend.within_practice(pairs),
        "effect": chart.effect(pairs),
        "morning": trend.next_morning(nights),
        "morning_effect": chart.effect(nights),
        "page": Paginator(client.check_ins.kept().newest_first(), ROWS).get_page(request.GET.get("page")),
        "deleted": _deleted(client, request.GET.get("deleted", "")),
    }
    return render(request, "tightness/tightness.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@client_page
def new(request: ClientRequest) -> HttpResponse:
    """One from another day. The same id again answers as the first time and changes nothing."""
    data = request.POST if request.method == "POST" else None
    form = EntryForm(data, client=request.client, now=timezone.now(), initial={"id": uuid4()})
    if form.is_valid():
        try:
            saved = CheckIn.record(client=request.client, **form.cleaned_data)
        except CheckIn.DoesNotExist:
            form.add_error("id", STALE)
        else:
            messages.success(request, f"Noted: {saved.score} on {_day(saved)}.")
            return redirect("tightness:tightness")
    return render(request, "tightness/new.html", {"form": form.renewed(), "nav": "tightness"})


@require_http_methods(["GET", "HEAD", "POST"])
@client_page
def entry(request: ClientRequest, id: UUID) -> HttpResponse:
    check_in, now = get_object_or_404(_mine(request).kept(), pk=id), timezone.now()
    form = CorrectionForm(request.POST if request.method == "POST" else None, check_in=check_in, now=now)
    if form.is_valid():
        check_in.correct(**form.cleaned_data, now=now)
        messages.success(request, f"Put right: {check_in.score} on {_day(check_in)}.")
        return redirect("tightness:tightness")
    return render(request, "tightness/entry.html", {"form": form, "check_in": check_in, "nav": "tightness"})


@require_POST
@client_page
def delete(request: ClientRequest, id: UUID) -> HttpResponse:
    """Out of every picture and count, until it is brought back. One from a practice stays with its practice."""
    check_in = get_object_or_404(_mine(request), pk=id)
    if check_in.is_of_a_practice:
        messages.info(request, "This one belongs to a practice, so it stays. You can correct its number here.")
        return redirect("tightness:entry", id=id)
    if check_in.deleted_at is None:
        check_in.delete_softly(timezone.now())
    return redirect(f"{reverse('tightness:tightness')}?deleted={id}")


@require_POST
@client_page
def restore(request: ClientRequest, id: UUID) -> HttpResponse:
    check_in = get_object_or_404(_mine(request), pk=id)
    if check_in.deleted_at is not None:
        check_in.restore(timezone.now())
    messages.success(request, f"It is back: {check_in.score} on {_day(check_in)}.")
    return redirect("tightness:tightness")


@require_safe
@client_page
def export(request: ClientRequest) -> HttpResponse:
    """Every entry as CSV, oldest first: the instant in UTC, the day as the client lived it."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="tightness.csv"'
    sheet = csv.writer(response)
    sheet.writerow(["at_utc", "day", "tightness_0_to_10", "moment", "situation"])
    for each in request.client.check_ins.entries():
        at = f"{each.at:%Y-%m-%dT%H:%M:%SZ}"
        sheet.writerow([at, each.local_on, each.score, each.moment, each.situation])
    return response


def _mine(request: ClientRequest) -> CheckInQuerySet:
    return request.client.check_ins.select_related("client__user")


def _deleted(client: Client, id: str) -> CheckIn | None:
    """What was deleted a moment ago, to be offered back; the address says which."""
    with suppress(ValueError):
        return client.check_ins.filter(pk=UUID(id), deleted_at__isnull=False).first()
    return None


def _pauses(client: Client, today: date) -> list[tuple[date, date]]:
    return [(client.paused_on, client.paused_until or today)] if client.paused_on else []


def _day(check_in: CheckIn) -> str:
    return f"{check_in.local_on:%A} {check_in.local_on.day} {check_in.local_on:%B}"
