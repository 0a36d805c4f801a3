"""The quiet lines on top of the desk: an erased account, mails that wait or are lost, calendars not read."""

import re
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
from hinge_coach.booking.models import BusyCalendar
from hinge_coach.coaching.models import DeskLine
from hinge_coach.coaching.told.lines import desk_lines, put_lines_away, tell_of_erased_account
from hinge_coach.views import erase_everything
from tests.coaching.pages import TEN_KB
from tests.conftest import SignIn
from tests.reading import words_of


def text_of(trainer: Trainer, now: datetime) -> str:
    page = render_to_string("coaching/desk/_told.html", {"lines": desk_lines(trainer, now=now), "user": trainer.user})
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
    assert (desk_lines(trainer, now=now), DeskLine.objects.get().read_at) == ((), now)


def test_somebody_who_never_became_a_client_is_not_told(newcomer: User) -> None:
    erase_everything(newcomer)
    assert DeskLine.objects.count() == 0


def test_what_the_page_did_not_show_is_not_put_away(trainer: Trainer, now: datetime) -> None:
    tell_of_erased_account(at=now - timedelta(days=1))
    tell_of_erased_account(at=now)
    first = DeskLine.objects.earliest("pk")
    assert put_lines_away(up_to=first.pk, at=now) == 1
    (line,) = desk_lines(trainer, now=now)
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
    assert desk_lines(trainer, now=now) == ()
    words = text_of(trainer, later)
    assert "2 mails should have gone out by now, the first on Wednesday, March 4, 10:00 am." in words
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED, finished_at=later)
    assert "2 mails did not get through. See which" in text_of(trainer, later)
    DBTaskResult.objects.all().delete()
    assert desk_lines(trainer, now=later) == ()


def test_a_calendar_never_read_is_told_until_it_is(trainer: Trainer, now: datetime) -> None:
    calendar = BusyCalendar.objects.create(
        trainer=trainer, name="Home", url="https://example.com/a.ics", tried_at=now, problem="It could not be reached."
    )
    words = text_of(trainer, now)
    assert "People may book a call while you are busy: a calendar is not read." in words
    assert "Home was never read. It could not be reached. Look at the calendar" in words
    BusyCalendar.objects.update(read_at=now, problem="")
    calendar.refresh_from_db()
    assert desk_lines(trainer, now=now + timedelta(days=1)) == ()
    later = now + timedelta(days=1, minutes=1)
    assert (
        "Home was last read on Wednesday, March 4, 10:00 am, New York time. What was read then still counts. "
        "Nothing has tried to read it lately: on the server, manage.py fetch_calendars should run every hour."
    ) in text_of(trainer, later)


def test_many_calendars_are_one_line_that_names_three(trainer: Trainer, now: datetime) -> None:
    BusyCalendar.objects.bulk_create(
        BusyCalendar(trainer=trainer, name=f"Home {number}", url=f"https://example.com/{number}.ics", tried_at=now)
        for number in range(5)
    )
    words = text_of(trainer, now)
    assert "5 calendars are not read." in words
    assert re.findall(r"Home \d", words) == ["Home 0", "Home 1", "Home 2"]
    assert "And two more." in words


def test_the_lines_cost_three_queries_whatever_their_number(trainer: Trainer, now: datetime) -> None:
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            told = [line.number for line in desk_lines(trainer, now=now)]
        costs.append((told, len(queries)))
        for _ in range(30):
            tell_of_erased_account(at=now)
    assert costs == [([], 3), ([30], 3)]
