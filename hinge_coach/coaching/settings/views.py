"""The trainer's own settings, the clinician's review, and calendars."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hinge_coach.accounts.access import TrainerRequest, get_or_post, trainer_page
from hinge_coach.booking.calendars.fetching import read_calendar
from hinge_coach.booking.calendars.forms import BusyCalendarForm
from hinge_coach.booking.models import Feed
from hinge_coach.coaching.settings.calendar_status import calendar_statuses
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


@get_or_post
@trainer_page
def calendars(request: TrainerRequest) -> HttpResponse:
    """The feed of calls, and the calendars that make the trainer busy.

    The link to subscribe to is shown once, on the page that made it: only its hash is stored.
    """
    trainer, now, action = request.trainer, timezone.now(), request.POST.get("do", "")
    form = BusyCalendarForm(request.POST if action == "add" else None, trainer=trainer)
    link = ""
    if action == "link":
        link = request.build_absolute_uri(reverse("booking:feed", args=[Feed.make(trainer, at=now)]))
    elif action == "unlink":
        Feed.objects.filter(trainer=trainer).delete()
        messages.success(request, "The old link shows nothing anymore.")
        return redirect("coaching:calendars")
    elif action == "remove":
        number = request.POST.get("calendar", "")
        trainer.busy_calendars.filter(pk=number if number.isdecimal() and len(number) < 19 else 0).delete()
        messages.success(request, "Removed. Its times don't count anymore.")
        return redirect("coaching:calendars")
    elif action == "add" and form.is_valid():
        calendar = form.save()
        was_read = read_calendar(calendar, now)
        busy_times = f"Added: {calendar.spans.count()} busy times."
        messages.success(request, busy_times if was_read else f"Added. {calendar.problem}")
        return redirect("coaching:calendars")
    context = {
        "form": form,
        "link": link,
        "feed": Feed.objects.filter(trainer=trainer).first(),
        "calendars": calendar_statuses(trainer, now=now),
        "nav": "settings",
    }
    return render(request, "coaching/settings/calendars.html", context)
