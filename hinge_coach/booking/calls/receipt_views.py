"""The pages behind the link in a visitor's mail: the receipt, and the ways to change the call.

GET and HEAD change nothing: a mail scanner may open every link.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hinge_coach.accounts.access import SiteRequest, get_or_post, with_token
from hinge_coach.accounts.phones import last_digits
from hinge_coach.booking.availability import slots
from hinge_coach.booking.availability.availability import load_availability
from hinge_coach.booking.availability.forms import PickerQuery, asks_for_times
from hinge_coach.booking.availability.slot_picker import SlotChoice, paginate
from hinge_coach.booking.availability.views import picker_response
from hinge_coach.booking.calls import changing, reserving
from hinge_coach.booking.calls.errors import DuplicateBookingError, NotChangeableError, SlotTakenError
from hinge_coach.booking.calls.forms import CancelForm, MoveForm
from hinge_coach.booking.calls.intake import intake_summary, safety_level
from hinge_coach.booking.local_time import LocalTime, clocks_sentence
from hinge_coach.booking.models import Call, CallEvent
from hinge_coach.safety.screening import ADVICE, Level


@require_safe
@with_token
def receipt(request: SiteRequest, token: str) -> HttpResponse:
    """When the call is, who rings whom, what happened so far, and what can be done now."""
    now, call = timezone.now(), _call_with(token)
    trainer_zone = call.trainer.user.tz
    when = LocalTime(call.starts_at, call.tz)
    context = {
        "call": call,
        "token": token,
        "trainer": call.trainer,
        "when": when,
        "trainer_when": None if when.same_clock(trainer_zone) else LocalTime(call.starts_at, trainer_zone),
        "clocks": clocks_sentence(call.tz, now, call.starts_at),
        "phone": call.phone_words,
        "from_digits": last_digits(call.trainer.phone, 4),
        "is_over": call.is_over(now),
        "may_change": call.may_change(now),
        "may_mend": call.may_mend(now),
        "may_restore": changing.may_restore(call, now),
        "history": [_history_row(event, call.tz) for event in _told(call.events.all())],
        "brief": intake_summary(call),
        "advice": ADVICE.get(safety_level(call)),
        "is_emergency": safety_level(call) is Level.EMERGENCY,
        "confirm_by": LocalTime(call.confirm_by, call.tz) if call.confirm_by else None,
        "next_times": _next_times(call, now) if call.is_missed else (),
    }
    return render(request, "booking/calls/receipt.html", context)


@get_or_post
@with_token
def move_by_link(request: SiteRequest, token: str) -> HttpResponse:
    """Shows free times and moves the call to one. The buttons that only ask for other times move nothing."""
    now, call = timezone.now(), _call_with(token)
    if not call.may_change(now):
        return redirect(call)
    form = MoveForm(request.POST if request.method == "POST" and not asks_for_times(request.POST) else None)
    nearest: tuple[slots.Slot, ...] = ()
    if form.is_valid():
        try:
            return redirect(changing.move(call, form.cleaned_data["start"], now=now))
        except SlotTakenError as error:
            form.add_error("start", error.why.sentence)
            nearest = error.nearest
        except NotChangeableError:
            return redirect(call)
    return _move_page(request, call, form, now, nearest)


@get_or_post
@with_token
def cancel_by_link(request: SiteRequest, token: str) -> HttpResponse:
    """Asks why, and cancels the call."""
    now, call = timezone.now(), _call_with(token)
    if not call.may_change(now):
        return redirect(call)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with suppress(NotChangeableError):
            changing.cancel(call, reason=form.cleaned_data["reason"], now=now)
        return redirect(call)
    context = {"call": call, "token": token, "form": form, "when": LocalTime(call.starts_at, call.tz)}
    return render(request, "booking/calls/cancel.html", context)


@require_POST
@with_token
def restore_by_link(request: SiteRequest, token: str) -> HttpResponse:
    """Takes a cancel back. Where that is not possible the receipt shows the way to a new call."""
    call = _call_with(token)
    with suppress(SlotTakenError, DuplicateBookingError, NotChangeableError):
        changing.restore(call, now=timezone.now())
    return redirect(call)


@require_POST
@with_token
def confirm_by_link(request: SiteRequest, token: str) -> HttpResponse:
    """Confirms the call. Where that is too late the receipt shows it as cancelled."""
    call = _call_with(token)
    with suppress(NotChangeableError):
        reserving.confirm(call, now=timezone.now())
    return redirect(call)


@require_POST
@with_token
def rebook_by_link(request: SiteRequest, token: str) -> HttpResponse:
    """After a missed call: books another one at a time from the list, with what is known of the visitor."""
    missed, now, form = _call_with(token), timezone.now(), MoveForm(request.POST)
    if missed.is_missed and form.is_valid():
        with suppress(SlotTakenError, DuplicateBookingError):
            return redirect(reserving.rebook(missed, form.cleaned_data["start"], now=now))
    return redirect(missed)


def _call_with(token: str) -> Call:
    """The call that the link leads to. Raises Http404."""
    return get_object_or_404(Call.objects.with_token(token))


def _told(events: Iterable[CallEvent]) -> list[CallEvent]:
    """The history without outcomes that were put right, and without that they were taken back."""
    told: list[CallEvent] = []
    for event in events:
        follows_cancel = bool(told) and told[-1].kind == CallEvent.Kind.CANCELLED
        was_taken_back = event.kind == CallEvent.Kind.RESTORED and not follows_cancel
        if was_taken_back or event.kind in Call.OUTCOMES:
            told = [before for before in told if before.kind not in Call.OUTCOMES]
        if not was_taken_back:
            told.append(event)
    return told


def _history_row(event: CallEvent, zone: ZoneInfo) -> tuple[str, LocalTime]:
    """What happened, and when."""
    start = LocalTime(event.starts_at, zone)
    to = f" to {start.day}, {start.clock}" if event.kind == CallEvent.Kind.MOVED else ""
    changed = event.kind in (
        CallEvent.Kind.BOOKED,
        CallEvent.Kind.MOVED,
        CallEvent.Kind.CANCELLED,
        CallEvent.Kind.ASKED,
        CallEvent.Kind.MENDED,
    )
    by = f" by {event.call.trainer.name}" if changed and event.by == CallEvent.By.TRAINER else ""
    return f"{event.get_kind_display().capitalize()}{to}{by}", LocalTime(event.at, zone)


def _next_times(missed: Call, now: datetime) -> tuple[SlotChoice, ...]:
    """The three next free times, on the visitor's clock."""
    free = slots.offered(load_availability(missed.trainer, now, minutes=missed.own_minutes), now)[:3]
    return paginate((), viewer=missed.tz, trainer=missed.trainer.user.tz, now=now, nearest=free).nearest


def _move_page(
    request: SiteRequest, call: Call, form: MoveForm, now: datetime, nearest: tuple[slots.Slot, ...]
) -> HttpResponse:
    query = PickerQuery.read({**request.POST.dict(), **request.GET.dict(), "zone": call.tz.key}, call.trainer)
    free = slots.offered(load_availability(call.trainer, now, moving=call), now)
    page = paginate(
        [slot for slot in free if slot.starts_at != call.starts_at],
        viewer=call.tz,
        trainer=call.trainer.user.tz,
        now=now,
        first=query.first,
        chosen=str(form["start"].value() or ""),
        nearest=nearest,
    )
    context = {
        "call": call,
        "token": call.token,
        "trainer": call.trainer,
        "when": LocalTime(call.starts_at, call.tz),
        "form": form,
        "offer": page,
    }
    return picker_response(request, "booking/calls/move.html", context)
