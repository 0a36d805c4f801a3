"""The visitor's pages. GET and HEAD change nothing: what a mail scanner opens stays as it was."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hinge_coach.accounts.access import SiteRequest, get_or_post, public, with_token
from hinge_coach.accounts.addresses import address_of
from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.availability import slots
from hinge_coach.booking.availability.availability import load_availability, the_trainer
from hinge_coach.booking.availability.forms import PickerForm, asks_for_times
from hinge_coach.booking.availability.slot_picker import SlotChoice, paginate
from hinge_coach.booking.calendars.feed import Method, calendar_file, feed_file
from hinge_coach.booking.calls import limits, reserving
from hinge_coach.booking.calls.forms import CallForm, CancelForm, MoveForm, as_typed
from hinge_coach.booking.calls.intake import intake_summary, safety_level
from hinge_coach.booking.calls.phones import format_phone, last_digits
from hinge_coach.booking.calls.reserving import DuplicateBookingError, NotChangeableError, SlotTakenError
from hinge_coach.booking.local_time import LocalTime, clocks_sentence
from hinge_coach.booking.models import Call, CallEvent, Feed, rules_of
from hinge_coach.middleware import is_htmx
from hinge_coach.safety.screening import ADVICE, QUESTIONS, Level
from hinge_coach.tokens import hash_token

HAS_A_CALL = (
    "A call is booked already with this e-mail address or phone number. "
    "The mail we sent then has the link to move or cancel it."
)


@get_or_post
@public
@never_cache
def call(request: SiteRequest) -> HttpResponse:
    """Shows free times; books one. Buttons that only ask for other times come back with what was typed."""
    now, trainer = timezone.now(), the_trainer()
    if trainer is None:
        return render(request, "booking/no_trainer.html", {"nav": "call"})
    if request.method == "POST" and not asks_for_times(request.POST):
        return _book(request, trainer, now)
    typed = as_typed(request.POST) if request.method == "POST" else {**_known(request), **_from_link(request)}
    form = CallForm.empty(trainer, now, typed)
    return _call_page(request, form, now, Look.of(typed, trainer))


def _book(request: SiteRequest, trainer: Trainer, now: datetime) -> HttpResponse:
    address = address_of(request)
    try:
        limits.count_post(address)
    except limits.TooOftenError as often:  # a short page, for whoever posts this often posts thousands of times
        context = {"often": often, "trainer": trainer, "nav": "call"}
        return render(request, "booking/too_often.html", context, status=429)
    form = CallForm(request.POST, trainer=trainer, now=now)
    taken: SlotTakenError | None = None
    status = 200
    try:
        if form.is_valid():
            with limits.count_booking(address, wish := form.wish(), now=now):
                booked = reserving.reserve(wish, trainer, now=now)
            # Only the mail leads to a call that has to be confirmed: that is how it proves the address.
            return render(request, "booking/asked.html", {"call": booked}) if booked.confirm_by else redirect(booked)
    except SlotTakenError as gone:
        form.add_error("start", gone.why.sentence)
        taken = gone
    except DuplicateBookingError:
        form.add_error(None, HAS_A_CALL)
    except limits.TooOftenError as often:
        form.add_error(None, f"{often} {_ring_instead(trainer)}")
        status = 429
    look = Look.of(request.POST, trainer)
    response = _call_page(request, form.renewed(), now, look, taken)
    response.status_code = status
    return response


@require_safe
@with_token
def receipt(request: SiteRequest, token: str) -> HttpResponse:
    now, booked = timezone.now(), _call_of(token)
    trainer_zone = booked.trainer.user.tz
    when = LocalTime(booked.starts_at, booked.tz)
    context = {
        "call": booked,
        "token": token,
        "trainer": booked.trainer,
        "when": when,
        "trainer_when": None if when.same_clock(trainer_zone) else LocalTime(booked.starts_at, trainer_zone),
        "clocks": clocks_sentence(booked.tz, now, booked.starts_at),
        "phone": format_phone(booked.phone),
        "from_digits": last_digits(booked.trainer.phone, 4),
        "is_over": booked.is_over(now),
        "may_change": booked.may_change(now),
        "may_restore": reserving.may_restore(booked, now),
        "history": [_told(event, booked.tz) for event in booked.events.all()],
        "brief": intake_summary(booked),
        "advice": ADVICE.get(safety_level(booked)),
        "is_emergency": safety_level(booked) is Level.EMERGENCY,
        "confirm_by": LocalTime(booked.confirm_by, booked.tz) if booked.confirm_by else None,
        "next_times": _next_times(booked, now) if booked.is_missed else (),
    }
    return render(request, "booking/receipt.html", context)


@get_or_post
@with_token
def move_by_link(request: SiteRequest, token: str) -> HttpResponse:
    now, booked = timezone.now(), _call_of(token)
    if not booked.may_change(now):
        return redirect(booked)
    form = MoveForm(request.POST if request.method == "POST" and not asks_for_times(request.POST) else None)
    nearest: tuple[slots.Slot, ...] = ()
    if form.is_valid():
        try:
            return redirect(reserving.move(booked, form.cleaned_data["start"], now=now))
        except SlotTakenError as gone:
            form.add_error("start", gone.why.sentence)
            nearest = gone.nearest
        except NotChangeableError:
            return redirect(booked)
    return _move_page(request, booked, form, now, nearest)


@get_or_post
@with_token
def cancel_by_link(request: SiteRequest, token: str) -> HttpResponse:
    now, booked = timezone.now(), _call_of(token)
    if not booked.may_change(now):
        return redirect(booked)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with suppress(NotChangeableError):
            reserving.cancel(booked, reason=form.cleaned_data["reason"], now=now)
        return redirect(booked)
    context = {"call": booked, "token": token, "form": form, "when": LocalTime(booked.starts_at, booked.tz)}
    return render(request, "booking/cancel.html", context)


@require_POST
@with_token
def restore_by_link(request: SiteRequest, token: str) -> HttpResponse:
    """Takes a cancel back. Where that is too late the receipt shows it as cancelled, with the way to a new call."""
    booked = _call_of(token)
    with suppress(SlotTakenError, DuplicateBookingError, NotChangeableError):
        reserving.restore(booked, now=timezone.now())
    return redirect(booked)


@require_POST
@with_token
def confirm_by_link(request: SiteRequest, token: str) -> HttpResponse:
    booked = _call_of(token)
    with suppress(NotChangeableError):
        reserving.confirm(booked, now=timezone.now())
    return redirect(booked)


@require_POST
@with_token
def rebook_by_link(request: SiteRequest, token: str) -> HttpResponse:
    """After a missed call: another one at a time from the list, with what is known of the caller."""
    missed, now, form = _call_of(token), timezone.now(), MoveForm(request.POST)
    if missed.is_missed and form.is_valid():
        with suppress(SlotTakenError, DuplicateBookingError):
            return redirect(reserving.rebook(missed, form.cleaned_data["start"], now=now))
    return redirect(missed)


@require_safe
@with_token
def calendar(request: SiteRequest, token: str) -> HttpResponse:
    booked = _call_of(token)
    method = Method.CANCEL if booked.is_cancelled else Method.PUBLISH
    response = HttpResponse(calendar_file(booked, method), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="call.ics"'
    return response


@require_safe
@with_token
def feed(request: SiteRequest, token: str) -> HttpResponse:
    """The trainer's calls, for a calendar program that asks every hour. Past ones stay for a month."""
    found = Feed.objects.filter(token_hash=hash_token(token)).first()
    if found is None:
        raise Http404
    since = timezone.now() - timedelta(days=31)
    calls = Call.objects.live().with_trainer().filter(trainer=found.trainer_id, starts_at__gt=since)
    return HttpResponse(feed_file(calls), content_type="text/calendar; charset=utf-8")


