"""The trainer's side of the thread: reading, answering, "send and handled", and what was seen."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client as Browser

from hinge_coach.accounts import joining
from hinge_coach.accounts.models import Client, Look, Trainer
from hinge_coach.coaching.desk.shown import sign_shown
from hinge_coach.coaching.models import Deed, Handled
from lessons.models import Message
from tests.coaching.pages import SOME_ID, html_of, url, words_of


@pytest.fixture
def waiting(maya: Client, now: datetime) -> Message:
    """What Maya wrote an hour ago."""
    return Message.objects.create(client=maya, text="Should I stop?", written_at=now - timedelta(hours=1))


def test_answering_marks_what_was_waiting_as_seen(
    maya: Client, waiting: Message, desk_browser: Browser, now: datetime
) -> None:
    page = html_of(desk_browser.get(url("client", maya.pk)))
    assert f'name="seen" value="{waiting.pk}"' in page
    values = {"id": str(SOME_ID), "text": "No, go on.", "seen": str(waiting.pk), "next": "/desk/?page=2"}
    assert desk_browser.post(url("send_message", maya.pk), values).headers["Location"] == "/desk/?page=2"
    waiting.refresh_from_db()
    assert (waiting.seen_at, Message.objects.get(pk=SOME_ID).text) == (now, "No, go on.")


@pytest.mark.parametrize(
    "page", ["https://elsewhere.example/desk/", "//elsewhere.example/desk/", "/today/", "/desk\0/"]
)
def test_the_way_back_leads_nowhere_else(maya: Client, desk_browser: Browser, page: str) -> None:
    values = {"id": str(SOME_ID), "text": "Go on.", "next": page}
    answer = desk_browser.post(url("send_message", maya.pk), values)
    assert answer.headers["Location"] == url("client", maya.pk) + "#thread"


def test_send_and_handled_handles_what_the_page_showed(
    maya: Client, waiting: Message, trainer: Trainer, desk_browser: Browser, now: datetime
) -> None:
    shown_at = sign_shown(maya.pk, at=now - timedelta(minutes=5))
    values = {"id": str(SOME_ID), "text": "No, go on.", "then": "handled", "shown_at": shown_at}
    for _ in range(2):
        answer = desk_browser.post(url("send_message", maya.pk), values, follow=True)
    assert "Sent to Maya, and handled." in words_of(answer)
    assert Handled.objects.get().up_to == now - timedelta(minutes=5)
    assert (Deed.objects.count(), Message.objects.from_trainer().count()) == (1, 1)


def test_a_spoiled_page_sends_the_word_and_handles_nothing(maya: Client, desk_browser: Browser) -> None:
    values = {"id": str(SOME_ID), "text": "No, go on.", "then": "handled", "shown_at": "forged"}
    answer = desk_browser.post(url("send_message", maya.pk), values, follow=True)
    assert "Sent to Maya. It is not clear what you had read, so nothing is handled." in words_of(answer)
    assert (Handled.objects.count(), Message.objects.count()) == (0, 1)


def test_a_word_to_somebody_erased_meanwhile_gets_a_sentence(maya: Client, desk_browser: Browser) -> None:
    page = url("send_message", maya.pk)
    joining.erase_account(maya.user)
    answer = desk_browser.post(page, {"id": str(SOME_ID), "text": "Go on."})
    assert (answer.status_code, Message.objects.count()) == (404, 0)
    assert "They have erased their account, so nothing was sent." in words_of(answer)


def test_seen_on_stands_beside_the_trainers_word_and_looking_notes_nothing(
    maya: Client, trainer: Trainer, waiting: Message, desk_browser: Browser, now: datetime
) -> None:
    at = now - timedelta(days=1)
    Message.objects.create(client=maya, by=trainer, text="Take the chair.", written_at=at, seen_at=now)
    for name in ("client", "thread"):
        page = re.sub(r"</?(?:time|span|bdi)[^>]*>", "", html_of(desk_browser.get(url(name, maya.pk))))
        assert re.search(r"You,\s+Tue, Mar 3, 9:00 am\s+·\s+seen on Mar 4", page)
    waiting.refresh_from_db()
    assert waiting.seen_at is None
    for _ in range(2):
        desk_browser.post(url("see_messages", maya.pk), {"seen": str(waiting.pk)})
    waiting.refresh_from_db()
    assert waiting.seen_at == now


def test_the_trainer_finds_old_words(maya: Client, trainer: Trainer, desk_browser: Browser, now: datetime) -> None:
    for number in range(40):
        Message.objects.create(client=maya, by=trainer, text=f"Word {number}.", written_at=now - timedelta(days=number))
    page = words_of(desk_browser.get(url("thread", maya.pk), {"q": "WORD 39"}))
    assert ("Word 39." in page, "Word 38." in page) == (True, False)


def test_the_settings_switch_the_mail_off_and_an_old_page_leaves_it(trainer: Trainer, desk_browser: Browser) -> None:
    told = []
    for mail in ({"message_mail": "no"}, {}, {"message_mail": "yes"}):
        values = {"name": "Robin Hale", "zone": "America/New_York", **mail}
        assert desk_browser.post("/desk/settings/", values).status_code == 302
        trainer.refresh_from_db()
        told.append(trainer.message_mail)
    assert told == [False, False, True]


def test_a_refused_word_shows_the_thread_and_that_is_a_look(
    maya: Client, waiting: Message, desk_browser: Browser, now: datetime
) -> None:
    answer = desk_browser.post(url("send_message", maya.pk), {"id": str(SOME_ID), "text": " ", "next": "/desk/"})
    assert "Should I stop?" in words_of(answer)
    assert list(Look.objects.values_list("client", "kind", "at")) == [(maya.pk, "file", now)]


@pytest.mark.parametrize("name", ["add_note", "set_usual"])
def test_a_refused_form_that_shows_the_plan_is_a_look(maya: Client, desk_browser: Browser, name: str) -> None:
    desk_browser.post(url(name, maya.pk), {"id": str(SOME_ID), "text": " "})
    assert list(Look.objects.values_list("client", "kind")) == [(maya.pk, "file")]
