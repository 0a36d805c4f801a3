"""The three questions, the taster, confirming by mail, and another time after a missed call."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.core import mail
from django.http import HttpResponseBase
from django.test import Client as Browser
from pytest_django import DjangoCaptureOnCommitCallbacks

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.calls.changing import note_outcome
from hinge_coach.booking.calls.errors import NotChangeableError
from hinge_coach.booking.calls.forms import open_stamp
from hinge_coach.booking.calls.intake import intake_summary
from hinge_coach.booking.calls.mail import send_missed_mail
from hinge_coach.booking.calls.reserving import confirm, reserve
from hinge_coach.booking.models import Call, CallEvent

CALL_ID = "0c8f1d8e-3b7a-4c55-9f5d-6a2f4a1b7e01"
Filled = Callable[..., dict[str, object]]


@pytest.fixture
def filled(trainer: Trainer, now: datetime) -> Filled:
    def form(**changes: object) -> dict[str, object]:
        return {
            "id": CALL_ID,
            "opened": open_stamp(now - timedelta(minutes=1)),
            "zone": "America/New_York",
            "start": "2026-03-03T09:00Z",
            "name": "Maya",
            "email": "maya@example.com",
            "phone": "(202) 555-0143",
            **changes,
        }

    return form


def text(response: HttpResponseBase) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", getattr(response, "content", b"").decode())).split())


MORE = {
    "tightness": "6",
    "tight_when": "Mornings",
    "tried": "A foam roller.",
    "none_of_these": "on",
    "taster": "hips",
    "attach_taster": "on",
    "keeps_answers": "on",
}


# Three questions and the taster


def test_nobody_has_to_answer_more(client: Browser, filled: Filled) -> None:
    client.post("/call/", filled())
    call = Call.objects.get()
    assert (call.tightness, call.tight_when, call.tried, call.answers, call.taster) == (None, "", "", None, "")
    assert (call.keeps_answers, intake_summary(call)) == (False, ())


def test_what_was_answered_is_the_trainers_brief(
    client: Browser, filled: Filled, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/call/", filled(**MORE))
    call = Call.objects.get()
    assert intake_summary(call) == (
        ("How tight, and when", "6 of 10, Mornings"),
        ("What they tried", "A foam roller."),
        ("Safety questions", "None of them is true for them."),
        ("The two-minute hinge, felt", "“in the front of my hips”"),
    )
    assert "How tight, and when: 6 of 10, Mornings" in str(mail.outbox[1].body)
    assert call.keeps_answers


def test_zero_is_an_answer(client: Browser, filled: Filled) -> None:
    client.post("/call/", filled(tightness="0"))
    assert intake_summary(Call.objects.get()) == (("How tight, and when", "0 of 10"),)


def test_the_taster_stays_with_the_visitor_unless_it_is_ticked(client: Browser, filled: Filled) -> None:
    client.post("/call/", filled(**{**MORE, "attach_taster": ""}))
    assert Call.objects.get().taster == ""


@pytest.mark.parametrize(
    ("answers", "advice", "emergency"),
    [
        (["saddle", "age"], "Please get help now, before anything else.", True),
        (["fever"], "Please speak to a doctor or an urgent-care line today", False),
        (["age"], "Please see a doctor or a physiotherapist before you start practising.", False),
    ],
)
def test_a_yes_to_a_safety_question_shows_what_to_do_first(
    client: Browser, filled: Filled, answers: list[str], advice: str, emergency: bool
) -> None:
    shown = text(client.post("/call/", filled(answers=answers), follow=True))
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
        ({"answers": ["plague"]}, "This form came back incomplete. Please send it once more."),
        ({"answers": ["age"], "none_of_these": "on"}, "You ticked “none of these” as well."),
        ({"taster": "toes"}, "Please choose one of the three."),
    ],
)
def test_a_bad_answer_gets_a_sentence_in_the_open_and_keeps_the_rest(
    client: Browser, filled: Filled, changes: dict[str, object], sentence: str
) -> None:
    response = client.post("/call/", filled(**{"tight_when": "Mornings", **changes}))
    assert sentence in text(response)
    assert '<details class="more" open>' in response.content.decode() or "taster" in changes
    assert Call.objects.count() == 0


def test_looking_at_other_times_keeps_every_tick(client: Browser, filled: Filled) -> None:
    body = client.post("/call/", filled(show="1", answers=["age", "night"], **MORE)).content.decode()
    for piece in (
        'value="age" checked',
        'value="night" checked',
        'value="hips" checked',
        'name="keeps_answers" checked',
    ):
        assert piece in body


def test_the_minute_stays_short(client: Browser, trainer: Trainer) -> None:
    body = client.get("/call/").content.decode()
    assert body.count('<details class="more">') == 1
    assert '<details class="more" id="taster">' in body


# Confirming by mail


@pytest.fixture
def asking(trainer: Trainer) -> Trainer:
    trainer.call_rules.confirm_by_mail = True
    trainer.call_rules.save()
    return trainer


def test_a_call_that_has_to_be_confirmed_is_reached_only_by_mail(
    client: Browser,
    filled: Filled,
    asking: Trainer,
    now: datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/call/", filled())
    call = Call.objects.get()
    assert "One more step: look into your mail" in text(response)
    assert call.token not in response.content.decode()
    (asked,) = mail.outbox
    assert asked.subject == "Please confirm: your free call with Dana on Tuesday 3 March, 4:00 am"
    assert (f"/call/{call.token}/" in str(asked.body), asked.attachments) == (True, [])
    assert (call.confirm_by, call.cells.count()) == (now + timedelta(hours=1), 3)

    assert "Yes, this is my call" in text(client.get(f"/call/{call.token}/"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/call/{call.token}/confirm/")
        client.post(f"/call/{call.token}/confirm/")
    assert [message.subject.split(":")[0] for message in mail.outbox[1:]] == ["Booked", "New call"]
    assert len({message.message()["Message-ID"] for message in mail.outbox}) == 3
    assert "Your call is booked" in text(client.get(f"/call/{call.token}/"))


def test_after_an_hour_the_time_is_free_again(client: Browser, filled: Filled, asking: Trainer, now: datetime) -> None:
    client.post("/call/", filled())
    call = Call.objects.get()
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        with pytest.raises(NotChangeableError):
            confirm(call, now=now + timedelta(hours=1))
        changes = {"id": "7d1f53a4-9e0b-4d6e-8c1d-2b8f0a6c4e02", "email": "lee@example.com", "phone": "(202) 555-0144"}
        client.post("/call/", filled(**changes))
    assert list(Call.objects.order_by("booked_at").values_list("email", "status")) == [
        ("maya@example.com", "cancelled"),
        ("lee@example.com", "booked"),
    ]
    assert mail.outbox == []  # nobody is told of what was never theirs


def test_whoever_did_not_confirm_may_try_again(client: Browser, filled: Filled, asking: Trainer, now: datetime) -> None:
    client.post("/call/", filled())
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        client.post("/call/", filled(id="7d1f53a4-9e0b-4d6e-8c1d-2b8f0a6c4e02"))
    assert sorted(Call.objects.values_list("status", flat=True)) == ["booked", "cancelled"]


# A missed call


@pytest.fixture
def missed(call: Call, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Call:
    mail.outbox.clear()
    later = time_machine.travel(call.ends_at, tick=False)
    with later, django_capture_on_commit_callbacks(execute=True):
        return note_outcome(call, Call.Status.MISSED, now=call.ends_at)


def test_a_missed_call_brings_one_link_with_the_three_next_times(missed: Call) -> None:
    (message,) = mail.outbox
    words = " ".join(str(message.body).split())
    assert message.subject == "Another time for your free call with Dana?"
    times = ["Thursday 5 March 2026, 3:00 am", "Thursday 5 March 2026, 3:30 am", "Thursday 5 March 2026, 4:00 am"]
    assert [time in words for time in times] == [True] * 3
    assert re.findall(r"https?://\S+", words) == [f"http://127.0.0.1:8000/call/{missed.token}/"]


def test_one_press_books_one_of_them(client: Browser, missed: Call) -> None:
    with time_machine.travel(missed.ends_at, tick=False):
        (first, *_) = re.findall(r'name="start" value="([^"]+)"', client.get(f"/call/{missed.token}/").content.decode())
        answers = [client.post(f"/call/{missed.token}/again/", {"start": first}) for _ in range(2)]
    new = Call.objects.exclude(pk=missed.pk).get()
    assert (f"{new.starts_at:%Y-%m-%dT%H:%MZ}", new.name, new.phone, new.about) == (
        first,
        missed.name,
        missed.phone,
        missed.about,
    )
    assert {answer.headers["Location"] for answer in answers} == {new.get_absolute_url()}


@pytest.mark.parametrize("start", ["", "nonsense", "2026-03-08T09:00Z"])
def test_another_time_that_is_not_free_books_nothing(client: Browser, missed: Call, start: str) -> None:
    with time_machine.travel(missed.ends_at, tick=False):
        response = client.post(f"/call/{missed.token}/again/", {"start": start})
    assert (response.headers["Location"], Call.objects.count()) == (missed.get_absolute_url(), 1)


def test_only_a_missed_call_is_booked_again(client: Browser, call: Call) -> None:
    client.post(f"/call/{call.token}/again/", {"start": "2026-03-05T09:00Z"})
    assert Call.objects.count() == 1


def test_no_mail_about_it_once_they_talked_or_have_a_new_call(missed: Call, now: datetime) -> None:
    mail.outbox.clear()
    note_outcome(missed, Call.Status.TALKED, now=missed.ends_at)
    send_missed_mail.call(str(missed.pk))
    assert mail.outbox == []


def test_the_trainers_own_booking_needs_no_confirming(asking: Trainer, booking_request: object, now: datetime) -> None:
    booked = reserve(booking_request, asking, now=now, by=CallEvent.By.TRAINER)  # type: ignore[arg-type]
    assert booked.confirm_by is None
