"""What a client's body has learned: measures by lesson, and the words that clicked."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import ClientRequest, client_page
from hinge_coach.accounts.models import Client
from lessons.everyday import week
from lessons.measures import Picture, picture
from lessons.models import Lesson, Practice


@dataclass(frozen=True, kw_only=True)
class Clicked:
    """How often a cue clicked in a lesson, and in how many of those practices the pass mark was reached."""

    lesson: str
    cue: str
    times: int
    passed: int


def pictures(practices: Iterable[Practice]) -> tuple[Picture, ...]:
    """One for each lesson that was measured, the one measured last first. ``practices`` newest first, with lesson."""
    found: dict[Lesson, list[tuple[date, Decimal]]] = defaultdict(list)
    for practice in practices:
        if practice.measure is not None and practice.lesson.measure is not None:
            found[practice.lesson].append((practice.local_on, practice.measure))
    return tuple(
        picture(lesson.measure, lesson.title, points) for lesson, points in found.items() if lesson.measure is not None
    )


def ledger(practices: Iterable[Practice]) -> tuple[Clicked, ...]:
    """The cues that clicked, the most frequent first. ``practices`` with lesson."""
    times, passed = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for practice in practices:
        if practice.cue:
            times[practice.lesson.title, practice.cue] += 1
            passed[practice.lesson.title, practice.cue] += practice.passed
    return tuple(
        Clicked(lesson=lesson, cue=cue, times=count, passed=passed[lesson, cue])
        for (lesson, cue), count in times.most_common()
    )


def clicked_last(client: Client, lesson: Lesson) -> str:
    """The cue that clicked last in this lesson; empty where none did, or where it is no cue of it any more."""
    cue = client.practices.filter(lesson=lesson).exclude(cue="").values_list("cue", flat=True).first() or ""
    return cue if cue in lesson.cues else ""


def own_first(cues: list[str], clicked: str) -> list[str]:
    """The person's own words lead; the rest stay in their order."""
    return [clicked, *(cue for cue in cues if cue != clicked)] if clicked else cues


@require_safe
@client_page
def skills(request: ClientRequest) -> HttpResponse:
    columns = ("client", "local_on", "measure", "cue", "passed", "lesson__title", "lesson__self_check")
    practices = list(request.client.practices.select_related("lesson").only(*columns))
    today = request.client.today(timezone.now())
    places = request.client.real_places.filter(local_on__gt=today - timedelta(days=14))
    context = {
        "pictures": pictures(practices),
        "ledger": ledger(practices),
        "week": week(places.values_list("local_on", "spot"), today),
        "weeks": len({practice.local_on.isocalendar()[:2] for practice in practices}),
        "nav": "tightness",
    }
    return render(request, "lessons/skills.html", context)
