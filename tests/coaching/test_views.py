"""The trainer's pages: each does its thing, on POST only, for the trainer only, and bad input stores nothing."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client as Browser
from django.urls import reverse

from hinge_coach.accounts.models import Client, Invitation, Trainer
from hinge_coach.booking.availability.availability import load_availability
from hinge_coach.booking.availability.slot_picker import start_value
from hinge_coach.booking.availability.slots import offered
from hinge_coach.booking.calls.reserving import BookingRequest, reserve
from hinge_coach.booking.models import Call, CallEvent, CallRules, Cell, DateRule, Hours
from hinge_coach.coaching.models import Note
from hinge_coach.safety import closing
from hinge_coach.safety.models import Closure, Pause, active_closure
from hinge_coach.safety.screening import Level
from lessons.curriculum import loading
from lessons.models import CarryOver, Lesson, Message, Move

TEN_KB = "a" * 10_000
BAD_WORDS = ["", " \n", TEN_KB, "a\x00b"]
SOME_ID = uuid.UUID("5b8e5a43-5f0f-4a5e-9a43-0d8d4d0a7e01")
PAGES = [
    ("desk", []),
    ("invite", []),
    ("client", [1]),
    ("practices", [1]),
    ("lessons", []),
    ("edit_lesson", ["wall-tap"]),
    ("settings", []),
    ("hours", []),
    ("calls", []),
    ("move_call", [SOME_ID]),
    ("cancel_call", [SOME_ID]),
]
ACTIONS = [
    ("set_position", [1]),
    ("lift_closure", [1]),
    ("add_note", [1]),
    ("delete_note", [1, SOME_ID]),
    ("send_message", [1]),
    ("pause", [1]),
    ("resume", [1]),
    ("reset_lesson", ["wall-tap"]),
    ("outcome", [SOME_ID]),
]


def url(name: str, *args: Any) -> str:
    return reverse(f"coaching:{name}", args=args)


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().replace("&#x27;", "'").split())


def stored() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Note, Message, Move, Invitation, Hours, DateRule, CallRules))


@pytest.mark.parametrize(("name", "args"), PAGES + ACTIONS)
def test_nobody_is_asked_to_sign_in_first(client: Browser, db: None, name: str, args: list[Any]) -> None:
    page = url(name, *args)
    assert client.post(page).headers["Location"] == f"/accounts/login/?next={page}"


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_a_client_finds_no_desk(maya: Client, curriculum: None, sign_in: Any, name: str, args: list[Any]) -> None:
    assert sign_in(maya).get(url(name, *args)).status_code == 404


@pytest.mark.parametrize(("name", "args"), ACTIONS)
def test_a_client_changes_nothing_at_the_desk(
    maya: Client, curriculum: None, sign_in: Any, name: str, args: list[Any]
) -> None:
    typed = {"id": str(SOME_ID), "text": "Hello", "note": "Because.", "track": "hinge", "lesson": "wall-tap"}
    before = stored()
    assert sign_in(maya).post(url(name, *args), typed).status_code == 404
    assert stored() == before


@pytest.mark.parametrize(("name", "args"), ACTIONS)
@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_at_an_action_does_nothing(desk_browser: Browser, name: str, args: list[Any], method: str) -> None:
    before = stored()
    assert getattr(desk_browser, method)(url(name, *args)).status_code == 405
    assert stored() == before


@pytest.mark.parametrize(
    "name", ["client", "practices", "set_position", "lift_closure", "add_note", "send_message", "pause"]
)
@pytest.mark.parametrize("id", [999, 10**30])
def test_a_client_who_does_not_exist_is_not_found(desk_browser: Browser, name: str, id: int) -> None:
    page = url(name, id)
    asked = desk_browser.get if name in {"client", "practices"} else desk_browser.post
    assert asked(page).status_code == 404


# The desk


def test_the_desk_says_why_in_words_and_what_to_do(maya: Client, desk_browser: Browser) -> None:
    closing.close_practice(client=maya, cause="answers", level=Level.EMERGENCY, sentence="…", at=maya.joined_at)
    page = text_of(desk_browser.get("/desk/"))
    assert "A safety answer asks for help at once." in page
    assert "Ring today before anything else." in page
    assert "practice closed" in page


def test_an_empty_desk_says_how_to_begin(desk_browser: Browser) -> None:
    assert "Nobody is here yet. Invite your first client" in text_of(desk_browser.get("/desk/"))


def test_those_who_do_fine_stand_apart(maya: Client, desk_browser: Browser, practise: Any) -> None:
    practise(maya, days_ago=1)
    page = text_of(desk_browser.get("/desk/"))
    assert "Nobody needs a word today" in page
    assert "Doing fine" in page


def test_calls_left_today_stand_on_the_desk(desk_browser: Browser, call_today: Call) -> None:
    page = text_of(desk_browser.get("/desk/"))
    assert "1 call still today" in page
    assert "11:00 am</strong> <bdi>Helen" in page
    assert "(4:00 pm, London time)" in page


# Invitations


def test_an_invitation_is_kept_and_mailed(
    desk_browser: Browser, trainer: Trainer, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk_browser.post(url("invite"), {"email": "New@example.com", "name": "New"}, follow=True)
    assert list(Invitation.objects.values_list("email", "name", "invited_by")) == [
        ("new@example.com", "New", trainer.pk)
    ]
    assert [message.to for message in mail.outbox] == [["new@example.com"]]
    assert "works until 18 March" in text_of(answer)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": "nonsense"}, "This does not look like an e-mail address."),
        ({"email": "maya@example.com"}, "This person is your client already."),
        ({"email": ""}, "Please type their e-mail address."),
        ({"email": "a@example.com", "name": "a" * 81}, "Please use at most 80 letters."),
        ({"email": "a\x00@example.com"}, "This holds a character that can't be written down. Please type it again."),
    ],
)
def test_an_invitation_that_cannot_be_sent_says_so(
    maya: Client, desk_browser: Browser, typed: dict[str, str], sentence: str
) -> None:
    answer = desk_browser.post(url("invite"), typed)
    assert sentence in text_of(answer)
    assert Invitation.objects.count() == 0


def test_an_invitation_begins_with_what_the_call_knows(desk_browser: Browser) -> None:
    page = text_of(desk_browser.get(url("invite") + "?email=helen@example.org&name=Helen"))
    assert 'value="helen@example.org"' in page
    assert 'value="Helen"' in page


# One client


def test_the_page_of_a_client_tells_the_whole_story(
    maya: Client, trainer: Trainer, desk_browser: Browser, practise: Any, feel: Any, now: datetime
) -> None:
    done = practise(maya, days_ago=2, before=4, after=3, cue="Zip up the front", effort=6)
    feel(maya, 3, days_ago=1, moment="morning")
    Note.objects.create(client=maya, by=trainer, text="Works nights.", written_at=now)
    Message.objects.create(client=maya, by=trainer, text="Well begun.", written_at=now)
    page = text_of(desk_browser.get(url("client", maya.pk)))
    for words in (
        "9:00 am, Chicago time",
        done.lesson.title,
        done.verdict.reasons[0]["trainer"],
        'Effort <span class="number">6</span> of 10. What helped: “Zip up the front”.',
        "The usual numbers were used.",
        "Works nights.",
        "Well begun.",
        "Tightness from 0 to 10",
    ):
        assert words in page


def test_the_page_of_a_client_says_how_often_they_are_asked(
    maya: Client, desk_browser: Browser, practise: Any, feel: Any
) -> None:
    page = desk_browser.get(f"/desk/clients/{maya.pk}/").content.decode()
    assert "Asked at each practice: no calm session yet; 6 over 14 days make it every third." in page
    for days_ago in (15, 12, 9, 6, 3, 1):
        practise(maya, days_ago=days_ago)
        feel(maya, 2, days_ago=days_ago - 0.8, moment="morning")
    practise(maya, before=None, after=None)
    page = desk_browser.get(f"/desk/clients/{maya.pk}/").content.decode()
    assert "Steady for two weeks (six calm sessions over 14 days)" in page
    assert '<span class="practice__scores quiet">fine</span>' in page


def test_looking_at_a_client_changes_nothing(
    maya: Client, desk_browser: Browser, practise: Any, django_assert_num_queries: Any
) -> None:
    practise(maya)
    before = (maya.practices.count(), maya.check_ins.count(), stored())
    for name in ("client", "practices"):
        desk_browser.get(url(name, maya.pk))
        desk_browser.head(url(name, maya.pk))
    assert (maya.practices.count(), maya.check_ins.count(), stored()) == before


def test_thresholds_other_than_the_usual_are_named(maya: Client, desk_browser: Browser, practise: Any) -> None:
    verdict = practise(maya).verdict
    verdict.thresholds = {**verdict.thresholds, "easy_score": 3}
    verdict.save()
    page = text_of(desk_browser.get(url("practices", maya.pk)))
    assert "Other numbers than usual: a score up to this is easy: 3." in page


def test_all_practices_are_there_page_by_page(maya: Client, desk_browser: Browser, practise: Any) -> None:
    for day in range(27):
        practise(maya, days_ago=27 - day)
    assert desk_browser.get(url("practices", maya.pk)).content.count(b'class="practice"') == 25
    assert desk_browser.get(url("practices", maya.pk) + "?page=2").content.count(b'class="practice"') == 2
    assert desk_browser.get(url("practices", maya.pk) + "?page=x").content.count(b'class="practice"') == 25


# Placing


def test_the_trainer_puts_a_client_on_a_lesson(maya: Client, trainer: Trainer, desk_browser: Browser) -> None:
    typed = {"track": "hinge", "lesson": "wall-tap", "note": "Did this for years."}
    answer = desk_browser.post(url("set_position", maya.pk), typed)
    assert answer.headers["Location"] == url("client", maya.pk) + "#tracks"
    page = text_of(desk_browser.get(url("client", maya.pk)))
    assert "Moved, with your reason." in page
    assert "Robin Hale: Did this for years." in page
    assert Move.objects.get().by == trainer.user


def test_placing_twice_writes_one_move(maya: Client, desk_browser: Browser) -> None:
    typed = {"track": "hinge", "lesson": "wall-tap", "note": "Did this for years."}
    desk_browser.post(url("set_position", maya.pk), typed)
    again = desk_browser.post(url("set_position", maya.pk), typed, follow=True)
    assert "That is where they stand already." in text_of(again)
    assert Move.objects.count() == 1


@pytest.mark.parametrize("note", BAD_WORDS)
def test_a_placement_without_a_good_reason_is_refused(maya: Client, desk_browser: Browser, note: str) -> None:
    answer = desk_browser.post(url("set_position", maya.pk), {"track": "hinge", "lesson": "wall-tap", "note": note})
    assert answer.status_code == 200
    assert 'id="hinge_note_error"' in text_of(answer)
    assert 'value="wall-tap" selected' in text_of(answer)
    assert Move.objects.count() == 0


@pytest.mark.parametrize("lesson", ["moonwalk", "pelvic-clock", "wall-tap\x00", ""])
def test_a_lesson_that_is_not_of_the_track_is_refused_and_the_reason_kept(
    maya: Client, desk_browser: Browser, lesson: str
) -> None:
    typed = {"track": "hinge", "lesson": lesson, "note": "Keep these words."}
    answer = desk_browser.post(url("set_position", maya.pk), typed)
    assert 'id="hinge_lesson_error"' in text_of(answer)
    assert "Keep these words.</textarea>" in text_of(answer)
    assert Move.objects.count() == 0


@pytest.mark.parametrize("track", ["", "yoga", "hinge\x00"])
def test_a_track_that_does_not_exist_is_not_found(maya: Client, desk_browser: Browser, track: str) -> None:
    typed = {"track": track, "lesson": "wall-tap", "note": "Why not."}
    assert desk_browser.post(url("set_position", maya.pk), typed).status_code == 404
    assert Move.objects.count() == 0


# Opening practice again


@pytest.fixture
def closed(maya: Client) -> Closure:
    return closing.close_practice(
        client=maya, cause="answers", level=Level.TODAY, sentence="See a doctor.", at=maya.joined_at
    )


def test_practice_opens_again_with_a_reason(
    maya: Client, closed: Closure, trainer: Trainer, desk_browser: Browser, now: datetime
) -> None:
    assert "Practice is closed" in text_of(desk_browser.get(url("client", maya.pk)))
    desk_browser.post(url("lift_closure", maya.pk), {"note": "Her doctor is happy."})
    closed.refresh_from_db()
    assert (closed.lifted_at, closed.lifted_by, closed.note) == (now, trainer.user, "Her doctor is happy.")
    assert active_closure(maya) is None
    assert "Her doctor is happy." in text_of(desk_browser.get(url("client", maya.pk)))


@pytest.mark.parametrize("note", BAD_WORDS)
def test_practice_does_not_open_without_a_good_reason(
    maya: Client, closed: Closure, desk_browser: Browser, note: str
) -> None:
    answer = desk_browser.post(url("lift_closure", maya.pk), {"note": note})
    assert 'id="id_note_error"' in text_of(answer)
    assert active_closure(maya) == closed


def test_opening_what_is_open_keeps_the_first_reason(maya: Client, closed: Closure, desk_browser: Browser) -> None:
    desk_browser.post(url("lift_closure", maya.pk), {"note": "The first."})
    again = desk_browser.post(url("lift_closure", maya.pk), {"note": "The second."}, follow=True)
    closed.refresh_from_db()
    assert closed.note == "The first."
    assert "Practice is open already." in text_of(again)


# Words


@pytest.mark.parametrize(("name", "model"), [("add_note", Note), ("send_message", Message)])
def test_words_sent_twice_are_kept_once(
    maya: Client, trainer: Trainer, desk_browser: Browser, now: datetime, name: str, model: Any
) -> None:
    for _ in range(2):
        answer = desk_browser.post(url(name, maya.pk), {"id": str(SOME_ID), "text": "Slower is fine. 🦵"})
        assert answer.headers["Location"] == url("client", maya.pk) + "#written"
    assert list(model.objects.values_list("id", "client", "by", "text", "written_at")) == [
        (SOME_ID, maya.pk, trainer.pk, "Slower is fine. 🦵", now)
    ]


@pytest.mark.parametrize(("name", "field"), [("add_note", "note_text"), ("send_message", "message_text")])
@pytest.mark.parametrize("text", BAD_WORDS)
def test_bad_words_are_refused_beside_their_field(
    maya: Client, desk_browser: Browser, name: str, field: str, text: str
) -> None:
    answer = desk_browser.post(url(name, maya.pk), {"id": str(SOME_ID), "text": text})
    assert f'id="{field}_error"' in text_of(answer)
    assert (Note.objects.count(), Message.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["add_note", "send_message"])
def test_a_spoiled_id_keeps_the_words_and_asks_to_send_again(maya: Client, desk_browser: Browser, name: str) -> None:
    answer = desk_browser.post(url(name, maya.pk), {"id": "7", "text": "Keep these words."})
    assert "This form came back incomplete. Please send it once more." in text_of(answer)
    assert "Keep these words.</textarea>" in text_of(answer)
    assert (Note.objects.count(), Message.objects.count()) == (0, 0)


def test_what_people_type_is_shown_and_never_run(maya: Client, desk_browser: Browser) -> None:
    desk_browser.post(url("add_note", maya.pk), {"id": str(SOME_ID), "text": "<script>alert(1)</script> אבג"})
    page = text_of(desk_browser.get(url("client", maya.pk)))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; אבג" in page
    assert "<script>alert" not in page


def test_a_message_stands_on_the_clients_today_page(maya: Client, desk_browser: Browser, sign_in: Any) -> None:
    desk_browser.post(url("send_message", maya.pk), {"id": str(SOME_ID), "text": "Slower is fine."})
    assert "Slower is fine." in text_of(sign_in(maya).get("/today/"))


def test_a_note_is_for_the_trainer_alone(maya: Client, desk_browser: Browser, sign_in: Any) -> None:
    desk_browser.post(url("add_note", maya.pk), {"id": str(SOME_ID), "text": "Works nights."})
    assert "Works nights." not in text_of(sign_in(maya).get("/today/"))


def test_a_note_can_be_deleted_twice(maya: Client, trainer: Trainer, desk_browser: Browser, now: datetime) -> None:
    note = Note.objects.create(client=maya, by=trainer, text="Wrong.", written_at=now)
    for _ in range(2):
        answer = desk_browser.post(url("delete_note", maya.pk, note.pk))
        assert answer.headers["Location"] == url("client", maya.pk) + "#written"
    assert Note.objects.count() == 0


def test_a_note_about_somebody_else_stays(
    maya: Client, other_client: Client, trainer: Trainer, desk_browser: Browser, now: datetime
) -> None:
    note = Note.objects.create(client=other_client, by=trainer, text="Lee's.", written_at=now)
    desk_browser.post(url("delete_note", maya.pk, note.pk))
    assert list(Note.objects.all()) == [note]


# Pauses


def test_a_pause_begins_and_ends(maya: Client, desk_browser: Browser) -> None:
    desk_browser.post(url("pause", maya.pk), {"until": "2026-03-20"})
    pause = Pause.objects.get()
    assert (pause.client, pause.begins_on, pause.ends_on) == (maya, date(2026, 3, 4), date(2026, 3, 20))
    assert pause.by == Trainer.objects.get().user
    assert "Paused since 4 March, until 20 March." in text_of(desk_browser.get(url("client", maya.pk)))
    desk_browser.post(url("resume", maya.pk))
    assert Pause.objects.count() == 0


def test_a_pause_into_the_past_is_refused(maya: Client, desk_browser: Browser) -> None:
    answer = desk_browser.post(url("pause", maya.pk), {"until": "2026-03-01"})
    assert "This day has passed. Please give today or a later day." in text_of(answer)
    assert Pause.objects.count() == 0


def test_the_trainer_sees_the_real_places_of_the_week(maya: Client, desk_browser: Browser) -> None:
    assert "In real places" not in text_of(desk_browser.get(url("client", maya.pk)))
    Pause.objects.create(client=maya, begins_on=date(2026, 2, 1), ends_on=date(2026, 3, 3))
    for local_on, situation in ((date(2026, 3, 3), "car"), (date(2026, 3, 4), "car"), (date(2026, 2, 20), "court")):
        CarryOver.objects.create(client=maya, local_on=local_on, situation=situation)
    page = text_of(desk_browser.get(url("client", maya.pk)))
    assert "2 times at 1 place in the last seven days; 1 in the seven before." in page


# The lessons


def typed_lesson(browser: Browser, slug: str, **typed: str) -> dict[str, str]:
    form = browser.get(url("edit_lesson", slug)).context["form"]
    return {name: str(form[name].value()) for name in form.fields} | typed


def test_every_lesson_is_listed_and_an_edited_one_is_marked(desk_browser: Browser) -> None:
    assert text_of(desk_browser.get(url("lessons"))).count("/desk/lessons/") >= 23
    desk_browser.post(url("edit_lesson", "wall-tap"), typed_lesson(desk_browser, "wall-tap", title="Tap the wall"))
    page = text_of(desk_browser.get(url("lessons")))
    assert page.count("edited by you") == 1
    assert "Tap the wall" in page


def test_the_loader_leaves_an_edited_lesson_alone(desk_browser: Browser) -> None:
    desk_browser.post(url("edit_lesson", "wall-tap"), typed_lesson(desk_browser, "wall-tap", why="Because I say so."))
    assert loading.load().kept == ["wall-tap"]
    assert Lesson.objects.get(slug="wall-tap").why == "Because I say so."


def test_a_lesson_that_cannot_be_kept_keeps_what_was_typed(desk_browser: Browser) -> None:
    typed = typed_lesson(desk_browser, "wall-tap", title="", why="My own words.")
    answer = desk_browser.post(url("edit_lesson", "wall-tap"), typed)
    assert "A lesson needs a title." in text_of(answer)
    assert "My own words.</textarea>" in text_of(answer)
    assert "<h1>Wall tap</h1>" in text_of(answer)
    kept = Lesson.objects.get(slug="wall-tap")
    assert (kept.title, kept.edited_at) == ("Wall tap", None)


def test_the_original_text_comes_back(desk_browser: Browser) -> None:
    original = Lesson.objects.filter(slug="wall-tap").values().get()
    typed = typed_lesson(desk_browser, "wall-tap", title="Tap the wall", cues="Only one", pass_mark="Ten")
    desk_browser.post(url("edit_lesson", "wall-tap"), typed)
    answer = desk_browser.post(url("reset_lesson", "wall-tap"), follow=True)
    assert "This is the original text again." in text_of(answer)
    assert Lesson.objects.filter(slug="wall-tap").values().get() == original
    assert loading.load().kept == []


def test_without_an_original_the_trainers_text_stays(desk_browser: Browser) -> None:
    typed = typed_lesson(desk_browser, "wall-tap", title="Mine")
    desk_browser.post(url("edit_lesson", "wall-tap"), typed)
    Lesson.objects.filter(slug="wall-tap").update(slug="my-own", number=99)
    answer = desk_browser.post(url("reset_lesson", "my-own"), follow=True)
    assert "The curriculum has no such lesson any more, so your text stays." in text_of(answer)
    kept = Lesson.objects.get(slug="my-own")
    assert (kept.title, kept.edited_at is not None) == ("Mine", True)


@pytest.mark.parametrize("slug", ["moonwalk", "x" * 500])
def test_a_lesson_that_does_not_exist_is_not_found(desk_browser: Browser, slug: str) -> None:
    assert desk_browser.get(url("edit_lesson", slug)).status_code == 404
    assert desk_browser.post(url("reset_lesson", slug)).status_code == 404


def test_what_the_trainer_writes_carries_no_script(desk_browser: Browser) -> None:
    typed = typed_lesson(desk_browser, "wall-tap", why="<script>alert(1)</script> [x](javascript:alert(1))")
    desk_browser.post(url("edit_lesson", "wall-tap"), typed)
    page = desk_browser.get("/lessons/wall-tap/").content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


# Settings and hours


def test_settings_are_saved(trainer: Trainer, desk_browser: Browser) -> None:
    typed = {"name": "Robin", "zone": "Europe/Lisbon", "phone": "", "bio": "I coach.", "allow_signup": "on"}
    assert desk_browser.post(url("settings"), typed).headers["Location"] == url("settings")
    kept = Trainer.objects.select_related("user").get()
    assert (kept.name, kept.zone, kept.allow_signup) == ("Robin", "Europe/Lisbon", True)


def test_settings_that_cannot_be_kept_change_nothing(trainer: Trainer, desk_browser: Browser) -> None:
    answer = desk_browser.post(url("settings"), {"name": "Somebody else", "zone": "Mars/Olympus"})
    assert "We don't know this time zone." in text_of(answer)
    assert 'value="Somebody else"' in text_of(answer)
    assert Trainer.objects.select_related("user").get().name == "Robin Hale"


def hours_typed(browser: Browser, **typed: str) -> dict[str, str]:
    context = browser.get(url("hours")).context
    filled: dict[str, Any] = {}
    for form in (*context["week"].forms, *context["dates"].forms, context["rules"]):
        filled |= {form.add_prefix(name): form[name].value() for name in form.fields}
    for rows in (context["week"], context["dates"]):
        manage = rows.management_form
        filled |= {manage.add_prefix(name): manage[name].value() for name in manage.fields}
    sent = {name: value for name, value in filled.items() if value is not None and value is not False}
    return {name: f"{value:%H:%M}" if isinstance(value, time) else str(value) for name, value in sent.items()} | typed


def test_hours_and_dates_are_added_in_one_go(trainer: Trainer, desk_browser: Browser) -> None:
    typed = hours_typed(
        desk_browser,
        **{
            "week-0-weekday": "2",
            "week-0-starts": "09:00",
            "week-0-ends": "12:00",
            "dates-0-on": "2026-03-11",
            "rules-length_minutes": "45",
        },
    )
    assert desk_browser.post(url("hours"), typed).headers["Location"] == url("hours")
    assert [str(each) for each in Hours.objects.all()] == ["Wednesday 09:00-12:00"]
    assert [str(each) for each in DateRule.objects.all()] == ["11 March 2026: off"]
    assert CallRules.objects.get(trainer=trainer).length_minutes == 45


def test_saving_the_hours_as_they_are_changes_nothing(call_hours: Trainer, desk_browser: Browser) -> None:
    before = list(Hours.objects.values())
    assert desk_browser.post(url("hours"), hours_typed(desk_browser)).status_code == 302
    assert list(Hours.objects.values()) == before


def test_hours_can_be_taken_away(call_hours: Trainer, desk_browser: Browser) -> None:
    desk_browser.post(url("hours"), hours_typed(desk_browser, **{"week-0-DELETE": "on"}))
    assert [each.weekday for each in Hours.objects.all()] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"week-5-weekday": "6", "week-5-starts": "9 o'clock"}, "Please write a time such as 09:30."),
        ({"week-5-weekday": "6", "week-5-starts": "09:07", "week-5-ends": "12:00"}, "Please choose a quarter hour"),
        (
            {"week-5-weekday": "0", "week-5-starts": "09:00", "week-5-ends": "12:00"},
            "This day and time is there twice.",
        ),
        ({"dates-0-on": "2026-02-30"}, "Enter a valid date."),
        ({"rules-horizon_days": "9999"}, "Ensure this value is less than or equal to 120."),
        ({"week-TOTAL_FORMS": "x"}, "This form came back incomplete. Please open the page anew."),
    ],
)
def test_hours_that_make_no_sense_store_nothing_at_all(
    call_hours: Trainer, desk_browser: Browser, typed: dict[str, str], sentence: str
) -> None:
    good = {"dates-0-on": "2026-03-11", "rules-length_minutes": "45"}
    before = stored()
    answer = desk_browser.post(url("hours"), hours_typed(desk_browser, **good | typed))
    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert stored() == before
    assert CallRules.objects.get().length_minutes == 30


# Calls


def booked(trainer: Trainer, *, at: datetime, now: datetime, by: CallEvent.By = CallEvent.By.TRAINER) -> Call:
    wish = BookingRequest(
        id=uuid.uuid4(),
        name="Helen",
        email="helen@example.org",
        phone="+12025550143",
        about="Tight after long drives.",
        zone=ZoneInfo("Europe/London"),
        starts_at=at,
    )
    return reserve(wish, trainer, now=now, by=by)


@pytest.fixture
def call_today(call_hours: Trainer, now: datetime) -> Call:
    """At eleven in New York: in an hour."""
    return booked(call_hours, at=now + timedelta(hours=1), now=now)


@pytest.fixture
def call_over(call_hours: Trainer, now: datetime) -> Call:
    return booked(call_hours, at=now - timedelta(days=1), now=now - timedelta(days=2))


def test_a_call_stands_there_on_both_clocks(desk_browser: Browser, call_today: Call) -> None:
    page = text_of(desk_browser.get(url("calls")))
    assert 'Wednesday 4 March, 11:00 am</time> <span class="quiet small">New York time (UTC−5)' in page
    assert "For them: Wednesday 4 March, 4:00 pm, London time (UTC+0)" in page
    assert "Tight after long drives." in page
    assert 'href="tel:+12025550143"' in page


def test_a_caller_who_is_a_client_leads_to_their_page(maya: Client, desk_browser: Browser, call_today: Call) -> None:
    Call.objects.update(email="maya@example.com")
    page = text_of(desk_browser.get(url("calls")))
    assert url("client", maya.pk) in page
    assert "Invite them" not in page


def test_a_call_moves_to_a_free_time(desk_browser: Browser, call_today: Call, now: datetime) -> None:
    to = now + timedelta(days=1)
    desk_browser.post(url("move_call", call_today.pk), {"start": start_value(to)})
    call_today.refresh_from_db()
    assert call_today.starts_at == to


def test_asking_for_other_days_moves_nothing(desk_browser: Browser, call_today: Call, now: datetime) -> None:
    typed = {"start": start_value(now + timedelta(days=1)), "from": "2026-03-12"}
    answer = desk_browser.post(url("move_call", call_today.pk), typed)
    assert "Thursday 12 March" in text_of(answer)
    assert Call.objects.get().starts_at == call_today.starts_at


@pytest.mark.parametrize("start", ["", "nonsense", "2026-03-05T03:00Z", "2026-03-05T15:00Z\x00", TEN_KB])
def test_a_time_that_is_not_free_is_refused(desk_browser: Browser, call_today: Call, start: str) -> None:
    answer = desk_browser.post(url("move_call", call_today.pk), {"start": start})
    assert 'id="start_error"' in text_of(answer)
    assert Call.objects.get().starts_at == call_today.starts_at


def test_a_taken_time_is_refused_and_near_ones_are_offered(
    desk_browser: Browser, call_hours: Trainer, call_today: Call, now: datetime
) -> None:
    taken = booked(call_hours, at=now + timedelta(days=1), now=now)
    answer = desk_browser.post(url("move_call", call_today.pk), {"start": start_value(taken.starts_at)})
    assert "These are the nearest free ones:" in text_of(answer)
    assert Call.objects.get(pk=call_today.pk).starts_at == call_today.starts_at


def test_a_cancelled_call_frees_its_time_and_says_why(
    desk_browser: Browser, call_hours: Trainer, call_today: Call, now: datetime
) -> None:
    desk_browser.post(url("cancel_call", call_today.pk), {"reason": "I am ill."})
    call_today.refresh_from_db()
    assert (call_today.is_cancelled, call_today.cancel_reason, Cell.objects.count()) == (True, "I am ill.", 0)
    free = [slot.starts_at for slot in offered(load_availability(call_hours, now, at_the_desk=True), now)]
    assert call_today.starts_at in free
    assert "I am ill." in text_of(desk_browser.get(url("calls")))


@pytest.mark.parametrize("reason", [TEN_KB, "a\x00b"])
def test_a_reason_that_cannot_be_kept_cancels_nothing(desk_browser: Browser, call_today: Call, reason: str) -> None:
    answer = desk_browser.post(url("cancel_call", call_today.pk), {"reason": reason})
    assert 'id="id_reason_error"' in text_of(answer)
    assert Call.objects.get().is_booked


@pytest.mark.parametrize("name", ["move_call", "cancel_call"])
def test_a_call_that_is_over_stays_as_it_is(desk_browser: Browser, call_over: Call, now: datetime, name: str) -> None:
    typed = {"start": start_value(now + timedelta(days=1)), "reason": "Too late."}
    answer = desk_browser.post(url(name, call_over.pk), typed, follow=True)
    assert "This can't be done any more" in text_of(answer)
    kept = Call.objects.get()
    assert (kept.starts_at, kept.status) == (call_over.starts_at, Call.Status.BOOKED)


def test_a_call_that_is_over_asks_how_it_went(desk_browser: Browser, call_over: Call) -> None:
    assert "How did it go?" in text_of(desk_browser.get(url("calls")))
    desk_browser.post(url("outcome", call_over.pk), {"outcome": "talked"})
    assert Call.objects.get().status == Call.Status.TALKED
    assert "How did it go?" not in text_of(desk_browser.get(url("calls")))


@pytest.mark.parametrize("wanted", ["", "booked", "cancelled", "nonsense"])
def test_an_outcome_that_is_none_is_not_found(desk_browser: Browser, call_over: Call, wanted: str) -> None:
    assert desk_browser.post(url("outcome", call_over.pk), {"outcome": wanted}).status_code == 404
    assert Call.objects.get().status == Call.Status.BOOKED


def test_a_call_to_come_has_no_outcome_yet(desk_browser: Browser, call_today: Call) -> None:
    answer = desk_browser.post(url("outcome", call_today.pk), {"outcome": "talked"}, follow=True)
    assert "This can't be done any more" in text_of(answer)
    assert Call.objects.get().status == Call.Status.BOOKED


@pytest.mark.parametrize("name", ["move_call", "cancel_call", "outcome"])
def test_a_call_that_does_not_exist_is_not_found(desk_browser: Browser, name: str) -> None:
    assert desk_browser.post(url(name, SOME_ID), {"outcome": "talked"}).status_code == 404
