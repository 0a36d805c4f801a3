"""The player, and the verdict on a practice."""

import uuid
from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import ClientRequest, SiteRequest, client_of, client_page, get_or_post, public
from hinge_coach.accounts.models import Client
from hinge_coach.safety.models import Closure, pause_on
from lessons.figures.lesson_figure import lesson_figure
from lessons.models import Lesson
from lessons.practice import judging, recording
from lessons.practice.cues import last_helpful_cue, preferred_cue_first
from lessons.practice.forms import PracticeForm
from lessons.practice.history import all_history, prompt_at, questions_due, recent_entries
from lessons.practice.position import Position, positions_of
from lessons.rules.prompt_schedule import Prompt, PromptReason


@get_or_post
@public
def practice(request: SiteRequest, slug: str) -> HttpResponse:
    """The player. Anybody can try a lesson; the practice of a client is stored."""
    client = client_of(request)
    if client is None:
        return _try(request, get_object_or_404(Lesson, slug=slug))
    position, lesson = _find(positions_of(client), slug)
    closures = list(client.closures.all())
    if any(closure.is_active for closure in closures):
        return redirect("safety:safety")
    cue = last_helpful_cue(client, lesson)
    lesson.cues = preferred_cue_first(lesson.cues, cue)
    form = PracticeForm(
        request.POST or None,
        lesson=lesson,
        prompt=_prompt(client, lesson, position, closures),
        initial={"id": uuid.uuid4(), "easier": "yes" if position.is_easier(lesson) else ""},
    )
    if request.method == "POST" and form.is_valid():
        judging.rejudge(client, now=timezone.now())
        try:
            due = form.prompt.code == PromptReason.QUESTIONS
            stored = recording.record(
                client=client, lesson=lesson, questions_due=due, at=timezone.now(), **form.cleaned_data
            )
        except recording.PracticeIsClosedError:
            return redirect("safety:safety")
        except recording.NotYoursError:
            form.add_error(None, "This page is not fresh any more. Please open the lesson anew.")
        except recording.ScoresNeededError as error:
            form.ask_for_scores(error.prompt)
        except recording.LessonAheadError:
            form.add_error(None, "This lesson is still ahead of you. You can try it; what counts is the one on Today.")
        else:
            return redirect("lessons:verdict", id=stored.pk)
    context = {"lesson": lesson, "form": form, "figure": lesson_figure(slug, "right"), "clicked": cue}
    return render(request, "lessons/practice/practice.html", {**context, "nav": "today"})


def _try(request: SiteRequest, lesson: Lesson) -> HttpResponse:
    if request.method == "POST":
        return redirect(f"{reverse('account_login')}?next={request.path}")
    context = {"lesson": lesson, "figure": lesson_figure(lesson.slug, "right"), "nav": "lessons"}
    return render(request, "lessons/practice/try.html", context)


def _find(positions: Iterable[Position], slug: str) -> tuple[Position, Lesson]:
    for position in positions:
        for lesson in position.lessons:
            if lesson.slug == slug:
                return position, lesson
    raise Http404


def _prompt(client: Client, lesson: Lesson, position: Position, closures: Iterable[Closure]) -> Prompt:
    """Whether a practice done now is asked for numbers, and why."""
    now = timezone.now()
    today, entries = client.today(now), client.check_ins.entries()
    pause = pause_on(client, today)
    due = pause is None and questions_due(client, recent_entries(entries, now), today) is not None
    history = all_history(entries, client.practices.done(), closures=closures, paused=pause is not None)
    return prompt_at(client, lesson, position=position, now=now, questions_due=due, history=history)


@require_safe
@client_page
def verdict(request: ClientRequest, id: uuid.UUID) -> HttpResponse:
    practices = request.client.practices.select_related("lesson", "before", "after")
    practice = get_object_or_404(practices.prefetch_related("verdicts__next_lesson"), pk=id)
    newest = practice.verdict
    earlier = [record for record in practice.verdicts.all() if record != newest]
    context = {"practice": practice, "verdict": newest, "earlier": earlier, "nav": "today"}
    return render(request, "lessons/practice/verdict.html", context)
