"""What the trainer types about a client."""

import uuid
from datetime import datetime
from typing import Any

import pytest

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.coaching.client.forms import NoteForm, PositionForm
from hinge_coach.coaching.models import Note
from lessons.messages.forms import MessageForm
from lessons.models import Lesson, Move, TrackPosition
from tests.coaching.pages import NUL_SENTENCE, TEN_KB


def note(**typed: Any) -> NoteForm:
    return NoteForm({"id": str(uuid.uuid4()), "text": "Call on Friday.", **typed})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Please write a line."),
        (" \r\n\t ", "Please write a line."),
        (TEN_KB, "Please keep this to 4000 letters or fewer."),
        ("a\x00b", NUL_SENTENCE),
    ],
)
def test_a_note_that_cannot_be_kept_gets_a_sentence(text: str, sentence: str) -> None:
    assert note(text=text).errors["text"] == [sentence]


@pytest.mark.parametrize("text", ["Ok.", "כואב פחות", "🦵🏽 better", "a" * 4000, "two\nlines"])
def test_a_note_takes_whatever_people_write(text: str) -> None:
    form = note(text=text)
    assert form.is_valid()
    assert form.cleaned_data["text"] == text


def test_line_ends_of_every_kind_are_one_kind() -> None:
    form = note(text="one\r\ntwo\rthree")
    assert form.is_valid()
    assert form.cleaned_data["text"] == "one\ntwo\nthree"


@pytest.mark.parametrize("id", ["", "7", "x\x00", "00000000-0000-0000-0000-000000000000", TEN_KB])
def test_a_spoiled_id_is_said_once_and_replaced(id: str) -> None:
    form = note(id=id)
    assert form.non_field_errors() == ["This form came back incomplete. Please send it again."]
    again = form.renewed()
    assert uuid.UUID(str(again["id"].value())).version == 4
    assert again["text"].value() == "Call on Friday."


def test_a_note_sent_twice_is_one_note(maya: Client, trainer: Trainer, now: datetime) -> None:
    form = note()
    assert form.is_valid()
    assert [form.save(client=maya, by=trainer, at=now) for _ in range(2)] == [True, True]
    assert Note.objects.count() == 1


def test_an_id_that_belongs_to_another_client_stores_nothing(
    maya: Client, other_client: Client, trainer: Trainer, now: datetime
) -> None:
    taken = Note.objects.create(client=other_client, by=trainer, text="Lee's.", written_at=now)
    form = note(id=str(taken.pk))
    assert form.is_valid()
    assert form.save(client=maya, by=trainer, at=now) is False
    assert list(Note.objects.values_list("client", "text")) == [(other_client.pk, "Lee's.")]


def test_a_message_and_a_note_on_one_page_have_different_names_for_the_screen_reader() -> None:
    assert NoteForm.empty()["text"].id_for_label != MessageForm.empty(to="Maya")["text"].id_for_label


def place_form(**typed: Any) -> PositionForm:
    lessons = list(Lesson.objects.in_order())
    return PositionForm(
        {"track": "hinge", "lesson": "wall-tap", "note": "Ready.", **typed}, track="hinge", lessons=lessons
    )


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"note": ""}, "note", "Please say why, so that it can be read later."),
        ({"note": "   "}, "note", "Please say why, so that it can be read later."),
        ({"note": TEN_KB}, "note", "Please keep this to 2000 letters or fewer."),
        ({"note": "a\x00b"}, "note", NUL_SENTENCE),
        ({"lesson": ""}, "lesson", "Please choose a lesson."),
        ({"lesson": "moonwalk"}, "lesson", "This is not a lesson of this track. Please choose one from the list."),
        ({"lesson": "pelvic-clock"}, "lesson", "This is not a lesson of this track. Please choose one from the list."),
        ({"lesson": "wall-tap\x00"}, "lesson", "This is not a lesson of this track. Please choose one from the list."),
    ],
)
def test_a_placement_that_makes_no_sense_gets_a_sentence(
    curriculum: None, typed: dict[str, str], field: str, sentence: str
) -> None:
    assert place_form(**typed).errors == {field: [sentence]}


def test_a_placement_is_kept_with_who_and_why(maya: Client, trainer: Trainer, curriculum: None, now: datetime) -> None:
    form = place_form(easier="on")
    assert form.is_valid()
    form.save(client=maya, by=trainer, at=now)
    position, move = TrackPosition.objects.get(), Move.objects.get()
    assert (position.lesson.slug, position.easier, position.finished) == ("wall-tap", True, False)
    assert (move.from_lesson.slug, move.to_lesson.slug) == ("tall-kneel-hinge", "wall-tap")
    assert (move.by, move.note, move.verdict) == (trainer.user, "Ready.", None)


def test_the_whole_track_can_be_done(maya: Client, trainer: Trainer, curriculum: None, now: datetime) -> None:
    form = place_form(lesson="finished", easier="on")
    assert form.is_valid()
    form.save(client=maya, by=trainer, at=now)
    position = TrackPosition.objects.get()
    assert (position.lesson.number, position.easier, position.finished) == (8, False, True)


def test_where_they_stand_already_nothing_is_written(
    maya: Client, trainer: Trainer, curriculum: None, now: datetime
) -> None:
    form = place_form()
    assert form.is_valid()
    assert form.save(client=maya, by=trainer, at=now) is not None
    assert form.save(client=maya, by=trainer, at=now) is None
    assert Move.objects.count() == 1
