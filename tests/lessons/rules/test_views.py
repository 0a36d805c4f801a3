"""The public list of the rules is made from the rules, in their order, with the numbers in force."""

import html
import re
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client as Browser

from hinge_coach.accounts.models import Trainer
from lessons.models import RuleSet
from lessons.rules.operating_characteristics import SIMULATED
from lessons.rules.page_wording import DECISION_EFFECTS
from lessons.rules.table import CLIENT_RULES, LESSON_RULES
from lessons.rules.talks import TALK_RULES
from lessons.rules.thresholds import Thresholds
from lessons.rules.views import shown_rules, threshold_rows
from lessons.rules.wording import DECISION_LABELS

pytestmark = pytest.mark.django_db
URL = "/safety/how-it-decides/"
DEFAULT = Thresholds()


def rows_of(page: str) -> list[tuple[str, str]]:
    """(words, then) of each row of the page."""
    rows = re.findall(r'<li class="rules-read__row[^>]*>\s*<p>(.*?)</p>.*?</span>(.*?)</p>\s*</li>', page, re.DOTALL)
    return [(html.unescape(words), then) for words, then in rows]


def expected(thresholds: Thresholds) -> list[tuple[str, str]]:
    rows = (*shown_rules(CLIENT_RULES, thresholds), *shown_rules(LESSON_RULES, thresholds))
    return [(row.words, row.then) for row in rows]


