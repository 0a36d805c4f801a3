"""What an added, corrected, deleted or restored entry changes at once. It is Wednesday, March 4, 2026, 09:00."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client
from hinge_coach.safety.models import active_closure
from hinge_coach.tightness.first_numbers import record_first_numbers
from hinge_coach.tightness.models import CheckIn
from lessons.models import Move, Practice
from tests.conftest import entered
from tests.factories import position_on_first_track, practice_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]


def usual_of_three(client: Client, now: datetime) -> None:
    for days_ago in range(8, 4, -1):
        entered(client, now - timedelta(days=days_ago), 3)


def two_practices(client: Client, now: datetime, *, second_after: int = 3) -> tuple[Practice, Practice]:
    """Two days of the first lesson; the number of the day between them answers for the first one."""
    first = practice_once(client, now - timedelta(days=3), before=3, after=3)
    second = practice_once(client, now - timedelta(days=2), before=3, after=second_after)
    return first, second


def put_right(browser: Browser, check_in: CheckIn | None, score: int) -> str:
    assert check_in is not None
    response = browser.post(f"/tightness/{check_in.pk}/", {"score": str(score)}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_a_practice_corrected_down_moves_the_client_at_once(browser: Browser, maya: Client, now: datetime) -> None:
    usual_of_three(maya, now)
    _, second = two_practices(maya, now, second_after=6)
    here = position_on_first_track(maya)
    page = put_right(browser, second.after, 3)
    assert position_on_first_track(maya) != here
    assert Move.objects.count() == 1
    title = maya.positions.get().lesson.title
    assert f"You moved on to “{title}”. It comes next on the track “Find neutral”." in page


def test_corrected_up_after_a_move_the_move_stays(browser: Browser, maya: Client, now: datetime) -> None:
    usual_of_three(maya, now)
    _, second = two_practices(maya, now)
    there = position_on_first_track(maya)
    assert Move.objects.count() == 1
    page = put_right(browser, second.after, 9)
    assert (position_on_first_track(maya), Move.objects.count()) == (there, 1)
    assert "Fixed: 9" in page
    assert "You " not in page.split("Fixed: 9")[1].split("</")[0]


def test_a_back_dated_number_answers_for_the_practice_before_it(browser: Browser, maya: Client, now: datetime) -> None:
    usual_of_three(maya, now)
    practice_once(maya, now - timedelta(days=4), before=3, after=3)
    practice_once(maya, now - timedelta(days=1, hours=1), before=3, after=3)
    assert Move.objects.count() == 0
    typed = {"id": str(uuid.uuid4()), "at": "2026-03-01T12:00", "score": "3", "situation": ""}
    page = browser.post("/tightness/new/", typed, follow=True).content.decode()
    assert Move.objects.count() == 1
    assert "You moved on to" in page


def test_deleting_what_stood_in_the_way_moves_the_client_and_says_so(
    browser: Browser, maya: Client, now: datetime
) -> None:
    usual_of_three(maya, now)
    high = entered(maya, now - timedelta(days=2, hours=3), 6)
    two_practices(maya, now)
    assert Move.objects.count() == 0
    page = browser.post(f"/tightness/{high.pk}/delete/", follow=True).content.decode()
    assert Move.objects.count() == 1
    assert "You moved on to" in page


def test_restoring_decides_again_and_takes_no_move_back(browser: Browser, maya: Client, now: datetime) -> None:
    usual_of_three(maya, now)
    high = entered(maya, now - timedelta(days=2, hours=3), 6)
    two_practices(maya, now)
    browser.post(f"/tightness/{high.pk}/delete/")
    there = position_on_first_track(maya)
    browser.post(f"/tightness/{high.pk}/restore/")
    assert (position_on_first_track(maya), Move.objects.count()) == (there, 1)


def test_restoring_the_missing_answer_moves_the_client_and_says_so(
    browser: Browser, maya: Client, now: datetime
) -> None:
    usual_of_three(maya, now)
    answer = entered(maya, now - timedelta(days=3, hours=-2), 3)
    answer.delete_softly(now)
    practice_once(maya, now - timedelta(days=4), before=3, after=3)
    practice_once(maya, now - timedelta(days=1, hours=1), before=3, after=3)
    page = browser.post(f"/tightness/{answer.pk}/restore/", follow=True).content.decode()
    assert Move.objects.count() == 1
    assert "Back on your chart: 3 on Sunday, March 1. You moved on to" in page


def test_a_correction_that_closes_practice_says_so(browser: Browser, maya: Client, now: datetime) -> None:
    entries = [entered(maya, now - timedelta(days=days_ago), score) for days_ago, score in ((2, 9), (1, 9), (0, 5))]
    assert active_closure(maya) is None
    typed = {"score": "9", "at": "2026-03-04T09:00", "situation": ""}
    page = browser.post(f"/tightness/{entries[2].pk}/", typed, follow=True).content.decode()
    assert "Fixed: 9 on Wednesday, March 4. Practice is closed for now; Today says why." in page
    assert active_closure(maya) is not None


def test_a_number_from_memory_keeps_its_day_and_can_be_deleted(browser: Browser, maya: Client, now: datetime) -> None:
    record_first_numbers(maya, (5, 6, 4), at=now)
    recalled = maya.check_ins.get(score=6)
    page = browser.get(f"/tightness/{recalled.pk}/").content.decode()
    assert "This entry is from memory, so it stays on its day." in page
    assert ('name="at"' in page, 'name="situation"' in page) == (False, False)
    typed = {"score": "2", "at": "2026-01-01T08:00", "situation": "sport", "moment": "any"}
    browser.post(f"/tightness/{recalled.pk}/", typed)
    right = CheckIn.objects.get(pk=recalled.pk)
    assert (right.score, right.at, right.local_on) == (2, recalled.at, recalled.local_on)
    assert (right.moment, right.situation) == ("recalled", "")
    browser.post(f"/tightness/{recalled.pk}/delete/")
    assert [entry.score for entry in maya.check_ins.entries()] == [4, 5]


def test_what_was_refused_is_stored_nowhere(browser: Browser, maya: Client, now: datetime) -> None:
    check_in = entered(maya, now - timedelta(days=1), 5)
    browser.post(f"/tightness/{check_in.pk}/", {"score": "11"})
    assert (CheckIn.objects.get().score, Move.objects.count()) == (5, 0)
