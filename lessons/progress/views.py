"""The chart of tightness over weeks, with practices, moves and pauses, and the list of entries."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import ClientRequest, client_page
from hinge_coach.accounts.models import Client
from hinge_coach.accounts.zones.fields import city
from hinge_coach.fixed_reads import FixedRead
from hinge_coach.tightness import trend
from hinge_coach.tightness.models import CheckIn, Situation
from lessons.models import Practice
from lessons.practice import client_rows
from lessons.progress import chart
from lessons.progress.entry_rows import ListedEntry, entry_rows
from lessons.progress.load_chart import UsedLoad, load_charts, used_loads
from lessons.progress.moves import chart_moves, moves_of
from lessons.progress.reported import load_reported
from lessons.progress.wording import change_label, usual_basis
from lessons.rules.facts import flare_on

CHART_RANGES: dict[str, tuple[str, int | None]] = {"4": ("4 weeks", 4), "12": ("12 weeks", 12), "all": ("All", None)}

USUAL_RANGE = "12"

ENTRY_ROWS = 50


@require_safe
@client_page
def progress(request: ClientRequest) -> HttpResponse:
    context = progress_context(request.client, request.GET, now=timezone.now())
    return render(request, "lessons/progress/progress.html", context)


def progress_context(client: Client, query: Mapping[str, str], *, now: datetime) -> dict[str, object]:
    """Everything that the page shows. `query` may name a range, a page of entries, and an entry just deleted."""
    entries, today, ending = client_rows.read_entries(client), client.today(now), client.ending(now)
    chosen = query.get("range", USUAL_RANGE)
    chosen = chosen if chosen in CHART_RANGES else USUAL_RANGE
    start, end = chart.span(entries, today, CHART_RANGES[chosen][1])
    pairs, nights, situations = chart.pairs(entries), chart.nights(entries), trend.by_situation(entries, today)
    reported, thresholds = load_reported(client, entries, client_rows.read_closures(client), now=now)
    moves = chart_moves(moves_of(client))
    fine, loads = fine_days_and_loads(client)
    change, has_flare = trend.change(entries, today), bool(flare_on(today, reported, thresholds))
    of_practice = Coalesce("practice_before__pk", "practice_after__pk")
    rows = client.check_ins.kept().newest_first().annotate(practice=of_practice)
    page = Paginator(rows, ENTRY_ROWS).get_page(query.get("page"))
    return {
        "nav": "tightness",
        "client": client,
        "zone": city(client.user.zone),
        "change": change,
        "change_label": change_label(change, has_flare=has_flare),
        "has_flare": has_flare,
        "change_points": trend.CHANGE_POINTS,
        "usual": reported.usual,
        "usual_basis": usual_basis(reported),
        "thresholds": thresholds,
        "chart": chart.progress_chart(
            entries,
            start,
            end,
            reported=reported,
            thresholds=thresholds,
            pauses=[(pause.begins_on, pause.ends_on) for pause in client_rows.read_pauses(client)],
            changes=moves,
            fine=fine,
        ),
        "loads": load_charts(loads, start, end, unit=client.unit),
        "ranges": [(value, label) for value, (label, _) in CHART_RANGES.items()],
        "chosen": chosen,
        "situations": [(Situation(change.situation), change) for change in situations],
        "moved": any(change.change.code in ("easier", "tighter") for change in situations),
        "within": trend.within_practice(pairs),
        "effect": chart.effect(pairs),
        "morning": trend.next_morning(nights),
        "morning_effect": chart.effect(nights),
        "page": page,
        "rows": entry_rows(
            [ListedEntry(entry=entry, practice=getattr(entry, "practice", None)) for entry in page],
            zone=client.user.tz,
            today=today,
            may_change=not (ending and ending.has_begun),
        ),
        "today": today,
        "deleted": _deleted(client, query.get("deleted", "")),
        "opens_entries": "page" in query or "deleted" in query,
        "ending": ending,
    }


_FINE_OR_LOADED = FixedRead(
    lambda client: (
        Practice.objects.filter(Q(after=None) | Q(load__isnull=False), client=client)
        .order_by("done_at", "pk")
        .values_list("after", "local_on", "lesson__title", "load", "load_unit")
    ),
    int,
)


def fine_days_and_loads(client: Client) -> tuple[list[date], tuple[UsedLoad, ...]]:
    """Local days of practices answered with "fine today", and the loads that were used, in order of time; one query."""
    rows = _FINE_OR_LOADED(client.pk)
    fine = [on for after, on, *_ in rows if after is None]
    return fine, used_loads((on, title, load, unit) for _, on, title, load, unit in rows)


def _deleted(client: Client, id: str) -> CheckIn | None:
    """The deleted entry that the query names, which the page offers to restore."""
    with suppress(ValueError):
        return client.check_ins.filter(pk=UUID(id), deleted_at__isnull=False).first()
    return None
