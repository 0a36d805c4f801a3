from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hinge_coach.booking.availability.slot_picker import SlotPage, paginate
from hinge_coach.booking.availability.slots import Slot

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAYS = [date(2026, 3, day) for day in range(3, 15)]


def offer(first: date | None = None, *, viewer: ZoneInfo = BERLIN, days: int = 12, chosen: str = "") -> SlotPage:
    """One free time a day at 9:00 UTC."""
    starts = [datetime(2026, 3, 3 + day, 9, tzinfo=UTC) for day in range(days)]
    free = [Slot(start, start + timedelta(minutes=30)) for start in starts]
    return paginate(free, viewer=viewer, trainer=BERLIN, now=NOW, first=first, chosen=chosen)


@pytest.mark.parametrize(
    ("first", "shown", "earlier", "later"),
    [
        (None, DAYS[0:5], None, DAYS[5]),
        (DAYS[0], DAYS[0:5], None, DAYS[5]),
        (date(2020, 1, 1), DAYS[0:5], None, DAYS[5]),
        (DAYS[2], DAYS[2:7], DAYS[0], DAYS[7]),
        (DAYS[5], DAYS[5:10], DAYS[0], DAYS[10]),
        (DAYS[10], DAYS[10:12], DAYS[5], None),
        (date(2999, 1, 1), DAYS[11:12], DAYS[6], None),
    ],
)
def test_five_days_are_shown_with_the_way_to_earlier_and_later_ones(
    first: date | None, shown: list[date], earlier: date | None, later: date | None
) -> None:
    page = offer(first)
    assert ([day.on for day in page.days], page.earlier, page.later) == (shown, earlier, later)


def test_nothing_free_is_an_empty_page() -> None:
    page = offer(days=0)
    assert (page.days, page.earlier, page.later, page.first, page.clocks) == ((), None, None, None, "")


def test_the_month_is_that_of_the_first_day_on_the_viewers_calendar() -> None:
    """Half past eleven at night on the last of March in Berlin is the first of April in Kiritimati."""
    late = datetime(2026, 3, 31, 21, 30, tzinfo=UTC)
    free = [Slot(late, late + timedelta(minutes=30))]
    months = {
        zone: paginate(free, viewer=ZoneInfo(zone), trainer=BERLIN, now=NOW).month.first
        for zone in ("Europe/Berlin", "Pacific/Kiritimati", "Pacific/Pago_Pago")
    }
    march, april = date(2026, 3, 1), date(2026, 4, 1)
    assert months == {"Europe/Berlin": march, "Pacific/Kiritimati": april, "Pacific/Pago_Pago": march}


def test_the_trainers_time_stands_beside_a_time_only_where_it_differs() -> None:
    same, other = offer(), offer(viewer=ZoneInfo("Pacific/Pago_Pago"))
    assert ([choice.for_trainer for choice in same.days[0].choices], same.trainer_zone_words) == ([None], "")
    (choice,) = other.days[0].choices
    assert choice.for_trainer is not None
    assert (choice.when.clock, choice.for_trainer.clock, choice.trainer_day) == ("10:00 pm", "10:00 am", "Tue")
    assert other.trainer_zone_words == "Berlin time"


def test_the_chosen_time_stays_chosen() -> None:
    page = offer(chosen="2026-03-04T09:00Z")
    assert [choice.is_chosen for day in page.days for choice in day.choices] == [False, True, False, False, False]


def test_a_change_of_the_trainers_clocks_is_told_where_the_visitor_has_none() -> None:
    late = datetime(2026, 3, 30, 9, tzinfo=UTC)
    free = [Slot(late, late + timedelta(minutes=30))]
    page = paginate(free, viewer=ZoneInfo("Asia/Kathmandu"), trainer=BERLIN, now=NOW)
    assert page.clocks.startswith("In Berlin the clocks go forward 1 hour on Sunday, March 29.")
