"""Opening practice again."""

from datetime import datetime

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety import closing
from hinge_coach.safety.models import Closure, active_closure
from hinge_coach.safety.screening import Level
from lessons.practice.history import load_state
from tests.coaching.conftest import Feel
from tests.coaching.pages import BAD_WORDS, html_of, url


@pytest.fixture
def closed(maya: Client) -> Closure:
    return closing.close_practice(
        client=maya, cause="answers", level=Level.TODAY, sentence="See a doctor.", at=maya.joined_at
    )


def test_practice_opens_again_with_a_reason(
    maya: Client, closed: Closure, trainer: Trainer, desk_browser: Browser, now: datetime
) -> None:
    assert "Practice is closed" in html_of(desk_browser.get(url("client", maya.pk)))
    desk_browser.post(url("lift_closure", maya.pk), {"note": "Her doctor is happy."})
    closed.refresh_from_db()
    assert (closed.lifted_at, closed.lifted_by, closed.note) == (now, trainer.user, "Her doctor is happy.")
    assert active_closure(maya) is None
    assert "Her doctor is happy." in html_of(desk_browser.get(url("client", maya.pk)))


@pytest.mark.parametrize("note", BAD_WORDS)
def test_practice_does_not_open_without_a_good_reason(
    maya: Client, closed: Closure, desk_browser: Browser, note: str
) -> None:
    answer = desk_browser.post(url("lift_closure", maya.pk), {"note": note})
    assert 'id="id_note_error"' in html_of(answer)
    assert active_closure(maya) == closed


def test_a_graver_closure_than_the_page_showed_is_read_before_it_is_opened(
    maya: Client, closed: Closure, desk_browser: Browser, now: datetime
) -> None:
    press = {"note": "Her doctor is happy.", "seen": f"today {closed.closed_at.isoformat()}"}
    assert f'value="{press["seen"]}"' in html_of(desk_browser.get(url("client", maya.pk)))
    graver = closing.close_practice(
        client=maya, cause="answers", level=Level.EMERGENCY, sentence="Get help now.", at=now
    )
    page = html_of(desk_browser.post(url("lift_closure", maya.pk), press))
    assert "Practice was closed more urgently since you opened this page. Please read why first." in page
    assert "Her doctor is happy." in page
    assert active_closure(maya) == graver
    assert closed.lift(by=None, note="Read before it was graver.", at=now) is False
    desk_browser.post(url("lift_closure", maya.pk), {**press, "seen": f"emergency {graver.closed_at.isoformat()}"})
    assert active_closure(maya) is None


def test_opening_what_is_open_keeps_the_first_reason(maya: Client, closed: Closure, desk_browser: Browser) -> None:
    desk_browser.post(url("lift_closure", maya.pk), {"note": "The first."})
    again = desk_browser.post(url("lift_closure", maya.pk), {"note": "The second."}, follow=True)
    closed.refresh_from_db()
    assert closed.note == "The first."
    assert "Practice is open already." in html_of(again)


def test_what_was_high_before_practice_opened_again_eases_nobody(
    maya: Client, trainer: Trainer, desk_browser: Browser, feel: Feel, now: datetime
) -> None:
    for days_ago in range(4, 18):
        feel(maya, 2, days_ago=days_ago)
    for days_ago in (3, 2, 1):
        feel(maya, 6, days_ago=days_ago)
    assert load_state(maya, now=now).is_eased
    closing.close_practice(client=maya, cause="answers", level=Level.TODAY, sentence="See a doctor.", at=now)
    desk_browser.post(url("lift_closure", maya.pk), {"note": "Her doctor is happy."})
    state = load_state(maya, now=now)
    assert state.facts.history.anew_on == state.today
    assert not state.is_eased
    assert "eased" not in html_of(desk_browser.get(url("client", maya.pk)))
