"""Notes and messages."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.coaching.models import Note
from lessons.models import Message
from tests.coaching.pages import BAD_WORDS, SOME_ID, html_of, url
from tests.conftest import SignIn


@pytest.mark.parametrize(
    ("name", "model", "place"), [("add_note", Note, "#written"), ("send_message", Message, "#thread")]
)
def test_words_sent_twice_are_kept_once(
    maya: Client, trainer: Trainer, desk_browser: Browser, now: datetime, name: str, model: Any, place: str
) -> None:
    for _ in range(2):
        answer = desk_browser.post(url(name, maya.pk), {"id": str(SOME_ID), "text": "Slower is fine. 🦵"})
        assert answer.headers["Location"] == url("client", maya.pk) + place
    assert list(model.objects.values_list("id", "client", "by", "text", "written_at")) == [
        (SOME_ID, maya.pk, trainer.pk, "Slower is fine. 🦵", now)
    ]


@pytest.mark.parametrize(("name", "model"), [("add_note", Note), ("send_message", Message)])
def test_words_that_were_changed_before_they_are_sent_again_are_kept_beside_the_first(
    maya: Client, desk_browser: Browser, name: str, model: Any
) -> None:
    for text in ("Slower.", "Slower, and sit less.", "Slower, and sit less."):
        desk_browser.post(url(name, maya.pk), {"id": str(SOME_ID), "text": text})
    assert sorted(model.objects.values_list("client", "text")) == [
        (maya.pk, "Slower, and sit less."),
        (maya.pk, "Slower."),
    ]


@pytest.mark.parametrize(("name", "field"), [("add_note", "note_text"), ("send_message", "message_text")])
@pytest.mark.parametrize("text", BAD_WORDS)
def test_bad_words_are_refused_beside_their_field(
    maya: Client, desk_browser: Browser, name: str, field: str, text: str
) -> None:
    answer = desk_browser.post(url(name, maya.pk), {"id": str(SOME_ID), "text": text})
    assert f'id="{field}_error"' in html_of(answer)
    assert (Note.objects.count(), Message.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["add_note", "send_message"])
def test_a_spoiled_id_keeps_the_words_and_asks_to_send_again(maya: Client, desk_browser: Browser, name: str) -> None:
    answer = desk_browser.post(url(name, maya.pk), {"id": "7", "text": "Keep these words."})
    assert "This form came back incomplete. Please send it again." in html_of(answer)
    assert "Keep these words.</textarea>" in html_of(answer)
    assert (Note.objects.count(), Message.objects.count()) == (0, 0)


def test_what_people_type_is_shown_and_never_run(maya: Client, desk_browser: Browser) -> None:
    desk_browser.post(url("add_note", maya.pk), {"id": str(SOME_ID), "text": "<script>alert(1)</script> אבג"})
    page = html_of(desk_browser.get(url("client", maya.pk)))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; אבג" in page
    assert "<script>alert" not in page


def test_a_message_stands_on_the_clients_today_page(maya: Client, desk_browser: Browser, sign_in: SignIn) -> None:
    desk_browser.post(url("send_message", maya.pk), {"id": str(SOME_ID), "text": "Slower is fine."})
    assert "Slower is fine." in html_of(sign_in(maya).get("/today/"))


def test_a_note_is_for_the_trainer_alone(maya: Client, desk_browser: Browser, sign_in: SignIn) -> None:
    desk_browser.post(url("add_note", maya.pk), {"id": str(SOME_ID), "text": "Works nights."})
    assert "Works nights." not in html_of(sign_in(maya).get("/today/"))


def test_a_note_can_be_deleted_twice(maya: Client, trainer: Trainer, desk_browser: Browser, now: datetime) -> None:
    note = Note.objects.create(client=maya, by=trainer, text="Wrong.", written_at=now)
    for _ in range(2):
        answer = desk_browser.post(url("delete_note", maya.pk, note.pk))
        assert answer.headers["Location"] == url("plan", maya.pk) + "#written"
    assert Note.objects.count() == 0


def test_a_note_about_somebody_else_stays(
    maya: Client, other_client: Client, trainer: Trainer, desk_browser: Browser, now: datetime
) -> None:
    note = Note.objects.create(client=other_client, by=trainer, text="Lee's.", written_at=now)
    desk_browser.post(url("delete_note", maya.pk, note.pk))
    assert list(Note.objects.all()) == [note]
