from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from hinge_coach.booking.calls.changing import cancel, move, restore
from hinge_coach.booking.models import Call, Cell


def check() -> tuple[str, list[str]]:
    """The last word, and the list of what is off."""
    out, listed = StringIO(), StringIO()
    try:
        call_command("check_bookings", stdout=out, stderr=listed)
    except CommandError as failed:
        return f"{failed} exit {failed.returncode}", listed.getvalue().splitlines()
    return out.getvalue().splitlines()[0], []


def test_calls_that_were_booked_moved_and_cancelled_properly_are_fine(call: Call, now: datetime) -> None:
    moved = move(call, call.starts_at + timedelta(days=1), now=now)
    restore(cancel(moved, now=now), now=now)
    assert check() == ("1 live calls hold 3 cells, none overlaps.", [])


def test_the_next_change_of_clocks_is_told(call: Call) -> None:
    out = StringIO()
    call_command("check_bookings", stdout=out)
    assert "In Berlin the clocks go forward 1 hour on Sunday, March 29." in out.getvalue()


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (
            lambda call: Cell.objects.filter(start=call.starts_at).delete(),
            "Maya, 2026-03-04 09:00 UTC doesn't occupy 09:00 UTC.",
        ),
        (
            lambda call: Cell.objects.filter(start=call.starts_at + timedelta(minutes=15)).delete(),
            "Maya, 2026-03-04 09:00 UTC occupies cells with a hole between them.",
        ),
        (
            lambda call: Call.objects.update(status="cancelled"),
            "Maya, 2026-03-04 09:00 UTC is canceled but still occupies 2026-03-04 09:00 UTC.",
        ),
        (
            lambda call: Call.objects.update(sequence=7),
            "Maya, 2026-03-04 09:00 UTC has sequence 7, but 1 changes in its history.",
        ),
        (
            lambda call: call.events.update(starts_at=call.starts_at + timedelta(days=1)),
            "Maya, 2026-03-04 09:00 UTC doesn't start when its history says.",
        ),
    ],
)
def test_what_is_off_is_listed_and_fails(call: Call, spoil: object, expected: str) -> None:
    spoil(call)  # type: ignore[operator]
    last, listed = check()
    assert last.endswith("exit 1")
    assert expected in listed


def test_an_overlap_is_found(call: Call) -> None:
    twin = Call(name="Lee", trainer=call.trainer, zone="UTC", booked_at=call.booked_at, changed_at=call.booked_at)
    twin.starts_at, twin.ends_at = call.starts_at + timedelta(minutes=15), call.ends_at + timedelta(minutes=15)
    twin.make_token()
    twin.save()
    assert "Lee, 2026-03-04 09:15 UTC overlaps Maya, 2026-03-04 09:00 UTC." in check()[1]
