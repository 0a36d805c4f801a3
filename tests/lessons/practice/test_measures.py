"""A measure of its own for each lesson that has one: asked before the pass mark, kept within bounds, drawn by days."""

import re
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from lessons.models import MEASURES, Lesson, Practice, move_client, number_text
from lessons.practice.measures import measure_picture
from tests.conftest import SignIn
from tests.factories import practice_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]
SENT = {"before": "3", "effort": "4", "after": "2", "easier": "", "cue": ""}
IN_WORDS = {"guess": "clean", "passed": "yes"}


def self_check(slug: str) -> dict[str, str]:
    """What passes the self-check of a lesson: words, or the highest answer."""
    scale = Lesson.objects.get(slug=slug).answer_scale
    return IN_WORDS if scale is None else {"answer": str(scale.most)}


@pytest.fixture
def browser(sign_in: SignIn, maya: Client, now: datetime) -> Browser:
    """Maya, with every measured lesson within reach."""
    for slug in ("waiters-bow", "floor-lift", "court-speed", "neutral-on-the-move"):
        move_client(client=maya, lesson=Lesson.objects.get(slug=slug), at=now, by=maya.user, note="for the test")
    return sign_in(maya)


@pytest.mark.parametrize(
    ("value", "words"),
    [("0", "0"), ("0.5", "½"), ("1.0", "1"), ("1.5", "1½"), ("2", "2"), ("40", "40")],
)
def test_halves_are_written_as_people_write_them(value: str, words: str) -> None:
    assert number_text(Decimal(value)) == words


def test_days_make_the_width_and_the_floor_keeps_small_numbers_small() -> None:
    values = [(date(2026, 3, 11), Decimal(12)), (date(2026, 3, 1), Decimal(6)), (date(2026, 3, 2), Decimal(9))]
    drawn = measure_picture(MEASURES["hold"], "Ready position", values)
    assert [(dot.x, dot.y) for dot in drawn.dots] == [(0, 80), (10, 70), (100, 60)]
    assert drawn.summary == "First 6 seconds, last 12 seconds, measured 3 times."
    assert drawn.rows[0] == (date(2026, 3, 11), "12 seconds")


def test_dots_are_placed_to_the_hundredth_of_a_percent() -> None:
    values = [(date(2026, 3, 1), Decimal(10)), (date(2026, 3, 2), Decimal(15)), (date(2026, 3, 4), Decimal(12))]
    drawn = measure_picture(MEASURES["hold"], "Ready position", [(on, value * 3) for on, value in values])
    assert [(dot.x, dot.y) for dot in drawn.dots] == [(0, 33.33), (33.33, 0), (100, 20)]


def test_one_measure_alone_stands_in_the_middle() -> None:
    drawn = measure_picture(MEASURES["wall-tap"], "Wall tap", [(date(2026, 3, 1), Decimal(1))])
    assert ([(dot.x, dot.y) for dot in drawn.dots], drawn.summary) == ([(50, 50)], "1 foot-length, measured once.")


@pytest.mark.parametrize(
    ("slug", "sent", "kept", "words"),
    [
        ("dowel-hinge", "3", Decimal(3), "3 touches"),
        ("dowel-hinge", "0", Decimal(0), "0 touches"),
        ("hover-and-rise", "600", Decimal(600), "600 seconds"),
        ("chair-sit", "1", Decimal(1), "1 sit-down"),
        ("chair-sit", "", None, ""),
        ("neutral-on-the-move", "40", Decimal(40), "40 seconds"),
        ("tall-kneel-hinge", "3", None, ""),
    ],
)
def test_it_is_kept_with_its_practice(browser: Browser, slug: str, sent: str, kept: Decimal | None, words: str) -> None:
    browser.post(f"/lessons/{slug}/practice/", {**SENT, **self_check(slug), "id": str(uuid.uuid4()), "measure": sent})
    practice = Practice.objects.get()
    assert (practice.measure, practice.measured) == (kept, words)


