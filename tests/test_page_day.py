"""The day that a page was opened for."""

from datetime import date

import pytest

from hinge_coach.page_day import page_day
from hinge_coach.waiting import RefusalCode, RefusedError

TODAY, JOINED = date(2026, 3, 4), date(2026, 2, 28)


@pytest.mark.parametrize(
    ("on", "is_back_dated", "day"),
    [
        ("", False, TODAY),
        ("2026-03-04", False, TODAY),
        ("2026-03-03", False, date(2026, 3, 3)),
        ("2026-02-28", False, JOINED),
        ("2026-02-28", True, JOINED),
    ],
)
def test_a_page_is_about_the_day_it_was_opened_for(on: str, is_back_dated: bool, day: date) -> None:
    assert page_day(on, today=TODAY, joined_on=JOINED, is_back_dated=is_back_dated) == day


@pytest.mark.parametrize(("on", "is_kept"), [("2026-02-26", True), ("2026-02-25", False)])
def test_seven_days_with_today_are_kept_and_older_ones_only_on_purpose(on: str, is_kept: bool) -> None:
    joined, day = date(2026, 1, 1), date.fromisoformat(on)
    assert page_day(on, today=TODAY, joined_on=joined, is_back_dated=True) == day
    if is_kept:
        assert page_day(on, today=TODAY, joined_on=joined) == day
    else:
        with pytest.raises(RefusedError) as refused:
            page_day(on, today=TODAY, joined_on=joined)
        assert refused.value.code == RefusalCode.TOO_OLD


@pytest.mark.parametrize(
    ("on", "code", "sentence"),
    [
        ("soon", RefusalCode.UNREADABLE_TIME, "The day of this page can’t be read."),
        ("2026-03-05", RefusalCode.IN_THE_FUTURE, "The day of this page is still to come."),
        ("2026-02-27", RefusalCode.BEFORE_JOINING, "The day of this page was before you joined."),
    ],
)
def test_what_cant_be_meant_is_refused_in_a_sentence(on: str, code: RefusalCode, sentence: str) -> None:
    with pytest.raises(RefusedError) as refused:
        page_day(on, today=TODAY, joined_on=JOINED)
    words = f"{sentence} Nothing was changed. Please open the page again."
    assert (refused.value.code, str(refused.value)) == (code, words)
