"""A client's own day: it begins at an hour of their clock and carries the date on which it began. PURE.

Most people are still up at midnight, so by default the day begins at four: what happens at 00:10 still belongs to the
evening before. Somebody who works at night chooses the hour at which they get up. With a day that begins at 14:00, the
night after Monday and Tuesday's late morning are both Monday.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hinge_coach.accounts.zones.wall_time import first_instant

DAY_BEGINS = 4  # ours: few people are still up then, and few are up already

HOURS_OF_THE_DAY = range(24)

_ONE_DAY = timedelta(days=1)


def local_day(at: datetime, day_begins: int) -> date:
    """The date of the day to which `at` belongs. `at` is aware, in the person's zone; `day_begins` is 0-23."""
    on = at.date() if at.hour >= day_begins else at.date() - _ONE_DAY
    if at.fold and isinstance(at.tzinfo, ZoneInfo) and day_start(on + _ONE_DAY, at.tzinfo, day_begins) <= at:
        # The clocks went back over the hour at which the day had begun already.
        return on + _ONE_DAY
    return on


def day_start(on: date, zone: ZoneInfo, day_begins: int) -> datetime:
    """The instant, in UTC, at which the day `on` begins.

    Where the clocks skip the hour it is the moment of the change; of a repeated hour it is the first.
    """
    return first_instant(datetime.combine(on, time(day_begins)), zone)
