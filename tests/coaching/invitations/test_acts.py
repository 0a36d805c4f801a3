"""Sending an invitation again, correcting it, withdrawing it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client as Browser
from pytest_django import DjangoCaptureOnCommitCallbacks

from hinge_coach.accounts import inviting, joining
from hinge_coach.accounts.models import Client, Invitation
from tests.coaching.pages import html_of, url
from tests.reading import invitation_path, token_in, words_of

Invite = Callable[..., Invitation]
NOT_OPEN = "This can't be done anymore: the invitation was answered or withdrawn, or it has expired."


def over(invitation: Invitation, how: str, now: datetime) -> None:
    if how == "withdrawn":
        inviting.withdraw_open(invitation, at=now)
    elif how == "accepted":
        joining.accept(invitation.token, at=now)
    else:
        Invitation.objects.update(invited_at=now - timedelta(days=14))


def test_an_open_one_is_mailed_again_with_its_link(
    desk_browser: Browser, invite: Invite, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    nia = invite()
    assert desk_browser.get(url("send_invitation_again", nia.pk)).status_code == 405
    with django_capture_on_commit_callbacks(execute=True):
        page = desk_browser.post(url("send_invitation_again", nia.pk), follow=True)
    assert "The invitation to nia@example.com is on its way again." in words_of(page)
    assert "Sent twice, last on March 4." in words_of(page)
    assert [token_in(message) for message in mail.outbox] == [nia.token]


def test_pressed_twice_it_is_mailed_once(
    desk_browser: Browser, invite: Invite, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    nia = invite()
    with django_capture_on_commit_callbacks(execute=True):
        desk_browser.post(url("send_invitation_again", nia.pk))
        page = desk_browser.post(url("send_invitation_again", nia.pk), follow=True)
    assert "Nothing was sent: a mail went out in the last ten minutes." in words_of(page)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("how", ["withdrawn", "accepted", "expired"])
def test_one_that_is_over_gets_a_new_link(
    how: str,
    desk_browser: Browser,
    invite: Invite,
    now: datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    nia = invite()
    over(nia, how, now)
    with django_capture_on_commit_callbacks(execute=True):
        desk_browser.post(url("send_invitation_again", nia.pk))
    assert [message.to for message in mail.outbox] == [["nia@example.com"]]
    assert token_in(mail.outbox[0]) != nia.token
    assert Browser().get(invitation_path(mail.outbox[0])).status_code == 200


def test_a_fourth_mail_and_one_to_a_client_are_not_sent(desk_browser: Browser, invite: Invite, now: datetime) -> None:
    nia = invite()
    Invitation.objects.update(mails=3)
    again = url("send_invitation_again", nia.pk)
    assert "they have had three mails with this link" in words_of(desk_browser.post(again, follow=True))
    joining.make_client(user=joining.accept(nia.token, at=now), at=now)
    assert "this person is your client already" in words_of(desk_browser.post(again, follow=True))


def test_a_corrected_address_gets_a_new_link_and_the_old_one_ends(
    desk_browser: Browser, invite: Invite, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    nia = invite("nai@example.com")
    mend, old = url("mend_invitation", nia.pk), f"/invitation/{nia.token}/"
    assert 'value="nai@example.com"' in html_of(desk_browser.get(mend))
    with django_capture_on_commit_callbacks(execute=True):
        page = desk_browser.post(mend, {"email": "Nia@example.com", "name": "Nia"}, follow=True)
        desk_browser.post(mend, {"email": "Nia@example.com", "name": "Nia"})
    assert "Corrected. nia@example.com gets a mail with a new link." in words_of(page)
    assert [message.to for message in mail.outbox] == [["nia@example.com"]]
    assert Browser().get(old).status_code == 404
    assert Browser().get(invitation_path(mail.outbox[0])).status_code == 200


def test_a_corrected_name_mails_nothing(
    desk_browser: Browser, invite: Invite, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    nia = invite()
    with django_capture_on_commit_callbacks(execute=True):
        page = desk_browser.post(
            url("mend_invitation", nia.pk), {"email": "nia@example.com", "name": "Nia Neri"}, follow=True
        )
    assert "Corrected. The link stays as it is, and no mail goes out." in words_of(page)
    assert mail.outbox == []
    assert "Nia Neri, you are invited" in words_of(Browser().get(f"/invitation/{nia.token}/"))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": ""}, "Please type their e-mail address."),
        ({"email": "nia"}, "This does not look like an e-mail address."),
        ({"email": "maya@example.com"}, "This person is your client already."),
        ({"email": "trainer@example.com"}, "This is the trainer's own address."),
        ({"email": "lee@example.com"}, "They were invited already, on March 4."),
        ({"name": "N" * 81}, "Please use at most 80 letters."),
    ],
)
def test_a_wrong_correction_keeps_what_was_typed_and_stores_nothing(
    typed: dict[str, str], sentence: str, desk_browser: Browser, maya: Client, invite: Invite
) -> None:
    nia = invite()
    invite("lee@example.com", days_ago=0)
    page = desk_browser.post(url("mend_invitation", nia.pk), {"email": "nia@example.org", "name": "Nia", **typed})
    assert (page.status_code, sentence in html_of(page)) == (200, True)
    assert sorted(Invitation.objects.values_list("email", "name")) == [
        ("lee@example.com", "Nia"),
        ("nia@example.com", "Nia"),
    ]


def test_withdrawing_asks_first_and_then_the_link_says_so_kindly(desk_browser: Browser, invite: Invite) -> None:
    nia = invite()
    withdraw = url("withdraw_invitation", nia.pk)
    assert "Withdraw the invitation of <bdi>Nia</bdi>?" in html_of(desk_browser.get(withdraw))
    assert Browser().get(f"/invitation/{nia.token}/").status_code == 200
    page = desk_browser.post(withdraw, follow=True)
    assert "Withdrawn. The link that nia@example.com has no longer works." in words_of(page)
    assert desk_browser.post(withdraw, follow=True).status_code == 200
    gone = Browser().get(f"/invitation/{nia.token}/")
    assert (gone.status_code, "Your trainer has withdrawn it." in words_of(gone)) == (404, True)


@pytest.mark.parametrize("how", ["withdrawn", "accepted", "expired"])
@pytest.mark.parametrize("name", ["mend_invitation", "withdraw_invitation"])
def test_what_is_over_is_neither_asked_about_nor_changed(
    name: str, how: str, desk_browser: Browser, invite: Invite, now: datetime
) -> None:
    nia = invite()
    over(nia, how, now)
    before = list(Invitation.objects.values_list())
    assert NOT_OPEN in words_of(desk_browser.get(url(name, nia.pk), follow=True))
    desk_browser.post(url(name, nia.pk), {"email": "nia@example.org", "name": "Nia"})
    assert list(Invitation.objects.values_list()) == before
