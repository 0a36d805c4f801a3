"""The trainer ends the coaching of a client, and takes them back."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.test import Client as Browser
from pytest_django import DjangoCaptureOnCommitCallbacks

from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.coaching.ending.archiving import archive, send_ending_mail, take_back
from hinge_coach.coaching.models import Deed
from tests.coaching.pages import TEN_KB, words_of
from tests.factories import close_by_answer

FOUR_IN_THE_MORNING = datetime(2026, 3, 20, 9, tzinfo=UTC)  # in Chicago, where the clocks have gone forward by then


def deeds() -> list[tuple[str, datetime | None, str]]:
    return list(Deed.objects.order_by("at", "kind").values_list("kind", "until", "line"))


def ending_url(client: Client) -> str:
    return f"/desk/clients/{client.pk}/ending/"


@pytest.fixture
def mails(
    desk_browser: Browser, maya: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> list[str]:
    """The mail of a day to come, as it went out."""
    with django_capture_on_commit_callbacks(execute=True):
        desk_browser.post(ending_url(maya), {"on": "2026-03-20", "line": "You hinge well.\nWrite to me."})
    return [str(message.body) for message in mail.outbox]


def test_a_client_is_archived_for_a_day_to_come(mails: list[str], maya: Client, trainer: Trainer) -> None:
    maya.refresh_from_db()
    assert maya.archived_at == FOUR_IN_THE_MORNING
    assert deeds() == [("archived", FOUR_IN_THE_MORNING, "You hinge well.\nWrite to me.")]
    assert Deed.objects.get().by == trainer


def test_the_mail_says_until_when_and_brings_the_trainers_words(mails: list[str]) -> None:
    (words,) = mails
    assert mail.outbox[0].to == ["maya@example.com"]
    assert mail.outbox[0].subject == "Your coaching with Robin Hale"
    assert "Your coaching at Hinge Coach ends on Friday, March 20." in words
    assert "until June 18, 2026" in words
    assert "You hinge well.\nWrite to me." in words


def test_today_ends_it_at_once(desk_browser: Browser, maya: Client, now: datetime) -> None:
    page = desk_browser.post(ending_url(maya), {"on": "2026-03-04"}, follow=True)
    maya.refresh_from_db()
    assert maya.archived_at == now
    assert "It ended on March 4, 2026. Maya can read and download until June 2, 2026" in words_of(page)


def test_an_ended_client_leaves_the_desk_and_their_page_says_so(desk_browser: Browser, maya: Client) -> None:
    close_by_answer(maya, maya.joined_at)
    assert f"/desk/clients/{maya.pk}/" in desk_browser.get("/desk/").content.decode()
    desk_browser.post(ending_url(maya), {"on": "2026-03-04"})
    assert f"/desk/clients/{maya.pk}/" not in desk_browser.get("/desk/").content.decode()
    page = words_of(desk_browser.get(f"/desk/clients/{maya.pk}/"))
    assert "Coaching ended on March 4, 2026. They can read and download until June 2, 2026. Take them back" in page
    assert "gets a mail" not in page
    assert "Send and handled" not in page


def test_no_mail_about_a_word_comes_after_the_end(
    desk_browser: Browser,
    maya: Client,
    trainer: Trainer,
    now: datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    for is_ended, mails in ((True, []), (False, ["maya@example.com"])):
        Client.objects.filter(pk=maya.pk).update(archived_at=now if is_ended else None)
        with django_capture_on_commit_callbacks(execute=True):
            sent = {"id": str(uuid4()), "text": "One more thing."}
            desk_browser.post(f"/desk/clients/{maya.pk}/messages/", sent)
        assert [to for message in mail.outbox for to in message.to] == mails


def test_a_second_press_changes_nothing_and_mails_nothing(
    mails: list[str],
    desk_browser: Browser,
    maya: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = desk_browser.post(ending_url(maya), {"on": "2026-03-04"}, follow=True)
    assert "An end is set already. Nothing was changed." in words_of(page)
    assert (len(deeds()), len(mail.outbox)) == (1, 1)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"on": "2026-03-03"}, "This day is over already. Please choose today or a later one."),
        ({"on": "2028-03-03"}, "Please choose a day within the next twelve months."),
        ({"on": ""}, "Please give a date, such as 2026-12-24."),
        ({"on": "soon"}, "Please give a date, such as 2026-12-24."),
        ({"on": "2026-03-20", "line": TEN_KB}, "Please keep this to 300 letters or fewer."),
        ({"on": "2026-03-20", "line": "a\0b"}, "This holds a character that can't be written down."),
    ],
)
def test_a_wrong_day_or_too_many_words_end_nothing(
    desk_browser: Browser, maya: Client, sent: dict[str, str], sentence: str
) -> None:
    response = desk_browser.post(ending_url(maya), sent)
    maya.refresh_from_db()
    assert sentence in words_of(response)
    assert (maya.archived_at, deeds()) == (None, [])


@pytest.mark.parametrize("days", [1, 30, 200])
def test_somebody_comes_back_before_the_day_and_after_it(
    desk_browser: Browser, maya: Client, trainer: Trainer, now: datetime, days: int
) -> None:
    archive(maya, by=trainer, on=maya.today(now) + timedelta(days=16), line="", at=now)
    maya.refresh_from_db()
    assert maya.stale_since == now  # the desk is told
    at = now + timedelta(days=days)
    with time_machine.travel(at, tick=False):
        desk_browser.force_login(trainer.user)
        page = desk_browser.post(f"{ending_url(maya)}return/", follow=True)
        again = desk_browser.post(f"{ending_url(maya)}return/", follow=True)
    maya.refresh_from_db()
    assert "Maya is back: everything is open again, as it was." in words_of(page)
    assert "Maya is here. Nothing was changed." in words_of(again)
    assert maya.archived_at is None
    assert [kind for kind, *_ in deeds()] == ["archived", "returned"]
    assert Deed.objects.get(kind="returned").at == at


def test_a_mail_that_was_tried_again_after_the_return_is_not_sent(
    maya: Client, trainer: Trainer, now: datetime
) -> None:
    deed = archive(maya, by=trainer, on=maya.today(now), line="", at=now)
    assert deed is not None
    take_back(maya, by=trainer, at=now + timedelta(minutes=1))
    mail.outbox.clear()
    send_ending_mail.func(str(deed.pk))
    maya.user.delete()
    send_ending_mail.func(str(deed.pk))
    assert mail.outbox == []


def test_an_end_for_somebody_who_is_erased_meanwhile_stores_nothing(
    maya: Client, trainer: Trainer, now: datetime
) -> None:
    Client.objects.get(pk=maya.pk).user.delete()
    assert archive(maya, by=trainer, on=now.date(), line="", at=now) is None
    assert deeds() == []


def test_a_line_break_in_the_trainers_name_does_not_lose_the_mail(
    maya: Client, trainer: Trainer, now: datetime
) -> None:
    User.objects.filter(pk=trainer.user.pk).update(name="Robin\r\nHale")
    deed = archive(maya, by=trainer, on=now.date(), line="", at=now)
    assert deed is not None
    send_ending_mail.func(str(deed.pk))
    assert [message.subject for message in mail.outbox] == ["Your coaching with Robin Hale"]
