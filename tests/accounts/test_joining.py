"""Invited, accepted, asked, closed: each act is one transaction, and its mail goes out when that is kept."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection, connections, transaction
from django.test import Client as Browser

from hinge_coach.accounts import joining
from hinge_coach.accounts.models import Client, Invitation, Trainer, User
from hinge_coach.safety import closing
from hinge_coach.safety.models import Closure, active_closure
from hinge_coach.safety.screening import ADVICE, Level
from hinge_coach.views import join

OnCommit = Callable[..., Any]
FORTNIGHT = timedelta(days=14)


def link_in(message: Any) -> str:
    return str(re.findall(r"http://127\.0\.0\.1:8000(/invitation/[\w-]+/)", str(message.body))[0])


def token_in(message: Any) -> str:
    return link_in(message).split("/")[2]


@pytest.fixture
def token(trainer: Trainer, now: datetime, django_capture_on_commit_callbacks: OnCommit) -> str:
    """What Nia's mail holds."""
    with django_capture_on_commit_callbacks(execute=True):
        joining.invite(trainer=trainer, email="nia@example.com", name="Nia", at=now)
    return token_in(mail.outbox[-1])


# The mail


def test_an_invitation_goes_out_as_text_and_as_html(token: str, trainer: Trainer) -> None:
    (message,) = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    assert (message.subject, message.to) == ("Robin Hale invites you to Hinge Coach", ["nia@example.com"])
    assert str(message.body).startswith("Hello Nia,\n\nRobin Hale invites you")
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert f'<a href="http://127.0.0.1:8000{link_in(message)}">' in str(html)


