"""The list of invitations: whom, when, how far, and what can be done about each."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from hinge_coach.accounts import inviting, joining
from hinge_coach.accounts.models import Client, Invitation, User
from tests.coaching.pages import html_of, url
from tests.conftest import SignIn
from tests.reading import words_of

DAY = timedelta(days=1)
Invite = Callable[..., Invitation]


def rows(browser: Browser) -> str:
    return words_of(browser.get(url("invitations")))


def acts(browser: Browser, invitation: Invitation) -> list[str]:
    """What the page offers to do about this invitation."""
    html = html_of(browser.get(url("invitations")))
    offered = ("send_invitation_again", "mend_invitation", "withdraw_invitation")
    return [name for name in offered if f'"{url(name, invitation.pk)}"' in html]


def test_an_empty_list_says_so(desk_browser: Browser) -> None:
    assert "Nobody is invited at the moment." in rows(desk_browser)
    assert "There is nothing on this page of the list." in words_of(desk_browser.get(url("invitations") + "?page=7"))


def test_a_sent_one_says_when_and_until_when_it_works(desk_browser: Browser, invite: Invite) -> None:
    nia = invite(days_ago=2)
    assert (
        "Nia nia@example.com sent Sent March 2. Not opened, as far as we know. The link works until March 16."
        in rows(desk_browser)
    )
    assert acts(desk_browser, nia) == ["send_invitation_again", "mend_invitation", "withdraw_invitation"]


def test_an_opened_one_says_when(desk_browser: Browser, invite: Invite, now: datetime) -> None:
    joining.note_opened(invite(days_ago=2).token, at=now - DAY)
    assert "opened Sent March 2, opened March 3. The link works until March 16." in rows(desk_browser)


def test_an_unfinished_one_stays_in_sight(desk_browser: Browser, invite: Invite, now: datetime) -> None:
    nia = invite(days_ago=20)
    joining.accept(nia.token, at=now - 19 * DAY)
    page = rows(desk_browser)
    assert "Not joined yet Nia nia@example.com unfinished Sent February 12." in page
    assert "Began to join on February 13; the first questions are not answered yet." in page
    assert acts(desk_browser, nia) == ["send_invitation_again"]


def test_a_joined_one_leads_to_the_client(desk_browser: Browser, invite: Invite, now: datetime) -> None:
    nia = invite(days_ago=2)
    client = joining.make_client(user=joining.accept(nia.token, at=now - DAY), at=now - DAY)
    assert "Before Nia nia@example.com joined Sent March 2. Joined March 3." in rows(desk_browser)
    assert f'href="{url("client", client.pk)}"' in html_of(desk_browser.get(url("invitations")))
    assert acts(desk_browser, nia) == []


def test_an_expired_one_can_have_a_new_link(desk_browser: Browser, invite: Invite, now: datetime) -> None:
    nia = invite(days_ago=14)
    assert (
        "Before Nia nia@example.com expired Sent February 18, not opened, as far as we know. "
        "The link stopped working on March 4." in rows(desk_browser)
    )
    assert acts(desk_browser, nia) == ["send_invitation_again"]
    Invitation.objects.update(opened_at=now - 13 * DAY)
    assert "Sent February 18, opened February 19. The link stopped working" in rows(desk_browser)


def test_a_withdrawn_one_says_so(desk_browser: Browser, invite: Invite, now: datetime) -> None:
    nia = invite(days_ago=2)
    inviting.withdraw_open(nia, at=now)
    assert "withdrawn Sent March 2, withdrawn March 4. The link no longer works." in rows(desk_browser)
    assert acts(desk_browser, nia) == ["send_invitation_again"]


def test_after_three_mails_the_list_says_that_no_more_go_out(desk_browser: Browser, invite: Invite) -> None:
    nia = invite(days_ago=1)
    Invitation.objects.update(mails=3)
    assert "Sent three times, last on March 3." in rows(desk_browser)
    assert "No more mails go out with this link" in rows(desk_browser)
    assert acts(desk_browser, nia) == ["mend_invitation", "withdraw_invitation"]


def test_those_who_may_still_join_come_first_and_the_newest_before_the_others(
    desk_browser: Browser, invite: Invite, now: datetime
) -> None:
    for name, days in (("Old", 40), ("Early", 9), ("Late", 3)):
        invite(f"{name.lower()}@example.com", name, days_ago=days)
    inviting.withdraw_open(invite("gone@example.com", "Gone", days_ago=1), at=now)
    page = rows(desk_browser)
    places = [page.index(f"{name} {name.lower()}@") for name in ("Late", "Early", "Gone", "Old")]
    assert places == sorted(places)


def test_thirty_invitations_cost_as_many_queries_as_one(desk_browser: Browser, invite: Invite, now: datetime) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk_browser.get(url("invitations")).status_code == 200
        return len(captured)

    invite()
    with_one = queries()
    for number in range(29):
        invitation = invite(f"guest{number}@example.com", "", days_ago=number)
        if number % 3 == 0:
            user = User.objects.create_user(invitation.email)
            Client.objects.create(user=user, consented_at=now)
    assert (with_one, queries()) == (3, 3)


def test_the_list_goes_on_on_a_second_page(desk_browser: Browser, invite: Invite) -> None:
    for number in range(41):
        invite(f"guest{number:02}@example.com", "", days_ago=1 + number / 10)
    first, second = desk_browser.get(url("invitations")), desk_browser.get(url("invitations") + "?page=2")
    assert ("guest39@" in html_of(first), "guest40@" in html_of(first)) == (True, False)
    assert ('href="?page=2"' in html_of(first), "guest40@" in html_of(second)) == (True, True)


@pytest.mark.parametrize("name", ["send_invitation_again", "mend_invitation", "withdraw_invitation"])
def test_a_client_and_a_wrong_number_find_nothing(
    name: str, desk_browser: Browser, maya: Client, sign_in: SignIn, invite: Invite
) -> None:
    nia = invite()
    assert sign_in(maya).post(url(name, nia.pk)).status_code == 404
    assert desk_browser.post(url(name, nia.pk + 1)).status_code == 404
