"""Answering the safety questions again."""

from datetime import datetime

import pytest

from hinge_coach.accounts.models import Client
from hinge_coach.safety import closing
from hinge_coach.safety.models import active_closure
from hinge_coach.safety.screening import Level
from tests.conftest import SignIn
from tests.reading import page_text

pytestmark = pytest.mark.usefixtures("clock_stands_still")

TO_TODAY = [("/arrive/", 302), ("/today/", 302)]


def test_the_questions_can_be_answered_again(maya: Client, sign_in: SignIn, now: datetime) -> None:
    browser = sign_in(maya)
    clear = browser.post("/safety/questions/", {"none_of_these": "on"}, follow=True)
    assert clear.redirect_chain == TO_TODAY
    assert "Nothing you answered stands in the way of practicing." in page_text(clear)
    grave = browser.post("/safety/questions/", {"today": ["one-leg"]}, follow=True)
    assert "Please speak to a doctor today" in page_text(grave)
    assert [screening.level for screening in maya.screenings.all()] == [Level.TODAY, Level.CLEAR]


def test_no_answer_is_not_an_answer(maya: Client, sign_in: SignIn) -> None:
    response = sign_in(maya).post("/safety/questions/")
    assert "Please tick what is true for you, or tick this box." in page_text(response)
    assert maya.screenings.count() == 0


def test_none_of_these_doesn_t_lift_a_stop(maya: Client, sign_in: SignIn, now: datetime) -> None:
    closing.record_screening(client=maya, answers=["fever"], at=now)
    response = sign_in(maya).post("/safety/questions/", {"none_of_these": "on"}, follow=True)
    assert response.redirect_chain == [("/safety/", 302)]
    assert active_closure(maya) is not None