def test_nothing_goes_out_before_the_transaction_is_kept(
    trainer: Trainer, now: datetime, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        joining.invite(trainer=trainer, email="nia@example.com", name="", at=now)
        assert mail.outbox == []
    assert [message.to for message in mail.outbox] == [["nia@example.com"]]
    assert str(mail.outbox[0].body).startswith("Hello,\n")


def test_nothing_goes_out_for_what_was_rolled_back(
    trainer: Trainer, now: datetime, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        joining.invite(trainer=trainer, email="nia@example.com", name="", at=now)
        transaction.set_rollback(True)
    assert (mail.outbox, Invitation.objects.count()) == ([], 0)


def test_what_is_stored_opens_no_door(token: str) -> None:
    invitation = Invitation.objects.get()
    assert token not in repr(Invitation.objects.values())
    with pytest.raises(joining.InvitationGoneError):
        joining.find_invitation(invitation.token_hash, now=invitation.invited_at)


def test_names_are_escaped_in_the_html_and_plain_in_the_text(
    trainer: Trainer, now: datetime, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        joining.invite(trainer=trainer, email="nia@example.com", name="Nia <b>& Co</b>", at=now)
    (message,) = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    assert "Hello Nia <b>& Co</b>," in str(message.body)
    assert "Hello Nia &lt;b&gt;&amp; Co&lt;/b&gt;," in str(message.alternatives[0][0])


def test_pressing_invite_twice_sends_one_mail(
    token: str, trainer: Trainer, now: datetime, django_capture_on_commit_callbacks: OnCommit
) -> None:
    soon = now + timedelta(minutes=9)
    with django_capture_on_commit_callbacks(execute=True):
        joining.invite(trainer=trainer, email="NIA@example.com", name="Nia", at=soon)
    assert (len(mail.outbox), Invitation.objects.count()) == (1, 1)
    assert joining.find_invitation(token, now=soon).email == "nia@example.com"


@pytest.mark.parametrize("later", [timedelta(minutes=10), timedelta(days=3), timedelta(days=30)])
def test_inviting_again_later_renews_the_invitation_and_ends_the_older_link(
    later: timedelta, token: str, trainer: Trainer, now: datetime, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        joining.invite(trainer=trainer, email="nia@example.com", name="Nia N.", at=now + later)
    renewed = joining.find_invitation(token_in(mail.outbox[1]), now=now + later)
    assert (renewed.name, renewed.invited_at, Invitation.objects.count()) == ("Nia N.", now + later, 1)
    with pytest.raises(joining.InvitationGoneError):
        joining.find_invitation(token, now=now + later)


def test_a_mail_that_comes_late_to_an_accepted_invitation_is_not_sent(token: str, now: datetime) -> None:
    joining.accept(token, at=now)
    mail.outbox.clear()
    joining.send_invitation.func(Invitation.objects.get().pk)
    joining.send_invitation.func(0)
    assert mail.outbox == []


# Accepting


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


@pytest.fixture
def real_file(tmp_path: Path, db: None) -> Iterator[None]:
    """On SQLite the threads share a copy in a file: tests' own database lives in memory, where locks work otherwise."""
    if connection.vendor != "sqlite":
        yield
        return
    name, path = connection.settings_dict["NAME"], tmp_path / "race.sqlite3"
    connection.ensure_connection()
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
    connection.settings_dict["NAME"] = str(path)
    yield
    connection.settings_dict["NAME"] = name


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


# The page behind the link


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


# Joining and the safety answers


def test_joining_writes_down_consent_and_answers(newcomer: User, now: datetime) -> None:
    client = join(user=newcomer, answers=[], at=now)
    screening = client.screenings.get()
    assert (client.joined_at, client.consented_at) == (now, now)
    assert (screening.level, screening.answers, screening.answered_at) == (Level.CLEAR, [], now)
    assert active_closure(client) is None


def test_joining_twice_makes_one_client_and_keeps_the_first_consent(newcomer: User, now: datetime) -> None:
    first = join(user=newcomer, answers=[], at=now)
    again = join(user=newcomer, answers=[], at=now + timedelta(days=1))
    assert (again.pk, again.consented_at) == (first.pk, now)


@pytest.mark.parametrize(
    ("answers", "level"),
    [(["age"], Level.REFER), (["age", "fever"], Level.TODAY), (["saddle", "age"], Level.EMERGENCY)],
)
def test_a_yes_closes_practice_with_its_advice(maya: Client, answers: list[str], level: Level, now: datetime) -> None:
    screening = closing.record_screening(client=maya, answers=answers, at=now)
    stop = active_closure(maya)
    assert stop is not None
    assert (screening.level, screening.answers) == (level, answers)
    assert (stop.level, stop.cause, stop.sentence, stop.closed_at) == (level, "answers", ADVICE[level], now)


def test_an_unknown_answer_stores_nothing(maya: Client, now: datetime) -> None:
    with pytest.raises(KeyError):
        closing.record_screening(client=maya, answers=["nothing"], at=now)
    assert (maya.screenings.count(), maya.closures.count()) == (0, 0)


def test_clear_answers_later_don_t_open_what_is_closed(maya: Client, now: datetime) -> None:
    closing.record_screening(client=maya, answers=["fever"], at=now)
    closing.record_screening(client=maya, answers=[], at=now + timedelta(days=1))
    assert (stop := active_closure(maya)) is not None
    assert (stop.level, maya.screenings.count()) == (Level.TODAY, 2)


LEVELS = [Level.REFER, Level.TODAY, Level.EMERGENCY]


@pytest.mark.parametrize("first", LEVELS)
@pytest.mark.parametrize("second", LEVELS)
def test_the_graver_stop_stays(maya: Client, first: Level, second: Level, now: datetime) -> None:
    later = now + timedelta(hours=1)
    closing.close_practice(client=maya, cause=Closure.Cause.RULE, level=first, sentence="first", at=now)
    closing.close_practice(client=maya, cause=Closure.Cause.ANSWERS, level=second, sentence="second", at=later)
    stop = maya.closures.get()
    if LEVELS.index(second) > LEVELS.index(first):
        assert (stop.level, stop.cause, stop.sentence, stop.closed_at) == (second, "answers", "second", later)
    else:
        assert (stop.level, stop.cause, stop.sentence, stop.closed_at) == (first, "rule", "first", now)


def test_after_reopening_practice_can_be_closed_anew(maya: Client, trainer: Trainer, now: datetime) -> None:
    first = closing.close_practice(client=maya, cause=Closure.Cause.RULE, level=Level.REFER, sentence="first", at=now)
    first.lift(by=trainer.user, note="We talked.", at=now)
    second = closing.close_practice(client=maya, cause=Closure.Cause.RULE, level=Level.REFER, sentence="second", at=now)
    assert (active_closure(maya), maya.closures.count()) == (second, 2)


# Leaving


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
