"""Answering the safety questions again."""

import re
from datetime import datetime
from typing import Any

import pytest

from hinge_coach.accounts.models import Client
from hinge_coach.safety import closing
from hinge_coach.safety.models import active_closure
from hinge_coach.safety.screening import QUESTIONS, Group, Level
from tests.conftest import SignIn
from tests.factories import safety_answers
from tests.reading import page_text

pytestmark = pytest.mark.usefixtures("clock_stands_still")

TO_TODAY = [("/arrive/", 302), ("/today/", 302)]


NEITHER = "Please check what is true for you, or “None of these”."
BOTH = "You checked “None of these” as well. Please uncheck one or the other."
CHANGED = "The questions have changed since you opened this page. Please answer them again."


def ticks_in(response: Any) -> list[str]:
    """The values of the boxes that are ticked."""
    boxes = re.findall(r'<input type="checkbox"[^>]*>', response.content.decode())
    return [re.findall(r'value="([^"]+)"', box)[0] for box in boxes if "checked" in box]


def test_the_questions_can_be_answered_again(maya: Client, sign_in: SignIn, now: datetime) -> None:
    browser = sign_in(maya)
    clear = browser.post("/safety/questions/", safety_answers(), follow=True)
    assert clear.redirect_chain == TO_TODAY
    assert "Nothing you answered stands in the way of practicing." in page_text(clear)
    grave = browser.post("/safety/questions/", safety_answers("one-leg"), follow=True)
    assert "Please speak to a doctor today" in page_text(grave)
    assert [screening.level for screening in maya.screenings.all()] == [Level.TODAY, Level.CLEAR]


def test_answers_pressed_twice_are_stored_once(maya: Client, sign_in: SignIn) -> None:
    browser = sign_in(maya)
    (key,) = re.findall(r'name="id" value="([^"]+)"', browser.get("/safety/questions/").content.decode())
    for _ in range(2):
        assert browser.post("/safety/questions/", {**safety_answers(), "id": key}).headers["Location"] == "/arrive/"
    assert [str(screening.sent_as) for screening in maya.screenings.all()] == [key]


def test_a_healthy_person_ticks_four_boxes(maya: Client, sign_in: SignIn) -> None:
    browser = sign_in(maya)
    html = browser.get("/safety/questions/").content.decode()
    assert html.count('value="none"') == len(Group) == 4
    assert html.count('type="checkbox"') == len(QUESTIONS) + 4
    assert html.count("<legend>") == 4
    browser.post("/safety/questions/", {group.value: "none" for group in Group})
    assert maya.screenings.get().answers == []


@pytest.mark.parametrize("code", [question.code for question in QUESTIONS])
def test_each_question_can_be_answered_with_yes(maya: Client, sign_in: SignIn, code: str) -> None:
    sign_in(maya).post("/safety/questions/", safety_answers(code))
    assert maya.screenings.get().answers == [code]


@pytest.mark.parametrize("group", Group)
@pytest.mark.parametrize(("ticked", "sentence"), [([], NEITHER), (["none", "first"], BOTH)])
def test_a_group_without_an_answer_or_with_both_says_so_beside_it_and_stores_nothing(
    maya: Client, sign_in: SignIn, group: Group, ticked: list[str], sentence: str
) -> None:
    first = next(question.code for question in QUESTIONS if question.group == group)
    answers = safety_answers() | {group.value: [first if tick == "first" else tick for tick in ticked]}
    response = sign_in(maya).post("/safety/questions/", answers)
    assert (response.status_code, maya.screenings.count()) == (200, 0)
    html = response.content.decode()
    fieldset = html[html.index(f'id="id_{group.value}_field"') :].split("</fieldset>")[0]
    assert sentence in fieldset
    assert f'aria-describedby="id_{group.value}_helptext id_{group.value}_error"' in fieldset
    assert html.count('class="field__error" id=') == 1
    assert sorted(ticks_in(response)) == sorted(["none"] * 3 + answers[group.value])


def test_no_answer_at_all_is_said_four_times(maya: Client, sign_in: SignIn) -> None:
    response = sign_in(maya).post("/safety/questions/")
    assert page_text(response).count(NEITHER) == 4
    assert maya.screenings.count() == 0


@pytest.mark.parametrize(
    ("old", "kept"),
    [
        ({"none_of_these": "on"}, []),
        ({"emergency": ["saddle"], "refer": ["weight", "night"]}, ["saddle", "weight", "night"]),
        ({"today": ["fever", "one-leg"], "none_of_these": "on"}, ["one-leg"]),
        ({"refer": ["age", "nothing", "sad\0dle"]}, []),
        ({"none_of_these": "on", **safety_answers()}, ["none"] * 4),
    ],
)
def test_a_page_from_before_the_upgrade_gets_a_sentence_and_keeps_its_ticks(
    maya: Client, sign_in: SignIn, old: dict[str, list[str]], kept: list[str]
) -> None:
    response = sign_in(maya).post("/safety/questions/", old)
    assert response.status_code == 200
    assert CHANGED in page_text(response)
    assert ticks_in(response) == kept
    assert maya.screenings.count() == 0


@pytest.mark.parametrize("code", ["age", "nothing", "sad\0dle"])
def test_a_code_that_is_not_asked_gets_a_sentence(maya: Client, sign_in: SignIn, code: str) -> None:
    response = sign_in(maya).post("/safety/questions/", safety_answers() | {"back": [code]})
    assert "These questions have changed. Please check again what is true for you." in page_text(response)
    assert maya.screenings.count() == 0


def test_none_of_these_doesn_t_lift_a_stop(maya: Client, sign_in: SignIn, now: datetime) -> None:
    closing.record_screening(client=maya, answers=["fever"], at=now)
    response = sign_in(maya).post("/safety/questions/", safety_answers(), follow=True)
    assert response.redirect_chain == [("/safety/", 302)]
    assert active_closure(maya) is not None


def test_a_stop_from_before_the_upgrade_shows_the_words_that_were_ticked(
    maya: Client, sign_in: SignIn, now: datetime
) -> None:
    closing.record_screening(client=maya, answers=["fever", "steroids"], at=now)
    ticked = page_text(sign_in(maya).get("/safety/")).split("Practice is closed")[0]
    assert "injected drugs, a weak immune system or a recent procedure on your spine?" in ticked
    assert "Steroid tablets for months, or a weak immune system?" in ticked
