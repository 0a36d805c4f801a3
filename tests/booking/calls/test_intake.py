"""The three questions before a call, and the taster."""

import pytest
from django.core import mail
from django.test import Client as Browser
from pytest_django import DjangoCaptureOnCommitCallbacks

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.calls.intake import intake_summary, safety_level
from hinge_coach.booking.models import Call
from hinge_coach.safety.screening import Level
from tests.booking.calls.conftest import FillIn, text

MORE = {
    "tightness": "6",
    "tight_when": "Mornings",
    "tried": "A foam roller.",
    "none_of_these": "on",
    "taster": "hips",
    "attach_taster": "on",
    "keeps_answers": "on",
}


def test_nobody_has_to_answer_more(client: Browser, fill_in: FillIn) -> None:
    client.post("/call/", fill_in())
    call = Call.objects.get()
    assert (call.tightness, call.tight_when, call.tried, call.answers, call.taster) == (None, "", "", None, "")
    assert (call.keeps_answers, intake_summary(call)) == (False, ())


def test_what_was_answered_is_the_trainers_brief(
    client: Browser, fill_in: FillIn, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/call/", fill_in(**MORE))
    call = Call.objects.get()
    assert intake_summary(call) == (
        ("How tight, and when", "6 of 10, Mornings"),
        ("What they tried", "A foam roller."),
        ("Safety questions", "None of them is true for them."),
        ("The two-minute hinge, felt", "“in the front of my hips”"),
    )
    assert "How tight, and when: 6 of 10, Mornings" in str(mail.outbox[1].body)
    assert call.keeps_answers


def test_zero_is_an_answer(client: Browser, fill_in: FillIn) -> None:
    client.post("/call/", fill_in(tightness="0"))
    assert intake_summary(Call.objects.get()) == (("How tight, and when", "0 of 10"),)


def test_the_taster_stays_with_the_visitor_unless_it_is_ticked(client: Browser, fill_in: FillIn) -> None:
    client.post("/call/", fill_in(**{**MORE, "attach_taster": ""}))
    assert Call.objects.get().taster == ""


@pytest.mark.parametrize(
    ("answers", "advice", "emergency"),
    [
        (["saddle", "night"], "Please get help now, before anything else.", True),
        (["feverish"], "Please speak to a doctor or an urgent-care line today", False),
        (["night"], "Please see a doctor or a physical therapist before you start practicing.", False),
    ],
)
def test_a_yes_to_a_safety_question_shows_what_to_do_first(
    client: Browser, fill_in: FillIn, answers: list[str], advice: str, emergency: bool
) -> None:
    shown = text(client.post("/call/", fill_in(answers=answers), follow=True))
    assert advice in shown
    assert ("911 or 112" in shown) == emergency
    assert shown.index(advice) < shown.index("Your call is booked")
    assert Call.objects.get().answers == answers


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"tightness": "11"}, "Leave this out, or choose a number from 0 to 10."),
        ({"tightness": "٣"}, "Leave this out, or choose a number from 0 to 10."),
        ({"tight_when": "x" * 121}, "Please keep this to 120 letters or fewer."),
        ({"tried": "x" * 601}, "Please keep this to 600 letters or fewer."),
        ({"tried": "tight\0"}, "This holds a character that can't be written down."),
        ({"answers": ["plague"]}, "This form came back incomplete. Please send it again."),
        ({"answers": ["night"], "none_of_these": "on"}, "You checked “none of these” as well."),
        ({"taster": "toes"}, "Please choose one of the three."),
    ],
)
def test_a_bad_answer_gets_a_sentence_in_the_open_and_keeps_the_rest(
    client: Browser, fill_in: FillIn, changes: dict[str, object], sentence: str
) -> None:
    response = client.post("/call/", fill_in(**{"tight_when": "Mornings", **changes}))
    assert sentence in text(response)
    assert '<details class="more" open>' in response.content.decode() or "taster" in changes
    assert Call.objects.count() == 0


def test_a_page_from_before_the_upgrade_still_tells_what_was_ticked(client: Browser, fill_in: FillIn) -> None:
    client.post("/call/", fill_in(answers=["fever", "age"]))
    call = Call.objects.get()
    assert safety_level(call) == Level.TODAY
    (_, words) = intake_summary(call)[0]
    assert "a weak immune system or a recent procedure on your spine?" in words


def test_looking_at_other_times_keeps_every_tick(client: Browser, fill_in: FillIn) -> None:
    body = client.post("/call/", fill_in(show="1", answers=["under-18", "night"], **MORE)).content.decode()
    for piece in (
        'value="under-18" checked',
        'value="night" checked',
        'value="hips" checked',
        'name="keeps_answers" checked',
    ):
        assert piece in body


def test_the_minute_stays_short(client: Browser, trainer: Trainer) -> None:
    body = client.get("/call/").content.decode()
    assert body.count('<details class="more">') == 1
    assert '<details class="more" id="taster">' in body
