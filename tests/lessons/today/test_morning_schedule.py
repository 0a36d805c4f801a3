"""When the morning mail is due: on the client's own clock, in every zone, once a local day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.today.morning_schedule import MailPreference, mail_due_on, opens_at

DAY, AN_HOUR, A_SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
AUCKLAND, KATHMANDU, NEW_YORK = "Pacific/Auckland", "Asia/Kathmandu", "America/New_York"
HONOLULU, LORD_HOWE, CASEY = "Pacific/Honolulu", "Australia/Lord_Howe", "Antarctica/Casey"


@dataclass(frozen=True)
class Practised:
    """At noon in UTC of its day, unless it says otherwise."""

    local_on: date
    is_fine: bool = False
    ended: datetime | None = None

    @property
    def at(self) -> datetime:
        return self.ended or datetime.combine(self.local_on, time(12), UTC)


@dataclass(frozen=True)
class Felt:
    local_on: date
    moment: str = "morning"
    at: datetime = datetime(2026, 3, 4, 11, tzinfo=UTC)


def utc(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=UTC)  # type: ignore[arg-type, misc]


def wish(hour: int, zone: str, day_begins: int = 4) -> MailPreference:
    return MailPreference(hour=hour, zone=ZoneInfo(zone), day_begins=day_begins)


@pytest.mark.parametrize(
    ("zone", "on", "hour", "expected"),
    [
        (AUCKLAND, date(2026, 3, 4), 7, utc(2026, 3, 3, 18)),
        (KATHMANDU, date(2026, 3, 4), 7, utc(2026, 3, 4, 1, 15)),
        (NEW_YORK, date(2026, 3, 4), 7, utc(2026, 3, 4, 12)),
        # The mornings of the clock changes, and those before them.
        (NEW_YORK, date(2026, 3, 7), 7, utc(2026, 3, 7, 12)),
        (NEW_YORK, date(2026, 3, 8), 7, utc(2026, 3, 8, 11)),
        (NEW_YORK, date(2026, 11, 1), 7, utc(2026, 11, 1, 12)),
        (AUCKLAND, date(2026, 4, 5), 7, utc(2026, 4, 4, 19)),
        (AUCKLAND, date(2026, 9, 27), 7, utc(2026, 9, 26, 18)),
    ],
)
def test_the_hour_is_the_one_on_the_clients_own_clock(zone: str, on: date, hour: int, expected: datetime) -> None:
    assert opens_at(wish(hour, zone), on) == expected


@pytest.mark.parametrize(
    ("zone", "on", "hour", "expected"),
    [
        # An hour that is skipped, and one that comes twice.
        (NEW_YORK, date(2026, 3, 8), 2, utc(2026, 3, 8, 7)),
        (NEW_YORK, date(2026, 11, 1), 1, utc(2026, 11, 1, 5)),
        (LORD_HOWE, date(2026, 10, 4), 2, utc(2026, 10, 3, 15, 30)),
        # Three hours came twice there that night, from one to four.
        (CASEY, date(2018, 3, 11), 3, utc(2018, 3, 10, 16)),
    ],
)
def test_an_hour_in_the_night_of_a_clock_change_comes_once(zone: str, on: date, hour: int, expected: datetime) -> None:
    assert opens_at(wish(hour, zone, day_begins=0), on) == expected


@pytest.mark.parametrize(
    ("hour", "day_begins", "expected"),
    [(7, 4, (12,)), (7, 7, (12,)), (7, 8, (13,)), (7, 14, (19,)), (11, 14, (19,)), (5, 0, (10,))],
)
def test_no_mail_asks_before_the_day_has_begun(hour: int, day_begins: int, expected: tuple[int]) -> None:
    on = date(2026, 3, 4)
    assert opens_at(wish(hour, NEW_YORK, day_begins), on) == utc(2026, 3, 4, *expected)


TODAY = date(2026, 3, 4)
SEVEN = utc(2026, 3, 4, 12)  # in New York


def asked(
    now: datetime = SEVEN,
    *,
    zone: str = NEW_YORK,
    practised: tuple[date | Practised, ...] = (TODAY - DAY,),
    day_begins: int = 4,
    felt: tuple[Felt, ...] = (),
    closed: bool = False,
    sent_on: date | None = None,
) -> date | None:
    practices = [each if isinstance(each, Practised) else Practised(each) for each in practised]
    wished = wish(7, zone, day_begins)
    return mail_due_on(wished, practices=practices, entries=felt, closed=closed, sent_on=sent_on, now=now)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (SEVEN - A_SECOND, None),
        (SEVEN, TODAY),
        (SEVEN + 3 * AN_HOUR - A_SECOND, TODAY),
        (SEVEN + 3 * AN_HOUR, None),
        (SEVEN + DAY, None),  # no practice the day before
    ],
)
def test_it_is_due_for_three_hours_from_the_wished_one(now: datetime, expected: date | None) -> None:
    assert asked(now) == expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"practised": ()}, None),
        ({"practised": (Practised(TODAY, ended=SEVEN - 6 * AN_HOUR),)}, None),
        ({"practised": (Practised(TODAY, ended=SEVEN - 6 * AN_HOUR), TODAY - DAY)}, TODAY),
        ({"practised": (TODAY - 2 * DAY,)}, None),
        ({"felt": (Felt(TODAY),)}, None),
        ({"felt": (Felt(TODAY - DAY),)}, TODAY),
        ({"felt": (Felt(TODAY, "any"),)}, None),
        ({"felt": (Felt(TODAY, "after"), Felt(TODAY, "recalled"))}, TODAY),
        ({"closed": True}, None),
        ({"sent_on": TODAY}, None),
        ({"sent_on": TODAY - DAY}, TODAY),
    ],
)
def test_nothing_is_asked_that_is_known_closed_or_not_to_be_known(
    known: dict[str, object], expected: date | None
) -> None:
    assert asked(**known) == expected  # type: ignore[arg-type]


def test_after_a_late_practice_the_mail_waits_for_the_night() -> None:
    """Practice ended at 3:40 in New York, still yesterday; seven is too early, and the three hours count from 8:40."""
    late = Practised(TODAY - DAY, ended=utc(2026, 3, 4, 8, 40))
    due = late.at + 5 * AN_HOUR
    assert [asked(now, practised=(late,)) for now in (SEVEN, due - A_SECOND, due, due + 3 * AN_HOUR - A_SECOND)] == [
        *(None, None),
        *(TODAY, TODAY),
    ]
    assert asked(due + 3 * AN_HOUR, practised=(late,)) is None


def test_who_works_at_night_is_asked_when_their_day_begins() -> None:
    """They practiced at six in the morning, which was still yesterday, slept, and get up at two in the afternoon."""
    early = Practised(TODAY - DAY, ended=utc(2026, 3, 4, 11))
    two = utc(2026, 3, 4, 19)
    answers = [asked(now, practised=(early,), day_begins=14) for now in (SEVEN, two - A_SECOND, two, two + 3 * AN_HOUR)]
    assert answers == [None, None, TODAY, None]


def test_a_day_lived_twice_is_asked_about_once() -> None:
    """At seven in Auckland on the fifth; then over the date line, where it is still the fourth."""
    fifth = date(2026, 3, 5)
    at_home = asked(utc(2026, 3, 4, 18), zone=AUCKLAND, practised=(fifth - DAY,))
    landed = asked(utc(2026, 3, 4, 17), zone=HONOLULU, practised=(fifth - DAY, fifth - 2 * DAY), sent_on=fifth)
    next_day = asked(utc(2026, 3, 5, 17), zone=HONOLULU, practised=(fifth - DAY,), sent_on=fifth)
    assert (at_home, landed, next_day) == (fifth, None, None)


def test_after_a_day_that_was_fine_no_mail_asks() -> None:
    yesterday = TODAY - DAY
    for practices, expected in (
        ([Practised(yesterday, is_fine=True)], None),
        ([Practised(yesterday, is_fine=True), Practised(yesterday)], TODAY),
    ):
        wished = wish(7, NEW_YORK)
        assert mail_due_on(wished, practices=practices, entries=(), closed=False, sent_on=None, now=SEVEN) == expected


ZONES = [AUCKLAND, KATHMANDU, NEW_YORK, HONOLULU, LORD_HOWE, CASEY, "Pacific/Apia", "Europe/Dublin", "UTC"]


@given(
    start=st.integers(0, 20 * 365 * 24 * 60),
    looks=st.lists(
        st.tuples(st.integers(0, 12 * 60), st.sampled_from(ZONES), st.integers(5, 11)), min_size=1, max_size=60
    ),
)
def test_however_often_one_looks_and_wherever_one_flies_no_local_day_has_two(
    start: int, looks: list[tuple[int, str, int]]
) -> None:
    now, sent = utc(2011, 1, 1) + timedelta(minutes=start), list[date]()
    for minutes, zone, hour in looks:
        now += timedelta(minutes=minutes)
        local = now.astimezone(ZoneInfo(zone))
        on = mail_due_on(
            wish(hour, zone),
            practices=[Practised(local.date() - DAY)],
            entries=(),
            closed=False,
            sent_on=max(sent, default=None),
            now=now,
        )
        if on is not None:
            assert (on, hour <= local.hour < hour + 4) == (local.date(), True)
            sent.append(on)
    assert sent == sorted(set(sent))


@given(
    day=st.dates(min_value=date(2012, 1, 1), max_value=date(2030, 1, 1)),
    zone=st.sampled_from(ZONES),
    hour=st.integers(5, 11),
    every=st.integers(5, 180),
)
def test_who_looks_at_least_every_three_hours_misses_no_morning(day: date, zone: str, hour: int, every: int) -> None:
    midnight = datetime.combine(day, datetime.min.time(), UTC)
    looks = [midnight + timedelta(minutes=minutes) for minutes in range(-24 * 60, 48 * 60, every)]
    found = {
        mail_due_on(wish(hour, zone), practices=[Practised(day - DAY)], entries=(), closed=False, sent_on=None, now=now)
        for now in looks
    }
    assert found == {None, day}
