"""Where a visitor corrects name, address or number: behind the mailed link, and before any mail was read."""

from datetime import datetime

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from hinge_coach.accounts.access import SiteRequest, get_or_post, with_token
from hinge_coach.accounts.addresses import address_of
from hinge_coach.booking.calls import limits, mending, presses
from hinge_coach.booking.calls.booking import ring_instead
from hinge_coach.booking.calls.errors import DuplicateBookingError, NotChangeableError, WhyNot
from hinge_coach.booking.calls.mend_form import CallMendForm
from hinge_coach.booking.calls.receipt_views import receipt_with
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.booking.models import Call
from hinge_coach.fields import focus_first_error

OTHER_CALL_BOOKED = "Another call is booked already with this e-mail address or phone number."


@get_or_post
@with_token
def mend_by_link(request: SiteRequest, token: str) -> HttpResponse:
    """Corrects the call and leads to its receipt. Another address gets another link, and this one answers 404.

    The form sent as it is mails the link once more.
    """
    now = timezone.now()
    call = Call.objects.with_token(token).first()
    if call is None:
        return _second_press(request, token)
    if not call.may_mend(now):
        return receipt_with(call, WhyNot.CANCELED if call.is_cancelled else WhyNot.OVER)
    form = CallMendForm(request.POST if request.method == "POST" else None, call=call)
    mended, status = _mended(request, form, now, token)
    if mended is None:
        focus_first_error(form)
        context = {"call": call, "token": token, "form": form, "when": _when(call)}
        return render(request, "booking/calls/mend.html", context, status=status)
    if mended.confirm_by and mended.token != token:  # the new link proves the new address, so only the mail has it
        return redirect("booking:mend_asked", mending.proof_of(mended))
    return _receipt_of_mended(mended)


@get_or_post
@with_token
def mend_asked(request: SiteRequest, proof: str) -> HttpResponse:
    """The page of a call that waits to be confirmed, for whoever booked it: where the mail went, and how to correct it.

    It shows and changes the call only while it waits. The form sent as it is mails the link once more.
    """
    now, call = timezone.now(), mending.call_of(proof)
    if call is None:
        raise Http404
    if not (call.confirm_by and call.may_mend(now)):
        return render(request, "booking/calls/asked_over.html", {"trainer": call.trainer})
    form = CallMendForm(request.POST if request.method == "POST" else None, call=call)
    mended, status = _mended(request, form, now, proof)
    if mended is not None:
        return redirect(f"{reverse('booking:mend_asked', args=[proof])}?sent=1")
    focus_first_error(form)
    context = {
        "call": call,
        "form": form,
        "proof": proof,
        "confirm_by": LocalTime(call.confirm_by, call.tz, call.has_24h_clock),
        "is_sent": "sent" in request.GET,
    }
    return render(request, "booking/calls/asked.html", context, status=status)


def _mended(request: SiteRequest, form: CallMendForm, now: datetime, secret: str) -> tuple[Call | None, int]:
    """The call as it is stored then; None where the form is to be shown, with that status."""
    call, address = form.call, address_of(request)
    if not form.is_bound:
        return None, 200
    is_valid = form.is_valid()
    try:
        limits.count_post(address)
        if not is_valid:
            return None, 200
        details = form.details()
        page = form.cleaned_data["id"]
        if mending.is_right(call, **details):
            if presses.is_first(secret, page, call):  # the button promises a mail, whether or not something was wrong
                limits.count_link(call)
                mending.send_link_again(call, now=now)
            return call, 200
        with limits.count_mend(address, call, details["email"], page), transaction.atomic():
            # In the transaction: where the cache is a table, no second press finds the call changed and this missing.
            presses.remember(secret, page, call)
            return mending.mend(call, **details, now=now), 200
    except DuplicateBookingError:
        form.add_error(None, f"{OTHER_CALL_BOOKED} {ring_instead(call.trainer)}")
    except NotChangeableError:
        form.add_error(None, f"This can't be corrected here anymore. {ring_instead(call.trainer)}")
    except limits.TooOftenError as refusal:
        form.add_error(None, f"{refusal} {ring_instead(call.trainer)}")
        return None, 429
    return None, 200


def _second_press(request: SiteRequest, token: str) -> HttpResponse:
    """The answer where the first of two presses has changed the link already. Raises Http404 for everybody else.

    Only the page that was sent first has its id, so nobody else who knew the old link learns the new one.
    """
    call_id = presses.remembered(token, request.POST.get("id", ""))
    if call_id is None:
        raise Http404
    call = get_object_or_404(Call.objects.with_trainer(), pk=call_id)
    return redirect("booking:mend_asked", mending.proof_of(call)) if call.confirm_by else _receipt_of_mended(call)


def _receipt_of_mended(call: Call) -> HttpResponse:
    """Leads to the receipt, which says that a mail was sent."""
    return redirect(f"{call.get_absolute_url()}?sent=1")


def _when(call: Call) -> LocalTime:
    return LocalTime(call.starts_at, call.tz, call.has_24h_clock)
