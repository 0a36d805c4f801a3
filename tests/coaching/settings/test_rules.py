"""The trainer's numbers: tried on the past before they are saved, refused when senseless, with a history."""

import html
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.coaching.settings.rule_forms import THRESHOLD_GROUPS
from lessons.models import RuleSet
from lessons.rules.thresholds import Thresholds
from lessons.summary.refreshing import refresh_stale
from tests.coaching.conftest import Feel, Practise

URL = "/desk/settings/rules/"
USUAL = {name: str(number) for name, number in Thresholds().as_dict().items()}


@pytest.fixture
def lives(feel: Feel, practise: Practise) -> Callable[..., None]:
    """Four calm days, then practice on two days, each with a number on the day after."""

    def live(client: Client, **values: Any) -> None:
        for days_ago in (8, 7, 6, 5):
            feel(client, 2, days_ago=days_ago)
        for days_ago in (4, 3):
            practise(client, "pelvic-clock", days_ago=days_ago, **values)
            feel(client, 2, days_ago=days_ago - 0.8)

    return live


def words_in(page: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page)))


def try_it(browser: Browser, **changed: str) -> str:
    return browser.post(URL, {**USUAL, **changed}).content.decode()


def save(browser: Browser, note: str = "Braver.", **changed: str) -> Any:
    """Tries the numbers first, as one has to, and then presses the button of that page."""
    tried = re.search(r'name="tried" value="([\d-]+)"', try_it(browser, **changed))
    assert tried
    return browser.post(URL, {**USUAL, **changed, "note": note, "tried": tried[1], "save": "yes"}, follow=True)


def test_every_number_has_its_place_on_the_page() -> None:
    names = [name for _, group in THRESHOLD_GROUPS for name in group]
    assert sorted(names) == sorted(USUAL)
    assert len(names) == 20


def test_a_try_says_row_by_row_how_many_decisions_would_differ_for_whom_and_which_way(
    desk_browser: Browser, maya: Client, other_client: Client, lives: Callable[..., None]
) -> None:
    lives(maya, effort=6)
    lives(other_client, effort=4)
    page = words_in(try_it(desk_browser, effort="5"))
    assert "1 of 4 past verdicts would differ" in page
    assert "1 more careful, 0 more daring, for 1 person." in page
    row = page.partition("Row by row of the table:")[2]
    assert "2 of the last 3 practice days of the full version were good" in row
    assert "It decided 2; now it would decide 1." in row
    assert "1 would differ: move on → stay 1×" in row
    assert "(1 more careful, 0 more daring)." in row
    assert "Maya : 1" in row
    assert "The same talks would come up, for the same people." in page
    assert RuleSet.objects.count() == 0


def test_a_try_names_whose_talks_would_not_come_up(
    desk_browser: Browser, maya: Client, feel: Feel, practise: Practise
) -> None:
    for days_ago in range(16, 0, -1):
        feel(maya, 2 if days_ago > 6 else 5, days_ago=days_ago)
    practise(maya, "pelvic-clock", before=5, after=5)
    page = words_in(try_it(desk_browser, rise="4", jump="4"))
    assert "Most of the latest 7 reported days are up. Would not come up for Maya ." in page


def test_what_was_tried_can_be_saved_and_is_in_force(desk_browser: Browser, trainer: Trainer) -> None:
    page = words_in(save(desk_browser, effort="5").content.decode())
    assert "Saved. Every verdict from now on uses these numbers." in page
    assert RuleSet.objects.in_force() == Thresholds(effort=5)
    rule_set = RuleSet.objects.get()
    assert (rule_set.by, rule_set.note) == (trainer.user, "Braver.")
    assert "effort up to this is easy enough: 5 instead of 6" in page


def test_the_history_keeps_every_change(desk_browser: Browser) -> None:
    save(desk_browser, "First.", effort="5")
    page = words_in(save(desk_browser, "Second.", effort="7").content.decode())
    assert page.index("Second.") < page.index("First.")
    assert [rule_set.values["effort"] for rule_set in RuleSet.objects.order_by("pk")] == [5, 7]


def test_numbers_that_were_not_tried_are_tried_and_not_saved(desk_browser: Browser) -> None:
    sent = {**USUAL, "effort": "5", "note": "Quick.", "save": "yes"}
    assert "past verdicts would differ" in words_in(desk_browser.post(URL, sent).content.decode())
    tried = re.search(r'name="tried" value="([\d-]+)"', try_it(desk_browser, effort="5"))
    assert tried
    desk_browser.post(URL, {**sent, "effort": "7", "tried": tried[1]})
    assert RuleSet.objects.count() == 0


