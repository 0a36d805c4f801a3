"""The list of calls; booking, moving and cancelling at the desk; mails that did not get through."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hinge_coach import outbox
from hinge_coach.accounts.access import TrainerRequest, get_or_post, trainer_page
from hinge_coach.accounts.models import Client
from hinge_coach.booking.availability import slots
from hinge_coach.booking.availability.availability import load_availability
from hinge_coach.booking.availability.forms import PickerForm, asks_for_times
from hinge_coach.booking.availability.slot_picker import paginate
from hinge_coach.booking.availability.views import picker_response
from hinge_coach.booking.calls import asking, changing, reserving
from hinge_coach.booking.calls.errors import DuplicateBookingError, NotChangeableError, SlotTakenError
from hinge_coach.booking.calls.forms import LENGTHS, BehalfForm, CancelForm, MoveForm
from hinge_coach.booking.calls.reserving import BookingRequest
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.booking.models import Call, CallEvent
from hinge_coach.coaching.asked import asked_key
from hinge_coach.coaching.calls.lost_mails import lost_mails
from hinge_coach.coaching.calls.outcomes import NO_OUTCOME, record_outcome, take_outcome_back
from hinge_coach.coaching.calls.rows import call_lists, call_row
from hinge_coach.coaching.settings.calendar_status import calendar_statuses
from hinge_coach.fields import focus_first_error

# What a call with somebody who is a client already is most often; both can be changed in the form.
CLIENTS_TITLE, CLIENTS_MINUTES = "Review", 20


@require_safe
@trainer_page
def calls(request: TrainerRequest) -> HttpResponse:
    trainer, now = request.trainer, timezone.now()
    stale_calendars = [status for status in calendar_statuses(trainer, now=now) if status.is_stale]
    context = {
        "calls": call_lists(trainer, now=now),
        "outcomes": Call.OUTCOMES,
        "lost_mails": lost_mails(trainer, now=now),
        "waiting_mails": outbox.overdue(now).count(),
        "stale_calendars": stale_calendars,
        "may_be_busy": any(status.is_outdated for status in stale_calendars),
        "nav": "calls",
    }
    return render(request, "coaching/calls/calls.html", context)


@get_or_post
@trainer_page
def move_call(request: TrainerRequest, id: UUID) -> HttpResponse:
    """Moves a call. The buttons for other days are of the same form; they come back to the page and move nothing."""
    call, now = _call(request, id), timezone.now()
    if not call.is_booked or call.is_over(now):
        return _call_is_closed(request)
    is_move = request.method == "POST" and not asks_for_times(request.POST)
    form = MoveForm(request.POST if is_move else None, initial={"start": request.POST.get("start", "")})
    nearest: tuple[slots.Slot, ...] = ()
    if form.is_valid():
        try:
            changing.move(call, form.cleaned_data["start"], now=now, by=CallEvent.By.TRAINER)
        except SlotTakenError as taken:
            form.add_error("start", taken.why.sentence)
            nearest = taken.nearest
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
        messages.success(request, f"Canceled. {call.name} gets a mail.")
        return redirect("coaching:calls")
    context = {"row": call_row(call, request.trainer), "form": form, "nav": "calls"}
    return render(request, "coaching/calls/cancel_call.html", context)


@require_POST
@trainer_page
def ask(request: TrainerRequest, id: UUID) -> HttpResponse:
    """Asks the caller by mail to choose another time; then back to the page of hours where the button was there."""
    call = _call(request, id)
    try:
        asking.ask_to_move(call, now=timezone.now())
    except NotChangeableError:
        return _call_is_closed(request)
    messages.success(request, f"Asked. {call.name} gets a mail with the next free times.")
    if request.POST.get("back") == "hours":
        return redirect(f"{reverse('coaching:hours')}?asked={call.pk}#dates")
    return redirect("coaching:calls")


@require_POST
@trainer_page
def outcome(request: TrainerRequest, id: UUID) -> HttpResponse:
    """Notes how a call went, or takes that back; 404 for what is no outcome."""
    call, status, now = _call(request, id), request.POST.get("outcome", ""), timezone.now()
    if status not in (*Call.OUTCOMES, NO_OUTCOME):
        raise Http404
    try:
        if status == NO_OUTCOME:
            sentence = take_outcome_back(call, trainer=request.trainer, now=now)
        else:
            sentence = record_outcome(call, Call.Status(status), trainer=request.trainer, now=now)
    except NotChangeableError:
        return _call_is_closed(request)
    messages.success(request, sentence)
    return redirect("coaching:calls")


def _call(request: TrainerRequest, id: UUID) -> Call:
    return get_object_or_404(Call.objects.with_trainer(), pk=id, trainer=request.trainer)


def _call_is_closed(request: TrainerRequest) -> HttpResponse:
    messages.error(request, "This can't be done anymore: the call is over, canceled, or not begun yet.")
    return redirect("coaching:calls")


def _move_page(
    request: TrainerRequest, call: Call, form: MoveForm, now: datetime, nearest: tuple[slots.Slot, ...]
) -> HttpResponse:
    availability = load_availability(request.trainer, now, moving=call, at_the_desk=True)
    free = [slot for slot in slots.offered(availability, now) if slot.starts_at != call.starts_at]
    context = {
        "row": call_row(call, request.trainer),
        "form": form,
        # The list of times names the other person's clock; at the desk that is the caller's.
        **_picker(request, form, free, now=now, nearest=nearest, other_zone=call.tz),
        "trainer": call,
        "nav": "calls",
    }
    return render(request, "coaching/calls/move_call.html", context)


@get_or_post
@trainer_page
def book_call(request: TrainerRequest) -> HttpResponse:
    """Books for somebody: a free call, or one with a title and a length of its own.

    The buttons for other times come back to the same page and book nothing. `client` in the address fills in what is
    known of that client.
    """
    now, nearest = timezone.now(), tuple[slots.Slot, ...]()
    if request.method == "POST" and not asks_for_times(request.POST):
        form = BehalfForm(request.POST, trainer=request.trainer)
        if form.is_valid():
            wish = form.booking_request()
            try:
                call = reserving.reserve(wish, request.trainer, now=now, by=CallEvent.By.TRAINER)
            except SlotTakenError as taken:
                form.add_error("start", taken.why.sentence)
                nearest = taken.nearest
            except DuplicateBookingError as booked:
                form.add_error("id", f"{_booked_before(booked.call)} For somebody else, please open this page again.")
            else:
                _tell_booked(request, call, wish)
                return redirect("coaching:calls")
        focus_first_error(form)
    else:
        form = BehalfForm.empty(request.trainer, request.POST or _known(request.GET.get("client", "")))
    availability = load_availability(request.trainer, now, at_the_desk=True, minutes=form.shown_minutes)
    context = {
        "form": form,
        **_picker(
            request, form, slots.offered(availability, now), now=now, nearest=nearest, other_zone=request.user.tz
        ),
        "problem": form.length_problem,
        "lengths": LENGTHS,
        "trainer": request.trainer,
        "nav": "calls",
    }
    return picker_response(request, "coaching/calls/book_call.html", context)


def _tell_booked(request: TrainerRequest, call: Call, wish: BookingRequest) -> None:
    """Says that it is booked; and where the same form had booked another time or kind before, that this one stands."""
    minutes = call.minutes if wish.minutes is None else wish.minutes
    if (call.starts_at, call.title, call.minutes) == (wish.starts_at, wish.title, minutes):
        messages.success(request, f"Booked. {call.name} gets a mail.")
    else:
        messages.error(request, f"{_booked_before(call)} It can be moved below.")


def _booked_before(call: Call) -> str:
    when = LocalTime(call.starts_at, call.trainer.user.tz)
    return f"This form has booked a call with {call.name} already, for {when.day}, {when.clock}."


def _known(client_id: str) -> dict[str, str]:
    """What the form asks for and the client has told, read from the client, never from the address."""
    client = Client.objects.select_related("user").filter(pk=asked_key(client_id)).first()
    if client is None:
        return {}
    user = client.user
    known = {"name": user.name, "email": user.email, "phone": client.phone_words, "zone": user.tz.key}
    return {**known, "title": CLIENTS_TITLE, "minutes": str(CLIENTS_MINUTES)}


def _picker(
    request: TrainerRequest,
    form: MoveForm | BehalfForm,
    free: Sequence[slots.Slot],
    *,
    now: datetime,
    nearest: tuple[slots.Slot, ...],
    other_zone: ZoneInfo,
) -> dict[str, Any]:
    """The picker's context: free times on the trainer's clock, and whether the month is open."""
    query = PickerForm.of(request.POST, request.user.tz.key)
    offer = paginate(
        free,
        viewer=request.user.tz,
        trainer=other_zone,
        now=now,
        first=query.cleaned_data.get("first"),
        chosen=str(form["start"].value() or ""),
        nearest=nearest,
    )
    return {"offer": offer, "month_open": "month" in request.POST}


@require_POST
@trainer_page
def lost_mail(request: TrainerRequest) -> HttpResponse:
    """One mail that did not get through: sent again, or taken off the desk."""
    actions = {
        "again": (outbox.send_again, "The mail is on its way again."),
        "forget": (outbox.forget, "Taken off the list."),
    }
    name = request.POST.get("do", "")
    if name not in actions:
        raise Http404
    action, sentence = actions[name]
    if action(request.POST.get("mail", "")):
        messages.success(request, sentence)
    return redirect("coaching:calls")
