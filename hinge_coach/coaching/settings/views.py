"""The trainer's own settings, the clinician's review, and the hours for calls."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hinge_coach.accounts.access import TrainerRequest, get_or_post, trainer_page
from hinge_coach.booking.availability.forms import CallRulesForm, DateRuleFormSet, HoursFormSet
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.booking.models import CallRules, DateRule
from hinge_coach.coaching.settings.forms import SettingsForm
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
    return render(request, "coaching/settings/settings.html", {"form": form, "nav": "settings"})


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
    context = {"form": form, "stored": stored, "nav": "settings"}
    return render(request, "coaching/settings/review.html", context)


@get_or_post
@trainer_page
def hours(request: TrainerRequest) -> HttpResponse:
    """The hours of the week, the dates that differ, and the rules of calls: one form with one button."""
    trainer, now = request.trainer, timezone.now()
    data = request.POST if request.method == "POST" else None
    rules = CallRules.objects.filter(trainer=trainer).first() or CallRules(trainer=trainer)
    dates_ahead = DateRule.objects.filter(on__gte=trainer.user.today(now))
    errors = {"missing_management_form": "This form came back incomplete. Please open the page again."}
    week = HoursFormSet(data, instance=trainer, prefix="week", error_messages=errors)
    dates = DateRuleFormSet(data, instance=trainer, prefix="dates", queryset=dates_ahead, error_messages=errors)
    rules_form = CallRulesForm(data, instance=rules, prefix="rules")
    if data is not None and all([week.is_valid(), dates.is_valid(), rules_form.is_valid()]):
        with transaction.atomic():
            for form in (week, dates, rules_form):
                form.save()
        messages.success(request, "Saved. Calls that are booked already stay where they are.")
        return redirect("coaching:hours")
    context = {
        "week": week,
        "dates": dates,
        "rules": rules_form,
        "clock": LocalTime(now, trainer.user.tz),
        "nav": "settings",
    }
    return render(request, "coaching/settings/hours.html", context)
