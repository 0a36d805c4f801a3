"""The list of calls; booking, moving and cancelling at the desk; mails that did not get through."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hinge_coach import outbox
from hinge_coach.accounts.access import TrainerRequest, get_or_post, trainer_page
from hinge_coach.booking.availability import slots
from hinge_coach.booking.availability.availability import load_availability
from hinge_coach.booking.availability.forms import PickerForm, asks_for_times
from hinge_coach.booking.availability.slot_picker import paginate
from hinge_coach.booking.calls import changing, reserving
from hinge_coach.booking.calls.errors import NotChangeableError, SlotTakenError
from hinge_coach.booking.calls.forms import BehalfForm, CancelForm, MoveForm
from hinge_coach.booking.models import Call, CallEvent
from hinge_coach.coaching.calls.lost_mails import lost_mails
from hinge_coach.coaching.calls.outcomes import record_outcome
from hinge_coach.coaching.calls.rows import call_row, calls_of
from hinge_coach.coaching.settings.calendar_status import calendar_statuses


@require_safe
@trainer_page
def calls(request: TrainerRequest) -> HttpResponse:
    trainer, now = request.trainer, timezone.now()
    context = {
        "calls": calls_of(trainer, now=now),
        "outcomes": Call.OUTCOMES,
        "lost_mails": lost_mails(trainer),
        "waiting_mails": outbox.overdue(now).count(),
        "stale_calendars": [each for each in calendar_statuses(trainer, now=now) if each.is_stale],
        "nav": "calls",
    }
    return render(request, "coaching/calls.html", context)


@get_or_post
@trainer_page
def move_call(request: TrainerRequest, id: UUID) -> HttpResponse:
    """The buttons for other days come back to the same page, and move nothing."""
    call, now = _call(request, id), timezone.now()
    if not call.is_booked or call.is_over(now):
        return _call_is_closed(request)
    asks = asks_for_times(request.POST)
    form = MoveForm(request.POST if request.method == "POST" and not asks else None)
    nearest: tuple[slots.Slot, ...] = ()
    if form.is_valid():
        try:
            changing.move(call, form.cleaned_data["start"], now=now, by=CallEvent.By.TRAINER)
        except SlotTakenError as gone:
            form.add_error("start", gone.why.sentence)
            nearest = gone.nearest
        except NotChangeableError:
            return _call_is_closed(request)
        else:
            messages.success(request, f"Moved. {call.name} gets a mail.")
            return redirect("coaching:calls")
    return _move_page(request, call, form, now, nearest)


@get_or_post
@trainer_page
def cancel_call(request: TrainerRequest, id: UUID) -> HttpResponse:
    call, now = _call(request, id), timezone.now()
    if not call.is_booked or call.is_over(now):
        return _call_is_closed(request)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            changing.cancel(call, reason=form.cleaned_data["reason"], now=now, by=CallEvent.By.TRAINER)
        except NotChangeableError:
            return _call_is_closed(request)
        messages.success(request, f"Cancelled. {call.name} gets a mail.")
        return redirect("coaching:calls")
    context = {"booked": call_row(call, request.trainer), "form": form, "nav": "calls"}
    return render(request, "coaching/cancel_call.html", context)


@require_POST
@trainer_page
def outcome(request: TrainerRequest, id: UUID) -> HttpResponse:
    call, wanted = _call(request, id), request.POST.get("outcome", "")
    if wanted not in Call.OUTCOMES:
        raise Http404
    try:
        sentence = record_outcome(call, Call.Status(wanted), trainer=request.trainer, now=timezone.now())
    except NotChangeableError:
        return _call_is_closed(request)
    messages.success(request, sentence)
    return redirect("coaching:calls")


def _call(request: TrainerRequest, id: UUID) -> Call:
    return get_object_or_404(Call.objects.with_trainer(), pk=id, trainer=request.trainer)


def _call_is_closed(request: TrainerRequest) -> HttpResponse:
    messages.error(request, "This can't be done any more: the call is over, cancelled, or not begun yet.")
    return redirect("coaching:calls")


def _move_page(
    request: TrainerRequest, call: Call, form: MoveForm, now: datetime, nearest: tuple[slots.Slot, ...]
) -> HttpResponse:
    zone = request.user.tz
    wish = PickerForm.of(request.POST, zone.key)
    free = slots.offered(load_availability(request.trainer, now, moving=call, at_the_desk=True), now)
    offer = paginate(
        [slot for slot in free if slot.starts_at != call.starts_at],
        viewer=zone,
        trainer=call.tz,
        now=now,
        first=wish.cleaned_data.get("first"),
        chosen=str(form["start"].value() or ""),
        nearest=nearest,
    )
    # The list of times names the other person's clock; at the desk that is the caller's.
    context = {"booked": call_row(call, request.trainer), "form": form, "offer": offer, "trainer": call}
    context["month_open"] = "month" in request.POST
    return render(request, "coaching/move_call.html", {**context, "nav": "calls"})


@get_or_post
@trainer_page
def book_call(request: TrainerRequest) -> HttpResponse:
    """Books for somebody on the phone. The buttons for other days come back to the same page and book nothing."""
    now, nearest = timezone.now(), tuple[slots.Slot, ...]()
    asks = asks_for_times(request.POST)
    if request.method == "POST" and not asks:
        form = BehalfForm(request.POST, trainer=request.trainer)
        if form.is_valid():
            try:
                call = reserving.reserve(form.booking_request(), request.trainer, now=now, by=CallEvent.By.TRAINER)
            except SlotTakenError as gone:
                form.add_error("start", gone.why.sentence)
                nearest = gone.nearest
            else:
                messages.success(request, f"Booked. {call.name} gets a mail.")
                return redirect("coaching:calls")
    else:
        form = BehalfForm.empty(request.trainer, request.POST)
    wish = PickerForm.of(request.POST, request.user.zone)
    offer = paginate(
        slots.offered(load_availability(request.trainer, now, at_the_desk=True), now),
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


@require_POST
@trainer_page
def lost_mail(request: TrainerRequest) -> HttpResponse:
    """One mail that did not get through: sent again, or taken off the desk."""
    wanted, lost = request.POST.get("do", ""), request.POST.get("mail", "")
    acts = {"again": (outbox.send_again, "It is on its way again."), "forget": (outbox.forget, "Taken off the desk.")}
    if wanted not in acts:
        raise Http404
    act, sentence = acts[wanted]
    if act(lost):
        messages.success(request, sentence)
    return redirect("coaching:calls")
