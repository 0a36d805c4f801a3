"""The trainer's pages beside the list of calls: booking for somebody, calendars, and mails that did not get through."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hinge_coach import outbox
from hinge_coach.accounts.access import TrainerRequest, trainer_page
from hinge_coach.booking import reserving, slots
from hinge_coach.booking.diary import diary_of
from hinge_coach.booking.fetching import read_calendar
from hinge_coach.booking.forms import BehalfForm, BusyCalendarForm, TimesForm, asks_for_times
from hinge_coach.booking.models import CallEvent, Feed
from hinge_coach.booking.offer import lay_out
from hinge_coach.booking.reserving import SlotTaken
from hinge_coach.coaching.calls import calendars_of

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@page_or_post
@trainer_page
def book(request: TrainerRequest) -> HttpResponse:
    """Books for somebody on the phone. The buttons for other days come back to the same page and book nothing."""
    now, nearest = timezone.now(), tuple[slots.Slot, ...]()
    asks = asks_for_times(request.POST)
    if request.method == "POST" and not asks:
        form = BehalfForm(request.POST, trainer=request.trainer)
        if form.is_valid():
            try:
                call = reserving.reserve(form.wish(), request.trainer, now=now, by=CallEvent.By.TRAINER)
            except SlotTaken as gone:
                form.add_error("start", gone.why.sentence)
                nearest = gone.nearest
            else:
                messages.success(request, f"Booked. {call.name} gets a mail.")
                return redirect("coaching:calls")
    else:
        form = BehalfForm.empty(request.trainer, request.POST)
    wish = TimesForm.of(request.POST, request.user.zone)
    offer = lay_out(
        slots.offered(diary_of(request.trainer, now, at_the_desk=True), now),
        viewer=request.user.tz,
        trainer=request.user.tz,
        now=now,
        first=wish.cleaned_data.get("first"),
        chosen=str(form["start"].value() or ""),
        nearest=nearest,
    )
    shown = {"offer": offer, "month_open": "month" in request.POST}
    context = {"form": form, **shown, "trainer": request.trainer, "nav": "calls"}
    return render(request, "coaching/book_call.html", context)


@page_or_post
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
        "calendars": calendars_of(trainer, now=now),
        "nav": "settings",
    }
    return render(request, "coaching/calendars.html", context)


@require_POST
@trainer_page
def mails(request: TrainerRequest) -> HttpResponse:
    """One mail that did not get through: sent again, or taken off the desk."""
    wanted, lost = request.POST.get("do", ""), request.POST.get("mail", "")
    acts = {"again": (outbox.send_again, "It is on its way again."), "forget": (outbox.forget, "Taken off the desk.")}
    if wanted not in acts:
        raise Http404
    act, sentence = acts[wanted]
    if act(lost):
        messages.success(request, sentence)
    return redirect("coaching:calls")
