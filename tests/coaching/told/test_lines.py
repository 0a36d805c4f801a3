"""The quiet lines on top of the desk: an erased account, mails that wait, mails that are lost."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from hinge_coach.accounts import joining
from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.coaching.models import DeskLine
from hinge_coach.coaching.told.lines import desk_lines, put_lines_away, tell_of_erased_account
from hinge_coach.views import erase_everything
from tests.coaching.pages import TEN_KB
from tests.conftest import SignIn
from tests.reading import words_of


def text_of(trainer: Trainer, now: datetime) -> str:
    page = render_to_string("coaching/desk/_told.html", {"lines": desk_lines(now), "user": trainer.user})
    return words_of(HttpResponse(page))


def test_an_erased_account_is_told_without_a_name_until_it_is_read(
    maya: Client, trainer: Trainer, sign_in: SignIn, now: datetime
) -> None:
    sign_in(maya).post("/me/erase/", {"sure": "on"})
    words = text_of(trainer, now)
    assert "A client has erased their account, on Wednesday, March 4. All that was about them is gone." in words
    assert "Maya" not in words
    browser, line = sign_in(trainer), DeskLine.objects.get()
    for _ in range(2):  # as by a double press
        assert browser.post("/desk/read/", {"up_to": str(line.pk)}).headers["Location"] == "/desk/"
    assert (desk_lines(now), DeskLine.objects.get().read_at) == ((), now)


def test_somebody_who_never_became_a_client_is_not_told(newcomer: User) -> None:
    erase_everything(newcomer)
    assert DeskLine.objects.count() == 0


def test_what_the_page_did_not_show_is_not_put_away(db: None, now: datetime) -> None:
    tell_of_erased_account(at=now - timedelta(days=1))
    tell_of_erased_account(at=now)
    first = DeskLine.objects.earliest("pk")
    assert put_lines_away(up_to=first.pk, at=now) == 1
    (line,) = desk_lines(now)
    assert (line.number, line.at) == (1, now)


@pytest.mark.parametrize("sent", ["", "0", "-1", "1e3", "²", "9" * 40, TEN_KB, "a\x00b"])
def test_what_is_no_line_puts_nothing_away(desk_browser: Browser, now: datetime, sent: str) -> None:
    tell_of_erased_account(at=now)
    page = desk_browser.post("/desk/read/", {"up_to": sent}, follow=True)
    assert "There was nothing left to put away." in words_of(page)
    assert DeskLine.objects.get().read_at is None


def test_a_worker_that_does_not_run_is_told_and_goes_by_itself(
    trainer: Trainer, now: datetime, settings: Settings
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for name in ("nia", "ned"):
        joining.invite(trainer=trainer, email=f"{name}@example.com", name="", at=now)
    later = now + timedelta(minutes=11)
    assert desk_lines(now) == ()
    words = text_of(trainer, later)
    assert "2 mails should have gone out by now, the first on Wednesday, March 4, 10:00 am." in words
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED, finished_at=later)
    assert "2 mails did not get through. See which" in text_of(trainer, later)
    DBTaskResult.objects.all().delete()
    assert desk_lines(later) == ()


def test_the_lines_cost_three_queries_whatever_their_number(db: None, now: datetime) -> None:
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            told = [line.number for line in desk_lines(now)]
        costs.append((told, len(queries)))
        for _ in range(30):
            tell_of_erased_account(at=now)
    assert costs == [([], 3), ([30], 3)]
