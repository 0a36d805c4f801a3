"""From a sent form to a booked call, for every page that shows the form: what became of it, and what the page needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from hinge_coach.accounts.addresses import address_of
from hinge_coach.accounts.models import Trainer
from hinge_coach.accounts.phones import last_digits
from hinge_coach.booking.availability import slots
from hinge_coach.booking.availability.availability import load_availability
from hinge_coach.booking.availability.forms import PickerQuery
from hinge_coach.booking.availability.slot_picker import paginate
from hinge_coach.booking.calls import limits, linking
from hinge_coach.booking.calls.errors import DuplicateBookingError, SlotTakenError
from hinge_coach.booking.calls.forms import CallForm
from hinge_coach.booking.calls.reserving import booked_before, reserve
from hinge_coach.booking.calls.source import source_of
from hinge_coach.booking.clock_habit import has_24h_clock
from hinge_coach.booking.models import Call, rules_of
from hinge_coach.safety.screening import QUESTIONS

BOOKED_ALREADY = ValidationError(
    "A call is booked already with this e-mail address or phone number. "
    "The mail we sent then has the link to move or cancel it.",
    code="booked_already",
)

# What an address may hold: which times are shown, and which one is chosen. Nothing about a person, for addresses are
# logged and stay in the browser's history.
PICKED = ("zone", "clock", "day", "month", "page", "start")


@dataclass(frozen=True)
class BookingOutcome:
    """What became of a sent form: a `call`, or the `form` to show again, with its errors.

    `taken` brings the times that are free instead. `often` is set where the form was not even read: a short page is
    enough, because whoever comes here posts thousands of times.
    """

    form: CallForm
    call: Call | None = None
    taken: SlotTakenError | None = None
    often: limits.TooOftenError | None = None
    status: int = 200

    @property
    def is_other_time(self) -> bool:
        """Whether the form had booked this call before, and now asks for another time: the call stays where it is."""
        return self.call is not None and self.form.cleaned_data.get("start") != self.call.starts_at


def book(request: HttpRequest, form: CallForm) -> BookingOutcome:
    """Counts the form, checks it, and books the call. Nothing is stored where the outcome has no call."""
    address = address_of(request)
    try:
        limits.count_post(address)
    except limits.TooOftenError as refusal:
        call = _booked_before(form)
        return BookingOutcome(form, call=call) if call else BookingOutcome(form, often=refusal, status=429)
    taken: SlotTakenError | None = None
    status = 200
    try:
        if "mail_link" in request.POST:
            form.full_clean()
            linking.send_link(*form.contact, address=address, now=form.now)
            return BookingOutcome(form.after_link())
        if form.is_valid():
            booking_request = form.booking_request()
            with limits.count_booking(address, booking_request, now=form.now):
                return BookingOutcome(form, call=reserve(booking_request, form.trainer, now=form.now))
    except SlotTakenError as error:
        form.add_error("start", error.why.sentence)
        taken = error
    except DuplicateBookingError:
        form.add_error(None, BOOKED_ALREADY)
    except limits.TooOftenError as refusal:
        form.add_error(None, f"{refusal} {ring_instead(form.trainer)}")
        status = 429
    return BookingOutcome(form.renewed(), taken=taken, status=status)


def _booked_before(form: CallForm) -> Call | None:
    """The call that this very form has booked: whoever presses the button again gets the same answer, however often."""
    if not form.is_valid():
        return None
    try:
        return booked_before(form.booking_request())
    except DuplicateBookingError:
        return None


def form_context(
    form: CallForm, typed: Mapping[str, Any], *, action: str, taken: SlotTakenError | None = None
) -> dict[str, Any]:
    """What `booking/calls/_form.html` needs: the form, and the free times that were asked for in `typed`."""
    trainer, now, query = form.trainer, form.now, PickerQuery.read(typed, form.trainer)
    page = paginate(
        # The refusal brings what is free. Many visitors may lose the same time at once, and finding it takes a while.
        taken.free if taken else slots.offered(load_availability(trainer, now), now),
        viewer=query.zone,
        trainer=trainer.user.tz,
        now=now,
        first=query.first,
        chosen=str(form["start"].value() or ""),
        nearest=taken.nearest if taken else (),
        has_24h_clock=form["clock"].value() == "24",
    )
    return {
        "action": action,
        "form": form,
        "offer": page,
        "trainer": trainer,
        "rules": rules_of(trainer),
        "from_digits": last_digits(trainer.phone, 4),
        "problem": "" if form.is_bound else query.problem,  # a sent form says so beside the field
        "questions": QUESTIONS,
    }


def from_link(request: HttpRequest) -> dict[str, str]:
    """What the address may fill in, and a guess from the browser's language of the clock that the visitor reads.

    Never the id: who made a link would know it, and it leads to the receipt.
    """
    filled = {name: request.GET[name] for name in PICKED if name in request.GET}
    source = source_of(request)
    if source:
        filled["source"] = source
    language = request.headers.get("Accept-Language", "")
    return {**filled, "guessed_clock": "24" if has_24h_clock(language) else "12"}


def ring_instead(trainer: Trainer) -> str:
    return f"Please call {trainer.name} at {trainer.phone}." if trainer.phone else "Please try again tomorrow."
