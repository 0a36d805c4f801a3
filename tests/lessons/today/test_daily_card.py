"""The card of the day: which question has its turn, when nothing is asked, and what the card says."""

from datetime import datetime, timedelta

import pytest
from django.template.loader import render_to_string
from pytest_django import DjangoAssertNumQueries

from hinge_coach.accounts.models import Client
from hinge_coach.safety.models import Pause
from lessons.models import VariationAnswer
from lessons.models.variation import Variation
from lessons.practice.history import load_state
from lessons.today.asking import card_for
from lessons.today.daily_card import CardKind, DailyCard, choose_card, turn_of
from tests import factories

N, V, M = CardKind.NUMBERS, CardKind.VARIATIONS, CardKind.MORNING_MAIL
REST = (Variation.FLOOR, Variation.TALL)


@pytest.mark.parametrize(
    ("first_day", "turns"),
    [
        (0, [N, V, M, V, M, N, M, N, V, None, None]),
        (25, [None, None, None, N, V, None, V, None, N, None, N, V, None, None]),
        (-2, [None, None, N]),
    ],
)
def test_the_questions_take_turns_three_times_each_and_rest(first_day: int, turns: list[CardKind | None]) -> None:
    assert [turn_of(first_day + day) for day in range(len(turns))] == turns


@pytest.mark.parametrize(
    ("day", "is_open", "may_ask", "shown"),
    [
        (0, {N, V, M}, True, N),
        (1, {N, V, M}, True, V),
        (0, {V, M}, True, None),  # answered today: no other takes its place
        (1, {N, V, M}, False, None),
        (12, {N, V, M}, True, None),
    ],
)
def test_a_day_shows_its_own_question_while_it_is_open(
    day: int, is_open: set[CardKind], may_ask: bool, shown: CardKind | None
) -> None:
    card = choose_card(day=day, open_kinds=is_open, variations=REST, may_ask=may_ask)
    assert (card and card.kind) == shown
    assert (card.variations if card else ()) == (REST if shown == V else ())


def shown_on(client: Client, at: datetime) -> DailyCard | None:
    row = Client.objects.select_related("user", "variation_answer").get(pk=client.pk)
    return card_for(load_state(row, now=at), row)


@pytest.mark.usefixtures("curriculum", "clock_stands_still")
class TestOfAClient:
    def test_it_asks_what_is_open(self, maya: Client, now: datetime) -> None:
        days = [now + timedelta(days=days) for days in range(3)]
        VariationAnswer.record(maya, [], at=now, asked=set(Variation) - set(REST))
        assert [shown_on(maya, at) for at in days] == [DailyCard(kind=N), DailyCard(kind=V, variations=REST), None]
        factories.practice_once(maya, now)
        assert shown_on(maya, days[2]) == DailyCard(kind=M)
        maya.morning_hour = 7
        maya.save()
        VariationAnswer.record(maya, [], at=now, is_first=True)
        factories.report(maya, now - timedelta(days=1), 4, "recalled")
        assert [shown_on(maya, at) for at in days] == [None, None, None]

    def test_whoever_was_never_asked_is_asked_about_all(self, maya: Client, now: datetime) -> None:
        assert shown_on(maya, now + timedelta(days=1)) == DailyCard(kind=V, variations=tuple(Variation))

    @pytest.mark.parametrize("why", ["nothing", "closure", "pause", "rest", "questions due"])
    def test_it_waits_where_something_else_comes_first(self, maya: Client, now: datetime, why: str) -> None:
        answered_at = now - timedelta(days=20) if why == "questions due" else now
        maya.screenings.create(answered_at=answered_at, answers=[], level="clear")
        if why == "closure":
            factories.close_by_answer(maya, now)
        elif why == "pause":
            Pause.objects.create(client=maya, by=maya.user, begins_on=now.date())
        elif why == "rest":
            factories.report(maya, now, 9)
        assert (shown_on(maya, now + timedelta(days=1)) is None) == (why != "nothing")

    def test_it_costs_no_query(
        self, maya: Client, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        row = Client.objects.select_related("user", "variation_answer").get(pk=maya.pk)
        state = load_state(row, now=now)
        assert state.questions_due is None  # Today asks this anyhow
        with django_assert_num_queries(0):
            card_for(state, row)


@pytest.mark.parametrize(
    ("card", "link"),
    [
        (DailyCard(kind=N), "/welcome/numbers/"),
        (DailyCard(kind=V, variations=REST), "/me/#variations"),
        (DailyCard(kind=M), "/me/#morning"),
    ],
)
def test_each_card_leads_to_where_it_is_answered(card: DailyCard, link: str) -> None:
    html = render_to_string("lessons/today/_card.html", {"card": card})
    assert f'href="{link}"' in html
    assert [kind for kind in Variation if kind.question in html] == list(card.variations)
    assert render_to_string("lessons/today/_card.html", {"card": None}).strip() == ""
