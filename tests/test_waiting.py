"""Whether something may be stored that was done a while ago."""

from datetime import UTC, datetime, timedelta

import pytest

from hinge_coach.waiting import Arrival, RefusalCode, RefusedError, arrival

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
JOINED_AT = NOW - timedelta(days=30)
REOPENED_AT = NOW - timedelta(days=2)
MINUTE = timedelta(minutes=1)


def told(ago: timedelta, *, back_dated: bool = False) -> Arrival | RefusalCode:
    """What becomes of something that was done so long ago."""
    text = (NOW - ago).isoformat()
    try:
        return arrival(text, now=NOW, joined_at=JOINED_AT, reopened_at=REOPENED_AT, back_dated=back_dated)
    except RefusedError as error:
        return error.code


def test_without_a_time_it_is_now() -> None:
    assert arrival("", now=NOW, joined_at=JOINED_AT) == Arrival(at=NOW)


def test_what_waited_keeps_its_second_and_gets_the_instant_of_its_arrival() -> None:
    text = "2026-03-04T08:59:58.250-06:00"
    done_at = datetime(2026, 3, 4, 14, 59, 58, 250_000, tzinfo=UTC)
    assert arrival(text, now=NOW, joined_at=JOINED_AT) == Arrival(at=done_at, sent_at=NOW)


def test_only_times_within_the_limits_are_taken() -> None:
    week = timedelta(days=7)
    assert {
        "2 minutes ahead": told(-2 * MINUTE),
        "3 minutes ahead": told(-3 * MINUTE),
        "now": told(timedelta()),
        "since the reopening": told(timedelta(days=2)),
        "before it": told(timedelta(days=2) + MINUTE),
        "before it, for its day": told(timedelta(days=2) + MINUTE, back_dated=True),
        "older than a week": told(week + MINUTE),
        "older than a week, for its day": told(week + MINUTE, back_dated=True),
        "before joining": told(timedelta(days=30) + MINUTE, back_dated=True),
    } == {
        "2 minutes ahead": Arrival(at=NOW),
        "3 minutes ahead": RefusalCode.IN_THE_FUTURE,
        "now": Arrival(at=NOW),
        "since the reopening": Arrival(at=REOPENED_AT, sent_at=NOW),
        "before it": RefusalCode.BEFORE_REOPENING,
        "before it, for its day": Arrival(at=REOPENED_AT - MINUTE, sent_at=NOW, back_dated=True),
        "older than a week": RefusalCode.TOO_OLD,
        "older than a week, for its day": Arrival(at=NOW - week - MINUTE, sent_at=NOW, back_dated=True),
        "before joining": RefusalCode.BEFORE_JOINING,
    }


@pytest.mark.parametrize(
    "text",
    ["yesterday", "2026-03-04", "2026-03-04T15:00:00", "0001-01-01T00:00:00+14:00", "1" * 5000, "\x00", "٢٠٢٦-03-04"],
)
def test_a_time_that_is_none_or_has_no_offset_is_refused(text: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        arrival(text, now=NOW, joined_at=JOINED_AT)
    assert refusal.value.code == RefusalCode.UNREADABLE_TIME
    assert refusal.value.sentence == "The time of this can’t be read, so it can’t be stored."


def test_a_refusal_may_have_a_sentence_of_its_own() -> None:
    refusal = RefusedError(RefusalCode.TOO_OLD, "This page is more than a week old.")
    assert (refusal.sentence, str(refusal)) == ("This page is more than a week old.",) * 2
