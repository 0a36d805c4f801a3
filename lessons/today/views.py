"""Today: the next lesson of each track, and tightness in one tap."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hinge_coach.accounts.access import ClientRequest, client_page
from hinge_coach.accounts.models import Client
from hinge_coach.safety.models import pause_on
from hinge_coach.tightness.forms import CheckInForm
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Moment
from lessons.models import Lesson, Plan, RuleSet, VerdictRecord
from lessons.practice import judging
from lessons.practice.history import all_history, questions_due, recent_entries
from lessons.practice.position import Position, positions_of
from lessons.rules.prompt_schedule import morning_after, schedule_for
from lessons.rules.values import PracticeValue
from lessons.today import daily_life


@require_safe
@client_page
def today(request: ClientRequest) -> HttpResponse:
    form = CheckInForm(initial={"id": uuid.uuid4()})
    return render(request, "lessons/today/today.html", _today(request.client, form, now=timezone.now()))


@require_POST
@client_page
def check_in(request: ClientRequest) -> HttpResponse:
    """Stores a check-in and judges the latest practices again, because it may be a next morning."""
    now = timezone.now()
    form = CheckInForm(request.POST)
    saved = None
    if form.is_valid():
        moment = Moment.MORNING if _is_morning_after(request.client, now=now) else Moment.ANY
        try:
            saved = CheckIn.record(client=request.client, at=now, moment=moment, **form.cleaned_data)
        except CheckIn.DoesNotExist:
            form.add_error(None, "This page is not fresh any more. Please open it anew.")
        else:
            judging.rejudge(request.client, now=now)
            judging.rejudge_after_morning(request.client, now=now)
    if saved and not request.htmx:
        messages.success(request, f"Noted: {saved.score}.")
        return redirect("lessons:today")
    template = "lessons/today/_check_in.html" if request.htmx else "lessons/today/today.html"
    return render(request, template, {**_today(request.client, form, now=now), "saved": saved})


def _is_morning_after(client: Client, *, now: datetime) -> bool:
    today = client.today(now)
    entries = client.check_ins.filter(local_on=today).entries()
    practices = client.practices.filter(local_on__gte=today - timedelta(days=1)).done()
    return morning_after(practices, entries, today, now) is not None


def _today(client: Client, form: CheckInForm, *, now: datetime) -> dict[str, object]:
    today, entries, practices = client.today(now), client.check_ins.entries(), client.practices.done()
    latest_entries = recent_entries(entries, now)
    closures = client.closures.all()
    closure = next((closure for closure in closures if closure.is_active), None)
    pause = pause_on(client, today)
    history = all_history(entries, practices, closures=closures)
    tracks, awaiting_morning = positions_of(client), morning_after(practices, latest_entries, today, now)
    return {
        "form": form,
        "tracks": tracks,
        "closure": closure,
        "asks": None if closure or pause else questions_due(client, latest_entries, today),
        "message": client.messages.select_related("by__user").first(),
        "latest": _verdict_on(practices[0]) if practices else None,
        "away_days": (today - practices[0].local_on).days if practices else 0,
        "morning_after": _lesson_of(awaiting_morning, tracks) if awaiting_morning else None,
        "rhythm": schedule_for(history, RuleSet.objects.in_force(), now.astimezone(client.user.tz)),
        "chips": daily_life.chips(client, today),
        "plan": Plan.objects.filter(client=client).first(),
        "pause": pause,
        "client": client,
        "nav": "today",
    }


def _lesson_of(practice: PracticeValue, tracks: Iterable[Position]) -> Lesson:
    return next(lesson for position in tracks for lesson in position.lessons if lesson.pk == practice.lesson)


def _verdict_on(practice: PracticeValue) -> VerdictRecord | None:
    """The newest verdict on a practice, with the practice and its lesson."""
    return VerdictRecord.objects.filter(practice=uuid.UUID(practice.id)).select_related("practice__lesson").first()
