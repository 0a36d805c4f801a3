import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.coaching.client.forms import MessageForm, NoteForm, PositionForm
from hinge_coach.coaching.models import Note
from hinge_coach.coaching.settings.forms import LessonForm, SettingsForm
from hinge_coach.safety.forms import PauseForm
from hinge_coach.safety.models import Pause
from lessons.models import Lesson, Move, TrackPosition

TEN_KB = "a" * 10_000
NUL_SENTENCE = "This holds a character that can't be written down. Please type it again."
TODAY = date(2026, 3, 4)


def note(**typed: Any) -> NoteForm:
    return NoteForm({"id": str(uuid.uuid4()), "text": "Call on Friday.", **typed})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is nothing here yet. Please write a line."),
        (" \r\n\t ", "There is nothing here yet. Please write a line."),
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
    assert form.non_field_errors() == ["This form came back incomplete. Please send it once more."]
    again = form.renewed()
    assert uuid.UUID(str(again["id"].value())).version == 4
    assert again["text"].value() == "Call on Friday."


def test_a_note_sent_twice_is_one_note(maya: Client, trainer: Trainer, now: Any) -> None:
    form = note()
    assert form.is_valid()
    assert [form.save(client=maya, by=trainer, at=now) for _ in range(2)] == [True, True]
    assert Note.objects.count() == 1


def test_an_id_that_belongs_to_another_client_stores_nothing(
    maya: Client, other_client: Client, trainer: Trainer, now: Any
) -> None:
    taken = Note.objects.create(client=other_client, by=trainer, text="Lee's.", written_at=now)
    form = note(id=str(taken.pk))
    assert form.is_valid()
    assert form.save(client=maya, by=trainer, at=now) is False
    assert list(Note.objects.values_list("client", "text")) == [(other_client.pk, "Lee's.")]


def test_a_message_and_a_note_on_one_page_have_different_names_for_the_screen_reader() -> None:
    assert NoteForm.empty()["text"].id_for_label != MessageForm.empty()["text"].id_for_label


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
        ({"lesson": "moonwalk"}, "lesson", "This is not a lesson of this path. Please choose one from the list."),
        ({"lesson": "pelvic-clock"}, "lesson", "This is not a lesson of this path. Please choose one from the list."),
        ({"lesson": "wall-tap\x00"}, "lesson", "This is not a lesson of this path. Please choose one from the list."),
    ],
)
def test_a_placement_that_makes_no_sense_gets_a_sentence(
    curriculum: None, typed: dict[str, str], field: str, sentence: str
) -> None:
    assert place_form(**typed).errors == {field: [sentence]}


def test_a_placement_is_kept_with_who_and_why(maya: Client, trainer: Trainer, curriculum: None, now: Any) -> None:
    form = place_form(easier="on")
    assert form.is_valid()
    form.save(client=maya, by=trainer, at=now)
    position, move = TrackPosition.objects.get(), Move.objects.get()
    assert (position.lesson.slug, position.easier, position.finished) == ("wall-tap", True, False)
    assert (move.from_lesson.slug, move.to_lesson.slug) == ("tall-kneel-hinge", "wall-tap")
    assert (move.by, move.note, move.verdict) == (trainer.user, "Ready.", None)


def test_the_whole_track_can_be_done(maya: Client, trainer: Trainer, curriculum: None, now: Any) -> None:
    form = place_form(lesson="finished", easier="on")
    assert form.is_valid()
    form.save(client=maya, by=trainer, at=now)
    position = TrackPosition.objects.get()
    assert (position.lesson.number, position.easier, position.finished) == (8, False, True)


def test_where_they_stand_already_nothing_is_written(
    maya: Client, trainer: Trainer, curriculum: None, now: Any
) -> None:
    form = place_form()
    assert form.is_valid()
    assert form.save(client=maya, by=trainer, at=now) is not None
    assert form.save(client=maya, by=trainer, at=now) is None
    assert Move.objects.count() == 1


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("2026-03-03", "This day has passed. Please give today or a later day."),
        ("2036-03-03", "This is more than a year away. Please give an earlier day, or none."),
        ("soon", "Please give a date, such as 2026-12-24."),
        ("2026-02-30", "Please give a date, such as 2026-12-24."),
        ("\x00", "Please give a date, such as 2026-12-24."),
    ],
)
def test_a_pause_that_makes_no_sense_gets_a_sentence(maya: Client, until: str, sentence: str) -> None:
    assert PauseForm({"until": until}, client=maya, today=TODAY).errors == {"until": [sentence]}


@pytest.mark.parametrize(("until", "kept"), [("", None), ("2026-03-04", TODAY), ("2026-03-20", date(2026, 3, 20))])
def test_a_pause_may_be_open_or_end(maya: Client, until: str, kept: date | None) -> None:
    form = PauseForm({"until": until}, client=maya, today=TODAY)
    assert form.is_valid()
    form.save(by=maya.user)
    assert pauses(maya) == [(TODAY, kept)]


def test_a_longer_pause_keeps_its_first_day_and_who_set_it(maya: Client, trainer: Trainer) -> None:
    Pause.objects.create(client=maya, begins_on=date(2026, 2, 20), by=maya.user)
    form = PauseForm({"until": "2026-03-30"}, client=maya, today=TODAY)
    assert form.is_valid()
    form.save(by=trainer.user)
    assert pauses(maya) == [(date(2026, 2, 20), date(2026, 3, 30))]
    assert Pause.objects.get().by == maya.user


