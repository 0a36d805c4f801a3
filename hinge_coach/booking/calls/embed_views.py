"""The page on which a visitor books a call inside a frame on one of the trainer's other sites.

Each answer may be framed by those sites and by no other, and none of them reads or sets a cookie
(`NoCookiesInFrames`). It leads nowhere inside the frame: no other page of the site may be shown there.
"""

from functools import partial
from typing import Any, cast

from csp.constants import NONE
from csp.decorators import csp_replace
from django.core.exceptions import SuspiciousOperation
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt

from hinge_coach.accounts.access import SiteRequest, get_or_post, public
from hinge_coach.accounts.models import Trainer
from hinge_coach.accounts.phones import last_digits
from hinge_coach.booking.availability.forms import asks_for_times
from hinge_coach.booking.availability.views import picker_response
from hinge_coach.booking.calls.booking import BookingOutcome, book, form_context, from_link
from hinge_coach.booking.calls.embed_forms import EmbeddedCallForm
from hinge_coach.booking.calls.forms import as_typed
from hinge_coach.booking.calls.intake import safety_level
from hinge_coach.booking.calls.mending import proof_of
from hinge_coach.booking.calls.origins import origin_of
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.booking.models import Call
from hinge_coach.safety.screening import ADVICE, Level
from hinge_coach.stale_form import came_from_here

Origins = tuple[str, ...]


@get_or_post
@csrf_exempt  # see EmbeddedCallForm
@xframe_options_exempt
@public
@never_cache
def embed(request: SiteRequest) -> HttpResponse:
    """Shows free times and books one, in a frame on the sites that the trainer lists."""
    trainer, origins = _trainer_and_origins()
    framed = csp_replace({"frame-ancestors": origins or (NONE,)})
    return cast("HttpResponse", framed(partial(_answer, trainer=trainer, origins=origins))(request))


def _trainer_and_origins() -> tuple[Trainer | None, Origins]:
    """The trainer with zone and call rules, and the sites that may show the form, in one query."""
    joined = Trainer.objects.select_related("user", "call_rules").annotate(origin=F("embed_origins__origin"))
    rows = list(joined.order_by("origin"))  # the only trainer, once for each origin
    return (rows[0] if rows else None), tuple(row.origin for row in rows if row.origin)


def _answer(request: HttpRequest, *, trainer: Trainer | None, origins: Origins) -> HttpResponse:
    now, page = timezone.now(), {"origins": origins, "trainer": trainer, "embedded": True}
    if trainer is None:
        return render(request, "booking/calls/embed_no_trainer.html", page)
    try:
        sent = request.POST
    except (SuspiciousOperation, MultiPartParserError):  # too much, or no form at all
        return render(request, "booking/calls/embed_refused.html", page, status=400)
    action = reverse("booking:embed")
    if request.method != "POST":
        typed = {"source": _listed_referer(request, origins), **from_link(request)}
    elif request.headers.get("Origin") and not came_from_here(request):
        # What another site had the browser send must not come back as a form that is filled in already.
        return render(request, "booking/calls/embed_refused.html", page, status=403)
    elif asks_for_times(sent):
        typed = as_typed(sent)
    else:
        outcome = book(request, EmbeddedCallForm(sent, trainer=trainer, now=now))
        if outcome.call:
            booked = {**_booked(outcome.call, trainer), "is_other_time": outcome.is_other_time}
            return render(request, "booking/calls/embed_booked.html", {**page, **booked})
        return _form_again(request, outcome, page)
    context = form_context(EmbeddedCallForm.empty(trainer, now, typed), typed, action=action)
    return picker_response(cast("SiteRequest", request), "booking/calls/embed.html", {**context, **page})


def _form_again(request: HttpRequest, outcome: BookingOutcome, page: dict[str, Any]) -> HttpResponse:
    if outcome.often:
        context = {**page, "often": outcome.often}
        return render(request, "booking/calls/embed_too_often.html", context, status=outcome.status)
    action = reverse("booking:embed")
    context = form_context(outcome.form, request.POST, action=action, taken=outcome.taken)
    response = picker_response(cast("SiteRequest", request), "booking/calls/embed.html", {**context, **page})
    response.status_code = outcome.status
    return response


def _booked(call: Call, trainer: Trainer) -> dict[str, Any]:
    """What the frame shows of the call; everything else is on its receipt.

    Where it has to be confirmed only the mail leads there: that is how it proves the address.
    """
    return {
        "call": call,
        "when": LocalTime(call.starts_at, call.tz, call.has_24h_clock),
        "from_digits": last_digits(trainer.phone, 4),
        "advice": ADVICE.get(safety_level(call)),
        "is_emergency": safety_level(call) is Level.EMERGENCY,
        "proof": proof_of(call),
    }


def _listed_referer(request: HttpRequest, origins: Origins) -> str:
    """The site around the frame, where the browser names one of the trainer's."""
    origin = origin_of(request.headers.get("Referer", ""))
    return origin if origin in origins else ""
