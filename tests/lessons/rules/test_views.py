"""The public list of the rules is made from the rules, in their order, with the numbers in force."""

import html
import re
from datetime import datetime

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Trainer
from lessons.models import RuleSet
from lessons.rules.table import RULES
from lessons.rules.thresholds import Thresholds
from lessons.rules.views import threshold_rows
from lessons.rules.wording import DECISION_LABELS

pytestmark = pytest.mark.django_db
URL = "/safety/how-it-decides/"


def listed(page: str) -> list[tuple[str, str]]:
    """(words, then) of each row of the page."""
    rows = re.findall(
        r'<li class="rules-read__row[^>]*><p>(.*?)</p>.*?</span>(.*?)</p></li>',
        page,
        re.DOTALL,
    )
    return [(html.unescape(words), then) for words, then in rows]


def read() -> str:
    return Browser().get(URL).content.decode()


def test_every_rule_stands_there_in_its_order_with_what_follows() -> None:
    assert listed(read()) == [(rule.words(Thresholds()), DECISION_LABELS[rule.decision]) for rule in RULES]


def test_every_number_stands_there_with_its_source() -> None:
    page = html.unescape(read())
    missing = [
        each.words for each in threshold_rows(Thresholds()) if each.words[1:] not in page or each.source[1:] not in page
    ]
    assert missing == []


def test_it_says_that_the_numbers_come_from_tendons_and_that_it_is_not_medicine() -> None:
    page = read()
    assert "extrapolated from tendons" in page
    assert "Coaching rules, not medicine" in page


def test_it_shows_the_trainers_numbers_as_soon_as_they_are_in_force(trainer: Trainer, now: datetime) -> None:
    values = {**Thresholds().as_dict(), "easy_score": 3}
    RuleSet.objects.create(values=values, note="Braver.", by=trainer.user, saved_at=now)
    page = read()
    assert listed(page) == [(rule.words(Thresholds(easy_score=3)), DECISION_LABELS[rule.decision]) for rule in RULES]
    assert "Set by the trainer here; the usual is 2" in page


@pytest.mark.parametrize("url", ["/safety/", "/lessons/wall-tap/"])
def test_it_is_linked_where_one_asks_why(url: str, curriculum: None) -> None:
    assert f'href="{URL}"' in Browser().get(url).content.decode()
