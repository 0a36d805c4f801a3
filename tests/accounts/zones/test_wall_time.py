"""When exactly the clocks of a zone change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hinge_coach.accounts.zones.wall_time import offset_change


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        ("Europe/Berlin", datetime(2026, 3, 29, 1, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 10, 25, 1, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
        ("America/St_Johns", datetime(2010, 11, 7, 2, 31, tzinfo=UTC)),
    ],
)
def test_the_clocks_change_at_the_same_second_from_wherever_it_is_looked_for(zone: str, change: datetime) -> None:
    around = [timedelta(seconds=seconds) for seconds in (0.25, 1, 2, 3, 4, 86_399)]
    found = {offset_change(ZoneInfo(zone), change - before, change + after) for before in around for after in around}
    assert found == {change}