@dataclass(frozen=True)
class Look:
    """Which free times are looked at: on whose clock, and from which date of theirs on."""

    zone: ZoneInfo
    first: Any
    problem: str = ""

    @classmethod
    def of(cls, typed: Mapping[str, Any], trainer: Trainer) -> "Look":
        form = PickerForm.of(typed, typed.get("zone"))
        problem = str(form.errors.get("zone", [""])[0]) if typed.get("zone") else ""
        zone = form.cleaned_data.get("zone") or ZoneInfo(trainer.zone)
        return cls(zone, form.cleaned_data.get("first"), problem)


def _told(event: CallEvent, zone: ZoneInfo) -> tuple[str, LocalTime]:
    """What happened, and when."""
    start = LocalTime(event.starts_at, zone)
    to = f" to {start.day}, {start.clock}" if event.kind == CallEvent.Kind.MOVED else ""
    changed = event.kind in (CallEvent.Kind.BOOKED, CallEvent.Kind.MOVED, CallEvent.Kind.CANCELLED)
    by = f" by {event.call.trainer.name}" if changed and event.by == CallEvent.By.TRAINER else ""
    return f"{event.get_kind_display().capitalize()}{to}{by}", LocalTime(event.at, zone)


def _next_times(missed: Call, now: datetime) -> tuple[SlotChoice, ...]:
    """The three next free times, on the caller's clock."""
    free = slots.offered(load_availability(missed.trainer, now), now)[:3]
    return paginate((), viewer=missed.tz, trainer=missed.trainer.user.tz, now=now, nearest=free).nearest


