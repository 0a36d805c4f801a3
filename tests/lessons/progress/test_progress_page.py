"""The page that says whether it helps. It is Wednesday, March 4, 2026, 09:00 in Chicago."""

import gzip
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from hinge_coach.accounts.models import Client
from hinge_coach.accounts.weight_unit import WeightUnit
from hinge_coach.tightness.first_numbers import record_first_numbers
from hinge_coach.tightness.models import CheckIn, Situation
from lessons.models import Lesson, Load, Practice
from tests.conftest import entered
from tests.factories import practice_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]
PAGE = "/tightness/"


def eight_weeks(client: Client, now: datetime) -> None:
    """From 6 to 3, with a practice each week."""
    for week in range(8):
        at = now - timedelta(days=7 * (7 - week), hours=1)
        score = 6 - week * 3 // 7
        for days_before in (0, 2, 4):
            entered(client, at - timedelta(days=days_before), score, situation="sitting")
        entered(client, at - timedelta(hours=2), score, "before")
        entered(client, at - timedelta(hours=1), max(0, score - 1), "after")


def words_of_page(browser: Browser) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page_of(browser)).split())


def page_of(browser: Browser, path: str = PAGE) -> str:
    response = browser.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_says_in_words_whether_it_helps(browser: Browser, maya: Client, now: datetime) -> None:
    eight_weeks(maya, now)
    page = page_of(browser)
    assert "<strong>Likely easier.</strong> You started at 6 and are at 3 now (" in page
    assert "What changed most" in page
    assert "<p>Usually 1 lower (8 practices).</p>" in page
    assert "Every entry, 40 so far" in page


def test_somebody_new_is_told_what_will_be_here(browser: Browser) -> None:
    page = page_of(browser)
    assert "Nothing here yet, and that is fine." in page
    assert '<svg class="chart' not in page


def test_the_page_says_what_the_rules_compare_with(browser: Browser, maya: Client, now: datetime) -> None:
    eight_weeks(maya, now)
    page = " ".join(page_of(browser).split())
    assert 'Your usual is <strong class="number">4</strong>: the middle of three weeks, your latest three days' in page
    assert "The coaching rules compare each number with your usual: 2 points or more above it is up." in page
    assert "only a change of 2 points or more from your start counts" in page
    assert "the usual, give or take 1" in page
    assert "30 percent" not in page
    assert page.count('class="chart__band" points=') == 1


def test_numbers_from_memory_are_drawn_in_their_own_way_and_marked_in_the_list(
    browser: Browser, maya: Client, now: datetime
) -> None:
    record_first_numbers(maya, (5, 6, 4), at=now)
    page = " ".join(page_of(browser).split())
    assert "<title>Mon, Mar 2: 4, from memory</title>" in page
    assert page.count('class="weeks__recalled" x=') == 2
    assert page.count('class="chart__dot" cx="') == 1 + page.count('class="chart__dot" cx="10"')
    assert "from memory, at sign-up" in page
    assert 'Your usual is <strong class="number">5</strong>: the middle of the three numbers of your first day.' in page
    assert "Too early to say" in page


def test_a_flare_is_shaded_and_told(browser: Browser, maya: Client, now: datetime) -> None:
    for days_ago, score in enumerate((2, 6, 6, *[3] * 8)):
        entered(maya, now - timedelta(days=days_ago), score)
    page = " ".join(page_of(browser).split())
    assert 'class="weeks__flare" d="M' in page
    assert '<th scope="row">From March 3 to March 4</th><td>A flare: easier versions of everything</td>' in page
    assert "Flares: 1, the last from March 3 to March 4." in page


def easier_weeks_and_a_flare(maya: Client, now: datetime, latest: tuple[int, ...] = (6, 6)) -> None:
    """From 9 at the start to 3, and now two high days, all while sitting down."""
    for days_ago, score in enumerate((*latest, *[3] * 12, 9, 9, 9)):
        entered(maya, now - timedelta(days=days_ago), score, situation=Situation.SITTING)


def test_easier_weeks_do_not_hide_a_flare_that_is_on(browser: Browser, maya: Client, now: datetime) -> None:
    easier_weeks_and_a_flare(maya, now)
    page = words_of_page(browser)
    assert "Likely easier over these weeks; a flare is on now. You started at 9 and are at 3 now" in page
    assert "9 → to 3 likely easier over these weeks; a flare is on now" in page


def test_without_a_flare_nothing_is_said_of_one(browser: Browser, maya: Client, now: datetime) -> None:
    easier_weeks_and_a_flare(maya, now, latest=(3, 3))
    page = words_of_page(browser)
    assert "Likely easier. You started at 9 and are at 3 now" in page
    assert "flare is on" not in page


def test_a_flare_of_more_than_three_weeks_ago_is_on_no_more(browser: Browser, maya: Client, now: datetime) -> None:
    easier_weeks_and_a_flare(maya, now - timedelta(days=22))
    assert "flare is on" not in words_of_page(browser)


