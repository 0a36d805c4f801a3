"""Is it helping? The weeks in one picture: tightness, with the practices, the lesson changes and the pauses."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import NamedTuple, Self
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import ClientRequest, client_page
from hinge_coach.accounts.models import Client
from hinge_coach.accounts.zones import city
from hinge_coach.tightness import chart, trend
from hinge_coach.tightness.models import CheckIn, Situation
from lessons.models import Move, Practice, Track
from lessons.progression import Decision

RANGES: dict[str, tuple[str, int | None]] = {"4": ("4 weeks", 4), "12": ("12 weeks", 12), "all": ("All", None)}
USUAL_RANGE = "12"
ROWS = 50
YOURS, THEIRS = "your trainer moved you to", "the trainer moved them to"  # as the client and as others read it


@require_safe
@client_page
def weeks(request: ClientRequest) -> HttpResponse:
    client, now = request.client, timezone.now()
    entries, today = client.check_ins.entries(), client.today(now)
    chosen = request.GET.get("range", USUAL_RANGE)
    chosen = chosen if chosen in RANGES else USUAL_RANGE
    start, end = chart.span(entries, today, RANGES[chosen][1])
    pairs, nights, situations = chart.pairs(entries), chart.nights(entries), trend.by_situation(entries, today)
    moved = changes(client, moves_of(client))
    page = Paginator(client.check_ins.kept().newest_first(), ROWS).get_page(request.GET.get("page"))
    context = {
        "nav": "tightness",
        "client": client,
        "zone": city(client.user.zone),
        "change": trend.change(entries, today),
        "chart": chart.weeks(
            entries,
            start,
            end,
            pauses=client.pauses.values_list("begins_on", "ends_on"),
            changes=moved,
            fine=fine_days(client),
        ),
        "ranges": [(value, label) for value, (label, _) in RANGES.items()],
        "chosen": chosen,
        "situations": [(Situation(each.situation), each) for each in situations],
        "moved": any(each.change.code in ("easier", "tighter") for each in situations),
        "within": trend.within_practice(pairs),
        "effect": chart.effect(pairs),
        "morning": trend.next_morning(nights),
        "morning_effect": chart.effect(nights),
        "page": page,
        "rows": [(each, each.at.astimezone(client.user.tz)) for each in page],
        "today": today,
        "deleted": _deleted(client, request.GET.get("deleted", "")),
    }
    return render(request, "lessons/weeks.html", context)


def fine_days(client: Client) -> QuerySet[Practice, date]:
    """Days of practices that were "fine today"; one query."""
    return client.practices.filter(after=None).values_list("local_on", flat=True)


class Moved(NamedTuple):
    """What of a move the picture tells. ``decision`` is None where the trainer moved; numbers are places in a track."""

    at: datetime
    track: str
    decision: str | None
    came_from: int
    to: int
    title: str

    @classmethod
    def of(cls, move: Move) -> Self:
        decision = move.verdict.decision if move.verdict else None
        there = move.to_lesson
        return cls(move.moved_at, move.track, decision, move.from_lesson.number, there.number, there.title)


def moves_of(client: Client) -> Iterator[Moved]:
    columns = ("track", "verdict__decision", "from_lesson__number", "to_lesson__number", "to_lesson__title")
    return (Moved(*row) for row in client.moves.order_by("moved_at", "pk").values_list("moved_at", *columns))


def changes(client: Client, moves: Iterable[Moved], *, trainer: str = YOURS) -> Iterator[tuple[date, str]]:
    """Each move as (local day, what it was), for the foot of the picture."""
    return ((client.today(move.at), words(move, trainer=trainer)) for move in moves)


def words(move: Moved, *, trainer: str = YOURS) -> str:
    """What changed, such as ``moved on to Wall tap``; ``trainer`` begins the words for a move the trainer made."""
    title, further = move.title, move.to - move.came_from
    if move.decision is None:
        return f"{trainer} {title}" if further else f"{trainer} another way of {title}"
    if move.decision == Decision.REGRESS:
        return f"stepped back to {title}" if further else f"stepped back to the easier version of {title}"
    if move.decision == Decision.PROGRESS and further >= 0:
        return f"moved on to {title}" if further else f"finished the track {Track(move.track).label}"
    # What a verdict moved is taken back where an entry was put right.
    return f"back to {title}, for an entry was put right" if further else f"back to the whole of {title}"


def _deleted(client: Client, id: str) -> CheckIn | None:
    """What was deleted a moment ago, to be offered back; the address says which."""
    with suppress(ValueError):
        return client.check_ins.filter(pk=UUID(id), deleted_at__isnull=False).first()
    return None
