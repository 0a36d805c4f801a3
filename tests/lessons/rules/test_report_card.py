"""How the rules do here: exact values of small histories, and "too few to say" just below each stated number."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from math import sqrt
from typing import Any

import pytest
from django.core.management import call_command

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import CheckInValue, Moment
from hinge_coach.tightness.usual import ReportedDays, reported_days
from lessons.models import Move
from lessons.rules.measuring import MOST_REPORTS, PERIOD, report_card_here
from lessons.rules.report_card import (
    LivedHere,
    Share,
    eases_that_passed,
    is_calm_after,
    report_card,
    spread_of,
)
from lessons.rules.report_wording import report_lines
from lessons.rules.thresholds import Thresholds
from tests.factories import practice_once, report, report_morning

LIMITS = Thresholds()
FIRST, DAY = date(2026, 1, 1), timedelta(days=1)


def reports(scores: Sequence[int | None], *, step: int = 1) -> tuple[CheckInValue, ...]:
    """One number on each day, or every `step` days; None is a day without."""
    return tuple(
        CheckInValue(
            id=f"r{number}",
            at=datetime(2026, 1, 1, 12, tzinfo=UTC) + number * step * DAY,
            local_on=FIRST + number * step * DAY,
            score=score,
        )
        for number, score in enumerate(scores)
        if score is not None
    )


def reported(scores: Sequence[int | None], *, step: int = 1) -> ReportedDays:
    return ReportedDays(days=reported_days(reports(scores, step=step)))


@pytest.mark.parametrize(
    ("scores", "step", "spread"),
    [
        ([3] * 14, 1, 0.0),
        ([3, 4] * 7, 1, sqrt(1 / 2)),
        ([2, 4] * 7, 1, sqrt(2)),
        ([2, 4] * 7, 3, sqrt(2)),
        ([2, 4] * 7, 4, None),
        ([3, 4] * 6 + [3], 1, None),
        ([3] * 13 + [6], 1, sqrt(9 / 13 / 2)),
    ],
)
def test_the_spread_is_that_of_days_near_one_another(
    scores: Sequence[int | None], step: int, spread: float | None
) -> None:
    assert spread_of(reported(scores, step=step).days) == pytest.approx(spread)


def test_a_level_that_moves_slowly_hardly_adds_to_the_spread() -> None:
    scores: Sequence[int | None] = [8] * 10 + [7] * 10 + [6] * 10 + [5] * 10
    assert spread_of(reported(scores).days) == pytest.approx(sqrt(3 / 39 / 2))


@pytest.mark.parametrize(
    ("scores", "passed"),
    [
        ([2] * 10, []),
        ([2] * 10 + [5, 5, 2, 2], [True]),
        ([2] * 10 + [5, 5, 5, 2], [False]),
        ([2] * 10 + [5, 5, 5, 2, 2, 2], [False]),  # on the third day it had
        ([2] * 10 + [5, 5, 2], []),  # only one reported day after its beginning
        ([2] * 10 + [5, 2, 5, 2], []),  # it began on the second high day
        ([2] * 10 + [5, 2, 5, 2, 2], [True]),
        ([2] * 10 + [5, 2, 5, 2, 5], [True]),  # on the first of them, and no longer on the second
        ([2] * 10 + [5, 5, 2, 2] + [2] * 10 + [5, 5, 5, 5], [True, False]),
        ([2] * 10 + [4, 4, 2, 2], [True]),
        ([2] * 10 + [3, 3, 3, 3], []),
    ],
)
def test_an_ease_passed_where_nothing_was_eased_on_one_of_the_next_two_days(
    scores: Sequence[int | None], passed: list[bool]
) -> None:
    assert eases_that_passed(reported(scores), LIMITS) == passed


@pytest.mark.parametrize(
    ("week", "calm"),
    [
        ([2] * 7, True),
        ([3] * 7, True),
        ([4] * 7, False),
        ([None, None, None, None, None, None, 4], False),
        ([None] * 7 + [9], None),
        ([4, 4, 4, 2, 2, 2, 2], True),
    ],
)
def test_a_move_was_calm_where_its_week_was_not_up(week: Sequence[int | None], calm: bool | None) -> None:
    scores: Sequence[int | None] = [*([2] * 10), *week]
    assert is_calm_after(reported(scores), FIRST + 9 * DAY, LIMITS) == calm


def test_a_move_before_a_usual_was_known_says_nothing() -> None:
    assert is_calm_after(reported([2, 2, 2, 2]), FIRST + DAY, LIMITS) is None


def test_the_card_takes_the_middle_client_and_counts_all_eases_and_moves() -> None:
    calm = LivedHere(reports=reports([3, 4] * 10), moved_on=(FIRST + 9 * DAY, FIRST + 19 * DAY))
    flaring = LivedHere(reports=reports([*([2] * 10), 5, 5, 5, 5, 5]), moved_on=(FIRST + 9 * DAY,))
    steady = LivedHere(reports=reports([2] * 14))
    new = LivedHere(reports=reports([2] * 5))
    card = report_card([calm, flaring, steady, new], LIMITS, today=FIRST + 20 * DAY)
    spread = card.spread
    assert (spread.clients, spread.low, spread.fewest) == (3, 0, 5)
    assert [spread.usual, spread.high] == pytest.approx([sqrt(9 / 14 / 2), sqrt(0.5)])
    assert card.eases_passed == Share(part=0, whole=1, fewest=10)
    assert card.moves_calm == Share(part=1, whole=2, fewest=20)  # the latest is too young


@pytest.mark.parametrize(("days_later", "moves"), [(7, 0), (8, 1)])
def test_a_move_is_judged_once_its_whole_week_is_over(days_later: int, moves: int) -> None:
    moved = LivedHere(reports=reports([3] * 10), moved_on=(FIRST + 5 * DAY,))
    assert report_card([moved], LIMITS, today=FIRST + (5 + days_later) * DAY).moves_calm.whole == moves


def test_a_site_without_clients_has_too_few_of_everything() -> None:
    card = report_card([], LIMITS, today=FIRST)
    assert [line.partition(": ")[2][:16] for line in report_lines(card)] == ["too few to say. "] * 3


@pytest.mark.parametrize(("clients", "eases", "moves", "is_enough"), [(4, 9, 19, False), (5, 10, 20, True)])
def test_too_few_to_say_just_below_the_stated_numbers(clients: int, eases: int, moves: int, is_enough: bool) -> None:
    lived = [LivedHere(reports=reports([3] * 14))] * clients
    flares = [LivedHere(reports=reports([2, 2, 2, 2, 2, 2, 5, 5, 2, 2]))] * eases
    moved = [LivedHere(reports=reports([2] * 10), moved_on=(FIRST + 5 * DAY,))] * moves
    lines = report_lines(report_card([*lived, *flares, *moved], LIMITS, today=FIRST + 30 * DAY))
    assert ["too few to say" not in line for line in lines] == [is_enough] * 3


def test_the_lines_say_what_was_measured() -> None:
    lived = [LivedHere(reports=reports([3, 4] * 7), moved_on=(FIRST + 5 * DAY,))] * 20
    flares = [LivedHere(reports=reports([2, 2, 2, 2, 2, 2, 5, 5, 2, 2]))] * 9
    lasting = [LivedHere(reports=reports([2, 2, 2, 2, 2, 2, 5, 5, 5, 5]))] * 3
    assert report_lines(report_card([*lived, *flares, *lasting], LIMITS, today=FIRST + 30 * DAY)) == (
        "Day-to-day spread: 0.7 points for the middle one of 20 people (0.7 to 0.7). The simulation assumes 0.7 to "
        "1.2; well above that, the rules are wrong more often than it says, and looking at five days for a flare is "
        "the number to try.",
        "Eases that passed within two reported days: 9 of 12 (75%).",
        "Calm in the week after moving on: 20 of 20 moves (100%).",
    )


# --- loaded


@pytest.mark.django_db
@pytest.mark.usefixtures("curriculum")
class TestLoaded:
    def test_moves_and_numbers_of_this_site_are_measured(self, maya: Client, now: datetime) -> None:
        for days_ago in range(30, 20, -1):
            report(maya, now - days_ago * DAY, 3)
        for days_ago in (20, 19):
            practice_once(maya, now - days_ago * DAY)
            report_morning(maya, now - days_ago * DAY + timedelta(hours=20))
        assert Move.objects.filter(verdict__decision="progress").count() == 1
        card = report_card_here(now).card
        assert (card.moves_calm.part, card.moves_calm.whole) == (1, 1)
        assert (card.spread.clients, card.eases_passed.whole) == (0, 0)

    def test_imported_and_deleted_rows_count_for_nothing(self, maya: Client, now: datetime) -> None:
        for days_ago in range(30, 0, -1):
            report(maya, now - days_ago * DAY, 3 + days_ago % 2)
        assert report_card_here(now).card.spread.clients == 1
        CheckIn.objects.filter(at__lt=now - 10 * DAY).update(imported=True)
        assert report_card_here(now).card.spread.clients == 0
        CheckIn.objects.update(imported=False, deleted_at=now)
        assert report_card_here(now).card.spread.clients == 0

    def test_what_is_older_than_half_a_year_is_not_read(self, maya: Client, now: datetime) -> None:
        for number in range(14):
            report(maya, now - PERIOD - number * DAY, 3)
        here = report_card_here(now)
        assert (here.card.spread.clients, here.since) == (0, (now - PERIOD).date())

    def test_any_number_of_clients_takes_six_queries(
        self,
        maya: Client,
        other_client: Client,
        trainer: Trainer,
        now: datetime,
        django_assert_num_queries: Callable[[int], Any],
    ) -> None:
        report(maya, now, 3)
        with django_assert_num_queries(6):
            report_card_here(now)
        report(other_client, now, 3)
        with django_assert_num_queries(6):
            report_card_here(now)

    def test_a_very_large_site_is_measured_over_a_shorter_time(
        self, maya: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("lessons.rules.measuring.MOST_REPORTS", 5)
        for days_ago in range(20):
            report(maya, now - days_ago * DAY, 3)
        assert MOST_REPORTS > 5
        assert report_card_here(now).since == (now - 4 * DAY).date()

    def test_the_command_prints_it_without_names(self, maya: Client, now: datetime) -> None:
        report(maya, now, 3)
        out = StringIO()
        call_command("rules_report", stdout=out)
        assert out.getvalue().count("too few to say") == 3
        assert "Maya" not in out.getvalue()


def test_moments_after_practice_are_no_reported_day() -> None:
    after = [value._replace(moment=Moment.AFTER) for value in reports([3, 9] * 7)]
    card = report_card([LivedHere(reports=tuple(after))], LIMITS, today=FIRST + 30 * DAY)
    assert card.spread.clients == 0
