"""The clinician's review of the safety questions, in the hands of the trainer."""

from datetime import date

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Trainer
from hinge_coach.safety.models import Review
from hinge_coach.safety.screening import FINGERPRINT
from tests.coaching.pages import NUL_SENTENCE, html_of, url
from tests.reading import page_text

pytestmark = pytest.mark.usefixtures("clock_stands_still")

GOOD = {"name": "Dana Reyes", "profession": "physical therapist", "reviewed_on": "2026-03-02"}


def test_a_review_is_saved_and_stands_on_the_safety_page(trainer: Trainer, desk_browser: Browser) -> None:
    assert desk_browser.post(url("review"), GOOD).headers["Location"] == url("review")
    review = Review.objects.get()
    assert (review.name, review.profession, review.reviewed_on) == (
        "Dana Reyes",
        "physical therapist",
        date(2026, 3, 2),
    )
    assert review.fingerprint == FINGERPRINT
    assert "Dana Reyes" in page_text(Browser().get("/safety/"))
    assert 'value="2026-03-02"' in html_of(desk_browser.get(url("review")))


def test_another_review_replaces_it_and_nothing_takes_it_back(trainer: Trainer, desk_browser: Browser) -> None:
    desk_browser.post(url("review"), GOOD)
    desk_browser.post(url("review"), GOOD | {"name": "Kim Park"})
    assert [review.name for review in Review.objects.all()] == ["Kim Park"]
    desk_browser.post(url("review"), {"name": "", "profession": "", "reviewed_on": ""})
    assert Review.objects.count() == 0
    assert "They await a clinician's review." in page_text(Browser().get("/safety/"))


def test_a_review_of_the_same_day_holds_for_the_questions_that_were_read(
    trainer: Trainer, desk_browser: Browser
) -> None:
    desk_browser.post(url("review"), GOOD)
    Review.objects.update(fingerprint="0" * 16)
    assert "The questions have changed since March 2, 2026." in page_text(desk_browser.get(url("review")))
    desk_browser.post(url("review"), GOOD)
    assert Review.objects.get().fingerprint == "0" * 16
    desk_browser.post(url("review"), GOOD | {"name": "Dana Reyes-Holt"})
    assert (Review.objects.get().name, Review.objects.get().fingerprint) == ("Dana Reyes-Holt", "0" * 16)
    desk_browser.post(url("review"), GOOD | {"reviewed_on": "2026-03-03"})
    assert Review.objects.get().fingerprint == FINGERPRINT


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "Please give the name as well, or leave everything empty."),
        ({"name": "", "reviewed_on": ""}, "Please give the name as well, or leave everything empty."),
        ({"reviewed_on": ""}, "Please give the day as well, or leave everything empty."),
        ({"reviewed_on": "2026-03-05"}, "This day is still to come. Please give the day on which it was done."),
        ({"reviewed_on": "soon"}, "Please give a date, such as 2026-12-24."),
        ({"name": "D" * 81}, "Please use at most 80 letters."),
        ({"profession": "p" * 81}, "Please use at most 80 letters."),
        ({"name": "D\0"}, NUL_SENTENCE),
    ],
)
def test_half_a_review_gets_a_sentence_and_changes_nothing(
    trainer: Trainer, desk_browser: Browser, changed: dict[str, str], sentence: str
) -> None:
    Review.objects.create(name="Kim Park", reviewed_on=date(2026, 1, 5), fingerprint=FINGERPRINT)
    response = desk_browser.post(url("review"), GOOD | changed)
    assert response.status_code == 200
    assert sentence in html_of(response)
    assert 'value="physical therapist"' in html_of(response) or "profession" in changed
    assert Review.objects.get().name == "Kim Park"
