"""A form as Maya in New York fills it in, and what tests of calls compare."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from uuid import UUID

import pytest
from django.http import HttpResponse, HttpResponseBase

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.calls.forms import open_stamp
from hinge_coach.booking.calls.reserving import BookingRequest
from hinge_coach.booking.models import Call

CALL_ID = "0c8f1d8e-3b7a-4c55-9f5d-6a2f4a1b7e01"
OTHER_ID = UUID("7d1f53a4-9e0b-4d6e-8c1d-2b8f0a6c4e02")
TUESDAY_TEN = "2026-03-03T09:00Z"
HTMX = {"HX-Request": "true"}
FillIn = Callable[..., dict[str, object]]


@pytest.fixture
def asking(trainer: Trainer) -> Trainer:
    """Calls have to be confirmed by mail."""
    trainer.call_rules.confirm_by_mail = True
    trainer.call_rules.save()
    return trainer


@pytest.fixture
def fill_in(trainer: Trainer, now: datetime) -> FillIn:
    """The form as Maya fills it in, a minute after she opened it."""

    def form(**changes: object) -> dict[str, object]:
        return {
            "id": CALL_ID,
            "opened": open_stamp(now - timedelta(minutes=1)),
            "zone": "America/New_York",
            "shown": "America/New_York",
            "start": TUESDAY_TEN,
            "name": "Maya",
            "email": "Maya@Example.com",
            "phone": "(202) 555-0143",
            "about": "Tight after long drives.",
            "nickname": "",
            **changes,
        }

    return form


def text(response: HttpResponseBase) -> str:
    """The words of a page, on one line."""
    assert isinstance(response, HttpResponse)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def link(call: Call, name: str = "") -> str:
    """The path of a page behind the mailed link."""
    return f"/call/{call.token}/{name}"


def of_other_visitor(booking_request: BookingRequest, **changes: object) -> BookingRequest:
    other = replace(booking_request, id=OTHER_ID, name="Lee", email="lee@example.com", phone="+12025550144")
    return replace(other, **changes)  # type: ignore[arg-type]


def state_of(call: Call) -> tuple[str, int]:
    """Status and sequence as they are stored now."""
    call.refresh_from_db()
    return call.status, call.sequence


def cells_of(call: Call) -> list[str]:
    return [f"{start:%d %H:%M}" for start in call.cells.values_list("start", flat=True)]


def history_of(call: Call) -> list[tuple[str, str]]:
    return [(event.kind, event.by) for event in call.events.all()]
