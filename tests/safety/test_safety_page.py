"""The safety page, and opening practice again."""

from datetime import datetime

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety import closing
from hinge_coach.safety.models import Closure, active_closure
from hinge_coach.safety.screening import Level
from tests.conftest import SignIn
from tests.reading import page_text

pytestmark = pytest.mark.usefixtures("clock_stands_still")

TO_TODAY = [("/arrive/", 302), ("/today/", 302)]


def test_the_safety_page_is_for_everybody(db: None) -> None:
    page = page_text(Browser().get("/safety/"))
    assert "When not to practice" in page
    assert "Emergency number: 911 or 112" in page
    assert "Practice is closed" not in page


def test_the_stop_screen_shows_what_was_ticked_for_this_stop_and_nothing_older(
    maya: Client, trainer: Trainer, sign_in: SignIn, now: datetime
) -> None:
    closing.record_screening(client=maya, answers=["weight"], at=now)
    assert "Losing weight without trying?" in page_text(sign_in(maya).get("/safety/"))
    closing.record_screening(client=maya, answers=["saddle"], at=now)
    closing.record_screening(client=maya, answers=["age"], at=now)
    page = page_text(sign_in(maya).get("/safety/"))
    assert "Does wiping feel different?" in page
    assert "Are you under 18" not in page
    stop = active_closure(maya)
    assert stop is not None
    stop.lift(by=trainer.user, note="Seen a doctor.", at=now)
    closing.close_practice(client=maya, cause=Closure.Cause.RULE, level=Level.REFER, sentence="It rose to 8.", at=now)
    page = page_text(sign_in(maya).get("/safety/"))
    assert "It rose to 8." in page
    assert "What you ticked" not in page


def test_having_seen_somebody_opens_practice_again(maya: Client, sign_in: SignIn, now: datetime) -> None:
    stop = closing.close_practice(
        client=maya, cause=Closure.Cause.ANSWERS, level=Level.REFER, sentence="See somebody.", at=now
    )
    browser = sign_in(maya)
    unticked = browser.post("/safety/cleared/")
    assert "Please tick this once you have been." in page_text(unticked)
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
