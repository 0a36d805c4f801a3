"""The trainer's numbers: tried on the past before they are saved, refused when senseless, with a history."""

import html
import re
from typing import Any

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from lessons.models import RuleSet
from lessons.rules.thresholds import Thresholds
from tests.coaching.conftest import Practise

URL = "/desk/settings/rules/"
USUAL = {name: str(number) for name, number in Thresholds().as_dict().items()}


def words_in(page: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page)))


def try_it(browser: Browser, **changed: str) -> str:
    return browser.post(URL, {**USUAL, **changed}).content.decode()


def save(browser: Browser, note: str = "Braver.", **changed: str) -> Any:
    """Tries the numbers first, as one has to, and then presses the button of that page."""
    tried = re.search(r'name="tried" value="([\d-]+)"', try_it(browser, **changed))
    assert tried
    return browser.post(URL, {**USUAL, **changed, "note": note, "tried": tried[1], "save": "yes"}, follow=True)


def test_a_try_says_how_many_verdicts_would_differ_for_whom_and_which_way(
    desk_browser: Browser, maya: Client, other_client: Client, practise: Practise
) -> None:
    practise(maya, after=5)
    practise(other_client, after=2)
    page = words_in(try_it(desk_browser, limit_score="4"))
    assert "1 of 2 past verdicts would differ" in page
    assert "1 more careful, 0 more daring, for 1 person." in page
    assert "stay a step back 1" in page
    assert "Maya : 1" in page
    assert RuleSet.objects.count() == 0


def test_what_was_tried_can_be_saved_and_is_in_force(desk_browser: Browser, trainer: Trainer) -> None:
    page = words_in(save(desk_browser, limit_score="4").content.decode())
    assert "Saved. Every verdict from now on uses these numbers." in page
    assert RuleSet.objects.in_force() == Thresholds(limit_score=4)
    rule_set = RuleSet.objects.get()
    assert (rule_set.by, rule_set.note) == (trainer.user, "Braver.")
    assert "a score up to this is acceptable in practice: 4 instead of 5" in page


def test_the_history_keeps_every_change(desk_browser: Browser) -> None:
    save(desk_browser, "First.", limit_score="4")
    page = words_in(save(desk_browser, "Second.", limit_score="6").content.decode())
    assert page.index("Second.") < page.index("First.")
    assert [rule_set.values["limit_score"] for rule_set in RuleSet.objects.order_by("pk")] == [4, 6]


def test_numbers_that_were_not_tried_are_tried_and_not_saved(desk_browser: Browser) -> None:
    sent = {**USUAL, "limit_score": "4", "note": "Quick.", "save": "yes"}
    assert "past verdicts would differ" in words_in(desk_browser.post(URL, sent).content.decode())
    tried = re.search(r'name="tried" value="([\d-]+)"', try_it(desk_browser, limit_score="4"))
    assert tried
    desk_browser.post(URL, {**sent, "limit_score": "6", "tried": tried[1]})
    assert RuleSet.objects.count() == 0


def test_saving_needs_a_reason(desk_browser: Browser) -> None:
    page = words_in(save(desk_browser, " ", limit_score="4").content.decode())
    assert "Please say why, for whoever reads the history." in page
    assert RuleSet.objects.count() == 0


def test_the_numbers_in_force_are_nothing_to_save(desk_browser: Browser) -> None:
    page = desk_browser.post(URL, USUAL, follow=True).content.decode()
    assert "nothing to save" in page


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("easy_score", "two"),
        ("easy_score", ""),
        ("easy_score", "2.5"),
        ("easy_score", "-1"),
        ("easy_score", "2\x00"),
        ("easy_score", "9" * 10_000),
        ("morning_hours", "🙂"),
        ("morning_hours", "Infinity"),
        ("change_percent", "1e9"),
    ],
)
def test_text_in_a_number_gets_a_sentence_keeps_the_rest_and_stores_nothing(
    desk_browser: Browser, name: str, bad: str
) -> None:
    answer = desk_browser.post(URL, {**USUAL, "limit_score": "6", name: bad, "note": "x", "save": "yes"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Please give a whole number from 0 to 999." in page
    assert re.search(r'name="limit_score" value="6"', page)
    assert RuleSet.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"easy_score": "5"}, "The easy score must be below the acceptable score."),
        ({"refer_score": "11"}, "The stop score must lie between 1 and 10."),
        ({"clean_practices": "1"}, "nobody moves on after a single report"),
        ({"morning_rise": "1"}, "one point is noise"),
        ({"week_rise_regress": "3"}, "can't be above the one for a stop"),
    ],
)
def test_a_senseless_set_is_refused_with_the_reason(
    desk_browser: Browser, changed: dict[str, str], reason: str
) -> None:
    page = words_in(try_it(desk_browser, **changed))
    assert reason in page
    assert "past verdicts" not in page
    assert RuleSet.objects.count() == 0


def test_reading_the_page_changes_nothing(desk_browser: Browser) -> None:
    page = words_in(desk_browser.get(URL).content.decode())
    assert "The numbers the site came with have never been changed." in page
    assert RuleSet.objects.count() == 0
