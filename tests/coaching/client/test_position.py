"""Moving a client on a track."""

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from lessons.models import Move
from tests.coaching.pages import BAD_WORDS, html_of, url


def test_the_trainer_puts_a_client_on_a_lesson(maya: Client, trainer: Trainer, desk_browser: Browser) -> None:
    typed = {"track": "hinge", "lesson": "wall-tap", "note": "Did this for years."}
    answer = desk_browser.post(url("set_position", maya.pk), typed)
    assert answer.headers["Location"] == url("client", maya.pk) + "#tracks"
    page = html_of(desk_browser.get(url("client", maya.pk)))
    assert "Moved, with your reason." in page
    assert "Robin Hale: Did this for years." in page
    assert Move.objects.get().by == trainer.user


def test_placing_twice_writes_one_move(maya: Client, desk_browser: Browser) -> None:
    typed = {"track": "hinge", "lesson": "wall-tap", "note": "Did this for years."}
    desk_browser.post(url("set_position", maya.pk), typed)
    again = desk_browser.post(url("set_position", maya.pk), typed, follow=True)
    assert "That is where they stand already." in html_of(again)
    assert Move.objects.count() == 1


@pytest.mark.parametrize("note", BAD_WORDS)
def test_a_placement_without_a_good_reason_is_refused(maya: Client, desk_browser: Browser, note: str) -> None:
    answer = desk_browser.post(url("set_position", maya.pk), {"track": "hinge", "lesson": "wall-tap", "note": note})
    assert answer.status_code == 200
    assert 'id="hinge_note_error"' in html_of(answer)
    assert 'value="wall-tap" selected' in html_of(answer)
    assert Move.objects.count() == 0


@pytest.mark.parametrize("lesson", ["moonwalk", "pelvic-clock", "wall-tap\x00", ""])
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
