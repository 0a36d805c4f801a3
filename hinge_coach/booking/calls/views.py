"""The page on which a visitor books a call. GET and HEAD change nothing."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from hinge_coach.accounts.access import SiteRequest, get_or_post, public
from hinge_coach.accounts.addresses import address_of
from hinge_coach.accounts.models import Trainer
from hinge_coach.accounts.phones import last_digits
from hinge_coach.booking.availability import slots
from hinge_coach.booking.availability.availability import load_availability, the_trainer
from hinge_coach.booking.availability.forms import PickerQuery, asks_for_times
from hinge_coach.booking.availability.slot_picker import paginate
from hinge_coach.booking.availability.views import picker_response
from hinge_coach.booking.calls import limits
from hinge_coach.booking.calls.errors import DuplicateBookingError, SlotTakenError
from hinge_coach.booking.calls.forms import CallForm, as_typed
from hinge_coach.booking.calls.reserving import reserve
from hinge_coach.booking.models import rules_of
from hinge_coach.safety.screening import QUESTIONS

BOOKED_ALREADY = (
    "A call is booked already with this e-mail address or phone number. "
    "The mail we sent then has the link to move or cancel it."
)


@get_or_post
@public
@never_cache
def call(request: SiteRequest) -> HttpResponse:
    """Shows free times and books one. The buttons that only ask for other times keep what was typed."""
    now, trainer = timezone.now(), the_trainer()
    if trainer is None:
        return render(request, "booking/calls/no_trainer.html", {"nav": "call"})
    if request.method == "POST" and not asks_for_times(request.POST):
        return _book(request, trainer, now)
    typed = as_typed(request.POST) if request.method == "POST" else {**_from_user(request), **_from_link(request)}
    return _call_page(request, CallForm.empty(trainer, now, typed), PickerQuery.read(typed, trainer), now)


def _book(request: SiteRequest, trainer: Trainer, now: datetime) -> HttpResponse:
    address = address_of(request)
    try:
        limits.count_post(address)
    except limits.TooOftenError as refusal:  # a short page, for whoever comes here posts thousands of times
        context = {"often": refusal, "trainer": trainer, "nav": "call"}
        return render(request, "booking/calls/too_often.html", context, status=429)
    form = CallForm(request.POST, trainer=trainer, now=now)
    taken: SlotTakenError | None = None
    status = 200
    try:
        if form.is_valid():
            booking_request = form.booking_request()
            with limits.count_booking(address, booking_request, now=now):
                booked = reserve(booking_request, trainer, now=now)
            # Where a call has to be confirmed only the mail leads to it: that is how it proves the address.
            return (
                render(request, "booking/calls/asked.html", {"call": booked}) if booked.confirm_by else redirect(booked)
            )
    except SlotTakenError as error:
        form.add_error("start", error.why.sentence)
        taken = error
    except DuplicateBookingError:
        form.add_error(None, BOOKED_ALREADY)
    except limits.TooOftenError as refusal:
        form.add_error(None, f"{refusal} {_ring_instead(trainer)}")
        status = 429
    response = _call_page(request, form.renewed(), PickerQuery.read(request.POST, trainer), now, taken)
    response.status_code = status
    return response


def _call_page(
    request: SiteRequest, form: CallForm, query: PickerQuery, now: datetime, taken: SlotTakenError | None = None
) -> HttpResponse:
    trainer = form.trainer
    page = paginate(
        # The refusal brings what is free. Many visitors may lose the same time at once, and finding it takes a while.
        taken.free if taken else slots.offered(load_availability(trainer, now), now),
        viewer=query.zone,
        trainer=trainer.user.tz,
        now=now,
        first=query.first,
        chosen=str(form["start"].value() or ""),
        nearest=taken.nearest if taken else (),
    )
    context = {
        "nav": "call",
        "action": reverse("booking:call"),
        "form": form,
        "offer": page,
        "trainer": trainer,
        "rules": rules_of(trainer),
        "from_digits": last_digits(trainer.phone, 4),
        "problem": query.problem,
        "questions": QUESTIONS,
    }
    return picker_response(request, "booking/calls/call.html", context)


def _ring_instead(trainer: Trainer) -> str:
    return f"Please call {trainer.name} at {trainer.phone}." if trainer.phone else "Please try again tomorrow."


def _from_link(request: HttpRequest) -> dict[str, str]:
    """What a link may fill in. Never the id: who made the link would know it, and it leads to the receipt."""
    return {name: request.GET[name] for name in ("zone", "start", "day") if name in request.GET}


def _from_user(request: SiteRequest) -> dict[str, str]:
    """What is known of somebody who is signed in."""
    user = request.user
    return {"name": user.name, "email": user.email, "zone": user.tz.key} if user.is_authenticated else {}
