"""Calls of visitors in the demo, through the writers of the site: one that is over, one to come, and a holiday."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.availability import slots
from hinge_coach.booking.availability.availability import load_availability
from hinge_coach.booking.calls.changing import note_outcome
from hinge_coach.booking.calls.reserving import BookingRequest, reserve
from hinge_coach.booking.models import Call, CallNote, DateRule
from hinge_coach.demo.weeks import NAMESPACE

SOURCE = "Hips first: an article on robinhale.example"


def visitors_call(trainer: Trainer, now: datetime) -> None:
    """Pat booked some days ago and talked; Nina has booked for next week, from her office."""
    pat = _book(
        trainer,
        now=now - timedelta(days=11),
        name="Pat Lindqvist",
        phone="+12025550171",
        zone="America/Chicago",
        about="Stiff when I get out of the car. Is this for me?",
        tightness=4,
        tight_when="after driving",
    )
    if pat:
        over = pat.ends_at + timedelta(minutes=5)
        note_outcome(pat, Call.Status.TALKED, now=over)
        text = "Drives four hours a day. Wants to try the first lesson alone, and will write."
        CallNote.objects.create(id=_id("a note on Pat"), call=pat, text=text, written_at=over)
    _book(
        trainer,
        now=now - timedelta(hours=5),
        name="Nina Ortiz",
        phone="+12025550188",
        extension="214",
        zone="America/Denver",
        about="I coach pickleball and lift a lot of bags.",
        source=SOURCE,
    )


def take_a_holiday(trainer: Trainer, today: date) -> None:
    """Off for nine days, from a month ahead."""
    first = today + timedelta(days=30)
    DateRule.objects.create(trainer=trainer, on=first, last=first + timedelta(days=8))


def _book(trainer: Trainer, *, now: datetime, name: str, zone: str, **answers: Any) -> Call | None:
    """Books the first time that is five days ahead; None where no time is free."""
    offered = slots.offered(load_availability(trainer, now), now)
    slot = next((slot for slot in offered if slot.starts_at >= now + timedelta(days=5)), None)
    if slot is None:
        return None
    email = f"{name.split()[0].lower()}@example.net"
    request = BookingRequest(
        id=_id(email), name=name, email=email, zone=ZoneInfo(zone), starts_at=slot.starts_at, **answers
    )
    return reserve(request, trainer, now=now, confirmed=True)


def _id(words: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, f"{words} call")
