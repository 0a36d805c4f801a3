"""The page on which a visitor books a call. GET and HEAD change nothing."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from hinge_coach.accounts.access import SiteRequest, get_or_post, public
from hinge_coach.booking.availability.availability import the_trainer
from hinge_coach.booking.availability.forms import asks_for_times
from hinge_coach.booking.availability.views import picker_response
from hinge_coach.booking.calls.booking import BookingOutcome, book, form_context, from_link
from hinge_coach.booking.calls.errors import WhyNot
from hinge_coach.booking.calls.forms import CallForm, as_typed
from hinge_coach.booking.calls.mending import proof_of
from hinge_coach.booking.calls.receipt_views import receipt_with


@get_or_post
@public
@never_cache
def call(request: SiteRequest) -> HttpResponse:
    """Shows free times and books one. The buttons that only ask for other times keep what was typed."""
    now, trainer = timezone.now(), the_trainer()
    if trainer is None:
        return render(request, "booking/calls/no_trainer.html", {"nav": "call"})
    if request.method == "POST" and not asks_for_times(request.POST):
        return _outcome_page(request, book(request, CallForm(request.POST, trainer=trainer, now=now)))
    typed = as_typed(request.POST) if request.method == "POST" else {**_from_user(request), **from_link(request)}
    context = form_context(CallForm.empty(trainer, now, typed), typed, action=reverse("booking:call"))
    return picker_response(request, "booking/calls/call.html", {**context, "nav": "call"})


def _outcome_page(request: SiteRequest, outcome: BookingOutcome) -> HttpResponse:
    """The receipt, or the form again."""
    if outcome.call:
        # Where a call has to be confirmed only the mail leads to it: that is how it proves the address.
        if outcome.call.confirm_by:
            return render(request, "booking/calls/asked.html", {"call": outcome.call, "proof": proof_of(outcome.call)})
        return receipt_with(outcome.call, WhyNot.BOOKED_BEFORE) if outcome.is_other_time else redirect(outcome.call)
    if outcome.often:
        context = {"often": outcome.often, "trainer": outcome.form.trainer, "nav": "call"}
        return render(request, "booking/calls/too_often.html", context, status=outcome.status)
    context = form_context(outcome.form, request.POST, action=reverse("booking:call"), taken=outcome.taken)
    response = picker_response(request, "booking/calls/call.html", {**context, "nav": "call"})
    response.status_code = outcome.status
    return response


def _from_user(request: SiteRequest) -> dict[str, str]:
    """What is known of somebody who is signed in."""
    user = request.user
    return {"name": user.name, "email": user.email, "zone": user.tz.key} if user.is_authenticated else {}
