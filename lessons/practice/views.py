"""The player, and the verdict on a practice."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import ClientRequest, SiteRequest, client_of, client_page, get_or_post, public
from hinge_coach.accounts.models import Client
from hinge_coach.safety.models import last_lift, pause_on
from lessons.figures.lesson_figure import lesson_figure
from lessons.models import Lesson
from lessons.practice import judging, recording
from lessons.practice.cues import last_helpful_cue, preferred_cue_first
from lessons.practice.forms import PracticeForm
from lessons.practice.history import all_history, prompt_at, questions_due, recent_entries
from lessons.practice.position import Position, positions_of
from lessons.rules.prompt_schedule import Prompt


@get_or_post
@public
def practice(request: SiteRequest, slug: str) -> HttpResponse:
    """For everybody to try, for a client to keep."""
    client = client_of(request)
    if client is None:
        return _try(request, get_object_or_404(Lesson, slug=slug))
    position, found = _find(positions_of(client), slug)
    closures = list(client.closures.all())
    if any(closure.is_active for closure in closures):
        return redirect("safety:safety")
    clicked = last_helpful_cue(client, found)
    found.cues = preferred_cue_first(found.cues, clicked)
    form = PracticeForm(
        request.POST or None,
        lesson=found,
        asks=_asks(client, found, position, lifted_at=last_lift(closures)),
        initial={"id": uuid.uuid4(), "easier": "yes" if position.is_easier(found) else ""},
    )
    if request.method == "POST" and form.is_valid():
        judging.rejudge(client, now=timezone.now())
        try:
            due = form.asks.code == "questions"
            done = recording.record(
                client=client, lesson=found, questions_due=due, at=timezone.now(), **form.cleaned_data
            )
        except recording.PracticeIsClosedError:
            return redirect("safety:safety")
        except recording.NotYoursError:
            form.add_error(None, "This page is not fresh any more. Please open the lesson anew.")
        except recording.ScoresNeededError as needed:
            form.ask_in_full(needed.asks)
        except recording.LessonAheadError:
            form.add_error(None, "This lesson is still ahead of you. You can try it; what counts is the one on Today.")
        else:
            return redirect("lessons:verdict", id=done.pk)
    context = {"lesson": found, "form": form, "figure": lesson_figure(slug, "right"), "clicked": clicked}
    return render(request, "lessons/practice.html", {**context, "nav": "today"})


def _try(request: SiteRequest, found: Lesson) -> HttpResponse:
    if request.method == "POST":
        return redirect(f"{reverse('account_login')}?next={request.path}")
    context = {"lesson": found, "figure": lesson_figure(found.slug, "right"), "nav": "lessons"}
    return render(request, "lessons/try.html", context)


def _find(tracks: Iterable[Position], slug: str) -> tuple[Position, Lesson]:
    found = ((position, each) for position in tracks for each in position.lessons if each.slug == slug)
    if (first := next(found, None)) is None:
        raise Http404
    return first


def _asks(client: Client, found: Lesson, position: Position, *, lifted_at: datetime | None) -> Prompt:
    """What this practice asks, were it done now."""
    now = timezone.now()
    today, entries = client.today(now), client.check_ins.entries()
    pause = pause_on(client, today)
    due = pause is None and questions_due(client, recent_entries(entries, now), today) is not None
    known = all_history(entries, client.practices.done(), lifted_at=lifted_at, paused=pause is not None)
    return prompt_at(client, found, position=position, now=now, questions_due=due, known=known)


@require_safe
@client_page
def verdict(request: ClientRequest, id: uuid.UUID) -> HttpResponse:
    practices = request.client.practices.select_related("lesson", "before", "after")
    done = get_object_or_404(practices.prefetch_related("verdicts__next_lesson"), pk=id)
    newest = done.verdict
    earlier = [each for each in done.verdicts.all() if each != newest]
    context = {"practice": done, "verdict": newest, "earlier": earlier, "nav": "today"}
    return render(request, "lessons/verdict.html", context)