def words_in(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def read() -> str:
    return Browser().get(URL).content.decode()


def test_every_rule_stands_there_in_its_order_with_what_follows() -> None:
    page = read()
    assert rows_of(page) == expected(DEFAULT)
    assert len(expected(DEFAULT)) == 19


def test_the_rows_about_the_back_come_first_under_a_heading_of_their_own() -> None:
    page = read()
    back, lesson = page.index("The back: the same for every track"), page.index("<h3>This lesson</h3>")
    assert back < page.index('id="flare"') < lesson < page.index('id="rose_running"')
    assert f'start="{len(CLIENT_RULES) + 1}"' in page


def test_every_number_stands_there_with_its_words_and_source() -> None:
    page = words_in(read())
    rows = threshold_rows(DEFAULT)
    missing = [row.words for row in rows if row.words[1:] not in page or row.source[1:] not in page]
    assert (missing, len(rows)) == ([], 20)


def test_every_reason_to_talk_stands_there() -> None:
    page = words_in(read())
    assert [rule.code for rule in TALK_RULES if rule.words(DEFAULT) not in page] == []


def test_every_decision_is_explained() -> None:
    page = words_in(read())
    assert list(DECISION_EFFECTS) == list(DECISION_LABELS)
    assert [effect for effect in DECISION_EFFECTS.values() if effect not in page] == []


@pytest.mark.parametrize(
    "word",
    [
        *("Day", "Number at rest", "Reported day", "Start", "Usual", "Up", "Practice day"),
        *("Next day's answer", "Stopped practice", "Good practice day"),
    ],
)
def test_the_words_stand_above_the_list(word: str) -> None:
    page = read()
    assert page.index(f"<dt>{word}</dt>") < page.index('id="table"')


def test_it_says_which_numbers_are_borrowed_and_which_are_ours_and_that_it_is_not_medicine() -> None:
    page = words_in(read())
    assert "extrapolated from tendons and kneecaps" in page
    assert "All other numbers, the days and weeks among them, are our own choice" in page
    assert "Coaching rules, not medicine" in page


def test_it_says_how_often_it_is_wrong_and_what_it_cannot_see() -> None:
    page = words_in(read())
    assert f"stepped back about once in {SIMULATED.months_for_a_step_back} months at most" in page
    assert f"within seven reported days in {SIMULATED.rise_of_2_noticed} of 100 people" in page
    assert "with practice on every day it can't be seen at all" in page
    assert "the trainer of this site has set other ones" not in page


def test_rates_a_month_are_told_as_whole_months() -> None:
    rates = replace(SIMULATED, steps_back=0.12, eases=0.22)
    assert (rates.months_for_a_step_back, rates.months_for_an_ease) == (8, 5)


def test_it_shows_the_trainers_numbers_as_soon_as_they_are_in_force(trainer: Trainer, now: datetime) -> None:
    values = {**DEFAULT.as_dict(), "fine_score": 3}
    RuleSet.objects.create(values=values, note="Braver.", by=trainer.user, saved_at=now)
    page = read()
    assert rows_of(page) == expected(Thresholds(fine_score=3))
    assert "Set by the trainer here; the site came with 2" in page
    assert "the trainer of this site has set other ones" in words_in(page)


def test_it_takes_few_queries(django_assert_max_num_queries: Callable[[int], Any]) -> None:
    with django_assert_max_num_queries(5):
        read()


@pytest.mark.parametrize("url", ["/safety/", "/lessons/wall-tap/"])
def test_it_is_linked_where_one_asks_why(url: str, curriculum: None) -> None:
    assert f'href="{URL}"' in Browser().get(url).content.decode()


# --- the figures of the simulation


def simulated_tables() -> dict[str, dict[str, str]]:
    """Cells by row and head of both tables that `make simulate` prints; empty before it has."""
    text = (Path(settings.BASE_DIR) / "docs/rules.md").read_text()
    part = text.partition("<!-- make simulate begins here -->")[2].partition("<!-- make simulate ends here -->")[0]
    tables: dict[str, dict[str, str]] = {}
    head: list[str] = []
    for line in part.splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        if not line.startswith("|"):
            head = []
        elif not head:
            head = cells
        elif set(cells[0]) != {"-"}:
            tables.setdefault(cells[0], {}).update(zip(head[1:], cells[1:], strict=True))
    return tables


def number(cell: str) -> float:
    """`98%`, `0.00 + 0.06`, `0.13 (1%)`, `> 90`, `88% (30)`: what stands before a bracket, sums added."""
    return sum(float(part.strip(" >%")) for part in cell.partition("(")[0].split("+"))


def bracketed(cell: str) -> float:
    return float(cell.partition("(")[2].strip(" >)%"))


def test_the_figures_are_those_that_the_simulation_printed() -> None:
    tables = simulated_tables()
    if not tables:
        pytest.skip("make simulate has not printed its tables yet")
    steady = [tables[f"steady {level}"] for level in range(8)]
    noticed = "noticed within 7 reported days"
    harm, creeping = tables["every practice makes the next day +2.5"], tables["creeping +2.5 over 50 days"]
    tracks = [number(row["days to the first track"]) for row in steady]
    figures = {
        "steps_back": max(number(row["steps back a month: tightness + self-check"]) for row in steady),
        "eases": max(number(row["eases a month (days eased)"]) for row in steady),
        "first_track_from": min(tracks),
        "first_track_to": max(tracks),
        "stays_on_first_lesson": max(number(row["never off lesson 1"]) for row in steady),
        "closed_at_8": number(tables["steady 8"]["closed"]),
        "rise_of_2_noticed": number(tables["+2 for good"][noticed]),
        "rise_of_3_noticed": number(tables["+3 for good"][noticed]),
        "flare_noticed": number(tables["+3 for five days"][noticed]),
        "flare_noticed_without_mornings": number(tables["+3 for five days, no mornings"][noticed]),
        "creeping_never": number(creeping["never"]),
        "creeping_median": number(creeping["median days"]),
        "harm_talked": number(harm["a talk (median days)"]),
        "harm_talk_median": bracketed(harm["a talk (median days)"]),
    }
    assert asdict(SIMULATED) == pytest.approx(figures)
    steps_back = [row["steps back a month: tightness + self-check"].split("+") for row in steady]
    assert sum(float(checks) for _, checks in steps_back) > sum(float(tightness) for tightness, _ in steps_back)
