"""The page of a mailed invitation."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client as Browser

from hinge_coach.accounts import inviting, joining
from hinge_coach.accounts.models import Client, Invitation, Trainer, User
from tests.conftest import SignIn
from tests.reading import page_text, words_of

pytestmark = pytest.mark.usefixtures("clock_stands_still")


@pytest.fixture
def link(trainer: Trainer, now: datetime, django_capture_on_commit_callbacks: Callable[..., Any]) -> str:
    with django_capture_on_commit_callbacks(execute=True):
        joining.invite(trainer=trainer, email="nina@example.com", name="Nina", at=now)
    return str(re.findall(r"(/invitation/[\w-]+/)", str(mail.outbox[-1].body))[0])


def test_the_second_of_two_presses_at_once_goes_on_like_the_first(link: str, now: datetime) -> None:
    assert Browser().post(link).headers["Location"] == "/arrive/"
    second = Browser()  # sent before the first had answered, so it carries no sign-in
    assert second.post(link).headers["Location"] == "/arrive/"
    assert second.get("/arrive/").headers["Location"] == "/accounts/login/?next=/arrive/"
    assert Browser().get(link).status_code == 404


def test_somebody_else_who_opens_a_used_link_is_told_kindly(link: str, now: datetime) -> None:
    Browser().post(link)
    with time_machine.travel(now + timedelta(seconds=5), tick=False):
        responses = [Browser().get(link), Browser().post(link)]
    for response in responses:
        assert response.status_code == 404
        assert "It was used already, it is older than two weeks, or a newer one has replaced it." in words_of(response)
    assert User.objects.filter(email="nina@example.com").count() == 1


def test_pressing_the_button_twice_just_goes_on(link: str) -> None:
    browser = Browser()
    browser.post(link)
    assert browser.post(link).headers["Location"] == "/arrive/"
    assert browser.get(link).headers["Location"] == "/arrive/"


def test_an_old_link_is_told_kindly(link: str, now: datetime) -> None:
    with time_machine.travel(now + timedelta(days=14), tick=False):
        response = Browser().get(link)
    assert (response.status_code, "This invitation has ended" in page_text(response)) == (404, True)


def test_a_link_used_by_somebody_signed_in_as_another_signs_in_the_invited(
    link: str, maya: Client, sign_in: SignIn
) -> None:
    browser = sign_in(maya)
    page = browser.post(link, follow=True)
    assert "Signed in as Nina" in page_text(page)
    assert Client.objects.count() == 1


def test_a_withdrawn_link_is_told_kindly_and_lets_nobody_in(link: str, now: datetime) -> None:
    inviting.withdraw_open(Invitation.objects.get(), at=now)
    for response in (Browser().get(link), Browser().post(link)):
        assert response.status_code == 404
        assert "Your trainer has withdrawn it. You don’t have to do anything." in words_of(response)
    assert not User.objects.filter(email="nina@example.com").exists()


def test_opening_is_told_by_a_post_of_the_page_and_noted_once(link: str, now: datetime) -> None:
    browser = Browser()
    page = browser.get(link).content.decode()
    assert f'data-opened="{link}opened/"' in page
    assert browser.get(f"{link}opened/").status_code == 405
    assert Invitation.objects.get().opened_at is None
    assert browser.post(f"{link}opened/").status_code == 204
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        assert browser.post(f"{link}opened/").status_code == 204
    assert Invitation.objects.get().opened_at == now


def test_the_trainer_who_looks_at_the_page_has_not_opened_it_for_them(
    link: str, trainer: Trainer, sign_in: SignIn
) -> None:
    assert sign_in(trainer).post(f"{link}opened/").status_code == 204
    assert Invitation.objects.get().opened_at is None


def test_an_unknown_or_a_used_link_notes_nothing(link: str, now: datetime) -> None:
    assert Browser().post("/invitation/nothing/opened/").status_code == 404
    Browser().post(link)
    assert Browser().post(f"{link}opened/").status_code == 204
    assert Invitation.objects.get().opened_at is None
