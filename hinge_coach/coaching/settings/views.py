"""Lessons, hours, numbers of the rules and calendars in the hands of the trainer."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hinge_coach.accounts.access import TrainerRequest, get_or_post, trainer_page
from hinge_coach.booking.availability.forms import CallRulesForm, DateRuleFormSet, HoursFormSet
from hinge_coach.booking.calendars.fetching import read_calendar
from hinge_coach.booking.calendars.forms import BusyCalendarForm
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.booking.models import CallRules, DateRule, Feed
from hinge_coach.coaching.settings.calendar_status import calendar_statuses
from hinge_coach.coaching.settings.forms import LessonForm, RulesForm, SettingsForm
from hinge_coach.coaching.settings.reset_lesson import NoOriginalError, restore_original
from lessons.models import Lesson, RuleSet
from lessons.rules.dry_run import dry_run
from lessons.rules.views import differences

RULE_SETS_SHOWN = 50


@require_safe
@trainer_page
def lesson_list(request: TrainerRequest) -> HttpResponse:
    return render(request, "coaching/lessons.html", {"tracks": Lesson.objects.by_track(), "nav": "lessons"})


@get_or_post
@trainer_page
def edit_lesson(request: TrainerRequest, slug: str) -> HttpResponse:
    lesson = get_object_or_404(Lesson, slug=slug)
    title = lesson.title  # the form writes what was typed into the lesson, right or wrong
    form = LessonForm(request.POST if request.method == "POST" else None, instance=lesson)
    if request.method == "POST" and form.is_valid():
        form.keep(at=timezone.now())
        messages.success(request, "Saved." if form.has_changed() else "Nothing was changed.")
        return redirect("coaching:edit_lesson", slug=slug)
    context = {"form": form, "lesson": lesson, "title": title, "nav": "lessons"}
    return render(request, "coaching/edit_lesson.html", context)


@require_POST
@trainer_page
def reset_lesson(request: TrainerRequest, slug: str) -> HttpResponse:
    lesson = get_object_or_404(Lesson, slug=slug)
    try:
        restore_original(lesson)
    except NoOriginalError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "This is the original text again.")
    return redirect("coaching:edit_lesson", slug=slug)


@get_or_post
@trainer_page
def settings(request: TrainerRequest) -> HttpResponse:
    form = SettingsForm.of(request.trainer, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.save(request.trainer)
        messages.success(request, "Saved.")
        return redirect("coaching:settings")
    return render(request, "coaching/settings.html", {"form": form, "nav": "settings"})


@get_or_post
@trainer_page
def hours(request: TrainerRequest) -> HttpResponse:
    """The week, the dates that differ, and the rules: one form with one button."""
    trainer, data = request.trainer, request.POST if request.method == "POST" else None
    rules = CallRules.objects.filter(trainer=trainer).first() or CallRules(trainer=trainer)
    ahead = DateRule.objects.filter(on__gte=trainer.user.today(timezone.now()))
    spoiled = {"missing_management_form": "This form came back incomplete. Please open the page anew."}
    week = HoursFormSet(data, instance=trainer, prefix="week", error_messages=spoiled)
    dates = DateRuleFormSet(data, instance=trainer, prefix="dates", queryset=ahead, error_messages=spoiled)
    rules_form = CallRulesForm(data, instance=rules, prefix="rules")
    if data is not None and all([week.is_valid(), dates.is_valid(), rules_form.is_valid()]):
        with transaction.atomic():
            for form in (week, dates, rules_form):
                form.save()
        messages.success(request, "Saved. Calls that are booked already stay where they are.")
        return redirect("coaching:hours")
    context = {"week": week, "dates": dates, "rules": rules_form, "clock": LocalTime(timezone.now(), trainer.user.tz)}
    return render(request, "coaching/hours.html", {**context, "nav": "settings"})


@get_or_post
@trainer_page
def rules(request: TrainerRequest) -> HttpResponse:
    """Other numbers are first tried on the past; what was tried can be saved, and nothing else."""
    in_force = RuleSet.objects.in_force()
    form = RulesForm(request.POST if request.method == "POST" else None, in_force=in_force)
    tried = None
    if request.method == "POST" and form.is_valid():
        if not form.is_changed:
            messages.info(request, "These are the numbers in force already, so there is nothing to save.")
            return redirect("coaching:rules")
        if "save" in request.POST and form.is_tried and not form.cleaned_data["note"]:
            form.add_error("note", form.fields["note"].error_messages["required"])
        elif "save" in request.POST and form.is_tried:
            form.save(by=request.user, at=timezone.now())
            messages.success(request, "Saved. Every verdict from now on uses these numbers.")
            return redirect("coaching:rules")
        tried = dry_run(form.thresholds, against=in_force)
        form.fields["note"].required = True  # from here on: trying needs no reason, saving does
    history = [(each, differences(each)) for each in RuleSet.objects.select_related("by")[:RULE_SETS_SHOWN]]
    context = {"form": form, "tried": tried, "history": history, "nav": "settings"}
    return render(request, "coaching/rules.html", context)


@get_or_post
@trainer_page
def calendars(request: TrainerRequest) -> HttpResponse:
    """The link to subscribe to is shown once, on the page that made it."""
    trainer, now, wanted = request.trainer, timezone.now(), request.POST.get("do", "")
    form = BusyCalendarForm(request.POST if wanted == "add" else None, trainer=trainer)
    link = ""
    if wanted == "link":
        link = request.build_absolute_uri(reverse("booking:feed", args=[Feed.make(trainer, at=now)]))
    elif wanted == "unlink":
        Feed.objects.filter(trainer=trainer).delete()
        messages.success(request, "The old link shows nothing any more.")
        return redirect("coaching:calendars")
    elif wanted == "remove":
        number = request.POST.get("calendar", "")
        trainer.busy_calendars.filter(pk=number if number.isdecimal() and len(number) < 19 else 0).delete()
        messages.success(request, "Removed. Its times count no more.")
        return redirect("coaching:calendars")
    elif wanted == "add" and form.is_valid():
        good = read_calendar(added := form.save(), now)
        messages.success(request, f"Added: {added.spans.count()} busy times." if good else f"Added. {added.problem}")
        return redirect("coaching:calendars")
    context = {
        "form": form,
        "link": link,
        "feed": Feed.objects.filter(trainer=trainer).first(),
        "calendars": calendar_statuses(trainer, now=now),
        "nav": "settings",
    }
    return render(request, "coaching/calendars.html", context)