def test_saving_needs_a_reason(desk_browser: Browser) -> None:
    page = words_in(save(desk_browser, " ", effort="5").content.decode())
    assert "Please say why, for whoever reads the history." in page
    assert RuleSet.objects.count() == 0


def test_the_numbers_in_force_are_nothing_to_save(desk_browser: Browser) -> None:
    page = desk_browser.post(URL, USUAL, follow=True).content.decode()
    assert "nothing to save" in page


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("rise", "two"),
        ("rise", ""),
        ("rise", "2.5"),
        ("rise", "-1"),
        ("rise", "2\x00"),
        ("rise", "9" * 10_000),
        ("night_hours", "🙂"),
        ("night_hours", "Infinity"),
        ("talk_weeks", "1e9"),
    ],
)
def test_text_in_a_number_gets_a_sentence_keeps_the_rest_and_stores_nothing(
    desk_browser: Browser, name: str, bad: str
) -> None:
    answer = desk_browser.post(URL, {**USUAL, "effort": "7", name: bad, "note": "x", "save": "yes"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Please give a whole number from 0 to 999." in page
    assert re.search(r'name="effort" value="7"', page)
    assert RuleSet.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "name", "reason"),
    [
        ({"rise": "1"}, "rise", "one point is noise"),
        ({"rise": "11", "jump": "10"}, "rise", "2 to 10 points above the usual"),
        ({"very_high": "11"}, "very_high", "The very high score must lie between 1 and 10."),
        ({"flare_days": "4"}, "flare_days", "A flare must look at 3, 5 or 7 reported days"),
        ({"flare_days": "9"}, "flare_days", "A flare must look at 3, 5 or 7 reported days"),
        ({"week_days": "15"}, "week_days", "4 to 14 reported days"),
        ({"good": "1"}, "good", "nobody moves on after a single report"),
        ({"good": "3", "of_last": "2"}, "of_last", "at least the good ones needed"),
        ({"night_hours": "2"}, "night_hours", "3 to 12 hours after practice"),
        ({"fine_score": "5"}, "", "must be below the one above which bad weeks need a talk"),
        ({"acceptable": "8"}, "", "must be below the very high score"),
        ({"jump": "3", "rise": "4"}, "", "can't be smaller than the rise"),
        ({"flare_days": "5", "week_days": "5"}, "", "fewer days than a week"),
    ],
)
def test_a_senseless_set_is_refused_beside_the_field_or_above_and_keeps_what_was_typed(
    desk_browser: Browser, changed: dict[str, str], name: str, reason: str
) -> None:
    page = try_it(desk_browser, **changed)
    above = words_in(page.partition('role="alert"')[2].partition("<fieldset")[0])
    assert "Something isn't right yet, so nothing was saved." in above
    assert (reason in above) == (name == "")
    if name:
        field = re.search(rf'id="id_{name}_error".*?</', page, re.DOTALL)
        assert field
        assert reason in html.unescape(field[0])
    for typed, value in changed.items():
        assert re.search(rf'name="{typed}" value="{value}"', page)
    assert "past verdicts" not in words_in(page)
    assert RuleSet.objects.count() == 0


def test_reading_the_page_changes_nothing(desk_browser: Browser) -> None:
    page = words_in(desk_browser.get(URL).content.decode())
    assert "The numbers the site came with have never been changed." in page
    assert RuleSet.objects.count() == 0


def test_the_page_says_how_the_rules_do_here(desk_browser: Browser, maya: Client, feel: Feel) -> None:
    for days_ago in range(20):
        feel(maya, 3, days_ago=days_ago)
    page = words_in(desk_browser.get(URL).content.decode())
    assert "Day-to-day spread: too few to say. 1 person with 14 reported days close together; 5 are needed." in page
    assert "Calm in the week after moving on: too few to say." in page


def test_reading_and_trying_take_few_queries_whatever_was_practiced(
    desk_browser: Browser,
    maya: Client,
    other_client: Client,
    lives: Callable[..., None],
    now: datetime,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    for client in (maya, other_client):
        lives(client)
    RuleSet.objects.create(values=Thresholds().as_dict(), note="As it was.", saved_at=now - timedelta(days=1))
    refresh_stale()
    with django_assert_max_num_queries(16):
        desk_browser.get(URL)
    with django_assert_max_num_queries(22):  # fourteen of them for the past
        try_it(desk_browser, effort="5")
