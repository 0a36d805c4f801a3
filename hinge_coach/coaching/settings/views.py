"""The trainer's own settings, and the clinician's review."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hinge_coach.accounts.access import TrainerRequest, get_or_post, trainer_page
from hinge_coach.coaching.settings.forms import SettingsForm
from hinge_coach.coaching.told.last_backup import last_backup
from hinge_coach.fields import focus_first_error
from hinge_coach.safety.forms import ReviewForm
from hinge_coach.safety.models import Review


@get_or_post
@trainer_page
def settings(request: TrainerRequest) -> HttpResponse:
    form = SettingsForm.of(request.trainer, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.save(request.trainer)
        messages.success(request, "Saved.")
        return redirect("coaching:settings")
    focus_first_error(form)
    context = {"form": form, "backup": last_backup(request.trainer, now=timezone.now()), "nav": "settings"}
    return render(request, "coaching/settings/settings.html", context)


@get_or_post
@trainer_page
def review(request: TrainerRequest) -> HttpResponse:
    """Which clinician has read the safety questions, and when; shown on the safety page."""
    stored, today = Review.objects.first(), request.user.today(timezone.now())
    form = ReviewForm(request.POST if request.method == "POST" else None, stored=stored, today=today)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved. The safety page says so.")
        return redirect("coaching:review")
    focus_first_error(form)
    context = {"form": form, "stored": stored, "nav": "settings"}
    return render(request, "coaching/settings/review.html", context)
