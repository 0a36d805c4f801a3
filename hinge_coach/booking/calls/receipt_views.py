"""The pages behind the link in a visitor's mail: the receipt, and the ways to change the call.

GET and HEAD change nothing: a mail scanner may open every link.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
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
from hinge_coach.booking.calls.errors import DuplicateBookingError, NotChangeableError, SlotTakenError, WhyNot
from hinge_coach.booking.calls.forms import CancelForm, MoveForm
from hinge_coach.booking.calls.intake import intake_summary, safety_level
from hinge_coach.booking.local_time import LocalTime, clocks_sentence
from hinge_coach.booking.models import Call, CallEvent
from hinge_coach.booking.wording import why_sentence
from hinge_coach.safety.screening import ADVICE, Level


@require_safe
@with_token
def receipt(request: SiteRequest, token: str) -> HttpResponse:
    """When the call is, who rings whom, what happened so far, and what can be done now."""
    now, call = timezone.now(), _call_with(token)
    trainer_zone = call.trainer.user.tz
    when = _on_their_clock(call, call.starts_at)
    not_restored, is_late = changing.why_not_restored(call, now), call.was_left_unconfirmed(now)
    is_unconfirmed = is_late or not_restored is WhyNot.UNCONFIRMED
    why = WhyNot.UNCONFIRMED if is_unconfirmed else _still_true(request.GET.get("why", ""), call, now)
    context = {
        "call": call,
        "token": token,
        "trainer": call.trainer,
        "when": when,
        "trainer_when": None if when.same_clock(trainer_zone) else replace(when, zone=trainer_zone),
        "clocks": clocks_sentence(call.tz, now, call.starts_at),
        "phone": call.phone_words,
        "from_digits": last_digits(call.trainer.phone, 4),
        "is_over": call.is_over(now) or call.status in Call.OUTCOMES,  # noted before its time was up, perhaps
        "may_change": call.may_change(now) and not is_late,
        "is_unconfirmed": is_unconfirmed,
        "is_sent": "sent" in request.GET and call.may_mend(now),
        "why": why_sentence(why, call),
        "has_another": why == WhyNot.ANOTHER,
        "may_mend": call.may_mend(now),
        "may_restore": not_restored is None,
        "history": [_history_row(event, call) for event in _told(call.events.all())],
        "brief": intake_summary(call),
        "advice": ADVICE.get(safety_level(call)),
        "is_emergency": safety_level(call) is Level.EMERGENCY,
        "confirm_by": _on_their_clock(call, call.confirm_by) if call.confirm_by and not is_unconfirmed else None,
        "next_times": _next_times(call, now) if call.is_missed else (),
    }
    return render(request, "booking/calls/receipt.html", context)


@get_or_post
@with_token
def move_by_link(request: SiteRequest, token: str) -> HttpResponse:
    """Shows free times and moves the call to one. The buttons that only ask for other times move nothing."""
    now, call = timezone.now(), _call_with(token)
    why = changing.why_not_changed(call, now)
    if why:
        return receipt_with(call, why)
    form = MoveForm(
        request.POST if request.method == "POST" and not asks_for_times(request.POST) else None,
        initial={"start": _asked(request).get("start", "")},
    )
    nearest: tuple[slots.Slot, ...] = ()
    if form.is_valid():
        try:
            return redirect(changing.move(call, form.cleaned_data["start"], now=now))
        except SlotTakenError as error:
            form.add_error("start", error.why.sentence)
            nearest = error.nearest
        except NotChangeableError as error:
            return receipt_with(call, error.why)
    return _move_page(request, call, form, now, nearest)


@get_or_post
@with_token
def cancel_by_link(request: SiteRequest, token: str) -> HttpResponse:
    """Asks why, and cancels the call."""
    now, call = timezone.now(), _call_with(token)
    why = changing.why_not_changed(call, now)
    if why:
        # Cancelled already, by the same button or in another tab: that is what was asked for.
        return redirect(call) if call.is_cancelled else receipt_with(call, why)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return redirect(changing.cancel(call, reason=form.cleaned_data["reason"], now=now))
        except NotChangeableError as error:
            return receipt_with(call, error.why)
    context = {"call": call, "token": token, "form": form, "when": _on_their_clock(call, call.starts_at)}
    return render(request, "booking/calls/cancel.html", context)


@require_POST
@with_token
def restore_by_link(request: SiteRequest, token: str) -> HttpResponse:
    """Takes a cancel back. Where that is not possible the receipt says why, and shows the way to a new call."""
    call = _call_with(token)
    try:
        return redirect(changing.restore(call, now=timezone.now()))
    except SlotTakenError:
        return receipt_with(call, WhyNot.TAKEN)
    except DuplicateBookingError:
        return receipt_with(call, WhyNot.ANOTHER)
    except NotChangeableError as error:
        return receipt_with(call, error.why)


@require_POST
@with_token
def confirm_by_link(request: SiteRequest, token: str) -> HttpResponse:
    """Confirms the call. Where that is too late the receipt says so."""
    call = _call_with(token)
    try:
        return redirect(reserving.confirm(call, now=timezone.now()))
    except NotChangeableError as error:
        return receipt_with(call, error.why)


@require_POST
@with_token
def rebook_by_link(request: SiteRequest, token: str) -> HttpResponse:
    """After a missed call: books another one at a time from the list, with what is known of the visitor."""
    missed, now, form = _call_with(token), timezone.now(), MoveForm(request.POST)
    if not missed.is_missed:
        return receipt_with(missed, WhyNot.OVER)
    if not form.is_valid():
        return receipt_with(missed, WhyNot.NO_TIME)
    try:
        return redirect(reserving.rebook(missed, form.cleaned_data["start"], now=now))
    except SlotTakenError:
        return receipt_with(missed, WhyNot.GONE)
    except DuplicateBookingError:
        return receipt_with(missed, WhyNot.ANOTHER)


def receipt_with(call: Call, why: WhyNot) -> HttpResponse:
    """Leads to the receipt, which says why nothing was done."""
    return redirect(f"{call.get_absolute_url()}?why={why}")


def _still_true(code: str, call: Call, now: datetime) -> str:
    """The code of a reason, which the address keeps; empty where it was true of an earlier state of the calls."""
    if code == WhyNot.UNCONFIRMED:
        return ""
    others = Call.objects.open(now).exclude(pk=call.pk)
    is_gone = code == WhyNot.ANOTHER and not others.from_contact(call.email, call.phone, call.extension).exists()
    return "" if is_gone else code


def _call_with(token: str) -> Call:
    """The call that the link leads to. Raises Http404."""
    return get_object_or_404(Call.objects.with_token(token))


def _on_their_clock(call: Call, at: datetime) -> LocalTime:
    """The instant as the visitor reads it."""
    return LocalTime(at, call.tz, call.has_24h_clock)


def _told(events: Iterable[CallEvent]) -> list[CallEvent]:
    """The history without outcomes that were corrected or taken back."""
    told: list[CallEvent] = []
    for event in events:
        follows_cancel = bool(told) and told[-1].kind == CallEvent.Kind.CANCELLED
        was_taken_back = event.kind == CallEvent.Kind.RESTORED and not follows_cancel
        if was_taken_back or event.kind in Call.OUTCOMES:
            told = [before for before in told if before.kind not in Call.OUTCOMES]
        if not was_taken_back:
            told.append(event)
    return told


def _history_row(event: CallEvent, call: Call) -> tuple[str, LocalTime]:
    """What happened, and when."""
    start = _on_their_clock(call, event.starts_at)
    to = f" to {start.day}, {start.clock}" if event.kind == CallEvent.Kind.MOVED else ""
    changed = event.kind in (
        CallEvent.Kind.BOOKED,
        CallEvent.Kind.MOVED,
        CallEvent.Kind.CANCELLED,
        CallEvent.Kind.ASKED,
        CallEvent.Kind.MENDED,
    )
    by = f" by {call.trainer.name}" if changed and event.by == CallEvent.By.TRAINER else ""
    return f"{event.get_kind_display().capitalize()}{to}{by}", _on_their_clock(call, event.at)


def _next_times(missed: Call, now: datetime) -> tuple[SlotChoice, ...]:
    """The three next free times, on the visitor's clock."""
    free = slots.offered(load_availability(missed.trainer, now, minutes=missed.own_minutes), now)[:3]
    page = paginate(
        (),
        viewer=missed.tz,
        trainer=missed.trainer.user.tz,
        now=now,
        nearest=free,
        has_24h_clock=missed.has_24h_clock,
    )
    return page.nearest


def _asked(request: SiteRequest) -> QueryDict:
    """Where the choice of times stands: in the form, or in the address."""
    return request.POST if request.method == "POST" else request.GET


def _move_page(
    request: SiteRequest, call: Call, form: MoveForm, now: datetime, nearest: tuple[slots.Slot, ...]
) -> HttpResponse:
    query = PickerQuery.read({**_asked(request).dict(), "zone": call.tz.key}, call.trainer)
    free = slots.offered(load_availability(call.trainer, now, moving=call), now)
    page = paginate(
        [slot for slot in free if slot.starts_at != call.starts_at],
        viewer=call.tz,
        trainer=call.trainer.user.tz,
        now=now,
        first=query.first,
        chosen=str(form["start"].value() or ""),
        nearest=nearest,
        has_24h_clock=call.has_24h_clock,
    )
    context = {
        "action": reverse("booking:move", args=[call.token]),
        "call": call,
        "token": call.token,
        "trainer": call.trainer,
        "when": _on_their_clock(call, call.starts_at),
        "form": form,
        "offer": page,
    }
    return picker_response(request, "booking/calls/move.html", context)
