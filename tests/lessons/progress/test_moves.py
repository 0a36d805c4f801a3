"""The page that says whether it helps. It is Wednesday, March 4, 2026, 09:00 in Chicago."""

import re
import uuid
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.tightness.models import CheckIn
from lessons.models import Lesson, Move, Practice, VerdictRecord, move_client
from lessons.progress.moves import THEIRS, YOURS, MoveValue, change_sentences, moves_of
from lessons.rules.values import Decision
from lessons.start_test.placing import StartAnswers
from lessons.start_test.taking import take_start_test
from tests.conftest import SignIn, entered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]
PAGE = "/tightness/"


def page_of(browser: Browser, path: str = PAGE) -> str:
    response = browser.get(path)
    assert response.status_code == 200
    return response.content.decode()


def moved(
    client: Client, at: datetime, came_from: str, to: str, decision: Decision | None, note: str = "Because."
) -> Move:
    """What a verdict moved, or for None the trainer."""
    lessons = {slug: Lesson.objects.get(slug=slug) for slug in (came_from, to)}
    verdict = None
    if decision is not None:
        practice = Practice.objects.create(
            client=client,
            lesson=lessons[came_from],
            done_at=at,
            local_on=client.today(at),
            before=entered(client, at - timedelta(minutes=9), 3, "before"),
            after=entered(client, at, 3, "after"),
            guess="clean",
            passed=True,
            effort=3,
        )
        verdict = VerdictRecord.objects.create(
            practice=practice, decision=decision, reasons=[{"code": "x"}], decided_at=at
        )
    return Move.objects.create(
        client=client,
        track=lessons[to].track,
        from_lesson=lessons[came_from],
        to_lesson=lessons[to],
        moved_at=at,
        local_on=client.today(at),
        verdict=verdict,
        note=note,
    )


WORDS = [
    ("wall-tap", "waiters-bow", Decision.PROGRESS, "moved on to Waiter’s bow"),
    ("court-speed", "court-speed", Decision.PROGRESS, "finished the track Sit down"),
    ("waiters-bow", "wall-tap", Decision.REGRESS, "stepped back to Wall tap"),
    ("waiters-bow", "waiters-bow", Decision.REGRESS, "stepped back to the easier version of Waiter’s bow"),
    ("waiters-bow", "waiters-bow", Decision.RESTORE, "returned to the full version of Waiter’s bow"),
    ("waiters-bow", "waiters-bow", Decision.HOLD, "returned to the full version of Waiter’s bow"),
    ("waiters-bow", "wall-tap", Decision.HOLD, "back to Wall tap, because an entry was corrected"),
    ("waiters-bow", "wall-tap", Decision.PROGRESS, "back to Wall tap, because an entry was corrected"),
    ("waiters-bow", "wall-tap", Decision.STOP, "back to Wall tap, because an entry was corrected"),
    ("wall-tap", "waiters-bow", None, "your trainer moved you to Waiter’s bow"),
    ("waiters-bow", "waiters-bow", None, "your trainer moved you to another way of Waiter’s bow"),
]


@pytest.mark.parametrize(("came_from", "to", "decision", "told"), WORDS)
def test_each_change_of_the_lesson_is_told(
    maya: Client, now: datetime, came_from: str, to: str, decision: Decision | None, told: str
) -> None:
    stored = moved(maya, now, came_from, to, decision)
    move = MoveValue.of(stored)
    assert list(moves_of(maya)) == [move]
    assert change_sentences(move) == told
    if decision is None:
        assert change_sentences(move, trainer=THEIRS).startswith("the trainer moved them to ")


def test_a_placement_by_the_start_test_is_told_as_one(maya: Client, now: datetime) -> None:
    take_start_test(id=uuid.uuid4(), client=maya, answers=StartAnswers.of(chair=None, wall=None, bow=1))
    (move,) = moves_of(maya)
    assert move == MoveValue.of(Move.objects.get())
    for trainer in (YOURS, THEIRS):
        assert change_sentences(move, trainer=trainer) == "placed at Find the middle by the start test"


def test_a_change_of_the_lesson_is_a_mark_with_words_and_a_row_of_the_table(
    browser: Browser, maya: Client, now: datetime
) -> None:
    moved(maya, datetime(2026, 3, 2, 4, tzinfo=UTC), "wall-tap", "waiters-bow", Decision.PROGRESS)
    page = page_of(browser)
    assert "<title>March 1: moved on to Waiter’s bow</title>" in page  # at ten in the evening in Chicago
    assert '<th scope="row">March 1</th><td>Moved on to Waiter’s bow</td>' in page
    assert "another lesson</li>" in page


@pytest.mark.parametrize("page", [PAGE, "/tightness/summary/"])
def test_a_move_keeps_its_day_when_the_client_goes_elsewhere(
    browser: Browser, maya: Client, trainer: Trainer, sign_in: SignIn, page: str
) -> None:
    """At ten in the evening in Chicago; in Tokyo that was one in the afternoon of the next day."""
    moved(maya, datetime(2026, 3, 2, 4, tzinfo=UTC), "wall-tap", "waiters-bow", Decision.PROGRESS)
    browser.post("/me/", {"name": "Maya", "zone": "Asia/Tokyo", "day_begins": "0"})
    assert "<title>March 1: moved on to Waiter’s bow</title>" in page_of(browser, page)
    desk = sign_in(trainer)
    assert "<title>March 1: moved on to Waiter’s bow</title>" in page_of(desk, f"/desk/clients/{maya.pk}/")
    at_the_desk = page_of(desk, f"/desk/clients/{maya.pk}/plan/")
    assert re.search(r'<time class="quiet small" datetime="[^"]+">Mar 1, 2026</time>', at_the_desk)


@pytest.mark.parametrize(
    ("clock", "day"), [((3, 59), date(2026, 3, 3)), ((4, 0), date(2026, 3, 4)), ((23, 59), date(2026, 3, 4))]
)
def test_a_move_lies_on_the_clients_own_day(maya: Client, trainer: Trainer, clock: tuple[int, int], day: date) -> None:
    at = datetime(2026, 3, 4, *clock, tzinfo=ZoneInfo("America/Chicago"))
    lesson = Lesson.objects.get(slug="wall-tap")
    move = move_client(client=maya, lesson=lesson, at=at, by=trainer.user, note="Ready.")
    assert move is not None
    assert move.local_on == day


def test_without_a_change_there_is_nothing_about_changes(browser: Browser, check_in: CheckIn) -> None:
    page = page_of(browser)
    assert ("weeks__change" in page, "What changed" in page) == (False, False)


def test_the_trainer_sees_the_changes_too(
    maya: Client, trainer: Trainer, now: datetime, check_in: CheckIn, sign_in: SignIn
) -> None:
    moved(maya, now, "wall-tap", "waiters-bow", None)
    page = page_of(sign_in(trainer), f"/desk/clients/{maya.pk}/")
    assert "<title>March 4: the trainer moved them to Waiter’s bow</title>" in page


def test_thirty_changes_cost_as_many_queries_as_one(browser: Browser, maya: Client, now: datetime) -> None:
    moved(maya, now, "wall-tap", "waiters-bow", Decision.PROGRESS)
    with CaptureQueriesContext(connection) as one:
        browser.get(PAGE)
    for days in range(1, 31):
        moved(maya, now - timedelta(days=days), "wall-tap", "waiters-bow", Decision.PROGRESS)
    with CaptureQueriesContext(connection) as many:
        browser.get(PAGE)
    assert len(many) == len(one)
