"""The safety page, and opening practice again."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety import closing
from hinge_coach.safety.models import Closure, Review, active_closure
from hinge_coach.safety.screening import FINGERPRINT, QUESTIONS, Level
from tests.conftest import SignIn
from tests.reading import page_text, words_of

pytestmark = pytest.mark.usefixtures("clock_stands_still")

TO_TODAY = [("/arrive/", 302), ("/today/", 302)]


def test_the_safety_page_is_for_everybody(db: None) -> None:
    page = page_text(Browser().get("/safety/"))
    assert "When not to practice" in page
    assert "Emergency number: 911 or 112" in page
    assert "Practice is closed" not in page


def test_every_question_stands_under_its_level_and_beside_its_source(db: None) -> None:
    page = words_of(Browser().get("/safety/"))
    parts = page.split("Where the questions come from")
    lists = parts[0].split("Speak to a doctor today")
    emergency, (today, refer) = lists[0], lists[1].split("See a doctor or physical therapist before you start")
    for question in QUESTIONS:
        held = {Level.EMERGENCY: emergency, Level.TODAY: today, Level.REFER: refer}
        assert [level for level in held if question.text in held[level]] == [question.level]
        assert f"{question.text} {question.source}" in parts[1]


def test_without_a_review_the_questions_await_one(db: None) -> None:
    assert "They await a clinician's review." in page_text(Browser().get("/safety/"))


@pytest.mark.parametrize(("fingerprint", "changed"), [(FINGERPRINT, False), ("0" * 16, True)])
def test_a_review_is_shown_with_who_and_when_and_for_which_questions_it_holds(
    db: None, fingerprint: str, changed: bool
) -> None:
    Review.objects.create(
        name="Dana <Reyes>", profession="physical therapist", reviewed_on=date(2026, 2, 3), fingerprint=fingerprint
    )
    page = words_of(Browser().get("/safety/"))
    assert "Read by Dana <Reyes>, physical therapist, on February 3, 2026." in page
    assert "They await a clinician's review." not in page
    assert ("The questions have changed since" in page) == changed


@pytest.mark.parametrize("wrong", [{"name": ""}, {"reviewed_on": None}])
def test_the_database_keeps_name_and_date_together(db: None, wrong: dict[str, object]) -> None:
    good = {"name": "Dana Reyes", "reviewed_on": date(2026, 2, 3), "fingerprint": FINGERPRINT}
    with pytest.raises(IntegrityError):
        Review.objects.create(**{**good, **wrong})


def test_there_is_one_review(db: None) -> None:
    good = {"name": "Dana Reyes", "reviewed_on": date(2026, 2, 3), "fingerprint": FINGERPRINT}
    Review.objects.create(**good)
    with pytest.raises(IntegrityError):
        Review.objects.create(**good)


def test_the_stop_screen_shows_what_was_ticked_for_this_stop_and_nothing_older(
    maya: Client, trainer: Trainer, sign_in: SignIn, now: datetime
) -> None:
    closing.record_screening(client=maya, answers=["weight"], at=now)
    assert "Losing weight without trying?" in page_text(sign_in(maya).get("/safety/"))
    closing.record_screening(client=maya, answers=["saddle"], at=now)
    closing.record_screening(client=maya, answers=["night"], at=now)
    page = page_text(sign_in(maya).get("/safety/"))
    assert "Does wiping feel different?" in page
    assert "Constant pain at night" not in page
    stop = active_closure(maya)
    assert stop is not None
    stop.lift(by=trainer.user, note="Seen a doctor.", at=now)
    closing.close_practice(client=maya, cause=Closure.Cause.RULE, level=Level.REFER, sentence="It rose to 8.", at=now)
    page = page_text(sign_in(maya).get("/safety/"))
    assert "It rose to 8." in page
    assert "What you checked" not in page


def test_having_seen_somebody_opens_practice_again(maya: Client, sign_in: SignIn, now: datetime) -> None:
    stop = closing.close_practice(
        client=maya, cause=Closure.Cause.ANSWERS, level=Level.REFER, sentence="See somebody.", at=now
    )
    browser = sign_in(maya)
    unticked = browser.post("/safety/cleared/")
    assert "Please check this box once they have seen you." in page_text(unticked)
    assert active_closure(maya) == stop
    assert browser.post("/safety/cleared/", {"cleared": "on"}, follow=True).redirect_chain == TO_TODAY
    stop.refresh_from_db()
    assert (stop.lifted_at, stop.lifted_by) == (now, maya.user)
    assert browser.post("/safety/cleared/", {"cleared": "on"}, follow=True).redirect_chain == TO_TODAY


@pytest.mark.parametrize(
    ("cause", "level"),
    [
        (Closure.Cause.ANSWERS, Level.TODAY),
        (Closure.Cause.ANSWERS, Level.EMERGENCY),
        (Closure.Cause.RULE, Level.REFER),
    ],
)
def test_what_only_the_trainer_may_open_stays_closed(
    maya: Client, sign_in: SignIn, cause: str, level: Level, now: datetime
) -> None:
    stop = closing.close_practice(client=maya, cause=cause, level=level, sentence="Closed.", at=now)
    response = sign_in(maya).post("/safety/cleared/", {"cleared": "on"}, follow=True)
    assert response.redirect_chain == [("/safety/", 302)]
    assert "until your trainer has talked with you and opens it again" in page_text(response)
    assert active_closure(maya) == stop
