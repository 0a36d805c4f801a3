"""Pauses that the trainer sets."""

from datetime import date

from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety.models import Pause
from tests.coaching.pages import html_of, url


def test_a_pause_begins_and_ends(maya: Client, desk_browser: Browser) -> None:
    desk_browser.post(url("pause", maya.pk), {"until": "2026-03-20"})
    pause = Pause.objects.get()
    assert (pause.client, pause.begins_on, pause.ends_on) == (maya, date(2026, 3, 4), date(2026, 3, 20))
    assert pause.by == Trainer.objects.get().user
    assert "Paused since March 4, until March 20." in html_of(desk_browser.get(url("plan", maya.pk)))
    desk_browser.post(url("resume", maya.pk))
    assert Pause.objects.count() == 0


def test_a_pause_into_the_past_is_refused(maya: Client, desk_browser: Browser) -> None:
    answer = desk_browser.post(url("pause", maya.pk), {"until": "2026-03-01"})
    assert "This day has passed. Please give today or a later day." in html_of(answer)
    assert Pause.objects.count() == 0