def test_a_new_pause_stands_beside_the_one_that_was(maya: Client, trainer: Trainer) -> None:
    Pause.objects.create(client=maya, begins_on=date(2026, 2, 1), ends_on=date(2026, 3, 3))
    form = PauseForm({"until": ""}, client=maya, today=TODAY)
    assert form.is_valid()
    form.save(by=trainer.user)
    assert pauses(maya) == [(TODAY, None), (date(2026, 2, 1), date(2026, 3, 3))]
    PauseForm.end(maya, today=TODAY + timedelta(days=2))
    assert pauses(maya) == [(TODAY, TODAY + timedelta(days=1)), (date(2026, 2, 1), date(2026, 3, 3))]


@pytest.mark.parametrize(("until", "fits"), [("", False), ("2026-03-10", False), ("2026-03-09", True)])
def test_a_pause_can_not_reach_into_the_next_one(maya: Client, until: str, fits: bool) -> None:
    Pause.objects.create(client=maya, begins_on=date(2026, 3, 10), ends_on=date(2026, 3, 12))
    form = PauseForm({"until": until}, client=maya, today=TODAY)
    wrong = {} if fits else {"until": ["Another pause begins on 10 March. Please give a day before it."]}
    assert form.errors == wrong


def pauses(client: Client) -> list[tuple[date, date | None]]:
    return list(client.pauses.values_list("begins_on", "ends_on"))


@pytest.fixture
def wall_tap(curriculum: None) -> Lesson:
    return Lesson.objects.get(slug="wall-tap")


def as_typed(lesson: Lesson, **typed: str) -> dict[str, str]:
    """What a browser sends back when nothing was touched: line ends are CRLF."""
    fresh = LessonForm(instance=lesson)
    return {name: str(fresh[name].value()).replace("\n", "\r\n") for name in fresh.fields} | typed


def test_a_lesson_sent_back_as_it_was_is_not_marked(wall_tap: Lesson, now: Any) -> None:
    form = LessonForm(as_typed(wall_tap), instance=wall_tap)
    assert form.is_valid()
    form.keep(at=now)
    assert form.changed_data == []
    assert Lesson.objects.get(slug="wall-tap").edited_at is None


def test_an_edited_lesson_is_the_trainers(wall_tap: Lesson, now: Any) -> None:
    typed = as_typed(
        wall_tap,
        title="Tap the wall",
        cues="Hips back\r\n\r\n  Shins   still \r\nHips back",
        set_up="Stand.",
        pass_mark="Ten taps",
    )
    form = LessonForm(typed, instance=wall_tap)
    assert form.is_valid()
    form.keep(at=now)
    kept = Lesson.objects.get(slug="wall-tap")
    assert (kept.title, kept.cues, kept.set_up) == ("Tap the wall", ["Hips back", "Shins still"], ["Stand."])
    assert (kept.self_check["pass_mark"], kept.self_check["kind"]) == ("Ten taps", "wall-tap")
    assert kept.edited_at == now


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("title", "", "A lesson needs a title."),
        ("title", "a\x00", NUL_SENTENCE),
        ("summary", "a" * 141, "Please keep this to 140 letters or fewer."),
        ("why", TEN_KB, "Please keep this to 4000 letters or fewer."),
        ("how", "a\x00", NUL_SENTENCE),
        ("real_life", " ", "Please say where it helps."),
        ("easier", "a" * 601, "Please keep this to 600 letters or fewer."),
        ("cues", " \r\n ", "Please write one cue at least."),
        ("cues", "a" * 81, f"Please keep each line to 80 letters. Too long: “{'a' * 40}…”"),
        ("cues", "\n".join("abcdefghi"), "Please keep this to 8 lines."),
        ("cues", TEN_KB, "Please keep this to 640 letters or fewer."),
        ("set_up", "", "Please write one line at least."),
        ("pass_mark", "", "Please say when it counts as reached."),
    ],
)
def test_a_lesson_that_cannot_be_kept_gets_a_sentence(wall_tap: Lesson, field: str, text: str, sentence: str) -> None:
    assert LessonForm(as_typed(wall_tap, **{field: text}), instance=wall_tap).errors == {field: [sentence]}


GOOD = {"name": "Robin", "zone": "Europe/Lisbon", "phone": "+1 212 555 0147", "bio": "I coach.", "allow_signup": "on"}


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("name", "", "Please tell us what to call you."),
        ("name", TEN_KB, "Please use at most 80 letters."),
        ("name", "R\x00", NUL_SENTENCE),
        ("zone", "Mars/Olympus", "We don't know this time zone. Please choose one from the list."),
        ("phone", "call me", "This doesn't look like a number. Try it with + and the country code."),
        ("bio", TEN_KB, "Please keep this to 1200 letters or fewer."),
    ],
)
def test_settings_that_cannot_be_kept_get_a_sentence(trainer: Trainer, field: str, text: str, sentence: str) -> None:
    assert SettingsForm.of(trainer, GOOD | {field: text}).errors == {field: [sentence]}


def test_settings_are_kept(trainer: Trainer) -> None:
    form = SettingsForm.of(trainer, GOOD)
    assert form.is_valid()
    form.save(trainer)
    kept = Trainer.objects.select_related("user").get()
    assert (kept.name, kept.zone, kept.phone, kept.bio, kept.allow_signup) == (
        "Robin",
        "Europe/Lisbon",
        "+1 212 555 0147",
        "I coach.",
        True,
    )


def test_everything_but_name_and_zone_may_be_empty(trainer: Trainer) -> None:
    form = SettingsForm.of(trainer, {"name": "Robin", "zone": "UTC", "phone": "", "bio": ""})
    assert form.is_valid()
