"""How practices and reports make days, across clock changes and time zones."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hinge_coach.tightness.trend import Moment
from lessons.rules.decide import decide
from lessons.rules.values import Decision, History, PracticeValue, Report
from tests.lessons.rules.histories import DEFAULT, THREE_MORNINGS_OF_3, morning, practice, two_clean


def test_the_spring_clock_change_neither_shortens_nor_stretches_36_hours() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    ended = datetime(2026, 3, 28, 12, tzinfo=berlin)  # clocks jump that night
    late = PracticeValue(
        id="before the change", at=ended, local_on=ended.date(), before=3, after=2, passed=True, effort=5
    )
    for offset, codes in (
        (timedelta(hours=36), ("too_few",)),
        (timedelta(hours=36, minutes=1), ("too_few", "morning_missing")),
    ):
        felt = (ended.astimezone(UTC) + offset).astimezone(berlin)
        next_morning = Report(id="next", at=felt, local_on=felt.date(), score=3, moment=Moment.MORNING)
        start = tuple(
            Report(
                id=f"start {n}",
                at=ended - timedelta(days=n + 5),
                local_on=date(2026, 3, 20),
                score=3,
                moment=Moment.ANY,
            )
            for n in range(3)
        )
        history = History(practices=(late,), reports=(*start, next_morning))
        verdict = decide(history, DEFAULT, datetime(2026, 4, 2, 12, tzinfo=berlin))
        assert tuple(reason.code for reason in verdict.reasons) == codes


def test_a_trip_across_zones_goes_by_the_clients_own_days() -> None:
    """Practised on the evening of the 19th in Tokyo, woke on the 20th in Los Angeles, 29 hours later."""
    tokyo, los_angeles = timezone(timedelta(hours=9)), timezone(timedelta(hours=-7))
    evening = datetime(2026, 5, 19, 19, tzinfo=tokyo)
    woke = datetime(2026, 5, 20, 7, tzinfo=los_angeles)
    history = two_clean(
        practices=(practice(17), replace(practice(19), at=evening.astimezone(UTC), local_on=evening.date())),
        reports=(
            *THREE_MORNINGS_OF_3,
            morning(18),
            Report(id="woke", at=woke.astimezone(UTC), local_on=woke.date(), score=3, moment=Moment.MORNING),
        ),
    )
    assert woke - evening == timedelta(hours=28)
    assert decide(history, DEFAULT, woke + timedelta(hours=1)).decision == Decision.PROGRESS
