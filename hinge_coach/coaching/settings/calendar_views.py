"""Calendars: the feed of calls, and those that make the trainer busy."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from hinge_coach.accounts.access import TrainerRequest, get_or_post, trainer_page
from hinge_coach.booking.calendars.fetching import read_calendar
from hinge_coach.booking.calendars.forms import BusyCalendarForm
from hinge_coach.booking.models import BusyCalendar, Feed
from hinge_coach.coaching.asked import asked_key
from hinge_coach.coaching.settings.calendar_status import calendar_statuses
from hinge_coach.fields import focus_first_error
from hinge_coach.wording import counted_in_digits


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
        if calendar := _asked_calendar(request):
            calendar.delete()
        messages.success(request, "Removed. Its times don't count anymore.")
        return redirect("coaching:calendars")
    elif action == "read":
        if calendar := _asked_calendar(request):
            _read(request, calendar, now, "Read again")
        return redirect("coaching:calendars")
    elif action == "add" and form.is_valid():
        _read(request, form.save(), now, "Added")
        return redirect("coaching:calendars")
    focus_first_error(form)
    context = {
        "form": form,
        "link": link,
        "feed": Feed.objects.filter(trainer=trainer).first(),
        "calendars": calendar_statuses(trainer, now=now),
        "nav": "settings",
    }
    return render(request, "coaching/settings/calendars.html", context)


def _asked_calendar(request: TrainerRequest) -> BusyCalendar | None:
    key = asked_key(request.POST.get("calendar", ""))
    return request.trainer.busy_calendars.select_related("trainer__user").filter(pk=key).first()


def _read(request: TrainerRequest, calendar: BusyCalendar, now: datetime, what: str) -> None:
    """Reads the whole file now, and says on the next page what came of it."""
    if read_calendar(calendar, now, whole=True):
        busy_times = counted_in_digits(calendar.spans.count(), "busy time", "busy times")
        messages.success(request, f"{what}: {calendar.name}, {busy_times}.")
    else:
        messages.warning(request, f"{what}: {calendar.name} could not be read. {calendar.problem}")
