"""Accepting an invitation."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import connections
from django.test import Client as Browser

from hinge_coach.accounts import inviting, joining
from hinge_coach.accounts.models import Client, Invitation, Trainer, User
from hinge_coach.safety.models import Closure
from hinge_coach.views import join

OnCommit = Callable[..., Any]
FORTNIGHT = timedelta(days=14)


def test_accepting_makes_a_user_whose_address_is_confirmed(token: str, now: datetime) -> None:
    user = joining.accept(token, at=now)
    assert (user.email, user.name, user.has_usable_password()) == ("nia@example.com", "Nia", False)
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified, address.primary) == ("nia@example.com", True, True)
    assert Invitation.objects.get().accepted_at == now
    assert not Client.objects.filter(user=user).exists()


def test_an_invitation_is_accepted_once(token: str, now: datetime) -> None:
    joining.accept(token, at=now)
    with pytest.raises(joining.InvitationGoneError):
        joining.accept(token, at=now)
    assert User.objects.filter(email="nia@example.com").count() == 1


def test_an_invitation_older_than_two_weeks_is_gone(token: str, now: datetime) -> None:
    with pytest.raises(joining.InvitationGoneError):
        joining.accept(token, at=now + FORTNIGHT)
    assert not User.objects.filter(email="nia@example.com").exists()
    assert joining.accept(token, at=now + FORTNIGHT - timedelta(seconds=1)).email == "nia@example.com"


def test_joining_by_another_way_leaves_a_withdrawn_invitation_withdrawn(token: str, now: datetime) -> None:
    inviting.withdraw_open(Invitation.objects.get(), at=now)
    join(user=User.objects.create_user("nia@example.com"), answers=[], at=now)
    invitation = Invitation.objects.get()
    assert (invitation.accepted_at, invitation.withdrawn_at) == (None, now)


@pytest.mark.parametrize("token", ["", "nothing", "\0", "💺", "x" * 10_000])
def test_an_unknown_link_is_gone(db: None, token: str, now: datetime) -> None:
    with pytest.raises(joining.InvitationGoneError):
        joining.accept(token, at=now)


def test_somebody_who_is_a_user_already_stays_the_same_one(token: str, now: datetime) -> None:
    known = User.objects.create_user("nia@example.com", name="Nia Neri", zone="Europe/Rome")
    EmailAddress.objects.create(user=known, email="nia@example.com", verified=False, primary=True)
    user = joining.accept(token, at=now)
    assert (user.pk, user.name, user.zone.key) == (known.pk, "Nia Neri", "Europe/Rome")
    assert EmailAddress.objects.get(user=known).verified is True


@pytest.mark.django_db(transaction=True)
def test_of_many_who_use_one_link_at_once_one_gets_in(token: str, real_file: None, now: datetime) -> None:
    ready = Barrier(6)

    def press(_: int) -> str:
        ready.wait(timeout=10)
        try:
            return joining.accept(token, at=now).email
        except joining.InvitationGoneError:
            return "gone"
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(press, range(6))) == ["gone"] * 5 + ["nia@example.com"]


def test_opening_the_link_changes_nothing_and_the_button_signs_in(token: str, now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        browser = Browser()
        page = browser.get(f"/invitation/{token}/")
        browser.head(f"/invitation/{token}/")
        assert "you are invited" in page.content.decode()
        assert "nia@example.com" in page.content.decode()
        assert (User.objects.count(), Invitation.objects.get().accepted_at) == (1, None)
        assert "sessionid" not in browser.cookies
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow"

        response = browser.post(f"/invitation/{token}/", follow=True)
        assert response.redirect_chain == [("/arrive/", 302), ("/welcome/", 302)]
        assert 'value="Nia"' in response.content.decode()


def test_leaving_takes_the_invitation_along(token: str, trainer: Trainer, now: datetime) -> None:
    user = joining.accept(token, at=now)
    join(user=user, answers=["age"], at=now)
    joining.erase_account(user)
    assert [User.objects.count(), Client.objects.count(), Invitation.objects.count(), Closure.objects.count()] == [
        1,
        0,
        0,
        0,
    ]
    assert EmailAddress.objects.count() == 0


def test_an_open_invitation_signs_nobody_in_who_has_joined_another_way(token: str, now: datetime) -> None:
    join(user=User.objects.create_user("nia@example.com"), answers=[], at=now)
    with pytest.raises(joining.InvitationGoneError):
        joining.accept(token, at=now)


def test_whoever_has_a_second_step_never_signs_in_by_an_invitation(token: str, now: datetime) -> None:
    user = User.objects.create_user("nia@example.com")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    with pytest.raises(joining.InvitationGoneError):
        joining.accept(token, at=now)
