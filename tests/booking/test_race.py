"""Many people press the button for one time at the same moment, each in a thread with its own connection."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.calls.audit import problems
from hinge_coach.booking.calls.errors import SlotTakenError
from hinge_coach.booking.calls.reserving import BookingRequest, reserve
from hinge_coach.booking.models import Call, Cell

VISITORS = 12


@pytest.mark.django_db(transaction=True)
def test_of_many_who_want_overlapping_times_at_once_one_gets_it(
    trainer: Trainer, real_file: None, booking_request: BookingRequest, now: datetime
) -> None:
    ready = Barrier(VISITORS)

    def press(visitor: int) -> str:
        theirs = replace(
            booking_request,
            id=uuid4(),
            email=f"visitor-{visitor}@example.com",
            phone=f"+120255501{visitor:02}",
            starts_at=booking_request.starts_at + timedelta(minutes=30 * (visitor % 2)),
        )
        ready.wait(timeout=10)
        try:
            return f"booked {reserve(theirs, trainer, now=now).pk}"
        except SlotTakenError as taken:
            return f"{taken} {len(taken.nearest)} others"
        finally:
            connections["default"].close()

    def look() -> tuple[int, int, list[str]]:
        stock = Call.objects.count(), Cell.objects.count(), list(problems())
        connections["default"].close()
        return stock

    with ThreadPoolExecutor(VISITORS) as pool:
        answers = sorted(pool.map(press, range(VISITORS)))
        assert answers[:-1] == ["That time has just gone. 3 others"] * (VISITORS - 1)
        assert answers[-1].startswith("booked")
        assert pool.submit(look).result() == (1, 3, [])