@pytest.mark.parametrize(
    ("slug", "bad"),
    [
        ("dowel-hinge", "4"),
        ("dowel-hinge", "-1"),
        ("dowel-hinge", "1\x00"),
        ("hover-and-rise", "-1"),
        ("hover-and-rise", "601"),
        ("hover-and-rise", "7,5"),
        ("hover-and-rise", "9" * 10_000),
        ("chair-sit", "201"),
        ("chair-sit", "many"),
        ("chair-sit", "🙂"),
    ],
)
def test_an_impossible_measure_gets_a_sentence_and_stores_nothing(browser: Browser, slug: str, bad: str) -> None:
    page = browser.post(
        f"/lessons/{slug}/practice/", {**SENT, **self_check(slug), "id": str(uuid.uuid4()), "measure": bad}
    )
    told = page.content.decode()
    assert re.search(r"Please choose one of these\.|Please give a whole number from 0 to \d+, or leave it out\.", told)
    assert re.search(r'name="effort" value="4"[^>]* checked', told)
    assert Practice.objects.count() == 0


@pytest.mark.parametrize("measure", [Decimal("-0.5"), Decimal(601)])
def test_the_database_refuses_it_too(maya: Client, now: datetime, measure: Decimal) -> None:
    practice_once(maya, now, "pelvic-clock")
    with pytest.raises(IntegrityError), transaction.atomic():
        Practice.objects.update(measure=measure)


def test_the_question_is_about_what_was_done() -> None:
    """A march is no hold, and sit-downs are those of the day, not of the set."""
    questions = {lesson.slug: lesson.measure.question for lesson in Lesson.objects.all() if lesson.measure}
    assert [slug for slug, question in questions.items() if "march" in question] == ["neutral-on-the-move"]
    assert questions["chair-sit"].startswith("Besides this practice: how many real sit-downs")


def test_every_kind_in_the_curriculum_is_felt_or_measured() -> None:
    kinds = {lesson.self_check["kind"] for lesson in Lesson.objects.all()}
    assert kinds == {"felt", *MEASURES}


def test_the_skills_page_draws_each_lesson_and_names_the_words_that_clicked(
    browser: Browser, maya: Client, now: datetime
) -> None:
    for day, seconds in enumerate((10, 20)):
        at = now - timedelta(days=2 - day)
        practice_once(maya, at, "hover-and-rise", measure=Decimal(seconds), cue="Send the floor down", passed=bool(day))
    page = browser.get("/skills/").content.decode()
    assert "First 10 seconds, last 20 seconds, measured 2 times." in page
    assert "Send the floor down" in page
    assert "2 times, pass mark reached 1" in page


def test_the_skills_page_takes_as_many_queries_for_one_practice_as_for_ten(
    browser: Browser, maya: Client, now: datetime, django_assert_num_queries: Callable[[int], Any]
) -> None:
    for days_ago in range(10):
        practice_once(maya, now - timedelta(days=days_ago), "dowel-hinge", measure=Decimal(2))
    with django_assert_num_queries(5):
        browser.get("/skills/")


def test_the_trainer_sees_the_measures_and_the_words(
    sign_in: SignIn, trainer: Trainer, maya: Client, now: datetime
) -> None:
    move_client(client=maya, lesson=Lesson.objects.get(slug="chair-sit"), at=now, by=trainer.user, note="for the test")
    move_client(
        client=maya, lesson=Lesson.objects.get(slug="waiters-bow"), at=now, by=trainer.user, note="for the test"
    )
    practice_once(maya, now, "high-seat-touch", measure=Decimal(6), cue="Find the seat with your pockets")
    page = sign_in(trainer).get(f"/desk/clients/{maya.pk}/plan/").content.decode()
    assert "6 sit-downs, measured once." in page
    assert "Find the seat with your pockets" in page
