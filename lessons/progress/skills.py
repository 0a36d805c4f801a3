"""What a client has learned: measures by lesson, cues that helped, and carry-over."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import ClientRequest, client_page
from lessons.models import Lesson, Practice
from lessons.practice.carry_over import carry_over_week
from lessons.practice.cues import cue_counts
from lessons.practice.measures import MeasurePicture, measure_picture
from lessons.start_test.wording import answers_line


def measure_pictures(practices: Iterable[Practice]) -> tuple[MeasurePicture, ...]:
    """One chart for each measured lesson, the latest measured first. `practices` are newest first, with lesson."""
    by_lesson: dict[Lesson, list[tuple[date, Decimal]]] = defaultdict(list)
    for practice in practices:
        if practice.measure is not None and practice.lesson.measure is not None:
            by_lesson[practice.lesson].append((practice.local_on, practice.measure))
    return tuple(
        measure_picture(lesson.measure, lesson.title, points)
        for lesson, points in by_lesson.items()
        if lesson.measure is not None
    )


@require_safe
@client_page
def skills(request: ClientRequest) -> HttpResponse:
    columns = ("client", "local_on", "measure", "cue", "passed", "lesson__title", "lesson__self_check")
    practices = list(request.client.practices.select_related("lesson").only(*columns))
    today = request.client.today(timezone.now())
    places = request.client.carry_overs.filter(local_on__gt=today - timedelta(days=14))
    context = {
        "pictures": measure_pictures(practices),
        "ledger": cue_counts(practices),
        "week": carry_over_week(places.values_list("local_on", "situation"), today),
        "weeks": len({practice.local_on.isocalendar()[:2] for practice in practices}),
        "start_tests": [(test, answers_line(test.answers)) for test in request.client.start_tests.all()],
        "nav": "tightness",
    }
    return render(request, "lessons/progress/skills.html", context)
