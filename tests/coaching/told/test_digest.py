"""The morning digest: a number and a link, once a day, switched off by one press."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from io import StringIO
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.management import call_command
from django.test import Client as Browser
from pytest_django import DjangoCaptureOnCommitCallbacks

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.backups.models import Backup
from hinge_coach.booking.models import BusyCalendar
from hinge_coach.coaching.models import Digest
from hinge_coach.coaching.told import digest
from lessons.models import Message
from tests import factories
from tests.conftest import SignIn
from tests.reading import words_of

Sent = Callable[[datetime], list[str]]


@pytest.fixture
def asking(trainer: Trainer) -> Trainer:
    """Ten in New York is now."""
    trainer.digest_hour = 10
    trainer.save()
    return trainer


@pytest.fixture
def sent(asking: Trainer, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Sent:
    """Runs the command at this time; the subjects of what went out."""

    def run(at: datetime) -> list[str]:
        mail.outbox.clear()
        with time_machine.travel(at, tick=False), django_capture_on_commit_callbacks(execute=True):
            call_command("send_digest", stdout=StringIO())
        return [str(message.subject) for message in mail.outbox]

    return run


def write(client: Client, at: datetime) -> Message:
    return Message.objects.create(id=uuid4(), client=client, text="Is this normal?", written_at=at)


def test_it_goes_out_once_a_day_and_on_a_quiet_one_too(sent: Sent, now: datetime) -> None:
    quiet = ["Your desk: nobody needs a word"]
    minutes = (-1, 0, 5, 179, 180, 24 * 60 - 1, 24 * 60)
    assert [sent(now + timedelta(minutes=after)) for after in minutes] == [[], quiet, [], [], [], [], quiet]


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (None, "This site has never been backed up."),
        (timedelta(days=3), "The last backup was made on Sunday, March 1, 2026, 10:00 am, New York time (UTC−5)."),
        (timedelta(days=2), None),
    ],
)
def test_it_tells_of_a_late_backup_and_so_do_the_settings_and_the_desk(
    sent: Sent, asking: Trainer, sign_in: SignIn, now: datetime, age: timedelta | None, words: str | None
) -> None:
    if age is not None:
        Backup.objects.create(taken_at=now - age, name="hinge-coach.tar.gz", size=1)
    sent(now)
    (message,) = mail.outbox
    with time_machine.travel(now, tick=False):
        pages = [words_of(sign_in(asking).get(path)) for path in ("/desk/settings/", "/desk/")]
    is_told = words is not None
    assert ["backup" in str(message.body), *("makes one" in page for page in pages)] == [is_told] * 3
    assert (words or "Good morning") in str(message.body)
    assert [(words or "The last backup was made on Monday, March 2") in page for page in pages] == [True, True]


def test_without_an_hour_nothing_goes_out(sent: Sent, asking: Trainer, now: datetime) -> None:
    digest.switch_digest_off(asking)
    assert (sent(now), Digest.objects.count()) == ([], 0)


def test_two_runs_at_the_same_time_send_one(
    sent: Sent, asking: Trainer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one has just stored the day, and this one did not see it yet."""
    assert digest.send_due_digest(now)
    monkeypatch.setattr(digest, "digest_due_on", lambda *args, **options: now.date())
    assert (digest.send_due_digest(now), Digest.objects.count()) == (False, 1)


@pytest.mark.parametrize("since", ["late", "switched off"])
def test_what_changes_before_the_mail_is_sent_stops_it(asking: Trainer, now: datetime, since: str) -> None:
    """The task may have waited for a mail server."""
    row = Digest.objects.create(on=now.date(), at=now)
    if since == "switched off":
        digest.switch_digest_off(asking)
    with time_machine.travel(now + timedelta(hours=3 if since == "late" else 0), tick=False):
        digest.send_digest_mail.call(row.pk)
    assert mail.outbox == []


def test_it_tells_how_many_and_names_nobody(sent: Sent, maya: Client, other_client: Client, now: datetime) -> None:
    factories.close_by_answer(maya, now - timedelta(hours=1))
    write(other_client, now - timedelta(minutes=30))
    write(other_client, now - timedelta(minutes=20))
    assert sent(now) == ["Your desk: one client needs a word"]
    message = mail.outbox[0]
    assert isinstance(message, EmailMultiAlternatives)
    html, kind = message.alternatives[0]
    token = digest.digest_token(Digest.objects.get())
    links = ["http://127.0.0.1:8000/desk/", f"http://127.0.0.1:8000/digest/{token}/off/"]
    assert (re.findall(r"https?://\S+", str(message.body)), re.findall(r'href="([^"]+)"', str(html))) == (links, links)
    assert (message.extra_headers["List-Unsubscribe"], message.reply_to, kind) == (
        f"<{links[1]}>",
        ["trainer@example.com"],
        "text/html",
    )
    told = "One client needs a word today. Two words from clients are waiting to be read."
    for text in (str(message.body), str(html)):
        assert told in text
        assert re.findall(r"Maya|Lee|normal|tight|doctor|\bback\b", text) == []


def test_a_calendar_that_is_not_read_is_told_on_quiet_days_too(sent: Sent, asking: Trainer, now: datetime) -> None:
    for name, read_at, problem in [
        ("Home", now - timedelta(days=2), "It could not be reached."),
        ("Work", None, "The other side answered with 404."),
        ("Gym", now - timedelta(hours=2), "It could not be reached."),
    ]:
        BusyCalendar.objects.create(
            trainer=asking,
            name=name,
            url=f"https://example.com/{name}.ics",
            read_at=read_at,
            tried_at=now,
            problem=problem,
        )
    assert sent(now) == ["Your desk: nobody needs a word, and two calendars are not read"]
    message = mail.outbox[0]
    assert isinstance(message, EmailMultiAlternatives)
    html = re.sub(r"<[^>]+>", "", str(message.alternatives[0][0]))
    for text in (" ".join(str(message.body).split()), " ".join(unescape(html).split())):
        assert "Until these calendars are read again, people may book a call while you are busy:" in text
        assert (
            "Home: last read on Monday, March 2, 2026, 10:00 am, New York time (UTC−5). It could not be reached."
            in text
        )
        assert "Work: never read. The other side answered with 404." in text
        assert "Gym" not in text
    assert "http://127.0.0.1:8000/desk/settings/calendars/" in str(message.body)


def test_one_press_switches_it_off(asking: Trainer, now: datetime) -> None:
    address = f"/digest/{digest.digest_token(Digest.objects.create(on=now.date(), at=now))}/off/"
    browser = Browser(enforce_csrf_checks=True)
    assert "Switch the morning digest off?" in words_of(browser.get(address))
    assert Trainer.objects.get().digest_hour == 10
    assert "The morning digest is off" in words_of(browser.post(address, {"List-Unsubscribe": "One-Click"}))
    assert Trainer.objects.get().digest_hour is None


@pytest.mark.parametrize("token", ["1", "1.wrong", ".", "9999.x", "a" * 500])
def test_a_spoiled_link_switches_nothing_off(asking: Trainer, token: str) -> None:
    response = Browser().post(f"/digest/{token}/off/")
    assert (response.status_code, Trainer.objects.get().digest_hour) == (404, 10)
    assert "This link has ended" in words_of(response)
