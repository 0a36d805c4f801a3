"""The lessons in the hands of the trainer: the list, editing one, and going back to the original text."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hinge_coach.accounts.access import TrainerRequest, get_or_post, trainer_page
from hinge_coach.coaching.settings.lesson_forms import LessonForm
from hinge_coach.coaching.settings.reset_lesson import NoOriginalError, restore_original
from lessons.models import Lesson, lessons_by_track


@require_safe
@trainer_page
def lesson_list(request: TrainerRequest) -> HttpResponse:
    return render(request, "coaching/settings/lessons.html", {"tracks": lessons_by_track(), "nav": "lessons"})


@get_or_post
@trainer_page
def edit_lesson(request: TrainerRequest, slug: str) -> HttpResponse:
    lesson = get_object_or_404(Lesson, slug=slug)
    title = lesson.title  # the form writes what was typed into the lesson, right or wrong
    form = LessonForm(request.POST if request.method == "POST" else None, instance=lesson)
    if request.method == "POST" and form.is_valid():
        form.save_edited(at=timezone.now())
        messages.success(request, "Saved." if form.has_changed() else "Nothing was changed.")
        return redirect("coaching:edit_lesson", slug=slug)
    context = {"form": form, "lesson": lesson, "title": title, "nav": "lessons"}
    return render(request, "coaching/settings/edit_lesson.html", context)


@require_POST
@trainer_page
def reset_lesson(request: TrainerRequest, slug: str) -> HttpResponse:
    lesson = get_object_or_404(Lesson, slug=slug)
    try:
        restore_original(lesson)
    except NoOriginalError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "This is the original text again.")
    return redirect("coaching:edit_lesson", slug=slug)
