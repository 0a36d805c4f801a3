"""Moving a client on a track."""

import uuid

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from lessons.models import Move, TrackPosition
from tests.coaching.conftest import Feel, Practise
from tests.coaching.pages import BAD_WORDS, html_of, url, words_of
from tests.conftest import SignIn


def test_the_trainer_puts_a_client_on_a_lesson(maya: Client, trainer: Trainer, desk_browser: Browser) -> None:
    typed = {"track": "hinge", "lesson": "wall-tap", "note": "Did this for years."}
    answer = desk_browser.post(url("set_position", maya.pk), typed)
    assert answer.headers["Location"] == url("plan", maya.pk) + "#tracks"
    page = html_of(desk_browser.get(url("plan", maya.pk)))
    assert "Moved, with your reason." in page
    assert "Robin Hale: Did this for years." in page
    assert Move.objects.get().by == trainer.user


def test_placing_twice_writes_one_move(maya: Client, desk_browser: Browser) -> None:
    typed = {"track": "hinge", "lesson": "wall-tap", "note": "Did this for years."}
    desk_browser.post(url("set_position", maya.pk), typed)
    again = desk_browser.post(url("set_position", maya.pk), typed, follow=True)
    assert "They are at that lesson already." in html_of(again)
    assert Move.objects.count() == 1


@pytest.mark.parametrize("note", BAD_WORDS)
def test_a_placement_without_a_good_reason_is_refused(maya: Client, desk_browser: Browser, note: str) -> None:
    answer = desk_browser.post(url("set_position", maya.pk), {"track": "hinge", "lesson": "wall-tap", "note": note})
    assert answer.status_code == 200
    assert 'id="hinge_note_error"' in html_of(answer)
    assert 'value="wall-tap" selected' in html_of(answer)
    assert Move.objects.count() == 0


@pytest.mark.usefixtures("curriculum")
def test_a_hinge_path_that_is_done_ends_with_the_floor_lift(maya: Client, desk_browser: Browser) -> None:
    desk_browser.post(url("set_position", maya.pk), {"track": "hinge", "lesson": "finished", "note": "All of it."})
    position = TrackPosition.objects.select_related("lesson").get(client=maya)
    assert (position.lesson.slug, position.finished) == ("floor-lift", True)
    page = words_of(desk_browser.get(url("plan", maya.pk)))
    assert ("0 of 8 done, 8 skipped" in page, "The track is finished." in page) == (True, True)


@pytest.mark.parametrize("lesson", ["moonwalk", "pelvic-clock", "strong-back", "wall-tap\x00", ""])
def test_a_lesson_that_is_not_of_the_track_is_refused_and_the_reason_kept(
    maya: Client, desk_browser: Browser, lesson: str
) -> None:
    typed = {"track": "hinge", "lesson": lesson, "note": "Keep these words."}
    answer = desk_browser.post(url("set_position", maya.pk), typed)
    assert 'id="hinge_lesson_error"' in html_of(answer)
    assert "Keep these words.</textarea>" in html_of(answer)
    assert Move.objects.count() == 0


@pytest.mark.parametrize("track", ["", "yoga", "hinge\x00"])
def test_a_track_that_does_not_exist_is_not_found(maya: Client, desk_browser: Browser, track: str) -> None:
    typed = {"track": track, "lesson": "wall-tap", "note": "Why not."}
    assert desk_browser.post(url("set_position", maya.pk), typed).status_code == 404
    assert Move.objects.count() == 0


def tap(client: Client, sign_in: SignIn, score: int) -> None:
    """The client reports a number on their Today page."""
    answer = sign_in(client).post("/today/check-in/", {"id": str(uuid.uuid4()), "score": str(score)})
    assert answer.status_code == 302


@pytest.fixture
def one_number_short(maya: Client, practise: Practise, feel: Feel) -> Client:
    """An easier practice with a morning after it, then two good practices: one more number moves her on."""
    for days_ago in (9, 8, 7):
        feel(maya, 3, days_ago=days_ago)
    practise(maya, days_ago=6, before=3, after=3, easier=True)
    feel(maya, 3, days_ago=5.2, moment="morning")
    for days_ago in (4, 1):
        practise(maya, days_ago=days_ago, before=3, after=3)
    return maya


def test_one_number_moves_on_who_was_not_placed(one_number_short: Client, sign_in: SignIn) -> None:
    tap(one_number_short, sign_in, 3)
    assert TrackPosition.objects.get(client=one_number_short).lesson.slug != "tall-kneel-hinge"


@pytest.mark.parametrize("lesson", ["tall-kneel-hinge", "wall-tap"])
def test_one_more_tap_of_the_client_leaves_the_placement_as_it_is(
    one_number_short: Client, desk_browser: Browser, sign_in: SignIn, lesson: str
) -> None:
    typed = {"track": "hinge", "lesson": lesson, "easier": "on", "note": "Begin with less."}
    desk_browser.post(url("set_position", one_number_short.pk), typed)
    for score in (3, 2):
        tap(one_number_short, sign_in, score)
    position = TrackPosition.objects.get(client=one_number_short)
    assert (position.lesson.slug, position.easier, position.finished) == (lesson, True, False)
    assert [move.note for move in Move.objects.filter(client=one_number_short)] == ["Begin with less."]
