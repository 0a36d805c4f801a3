"""What is stored of a client's answer, and what the pages of a lesson show by it."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError
from django.template.loader import render_to_string
from django.test import Client as Browser
from pytest_django import DjangoAssertNumQueries

from hinge_coach.accounts.models import Client
from lessons.models import Lesson, VariationAnswer, shown_variations
from lessons.models.variation import Variation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]
ROWS = [
    {"for": "unsteady", "text": "Hold a counter.", "source": "no study; coaching practice"},
    {"for": "thin-bones", "text": "Small tilts only.", "source": "A study."},
]


@pytest.fixture
def clock(db: None) -> Lesson:
    lesson = Lesson.objects.get(slug="pelvic-clock")
    lesson.variations = ROWS
    lesson.save()
    return lesson


def fresh(client: Client) -> Client:
    return Client.objects.get(pk=client.pk)


def texts(lesson: Lesson, client: Client | None) -> dict[str, list[str]]:
    shown = shown_variations(lesson, client)
    return {name: [variation.text for variation in variations] for name, variations in shown.items()}


def test_there_is_a_column_for_each_kind() -> None:
    columns = [field.name for field in VariationAnswer._meta.fields]
    assert columns == ["id", "client", "answered_at", *(kind.name.lower() for kind in Variation)]


@pytest.mark.parametrize("kinds", [(), (Variation.FLOOR, Variation.NEW_JOINT), tuple(Variation)[:-1]])
def test_an_answer_comes_back_as_it_was_given(maya: Client, now: datetime, kinds: tuple[Variation, ...]) -> None:
    VariationAnswer.record(maya, kinds, at=now)
    answer = VariationAnswer.objects.get()
    assert (answer.client, answer.kinds, answer.answered_at) == (maya, kinds, now)


def test_a_later_answer_replaces_the_one_before_it_as_a_whole(maya: Client, now: datetime) -> None:
    VariationAnswer.record(maya, [Variation.FLOOR, Variation.TALL], at=now)
    VariationAnswer.record(maya, [Variation.UNSTEADY], at=now + timedelta(days=1))
    answer = VariationAnswer.objects.get()
    assert (answer.kinds, answer.answered_at) == ((Variation.UNSTEADY,), now + timedelta(days=1))


def test_a_first_answer_leaves_one_that_is_there(maya: Client, now: datetime) -> None:
    VariationAnswer.record(maya, [Variation.THIN_BONES], at=now)
    VariationAnswer.record(maya, [], at=now + timedelta(days=1), is_first=True)
    answer = VariationAnswer.objects.get()
    assert (answer.kinds, answer.answered_at) == ((Variation.THIN_BONES,), now)


def test_the_database_knows_nobody_who_is_both_tall_and_short(maya: Client, now: datetime) -> None:
    with pytest.raises(IntegrityError, match="nobody_is_both_tall_and_short"):
        VariationAnswer.record(maya, [Variation.TALL, Variation.SHORT], at=now)


def test_an_answer_is_told_in_words(maya: Client, now: datetime) -> None:
    answer = VariationAnswer.record(maya, [Variation.THIN_BONES, Variation.UNSTEADY], at=now)
    assert (answer.words, str(answer)) == (
        "unsteady on the feet, osteoporosis",
        "Maya: unsteady on the feet, osteoporosis",
    )
    assert str(VariationAnswer.record(maya, [], at=now)) == "Maya: none of them"


def test_a_visitor_and_whoever_has_not_answered_see_all(maya: Client, clock: Lesson) -> None:
    everything = {"for_you": [], "variations": ["Hold a counter.", "Small tilts only."]}
    assert texts(clock, None) == everything
    assert texts(clock, fresh(maya)) == everything


def test_a_client_sees_theirs(maya: Client, other_client: Client, clock: Lesson, now: datetime) -> None:
    VariationAnswer.record(maya, [Variation.THIN_BONES, Variation.TALL], at=now)
    VariationAnswer.record(other_client, [], at=now)
    assert texts(clock, fresh(maya)) == {"for_you": ["Small tilts only."], "variations": []}
    assert texts(clock, fresh(other_client)) == {"for_you": [], "variations": []}


def test_it_takes_one_query_at_most(
    maya: Client, clock: Lesson, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tap = Lesson.objects.get(slug="wall-tap")
    tap.variations = []
    for has_answered in (False, True):
        if has_answered:
            VariationAnswer.record(maya, [Variation.UNSTEADY], at=now)
        client = fresh(maya)
        with django_assert_num_queries(0):
            assert shown_variations(tap, client) == {"for_you": (), "variations": ()}
        with django_assert_num_queries(1):
            shown_variations(clock, client)


@pytest.mark.parametrize("path", ["/lessons/pelvic-clock/", "/lessons/pelvic-clock/practice/"])
def test_lesson_and_player_get_what_is_theirs(
    browser: Browser, maya: Client, clock: Lesson, now: datetime, path: str
) -> None:
    VariationAnswer.record(maya, [Variation.UNSTEADY], at=now)
    shown = browser.get(path).context
    assert [variation.text for variation in shown["for_you"]] == ["Hold a counter."]
    assert shown["variations"] == ()
    shown = Browser().get(path).context
    assert shown["for_you"] == ()
    assert [variation.text for variation in shown["variations"]] == ["Hold a counter.", "Small tilts only."]


@pytest.mark.parametrize("rows", [[], {}, [{"for": "unsteady"}], "Hold."])
@pytest.mark.parametrize("path", ["/lessons/pelvic-clock/", "/lessons/pelvic-clock/practice/"])
def test_a_lesson_edited_by_hand_without_them_shows_nothing_and_runs(
    browser: Browser, maya: Client, now: datetime, path: str, rows: object
) -> None:
    Lesson.objects.filter(slug="pelvic-clock").update(variations=rows)
    VariationAnswer.record(maya, list(Variation)[:-1], at=now)
    response = browser.get(path)
    assert (response.status_code, response.context["for_you"]) == (200, ())
    assert 'id="for-you"' not in response.content.decode()


def test_what_is_theirs_says_who_comes_first_and_what_it_rests_on(maya: Client, clock: Lesson, now: datetime) -> None:
    VariationAnswer.record(maya, [Variation.THIN_BONES, Variation.UNSTEADY], at=now)
    html = render_to_string("lessons/curriculum/_for_you.html", shown_variations(clock, fresh(maya)))
    assert 'href="/me/#variations"' in html
    for words in (
        "Osteoporosis",
        "A doctor or physical therapist first:",
        "Small tilts only.",
        "Source: A study.",
        "Unsteady on the feet",
        "Source: no study; coaching practice",
    ):
        assert words in html
    assert html.index("Unsteady on the feet") < html.index("Osteoporosis")


def test_all_of_them_stand_in_a_closed_box(clock: Lesson) -> None:
    html = render_to_string("lessons/curriculum/_variations.html", shown_variations(clock, None))
    assert "<summary>If one of these is you</summary>" in html
    assert ('<details class="more">' in html, html.count("<dt>")) == (True, 2)
    assert render_to_string("lessons/curriculum/_variations.html", {"variations": ()}).strip() == ""


def test_the_same_answer_again_was_given_when_it_was(maya: Client, now: datetime) -> None:
    for minutes in (0, 1):
        VariationAnswer.record(maya, [Variation.UNSTEADY], at=now + timedelta(minutes=minutes))
    assert VariationAnswer.objects.get().answered_at == now
    VariationAnswer.record(maya, [], at=now + timedelta(minutes=2))
    assert VariationAnswer.objects.get().answered_at == now + timedelta(minutes=2)