def test_two_entries_are_too_early_and_draw_no_band(browser: Browser, check_in: CheckIn) -> None:
    page = page_of(browser)
    assert "<strong>Too early to say.</strong>" in page
    assert "Mon, Mar 2: 6" in page
    assert "chart__band" not in page


@pytest.mark.parametrize(("asked", "shown"), [("4", "4 weeks"), ("12", "12 weeks"), ("all", "All")])
def test_the_range_can_be_chosen(browser: Browser, check_in: CheckIn, asked: str, shown: str) -> None:
    assert f'<a href="?range={asked}" aria-current="true">{shown}</a>' in page_of(browser, f"{PAGE}?range={asked}")


@pytest.mark.parametrize("asked", ["", "5", "%00", "12%20", "%D9%A4", "x" * 9000])
def test_an_unknown_range_is_the_usual_one(browser: Browser, check_in: CheckIn, asked: str) -> None:
    assert '<a href="?range=12" aria-current="true">12 weeks</a>' in page_of(browser, f"{PAGE}?range={asked}")


def test_entries_come_newest_first_fifty_a_page(browser: Browser, maya: Client, now: datetime) -> None:
    for hours in range(60):
        entered(maya, now - timedelta(hours=hours), 5)
    first, second = page_of(browser), page_of(browser, f"{PAGE}?page=2")
    assert (first.count('scope="row"'), second.count('scope="row"')) == (50, 10)
    assert first.index('entries__what">9:00 am') < first.index('entries__what">8:00 am')
    assert "Page 2 of 2" in second
    assert '<details class="more" id="entries" open>' in second


@pytest.mark.parametrize("asked", ["0", "-1", "99", "two", "%00", "9" * 5000])
def test_an_unknown_page_of_entries_is_no_error(browser: Browser, check_in: CheckIn, asked: str) -> None:
    assert page_of(browser, f"{PAGE}?page={asked}").count('scope="row"') == 1


def test_an_entry_lived_in_another_zone_says_which_day_it_counts_for(
    browser: Browser, maya: Client, check_in: CheckIn
) -> None:
    CheckIn.objects.update(at=datetime(2026, 3, 3, 3, tzinfo=UTC), local_on="2026-03-03")
    assert "9:00 pm (counts for Mar 3)" in page_of(browser)


def test_weights_stand_beside_tightness_over_the_same_days(browser: Browser, maya: Client, now: datetime) -> None:
    assert 'id="weights"' not in page_of(browser)
    for days_ago, weight in ((12, "4"), (9, "4"), (5, "5"), (1, "5")):
        load = Load(Decimal(weight), WeightUnit.KG)
        practice_once(maya, now - timedelta(days=days_ago), load=load, weight_unit=WeightUnit.KG)
    page = " ".join(page_of(browser).split())
    assert "Weights, over the same days" in page
    assert "5 kg since February 27, two days with it. The first was 4 kg on February 20." in page
    assert '<th scope="row">From February 20 to February 23</th> <td class="number">4 kg</td>' in page
    assert "<title>Fri, Feb 20: 4 kg</title>" in page
    chart, loads = page.split('id="weights"')
    assert re.findall(r'text-anchor="middle">(\w+ \d+)<', chart) == re.findall(
        r'text-anchor="middle">(\w+ \d+)<', loads
    )


def test_the_page_asks_the_database_as_often_for_thirty_entries_as_for_one(
    browser: Browser, maya: Client, now: datetime, check_in: CheckIn
) -> None:
    with CaptureQueriesContext(connection) as one:
        browser.get(PAGE)
    eight_weeks(maya, now)
    with CaptureQueriesContext(connection) as many:
        browser.get(PAGE)
    assert len(many) == len(one)
    assert len(one) <= 11


@pytest.mark.walk
def test_five_thousand_entries_weigh_under_60_kb_compressed(browser: Browser, maya: Client, now: datetime) -> None:
    CheckIn.objects.bulk_create(
        CheckIn(
            client=maya,
            at=now - timedelta(hours=5 * number),
            local_on=maya.today(now - timedelta(hours=5 * number)),
            score=number * 7919 % 11,
            moment=("any", "before", "after", "morning")[number % 4],
            situation=("", "sitting", "sport")[number % 3],
        )
        for number in range(5000)
    )
    page = page_of(browser, f"{PAGE}?range=all")
    assert len(gzip.compress(page.encode())) < 60_000
    assert "one week: the middle, with a bar from lowest to highest" in page


def test_a_fine_day_leaves_a_mark_at_the_foot_and_nothing_else(
    browser: Browser, maya: Client, make_steady: Callable[[Client], None], now: datetime
) -> None:
    make_steady(maya)
    before = page_of(browser)
    Practice.objects.create(
        client=maya,
        lesson=Lesson.objects.get(slug="find-the-middle"),
        done_at=now,
        local_on=maya.today(now),
        guess="clean",
        passed=True,
        effort=4,
    )
    after = page_of(browser)
    assert ("Mar 4: practice" in before, "Mar 4: practice" in after) == (False, True)
    assert [page.count("chart__dot") for page in (before, after)] == [before.count("chart__dot")] * 2
    assert "(6 practices)." in after
