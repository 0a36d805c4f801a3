"""Mails that did not get through."""

from datetime import datetime, timedelta

import pytest
from django.test import Client as Browser
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from hinge_coach import outbox
from hinge_coach.booking.calls.mail import send_visitor_mail
from hinge_coach.booking.models import Call
from tests.coaching.pages import words_of


@pytest.fixture
def lost(ninas_call: Call, settings: Settings) -> DBTaskResult[..., str]:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    outbox.enqueue(send_visitor_mail, str(ninas_call.pk), "booked", "visitor", 0)
    task = DBTaskResult.objects.get()
    task.claim("tests")
    task.set_failed(OSError("550 nobody here"))
    return task


def test_a_lost_mail_stands_on_the_desk_until_it_is_dealt_with(
    desk_browser: Browser, lost: DBTaskResult[..., str]
) -> None:
    shown = words_of(desk_browser.get("/desk/calls/"))
    assert "1 mail did not get through" in shown
    assert "A mail to Nina (nina@example.com), about their call , given up on Wednesday, March 4, 10:00 am" in shown
    assert "The mail server said: OSError: 550 nobody here" in shown
    call_id = lost.args_kwargs["args"][0]
    assert f'href="/desk/calls/{call_id}/mend/">Wrong address?' in desk_browser.get("/desk/calls/").content.decode()
    desk_browser.post("/desk/calls/mails/", {"mail": str(lost.pk), "do": "again"})
    assert "did not get through" not in words_of(desk_browser.get("/desk/calls/"))
    assert [task.status for task in DBTaskResult.objects.all()] == ["READY"]


def test_a_lost_mail_can_be_taken_off(desk_browser: Browser, lost: DBTaskResult[..., str]) -> None:
    desk_browser.post("/desk/calls/mails/", {"mail": str(lost.pk), "do": "forget"})
    assert DBTaskResult.objects.count() == 0


@pytest.mark.parametrize("id", ["", "nonsense", "\0", "00000000-0000-4000-8000-000000000000"])
def test_a_mail_that_is_not_there_changes_nothing(desk_browser: Browser, lost: DBTaskResult[..., str], id: str) -> None:
    assert desk_browser.post("/desk/calls/mails/", {"mail": id, "do": "forget"}).status_code == 302
    assert desk_browser.post("/desk/calls/mails/", {"mail": id, "do": "burn"}).status_code == 404
    assert DBTaskResult.objects.count() == 1


def test_mails_that_nobody_sends_are_told(desk_browser: Browser, lost: DBTaskResult[..., str], now: datetime) -> None:
    DBTaskResult.objects.update(status="READY", enqueued_at=now - timedelta(hours=1))
    assert "1 mail should have gone out by now." in words_of(desk_browser.get("/desk/calls/"))
