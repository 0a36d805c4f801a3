"""The row that moves on."""

import pytest

from lessons.rules.values import History
from tests.lessons.rules.histories import (
    THREE_MORNINGS_OF_3,
    Cases,
    at,
    last_morning,
    last_practice,
    morning,
    mornings,
    outcome,
    practice,
    report,
    start_of,
    two_clean,
)

CASES: Cases = {
    "a 7 before practice is no stop": (last_practice(before=7), "progress", ("clean",)),
    "an 8 the trainer has dealt with": (
        two_clean(reports=(*two_clean().reports, report(4, 8)), lifted_at=at(5, 12)),
        "progress",
        ("clean",),
    ),
    "a morning 36 hours later": (
        two_clean(
            practices=(practice(16), practice(18, hour=12)),
            reports=(*THREE_MORNINGS_OF_3, morning(17), morning(20, hour=0)),
        ),
        "progress",
        ("clean",),
    ),
    "a morning 35 hours and a half later": (
        two_clean(
            practices=(practice(16), practice(18, hour=12)),
            reports=(*THREE_MORNINGS_OF_3, morning(17), morning(19, hour=23.5)),
        ),
        "progress",
        ("clean",),
    ),
    "three reports to know the start from": (
        History(
            practices=(practice(17), practice(19)),
            reports=(report(1, 3), *mornings(may_18=3, may_20=3)),
        ),
        "progress",
        ("clean",),
    ),
    "two clean sessions": (two_clean(), "progress", ("clean",)),
    "exactly 2 is easy for who started at 0": (start_of(0, after=2), "progress", ("clean",)),
    "a 3 is easy for who started at 3": (start_of(3, after=3), "progress", ("clean",)),
    "a 5 is easy for who started at 5": (start_of(5, after=5), "progress", ("clean",)),
    "a 2 is easy for who started at 6": (start_of(6, after=2), "progress", ("clean",)),
    "an effort of 6": (last_practice(effort=6), "progress", ("clean",)),
    "a morning better than the start": (last_morning(1), "progress", ("clean",)),
    "an easier day between two clean ones": (
        two_clean(
            practices=(practice(15), practice(17, easier=True), practice(19)),
            reports=(*THREE_MORNINGS_OF_3, *mornings(may_16=3, may_18=3, may_20=3)),
        ),
        "progress",
        ("clean",),
    ),
    "a day without a next morning between two clean ones": (
        two_clean(
            practices=(practice(15), practice(17), practice(19)),
            reports=(*THREE_MORNINGS_OF_3, *mornings(may_16=3, may_20=3)),
        ),
        "progress",
        ("clean",),
    ),
    "clean twice since the step back": (two_clean(stepped_back_at=at(17, 12)), "progress", ("clean",)),
    "missed, then passed on the same day": (
        two_clean(practices=(practice(17), practice(19, hour=17, passed=False), practice(19))),
        "progress",
        ("clean",),
    ),
    "a harmless day without a next morning, at the very edge": (
        two_clean(
            practices=(practice(15), practice(17, after=3, effort=6), practice(19)),
            reports=(*THREE_MORNINGS_OF_3, *mornings(may_16=3, may_20=3)),
        ),
        "progress",
        ("clean",),
    ),
    "practised on two days running": (
        two_clean(
            practices=(practice(18), practice(19)),
            reports=(*THREE_MORNINGS_OF_3, *mornings(may_19=3, may_20=3)),
        ),
        "progress",
        ("clean",),
    ),
    "what the trainer saw the moment it came is dealt with": (
        two_clean(reports=(*two_clean().reports, report(4, 8)), lifted_at=at(4, 12)),
        "progress",
        ("clean",),
    ),
    "a practice the trainer saw the moment it came is dealt with": (
        two_clean(practices=(practice(15, after=8), *two_clean().practices), lifted_at=at(15, 18)),
        "progress",
        ("clean",),
    ),
    "a report from the future is left out": (
        two_clean(reports=(*two_clean().reports, report(21, 9))),
        "progress",
        ("clean",),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_table_decides(name: str) -> None:
    history, decision, codes = CASES[name]
    assert outcome(history) == (decision, codes)