def _ring_instead(trainer: Trainer) -> str:
    return f"Please ring {trainer.name} on {trainer.phone}." if trainer.phone else "Please try again tomorrow."


def _from_link(request: HttpRequest) -> dict[str, str]:
    """What a link may fill in. Not the id: whoever made the link would know it, and it leads to the receipt."""
    return {name: request.GET[name] for name in ("zone", "start", "from") if name in request.GET}


def _known(request: SiteRequest) -> dict[str, str]:
    """What is known of somebody who is signed in."""
    user = request.user
    return {"name": user.name, "email": user.email, "zone": user.zone} if user.is_authenticated else {}


def _call_of(token: str) -> Call:
    found = Call.objects.with_token(token).first()
    if found is None:
        raise Http404
    return found


def _call_page(
    request: SiteRequest, form: CallForm, now: datetime, look: Look, taken: SlotTakenError | None = None
) -> HttpResponse:
    trainer = form.trainer
    offer = paginate(
        # Whoever lost a race for a time has just been told what is free: many do at once, and it takes a while to find.
        taken.free if taken else slots.offered(load_availability(trainer, now), now),
        viewer=look.zone,
        trainer=ZoneInfo(trainer.zone),
        now=now,
        first=look.first,
        chosen=str(form["start"].value() or ""),
        nearest=taken.nearest if taken else (),
    )
    context = {
        "nav": "call",
        "form": form,
        "offer": offer,
        "trainer": trainer,
        "rules": rules_of(trainer),
        "from_digits": last_digits(trainer.phone, 4),
        "problem": look.problem,
        "questions": QUESTIONS,
    }
    return _times_or_page(request, "booking/call.html", context)


def _move_page(
    request: SiteRequest, booked: Call, form: MoveForm, now: datetime, nearest: tuple[slots.Slot, ...]
) -> HttpResponse:
    diary = load_availability(booked.trainer, now, moving=booked)
    look = Look.of({**request.POST.dict(), **request.GET.dict(), "zone": booked.zone}, booked.trainer)
    free = [slot for slot in slots.offered(diary, now) if slot.starts_at != booked.starts_at]
    offer = paginate(
        free,
        viewer=booked.tz,
        trainer=diary.zone,
        now=now,
        first=look.first,
        chosen=str(form["start"].value() or ""),
        nearest=nearest,
    )
    context = {
        "call": booked,
        "token": booked.token,
        "trainer": booked.trainer,
        "when": LocalTime(booked.starts_at, booked.tz),
        "form": form,
        "offer": offer,
    }
    return _times_or_page(request, "booking/move.html", context)


def _times_or_page(request: SiteRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """To htmx only the list of times, where only that was asked for. Focus follows a button, not a changed select."""
    only_times = is_htmx(request) and (asks_for_times(request.POST) or "from" in request.GET)
    context["month_open"] = "month" in request.POST
    context["take_focus"] = only_times and request.headers.get("HX-Trigger-Name") != "zone"
    return render(request, "booking/_slots.html" if only_times else template, context)
